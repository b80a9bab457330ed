//! What a change does with dates, counted once: the line that sums it up and the button that does it are made of the same parts,
//! so that their numbers and verbs agree.

use std::collections::BTreeMap;

use super::{capital, counted};
use crate::domain::Plan;
use crate::domain::plan::{LineKind, PlanLine};
use crate::domain::values::VisitState;

/// What a change is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verb {
    /// Nobody comes.
    Away,
    /// They come again.
    Back,
    /// It goes on.
    GoOn,
    /// They are left out.
    LeaveOut,
    /// They are booked whatever speaks against it.
    BookAnyway,
    /// They move to other times.
    MoveAll,
    /// Others do them.
    Leave,
    /// They are something else from now on, or for a while.
    Change,
    /// They are cancelled.
    Cancel,
    /// One is moved, and those after it with it.
    Move,
}

impl Verb {
    /// What the button says before all that happens to dates: the change is more than that.
    const fn before(self) -> Option<&'static str> {
        match self {
            Verb::Away | Verb::Leave => Some("Save"),
            Verb::Move => Some("Move"),
            _ => None,
        }
    }

    /// What the button says where no visit comes, goes or changes.
    const fn alone(self, nothing_is_known: bool) -> &'static str {
        match self {
            Verb::Away | Verb::Leave => "Save",
            Verb::Back => "Back again",
            Verb::GoOn => "Go on",
            Verb::LeaveOut => "Leave out",
            Verb::BookAnyway => "Book anyway",
            Verb::MoveAll | Verb::Move => "Move",
            Verb::Change => "Change",
            // "Cancel" alone would be the button that does nothing.
            Verb::Cancel if nothing_is_known => "Cancel visits",
            Verb::Cancel => "Cancel the rest",
        }
    }
}

/// What happens to one date, in the order in which it is said.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Deed {
    Change,
    Hold,
    TakeUp,
    GoOn,
    Move,
    BookAnyway,
    Cancel,
    Book,
    Remove,
    LeaveOut,
    Later,
}

impl Deed {
    /// What happens to the date of a line; nothing where it stays as it was.
    fn of(verb: Verb, line: &PlanLine) -> Option<Self> {
        if line.open {
            return Some(Deed::Later);
        }
        if !line.is_news() {
            return None;
        }
        let is_held = line.after.as_ref().map(|visit| visit.state) == Some(VisitState::OnHold);
        Some(match (verb, line.kind) {
            (_, LineKind::Untouched) => return None,
            (_, LineKind::Failed) => Deed::Later,
            // What was not booked and is free by now needs neither.
            (Verb::MoveAll, LineKind::Created) if !line.is_moved() => Deed::Book,
            (Verb::BookAnyway, _) if line.conflicts.is_empty() => Deed::Book,
            (Verb::MoveAll, _) => Deed::Move,
            (Verb::BookAnyway, _) => Deed::BookAnyway,
            (Verb::LeaveOut, _) | (_, LineKind::LeftOut) => Deed::LeaveOut,
            // A date that was not booked is no visit that could be cancelled.
            (Verb::Cancel, _) if !line.changes_a_visit() => Deed::LeaveOut,
            (Verb::Cancel, _) => Deed::Cancel,
            (_, LineKind::Deleted) => Deed::Remove,
            (_, LineKind::Created | LineKind::Changed | LineKind::Forced) if is_held => Deed::Hold,
            (Verb::Back, _) => Deed::TakeUp,
            (Verb::GoOn, _) => Deed::GoOn,
            (_, LineKind::Created) => Deed::Book,
            (_, LineKind::Changed | LineKind::Forced) => Deed::Change,
        })
    }

    /// "change 12 visits"
    fn does(self, many: &str) -> String {
        let verb = match self {
            Deed::Change => "change",
            Deed::Hold => "hold",
            Deed::TakeUp => "take up",
            Deed::GoOn => "go on with",
            Deed::Move => "move",
            Deed::BookAnyway => return format!("book {many} anyway"),
            Deed::Cancel => "cancel",
            Deed::Book => "book",
            Deed::Remove => "remove",
            Deed::LeaveOut => "leave out",
            Deed::Later => return format!("sort out {many} later"),
        };
        format!("{verb} {many}")
    }

    /// "12 changed"
    const fn done(self) -> &'static str {
        match self {
            Deed::Change => "changed",
            Deed::Hold => "held",
            Deed::TakeUp => "taken up again",
            Deed::GoOn => "go on",
            Deed::Move => "moved",
            Deed::BookAnyway => "booked anyway",
            Deed::Cancel => "cancelled",
            Deed::Book => "booked",
            Deed::Remove => "removed",
            Deed::LeaveOut => "left out",
            Deed::Later => "to sort out later",
        }
    }
}

/// What happens to how many dates.
fn parts(verb: Verb, plan: &Plan) -> BTreeMap<Deed, usize> {
    let mut parts = BTreeMap::new();
    for deed in plan.lines.iter().filter_map(|line| Deed::of(verb, line)) {
        *parts.entry(deed).or_default() += 1;
    }
    parts
}

/// The button: "Change 12 visits", "Change 10 visits, leave out 1, sort out 2 later", "Save, hold 4 visits"; the verb alone where
/// nothing is known of a date.
pub fn button(verb: Verb, plan: Option<&Plan>) -> String {
    let parts = plan.map(|plan| parts(verb, plan)).unwrap_or_default();
    let mut says: Vec<String> = verb.before().map(str::to_owned).into_iter().collect();
    let only_later = parts.keys().all(|deed| *deed == Deed::Later);
    if only_later && says.is_empty() {
        says.push(verb.alone(plan.is_none()).to_owned());
    }
    for (n, (deed, count)) in parts.into_iter().enumerate() {
        let many = match deed {
            Deed::Later => count.to_string(),
            _ if n > 0 => count.to_string(),
            Deed::LeaveOut => counted(count, "date", "dates"),
            _ => counted(count, "visit", "visits"),
        };
        says.push(deed.does(&many));
    }
    capital(&says.join(", "))
}

/// The same in a line: "12 changed, 2 to sort out later", with what stays as it was; "nothing changes".
pub fn summary(verb: Verb, plan: &Plan) -> String {
    let parts = parts(verb, plan);
    if parts.is_empty() {
        return "nothing changes".to_owned();
    }
    let forced = plan.of(LineKind::Forced);
    let mut says: Vec<String> = Vec::new();
    for (deed, count) in parts {
        says.push(format!("{count} {}", deed.done()));
        if deed == Deed::Change && forced > 0 {
            says.push(format!("{forced} of them changed by hand before"));
        }
    }
    let stay = plan.of(LineKind::Untouched);
    if stay > 0 {
        says.push(counted(stay, "as it was", "as they were"));
    }
    says.join(", ")
}
