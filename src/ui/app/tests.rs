//! The window with its desk, by role and label.
