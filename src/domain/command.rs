//! What a person can ask the salon to do.

use std::collections::BTreeSet;

use super::change::Subject;
use super::decide::Absent;
use super::draft::{LayerDraft, SeriesDraft, VisitDraft};
use super::import::Import;
use super::rows::*;
use super::setup::SetupDraft;
use super::values::{Attendance, CancelledHow, Changed, Payment};
use crate::time::{Civil, Day, Instant, Minutes};

/// Something that is to be done. Deciding it gives a [`super::Change`], or says why not.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Make what is new in the catalogue and change what is named.
    SetUp(Box<SetupDraft>),
    /// Remove something of the catalogue softly.
    Remove(Subject),
    /// Make a standing or a single appointment.
    CreateSeries(Box<SeriesDraft>),
    /// Change a standing appointment.
    EditSeries {
        /// Which.
        series: SeriesId,
        /// As it is to be: what differs from [`super::draft_to_change`] is changed.
        draft: Box<SeriesDraft>,
        /// Why.
        reason: String,
        /// From when on, and what of what a person changed by hand.
        how: EditHow,
    },
    /// Cancel a standing appointment.
    CancelSeries {
        /// Which.
        series: SeriesId,
        /// From here on; all to come where there is none.
        from: Option<Day>,
        /// Why.
        reason: String,
    },
    /// Cancel the visits of a standing appointment on some days.
    CancelDays {
        /// Which.
        series: SeriesId,
        /// The first day.
        first: Day,
        /// The last day.
        last: Day,
        /// Why.
        reason: String,
    },
    /// Let the visits of some days mean something else for a while.
    Cover {
        /// What, and when.
        layer: Box<LayerDraft>,
        /// What is overwritten of what a person changed by hand.
        force: Force,
        /// What was decided on dates that clash.
        clashing: Clashing,
    },
    /// Let what was said of some days end earlier: the visits after a day are as usual again.
    EndCover {
        /// What was said.
        layer: LayerId,
        /// Its last day; where that lies before its first one, nothing is left of it.
        last: Day,
        /// What was decided on dates that clash.
        clashing: Clashing,
    },
    /// Move one visit, and count the weeks of its standing appointment from there (spec S4.8).
    CountFrom {
        /// Which.
        visit: VisitId,
        /// To when, in the time of its location.
        to: Civil,
        /// To whom.
        staff: Option<StaffId>,
        /// How long.
        minutes: Option<Minutes>,
        /// Although it clashes.
        keep_conflicts: bool,
        /// What was decided on the dates after it that clash.
        clashing: Clashing,
    },
    /// Make what a person changed of one visit the usual of its standing appointment (spec S4.8).
    MakeUsual {
        /// Which.
        visit: VisitId,
        /// From which visit on.
        scope: Scope,
        /// Whether weeks are counted from there.
        reset_start: bool,
        /// What was decided on dates that clash.
        clashing: Clashing,
    },
    /// Note that nobody comes for a while (spec S3.2).
    Pause {
        /// To what.
        whose: Whose,
        /// From this day on.
        from: Day,
        /// Through this day; until further notice where there is none.
        until: Option<Day>,
        /// Whether the places are given up; else they are held.
        gives_up: bool,
    },
    /// Note that they come again: the pause of today ends, or where there is none today, those to come are taken back.
    ComeBack {
        /// To what.
        whose: Whose,
    },
    /// Let a stopped standing appointment go on: what the stop took out comes back.
    Restart {
        /// Which.
        series: SeriesId,
    },
    /// Deal with problems, all alike (spec S4.10).
    SolveProblems {
        /// Which; what is no problem any more stays as it is.
        visits: Vec<VisitId>,
        /// How.
        fix: Fix,
    },
    /// Note that somebody of the staff is out, and move the visits of that time (spec S4.11).
    StaffOut {
        /// Who, and when.
        absent: Absent,
        /// What was agreed on with whom; each takes the first offer where nothing is said.
        instead: Option<Vec<Instead>>,
        /// Visits that are cancelled, as nothing else suits those who come.
        cancelled: Vec<VisitId>,
    },
    /// Note that somebody of the staff leaves, and give what they do from then on to others (spec S4.11).
    StaffLeaves {
        /// Who.
        staff: StaffId,
        /// Their last day.
        last: Day,
        /// To whom; to whoever can do it and is free for the most of each series where nobody is named.
        to: Option<StaffId>,
    },
    /// Cancel one visit.
    CancelVisit {
        /// Which.
        visit: VisitId,
        /// How.
        how: CancelledHow,
    },
    /// Bring a cancelled visit back.
    RestoreVisit {
        /// Which.
        visit: VisitId,
        /// Although it clashes.
        keep_conflicts: bool,
    },
    /// Move one visit, and give it to another or make it longer where that is said.
    MoveVisit {
        /// Which.
        visit: VisitId,
        /// To when, in the time of its location.
        to: Civil,
        /// To whom.
        staff: Option<StaffId>,
        /// How long.
        minutes: Option<Minutes>,
        /// Although it clashes.
        keep_conflicts: bool,
    },
    /// Change what one visit has, by hand; one that is past can be corrected as well.
    EditVisit {
        /// Which.
        visit: VisitId,
        /// As it is to be.
        draft: Box<VisitDraft>,
        /// Although it clashes.
        keep_conflicts: bool,
    },
    /// Take back what was changed of one visit by hand: it is as usual.
    ResetVisit {
        /// Which.
        visit: VisitId,
        /// Which fields; all where none is named.
        fields: Changed,
        /// Although it clashes.
        keep_conflicts: bool,
    },
    /// Say what became of those who come to a visit, or what they paid: no change by hand, and calendars do not see it.
    MarkVisit {
        /// Which.
        visit: VisitId,
        /// Whose places; all of them where none is named.
        places: Vec<BookingId>,
        /// What is said.
        mark: Mark,
    },
    /// Cancel one visit; what was due then and is due every so many times comes next time, and counts from there (spec S2.10).
    CancelAndCountOn {
        /// Which.
        visit: VisitId,
        /// How.
        how: CancelledHow,
        /// Although what comes next time clashes.
        keep_conflicts: bool,
    },
    /// Take in what another calendar holds.
    Import(Box<Import>),
    /// Bring series without an end up to the horizon; the program does it by itself.
    TopUp,
}

