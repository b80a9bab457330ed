//! A date of a plan as a line: when, now, after, why, what speaks against it, and what can be done about it.

use std::sync::Arc;

use crate::domain::Book;
use crate::domain::draft::SeriesDraft;
use crate::domain::plan::{LineKind, PlanLine, Why};
use crate::domain::rows::{LocationId, Visit};
use crate::domain::values::VisitState;
use crate::time::{Civil, Day};
use crate::ui::look::Tone;
use crate::ui::widgets::{Column, TickRow, Width};
use crate::words;

/// What the list is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// The dates of something new.
    New,
    /// What changes in something that exists, beside a form: why stands below a line, where it is asked for, as beside two
    /// times there is no room for a sentence.
    Change,
    /// What changes, in a dialog.
    Wide,
    /// The same of several standing appointments: with who comes.
    People,
}

/// What is said of a date that is a problem already, whatever changes.
const IN_TO_DO: &str = "in To do already";

/// "Wed 30 Sept 2026" in one line.
const DATE: f32 = 148.0;

const NEW: [Column<'static>; 3] = [
    Column::text("Date", Width::Points(DATE)).fixed(),
    Column::text("Time", Width::Points(128.0)).fixed(),
    Column::text("Why", Width::Share(1.0)).fixed().quiet(),
];

const CHANGE: [Column<'static>; 3] = [
    Column::text("Date", Width::Points(DATE)).fixed(),
    Column::text("Now", Width::Share(1.05)).fixed().quiet(),
    Column::text("After", Width::Share(1.0)).fixed(),
];

const WIDE: [Column<'static>; 4] = [
    Column::text("Date", Width::Points(DATE)).fixed(),
    Column::text("Now", Width::Share(1.0)).fixed().quiet(),
    Column::text("After", Width::Share(1.0)).fixed(),
    Column::text("Why", Width::Share(1.2)).fixed().quiet(),
];

const PEOPLE: [Column<'static>; 5] = [
    Column::text("Date", Width::Points(DATE)).fixed(),
    Column::text("Who", Width::Share(0.9)).fixed(),
    Column::text("Now", Width::Share(1.0)).fixed().quiet(),
    Column::text("After", Width::Share(1.0)).fixed(),
    Column::text("Why", Width::Share(1.2)).fixed().quiet(),
];

/// The columns of the list.
pub fn columns(shape: Shape) -> &'static [Column<'static>] {
    match shape {
        Shape::New => &NEW,
        Shape::Change => &CHANGE,
        Shape::Wide => &WIDE,
        Shape::People => &PEOPLE,
    }
}

/// What a list knows of a line beside the plan.
#[derive(Debug, Clone, Copy, Default)]
pub struct Known {
    /// Where a visit that is not in the book yet would be.
    pub location: Option<LocationId>,
    /// This date was booked anyway by hand.
    pub taken: bool,
    /// Something of it was changed by hand; whether that is overwritten.
    pub overwritten: Option<bool>,
    /// What speaks against it waits in To do already.
    pub in_to_do: bool,
    /// When it would be free instead.
    pub nearest: Option<Civil>,
}

/// Whether a line has a second one.
pub fn is_tall(line: &PlanLine, shape: Shape, by_hand: bool) -> bool {
    let says_why = shape == Shape::Change && !why(line, shape, None).is_empty();
    by_hand || says_why || says_below(line, shape).is_some() || !line.conflicts.is_empty() || line.clock.is_some()
}

/// What the dates of a plan are counted by: the rules of their chapters, of which those that would begin are not in the book.
#[derive(Clone, Copy)]
pub struct Rhythms<'a> {
    /// The book.
    pub book: &'a Book,
    /// The dates.
    pub lines: &'a [PlanLine],
    /// What a form says, where that is another rule than in the book.
    pub draft: Option<&'a SeriesDraft>,
}

