//! Random days at a small shop. After every step: what the calendar knows is what the rows say, undo leads back, nobody is
//! in two places at once without somebody having accepted it, and the visits are the dates of their rules.

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;

use fastrand::Rng;
use serde_json::json;

use super::*;
use crate::domain::book::{ForTable, Shelved, Table};
use crate::domain::change::{Change, Subject};
use crate::domain::command::{Clashing, Fix, Mark, Whose};
use crate::domain::decide::{Absent, inverse};
use crate::domain::row::Value as Stored;
use crate::domain::schedule::{Problem, Problems, lines_of, open_conflicts, problem, told_length};
use crate::time::{Day, Instant, Minutes};

struct Session {
    shop: Shop,
    random: Rng,
    /// Those that follow each step.
    problems: Problems,
    /// How many commands of each kind were done, refused, and refused for clashes.
    done: BTreeMap<&'static str, [usize; 3]>,
}

impl Session {
    fn new(seed: u64) -> Self {
        let mut shop = Shop::berlin("2026-10-01T08:00");
        let services = json!([
            {"name": "Mask", "cost": "20.00", "stretches": "10+30~", "clean_up": "PT10M"},
            {"name": "Brows", "cost": "10.00", "duration": "PT15M", "set_up": "PT5M"}]);
        shop.set(&json!({"services": services, "business": {"horizon_days": 182}}));
        let problems = Problems::of(&shop.book, shop.moment.now);
        Self {
            shop,
            problems,
            random: Rng::with_seed(seed),
            done: BTreeMap::new(),
        }
    }

