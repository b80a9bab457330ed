//! The desk: owns the salon file and the book, and carries out what is asked, one thing after the other.
//!
//! [`Desk`] does it at once, for the command line and for tests; [`Handle`] asks a desk on a thread of its own, for the
//! window. Both go the same way: decide on the book, save in one transaction, do the same to the book. So memory and file
//! cannot disagree: what was not saved is not in the book.

mod ask;
mod calendars;
mod failure;
mod handle;
mod import;
mod job;
mod paths;
mod undo;
mod whole;
mod worker;

use std::path::{Path, PathBuf};

pub use ask::{Answer, Job, Reply, Request, Ticket};
pub use calendars::CALENDAR_FOLDER;
pub use failure::{Failure, Trouble};
pub use handle::Handle;
pub use import::LookedInto;
pub use paths::{Paths, PathsError, documents};
pub use whole::{is_free_for_calendar, write_whole};

use crate::domain::change::{Change, Label};
use crate::domain::demo::{LARGE_STEPS, large_shop, sample_shop};
use crate::domain::draft::OnceKey;
use crate::domain::request::{self, Purpose};
use crate::domain::rows::SeriesId;
use crate::domain::{Book, Command, Decided, Moment, Plan, Refusal, Refused, decide};
use crate::exchange::ics::Selection;
use crate::store::{Store, StoreError};
use crate::time::{Civil, Clock, Day, FixedClock, Instant, YearMonth, Zone};

pub use crate::store::{Mode, Problem, Step, StepState};

/// How many days back everything is loaded before anything is decided.
const LOADED_DAYS: i32 = 60;

/// Why something was not done.
#[derive(Debug, Clone)]
pub enum NotDone {
    /// The salon says no; nothing was changed.
    Refused(Refused),
    /// Something of ours failed; nothing was changed.
    Failed(Failure),
}

impl<R: Into<Refused>> From<R> for NotDone {
    fn from(refused: R) -> Self {
        NotDone::Refused(refused.into())
    }
}

impl From<Failure> for NotDone {
    fn from(failure: Failure) -> Self {
        NotDone::Failed(failure)
    }
}

impl From<StoreError> for NotDone {
    fn from(error: StoreError) -> Self {
        NotDone::Failed(error.into())
    }
}

/// What was done.
#[derive(Debug, Clone, PartialEq)]
pub struct Done {
    /// What it did.
    pub label: Label,
    /// What it meant date by date.
    pub plan: Plan,
    /// The series that it made, changed or found by its key.
    pub series: Option<SeriesId>,
    /// How many rows were written.
    pub rows: usize,
}

/// The salon file, the book, and who is at the desk.
pub struct Desk {
    store: Store,
    book: Book,
    clock: Box<dyn Clock>,
    seed: u64,
    actor: String,
}

impl Desk {
    /// Opens the salon file, makes it where it is not there yet, and loads what is needed to decide. Where it is opened
    /// for writing, series without an end are brought up to the horizon.
    ///
    /// # Errors
    /// What is wrong with the file or its folder; nothing was overwritten.
    pub fn open(file: &Path, mode: Mode, clock: Box<dyn Clock>, actor: &str) -> Result<Self, Failure> {
        let mut desk = Self::loaded(file, mode, clock, actor)?;
        desk.begin()?;
        Ok(desk)
    }

    /// The same with a clock that stands at a local time of the business, for tests and commands that are told the time. The
    /// zone is in the file.
    ///
    /// # Errors
    /// As [`Desk::open`].
    pub fn open_at(file: &Path, mode: Mode, now: Civil, actor: &str) -> Result<Self, Failure> {
        let standing_in = |zone: Zone| Box::new(FixedClock(zone.resolve(now).instant()));
        let mut desk = Self::loaded(file, mode, standing_in(Zone::UTC), actor)?;
        desk.clock = standing_in(desk.book.zone());
        desk.begin()?;
        Ok(desk)
    }

    fn loaded(file: &Path, mode: Mode, clock: Box<dyn Clock>, actor: &str) -> Result<Self, Failure> {
        let store = match Store::open(file, mode) {
            Err(StoreError::Missing(_)) if mode == Mode::Write => Store::create(file)?,
            opened => opened?,
        };
        let mut book = Book::default();
        let today = Zone::UTC.civil(clock.now()).day;
        store.load(&mut book, (today - LOADED_DAYS).year_month())?;
        Ok(Self {
            store,
            book,
            clock,
            seed: 0,
            actor: actor.to_owned(),
        })
    }