/// From which visit on a standing appointment changes (spec S4.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Scope {
    /// All to come: from the first visit that is not past.
    #[default]
    ToCome,
    /// From this day on.
    From(Day),
}

/// What a change does with what a person changed by hand (spec S4.2).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Force {
    /// It stays.
    #[default]
    Nothing,
    /// It is overwritten in every visit that the change is for.
    All,
    /// It is overwritten in the visits that would have started then.
    These(BTreeSet<Civil>),
}

impl Force {
    /// Whether it overwrites what a person changed of the visit that would have started then.
    pub fn takes(&self, original: Civil) -> bool {
        match self {
            Force::Nothing => false,
            Force::All => true,
            Force::These(starts) => starts.contains(&original),
        }
    }
}

/// What was decided on dates that clash, for this change alone (spec S4.9). Of what nothing is said, somebody is asked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Clashing {
    /// They are booked whatever speaks against them: by the starts that their visits would have.
    pub kept: BTreeSet<Civil>,
    /// The others are kept as not booked, to be sorted out later.
    pub later: bool,
}

impl Clashing {
    /// The days of what is booked whatever speaks against it.
    pub fn kept_days(&self) -> impl Iterator<Item = Day> + '_ {
        self.kept.iter().map(|start| start.day)
    }
}

/// What a pause is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Whose {
    /// One standing appointment.
    Series(SeriesId),
    /// A client, over all series.
    Client(ClientId),
}

impl From<Whose> for Subject {
    fn from(whose: Whose) -> Self {
        match whose {
            Whose::Series(series) => Subject::Series(series),
            Whose::Client(client) => Subject::Client(client),
        }
    }
}

/// How a standing appointment is changed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EditHow {
    /// From which visit on.
    pub scope: Scope,
    /// What is overwritten.
    pub force: Force,
    /// Whether weeks are counted from there, and not on from the start (spec S4.8).
    pub reset_start: bool,
}

/// What is done about a problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fix {
    /// The date is left out, and stays so.
    Skip,
    /// It is booked whatever speaks against it.
    Keep,
    /// It moves to the nearest free start of the same stylist.
    Nearest,
    /// It moves to its time on the last open day before.
    Previous,
    /// It moves to its time on the next open day.
    Next,
}

/// What a visit becomes whose stylist is out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Instead {
    /// Which.
    pub visit: VisitId,
    /// When it is instead, in the time of its location.
    pub to: Civil,
    /// With whom.
    pub staff: StaffId,
}

/// What is said of somebody who comes (spec S5.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// What became of them.
    Attendance {
        /// What.
        attendance: Attendance,
        /// How much later they are expected.
        late: Option<Minutes>,
    },
    /// What they paid.
    Payment(Payment),
}

/// The clock and the names that a decision needs: nothing else comes from outside.
#[derive(Debug, Clone)]
pub struct Moment {
    /// Now.
    pub now: Instant,
    /// Who asks: stands beside what they accept.
    pub actor: String,
    chance: Chance,
}

impl Moment {
    /// Now, with a seed for uuids: the same seed gives the same uuids.
    pub fn new(now: Instant, seed: u64) -> Self {
        Self {
            now,
            actor: String::new(),
            chance: Chance::new(seed),
        }
    }

    /// The same, asked by somebody.
    #[must_use]
    pub fn by(self, actor: &str) -> Self {
        Self {
            actor: actor.to_owned(),
            ..self
        }
    }

    /// A new uuid of version 7 (RFC 9562): the time now, and bits of the seeded source.
    pub fn uuid(&mut self) -> uuid::Uuid {
        let mut random = [0_u8; 10];
        for (bytes, value) in random.chunks_mut(8).zip([self.chance.next(), self.chance.next()]) {
            for (byte, new) in bytes.iter_mut().zip(value.to_le_bytes()) {
                *byte = new;
            }
        }
        uuid::Builder::from_unix_timestamp_millis(self.now.millis().unsigned_abs(), &random).into_uuid()
    }
}

/// Numbers that look random and are the same for the same seed: SplitMix64 (Steele, Lea, Flood 2014), small, and good
/// enough for names.
#[derive(Debug, Clone)]
pub(super) struct Chance(u64);

impl Chance {
    /// Numbers of a seed.
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}
