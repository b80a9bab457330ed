//! Which columns a day has, and what stands above them.

use std::collections::BTreeSet;

use crate::domain::Book;
use crate::domain::rows::*;
use crate::domain::schedule::works_at;
use crate::time::{Day, Minutes};
use crate::ui::pixels::of_minutes;
use crate::ui::tints::{Tints, in_order};
use crate::ui::view::block::{self, Block};
use crate::ui::view::board::{Closed, Column, ColumnKey, Head, Hours};
use crate::words;

/// Which day of whom.
#[derive(Debug, Clone, PartialEq)]
pub struct Wanted<'a> {
    /// Where.
    pub location: LocationId,
    /// Which day.
    pub day: Day,
    /// Today there.
    pub today: Day,
    /// Whose columns are hidden; else everybody who works there, is off, or has something booked that day has one.
    pub hidden: &'a BTreeSet<StaffId>,
    /// Whether cancelled visits are shown.
    pub cancelled: bool,
}

/// The columns of a day in the order of the staff; what nobody in particular does comes last.
pub fn columns(book: &Book, wanted: &Wanted<'_>) -> Vec<Column> {
    let tints = Tints::of(book);
    let tint_of = |staff| tints.tint(staff);
    let blocks = block::of_day(
        book,
        wanted.day,
        &block::Wanted {
            location: wanted.location,
            today: wanted.today,
            cancelled: wanted.cancelled,
            tint_of: &tint_of,
        },
    );
    let of = |staff: Option<StaffId>| -> Vec<Block> {
        blocks.iter().filter(|block| block.staff == staff).cloned().collect()
    };
    let mut columns: Vec<Column> = Vec::new();
    for person in in_order(book) {
        let own = of(Some(person.id));
        let hours = Hours::of_person(book, person, wanted.location, wanted.day);
        let there = !own.is_empty() || (works_at(book, person, wanted.location) && is_told(&hours));
        if there && !wanted.hidden.contains(&person.id) {
            let mut column = Column::new(ColumnKey::Person(Some(person.id)), wanted.day, hours, own);
            column.head = head(person.name(), &column);
            column.head.tint = Some(tints.tint(person.id));
            columns.push(column);
        }
    }
    // Also who left since, so that nothing booked is out of sight.
    let shown = |block: &&Block| {
        let key = ColumnKey::Person(block.staff);
        let hidden = block.staff.is_some_and(|staff| wanted.hidden.contains(&staff));
        hidden || columns.iter().any(|column| column.key == key)
    };
    let rest: Vec<Block> = blocks.iter().filter(|block| !shown(block)).cloned().collect();
    if !rest.is_empty() {
        let mut column = Column::new(
            ColumnKey::Person(None),
            wanted.day,
            Hours::of_shop(book, wanted.location, wanted.day),
            rest,
        );
        column.head = head("Nobody yet", &column);
        columns.push(column);
    }
    columns
}

/// Whether the day says something of somebody: hours, time off, or a closed shop; not just a day that is never theirs.
fn is_told(hours: &Hours) -> bool {
    let never = hours.closed == Some(Closed::NotTheirDay);
    !hours.open.is_empty() || !hours.off.is_empty() || (hours.closed.is_some() && !never)
}

/// A name, and how full the day is: "5 h 15 of 8 h".
fn head(name: &str, column: &Column) -> Head {
    let (booked, working) = (column.booked(), column.working());
    let off = column.off.iter().find(|(span, _)| span.length() >= Minutes::DAY);
    let (detail, full) = match (off, &column.closed) {
        (Some((_, reason)), _) => (reason.clone(), None),
        (None, Some(closed)) => (closed.text().to_owned(), None),
        (None, None) if booked <= Minutes::ZERO => ("Nothing booked".to_owned(), Some(0.0)),
        (None, None) if working >= Minutes::DAY => (format!("{} booked", words::dates::length(booked)), None),
        (None, None) => (
            format!("{} of {}", words::dates::length(booked), words::dates::length(working)),
            Some(of_minutes(booked) / of_minutes(working).max(1.0)),
        ),
    };
    Head {
        title: name.to_owned(),
        detail,
        full,
        ..Head::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::fixture::{Salon, read};
    use crate::domain::values::Role;
    use crate::time::{MinuteSpan, Weekday};

    fn day(salon: &Salon, day: &str) -> Vec<Column> {
        let wanted = Wanted {
            location: salon.location,
            day: read(day),
            today: read("2026-03-01"),
            hidden: &BTreeSet::new(),
            cancelled: false,
        };
        columns(&salon.book, &wanted)
    }

    fn only_tuesdays(salon: &mut Salon) {
        let (bo, location) = (salon.bo, salon.location);
        salon.change::<Staff>(bo, |person| {
            person.own_hours = true;
            person.hours = vec![WorkingHours {
                location_id: location,
                weekday: Weekday::Tue,
                opens: Minutes::hours(9),
                closes: Minutes::hours(17),
                valid_from: None,
                valid_until: None,
                cycle_weeks: 1,
                cycle_week: 0,
                cycle_anchor: None,
            }];
        });
    }

    fn titles(columns: &[Column]) -> Vec<&str> {
        columns.iter().map(|column| column.head.title.as_str()).collect()
    }

    #[test]
    fn everybody_who_works_that_day_has_a_column() {
        let mut salon = Salon::at("Europe/Berlin", "2026-03-01T08:00");
        only_tuesdays(&mut salon);
        assert_eq!(titles(&day(&salon, "2026-03-03")), ["Ann", "Bo"]);
        assert_eq!(titles(&day(&salon, "2026-03-04")), ["Ann"]);
    }

    #[test]
    fn a_column_says_how_full_the_day_is() {
        let mut salon = Salon::at("Europe/Berlin", "2026-03-01T08:00");
        only_tuesdays(&mut salon);
        let mut draft = salon.draft("FREQ=WEEKLY;BYDAY=TU", "2026-03-03", "10:00");
        draft.slots[0].staff = vec![(salon.bo, Role::Lead)];
        draft.lines = vec![salon.line(salon.colour)];
        salon.create(draft);
        let columns = day(&salon, "2026-03-03");
        // Forty of the ninety minutes leave the stylist free.
        assert_eq!(columns[1].head.detail, "50 min of 8 h");
        assert_eq!(
            columns[1].open,
            [MinuteSpan::new(Minutes::hours(9), Minutes::hours(17))]
        );
    }

    #[test]
    fn who_left_does_not_take_what_is_booked_out_of_sight() {
        let mut salon = Salon::at("Europe/Berlin", "2026-03-01T08:00");
        let mut draft = salon.draft("FREQ=WEEKLY;BYDAY=TU", "2026-03-03", "10:00");
        draft.slots[0].staff = vec![(salon.bo, Role::Lead)];
        salon.create(draft);
        let (bo, now) = (salon.bo, salon.moment.now);
        salon.change::<Staff>(bo, |person| person.deleted_at = Some(now));
        let columns = day(&salon, "2026-03-03");
        assert_eq!(titles(&columns), ["Ann", "Nobody yet"]);
        assert_eq!(columns[1].blocks.len(), 1);
    }
}
