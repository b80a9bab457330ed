//! The standing appointments as rows of a table: what each says, which of them are looked for, and in which order.
//!
//! No egui. Rows are made from the book once an edition, and again when a next visit has begun.

use std::cmp::Ordering;

use crate::domain::Book;
use crate::domain::find::{digits, fold};
use crate::domain::request::draft_of;
use crate::domain::rows::*;
use crate::domain::values::{SeriesKind, VisitState};
use crate::time::{Day, Instant};
use crate::words;
use crate::words::status::Standing;

/// One standing appointment in words.
#[derive(Debug, Clone, PartialEq)]
pub struct Regular {
    /// Which.
    pub series: SeriesId,
    /// Who comes.
    pub client: String,
    /// What is done.
    pub services: String,
    /// How often and when.
    pub rhythm: String,
    /// With whom, each once.
    pub staff: Vec<StaffId>,
    /// Their names.
    pub with: String,
    /// The next visit, and when it begins.
    pub next: Option<(Instant, String)>,
    /// How it stands.
    pub standing: Standing,
    /// How many dates to come could not be placed.
    pub to_sort_out: usize,
    /// What is searched in.
    folded: String,
    phone: String,
}

/// The columns that sort, from the left.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum By {
    /// Who comes.
    #[default]
    Client,
    /// What is done.
    Services,
    /// How often.
    Rhythm,
    /// With whom.
    Staff,
    /// When they come next.
    Next,
    /// How it stands.
    Standing,
}

impl By {
    /// The columns where there is room for all.
    pub const ALL: &[By] = &[By::Client, By::Services, By::Rhythm, By::Staff, By::Next, By::Standing];
    /// The columns beside a card.
    pub const FEW: &[By] = &[By::Client, By::Rhythm, By::Next];
}

/// What is looked for.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Wanted {
    /// Part of a name, of a service, or three digits of a phone.
    pub text: String,
    /// Whose.
    pub staff: Option<StaffId>,
    /// How they stand; all where there is none.
    pub standing: Option<Standing>,
}

/// All standing appointments of the book.
pub fn regulars(book: &Book, now: Instant, today: Day) -> Vec<Regular> {
    let standing = |series: &&std::sync::Arc<Series>| series.kind != SeriesKind::Single;
    book.series()
        .live()
        .filter(standing)
        .filter_map(|series| regular(book, series, now, today))
        .collect()
}

fn regular(book: &Book, series: &Series, now: Instant, today: Day) -> Option<Regular> {
    let draft = draft_of(book, series.id)?;
    let face = words::dates::face(book);
    let client = words::visit::of_series(book, series.id);
    let services: Vec<&str> = draft
        .lines
        .iter()
        .chain(draft.slots.iter().flat_map(|slot| &slot.lines))
        .filter_map(|line| book.services().get(line.service))
        .map(|service| service.name.as_str())
        .collect();
    let services = services.join(", ");
    let mut staff: Vec<StaffId> = Vec::new();
    let leads = draft
        .slots
        .iter()
        .filter_map(|slot| slot.staff.first().map(|(id, _)| *id));
    let lines = || {
        draft
            .lines
            .iter()
            .chain(draft.slots.iter().flat_map(|slot| &slot.lines))
    };
    for id in leads.chain(lines().filter_map(|line| line.staff)) {
        if !staff.contains(&id) {
            staff.push(id);
        }
    }
    let with: Vec<&str> = staff.iter().map(|id| words::visit::staff(book, *id)).collect();
    let with = with.join(", ");
    let to_come = || {
        let visits = book.calendar().of_series(book, series.id).rev();
        visits.take_while(|visit| visit.start_utc > now)
    };
    let next = to_come()
        .filter(|visit| visit.takes_place())
        .min_by_key(|visit| visit.start_utc);
    let next = next.map(|visit| {
        let day = words::dates::relative(visit.day, today);
        let text = format!("{} {}", words::capital(&day), words::dates::time(visit.time, face));
        (visit.start_utc, text)
    });
    let phones: Vec<String> = book
        .members()
        .of(series.id)
        .filter_map(|member| book.clients().get(member.client_id?))
        .map(|client| digits(&client.phone))
        .collect();
    Some(Regular {
        series: series.id,
        folded: fold(&format!("{client} {services} {with}")),
        phone: phones.join(" "),
        client,
        services,
        rhythm: words::sentence::in_short(&draft, face),
        staff,
        with,
        next,
        standing: Standing::of(book, series, now),
        to_sort_out: to_come().filter(|visit| visit.state == VisitState::Failed).count(),
    })
}