    /// What is done once the time is known.
    fn begin(&mut self) -> Result<(), Failure> {
        self.seed = seed_of(&self.book, self.clock.now());
        if self.store.mode() == Mode::Write {
            self.top_up()?;
        }
        Ok(())
    }

    /// What is loaded, as it stands now.
    pub fn book(&self) -> &Book {
        &self.book
    }

    /// Now.
    pub fn now(&self) -> Instant {
        self.clock.now()
    }

    /// Says who is at the desk from now on.
    pub fn seat(&mut self, actor: &str) {
        actor.clone_into(&mut self.actor);
    }

    /// The moment in which something is decided. Each has its own names, so that no two decisions share a uuid.
    pub fn moment(&mut self) -> Moment {
        self.seed = self.seed.wrapping_add(1);
        Moment::new(self.clock.now(), self.seed).by(&self.actor)
    }

    /// Does what is asked, or says why not.
    ///
    /// # Errors
    /// [`NotDone`]; nothing was changed then, in the file or in the book.
    pub fn carry_out(&mut self, command: &Command) -> Result<Done, NotDone> {
        if let Some(done) = self.done_already(command)? {
            return Ok(done);
        }
        self.load_for(command)?;
        let decided = self.deciding(|book, moment| decide(book, command, moment))?;
        self.keep(decided)
    }

    /// Does what is asked if it still means what the person saw; else refuses, with [`Refusal::PlanIsStale`].
    ///
    /// # Errors
    /// As [`Desk::carry_out`].
    pub fn carry_out_as_shown(&mut self, command: &Command, shown: &Plan) -> Result<Done, NotDone> {
        if let Some(done) = self.done_already(command)? {
            return Ok(done);
        }
        self.load_for(command)?;
        let decided = self.deciding(|book, moment| decide(book, command, moment))?;
        if !decided.plan.means_the_same(shown) {
            return Err(Refusal::PlanIsStale.into());
        }
        self.keep(decided)
    }

    /// What a command would do, with the clashes that are open.
    ///
    /// # Errors
    /// As [`Desk::carry_out`], but open clashes are lines of the plan.
    pub fn preview(&mut self, command: &Command) -> Result<Plan, NotDone> {
        self.load_for(command)?;
        self.deciding(|book, moment| crate::domain::preview(book, command, moment))
    }

    /// Sets the sample shop up, as one step.
    ///
    /// # Errors
    /// [`NotDone`]: there is a salon already, or it cannot be written.
    pub fn sample_shop(&mut self) -> Result<Done, NotDone> {
        let decided = self.deciding(sample_shop)?;
        self.keep(decided)
    }

    /// Makes an appointment of a request, and of the catalogue what it names and the book does not have, as one step.
    ///
    /// # Errors
    /// As [`Desk::carry_out`].
    pub fn make_with_missing(&mut self, asked: &serde_json::Value, purpose: Purpose<'_>) -> Result<Done, NotDone> {
        if let Some(done) = self.made_already(asked)? {
            return Ok(done);
        }
        if let Ok(draft) = request::read(&self.book, asked, purpose, true) {
            return self.carry_out(&Command::CreateSeries(Box::new(draft)));
        }
        let decided = self.deciding(|book, moment| request::make(book, asked, purpose, moment))?;
        self.keep(decided)
    }

    /// Sets the large shop up, in several steps; `progress` hears how many of how many are done. Counts the rows written.
    ///
    /// # Errors
    /// There is a salon already, or the file cannot be written; what was done until then stays.
    pub fn large_shop(&mut self, progress: &mut dyn FnMut(usize, usize)) -> Result<usize, NotDone> {
        let mut rows = 0;
        for step in 0..LARGE_STEPS {
            let decided = self.deciding(|book, moment| large_shop(book, step, moment))?;
            rows += self.keep(decided)?.rows;
            progress(step + 1, LARGE_STEPS);
        }
        // Five years of visits are in memory by now.
        self.load_anew()?;
        Ok(rows)
    }

    /// A book with everything that an export wants; the desk's own stays as small as it is.
    ///
    /// # Errors
    /// The file could not be read.
    pub fn book_for(&self, what: Selection) -> Result<Book, Failure> {
        let mut book = self.book.clone();
        let mut months = what.missing(&book, None);
        // A visit may lie before its series begins, where it was moved there.
        months.extend(match what {
            Selection::Series(series) => self.store.months_of_series(series, Day::FIRST)?,
            _ => self.store.months_with_visits()?,
        });
        self.store.load_months(&mut book, &months)?;
        Ok(book)
    }

