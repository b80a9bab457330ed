//! What clashes with the dates of a year among a million visits, beside what a person would write first: a join in SQL over
//! tables of the same visits, indexed by start, by person and by thing.

use std::sync::Arc;

use chairtime::domain::rows::{UsedResource, Visit, VisitId};
use chairtime::domain::schedule::{conflicts, lines_of};
use chairtime::domain::{Book, Moment, preview};
use chairtime::time::{Instant, Minutes};
use rusqlite::Connection;

use crate::measure::{median, report};
use crate::weekly;

const VISITS: usize = 1_000_000;
/// The copies of the visits of a book lie so far apart: whole weeks, and farther than its horizon.
const APART: i32 = 7 * 80;
/// In milliseconds.
const BOUND: f64 = 0.25;

const TABLES: &str = "
    CREATE TABLE visit (id INTEGER PRIMARY KEY, busy_from INTEGER NOT NULL, busy_to INTEGER NOT NULL);
    CREATE TABLE taken (visit_id INTEGER NOT NULL, kind INTEGER NOT NULL, who INTEGER NOT NULL);
    CREATE TABLE date (busy_from INTEGER NOT NULL, busy_to INTEGER NOT NULL, kind INTEGER NOT NULL, who INTEGER NOT NULL);";
const INDEXES: &str = "
    CREATE INDEX visit_by_start ON visit (busy_from);
    CREATE INDEX taken_by_visit ON taken (visit_id);
    CREATE INDEX taken_by_who ON taken (kind, who);
    ANALYZE;";
const JOIN: &str = "
    SELECT count(*) FROM date
    JOIN taken ON taken.kind = date.kind AND taken.who = date.who
    JOIN visit ON visit.id = taken.visit_id
    WHERE visit.busy_from < date.busy_to AND visit.busy_to > date.busy_from";

/// Times both.
pub fn among_a_million(book: &Book, now: Instant) {
    let plan = preview(book, &weekly(book, 0, 52), &mut Moment::new(now, 1)).unwrap();
    let book = &a_million(book);
    // Somebody who is known, in a chair: all that can be taken.
    let like = book.visits().all().find(|visit| !visit.bookings.is_empty()).unwrap();
    let chair = book.resources().live().next().map(|row| row.id);
    let of_date = |visit: &Arc<Visit>| {
        let mut visit = Visit::clone(visit);
        visit.id = VisitId::from(i64::MAX);
        visit.bookings.clone_from(&like.bookings);
        visit.resources = chair
            .into_iter()
            .map(|resource_id| UsedResource { resource_id })
            .collect();
        visit.lines = lines_of(book, like).iter().map(Into::into).collect();
        visit
    };
    let dates: Vec<Visit> = plan
        .lines
        .iter()
        .filter_map(|line| line.after.as_ref())
        .map(of_date)
        .collect();
    let location = book.locations().live().next().unwrap().id;
    let check = || {
        dates
            .iter()
            .map(|date| conflicts(book, date, location).len())
            .sum::<usize>()
    };
    let found = check();
    let took = median(200, check);
    println!(
        "clashes of {} dates among {} visits: {found}",
        dates.len(),
        book.visits().len()
    );
    report("with the hours of everybody", BOUND, took);

    let tables = tables(book, &dates);
    let mut join = tables.prepare(JOIN).unwrap();
    let in_sql = median(3, || join.query_row([], |row| row.get::<_, i64>(0)).unwrap());
    println!(
        "  {in_sql:>8.2?}  a join in SQL, {:.0} times as long (at least 100)",
        in_sql.as_secs_f64() / took.as_secs_f64()
    );
}

/// The book with copies of its visits behind them.
fn a_million(book: &Book) -> Book {
    let own: Vec<Arc<Visit>> = book.visits().all().cloned().collect();
    let mut visits = own.clone();
    let mut key = book.next_key;
    for later in (1..100).map(|copy| APART * copy) {
        for visit in own.iter().take(VISITS - visits.len()) {
            let mut visit = Visit::clone(visit);
            visit.id = VisitId::from(key);
            key += 1;
            visit.original_day = visit.original_day + later;
            visit.day = visit.day + later;
            let by = Minutes::DAY * later;
            visit.start_utc = visit.start_utc + by;
            visit.busy_from_utc = visit.busy_from_utc + by;
            visit.busy_to_utc = visit.busy_to_utc + by;
            visits.push(Arc::new(visit));
        }
    }
    let mut large = book.clone();
    large.fill(visits);
    large
}

/// Who and what a visit takes, as pairs of a kind and a key.
fn taken(book: &Book, visit: &Visit) -> Vec<(i64, i64)> {
    let staff = visit.staff.iter().map(|assigned| (0, assigned.staff_id.into()));
    let clients = visit
        .bookings
        .iter()
        .filter_map(|booking| booking.client_id)
        .map(|client| (1, client.into()));
    let lines = lines_of(book, visit);
    let chairs = visit
        .resources
        .iter()
        .chain(lines.iter().flat_map(|line| line.resources));
    staff
        .chain(clients)
        .chain(chairs.map(|used| (2, used.resource_id.into())))
        .collect()
}

fn tables(book: &Book, dates: &[Visit]) -> Connection {
    let sql = Connection::open_in_memory().unwrap();
    sql.execute_batch(TABLES).unwrap();
    sql.execute_batch("BEGIN").unwrap();
    {
        let mut visit_row = sql.prepare("INSERT INTO visit VALUES (?1, ?2, ?3)").unwrap();
        let mut taken_row = sql.prepare("INSERT INTO taken VALUES (?1, ?2, ?3)").unwrap();
        let mut date_row = sql.prepare("INSERT INTO date VALUES (?1, ?2, ?3, ?4)").unwrap();
        for visit in book.visits().all() {
            let id = i64::from(visit.id);
            visit_row
                .execute([id, visit.busy_from_utc.millis(), visit.busy_to_utc.millis()])
                .unwrap();
            for (kind, who) in taken(book, visit) {
                taken_row.execute([id, kind, who]).unwrap();
            }
        }
        for date in dates {
            for (kind, who) in taken(book, date) {
                date_row
                    .execute([date.busy_from_utc.millis(), date.busy_to_utc.millis(), kind, who])
                    .unwrap();
            }
        }
    }
    sql.execute_batch("COMMIT").unwrap();
    sql.execute_batch(INDEXES).unwrap();
    sql
}
