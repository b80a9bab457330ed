//! Random commands for a salon, each kind about as often as the others.

mod clock;
mod tally;

use chairtime::domain::change::Subject;
use chairtime::domain::command::{Clashing, Fix, Mark, Whose};
use chairtime::domain::decide::{Absent, can_count_on};
use chairtime::domain::draft::{LayerDraft, LineDraft, Over, VisitDraft};
use chairtime::domain::find::Named;
use chairtime::domain::request::{self, DraftNow, Purpose};
use chairtime::domain::rows::*;
use chairtime::domain::schedule::Problems;
use chairtime::domain::values::*;
use chairtime::domain::{Book, Command, EditHow, Force, Scope, draft_to_change, setup};
use chairtime::time::{Day, Instant, Minutes, TimeOfDay};
pub use clock::TurnedClock;
use fastrand::Rng;
use serde_json::{Value, json};
pub use tally::{Kind, Tally};

/// A folder for a salon file, in memory where the system has such a place: how long a disk takes until it is sure is not what
/// is asked.
pub fn folder() -> tempfile::TempDir {
    let in_memory = std::path::Path::new("/dev/shm");
    let folder = if in_memory.is_dir() {
        tempfile::tempdir_in(in_memory)
    } else {
        tempfile::tempdir()
    };
    folder.expect("a folder")
}

/// Makes commands for a salon.
pub struct Session {
    pub random: Rng,
}

impl Session {
    pub fn new(seed: u64) -> Self {
        Self {
            random: Rng::with_seed(seed),
        }
    }