impl Rhythms<'_> {
    /// "every 2 weeks from 23 Mar"; nothing where the date is of no rule.
    fn of(&self, line: &PlanLine) -> Option<String> {
        let chapter = line.after.as_ref()?.chapter_id;
        let known = self.book.chapters().get(chapter);
        let before = line
            .before
            .as_ref()
            .and_then(|visit| self.book.chapters().get(visit.chapter_id));
        let rule = match self.draft {
            Some(draft) => draft.rule.as_ref(),
            // What would begin is as often as what was.
            None => known.or(before).and_then(|chapter| chapter.rule.as_ref()),
        }?;
        let is_its = |line: &&PlanLine| line.after.as_ref().is_some_and(|visit| visit.chapter_id == chapter);
        let mut its = self.lines.iter().filter(is_its);
        let first = its.clone().find(|line| line.number() == Some(1));
        let start = match (first, known, self.draft) {
            // Where the change lets it begin.
            (Some(first), ..) => first.original.day,
            (None, Some(known), None) => known.start_day,
            (None, Some(_), Some(draft)) => draft.start,
            (None, None, _) => its.next()?.original.day,
        };
        Some(words::plan::rhythm(rule, start, line.original.day))
    }

    pub(super) fn why(&self, line: &PlanLine, shape: Shape) -> String {
        match (self.of(line), line.why) {
            // The sentence of the rule stands right above.
            (Some(_), Why::Rule { .. }) if shape == Shape::New => words::plan::reason(line),
            (rhythm, _) => why(line, shape, rhythm.as_deref()),
        }
    }
}

fn why(line: &PlanLine, shape: Shape, rhythm: Option<&str>) -> String {
    match (line.kind, shape) {
        (LineKind::Failed, Shape::New) => "not booked, to sort out".to_owned(),
        // What speaks against it stands below.
        (LineKind::Failed, _) if !line.conflicts.is_empty() => String::new(),
        // A visit that is not booked keeps in short why.
        (LineKind::Failed, _) => line
            .after
            .as_ref()
            .map(|visit| words::conflict::kinds(&visit.reason))
            .unwrap_or_default(),
        _ if says_below(line, shape).is_some() => String::new(),
        // What is done by somebody else, or for longer, is a date for the same reason as before.
        (LineKind::Changed | LineKind::Forced, Shape::Wide | Shape::People) if is_same_start(line) => String::new(),
        (LineKind::Created | LineKind::Changed | LineKind::Forced, Shape::Change) if !line.is_moved() => String::new(),
        (LineKind::Deleted, Shape::Change) if line.why == Why::NoLongerInTheRule => String::new(),
        // That it is cancelled is said already; that it was changed by hand before is worth a look.
        (LineKind::Deleted, _) if matches!(line.why, Why::SeriesEnds | Why::LeftOutByHand) => {
            let changed = line.before.as_ref().map(|visit| visit.changed);
            changed.and_then(words::visit::by_hand).unwrap_or_default()
        }
        _ => words::plan::reason_of(line, rhythm),
    }
}

/// What a line says below itself of how it was solved: from where it is moved, before what spoke against that, or that it is free
/// by now. In a dialog there is room for all of it.
fn says_below(line: &PlanLine, shape: Shape) -> Option<String> {
    if !matches!(shape, Shape::Wide | Shape::People) {
        return None;
    }
    match line.why {
        Why::Moved { .. } => Some(words::plan::moved_from(line)),
        Why::FreeByNow => Some(words::plan::reason(line)),
        _ => None,
    }
}

/// Whether a date of the rule stays where it was.
fn is_same_start(line: &PlanLine) -> bool {
    let start = |visit: &Option<Arc<Visit>>| visit.as_ref().map(|visit| visit.start());
    matches!(line.why, Why::Rule { .. }) && start(&line.before) == start(&line.after)
}

/// The day that a line is called by: on which the visit is in the book, or which the rule gives where it is in none yet. Where it
/// is another day afterwards, that stands beside its times.
pub(super) fn day_of(line: &PlanLine) -> Day {
    let stands = line.before.as_ref().filter(|visit| visit.state != VisitState::Removed);
    stands.map_or(line.original.day, |visit| visit.day)
}

