//! Which columns a week has, and what stands above them.

use std::collections::HashMap;

use crate::domain::Book;
use crate::domain::rows::*;
use crate::time::{Day, Weekday};
use crate::ui::tints::Tints;
use crate::ui::view::block::{self, Block, Standing};
use crate::ui::view::board::{Column, ColumnKey, Head, Hours};
use crate::words;

/// Whose week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Whose {
    /// Of one person.
    Person(StaffId),
    /// Of everybody at the location.
    Everybody,
}

/// Which week of whom.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Wanted {
    /// Where.
    pub location: LocationId,
    /// Its first day.
    pub first: Day,
    /// Today there.
    pub today: Day,
    /// Whose.
    pub whose: Whose,
    /// Whether cancelled visits are shown.
    pub cancelled: bool,
}

/// The first day of the week that holds this day.
pub fn first_day(day: Day, week_start: Weekday) -> Day {
    day.start_of_week(week_start)
}

/// The seven columns of a week.
pub fn columns(book: &Book, wanted: &Wanted) -> Vec<Column> {
    let tints = Tints::of(book);
    (0..7).map(|n| column(book, wanted, &tints, wanted.first + n)).collect()
}

fn column(book: &Book, wanted: &Wanted, tints: &Tints, day: Day) -> Column {
    let tint_of = |staff| tints.tint(staff);
    let mut blocks = block::of_day(
        book,
        day,
        &block::Wanted {
            location: wanted.location,
            today: wanted.today,
            cancelled: wanted.cancelled,
            tint_of: &tint_of,
        },
    );
    let person = match wanted.whose {
        Whose::Person(staff) => {
            blocks.retain(|block| block.staff == Some(staff));
            book.staff().get(staff)
        }
        Whose::Everybody => {
            blocks = one_a_visit(book, blocks);
            None
        }
    };
    let hours = match person {
        Some(person) => Hours::of_person(book, person, wanted.location, day),
        None => Hours::of_shop(book, wanted.location, day),
    };
    let mut column = Column::new(ColumnKey::Day(day), day, hours, blocks);
    let counts = |standing| !matches!(standing, Standing::Cancelled | Standing::NotBooked);
    let visits = column.blocks.iter().filter(|block| counts(block.standing)).count();
    let detail = match &column.closed {
        Some(closed) if visits == 0 => closed.text().to_owned(),
        _ if visits == 0 => "Nothing booked".to_owned(),
        _ => words::counted(visits, "visit", "visits"),
    };
    column.head = Head {
        title: words::dates::weekday_day_and_month(day),
        detail,
        tint: None,
        full: None,
        today: day == wanted.today,
    };
    column
}

/// One block a visit, of whoever begins it, as long as all hands together.
fn one_a_visit(book: &Book, blocks: Vec<Block>) -> Vec<Block> {
    let mut whole: Vec<Block> = Vec::with_capacity(blocks.len());
    let mut places: HashMap<VisitId, usize> = HashMap::new();
    for block in blocks {
        match places.get(&block.visit).and_then(|n| whole.get_mut(*n)) {
            Some(first) => {
                first.told.to = first.told.to.max(block.told.to);
                first.blocked.to = first.blocked.to.max(block.blocked.to);
                // While one leaves the client, the other is there.
                first.free.clear();
                if let Some(visit) = book.visits().get(first.visit) {
                    first.who = words::visit::who(book, visit);
                    first.what = words::visit::services(book, visit);
                }
            }
            None => {
                places.insert(block.visit, whole.len());
                whole.push(block);
            }
        }
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::fixture::{Salon, read};

    fn week(salon: &Salon, whose: Whose) -> Vec<Column> {
        let wanted = Wanted {
            location: salon.location,
            first: read("2026-03-02"),
            today: read("2026-03-04"),
            whose,
            cancelled: false,
        };
        columns(&salon.book, &wanted)
    }

    #[test]
    fn a_week_has_a_column_a_day_and_counts_its_visits() {
        let mut salon = Salon::at("Europe/Berlin", "2026-03-01T08:00");
        salon.create(salon.draft("FREQ=WEEKLY;BYDAY=TU,TH", "2026-03-02", "10:00"));
        let columns = week(&salon, Whose::Person(salon.ann));
        let said: Vec<(&str, &str)> = columns
            .iter()
            .map(|column| (column.head.title.as_str(), column.head.detail.as_str()))
            .collect();
        assert_eq!(
            said[..3],
            [
                ("Mon 2 Mar", "Nothing booked"),
                ("Tue 3 Mar", "1 visit"),
                ("Wed 4 Mar", "Nothing booked")
            ]
        );
        assert!(columns[2].head.today && !columns[1].head.today);
    }

    #[test]
    fn a_visit_of_two_people_is_one_block_in_the_week_of_everybody() {
        let mut salon = Salon::at("Europe/Berlin", "2026-03-01T08:00");
        let mut draft = salon.draft("FREQ=WEEKLY;BYDAY=TU", "2026-03-02", "10:00");
        let mut beard = salon.line(salon.beard);
        beard.staff = Some(salon.bo);
        draft.lines.push(beard);
        salon.create(draft);
        let what = |whose| {
            let blocks = &week(&salon, whose)[1].blocks;
            blocks.iter().map(|block| block.what.clone()).collect::<Vec<_>>()
        };
        assert_eq!(what(Whose::Everybody), ["Cut, Beard"]);
        assert_eq!(what(Whose::Person(salon.bo)), ["Beard"]);
    }
}
