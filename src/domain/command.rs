//! What a person can ask the salon to do.

use super::change::Subject;
use super::decide::Absent;
use super::draft::{SeriesDraft, VisitDraft};
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
    /// Change a standing appointment, all to come.
    EditSeries {
        /// Which.
        series: SeriesId,
        /// As it is to be.
        draft: Box<SeriesDraft>,
        /// Why.
        reason: String,
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

/// What is done about a problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fix {
    /// The date is left out, and stays so.
    Skip,
    /// It is booked whatever speaks against it.
    Keep,
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
    chance: Chance,
}

impl Moment {
    /// Now, with a seed for uuids: the same seed gives the same uuids.
    pub fn new(now: Instant, seed: u64) -> Self {
        Self {
            now,
            chance: Chance::new(seed),
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