    fn any<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.random.usize(0..from.len())].clone()
    }

    fn day(&mut self) -> Day {
        let today = self.shop.zone.civil(self.shop.moment.now).day;
        today + self.random.i32(0..60)
    }

    fn time(&mut self) -> String {
        let quarter = self.random.i32(0..8);
        format!("{:02}:{:02}", 9 + quarter / 4, quarter % 4 * 15)
    }

    fn service(&mut self) -> Value {
        let name = self.any(&["Cut", "Colour", "Mask", "Brows", "Short cut"]);
        let mut line = json!({"name": name});
        match self.random.u8(0..6) {
            0 => line["every_nth"] = json!(2),
            1 => line["staff"] = json!("Bo"),
            2 => line["beside"] = json!(true),
            3 => line["for"] = json!("Mia"),
            _ => {}
        }
        line
    }

    /// What a request may say, each part with some luck.
    fn request(&mut self, is_edit: bool) -> Value {
        let mut request = json!({});
        let says = |session: &mut Self| !is_edit || session.random.u8(0..4) == 0;
        if says(self) {
            request["client"] = self.any(&[json!("Anna Berg"), json!("Ben Kaya"), json!(null)]);
        }
        if says(self) {
            let (first, second) = (self.any(&["Cut", "Colour"]), self.service());
            request["services"] = self.any(&[json!([first]), json!([first, second])]);
        }
        if says(self) {
            request["time"] = json!(self.time());
        }
        if says(self) {
            request["staff"] = json!(self.any(&["Ann", "Bo"]));
        }
        if says(self) {
            let policy = self.any(&["ask", "keep", "skip", "nearest", "append", "unplaced"]);
            request["conflicts"] = json!(policy);
            let policies = ["keep", "skip", "nearest", "previous", "next", "append", "unplaced"];
            request["closed_days"] = json!(self.any(&policies));
            request["nearest_days"] = json!(self.any(&[1, 7]));
        }
        if says(self) {
            request["clean_up"] = self.any(&[json!(null), json!("PT10M")]);
            request["note"] = self.any(&[json!(""), json!("window seat")]);
        }
        if says(self) {
            let weekdays = self.any(&[
                json!(["tue"]),
                json!(["thu"]),
                json!(["tue", "fri"]),
                json!(["mon", "sat"]),
            ]);
            match self.random.u8(0..8) {
                0 => request["frequency"] = json!("daily"),
                1 => request["frequency"] = json!("monthly"),
                2 => {
                    request["frequency"] = json!("semimonthly");
                    request["days_of_month"] = json!([3, 31]);
                }
                3 | 4 => {
                    request["frequency"] = json!("biweekly");
                    request["weekdays"] = weekdays;
                }
                _ => {
                    request["frequency"] = json!("weekly");
                    request["weekdays"] = weekdays;
                }
            }
        }
        if says(self) {
            let endless = request["frequency"] != "daily" && self.random.u8(0..3) == 0;
            let mut start = self.day();
            if endless {
                // Soon, so that time passes on which it grows.
                start = self.shop.zone.civil(self.shop.moment.now).day + self.random.i32(0..8);
            }
            request["start_date"] = json!(start.to_string());
            (request["visits"], request["end_date"]) = match self.random.u8(0..2) {
                _ if endless => (json!(null), json!(null)),
                1 => (json!(null), json!((start + self.random.i32(7..60)).to_string())),
                _ => (json!(self.random.i32(1..16)), json!(null)),
            };
        }
        request
    }

    fn series(&mut self) -> Option<SeriesId> {
        let all: Vec<SeriesId> = self.shop.book.series().live().map(|series| series.id).collect();
        (!all.is_empty()).then(|| self.any(&all))
    }

    fn whose(&mut self) -> Option<Whose> {
        let clients: Vec<ClientId> = self.shop.book.clients().live().map(|client| client.id).collect();
        if self.random.bool() {
            return self.series().map(Whose::Series);
        }
        self.random.choice(&clients).copied().map(Whose::Client)
    }

    fn visit(&mut self, wanted: impl Fn(&Visit) -> bool) -> Option<Arc<Visit>> {
        let now = self.shop.moment.now;
        let soon = |visit: &&Arc<Visit>| visit.start_utc > now && wanted(visit);
        let all: Vec<Arc<Visit>> = self.shop.book.visits().all().filter(soon).cloned().collect();
        (!all.is_empty()).then(|| self.any(&all))
    }

    fn command(&mut self) -> Option<(&'static str, Command)> {
        let keep_conflicts = self.random.bool();
        Some(match self.random.u8(0..34) {
            0..3 => {
                let request = Shop::whole(&self.request(false));
                let draft = request::read(&self.shop.book, &request, Purpose::Standing, true).ok()?;
                ("create", Command::CreateSeries(Box::new(draft)))
            }
            3 => {
                let mut request = Shop::whole(&self.request(false));
                for field in ["frequency", "weekdays", "days_of_month", "visits", "end_date"] {
                    request.as_object_mut()?.remove(field);
                }
                let draft = request::read(&self.shop.book, &request, Purpose::Single, true).ok()?;
                ("book", Command::CreateSeries(Box::new(draft)))
            }
            4..11 => {
                let series = self.series()?;
                let how = EditHow {
                    scope: if self.random.bool() {
                        Scope::ToCome
                    } else {
                        Scope::From(self.day())
                    },
                    force: if self.random.u8(0..4) == 0 {
                        Force::All
                    } else {
                        Force::Nothing
                    },
                    reset_start: self.random.u8(0..6) == 0,
                };
                let now = DraftNow(draft_to_change(&self.shop.book, series, how.scope, self.shop.moment.now).ok()?);
                let mut request = self.request(true);
                if now.0.rule.is_none() {
                    for field in ["frequency", "weekdays", "days_of_month", "visits", "end_date"] {
                        request.as_object_mut()?.remove(field);
                    }
                }
                let draft = request::read(&self.shop.book, &request, Purpose::Edit(&now), true).ok()?;
                let (draft, reason) = (Box::new(draft), String::new());
                (
                    "edit",
                    Command::EditSeries {
                        series,
                        draft,
                        reason,
                        how,
                    },
                )
            }
            11 => {
                let (series, day, some) = (self.series()?, self.day(), self.random.bool());
                let (from, reason) = (some.then_some(day), "moves away".to_owned());
                ("stop", Command::CancelSeries { series, from, reason })
            }
            12..15 => {
                let (visit, how) = (self.visit(Visit::is_busy)?.id, CancelledHow::InTime);
                ("cancel", Command::CancelVisit { visit, how })
            }
            15..17 => {
                let visit = self.visit(|visit| !visit.is_busy())?.id;
                ("restore", Command::RestoreVisit { visit, keep_conflicts })
            }
            17..21 => {
                let visit = self.visit(|visit| visit.state != VisitState::Removed)?;
                let to = (visit.day + self.random.i32(-1..3)).at(text(&self.time()));
                let staff: Vec<StaffId> = self.shop.book.staff().live().map(|staff| staff.id).collect();
                let staff = self.random.bool().then(|| self.any(&staff));
                let minutes = (self.random.u8(0..3) == 0).then(|| Minutes::new(self.random.i32(10..150)));
                let visit = visit.id;
                let command = Command::MoveVisit {
                    visit,
                    to,
                    staff,
                    minutes,
                    keep_conflicts,
                };
                ("move", command)
            }
            21 if self.random.bool() => {
                let visit = self.visit(Visit::is_busy)?;
                let (to, visit) = ((visit.day + self.random.i32(-3..10)).at(text(&self.time())), visit.id);
                let command = Command::CountFrom {
                    visit,
                    to,
                    staff: None,
                    minutes: None,
                    keep_conflicts: true,
                    clashing: Clashing::default(),
                };
                ("count from", command)
            }
            22 if self.random.bool() => {
                let visit = self.visit(|visit| visit.is_busy() && !visit.changed.is_nothing())?.id;
                let (scope, reset_start) = (Scope::ToCome, self.random.bool());
                let command = Command::MakeUsual {
                    visit,
                    scope,
                    reset_start,
                    clashing: Clashing::default(),
                };
                ("make usual", command)
            }
            23 if self.random.bool() => {
                let staff: Vec<StaffId> = self.shop.book.staff().live().map(|staff| staff.id).collect();
                let over = if self.random.bool() {
                    draft::Over::Series(self.series()?)
                } else {
                    draft::Over::Staff(self.any(&staff))
                };
                let first = self.day();
                let layer = draft::LayerDraft {
                    over,
                    first,
                    last: first + self.random.i32(0..30),
                    substitute: Some(self.any(&staff)),
                    time: None,
                    before: None,
                    after: None,
                    resources: Vec::new(),
                };
                let (layer, force, clashing) = (Box::new(layer), Force::Nothing, Clashing::default());
                ("cover", Command::Cover { layer, force, clashing })
            }
            21 => {
                let day = self.day().to_string();
                let document = match self.random.u8(0..3) {
                    0 => json!({"locations": [{"name": "Main Street", "closed_days": [{"from": day, "to": day}]}]}),
                    1 => json!({"staff": [{"given_name": "Ann", "time_off": [{"from": day, "to": day}]}]}),
                    _ => json!({"services": [{"name": "Cut", "clean_up": self.any(&["PT0M", "PT5M"])}]}),
                };
                let draft = setup::read(&self.shop.book, &document).ok()?;
                ("set up", Command::SetUp(Box::new(draft)))
            }
            24..26 => {
                let (from, days) = (self.day(), self.random.i32(0..40));
                let until = self.random.bool().then_some(from + days);
                let gives_up = self.random.bool();
                let whose = self.whose()?;
                (
                    "away",
                    Command::Pause {
                        whose,
                        from,
                        until,
                        gives_up,
                    },
                )
            }
            26 => ("back", Command::ComeBack { whose: self.whose()? }),
            27..29 => {
                let stopped = |series: &&Arc<Series>| series.status == SeriesStatus::Stopped;
                let all: Vec<SeriesId> = self
                    .shop
                    .book
                    .series()
                    .live()
                    .filter(stopped)
                    .map(|row| row.id)
                    .collect();
                let series = self.random.choice(&all).copied()?;
                ("restart", Command::Restart { series })
            }
            29 => {
                let now = self.shop.moment.now;
                let visits = self.problems.to_come(now).iter().map(|problem| problem.visit).collect();
                let fix = self.any(&[Fix::Skip, Fix::Keep, Fix::Nearest, Fix::Previous, Fix::Next]);
                ("solve", Command::SolveProblems { visits, fix })
            }
            30 => {
                let staff = self.shop.book.staff().live().next()?.id;
                let from = self.visit(Visit::is_busy)?.day.at(text(&self.time()));
                let absent = Absent {
                    staff,
                    from,
                    until: None,
                };
                (
                    "out",
                    Command::StaffOut {
                        absent,
                        instead: None,
                        cancelled: Vec::new(),
                    },
                )
            }
            31 => {
                let last = self.day() + 120;
                let mut staff = self.shop.book.staff().live().map(|person| person.id);
                let (staff, to) = (staff.next()?, staff.next());
                ("leaves", Command::StaffLeaves { staff, last, to })
            }
            32.. => {
                let late = Some(Minutes::new(self.random.i32(1..60)));
                let visit = self.visit(Visit::is_busy)?.id;
                let mark = Mark::Attendance {
                    attendance: Attendance::Expected,
                    late,
                };
                let places = Vec::new();
                ("late", Command::MarkVisit { visit, places, mark })
            }
            22 => {
                // Of what the others need something is left.
                let cem = self
                    .shop
                    .book
                    .staff()
                    .live()
                    .nth(2)
                    .map(|staff| Subject::Staff(staff.id));
                let chairs = self
                    .shop
                    .book
                    .resources()
                    .live()
                    .map(|chair| Subject::Resource(chair.id));
                let some: Vec<Subject> = chairs.chain(cem).collect();
                ("remove", Command::Remove(self.random.choice(&some).copied()?))
            }
            _ => {
                let now = self.shop.zone.civil(self.shop.moment.now) + Minutes::hours(self.random.i32(1..400));
                self.shop.moment.now = self.shop.zone.resolve(now).instant();
                ("top up", Command::TopUp)
            }
        })
    }

    fn step(&mut self) {
        let Some((kind, command)) = self.command() else { return };
        let decided = decide(&self.shop.book, &command, &mut self.shop.moment);
        let counts = self.done.entry(kind).or_default();
        match decided {
            Ok(decided) => {
                counts[0] += 1;
                let before = self.shop.book.clone();
                apply(&mut self.shop.book, &decided.change);
                self.check(&before, &decided.change, &command);
            }
            Err(Refused::Refusal(refusal)) if matches!(*refusal, Refusal::Clashes { .. }) => counts[2] += 1,
            Err(Refused::NotLoaded(months)) => panic!("{command:?} asks for {months:?}"),
            Err(_) => counts[1] += 1,
        }
    }

    fn check(&mut self, before: &Book, change: &Change, command: &Command) {
        let book = &self.shop.book;
        assert!(
            *book.calendar() == *rebuilt(book).calendar(),
            "the calendar after {command:?}"
        );
        check_visits(book, command);
        if let Command::EditSeries { series, how, .. } = command {
            check_what_stays(before, book, *series, how, self.shop.moment.now);
        }
        check_problems(&mut self.problems, book, self.shop.moment.now, command);
        for series in book.series().live() {
            check_dates(book, series, self.shop.moment.now, command);
        }
        self.check_planned_again(change, command);
        let book = &self.shop.book;
        let edits: Vec<_> = change.undoable().cloned().collect();
        let undo = inverse(book, &edits, change.label.clone(), None, &mut self.shop.moment).unwrap();
        let mut back = book.clone();
        apply(&mut back, &undo);
        assert_eq!(rows(&back), rows(before), "undo of {command:?}");
        assert!(
            *back.calendar() == *rebuilt(&back).calendar(),
            "the calendar after undo"
        );
        let edits: Vec<_> = undo.undoable().cloned().collect();
        let redo = inverse(&back, &edits, change.label.clone(), None, &mut self.shop.moment).unwrap();
        apply(&mut back, &redo);
        assert_eq!(rows(&back), rows(book), "redo of {command:?}");
    }
}