    /// A command of a kind, where the salon has something for it.
    pub fn command(&mut self, kind: Kind, book: &Book, now: Instant) -> Option<Command> {
        if book.business().is_none() {
            return Some(set_up(book, &shop()));
        }
        let today = book.zone().civil(now).day;
        match kind {
            Kind::SetUp => Some(set_up(book, &self.setup(today))),
            Kind::Remove => self.removed(book).map(Command::Remove),
            Kind::CreateSeries => self.created(book, today),
            Kind::EditSeries => self.edited(book, now),
            Kind::CancelSeries => {
                let series = self.running(book)?;
                let from = self.random.bool().then(|| today + self.random.i32(0..120));
                Some(Command::CancelSeries {
                    series,
                    from,
                    reason: "moved away".to_owned(),
                })
            }
            Kind::Pause => {
                let from = today + self.random.i32(-10..60);
                let until = from.max(today) + self.random.i32(0..60);
                Some(Command::Pause {
                    whose: self.whose(book)?,
                    from,
                    until: self.random.bool().then_some(until),
                    gives_up: self.random.bool(),
                })
            }
            Kind::ComeBack => Some(Command::ComeBack {
                whose: self.whose(book)?,
            }),
            Kind::Restart => {
                let stopped = |series: &&std::sync::Arc<Series>| series.status == SeriesStatus::Stopped;
                let series = self.any(book.series().live().filter(stopped).map(|series| series.id));
                let series = series.or_else(|| self.any(book.series().live().map(|series| series.id)))?;
                Some(Command::Restart { series })
            }
            Kind::SolveProblems => {
                let problems = Problems::of(book, now);
                let visits = problems.to_come(now).iter().map(|problem| problem.visit).collect();
                let all = [Fix::Skip, Fix::Keep, Fix::Nearest, Fix::Previous, Fix::Next];
                let fix = *self.random.choice(&all)?;
                Some(Command::SolveProblems { visits, fix })
            }
            Kind::StaffOut => {
                let from = (today + self.random.i32(0..20)).at(self.time());
                let absent = Absent {
                    staff: self.any(book.staff().live().map(|staff| staff.id))?,
                    from,
                    until: self.random.bool().then(|| (from.day + 2).midnight()),
                };
                Some(Command::StaffOut {
                    absent,
                    instead: None,
                    cancelled: Vec::new(),
                })
            }
            Kind::StaffLeaves => {
                let staff = self.any(book.staff().live().map(|staff| staff.id))?;
                let others = book
                    .staff()
                    .live()
                    .map(|staff| staff.id)
                    .filter(|other| *other != staff);
                // Late, so that much is still to be done with everybody.
                let last = today + self.random.i32(100..200);
                let to = self.any(others).filter(|_| self.random.bool());
                Some(Command::StaffLeaves { staff, last, to })
            }
            Kind::CancelVisit => {
                let how = *self.random.choice(CancelledHow::ALL)?;
                Some(Command::CancelVisit {
                    visit: self.visit(book, Visit::is_busy)?,
                    how,
                })
            }
            Kind::RestoreVisit => {
                let visit = self.visit(book, |visit| !visit.is_busy())?;
                Some(Command::RestoreVisit {
                    visit,
                    keep_conflicts: self.random.bool(),
                })
            }
            Kind::MoveVisit => {
                let visit = self.visit(book, Visit::is_busy)?;
                let row = book.visits().get(visit)?;
                let to = (row.day + self.random.i32(-3..4)).at(self.time());
                let staff = if self.random.bool() {
                    self.any(book.staff().live().map(|staff| staff.id))
                } else {
                    None
                };
                let minutes = self.random.bool().then(|| Minutes::new(self.random.i32(1..9) * 15));
                Some(Command::MoveVisit {
                    visit,
                    to,
                    staff,
                    minutes,
                    keep_conflicts: self.random.u8(0..4) > 0,
                })
            }
            Kind::CancelDays => {
                let first = today + self.random.i32(0..60);
                Some(Command::CancelDays {
                    series: self.running(book)?,
                    first,
                    last: first + self.random.i32(0..30),
                    reason: "on holiday".to_owned(),
                })
            }
            Kind::Cover => self.covered(book, today),
            Kind::EndCover => {
                let lasting = book.layers().live().filter(|layer| layer.last_day >= today);
                let (layer, least, most) =
                    self.any(lasting.map(|layer| (layer.id, layer.first_day.max(today) - 1, layer.last_day)))?;
                let last = least + self.random.i32(0..(most - least));
                let clashing = Clashing::default();
                Some(Command::EndCover { layer, last, clashing })
            }
            Kind::CountFrom => {
                let visit = self.visit(book, Visit::is_busy)?;
                let day = book.visits().get(visit)?.day;
                Some(Command::CountFrom {
                    visit,
                    to: (day + self.random.i32(-3..10)).at(self.time()),
                    staff: None,
                    minutes: None,
                    keep_conflicts: self.random.u8(0..4) > 0,
                    clashing: Clashing::default(),
                })
            }
            Kind::MakeUsual => Some(Command::MakeUsual {
                visit: self.visit(book, |visit| visit.is_busy() && !visit.changed.is_nothing())?,
                scope: self.scope(today),
                reset_start: self.random.u8(0..4) == 0,
                clashing: Clashing::default(),
            }),
            Kind::EditVisit => {
                let visit = self.visit(book, Visit::is_busy)?;
                Some(Command::EditVisit {
                    visit,
                    draft: Box::new(self.visit_draft(book, today)),
                    keep_conflicts: self.random.u8(0..4) > 0,
                })
            }
            Kind::ResetVisit => {
                let (fields, _) = *self.random.choice(&Changed::NAMED)?;
                Some(Command::ResetVisit {
                    visit: self.visit(book, |visit| visit.is_busy() && !visit.changed.is_nothing())?,
                    fields: if self.random.bool() { fields } else { Changed::NOTHING },
                    keep_conflicts: self.random.u8(0..4) > 0,
                })
            }
            Kind::MarkVisit => {
                let mark = if self.random.bool() {
                    Mark::Payment(*self.random.choice(Payment::ALL)?)
                } else {
                    let attendance = *self.random.choice(Attendance::ALL)?;
                    let late = (attendance == Attendance::Expected).then(|| Minutes::new(self.random.i32(0..60)));
                    Mark::Attendance { attendance, late }
                };
                Some(Command::MarkVisit {
                    visit: self.visit(book, Visit::is_busy)?,
                    places: Vec::new(),
                    mark,
                })
            }
            Kind::CancelAndCountOn => {
                // Most visits have nothing that counts: one that has goes first.
                let counts = self.visit(book, |visit| can_count_on(book, visit, now));
                let visit = counts.or_else(|| self.visit(book, Visit::is_busy))?;
                Some(Command::CancelAndCountOn {
                    visit,
                    how: CancelledHow::InTime,
                    keep_conflicts: true,
                })
            }
            Kind::TopUp => Some(Command::TopUp),
            Kind::Import => Some(self.imported(book, today)),
        }
    }

    fn any<T>(&mut self, of: impl Iterator<Item = T>) -> Option<T> {
        let mut all: Vec<T> = of.collect();
        (!all.is_empty()).then(|| all.swap_remove(self.random.usize(0..all.len())))
    }

    fn time(&mut self) -> TimeOfDay {
        TimeOfDay::new(self.random.u16(8 * 4..18 * 4) * 15).unwrap()
    }

