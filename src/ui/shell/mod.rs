//! What stands around every screen: navigation at the left with the messages, the bar at the top, the strip at the bottom, the list of keys.

mod keys;
mod messages;
mod nav;
mod status;

pub use keys::keys;
pub use messages::messages;
pub use nav::nav;
pub use status::{Saved, Status, status};

/// Height of the bar at the top.
pub const BAR: f32 = 56.0;
/// Height of the strip at the bottom.
pub const STRIP: f32 = 36.0;
/// Width of the navigation.
pub const NAV: f32 = 184.0;