impl Session {
    /// Planning again what was just planned changes nothing: what a policy moved or left out is where it was (spec S4.9).
    fn check_planned_again(&mut self, change: &Change, command: &Command) {
        let Some(Subject::Series(series)) = change.subject else {
            return;
        };
        let how = EditHow::default();
        let is_planned_whole = match command {
            Command::CreateSeries(_) => true,
            Command::EditSeries { how: done, .. } => done.scope == how.scope,
            _ => false,
        };
        if !is_planned_whole {
            return;
        }
        // Nothing can be planned again where all is past.
        let Ok(draft) = draft_to_change(&self.shop.book, series, how.scope, self.shop.moment.now) else {
            return;
        };
        let reason = self.shop.book.series().get(series).unwrap().change_reason.clone();
        let again = Command::EditSeries {
            series,
            draft: Box::new(draft),
            reason,
            how,
        };
        match decide(&self.shop.book, &again, &mut self.shop.moment) {
            Ok(decided) => panic!("{:?} of {again:?} after {command:?}", decided.change.edits),
            Err(Refused::Refusal(refusal)) => assert!(
                matches!(*refusal, Refusal::NothingToChange | Refusal::SeriesHasPast { .. }),
                "{refusal:?} of {again:?} after {command:?}"
            ),
            Err(refused) => panic!("{refused:?} of {again:?} after {command:?}"),
        }
    }
}

