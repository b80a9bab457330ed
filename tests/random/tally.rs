//! How often each kind of command is tried and done, and in which ways.

use std::collections::BTreeMap;

use chairtime::domain::command::{Fix, Whose};
use chairtime::domain::draft::{Over, SeriesEnd};
use chairtime::domain::{Command, Force, Scope};
use fastrand::Rng;

/// The kinds of commands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    SetUp,
    Remove,
    CreateSeries,
    EditSeries,
    CancelSeries,
    Pause,
    ComeBack,
    Restart,
    SolveProblems,
    StaffOut,
    StaffLeaves,
    CancelVisit,
    RestoreVisit,
    MoveVisit,
    CancelDays,
    Cover,
    EndCover,
    CountFrom,
    MakeUsual,
    EditVisit,
    ResetVisit,
    MarkVisit,
    CancelAndCountOn,
    TopUp,
    Import,
}

impl Kind {
    const ALL: [Kind; 25] = [
        Kind::SetUp,
        Kind::Remove,
        Kind::CreateSeries,
        Kind::EditSeries,
        Kind::CancelSeries,
        Kind::Pause,
        Kind::ComeBack,
        Kind::Restart,
        Kind::SolveProblems,
        Kind::StaffOut,
        Kind::StaffLeaves,
        Kind::CancelVisit,
        Kind::RestoreVisit,
        Kind::MoveVisit,
        Kind::CancelDays,
        Kind::Cover,
        Kind::EndCover,
        Kind::CountFrom,
        Kind::MakeUsual,
        Kind::EditVisit,
        Kind::ResetVisit,
        Kind::MarkVisit,
        Kind::CancelAndCountOn,
        Kind::TopUp,
        Kind::Import,
    ];

    /// The kind of a command. No wildcard: a new command needs a generator.
    pub fn of(command: &Command) -> Kind {
        match command {
            Command::SetUp(_) => Kind::SetUp,
            Command::Remove(_) => Kind::Remove,
            Command::CreateSeries(_) => Kind::CreateSeries,
            Command::EditSeries { .. } => Kind::EditSeries,
            Command::CancelSeries { .. } => Kind::CancelSeries,
            Command::Pause { .. } => Kind::Pause,
            Command::ComeBack { .. } => Kind::ComeBack,
            Command::Restart { .. } => Kind::Restart,
            Command::SolveProblems { .. } => Kind::SolveProblems,
            Command::StaffOut { .. } => Kind::StaffOut,
            Command::StaffLeaves { .. } => Kind::StaffLeaves,
            Command::CancelVisit { .. } => Kind::CancelVisit,
            Command::RestoreVisit { .. } => Kind::RestoreVisit,
            Command::MoveVisit { .. } => Kind::MoveVisit,
            Command::CancelDays { .. } => Kind::CancelDays,
            Command::Cover { .. } => Kind::Cover,
            Command::EndCover { .. } => Kind::EndCover,
            Command::CountFrom { .. } => Kind::CountFrom,
            Command::MakeUsual { .. } => Kind::MakeUsual,
            Command::EditVisit { .. } => Kind::EditVisit,
            Command::ResetVisit { .. } => Kind::ResetVisit,
            Command::MarkVisit { .. } => Kind::MarkVisit,
            Command::CancelAndCountOn { .. } => Kind::CancelAndCountOn,
            Command::TopUp => Kind::TopUp,
            Command::Import(_) => Kind::Import,
        }
    }
}

/// How often each kind was tried, and how often each way of it was done.
#[derive(Debug, Default)]
pub struct Tally {
    tried: [usize; Kind::ALL.len()],
    done: [usize; Kind::ALL.len()],
    ways: BTreeMap<&'static str, usize>,
}

/// The ways in which commands can be meant; each of them is to be done at times.
const WAYS: [&str; 34] = [
    "away until further notice",
    "away for a while",
    "cancelled from a day on",
    "cancelled, all to come",
    "client away",
    "covered: all work of somebody",
    "covered: one series",
    "covered: by hand overwritten",
    "created: a date kept",
    "created: a date left out",
    "created: a single appointment",
    "created: ends by number",
    "created: ends on a day",
    "created: has no end",
    "edited: all to come",
    "edited: from a day on",
    "edited: all by hand overwritten",
    "edited: nothing by hand overwritten",
    "edited: some by hand overwritten",
    "edited: weeks counted anew",
    "made usual, all to come",
    "made usual, from a day on",
    "made usual, weeks counted anew",
    "places given up",
    "places held",
    "problems: booked anyway",
    "problems: left out",
    "problems: moved to an open day before",
    "problems: moved to the nearest free start",
    "problems: moved to the next open day",
    "reset: all",
    "reset: one field",
    "restored although it clashes",
    "series away",
];

