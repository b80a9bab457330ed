//! From minutes and counts to points on the screen and back: the only casts of the window.
//!
//! Limits: minutes beyond 22 days and counts beyond 65,535 stop there; a position that is no number is minute 0.

use crate::time::Minutes;

/// A length of time as a number of points, one a minute.
pub fn of_minutes(minutes: Minutes) -> f32 {
    f32::from(i16::try_from(minutes.count()).unwrap_or(if minutes < Minutes::ZERO { i16::MIN } else { i16::MAX }))
}

/// The minute at a number of points, one a minute, rounded to the nearest multiple of `step` below it.
#[allow(clippy::cast_possible_truncation, reason = "bounded before; pixels are far below")]
pub fn to_minutes(points: f32, step: i32) -> Minutes {
    let bounded = if points.is_finite() {
        points.clamp(-30_000.0, 30_000.0)
    } else {
        0.0
    };
    Minutes::new((bounded.floor() as i32).div_euclid(step.max(1)) * step.max(1))
}

/// A count as a number.
pub fn of_count(count: usize) -> f32 {
    f32::from(u16::try_from(count).unwrap_or(u16::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_between_two_steps_is_the_earlier_one() {
        assert_eq!(to_minutes(629.9, 15), Minutes::new(615));
        assert_eq!(to_minutes(630.0, 15), Minutes::new(630));
        assert_eq!(to_minutes(-1.0, 15), Minutes::new(-15));
        assert_eq!(to_minutes(f32::NAN, 15), Minutes::ZERO);
    }
}