    /// Loads what lies outside of the days that a command tells of, and is of the series that it changes: a visit may have
    /// been moved anywhere.
    ///
    /// # Errors
    /// The file could not be read.
    pub fn load_for(&mut self, command: &Command) -> Result<(), Failure> {
        let (series, from) = match command {
            Command::EditSeries { series, .. } => (*series, Day::FIRST),
            Command::CountFrom { visit, .. }
            | Command::MakeUsual { visit, .. }
            | Command::CancelAndCountOn { visit, .. } => match self.book.visits().get(*visit) {
                Some(visit) => (visit.series_id, Day::FIRST),
                None => return Ok(()),
            },
            // Only what stays a date of a later day than that counts.
            Command::CancelSeries { series, from, .. } => {
                let loaded = self.book.everything_from().map_or(Day::FIRST, YearMonth::first_day);
                (*series, from.map_or(loaded, |from| from.min(loaded)))
            }
            _ => return Ok(()),
        };
        let months = self.store.months_of_series(series, from)?;
        self.load_months(&months)?;
        Ok(())
    }

    /// Loads all that a series has.
    ///
    /// # Errors
    /// The file could not be read.
    pub fn load_series(&mut self, series: SeriesId) -> Result<(), Failure> {
        let months = self.store.months_of_series(series, Day::FIRST)?;
        self.load_months(&months)?;
        Ok(())
    }

    /// Brings series without an end up to the horizon, as a step of its own that nobody asked for.
    ///
    /// # Errors
    /// The file could not be written.
    pub fn top_up(&mut self) -> Result<Option<Done>, Failure> {
        match self.carry_out(&Command::TopUp) {
            Ok(done) => Ok(Some(done)),
            Err(NotDone::Refused(_)) => Ok(None),
            Err(NotDone::Failed(failure)) => Err(failure),
        }
    }

    /// Loads what lies on these days, where it is not loaded yet. Says whether anything was.
    ///
    /// # Errors
    /// The file could not be read.
    pub fn load(&mut self, first: Day, last: Day) -> Result<bool, Failure> {
        let (first, last) = (first.year_month(), last.year_month());
        let months: Vec<YearMonth> = (first.number()..=last.number()).map(YearMonth::from_number).collect();
        self.load_months(&months)
    }

    fn load_months(&mut self, months: &[YearMonth]) -> Result<bool, Failure> {
        let missing: Vec<YearMonth> = months
            .iter()
            .copied()
            .filter(|month| !self.book.is_loaded(month.first_day()))
            .collect();
        if missing.is_empty() {
            return Ok(false);
        }
        self.store.load_months(&mut self.book, &missing)?;
        Ok(true)
    }

    /// A book with every visit from a day on, for an export; the desk's own stays as small as it is.
    ///
    /// # Errors
    /// The file could not be read.
    pub fn book_from(&self, first: Day) -> Result<Book, Failure> {
        let mut book = self.book.clone();
        if !book.is_loaded(first) {
            self.store.load(&mut book, first.year_month())?;
        }
        Ok(book)
    }

    /// The last steps, newest first.
    ///
    /// # Errors
    /// The file could not be read.
    pub fn history(&self, limit: usize) -> Result<Vec<Step>, Failure> {
        Ok(self.store.steps(limit)?)
    }

    /// What undo would take back, and what redo would do again.
    ///
    /// # Errors
    /// The file could not be read.
    pub fn next_steps(&self) -> Result<(Option<Step>, Option<Step>), Failure> {
        Ok((self.store.undoable()?, self.store.redoable()?))
    }

    /// What is wrong with the file.
    ///
    /// # Errors
    /// The file could not be read at all.
    pub fn check(&self) -> Result<Vec<Problem>, Failure> {
        Ok(self.store.check()?)
    }

    /// Writes a copy of the file, opened and checked before it counts.
    ///
    /// # Errors
    /// It could not be written; what stood there is as it was.
    pub fn backup(&self, to: &Path) -> Result<(), Failure> {
        Ok(self.store.backup(to)?)
    }

    /// Puts a backup in the place of a salon file that no desk has open for writing. Says where the file that was there is
    /// kept.
    ///
    /// # Errors
    /// What is wrong with either; both are as they were.
    pub fn restore(file: &Path, from: &Path) -> Result<Option<PathBuf>, Failure> {
        Ok(Store::restore(file, from)?)
    }