    fn whose(&mut self, book: &Book) -> Option<Whose> {
        if self.random.bool() {
            return self.running(book).map(Whose::Series);
        }
        self.any(book.clients().live().map(|client| client.id))
            .map(Whose::Client)
    }

    fn visit_draft(&mut self, book: &Book, today: Day) -> VisitDraft {
        let staff = self.any(book.staff().live().map(|staff| staff.id));
        let chair = self.any(book.resources().live().map(|chair| chair.id));
        let service = self.any(book.services().live().cloned());
        let line = service.map(|service| LineDraft {
            service: service.id,
            stretches: service.stretches.clone(),
            visitor: None,
            staff: None,
            resources: Vec::new(),
            beside: false,
            offset: Minutes::ZERO,
            price: self.random.bool().then(|| Money::minor(self.random.i64(0..9_000))),
            every_nth: 1,
            phase: 1,
        });
        let start = (today + self.random.i32(0..40)).at(self.time());
        let mut says = || self.random.u8(0..3) == 0;
        VisitDraft {
            start: says().then_some(start),
            staff: staff.filter(|_| says()).map(|staff| vec![(staff, Role::Lead)]),
            lines: line.filter(|_| says()).map(|line| Some(vec![line])),
            before: None,
            after: says().then_some(Some(Minutes::new(10))),
            price: says().then_some(Some(Money::minor(1_000))),
            resources: chair.filter(|_| says()).map(|chair| Some(vec![chair])),
            tags: None,
            note: says().then(|| "brings a dog".to_owned()),
            colour: says().then(|| "#7aa2f7".parse().ok()),
        }
    }

    fn running(&mut self, book: &Book) -> Option<SeriesId> {
        let running =
            |row: &&std::sync::Arc<Series>| row.status == SeriesStatus::Running && row.kind == SeriesKind::Standing;
        self.any(book.series().live().filter(running).map(|row| row.id))
    }

    fn visit(&mut self, book: &Book, fits: impl Fn(&Visit) -> bool) -> Option<VisitId> {
        self.any(book.visits().all().filter(|visit| fits(visit)).map(|visit| visit.id))
    }

    fn removed(&mut self, book: &Book) -> Option<Subject> {
        match self.random.u8(0..4) {
            0 => self.any(book.clients().live().map(|row| row.id)).map(Subject::Client),
            1 => self
                .any(book.times_off().live().map(|row| row.id))
                .map(Subject::TimeOff),
            2 => self.any(book.tags().live().map(|row| row.id)).map(Subject::Tag),
            _ => self
                .any(book.resources().live().map(|row| row.id))
                .map(Subject::Resource),
        }
    }

    fn setup(&mut self, today: Day) -> Value {
        let number = self.random.u32(0..1000);
        let day = today + self.random.i32(0..200);
        match self.random.u8(0..6) {
            0 => {
                json!({ "clients": [{ "given_name": "Client", "surname": format!("No {number}"), "phone": format!("+49 30 {number}") }] })
            }
            1 => json!({ "tags": [{ "title": format!("Tag {number}"), "colour": "#aabbcc" }] }),
            2 => {
                json!({ "resources": [{ "kind": "Chair", "name": format!("Chair {number}"), "location": "Main Street" }] })
            }
            3 => {
                let off = json!([{ "from": format!("{day}T00:00"), "to": format!("{}T12:00", day + 3), "reason": "Holiday" }]);
                json!({ "staff": [{ "given_name": "Ann", "time_off": off }] })
            }
            4 => json!({ "services": [{ "name": "Cut", "duration": format!("PT{}M", 15 + 5 * (number % 12)) }] }),
            _ => {
                json!({ "locations": [{ "name": "Main Street", "closed_days": [{ "from": day.to_string(), "to": day.to_string(), "reason": "Stocktaking" }] }] })
            }
        }
    }

    fn created(&mut self, book: &Book, today: Day) -> Option<Command> {
        let single = self.random.u8(0..5) == 0;
        let mut request = self.request(book, today, single)?;
        if self.random.bool() {
            request["idempotency_key"] = json!(format!("key {}", self.random.u32(0..40)));
        }
        let purpose = if single { Purpose::Single } else { Purpose::Standing };
        let draft =
            request::read(book, &request, purpose, true).unwrap_or_else(|errors| panic!("{request}: {errors:?}"));
        Some(Command::CreateSeries(Box::new(draft)))
    }

