//! The program: reads the arguments, opens the desk, and runs the window or the command line.

fn main() {}
