//! What saving would do: the draft that the form makes, its plan, and what is wrong. Pure; reckoned only when the form, the
//! book or the day is another one.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::{Map, Value};

use super::how::How;
use super::request::{asked, changed};
use super::typed::{HowOften, Typed};
use crate::domain::book::Book;
use crate::domain::command::{Clashing, Command, Moment};
use crate::domain::draft::SeriesDraft;
use crate::domain::plan::{Plan, PlanLine};
use crate::domain::refusal::{FieldError, FieldErrors, Refusal, Refused};
use crate::domain::request::{self, DraftNow, Purpose};
use crate::domain::rows::{SeriesId, Visit};
use crate::domain::values::Policy;
use crate::domain::{draft_to_change, preview};
use crate::time::{Civil, Day, Instant, YearMonth};
use crate::ui::ahead::by_hand;
use crate::ui::ahead::which::{Days, past};
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
    /// Which visits, and how.
    pub how: How,
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
    /// The dates of which something that was changed by hand stays unless it is overwritten.
    pub by_hand: BTreeSet<Civil>,
    /// The visits of the chosen days that are past.
    pub past: Vec<PlanLine>,
    /// Where dates that clash would go, were they moved to the nearest free time.
    pub nearest: BTreeMap<Civil, Civil>,
    /// What saving asks for.
    asks: Option<Command>,
}

impl Preview {
    fn refused(refused: Refused) -> Self {
        let mut shown = Self::default();
        match refused {
            Refused::Fields(errors) => shown.errors = errors,
            Refused::Refusal(refusal) => shown.refusal = Some(*refusal),
            Refused::NotLoaded(months) => shown.not_loaded = months,
        }
        shown
    }

    /// Whether something is wrong that would make other dates: those of a form without its end are not what is meant. Who
    /// comes makes no dates.
    pub fn has_no_dates(&self) -> bool {
        let of_dates = |(path, _): (&str, &[FieldError])| !matches!(path, "client" | "visitor" | "colour" | "note");
        self.errors.iter().any(of_dates)
    }

    /// The command that saves it; where dates wait for a decision they are kept as not booked.
    pub fn command(&self) -> Option<Command> {
        let mut command = self.asks.clone().filter(|_| self.errors.is_empty())?;
        if self.plan.as_ref()?.open() > 0 {
            match &mut command {
                Command::CreateSeries(draft) | Command::EditSeries { draft, .. } => {
                    for policy in [&mut draft.conflicts, &mut draft.closed_days] {
                        if *policy == Policy::Ask {
                            *policy = Policy::Unplaced;
                        }
                    }
                }
                Command::Cover { clashing, .. } => clashing.later = true,
                _ => return None,
            }
        }
        Some(command)
    }

    /// The next dates with their places in the rule, by which services are counted that are not there on every visit (spec
    /// S2.10): in a chapter that would begin, as the one before it counts.
    pub fn counted(&self, book: &Book) -> Vec<(u32, Day)> {
        const ENOUGH: usize = 40;
        let lines = self.plan.iter().flat_map(|plan| &plan.lines);
        let known = |visit: &Visit| book.chapters().get(visit.chapter_id).is_some();
        let both = |line: &PlanLine| Some((line.before.clone()?, line.after.clone()?));
        let begins = lines.clone().filter_map(both).find(|(_, after)| !known(after));
        let before = begins.map_or(0, |(before, after)| before.position.saturating_sub(after.position));
        let place = |visit: &Visit| visit.position + if known(visit) { 0 } else { before };
        let all = lines.filter_map(|line| line.after.as_ref());
        let counted = |visit: &Arc<Visit>| (place(visit), visit.day);
        let there = all.clone().filter(|visit| visit.is_busy()).map(counted);
        let there: Vec<(u32, Day)> = there.take(ENOUGH).collect();
        if there.is_empty() {
            // Nobody would come: the dates are counted all the same.
            return all.map(counted).take(ENOUGH).collect();
        }
        there
    }

    /// Whether it is for some days alone, after which all is as it was.
    pub fn is_for_some_days(&self) -> bool {
        matches!(self.asks, Some(Command::Cover { .. }))
    }
}

fn command(draft: SeriesDraft, edit: Option<(&Before, Days)>, reason: &str) -> Command {
    let draft = Box::new(draft);
    match edit {
        Some((before, days)) => Command::EditSeries {
            series: before.series,
            draft,
            reason: reason.to_owned(),
            how: before.how.edit(days),
        },
        None => Command::CreateSeries(draft),
    }
}