    fn request(&mut self, book: &Book, today: Day, single: bool) -> Option<Value> {
        let staff = self.any(book.staff().live().map(|staff| staff.uuid().to_string()))?;
        let service = self.any(book.services().live().map(|service| service.name.clone()))?;
        let known = self.any(book.clients().live().map(|client| client.uuid.to_string()));
        let start = today + self.random.i32(0..30);
        let mut request = json!({
            "client": known.filter(|_| self.random.bool()).map_or_else(|| json!({ "surname": format!("New {}", self.random.u32(0..500)) }), Value::from),
            "location": "Main Street",
            "services": [{ "name": service }],
            "start_date": start.to_string(),
            "time": self.time().to_string(),
            "staff": staff,
            "conflicts": self.random.choice(["keep", "skip", "unplaced", "ask", "nearest", "append"]),
            "closed_days": self.random.choice(["keep", "skip", "unplaced", "nearest", "previous", "next", "append"]),
            "nearest_days": self.random.i32(1..8),
        });
        if self.random.bool() {
            request["services"] =
                json!([{ "name": "Cut" }, { "name": "Colour", "every_nth": 2, "phase": self.random.i32(1..3) }]);
        }
        if !single {
            let frequency = *self.random.choice(&[
                "daily",
                "weekly",
                "biweekly",
                "semimonthly",
                "monthly",
                "quarterly",
                "annually",
            ])?;
            request["frequency"] = json!(frequency);
            self.days_of(frequency, &mut request);
            match self.random.u8(0..3) {
                0 => request["visits"] = json!(self.random.i32(1..20)),
                1 => request["end_date"] = json!((start + self.random.i32(400..500)).to_string()),
                _ => {}
            }
            if frequency == "daily" {
                request["visits"] = json!(self.random.i32(1..30));
                request["end_date"] = Value::Null;
            }
            let begins_there = !matches!(frequency, "semimonthly")
                && ["weekdays", "days_of_month", "nth_weekday"]
                    .iter()
                    .all(|field| request.get(field).is_none());
            if begins_there {
                match self.random.u8(0..6) {
                    0 => request["skip_dates"] = json!([start.to_string()]),
                    1 => request["keep_dates"] = json!([start.to_string()]),
                    _ => {}
                }
            }
        }
        Some(request)
    }

    /// On which days of a frequency, where that is not said by its start.
    fn days_of(&mut self, frequency: &str, request: &mut Value) {
        let short = *self.random.choice(&["clamp", "skip"]).unwrap();
        match (frequency, self.random.u8(0..3)) {
            ("weekly" | "biweekly", 0) => request["weekdays"] = json!(["tue", "fri"]),
            ("weekly", 1) => request["weekdays"] = json!(["mon", "wed", "sat"]),
            ("semimonthly", 0) => request["days_of_month"] = json!([self.random.i32(1..28), 31]),
            ("semimonthly", 1) => request["nth_weekday"] = json!({ "nth": 2, "weekday": "tue" }),
            ("monthly" | "quarterly", 0) => {
                request["days_of_month"] = json!([self.random.i32(28..32)]);
                request["short_months"] = json!(short);
            }
            ("monthly" | "quarterly", 1) => {
                request["nth_weekday"] = json!({ "nth": self.random.choice([-1, 1, 3, 4, 5]), "weekday": "thu" });
            }
            ("daily", 0) => request["every"] = json!(self.random.i32(2..9)),
            _ => {}
        }
    }

    /// A calendar of another program with a few appointments, of which some came before.
    fn imported(&mut self, book: &Book, today: Day) -> Command {
        let mut file = "BEGIN:VCALENDAR\n".to_owned();
        for _ in 0..self.random.usize(1..4) {
            let uid = self.random.u32(0..200);
            let day = (today + self.random.i32(-20..40)).to_string().replace('-', "");
            let (hour, minutes) = (self.random.u32(8..18), self.random.u32(1..9) * 15);
            let rule = *self
                .random
                .choice(&[
                    "",
                    "RRULE:FREQ=WEEKLY;COUNT=9\n",
                    "RRULE:FREQ=MONTHLY;COUNT=4\n",
                    "RRULE:FREQ=WEEKLY;INTERVAL=3\n",
                ])
                .unwrap();
            file += &format!(
                "BEGIN:VEVENT\nUID:{uid}\nDTSTART;TZID=Europe/Berlin:{day}T{hour:02}0000\nDURATION:PT{minutes}M\n{rule}SUMMARY:Guest No {uid}, Cut\nEND:VEVENT\n"
            );
        }
        let import = chairtime::exchange::ics::read::read(file.as_bytes(), book.zone()).expect("a calendar");
        Command::Import(Box::new(chairtime::domain::import::Import {
            create_missing: true,
            ..import
        }))
    }