fn apply(book: &mut Book, change: &Change) {
    for edit in &change.edits {
        book.apply(edit).unwrap();
    }
    book.next_key = change.next_key;
}

/// The book as it would be loaded.
fn rebuilt(book: &Book) -> Book {
    struct Rebuild<'a>(&'a Book, Book);
    impl ForTable for Rebuild<'_> {
        type Error = Infallible;
        fn table<R: Shelved>(&mut self) -> Result<(), Infallible> {
            self.1.fill(R::shelf(self.0).all().cloned().collect());
            Ok(())
        }
    }
    let mut rebuild = Rebuild(book, Book::default());
    let Ok(()) = Table::each(&mut rebuild);
    rebuild.1
}

/// Every row but those that only go forward, without when it was written.
fn rows(book: &Book) -> BTreeMap<(Table, i64), Vec<Stored>> {
    struct Rows<'a>(&'a Book, BTreeMap<(Table, i64), Vec<Stored>>);
    impl ForTable for Rows<'_> {
        type Error = Infallible;
        fn table<R: Shelved>(&mut self) -> Result<(), Infallible> {
            for row in R::shelf(self.0).all().filter(|_| !R::KIND.is_outside_undo()) {
                let mut values = row.values();
                values[2] = Stored::Null;
                self.1.insert((R::KIND, row.id().into()), values);
            }
            Ok(())
        }
    }
    let mut rows = Rows(book, BTreeMap::new());
    let Ok(()) = Table::each(&mut rows);
    rows.1
}

