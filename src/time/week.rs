//! Weekdays and sets of them.

use std::fmt;

pub use chrono::Weekday;

/// The weekday so many days after a Monday, earlier when negative.
#[must_use]
pub const fn weekday_from_monday(days: i32) -> Weekday {
    match days.rem_euclid(7) {
        0 => Weekday::Mon,
        1 => Weekday::Tue,
        2 => Weekday::Wed,
        3 => Weekday::Thu,
        4 => Weekday::Fri,
        5 => Weekday::Sat,
        _ => Weekday::Sun,
    }
}

/// Some of the seven weekdays.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct WeekdaySet(u8);

impl WeekdaySet {
    /// No weekday.
    pub const EMPTY: WeekdaySet = WeekdaySet(0);
    /// All seven.
    pub const ALL: WeekdaySet = WeekdaySet(0b111_1111);

    /// Only this one.
    #[must_use]
    pub const fn single(weekday: Weekday) -> WeekdaySet {
        WeekdaySet(1 << weekday.num_days_from_monday())
    }

    /// Puts a weekday in; whether it is new.
    pub fn insert(&mut self, weekday: Weekday) -> bool {
        let new = !self.contains(weekday);
        self.0 |= WeekdaySet::single(weekday).0;
        new
    }

    /// Takes a weekday out; whether it was in.
    pub fn remove(&mut self, weekday: Weekday) -> bool {
        let was_in = self.contains(weekday);
        self.0 &= !WeekdaySet::single(weekday).0;
        was_in
    }

    /// Whether the weekday is in.
    #[must_use]
    pub const fn contains(self, weekday: Weekday) -> bool {
        self.0 & WeekdaySet::single(weekday).0 != 0
    }

    /// How many are in, 0 to 7.
    #[must_use]
    pub const fn len(self) -> u32 {
        self.0.count_ones()
    }

    /// Whether none is in.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The weekdays in the order of a week that begins on `first`.
    pub fn iter(self, first: Weekday) -> impl Iterator<Item = Weekday> {
        let start = first.num_days_from_monday().cast_signed();
        (start..start + 7)
            .map(weekday_from_monday)
            .filter(move |weekday| self.contains(*weekday))
    }
}

impl FromIterator<Weekday> for WeekdaySet {
    fn from_iter<I: IntoIterator<Item = Weekday>>(weekdays: I) -> WeekdaySet {
        let mut set = WeekdaySet::EMPTY;
        set.extend(weekdays);
        set
    }
}

impl Extend<Weekday> for WeekdaySet {
    fn extend<I: IntoIterator<Item = Weekday>>(&mut self, weekdays: I) {
        for weekday in weekdays {
            self.insert(weekday);
        }
    }
}

impl fmt::Debug for WeekdaySet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter(Weekday::Mon)).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_lists_its_weekdays_in_the_order_of_the_given_week() {
        let set: WeekdaySet = [Weekday::Sun, Weekday::Tue, Weekday::Tue].into_iter().collect();
        assert_eq!(set.len(), 2);
        assert_eq!(set.iter(Weekday::Mon).collect::<Vec<_>>(), [Weekday::Tue, Weekday::Sun]);
        assert_eq!(set.iter(Weekday::Sun).collect::<Vec<_>>(), [Weekday::Sun, Weekday::Tue]);
    }

    #[test]
    fn putting_in_and_taking_out_says_what_changed() {
        let mut set = WeekdaySet::EMPTY;
        assert!(set.insert(Weekday::Fri) && !set.insert(Weekday::Fri));
        assert!(set.remove(Weekday::Fri) && !set.remove(Weekday::Fri) && set.is_empty());
        assert_eq!(WeekdaySet::ALL.len(), 7);
    }
}