/// The words of a line.
pub fn row_of(rhythms: Rhythms<'_>, line: &PlanLine, shape: Shape, known: Known) -> TickRow {
    let book = rhythms.book;
    let out = matches!(line.kind, LineKind::LeftOut | LineKind::Deleted);
    let past = line.kind == LineKind::Untouched && line.why == Why::Past;
    let day = words::dates::weekday_and_day(day_of(line));
    let before = line.before.as_deref().filter(|visit| visit.is_busy());
    let after = line.after.as_deref().filter(|_| !out);
    let why = rhythms.why(line, shape);
    let against = match shape {
        Shape::New => second(book, line, Known { nearest: None, ..known }),
        _ => second(book, line, known),
    };
    let said = |visit: Option<&Visit>| visit.map(|visit| when(book, visit, line, shape)).unwrap_or_default();
    let now = || match line.before.as_ref().map(|visit| visit.state) {
        // Beside a form there is no room for when it would have been.
        Some(VisitState::Failed) if shape == Shape::Change => "Not booked".to_owned(),
        Some(VisitState::Failed) => format!("Not booked, {}", said(line.before.as_deref())),
        Some(VisitState::OnHold) => "Held".to_owned(),
        _ => said(before),
    };
    let instead = || instead(line).map_or_else(|| said(after), str::to_owned);
    let who = || {
        let visit = line.before.as_ref().or(line.after.as_ref());
        visit.map(|visit| words::visit::who(book, visit)).unwrap_or_default()
    };
    let capital = |text: &str| words::capital(text);
    let both = |why: String, against: String| {
        let parts = [why, against].into_iter().filter(|part| !part.is_empty());
        parts.collect::<Vec<_>>().join(": ")
    };
    let solved = says_below(line, shape);
    let is_solved = solved.is_some();
    let from = solved.unwrap_or_default();
    let (cells, below) = match shape {
        Shape::New => {
            // When it would be free instead is more to the point than which date it is.
            let free = known.nearest.filter(|_| line.open);
            let free = free.map(|free| words::place::nearest(free, day_of(line), words::dates::face(book)));
            (vec![day, said(after), capital(&free.unwrap_or(why))], against)
        }
        Shape::Change => (vec![day, now(), instead()], both(why, against)),
        Shape::Wide => (vec![day, now(), instead(), capital(&why)], both(from, against)),
        Shape::People => (vec![day, who(), now(), instead(), capital(&why)], both(from, against)),
    };
    TickRow {
        ticked: match line.kind {
            LineKind::Deleted => None,
            LineKind::LeftOut => (line.why == Why::LeftOutByHand).then_some(false),
            LineKind::Untouched if past => None,
            LineKind::Created | LineKind::Changed | LineKind::Forced | LineKind::Untouched | LineKind::Failed => {
                Some(true)
            }
        },
        cells,
        second: words::capital(&below),
        tone: match (line.open || line.kind == LineKind::Failed, line.conflicts.is_empty()) {
            (true, _) => Tone::Danger,
            // What spoke against it is behind it.
            (false, _) if is_solved => Tone::Plain,
            (false, false) => Tone::Warn,
            (false, true) => Tone::Plain,
        },
        action: match (
            line.open || line.kind == LineKind::Failed || line.is_moved(),
            known.taken,
        ) {
            (true, _) => "Book anyway",
            (false, true) => "Ask again",
            (false, false) => "",
        },
        also: known.overwritten.map(|overwritten| ("Also change", overwritten)),
        faint: out || past,
    }
}

/// What stands in the place of times where a date goes.
fn instead(line: &PlanLine) -> Option<&'static str> {
    match (line.kind, line.why) {
        (LineKind::Deleted, Why::NoLongerInTheRule) => Some("No longer a date"),
        (LineKind::Deleted, Why::SeriesEnds | Why::LeftOutByHand) => Some("Cancelled"),
        (LineKind::Deleted, _) => Some("Removed"),
        (LineKind::LeftOut, _) => Some("Left out"),
        (LineKind::Failed, _) => Some("Not booked"),
        (LineKind::Untouched, Why::Past) => Some("Stays"),
        _ => {
            let is_held = line.after.as_ref().map(|visit| visit.state) == Some(VisitState::OnHold);
            is_held.then_some("Held")
        }
    }
}