/// Nobody is in two places at once unless somebody accepted it or is late, and every visit is as long as it says.
fn check_visits(book: &Book, command: &Command) {
    let is_late = |id| {
        let visit = book.visits().get(id);
        visit.is_some_and(|visit| !visit.late().is_zero())
    };
    for visit in book.visits().all().filter(|visit| visit.is_busy()) {
        let location = book.chapters().get(visit.chapter_id).unwrap().location_id;
        let clashes: Vec<_> = open_conflicts(book, visit, location)
            .into_iter()
            .filter(|conflict| {
                conflict
                    .visit
                    .is_some_and(|other| !is_late(other) && !is_late(visit.id))
            })
            .collect();
        assert!(clashes.is_empty(), "{clashes:?} of {visit:?} after {command:?}");
        let lines = lines_of(book, visit);
        assert!(
            visit.changed.has(Changed::DURATION) || visit.minutes == told_length(&lines),
            "the length of {visit:?} after {command:?}"
        );
        assert_eq!(visit.blocked().length(), visit.before + visit.minutes + visit.after);
    }
}

/// A plan changes no visit that is past, loses nothing that was done by hand unless by force, and brings back nothing that a
/// person took out (spec S4.3, S4.6, S4.7).
fn check_what_stays(before: &Book, after: &Book, series: SeriesId, how: &EditHow, now: Instant) {
    for was in before.visits().of(series) {
        let is = after.visits().get(was.id);
        let shown = |visit: &Visit| {
            (
                visit.start(),
                visit.minutes,
                visit.staff.clone(),
                visit.resources.clone(),
            )
        };
        if was.is_busy() && (was.start_utc <= now || was.has_outcome()) {
            let is = is.unwrap();
            assert_eq!(
                (shown(is), is.state, is.changed),
                (shown(was), was.state, was.changed),
                "{was:?}"
            );
        } else if was.is_busy() && was.changed.has(Changed::DATETIME) && how.force == Force::Nothing {
            let is = is.unwrap();
            let is_left_out = is.state == VisitState::Removed;
            assert!(is_left_out || is.start() == was.start(), "{was:?} became {is:?}");
        } else if was.state == VisitState::Removed && was.removed_by == Some(RemovedBy::Person) {
            assert!(is.is_none_or(|is| is.state == VisitState::Removed), "{was:?} came back");
        }
    }
}

