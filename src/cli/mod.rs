//! The command line and its JSON, one file a command.

pub mod shape;
