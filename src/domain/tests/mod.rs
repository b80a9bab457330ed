//! The salon as it is asked from outside: requests and commands against a small shop of three, and what comes of them.

mod away;
mod bad;
mod by_hand;
mod chapters;
mod clashing;
mod clocks;
mod count_on;
mod covers;
mod edits;
mod ends;
mod found;
mod free;
mod hours;
mod leaves;
mod marks;
mod missing;
mod out;
mod plans;
mod policies;
mod random;
mod rules;
mod samples;
mod services;
mod stories;
mod usual;

use std::sync::Arc;

use serde_json::{Value, json};

use super::fixture::read as text;
use super::request::{DraftNow, Purpose, draft_of};
use super::rows::*;
use super::values::*;
use super::*;
use crate::time::{Civil, Zone};

/// Ann, Bo and Cem at Main Street, Monday to Saturday from 8 to 19.
#[derive(Clone)]
pub struct Shop {
    pub book: Book,
    pub moment: Moment,
    pub zone: Zone,
}

impl Shop {
    /// The shop in a zone; `now` is local time there.
    pub fn at(zone: &str, now: &str) -> Self {
        let mut shop = Self {
            book: Book::default(),
            moment: Moment::new(text::<Zone>(zone).resolve(text(now)).instant(), 1),
            zone: text(zone),
        };
        let open = json!([["08:00", "19:00"]]);
        shop.set(&json!({
            "business": {"name": "Salon Mara", "time_zone": zone},
            "locations": [
                {"name": "Main Street", "time_zone": zone, "hours":
                    {"mon": open, "tue": open, "wed": open, "thu": open, "fri": open, "sat": open}},
                {"name": "Harbour", "time_zone": zone}],
            "staff": [{"given_name": "Ann"}, {"given_name": "Bo"},
                {"given_name": "Cem", "hours": {"Main Street": {"mon": open}}, "services": ["Cut"]}],
            "services": [{"name": "Cut", "cost": "35.00", "duration": "PT45M"}, {"name": "Short cut", "duration": "PT30M"},
                {"name": "Hour", "duration": "PT1H"}, {"name": "Colour", "cost": "90.00", "stretches": "30+40~20+"}],
            "resources": [{"kind": "Chair", "name": "Chair 1", "location": "Main Street"},
                {"kind": "Chair", "name": "Chair 2", "location": "Main Street"},
                {"kind": "Chair", "name": "Chair 1", "location": "Harbour"}],
            "tags": [{"title": "VIP", "colour": "#ff0000"}],
            "clients": [{"given_name": "Anna", "surname": "Berg", "phone": "+13155550175"},
                {"given_name": "Ben", "surname": "Kaya"}]
        }));
        shop
    }

    /// The shop in Berlin.
    pub fn berlin(now: &str) -> Self {
        Self::at("Europe/Berlin", now)
    }

    #[track_caller]
    pub fn set(&mut self, document: &Value) {
        let draft = setup::read(&self.book, document).unwrap();
        self.carry(&Command::SetUp(Box::new(draft))).unwrap();
    }

    pub fn carry(&mut self, command: &Command) -> Result<Plan, Refused> {
        let decided = decide(&self.book, command, &mut self.moment)?;
        for edit in &decided.change.edits {
            self.book.apply(edit).unwrap();
        }
        self.book.next_key = decided.change.next_key;
        self.book.loaded_from(crate::time::Day::FIRST.year_month());
        Ok(decided.plan)
    }

    /// A request with what every request needs, where it does not say it.
    pub fn whole(request: &Value) -> Value {
        let mut whole = json!({
            "client": "Anna Berg", "location": "Main Street", "services": ["Cut"], "frequency": "weekly",
            "start_date": "2026-03-03", "time": "10:00", "staff": "Ann"
        });
        for (field, value) in request.as_object().unwrap() {
            whole[field] = value.clone();
        }
        whole
    }

    pub fn read(&self, request: &Value) -> Result<draft::SeriesDraft, FieldErrors> {
        request::read(&self.book, &Self::whole(request), Purpose::Standing, true)
    }

    /// Makes a standing appointment of a request.
    pub fn create(&mut self, request: &Value) -> Result<Plan, Refused> {
        let draft = self.read(request)?;
        self.carry(&Command::CreateSeries(Box::new(draft)))
    }