/// In which ways a command is meant.
fn ways(command: &Command) -> Vec<&'static str> {
    match command {
        Command::CreateSeries(draft) => {
            let end = match draft.end {
                _ if draft.rule.is_none() => "created: a single appointment",
                SeriesEnd::Never => "created: has no end",
                SeriesEnd::On(_) => "created: ends on a day",
                SeriesEnd::After(_) => "created: ends by number",
            };
            let kept = (!draft.kept.is_empty()).then_some("created: a date kept");
            let left_out = (!draft.left_out.is_empty()).then_some("created: a date left out");
            [Some(end), kept, left_out].into_iter().flatten().collect()
        }
        Command::EditSeries { how, .. } => {
            let scope = match how.scope {
                Scope::ToCome => "edited: all to come",
                Scope::From(_) => "edited: from a day on",
            };
            let force = match how.force {
                Force::Nothing => "edited: nothing by hand overwritten",
                Force::All => "edited: all by hand overwritten",
                Force::These(_) => "edited: some by hand overwritten",
            };
            let anew = how.reset_start.then_some("edited: weeks counted anew");
            [Some(scope), Some(force), anew].into_iter().flatten().collect()
        }
        Command::MakeUsual { scope, reset_start, .. } => {
            let scope = match scope {
                Scope::ToCome => "made usual, all to come",
                Scope::From(_) => "made usual, from a day on",
            };
            let anew = reset_start.then_some("made usual, weeks counted anew");
            [Some(scope), anew].into_iter().flatten().collect()
        }
        Command::CancelSeries { from: Some(_), .. } => vec!["cancelled from a day on"],
        Command::CancelSeries { from: None, .. } => vec!["cancelled, all to come"],
        Command::Cover { layer, force, .. } => {
            let over = match layer.over {
                Over::Series(_) => "covered: one series",
                Over::Staff(_) => "covered: all work of somebody",
            };
            let force = (*force != Force::Nothing).then_some("covered: by hand overwritten");
            [Some(over), force].into_iter().flatten().collect()
        }
        Command::Pause {
            whose, until, gives_up, ..
        } => vec![
            match whose {
                Whose::Series(_) => "series away",
                Whose::Client(_) => "client away",
            },
            if until.is_some() {
                "away for a while"
            } else {
                "away until further notice"
            },
            if *gives_up { "places given up" } else { "places held" },
        ],
        Command::SolveProblems { fix: Fix::Skip, .. } => vec!["problems: left out"],
        Command::SolveProblems { fix: Fix::Keep, .. } => vec!["problems: booked anyway"],
        Command::SolveProblems { fix: Fix::Nearest, .. } => vec!["problems: moved to the nearest free start"],
        Command::SolveProblems { fix: Fix::Previous, .. } => vec!["problems: moved to an open day before"],
        Command::SolveProblems { fix: Fix::Next, .. } => vec!["problems: moved to the next open day"],
        Command::ResetVisit { fields, .. } if fields.is_nothing() => vec!["reset: all"],
        Command::ResetVisit { .. } => vec!["reset: one field"],
        Command::RestoreVisit {
            keep_conflicts: true, ..
        } => vec!["restored although it clashes"],
        _ => Vec::new(),
    }
}

impl Tally {
    /// A command is tried.
    pub fn count(&mut self, command: &Command) {
        self.tried[Kind::of(command) as usize] += 1;
    }

    /// A command was done, and not refused.
    pub fn count_done(&mut self, command: &Command) {
        self.done[Kind::of(command) as usize] += 1;
        for way in ways(command) {
            *self.ways.entry(way).or_default() += 1;
        }
    }

    /// The same and what another one counted.
    pub fn add(&mut self, other: &Tally) {
        for (sum, more) in self.tried.iter_mut().zip(other.tried) {
            *sum += more;
        }
        for (sum, more) in self.done.iter_mut().zip(other.done) {
            *sum += more;
        }
        for (way, more) in &other.ways {
            *self.ways.entry(way).or_default() += more;
        }
    }

    /// A kind by chance, the rare ones more often.
    pub fn rarest(&self, random: &mut Rng) -> Kind {
        let (one, other) = (random.choice(Kind::ALL).unwrap(), random.choice(Kind::ALL).unwrap());
        if self.tried[one as usize] <= self.tried[other as usize] {
            one
        } else {
            other
        }
    }

    /// Each kind has at least a third of an even share of the steps.
    pub fn check(&self) {
        let steps: usize = self.tried.iter().sum();
        let share = steps / Kind::ALL.len();
        for kind in Kind::ALL {
            assert!(
                self.tried[kind as usize] * 3 >= share,
                "{kind:?} is too rare: {:?}",
                self.tried
            );
        }
    }

    /// Each kind is done at times, not only refused; and so is each way of it.
    pub fn check_done(&self) {
        for kind in Kind::ALL {
            let (done, tried) = (self.done[kind as usize], self.tried[kind as usize]);
            assert!(done >= 5, "{kind:?} was done {done} times of {tried}");
        }
        for way in WAYS {
            assert!(self.ways.contains_key(way), "never {way}: {:?}", self.ways);
        }
    }
}