/// What was done by hand, what speaks against the date, or what the clock does then.
fn second(book: &Book, line: &PlanLine, known: Known) -> String {
    // What would begin with the change has no place in the book yet.
    let mut visits = line.after.iter().chain(&line.before);
    let location = visits.find_map(|visit| words::visit::location(book, visit));
    let location = location.or(known.location);
    let conflicts = location.map(|location| words::conflict::texts(book, &line.conflicts, location).join("; "));
    let conflicts = conflicts.unwrap_or_default();
    let booked = !line.open
        && !line.is_moved()
        && !known.in_to_do
        && matches!(
            line.kind,
            LineKind::Created | LineKind::Changed | LineKind::Forced | LineKind::Untouched
        );
    let against = match (conflicts.is_empty(), words::plan::clock(book, line)) {
        (true, clock) => clock.unwrap_or_default(),
        (false, _) if booked => format!("Booked anyway: {conflicts}"),
        (false, _) => match known.nearest.filter(|_| line.open) {
            Some(nearest) => {
                let free = words::place::nearest(nearest, day_of(line), words::dates::face(book));
                format!("{conflicts}; {free}")
            }
            None => conflicts,
        },
    };
    let against = match (known.in_to_do, against.is_empty()) {
        (false, _) => against,
        (true, true) => IN_TO_DO.to_owned(),
        (true, false) => format!("{IN_TO_DO}: {against}"),
    };
    match by_hand(line, known.overwritten) {
        Some(by_hand) if against.is_empty() => by_hand,
        Some(by_hand) => format!("{by_hand}. {}", words::capital(&against)),
        None => against,
    }
}

/// "moved by hand, stays so", "moved by hand, no longer".
fn by_hand(line: &PlanLine, overwritten: Option<bool>) -> Option<String> {
    let by_hand = words::visit::by_hand(line.before.as_ref()?.changed)?;
    Some(match overwritten? {
        true => format!("{by_hand}, no longer"),
        false => format!("{by_hand}, stays so"),
    })
}

/// "10:00 to 10:45", with the day where it is another one; in a change with who.
fn when(book: &Book, visit: &Visit, line: &PlanLine, shape: Shape) -> String {
    let end = visit.start() + visit.minutes;
    let times = words::dates::times(visit.time, end.time, words::dates::face(book));
    let day = if visit.day == day_of(line) {
        String::new()
    } else {
        format!("{} ", words::dates::weekday_day_and_month(visit.day))
    };
    match visit.lead().filter(|_| shape != Shape::New) {
        // Beside a form there is no room for all of it.
        Some(lead) if shape == Shape::Change && !day.is_empty() => {
            let begins = words::dates::time(visit.time, words::dates::face(book));
            format!("{day}{begins}, {}", words::visit::staff(book, lead))
        }
        Some(lead) => format!("{day}{times}, {}", words::visit::staff(book, lead)),
        None => format!("{day}{times}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::command::{Command, Fix};
    use crate::domain::draft::SeriesEnd;
    use crate::domain::fixture::Salon;
    use crate::domain::preview;
    use crate::domain::schedule::problem;

    /// Spec S4.10: a date that a fix moves says from where, and what spoke against that.
    #[test]
    fn a_date_that_is_moved_says_why() {
        let mut salon = Salon::at("Europe/Berlin", "2026-03-02T08:00");
        let mut draft = salon.draft("FREQ=WEEKLY;BYDAY=TU", "2026-03-03", "10:00");
        draft.end = SeriesEnd::After(2);
        let series = salon.create(draft);
        let closed = serde_json::json!({"locations": [{"name": "Main Street",
            "closed_days": [{"from": "2026-03-10", "to": "2026-03-10", "reason": "Stocktaking"}]}]});
        let draft = crate::domain::setup::read(&salon.book, &closed).unwrap();
        salon.carry(&Command::SetUp(Box::new(draft)));
        let visit = salon.visit(series, "2026-03-10T10:00");
        let found = problem(&salon.book, &visit, salon.moment.now).unwrap();
        let fix = Command::SolveProblems {
            visits: vec![visit.id],
            fix: Fix::Next,
        };
        let mut plan = preview(&salon.book, &fix, &mut salon.moment).unwrap();
        for line in &mut plan.lines {
            line.conflicts.clone_from(&found.conflicts);
        }
        let rhythms = Rhythms {
            book: &salon.book,
            lines: &plan.lines,
            draft: None,
        };
        for shape in [Shape::Wide, Shape::People] {
            let row = row_of(rhythms, &plan.lines[0], shape, Known::default());
            assert_eq!(row.second, "Moved from Tue 10 Mar: closed, Stocktaking");
            assert_eq!((row.cells.last().unwrap().as_str(), row.tone), ("", Tone::Plain));
            assert!(is_tall(&plan.lines[0], shape, false));
        }
    }
}
