//! The parts of the window that do not know the salon, one a file: fields, buttons, tables, dialogs, messages.
//!
//! Each has a role and a name for assistive technologies, at least 24 points to hit, and a ring when it has the focus.