/// Which rows are looked for, in their order.
pub fn found(rows: &[Regular], wanted: &Wanted, by: By, falling: bool) -> Vec<usize> {
    let words: Vec<String> = fold(&wanted.text).split_whitespace().map(str::to_owned).collect();
    let number = digits(&wanted.text);
    let fits = |row: &Regular| {
        let text = words.iter().all(|word| row.folded.contains(word.as_str()))
            || (number.len() >= 3 && row.phone.contains(&number));
        text && wanted.staff.is_none_or(|staff| row.staff.contains(&staff))
            && wanted.standing.is_none_or(|standing| row.standing == standing)
    };
    let mut found: Vec<(usize, &Regular)> = rows.iter().enumerate().filter(|(_, row)| fits(row)).collect();
    found.sort_by(|(_, a), (_, b)| {
        let order = compare(a, b, by);
        let order = if falling { order.reverse() } else { order };
        order
            .then_with(|| a.folded.cmp(&b.folded))
            .then(a.series.cmp(&b.series))
    });
    found.into_iter().map(|(place, _)| place).collect()
}

fn compare(a: &Regular, b: &Regular, by: By) -> Ordering {
    let text = |a: &str, b: &str| fold(a).cmp(&fold(b));
    // Who has no next visit comes last.
    let next = |row: &Regular| row.next.as_ref().map_or(Instant::from_millis(i64::MAX), |(at, _)| *at);
    match by {
        By::Client => text(&a.client, &b.client),
        By::Services => text(&a.services, &b.services),
        By::Rhythm => a.rhythm.cmp(&b.rhythm),
        By::Staff => text(&a.with, &b.with),
        By::Next => next(a).cmp(&next(b)),
        By::Standing => (a.standing, b.to_sort_out).cmp(&(b.standing, a.to_sort_out)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Command;
    use crate::domain::draft::Who;
    use crate::domain::fixture::Salon;

    fn rows() -> (Salon, Vec<Regular>) {
        let mut salon = Salon::at("Europe/Berlin", "2026-03-02T08:00");
        salon.create(salon.draft("FREQ=WEEKLY;INTERVAL=5;BYDAY=TU", "2026-03-03", "10:00"));
        let mut tom = salon.draft("FREQ=MONTHLY;BYMONTHDAY=2", "2026-03-02", "16:00");
        tom.client = Some(Who::Known(salon.tom));
        tom.slots = vec![salon.slot(None, "16:00", salon.bo)];
        tom.lines = vec![salon.line(salon.beard)];
        let series = salon.create(tom);
        salon.carry(&Command::CancelSeries {
            series,
            from: None,
            reason: String::new(),
        });
        let today = salon.book.zone().civil(salon.moment.now).day;
        let rows = regulars(&salon.book, salon.moment.now, today);
        (salon, rows)
    }

    #[test]
    fn a_row_says_who_what_how_often_with_whom_and_when_next() {
        let (_, rows) = rows();
        let first = rows.first().unwrap();
        assert_eq!(
            (first.client.as_str(), first.services.as_str(), first.with.as_str()),
            ("Anna Berg", "Cut", "Ann")
        );
        assert_eq!(first.rhythm, "Every 5 weeks, Tue 10:00");
        assert_eq!(first.next.as_ref().unwrap().1, "Tomorrow 10:00");
    }

    #[test]
    fn rows_are_found_by_name_and_by_who_and_how_they_stand() {
        let (salon, rows) = rows();
        let check = |wanted: Wanted, clients: &[&str]| {
            let found = found(&rows, &wanted, By::Client, false);
            let found: Vec<&str> = found.iter().map(|place| rows[*place].client.as_str()).collect();
            assert_eq!(found, clients, "{wanted:?}");
        };
        check(Wanted::default(), &["Anna Berg", "Tom Öztürk"]);
        let text = |text: &str| Wanted {
            text: text.to_owned(),
            ..Wanted::default()
        };
        check(text("ozt"), &["Tom Öztürk"]);
        check(text("beard bo"), &["Tom Öztürk"]);
        check(text("xyz"), &[]);
        check(
            Wanted {
                staff: Some(salon.ann),
                ..Wanted::default()
            },
            &["Anna Berg"],
        );
        check(
            Wanted {
                standing: Some(Standing::Stopped),
                ..Wanted::default()
            },
            &["Tom Öztürk"],
        );
    }

    #[test]
    fn who_has_no_next_visit_comes_last() {
        let (_, rows) = rows();
        let found = found(&rows, &Wanted::default(), By::Next, false);
        assert_eq!(rows[found[0]].client, "Anna Berg");
    }
}
