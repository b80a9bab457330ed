//! The clients as rows of a table: how to reach them, when they come next, and which of them are looked for.
//!
//! No egui. Rows are made from the book once an edition, and again when a next visit has begun.

use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};

use crate::domain::Book;
use crate::domain::find::{digits, fold};
use crate::domain::rows::*;
use crate::domain::values::{SeriesKind, SeriesStatus};
use crate::time::{Day, Instant};
use crate::words;

/// One client in words.
#[derive(Debug, Clone, PartialEq)]
pub struct Known {
    /// Which.
    pub client: ClientId,
    /// Name, or the phone where there is none.
    pub name: String,
    /// Phone.
    pub phone: String,
    /// Email.
    pub email: String,
    /// What everybody must see.
    pub alert: String,
    /// How many standing appointments run.
    pub regulars: usize,
    /// The next visit, and when it begins.
    pub next: Option<(Instant, String)>,
    folded: String,
    digits: String,
}

/// The columns that sort, from the left.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum By {
    /// Name.
    #[default]
    Name,
    /// Phone.
    Phone,
    /// Email.
    Email,
    /// How many standing appointments.
    Regulars,
    /// When they come next.
    Next,
}

impl By {
    /// The columns where there is room for all.
    pub const ALL: &[By] = &[By::Name, By::Phone, By::Email, By::Regulars, By::Next];
    /// The columns beside a card.
    pub const FEW: &[By] = &[By::Name, By::Phone, By::Next];
}

/// All clients of the book.
pub fn clients(book: &Book, now: Instant, today: Day) -> Vec<Known> {
    let mut of_client: HashMap<ClientId, (usize, Option<(Instant, VisitId)>)> = HashMap::new();
    for series in book.series().live() {
        let next = next_visit(book, series.id, now);
        let runs = series.kind != SeriesKind::Single && series.status == SeriesStatus::Running;
        let members = book.members().of(series.id);
        let members = members.filter(|member| member.deleted_at.is_none());
        // Several people of one client have it together.
        let whose: HashSet<ClientId> = members.filter_map(|member| member.client_id).collect();
        for client in whose {
            let (regulars, first) = of_client.entry(client).or_default();
            *regulars += usize::from(runs);
            *first = first.iter().copied().chain(next).min();
        }
    }
    let face = words::dates::face(book);
    let known = |client: &std::sync::Arc<Client>| {
        let (regulars, next) = of_client.get(&client.id).copied().unwrap_or_default();
        let next = next.and_then(|(at, visit)| {
            let visit = book.visits().get(visit)?;
            let day = words::capital(&words::dates::relative(visit.day, today));
            Some((at, format!("{day} {}", words::dates::time(visit.time, face))))
        });
        Known {
            client: client.id,
            name: client.name(),
            phone: client.phone.clone(),
            email: client.email.clone(),
            alert: client.alert.clone(),
            regulars,
            next,
            folded: fold(&format!(
                "{} {} {} {}",
                client.given_name, client.middle_name, client.surname, client.email
            )),
            digits: digits(&client.phone),
        }
    };
    book.clients().live().map(known).collect()
}

fn next_visit(book: &Book, series: SeriesId, now: Instant) -> Option<(Instant, VisitId)> {
    let visits = book.calendar().of_series(book, series).rev();
    let to_come = visits.take_while(|visit| visit.start_utc > now);
    to_come
        .filter(|visit| visit.takes_place())
        .map(|visit| (visit.start_utc, visit.id))
        .min()
}

/// Which rows are looked for, in their order.
pub fn found(rows: &[Known], text: &str, by: By, falling: bool) -> Vec<usize> {
    let words: Vec<String> = fold(text).split_whitespace().map(str::to_owned).collect();
    let number = digits(text);
    let fits = |row: &Known| {
        words.iter().all(|word| row.folded.contains(word.as_str()))
            || (number.len() >= 3 && row.digits.contains(&number))
    };
    let mut found: Vec<(usize, &Known)> = rows.iter().enumerate().filter(|(_, row)| fits(row)).collect();
    found.sort_by(|(_, a), (_, b)| {
        let order = compare(a, b, by);
        let order = if falling { order.reverse() } else { order };
        order
            .then_with(|| a.folded.cmp(&b.folded))
            .then(a.client.cmp(&b.client))
    });
    found.into_iter().map(|(place, _)| place).collect()
}

fn compare(a: &Known, b: &Known, by: By) -> Ordering {
    let next = |row: &Known| row.next.as_ref().map_or(Instant::from_millis(i64::MAX), |(at, _)| *at);
    match by {
        By::Name => fold(&a.name).cmp(&fold(&b.name)),
        By::Phone => a.digits.cmp(&b.digits),
        By::Email => a.email.cmp(&b.email),
        By::Regulars => b.regulars.cmp(&a.regulars),
        By::Next => next(a).cmp(&next(b)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::fixture::Salon;

    /// A family has a standing appointment together, and nobody comes while it is held for them.
    #[test]
    fn what_is_had_together_counts_once_and_what_is_held_is_not_next() {
        let mut salon = Salon::at("Europe/Berlin", "2026-03-02T08:00");
        let tim = salon.companion("Tim");
        let mut draft = salon.draft("FREQ=WEEKLY;BYDAY=TU", "2026-03-03", "10:00");
        let mut beard = salon.line(salon.beard);
        beard.visitor = Some(crate::domain::draft::Who::Known(tim));
        draft.lines.push(beard);
        let series = salon.create(draft);
        assert_eq!(salon.book.members().of(series).count(), 2);
        let first = salon.visit(series, "2026-03-03T10:00").id;
        salon.change::<Visit>(first, |visit| visit.state = crate::domain::values::VisitState::OnHold);
        let today = salon.book.zone().civil(salon.moment.now).day;
        let rows = clients(&salon.book, salon.moment.now, today);
        let anna = rows.iter().find(|row| row.client == salon.anna).unwrap();
        assert_eq!(anna.regulars, 1);
        assert!(!anna.next.as_ref().unwrap().1.starts_with("Tomorrow"));
    }

    #[test]
    fn a_client_says_when_they_come_next_and_is_found_by_name_and_digits() {
        let mut salon = Salon::at("Europe/Berlin", "2026-03-02T08:00");
        salon.create(salon.draft("FREQ=WEEKLY;INTERVAL=5;BYDAY=TU", "2026-03-03", "10:00"));
        salon.change::<Client>(salon.tom, |tom| tom.phone = "0171 555 0123".to_owned());
        let today = salon.book.zone().civil(salon.moment.now).day;
        let rows = clients(&salon.book, salon.moment.now, today);
        let check = |text: &str, names: &[&str]| {
            let found = found(&rows, text, By::Name, false);
            let found: Vec<&str> = found.iter().map(|place| rows[*place].name.as_str()).collect();
            assert_eq!(found, names, "{text}");
        };
        check("", &["Anna Berg", "Tom Öztürk"]);
        check("ozt to", &["Tom Öztürk"]);
        check("012", &["Tom Öztürk"]);
        check("01", &[]);
        let anna = rows.iter().find(|row| row.client == salon.anna).unwrap();
        assert_eq!(
            (anna.regulars, anna.next.as_ref().unwrap().1.as_str()),
            (1, "Tomorrow 10:00")
        );
    }
}
