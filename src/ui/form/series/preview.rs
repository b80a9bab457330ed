//! What saving would do: the draft that the form makes, its plan, and what is wrong. Pure; reckoned only when the form, the
//! book or the day is another one.

use serde_json::{Map, Value};

use super::request::{asked, changed};
use super::typed::{HowOften, Typed};
use crate::domain::book::Book;
use crate::domain::command::{Command, EditHow, Moment};
use crate::domain::draft::SeriesDraft;
use crate::domain::plan::Plan;
use crate::domain::preview;
use crate::domain::refusal::{FieldError, FieldErrors, Refusal, Refused};
use crate::domain::request::{self, DraftNow, Purpose};
use crate::domain::rows::SeriesId;
use crate::domain::values::Policy;
use crate::time::{Instant, YearMonth};
use crate::ui::widgets::DateHabit;

/// The series that is edited, as it was when the form was opened.
#[derive(Debug, Clone, PartialEq)]
pub struct Before {
    /// Which series.
    pub series: SeriesId,
    /// The draft that it is.
    pub draft: DraftNow,
    /// The request that the untouched form makes.
    pub request: Map<String, Value>,
}

/// What saving would do.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Preview {
    /// What the form means, where it can be read.
    pub draft: Option<SeriesDraft>,
    /// Why it is changed, where it is.
    pub reason: String,
    /// What will change, date by date.
    pub plan: Option<Plan>,
    /// What is wrong, by field.
    pub errors: FieldErrors,
    /// Why the salon says no.
    pub refusal: Option<Refusal>,
    /// Months that are to be loaded first.
    pub not_loaded: Vec<YearMonth>,
}

impl Preview {
    /// Whether something is wrong that would make other dates: those of a form without its end are not what is meant. Who
    /// comes makes no dates.
    pub fn has_no_dates(&self) -> bool {
        let of_dates = |(path, _): (&str, &[FieldError])| !matches!(path, "client" | "visitor" | "note");
        self.errors.iter().any(of_dates)
    }

    /// The command that saves it; where dates wait for a decision they are kept as not booked.
    pub fn command(&self, before: Option<&Before>) -> Option<Command> {
        let mut draft = self.draft.clone().filter(|_| self.errors.is_empty())?;
        if self.plan.as_ref()?.open() > 0 {
            for policy in [&mut draft.conflicts, &mut draft.closed_days] {
                if *policy == Policy::Ask {
                    *policy = Policy::Unplaced;
                }
            }
        }
        Some(command(draft, before, &self.reason))
    }
}

fn command(draft: SeriesDraft, before: Option<&Before>, reason: &str) -> Command {
    let draft = Box::new(draft);
    match before {
        Some(before) => Command::EditSeries {
            series: before.series,
            draft,
            reason: reason.to_owned(),
            how: EditHow::default(),
        },
        None => Command::CreateSeries(draft),
    }
}

/// Reckons it.
pub fn reckon(typed: &Typed, before: Option<&Before>, book: &Book, now: Instant, habit: DateHabit) -> Preview {
    let asked = asked(typed, book, habit);
    let mut errors = asked.errors;
    let (request, purpose) = match before {
        Some(before) => (changed(asked.request, &before.request), Purpose::Edit(&before.draft)),
        None if typed.how_often == HowOften::Once => (asked.request, Purpose::Single),
        None => (asked.request, Purpose::Standing),
    };
    let mut draft = match read(book, Value::Object(request), purpose) {
        Ok(draft) => draft,
        Err(found) => {
            add(&mut errors, &found);
            return Preview {
                errors,
                ..Preview::default()
            };
        }
    };
    let mut shown = Preview {
        errors,
        reason: typed.reason.trim().to_owned(),
        ..Preview::default()
    };
    // A date that was left out, or kept, of a rule that does not give it any more says nothing: once around without those.
    for _ in 0..2 {
        let mut moment = Moment::new(now, 0);
        match preview(book, &command(draft.clone(), before, &shown.reason), &mut moment) {
            Ok(plan) => shown.plan = Some(plan),
            Err(Refused::Fields(found)) => {
                let (strange, wrong) = days_of_another_rule(&found);
                if wrong.is_empty() && !strange.is_empty() {
                    draft.left_out.retain(|day| !strange.contains(day));
                    draft.kept.retain(|day| !strange.contains(day));
                    continue;
                }
                add(&mut shown.errors, &found);
            }
            Err(Refused::Refusal(refusal)) => shown.refusal = Some(*refusal),
            Err(Refused::NotLoaded(months)) => shown.not_loaded = months,
        }
        break;
    }
    shown.draft = Some(draft);
    shown
}

/// Reads a request without the dates that were left out, or kept, of a rule that does not give them any more.
fn read(book: &Book, mut request: Value, purpose: Purpose<'_>) -> Result<SeriesDraft, FieldErrors> {
    let found = match request::read(book, &request, purpose, true) {
        Ok(draft) => return Ok(draft),
        Err(found) => found,
    };
    let (strange, _) = days_of_another_rule(&found);
    if strange.is_empty() {
        return Err(found);
    }
    let strange: Vec<String> = strange.iter().map(ToString::to_string).collect();
    for field in ["skip_dates", "keep_dates"] {
        if let Some(days) = request.get_mut(field).and_then(Value::as_array_mut) {
            days.retain(|day| !strange.iter().any(|strange| day.as_str() == Some(strange)));
        }
    }
    request::read(book, &request, purpose, true)
}

fn days_of_another_rule(found: &FieldErrors) -> (Vec<crate::time::Day>, Vec<&str>) {
    let (mut strange, mut wrong) = (Vec::new(), Vec::new());
    for (path, errors) in found.iter() {
        for error in errors {
            match error {
                FieldError::NotADateOfTheRule { day } => strange.push(*day),
                _ => wrong.push(path),
            }
        }
    }
    (strange, wrong)
}

fn add(errors: &mut FieldErrors, found: &FieldErrors) {
    for (path, found) in found.iter() {
        for error in found {
            errors.add(path, error.clone());
        }
    }
}