    fn scope(&mut self, today: Day) -> Scope {
        if self.random.bool() {
            Scope::ToCome
        } else {
            Scope::From(today + self.random.i32(0..60))
        }
    }

    fn force(&mut self, book: &Book, series: SeriesId) -> Force {
        match self.random.u8(0..6) {
            0 => Force::All,
            1 => {
                let by_hand = book.visits().of(series).filter(|visit| !visit.changed.is_nothing());
                Force::These(by_hand.take(2).map(|visit| visit.original()).collect())
            }
            _ => Force::Nothing,
        }
    }

    /// A layer over a series, or over all work of somebody.
    fn covered(&mut self, book: &Book, today: Day) -> Option<Command> {
        let staff = |session: &mut Self| session.any(book.staff().live().map(|staff| staff.id));
        let first = today + self.random.i32(0..60);
        let of_series = self.random.bool();
        let over = if of_series {
            Over::Series(self.running(book)?)
        } else {
            Over::Staff(staff(self)?)
        };
        let layer = LayerDraft {
            over,
            first,
            last: first + self.random.i32(0..30),
            substitute: staff(self),
            time: (of_series && self.random.bool()).then(|| self.time()),
            before: None,
            after: (of_series && self.random.bool()).then(|| Minutes::new(15)),
            resources: Vec::new(),
        };
        let force = match layer.over {
            Over::Series(series) => self.force(book, series),
            Over::Staff(_) => Force::Nothing,
        };
        Some(Command::Cover {
            layer: Box::new(layer),
            force,
            clashing: Clashing::default(),
        })
    }

    fn edited(&mut self, book: &Book, instant: Instant) -> Option<Command> {
        let today = book.zone().civil(instant).day;
        let series = self.running(book)?;
        let how = EditHow {
            scope: self.scope(today),
            force: self.force(book, series),
            reset_start: self.random.u8(0..6) == 0,
        };
        let now = DraftNow(draft_to_change(book, series, how.scope, instant).ok()?);
        let changes = match self.random.u8(0..9) {
            6 => json!({ "frequency": "monthly", "nth_weekday": { "nth": 2, "weekday": "fri" } }),
            7 => {
                json!({ "conflicts": self.random.choice(["keep", "skip", "nearest"]), "closed_days": self.random.choice(["next", "keep"]) })
            }
            8 => json!({ "active": self.random.bool(), "visits": null, "end_date": null }),
            0 => json!({ "time": self.time().to_string() }),
            1 => json!({ "frequency": "weekly", "weekdays": [self.random.choice(["mon", "wed", "thu"])] }),
            2 => json!({ "visits": self.random.i32(1..30), "end_date": null }),
            3 => json!({ "services": [{ "name": "Cut" }] }),
            4 => {
                json!({ "frequency": "biweekly", "weekdays": ["tue", "sat"], "start_date": (today + self.random.i32(1..20)).to_string() })
            }
            _ => {
                json!({ "staff": self.any(book.staff().live().map(|staff| staff.uuid().to_string()))?, "note": "likes tea" })
            }
        };
        let draft = request::read(book, &changes, Purpose::Edit(&now), true).ok()?;
        Some(Command::EditSeries {
            series,
            draft: Box::new(draft),
            reason: "asked to".to_owned(),
            how,
        })
    }
}

fn set_up(book: &Book, document: &Value) -> Command {
    let draft = setup::read(book, document).unwrap_or_else(|errors| panic!("{document}: {errors:?}"));
    Command::SetUp(Box::new(draft))
}

/// The shop that every session begins with.
fn shop() -> Value {
    let hours = json!({ "mon": [["08:00", "19:00"]], "tue": [["08:00", "19:00"]], "wed": [["08:00", "19:00"]],
                        "thu": [["08:00", "19:00"]], "fri": [["08:00", "19:00"]], "sat": [["08:00", "16:00"]] });
    json!({
        "business": { "name": "Salon Mara", "time_zone": "Europe/Berlin", "horizon_days": 182 },
        "locations": [{ "name": "Main Street", "time_zone": "Europe/Berlin", "hours": hours }],
        "services": [{ "name": "Cut", "cost": "35.00", "duration": "PT30M", "clean_up": "PT5M" },
                     { "name": "Colour", "cost": "90.00", "stretches": [{ "hands_on": "PT30M" }, { "processing": "PT40M" }, { "hands_on": "PT20M" }] }],
        "resources": [{ "kind": "Chair", "name": "Chair 1", "location": "Main Street" }],
        "staff": [{ "given_name": "Ann" }, { "given_name": "Bo" }, { "given_name": "Cem" }],
    })
}
