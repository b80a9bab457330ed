//! Deciding: a command becomes a change, or the salon says why not. A pure function of the book, the command and the
//! moment; the plan that a preview shows is the one that is applied.

mod again;
mod beside;
mod by_hand;
mod cancel;
mod chapter;
mod count_on;
mod cover;
mod create;
mod dates;
mod edit;
mod ends;
mod free;
mod from_visit;
mod import;
mod keep;
mod leaves;
mod mark;
mod matching;
mod others;
mod out;
mod pause;
mod policy;
mod reach;
mod remove;
mod series;
mod solve;
mod take_over;
mod top_up;
mod undo;
mod usual;
mod visit;

pub use count_on::can_count_on;
pub(super) use dates::block;
pub use dates::horizon;
pub use free::{FreeRow, free};
pub use import::{decide as decide_import, foresee as foresee_import};
pub use out::{Absent, Call, Offer, call_list};
pub use reach::draft_to_change;
pub use undo::inverse;
pub use usual::usual;

use std::collections::BTreeSet;

use super::book::Book;
use super::change::Change;
use super::command::{Command, Moment};
use super::plan::Plan;
use super::refusal::{Refusal, Refused};
use crate::time::{Day, Instant, YearMonth};

/// No visit reaches so many days far, whatever the zones of two locations are.
const AROUND: i32 = 3;

/// What was decided: what is done, and what it means date by date.
#[derive(Debug, Clone, PartialEq)]
pub struct Decided {
    /// What is done to the rows.
    pub change: Change,
    /// What it means.
    pub plan: Plan,
}

/// Whether open clashes stop a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asking {
    /// They are shown, nothing is decided yet.
    Preview,
    /// They are refused.
    Decide,
}

/// Decides a command.
///
/// # Errors
/// [`Refused`]: errors at fields, a refusal, or months that are to be loaded first.
pub fn decide(book: &Book, command: &Command, moment: &mut Moment) -> Result<Decided, Refused> {
    let decided = carry(book, command, moment, Asking::Decide)?;
    // Another calendar may hold nothing new.
    if decided.change.edits.is_empty() && !matches!(command, Command::Import(_)) {
        return Err(Refusal::NothingToChange.into());
    }
    Ok(decided)
}

/// What a command would do, with its open clashes.
///
/// # Errors
/// As [`decide`], but open clashes are lines of the plan.
pub fn preview(book: &Book, command: &Command, moment: &mut Moment) -> Result<Plan, Refused> {
    carry(book, command, moment, Asking::Preview).map(|decided| decided.plan)
}

/// What a command would do, and the book as it would be then: where the plan's new visits are named from.
///
/// # Errors
/// As [`preview`].
pub fn foresee(book: &Book, command: &Command, moment: &mut Moment) -> Result<(Plan, Book), Refused> {
    let Decided { change, plan } = carry(book, command, moment, Asking::Preview)?;
    let mut then = book.clone();
    for edit in &change.edits {
        // The change was decided on this book, so that it applies.
        if then.apply(edit).is_err() {
            return Err(Refusal::PlanIsStale.into());
        }
    }
    Ok((plan, then))
}

/// Refuses to decide before all visits from a day until now are loaded; what is to come always is.
fn loaded(book: &Book, from: Day, now: Instant) -> Result<(), Refused> {
    let (from, now) = (from.year_month(), book.zone().civil(now).day.year_month());
    let missing: Vec<YearMonth> = (0..=now - from)
        .map(|months| from + months)
        .filter(|month| !book.is_loaded(month.first_day()))
        .collect();
    if missing.is_empty() {
        Ok(())
    } else {
        Err(Refused::NotLoaded(missing))
    }
}

/// Refuses to place visits where others may lie that are not loaded: what they clash with would not be seen.
fn loaded_around(book: &Book, days: impl IntoIterator<Item = Day>) -> Result<(), Refused> {
    let around = days.into_iter().flat_map(|day| [day - AROUND, day + AROUND]);
    let missing: BTreeSet<YearMonth> = around
        .map(|day| day.clamp(Day::FIRST, Day::LAST))
        .filter(|day| !book.is_loaded(*day))
        .map(Day::year_month)
        .collect();
    if missing.is_empty() {
        Ok(())
    } else {
        Err(Refused::NotLoaded(missing.into_iter().collect()))
    }
}