/// Reckons it.
pub fn reckon(typed: &Typed, before: Option<&Before>, book: &Book, now: Instant, habit: DateHabit) -> Preview {
    let asked = asked(typed, book, habit);
    let mut errors = asked.errors;
    let edit = match before {
        Some(before) => match before.how.days(habit) {
            Some(days) => Some((before, days)),
            // What is wrong with its date stands there.
            None => return Preview::default(),
        },
        None => None,
    };
    if let Some((before, Days::Between(first, last))) = edit {
        return for_some_days(before, (first, last), (asked.request, &typed.kept), book, now);
    }
    let there = match edit {
        Some((before, days)) => match draft_to_change(book, before.series, days.scope(), now) {
            Ok(draft) => Some(DraftNow(draft)),
            Err(refused) => return Preview::refused(refused),
        },
        None => None,
    };
    let (request, purpose) = match (before, &there) {
        (Some(before), Some(there)) => (changed(asked.request, &before.request), Purpose::Edit(there)),
        _ if typed.how_often == HowOften::Once => (asked.request, Purpose::Single),
        _ => (asked.request, Purpose::Standing),
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
        match preview(book, &command(draft.clone(), edit, &shown.reason), &mut moment) {
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
    let asks = command(draft.clone(), edit, &shown.reason);
    if let Some((before, days)) = edit {
        shown.by_hand = by_hand(book, &asks, now);
        shown.past = past(book, before.series, days, now);
    }
    if shown.plan.as_ref().is_some_and(|plan| plan.open() > 0) {
        shown.nearest = nearest(book, &asks, now);
    }
    (shown.draft, shown.asks) = (Some(draft), Some(asks));
    shown
}

/// Where each date that waits for a decision would go, did the policy say the nearest free time (spec S4.9).
fn nearest(book: &Book, asks: &Command, now: Instant) -> BTreeMap<Civil, Civil> {
    let mut asks = asks.clone();
    if let Command::CreateSeries(draft) | Command::EditSeries { draft, .. } = &mut asks {
        take_nearest([&mut draft.conflicts, &mut draft.closed_days]);
    }
    let plan = preview(book, &asks, &mut Moment::new(now, 0));
    let lines = plan.map(|plan| plan.lines).unwrap_or_default();
    let moved = lines.iter().filter(|line| line.is_moved() && !line.open);
    // What is past already cannot be had any more.
    let to_come = moved.filter_map(|line| {
        Some((
            line.original,
            line.after.as_ref().filter(|after| after.start_utc > now)?,
        ))
    });
    to_come.map(|(original, after)| (original, after.start())).collect()
}

/// What is asked about goes to the nearest free time.
pub fn take_nearest(policies: [&mut Policy; 2]) {
    for policy in policies {
        if *policy == Policy::Ask {
            *policy = Policy::Nearest;
        }
    }
}

/// What the visits of some days would be for a while (spec S4.5); what cannot be changed for a while is said at its field.
fn for_some_days(
    before: &Before,
    days: (Day, Day),
    (mut request, kept): (Map<String, Value>, &BTreeSet<Day>),
    book: &Book,
    now: Instant,
) -> Preview {
    // What is booked although it clashes is said of dates, not of the layer.
    request.remove("keep_dates");
    for field in before.request.keys().filter(|field| *field != "keep_dates") {
        if !request.contains_key(field) {
            request.insert(field.clone(), Value::Null);
        }
    }
    request.retain(|field, value| before.request.get(field).unwrap_or(&Value::Null) != value);
    let layer = match request::read_layer(book, &Value::Object(request), before.series, days) {
        Ok(layer) => layer,
        Err(errors) => {
            return Preview {
                errors,
                ..Preview::default()
            };
        }
    };
    let mut asks = Command::Cover {
        layer: Box::new(layer),
        force: before.how.overwrites.force(),
        clashing: Clashing::default(),
    };
    let mut planned = preview(book, &asks, &mut Moment::new(now, 0));
    if let (Ok(plan), Command::Cover { clashing, .. }) = (&planned, &mut asks) {
        let starts = plan.lines.iter().map(|line| line.original);
        clashing.kept = starts.filter(|start| kept.contains(&start.day)).collect();
        if !clashing.kept.is_empty() {
            planned = preview(book, &asks, &mut Moment::new(now, 0));
        }
    }
    let shown = match planned {
        Ok(plan) => Preview {
            plan: Some(plan),
            ..Preview::default()
        },
        Err(refused) => Preview::refused(refused),
    };
    Preview {
        draft: Some(before.draft.0.clone()),
        by_hand: by_hand(book, &asks, now),
        past: past(book, before.series, Days::Between(days.0, days.1), now),
        asks: Some(asks),
        ..shown
    }
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
