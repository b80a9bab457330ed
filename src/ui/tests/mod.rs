//! What the tests of the screens share.

pub mod stage;