fn carry(book: &Book, command: &Command, moment: &mut Moment, asking: Asking) -> Result<Decided, Refused> {
    if book.business().is_none() && !matches!(command, Command::SetUp(_) | Command::TopUp) {
        return Err(Refusal::NoBusiness.into());
    }
    match command {
        Command::SetUp(draft) => super::setup::decide(book, draft, moment),
        Command::Remove(subject) => remove::decide(book, *subject, moment),
        Command::CreateSeries(draft) => create::decide(book, draft, moment, asking),
        Command::EditSeries {
            series,
            draft,
            reason,
            how,
        } => edit::decide(book, *series, draft, (reason, how), moment, asking),
        Command::CancelSeries { series, from, reason } => cancel::decide(book, *series, *from, reason, moment),
        Command::CancelDays {
            series,
            first,
            last,
            reason,
        } => cancel::days(book, *series, (*first, *last), reason, moment),
        Command::EndCover { layer, last, clashing } => cover::end(book, *layer, *last, clashing, moment, asking),
        Command::Cover { layer, force, clashing } => cover::decide(book, layer, (force, clashing), moment, asking),
        Command::CountFrom {
            visit,
            to,
            staff,
            minutes,
            keep_conflicts,
            clashing,
        } => {
            let to = visit::Move {
                to: *to,
                staff: *staff,
                minutes: *minutes,
            };
            from_visit::count_from(book, *visit, &to, (*keep_conflicts, clashing), moment, asking)
        }
        Command::MakeUsual {
            visit,
            scope,
            reset_start,
            clashing,
        } => from_visit::make_usual(book, *visit, (*scope, *reset_start), clashing, moment, asking),
        Command::Pause {
            whose,
            from,
            until,
            gives_up,
        } => pause::pause(book, *whose, (*from, *until), *gives_up, moment),
        Command::ComeBack { whose } => pause::come_back(book, *whose, moment),
        Command::Restart { series } => pause::restart(book, *series, moment),
        Command::SolveProblems { visits, fix } => solve::decide(book, visits, *fix, moment),
        Command::StaffOut {
            absent,
            instead,
            cancelled,
        } => out::decide(book, *absent, (instead.as_deref(), cancelled), moment, asking),
        Command::StaffLeaves { staff, last, to } => leaves::decide(book, *staff, (*last, *to), moment, asking),
        Command::CancelVisit { visit, how } => visit::cancel(book, *visit, *how, moment),
        Command::RestoreVisit { visit, keep_conflicts } => {
            visit::restore(book, *visit, *keep_conflicts, moment, asking)
        }
        Command::MoveVisit {
            visit,
            to,
            staff,
            minutes,
            keep_conflicts,
        } => {
            let to = visit::Move {
                to: *to,
                staff: *staff,
                minutes: *minutes,
            };
            visit::shift(book, *visit, &to, *keep_conflicts, moment, asking)
        }
        Command::EditVisit {
            visit,
            draft,
            keep_conflicts,
        } => by_hand::edit(book, *visit, draft, *keep_conflicts, moment, asking),
        Command::ResetVisit {
            visit,
            fields,
            keep_conflicts,
        } => by_hand::reset(book, *visit, *fields, *keep_conflicts, moment, asking),
        Command::MarkVisit { visit, places, mark } => mark::decide(book, *visit, places, *mark, moment),
        Command::CancelAndCountOn {
            visit,
            how,
            keep_conflicts,
        } => count_on::decide(book, *visit, *how, *keep_conflicts, moment, asking),
        Command::Import(import) => {
            let (decided, _) = import::decide(book, import, moment)?;
            decided.ok_or_else(|| Refusal::NothingToChange.into())
        }
        Command::TopUp => top_up::decide(book, moment),
    }
}
