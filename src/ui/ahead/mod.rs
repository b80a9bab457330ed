//! A change of many dates before it is done (spec S4.1): what would become of each, which visits it is for, and the dialog that
//! asks. Forms and dialogs of views share it, so that every change is shown and confirmed in one way.
//!
//! Nothing is written here: a plan is made of a copy of the book, and what is asked goes into the queue.

pub mod asking;
pub mod list;
pub mod row;
pub mod which;

use std::collections::BTreeSet;

use crate::domain::command::{Clashing, Command, EditHow, Force, Moment};
use crate::domain::plan::{LineKind, Plan, PlanLine};
use crate::domain::{Book, Refused, preview};
use crate::time::{Civil, Instant};
use crate::ui::{Act, Context, said};

/// What a command would do, kept until the book or the command is another one.
#[derive(Debug, Clone, Default)]
pub struct LookAhead {
    made: Option<Made>,
}

/// What a command would do.
#[derive(Debug, Clone)]
pub struct Made {
    edition: u64,
    /// What is asked for.
    pub command: Command,
    /// Date by date, or why it cannot be.
    pub plan: Result<Plan, String>,
    /// The dates of which a person changed something by hand that would stay.
    pub by_hand: BTreeSet<Civil>,
}

impl LookAhead {
    /// Reckons anew where the command or the book is another one; whether it did. Nothing is known of no command.
    pub fn reckon(&mut self, context: &mut Context<'_>, command: Option<Command>) -> bool {
        let Some(command) = command else {
            return self.made.take().is_some();
        };
        let stands = |made: &Made| made.edition == context.edition && made.command == command;
        if self.made.as_ref().is_some_and(stands) {
            return false;
        }
        // A look ahead makes no names that stay.
        let mut moment = Moment::new(context.now, 0);
        let plan = preview(context.book, &command, &mut moment);
        if let Err(Refused::NotLoaded(months)) = &plan
            && let (Some(first), Some(last)) = (months.first(), months.last())
        {
            context.ask(Act::Load(first.first_day(), last.last_day()));
        }
        self.made = Some(Made {
            edition: context.edition,
            by_hand: by_hand(context.book, &command, context.now),
            command,
            plan: plan.map_err(|refused| said::refused(context.book, &refused)),
        });
        true
    }

    /// What was reckoned.
    pub fn made(&self) -> Option<&Made> {
        self.made.as_ref()
    }

    /// What would change, where it can be.
    pub fn plan(&self) -> Option<&Plan> {
        self.made.as_ref()?.plan.as_ref().ok()
    }
}

/// The dates of which a change leaves what a person did by hand as it is, and could overwrite it (spec S4.2): those that it does
/// overwrite where it is told to overwrite all.
pub fn by_hand(book: &Book, command: &Command, now: Instant) -> BTreeSet<Civil> {
    let mut command = command.clone();
    match &mut command {
        Command::EditSeries {
            how: EditHow { force, .. },
            ..
        }
        | Command::Cover { force, .. } => *force = Force::All,
        _ => return BTreeSet::new(),
    }
    let mut moment = Moment::new(now, 0);
    let plan = preview(book, &command, &mut moment);
    let lines = plan.map(|plan| plan.lines).unwrap_or_default();
    let forced = lines.into_iter().filter(|line| line.kind == LineKind::Forced);
    forced.map(|line| name_of(&line)).collect()
}

/// How a line is named where it is overwritten: by the start that its visit would have had until now.
pub fn name_of(line: &PlanLine) -> Civil {
    line.before.as_ref().map_or(line.original, |visit| visit.original())
}

/// What a person decided on single dates of a change, and whether they look only at those that clash.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Decisions {
    /// What is overwritten of what was changed by hand.
    pub overwrites: Overwrites,
    /// Dates that are booked although they clash.
    pub kept: BTreeSet<Civil>,
    /// Only the dates that clash are listed.
    pub only_clashing: bool,
}

impl Decisions {
    /// As a command that asks about dates that clash says it.
    pub fn clashing(&self) -> Clashing {
        Clashing {
            kept: self.kept.clone(),
            later: false,
        }
    }
}

/// The command and its plan as they are carried out: dates that still wait for a decision wait as not booked, where the command
/// takes that.
pub fn to_do(context: &Context<'_>, made: &Made) -> (Command, Option<Plan>) {
    let mut command = made.command.clone();
    let Ok(plan) = &made.plan else { return (command, None) };
    match clashing_of(&mut command) {
        Some(clashing) if plan.open() > 0 => {
            clashing.later = true;
            let plan = preview(context.book, &command, &mut Moment::new(context.now, 0));
            (command, plan.ok())
        }
        _ => (command, Some(plan.clone())),
    }
}

/// Whether a person can decide on each date of a command that clashes.
pub fn settles_clashes(command: &Command) -> bool {
    clashing_of(&mut command.clone()).is_some()
}

/// What a command says of dates that clash, where a person can decide on each.
fn clashing_of(command: &mut Command) -> Option<&mut Clashing> {
    match command {
        Command::Cover { clashing, .. }
        | Command::EndCover { clashing, .. }
        | Command::MakeUsual { clashing, .. }
        | Command::CountFrom { clashing, .. } => Some(clashing),
        _ => None,
    }
}

/// Which visits that were changed by hand a change overwrites.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Overwrites {
    all: bool,
    these: BTreeSet<Civil>,
}

impl Overwrites {
    /// As the command says it.
    pub fn force(&self) -> Force {
        match (self.all, self.these.is_empty()) {
            (true, _) => Force::All,
            (false, true) => Force::Nothing,
            (false, false) => Force::These(self.these.clone()),
        }
    }

    /// Whether that of a date is overwritten.
    pub fn takes(&self, original: Civil) -> bool {
        self.all || self.these.contains(&original)
    }

    /// Ticks or unticks one of the dates that there are.
    pub fn toggle(&mut self, original: Civil, there: &BTreeSet<Civil>) {
        if self.all {
            (self.all, self.these) = (false, there.clone());
        }
        if !self.these.remove(&original) {
            self.these.insert(original);
        }
    }

    /// Ticks or unticks all.
    pub fn set_all(&mut self, all: bool) {
        *self = Self {
            all,
            these: BTreeSet::new(),
        };
    }

    /// Whether all of the dates that there are are ticked.
    pub fn takes_all(&self, there: &BTreeSet<Civil>) -> bool {
        self.all || there.is_subset(&self.these)
    }
}
