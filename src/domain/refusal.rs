//! What the salon says instead of a change: errors at fields, a refusal in its own words, or a month that is to be
//! loaded first. Typed, with keys: words are made from them last.

use std::collections::BTreeMap;

use super::change::Subject;
use super::plan::PlanLine;
use super::rows::*;
use crate::time::{Day, YearMonth};

/// Why no change was decided.
#[derive(Debug, Clone, PartialEq)]
pub enum Refused {
    /// What was typed cannot stand; all of it at once.
    Fields(FieldErrors),
    /// The salon says no.
    Refusal(Box<Refusal>),
    /// These months are to be loaded, then it is decided again.
    NotLoaded(Vec<YearMonth>),
}

impl From<FieldErrors> for Refused {
    fn from(errors: FieldErrors) -> Self {
        Refused::Fields(errors)
    }
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        Refused::Refusal(Box::new(refusal))
    }
}

/// What is wrong with one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldError {
    /// It is no JSON.
    NotJson {
        /// Why, and where.
        reason: String,
    },
    /// It is needed.
    Missing,
    /// There is no such field.
    Unknown,
    /// It is of another type: a number where text belongs.
    WrongType {
        /// What belongs there.
        wanted: &'static str,
    },
    /// It is no date.
    NotADate,
    /// It is no time of day.
    NotATime,
    /// It is no length of time.
    NotADuration,
    /// It is no amount of money, or finer than the currency.
    NotMoney,
    /// It is no colour.
    NotAColour,
    /// It is no time zone.
    NotAZone,
    /// It is none of these.
    NotOneOf {
        /// What it may be.
        choices: Vec<&'static str>,
    },
    /// It is too long.
    TooLong {
        /// The most characters.
        most: usize,
    },
    /// It holds a control character.
    ControlCharacter,
    /// It is outside of its bounds.
    OutOfRange {
        /// The least.
        least: String,
        /// The most.
        most: String,
    },
    /// Too many of them.
    TooMany {
        /// The most.
        most: usize,
    },
    /// The catalogue has nothing of this name.
    NoSuch {
        /// What was looked for.
        what: Thing,
    },
    /// The catalogue has several of this name.
    Ambiguous {
        /// What was looked for.
        what: Thing,
        /// Those that match.
        matches: Vec<String>,
    },
    /// The end lies before the start.
    EndBeforeStart,
    /// Two ends were given.
    TwoEnds,
    /// No weekday is chosen.
    NoWeekday,
    /// No hours on any day: a location without hours would be open around the clock.
    NoHours,
    /// No service is chosen.
    NoService,
    /// Neither a name nor a phone number.
    NoName,
    /// The rule gives no date in its time.
    NoDates,
    /// The rule does not give this date.
    NotADateOfTheRule {
        /// The date.
        day: Day,
    },
    /// The rule cannot be read.
    BadRule {
        /// Why.
        reason: String,
    },
    /// They do not work at the location.
    DoesNotWorkThere,
    /// They do not do the service.
    DoesNotDo,
    /// It is who it is to be instead of.
    SamePerson,
    /// They do not stand in then.
    StandsInForNobody,
    /// It belongs to another location.
    ElsewhereResource,
    /// It does not fit what else is said.
    DoesNotFit {
        /// The field that it does not fit.
        with: &'static str,
    },
    /// It cannot be changed here.
    NotHere,
}

/// What a reference was looked for among.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Thing {
    /// Clients.
    Client,
    /// Visitors.
    Visitor,
    /// Locations.
    Location,
    /// Services.
    Service,
    /// Staff.
    Staff,
    /// Chairs and rooms.
    Resource,
    /// Tags.
    Tag,
    /// Series.
    Series,
}

/// Every error by the path of its field: `services.0.price`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FieldErrors(BTreeMap<String, Vec<FieldError>>);

impl FieldErrors {
    /// Notes an error at a field.
    pub fn add(&mut self, path: impl Into<String>, error: FieldError) {
        let errors = self.0.entry(path.into()).or_default();
        if !errors.contains(&error) {
            errors.push(error);
        }
    }

    /// One error at one field.
    pub fn one(path: impl Into<String>, error: FieldError) -> Self {
        let mut errors = Self::default();
        errors.add(path, error);
        errors
    }

    /// At how many fields something is wrong.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All of them by path.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[FieldError])> {
        self.0.iter().map(|(path, errors)| (path.as_str(), errors.as_slice()))
    }

    /// What is wrong with one field.
    pub fn at(&self, path: &str) -> &[FieldError] {
        self.0.get(path).map_or(&[], Vec::as_slice)
    }

    /// The value, where nothing is wrong.
    ///
    /// # Errors
    /// Itself, where something is.
    pub fn check<T>(self, value: Option<T>) -> Result<T, FieldErrors> {
        match value {
            Some(value) if self.is_empty() => Ok(value),
            _ => Err(self),
        }
    }
}

/// The salon says no, and what would help.
#[derive(Debug, Clone, PartialEq)]
pub enum Refusal {
    /// Dates clash and the policy is to ask; all lines of the plan are here.
    Clashes {
        /// Where the visits are.
        location: LocationId,
        /// The plan with its clashes.
        lines: Vec<PlanLine>,
    },
    /// There is nothing of this key, or it was removed.
    Gone {
        /// What was asked for.
        subject: Subject,
    },
    /// The business is not set up yet.
    NoBusiness,
    /// The sample shop goes into an empty file only.
    NotEmpty,
    /// The visit has begun, or is marked came or no-show.
    VisitIsPast {
        /// Which.
        visit: VisitId,
    },
    /// All visits of the series are past, so that nothing is left to change.
    SeriesHasPast {
        /// Which.
        series: SeriesId,
    },
    /// The visit is cancelled already.
    AlreadyCancelled {
        /// Which.
        visit: VisitId,
    },
    /// The visit is not cancelled.
    NotCancelled {
        /// Which.
        visit: VisitId,
    },
    /// The visit could not be placed, so that nobody came.
    NotBooked {
        /// Which.
        visit: VisitId,
    },
    /// Nothing of the visit comes every so many times, or there is no next time for it.
    NothingToCountOn {
        /// Which.
        visit: VisitId,
    },
    /// The series is stopped.
    SeriesIsStopped {
        /// Which.
        series: SeriesId,
    },
    /// The series goes on as it is.
    SeriesIsNotStopped {
        /// Which.
        series: SeriesId,
    },
    /// Nobody is away, now or later.
    NotAway {
        /// Who is asked about.
        subject: Subject,
    },
    /// Nothing would change.
    NothingToChange,
    /// The same idempotency key came with other content.
    OnceWithOtherContent {
        /// What the key made.
        series: SeriesId,
    },
    /// Other things still need it.
    InUse {
        /// What was to be removed.
        subject: Subject,
        /// By how many series.
        series: usize,
    },
    /// No visit of the series would have started then.
    NoSuchVisit {
        /// Which series.
        series: SeriesId,
    },
    /// Nothing to undo or redo.
    NothingToUndo,
    /// Nothing to redo.
    NothingToRedo,
    /// The undo cannot be exact: a later step is in the way.
    LaterStepInTheWay,
    /// An import would make too many visits.
    TooMuch {
        /// The most.
        most: usize,
    },
    /// The visits of an import clash with each other too often to be told.
    TooManyClashes {
        /// The most clashes that are told.
        most: usize,
    },
    /// The plan was made for an older book, and it differs by now.
    PlanIsStale,
}