    /// A setting of the window.
    ///
    /// # Errors
    /// The file could not be read.
    pub fn setting(&self, name: &str) -> Result<Option<String>, Failure> {
        Ok(self.store.setting(name)?)
    }

    /// Remembers a setting of the window.
    ///
    /// # Errors
    /// The file could not be written.
    pub fn remember(&mut self, name: &str, value: &str) -> Result<(), Failure> {
        Ok(self.store.set_setting(name, value)?)
    }

    /// What was typed in a form that was not saved.
    ///
    /// # Errors
    /// The file could not be read.
    pub fn draft(&self, form: &str) -> Result<Option<String>, Failure> {
        Ok(self.store.draft(form)?.map(|(json, _)| json))
    }

    /// Keeps what was typed in a form, or forgets it.
    ///
    /// # Errors
    /// The file could not be written.
    pub fn keep_draft(&mut self, form: &str, json: Option<&str>) -> Result<(), Failure> {
        match json {
            Some(json) => self.store.set_draft(form, json, self.clock.now())?,
            None => self.store.delete_draft(form)?,
        }
        Ok(())
    }

    /// Decides; months that are missing are loaded, and it is decided again.
    fn deciding<T>(&mut self, decide: impl Fn(&Book, &mut Moment) -> Result<T, Refused>) -> Result<T, NotDone> {
        loop {
            let mut moment = self.moment();
            match decide(&self.book, &mut moment) {
                Ok(decided) => return Ok(decided),
                Err(Refused::NotLoaded(months)) => {
                    if !self.load_months(&months)? {
                        return Err(Failure::NotLoaded.into());
                    }
                }
                Err(refused) => return Err(refused.into()),
            }
        }
    }

    /// What the same request made before, where it has a key that is known (spec S3.8). Ask this before the request is
    /// read: it may name what is gone by now.
    ///
    /// # Errors
    /// The key came with other content.
    pub fn made_already(&self, asked: &serde_json::Value) -> Result<Option<Done>, NotDone> {
        request::once_of(asked).map_or(Ok(None), |once| self.made_once(&once))
    }

    fn done_already(&self, command: &Command) -> Result<Option<Done>, NotDone> {
        match command {
            Command::CreateSeries(draft) => draft.once.as_ref().map_or(Ok(None), |once| self.made_once(once)),
            _ => Ok(None),
        }
    }

    /// What a create with a known key and the same content made.
    fn made_once(&self, once: &OnceKey) -> Result<Option<Done>, NotDone> {
        let Some(known) = self.book.onces().all().find(|known| known.key == once.key) else {
            return Ok(None);
        };
        let series = known.series_id;
        if known.content != once.content {
            return Err(Refusal::OnceWithOtherContent { series }.into());
        }
        let label = Label::SeriesCreated { series, visits: 0 };
        Ok(Some(Done {
            label,
            plan: Plan {
                series: Some(series),
                ..Plan::default()
            },
            series: Some(series),
            rows: 0,
        }))
    }

    fn keep(&mut self, decided: Decided) -> Result<Done, NotDone> {
        let Decided { change, plan } = decided;
        // What does nothing is no step that could be taken back.
        if !change.edits.is_empty() {
            self.store.save(&change, &self.actor)?;
            self.apply(&change)?;
        }
        Ok(Done {
            series: plan.series,
            plan,
            rows: change.edits.len(),
            label: change.label,
        })
    }

    /// Does to the book what was saved.
    fn apply(&mut self, change: &Change) -> Result<(), Failure> {
        for edit in &change.edits {
            // It was decided on this book; if it does not fit, memory is wrong and the file is right.
            if let Err(stale) = self.book.apply(edit) {
                log::error!("the book and the file disagreed ({stale}): it is loaded anew");
                return self.load_anew();
            }
        }
        self.book.revision += 1;
        self.book.next_key = change.next_key;
        Ok(())
    }

    fn load_anew(&mut self) -> Result<(), Failure> {
        let mut book = Book::default();
        let today = Zone::UTC.civil(self.clock.now()).day;
        self.store.load(&mut book, (today - LOADED_DAYS).year_month())?;
        self.book = book;
        Ok(())
    }
}

/// A seed that no earlier run on this file had: the revision and the time.
fn seed_of(book: &Book, now: Instant) -> u64 {
    let mixed = book.revision.unsigned_abs().rotate_left(32) ^ now.millis().unsigned_abs();
    mixed.wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

#[cfg(test)]
mod tests;
