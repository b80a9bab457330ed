#![cfg(test)]
//! What Chairtime exports is what other people's calendars show: every series of the sample shop, from its first visit to
//! the day through which it stands in the book, one by one and all together.

mod support;

use support::{ALL_DAYS, Calendar, Readers, Salon, all_series, calendars_of, end_of};

fn sample_shop() -> Salon {
    let salon = Salon::at("2026-03-02T08:00");
    salon.done(&["demo"], "");
    salon
}

#[test]
fn every_series_of_the_sample_shop_reads_back_as_its_visits() {
    let Some(readers) = Readers::find() else { return };
    let salon = sample_shop();
    let series = all_series(&salon);
    assert!(series.len() >= 80, "the sample shop has {} series", series.len());
    let calendars = calendars_of(&salon);
    for calendar in &calendars {
        readers.agree_on(calendar);
    }
    let exported = calendars.len();
    assert!(exported >= 70, "{exported} series have visits");
}

#[test]
fn the_whole_sample_shop_reads_back_as_its_visits() {
    let Some(readers) = Readers::find() else { return };
    let salon = sample_shop();
    let visits = salon.json(&[&["occurrences"], &ALL_DAYS[..]].concat(), "");
    let calendar = salon.done(&["export", "--format", "ics", "--all"], "");
    // All series stand in the book until a year after that day at least.
    let until = end_of("2027-02-28", "UTC");
    readers.agree_on(&Calendar::new("the sample shop", &calendar, &visits, until));
}