    /// Makes a single appointment of a request.
    pub fn book_single(&mut self, request: &Value) -> Result<Plan, Refused> {
        let mut whole = Self::whole(request);
        whole.as_object_mut().unwrap().remove("frequency");
        let draft = request::read(&self.book, &whole, Purpose::Single, true)?;
        self.carry(&Command::CreateSeries(Box::new(draft)))
    }

    /// Changes a series as a request says that holds only what changes, all to come.
    pub fn edit(&mut self, series: SeriesId, request: &Value) -> Result<Plan, Refused> {
        self.edit_how(series, request, EditHow::default())
    }

    /// The same from a day on.
    pub fn edit_from(&mut self, series: SeriesId, from: &str, request: &Value) -> Result<Plan, Refused> {
        let how = EditHow {
            scope: Scope::From(text(from)),
            ..EditHow::default()
        };
        self.edit_how(series, request, how)
    }

    pub fn edit_how(&mut self, series: SeriesId, request: &Value, how: EditHow) -> Result<Plan, Refused> {
        let command = self.edited(series, request, how)?;
        self.carry(&command)
    }

    pub fn edited(&self, series: SeriesId, request: &Value, how: EditHow) -> Result<Command, Refused> {
        let now = DraftNow(draft_to_change(&self.book, series, how.scope, self.moment.now)?);
        let draft = Box::new(request::read(&self.book, request, Purpose::Edit(&now), true)?);
        Ok(Command::EditSeries {
            series,
            draft,
            reason: String::new(),
            how,
        })
    }

    /// Lets time pass until a local time.
    pub fn wait_until(&mut self, now: &str) {
        self.moment.now = self.zone.resolve(text(now)).instant();
    }

    /// The visits of a series that are in the book.
    pub fn visits(&self, series: SeriesId) -> Vec<Arc<Visit>> {
        let visits = self.book.calendar().of_series(&self.book, series);
        visits
            .filter(|visit| visit.state == VisitState::Stable)
            .cloned()
            .collect()
    }

    /// When the visits of a series begin.
    pub fn starts(&self, series: SeriesId) -> Vec<String> {
        self.visits(series)
            .iter()
            .map(|visit| visit.start().to_string())
            .collect()
    }

    pub fn visit(&self, series: SeriesId, original: &str) -> VisitId {
        self.book.calendar().named(series, text::<Civil>(original)).unwrap()
    }

    /// Changes one visit by hand, whatever speaks against it.
    #[track_caller]
    pub fn edit_visit(&mut self, series: SeriesId, original: &str, says: &Value) -> Result<Plan, Refused> {
        let visit = self.visit(series, original);
        let draft = request::read_visit(&self.book, says, self.book.visits().get(visit).unwrap());
        let draft = draft.unwrap_or_else(|errors| panic!("{says}: {errors:?}"));
        self.carry(&Command::EditVisit {
            visit,
            draft: Box::new(draft),
            keep_conflicts: true,
        })
    }

    /// Somebody of the staff by the given name.
    #[track_caller]
    pub fn staff(&self, name: &str) -> StaffId {
        let mut staff = self.book.staff().live();
        staff.find(|person| person.given_name == name).unwrap().id
    }

    /// Somebody stands in for all work of another on some days.
    pub fn cover(
        &self,
        (whose, by): (&str, &str),
        (first, last): (&str, &str),
        clashing: command::Clashing,
    ) -> Command {
        Command::Cover {
            layer: Box::new(draft::LayerDraft {
                substitute: Some(self.staff(by)),
                ..layer(draft::Over::Staff(self.staff(whose)), first, last)
            }),
            force: Force::Nothing,
            clashing,
        }
    }

    pub fn shift(&self, visit: VisitId, to: &str, keep_conflicts: bool) -> Command {
        Command::MoveVisit {
            visit,
            to: text(to),
            staff: None,
            minutes: None,
            keep_conflicts,
        }
    }
}

/// A layer over some days that says nothing yet.
pub fn layer(over: draft::Over, first: &str, last: &str) -> draft::LayerDraft {
    draft::LayerDraft {
        over,
        first: text(first),
        last: text(last),
        substitute: None,
        time: None,
        before: None,
        after: None,
        resources: Vec::new(),
    }
}

/// The days on which a plan has a visit.
pub fn days(plan: &Plan) -> Vec<String> {
    let created = plan.lines.iter().filter(|line| line.kind != LineKind::LeftOut);
    created.map(|line| line.original.day.to_string()).collect()
}

/// The paths of what is wrong.
pub fn paths(errors: &FieldErrors) -> Vec<&str> {
    errors.iter().map(|(path, _)| path).collect()
}
