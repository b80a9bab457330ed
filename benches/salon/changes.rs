//! What every change would do, before it is done: of one standing appointment that has been there for years, of one client, of
//! one of the staff.

use chairtime::domain::command::{Clashing, Fix, Whose};
use chairtime::domain::decide::Absent;
use chairtime::domain::draft::{LayerDraft, Over};
use chairtime::domain::request::{self, DraftNow, Purpose};
use chairtime::domain::rows::{Chapter, SeriesId, StaffId};
use chairtime::domain::schedule::Problems;
use chairtime::domain::setup;
use chairtime::domain::{Book, Command, EditHow, Force, Moment, Scope, decide, draft_to_change, preview};
use chairtime::recurrence::{Preset, Rule};
use chairtime::time::{Day, Instant, Minutes};
use serde_json::{Value, json};

use crate::applied;
use crate::measure::{median, report};

/// A change is seen before a person waits for it: in milliseconds.
const BOUND: f64 = 20.0;
/// So many problems are dealt with at once.
const PROBLEMS: usize = 100;

/// Times the preview of each change.
pub fn previews(book: &Book, now: Instant) {
    let today = book.zone().civil(now).day;
    let is_old = |chapter: &Chapter| {
        let preset = chapter.rule.as_ref().and_then(Rule::preset);
        let weekly = matches!(preset, Some(Preset::Weekly { every: 1, .. }));
        weekly && chapter.until_day.is_none() && chapter.visits.is_none() && chapter.start_day < today - 1_000
    };
    let old = book.chapters().all().find(|chapter| is_old(chapter)).unwrap();
    let series = old.series_id;
    let lead = book.slot_terms().of(old.id).find_map(|terms| terms.lead()).unwrap();
    let client = book.members().of(series).find_map(|member| member.client_id).unwrap();
    let line = book.lines().of(old.id).next().unwrap();
    let other = book
        .staff()
        .live()
        .find(|person| person.id != lead && person.does(line.service_id));
    let other = other.unwrap().id;
    let from = today + 28;
    let mut all: Vec<(String, Book, Command)> = Vec::new();
    let mut add = |what: &str, book: &Book, command: Command| all.push((what.to_owned(), book.clone(), command));

    let to_come = EditHow::default();
    let from_then = |force: Force, reset_start: bool| EditHow {
        scope: Scope::From(from),
        force,
        reset_start,
    };
    let edit = |request: Value, how: EditHow| edit(book, series, &request, how, now);
    let time = json!({ "time": "11:30" });
    add("another time, all to come", book, edit(time.clone(), to_come.clone()));
    add("another time by force", book, edit(time, from_then(Force::All, false)));
    let weekday = json!({ "weekdays": ["sat"] });
    add(
        "another weekday from a day on",
        book,
        edit(weekday, from_then(Force::Nothing, false)),
    );
    let rarer = json!({ "frequency": "biweekly" });
    add(
        "every two weeks, counted from there",
        book,
        edit(rarer, from_then(Force::Nothing, true)),
    );
    let person = book.staff().get(other).unwrap();
    let staff = json!({ "staff": person.uuid.to_string(), "conflicts": "nearest", "closed_days": "nearest" });
    add(
        "another stylist, clashes to the nearest free start",
        book,
        edit(staff, to_come),
    );

    add("covered for six weeks", book, cover(Over::Series(series), other, from));
    add(
        "all work of a stylist covered for six weeks",
        book,
        cover(Over::Staff(lead), other, from),
    );
    for (what, whose) in [
        ("a pause", Whose::Series(series)),
        ("a client is away", Whose::Client(client)),
    ] {
        let pause = Command::Pause {
            whose,
            from: today,
            until: None,
            gives_up: true,
        };
        let paused = done(book, &pause, now);
        add(what, book, pause);
        add(&format!("{what}, and back"), &paused, Command::ComeBack { whose });
    }
    for (what, days) in [("out today", 1), ("out for two weeks", 14)] {
        let until = Some((today + days).midnight());
        let absent = Absent {
            staff: lead,
            from: today.midnight(),
            until,
        };
        add(
            &format!("a stylist is {what}"),
            book,
            Command::StaffOut {
                absent,
                instead: None,
                cancelled: Vec::new(),
            },
        );
    }
    let stop = Command::CancelSeries {
        series,
        from: None,
        reason: String::new(),
    };
    let stopped = done(book, &stop, now);
    add("stopped", book, stop);
    add("stopped, and going on", &stopped, Command::Restart { series });
    let days = Command::CancelDays {
        series,
        first: from,
        last: from + 60,
        reason: String::new(),
    };
    add("the visits of two months cancelled", book, days);

    let visit = book.visits().of(series).find(|visit| visit.day >= from).unwrap();
    let to = visit.start() + Minutes::hours(25);
    let moved = Command::MoveVisit {
        visit: visit.id,
        to,
        staff: None,
        minutes: None,
        keep_conflicts: true,
    };
    let after = done(book, &moved, now);
    add("one visit moved", book, moved);
    let count = Command::CountFrom {
        visit: visit.id,
        to,
        staff: None,
        minutes: None,
        keep_conflicts: true,
        clashing: Clashing::default(),
    };
    add("one visit moved, weeks counted from there", book, count);
    let usual = Command::MakeUsual {
        visit: visit.id,
        scope: Scope::ToCome,
        reset_start: false,
        clashing: Clashing::default(),
    };
    add("a moved visit made the usual", &after, usual);

    let days = json!({ "business": { "closed_days": [{ "from": from.to_string(), "to": (from + 2).to_string() }] } });
    let closed = Command::SetUp(Box::new(setup::read(book, &days).unwrap()));
    let closed = done(book, &closed, now);
    let problems = Problems::of(&closed, now);
    let visits: Vec<_> = problems.to_come(now).iter().map(|problem| problem.visit).collect();
    for (what, fix, most) in [
        ("left out", Fix::Skip, visits.len()),
        ("moved to a free time", Fix::Nearest, PROBLEMS),
    ] {
        let visits: Vec<_> = visits.iter().copied().take(most).collect();
        let what = format!("{} problems {what}", visits.len());
        add(&what, &closed, Command::SolveProblems { visits, fix });
    }
    let leaves = Command::StaffLeaves {
        staff: lead,
        last: from,
        to: None,
    };
    add("a stylist leaves, others do their work", book, leaves);

    println!("what a change would do, in a book of {} visits:", book.visits().len());
    for (what, book, command) in &all {
        let look = || preview(book, command, &mut Moment::new(now, 1)).unwrap();
        let lines = look().lines.len();
        report(&format!("{what}: {lines} dates"), BOUND, median(20, look));
    }
}

fn done(book: &Book, command: &Command, now: Instant) -> Book {
    applied(book, &decide(book, command, &mut Moment::new(now, 1)).unwrap().change)
}

fn edit(book: &Book, series: SeriesId, request: &Value, how: EditHow, now: Instant) -> Command {
    let before = DraftNow(draft_to_change(book, series, how.scope, now).unwrap());
    let mut request = request.clone();
    // Whatever stands in the way is another matter.
    for policy in ["conflicts", "closed_days"] {
        let fields = request.as_object_mut().unwrap();
        fields.entry(policy).or_insert_with(|| json!("keep"));
    }
    let draft = request::read(book, &request, Purpose::Edit(&before), true).unwrap();
    Command::EditSeries {
        series,
        draft: Box::new(draft),
        reason: String::new(),
        how,
    }
}

fn cover(over: Over, substitute: StaffId, first: Day) -> Command {
    let layer = LayerDraft {
        over,
        first,
        last: first + 42,
        substitute: Some(substitute),
        time: None,
        before: None,
        after: None,
        resources: Vec::new(),
    };
    Command::Cover {
        layer: Box::new(layer),
        force: Force::Nothing,
        clashing: Clashing::default(),
    }
}