/// What follows the changes finds the same problems as who asks each visit (spec S4.10).
fn check_problems(problems: &mut Problems, book: &Book, now: Instant, command: &Command) {
    let to_come = book.visits().all().filter(|visit| visit.start_utc > now);
    let mut each: Vec<Problem> = to_come.filter_map(|visit| problem(book, visit, now)).collect();
    each.sort_by_key(|problem| (problem.start, problem.visit));
    problems.follow(book, now);
    let found = |problems: &Problems| problems.to_come(now).into_iter().cloned().collect::<Vec<_>>();
    assert_eq!(found(problems), each, "problems followed after {command:?}");
    assert_eq!(found(&Problems::of(book, now)), each, "problems after {command:?}");
}

/// The visits of a series by the rule are the dates of its rule, each once, and counted from the first.
fn check_dates(book: &Book, series: &Series, now: Instant, command: &Command) {
    let mut expected = BTreeMap::new();
    let through = series.materialized_until.unwrap_or(Day::FIRST);
    let chapters = book.chapters_of(series.id);
    for chapter in &chapters {
        // A chapter that others follow has all of its dates.
        let is_last = chapter.id == chapters.last().unwrap().id;
        let through = if is_last { through } else { Day::LAST };
        let last = chapter.until_day.map_or(through, |until| until.min(through));
        let days: Vec<Day> = match &chapter.rule {
            None => vec![chapter.start_day],
            Some(rule) => rule
                .dates(chapter.start_day)
                .take_while(|day| *day <= last)
                .take(chapter.count().map_or(usize::MAX, |visits| visits as usize))
                .collect(),
        };
        let mut counts: BTreeMap<SlotId, u32> = BTreeMap::new();
        for (position, day) in (0_u32..).zip(days) {
            let mut terms = book.slot_terms().of(chapter.id);
            let terms = terms.find(|terms| terms.weekday.is_none_or(|weekday| weekday == day.weekday()));
            let terms = terms.unwrap_or_else(|| panic!("no slot on {day}"));
            let count = counts.entry(terms.slot_id).or_default();
            let known = expected.insert(day.at(terms.time), (position, *count, terms.slot_id));
            assert_eq!(known, None, "a date of two chapters after {command:?}");
            *count += 1;
        }
    }
    // What was out already when the rule stopped giving it stays as it was; so does what is past when the rule gives it again.
    let is_date = |visit: &&Arc<Visit>| match visit.state {
        VisitState::Removed => {
            // A stopped series still means them.
            let is_meant = series.status == SeriesStatus::Stopped || visit.start_utc <= now;
            (visit.removed_by != Some(RemovedBy::Rule) || is_meant) && expected.contains_key(&visit.original())
        }
        // One that was brought back beyond the horizon waits there for it.
        _ => visit.origin != VisitOrigin::Extra && visit.original_day <= through,
    };
    let found: BTreeMap<Civil, (u32, u32, SlotId)> = book
        .visits()
        .of(series.id)
        .filter(is_date)
        .map(|visit| (visit.original(), (visit.position, visit.slot_position, visit.slot_id)))
        .collect();
    // A change makes no visit in the past.
    let zone = book.zone_of(chapters[0].location_id);
    expected.retain(|date, _| found.contains_key(date) || zone.resolve(*date).instant() > now);
    assert_eq!(found, expected, "the dates of {series:?} after {command:?}");
    let all: Vec<_> = book.visits().of(series.id).collect();
    let names: BTreeSet<Civil> = all.iter().map(|visit| visit.original()).collect();
    assert_eq!(names.len(), all.len(), "two visits of one name after {command:?}");
}

#[test]
fn whatever_is_asked_of_the_shop_it_stays_in_order() {
    let long = std::env::var_os("CHAIRTIME_LONG").is_some();
    let mut done: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    for seed in 0..if long { 300 } else { 12 } {
        let mut session = Session::new(seed);
        for _ in 0..60 {
            session.step();
        }
        for (kind, counts) in session.done {
            let sum = done.entry(kind).or_default();
            (0..3).for_each(|index| sum[index] += counts[index]);
        }
    }
    // Not only refusals: every kind is done at least sometimes.
    assert_eq!(done.len(), 20, "{done:?}");
    assert!(done.values().all(|[done, ..]| *done > 0), "{done:?}");
}
