//! The steps: what was done, when and by whom, and which of them can be taken back.

use rusqlite::Row;

use super::Store;
use super::error::StoreError;
use super::file::version;
use crate::domain::Change;
use crate::domain::change::{Label, Origin, Subject};
use crate::domain::row::{Misfit, choices, ids};
use crate::time::Instant;

ids! {
    /// A step of the history; a later step has a greater one.
    StepId,
}

choices! {
    /// How a step stands.
    StepState {
        /// It was done, and can be undone once it is the last.
        Done = "done",
        /// It was undone, and can be redone.
        Undone = "undone",
        /// It was done, too far back to be undone: only its words are left.
        Beyond = "beyond",
        /// It was undone, and something else was done since: only its words are left.
        Dropped = "dropped",
    }
}

/// A step of the history.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Its key.
    pub id: StepId,
    /// When it was done.
    pub at: Instant,
    /// Who began it.
    pub origin: Origin,
    /// Who did it, by name.
    pub actor: String,
    /// What it did.
    pub label: Label,
    /// What it is about.
    pub subject: Option<Subject>,
    /// How it stands.
    pub state: StepState,
    /// When it was last undone or redone, and by whom.
    pub turned: Option<Turned>,
}

/// When a step was undone or redone, and by whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turned {
    /// When.
    pub at: Instant,
    /// Who, by name.
    pub actor: String,
}

/// How many steps keep their journal.
const MOST: i64 = 1_000;
/// How many of persons' steps keep theirs at least, however old, and with them all that came in between.
const LEAST: i64 = 30;
/// For how long, in milliseconds: 90 days.
const LONGEST: i64 = 90 * 24 * 60 * 60 * 1_000;

const COLUMNS: &str = "id, at, origin, imported, actor, label, subject, state, turned_at, turned_by";

impl Store {
    /// The newest steps, newest first.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn steps(&self, limit: usize) -> Result<Vec<Step>, StoreError> {
        self.some_steps("1 ORDER BY id DESC", limit)
    }

    /// The steps after this one, newest first.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn steps_after(&self, step: StepId) -> Result<Vec<Step>, StoreError> {
        let after = format!("id > {} ORDER BY id DESC", i64::from(step));
        self.some_steps(&after, usize::MAX)
    }

    /// The step that undo would take back: the newest of a person that is done.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn undoable(&self) -> Result<Option<Step>, StoreError> {
        let newest = "state IN ('done', 'undone') AND state = 'done' AND origin = 'person' ORDER BY id DESC";
        Ok(self.some_steps(newest, 1)?.pop())
    }

    /// The step that redo would do again: the oldest of a person that is undone.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn redoable(&self) -> Result<Option<Step>, StoreError> {
        let oldest = "state IN ('done', 'undone') AND state = 'undone' AND origin = 'person' ORDER BY id";
        Ok(self.some_steps(oldest, 1)?.pop())
    }

    /// A step by its key.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn step(&self, step: StepId) -> Result<Option<Step>, StoreError> {
        Ok(self.some_steps(&format!("id = {}", i64::from(step)), 1)?.pop())
    }

    fn some_steps(&self, which: &str, limit: usize) -> Result<Vec<Step>, StoreError> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let text = format!("SELECT {COLUMNS} FROM activity WHERE {which} LIMIT {limit}");
        let mut statement = self.connection.prepare_cached(&text)?;
        let mut found = statement.query([])?;
        let mut steps = Vec::new();
        while let Some(row) = found.next()? {
            steps.push(read(row)?);
        }
        Ok(steps)
    }

    /// Writes the words of a new step.
    pub(super) fn begin_step(&self, change: &Change, actor: &str) -> Result<StepId, StoreError> {
        self.run(
            "INSERT INTO activity (at, origin, actor, label, subject, state, schema_version, imported)
             VALUES (?1, ?2, ?3, ?4, ?5, 'done', ?6, ?7)",
            (
                change.at.millis(),
                code(change.origin),
                actor,
                json(&change.label)?,
                change.subject.as_ref().map(json).transpose()?,
                version(),
                change.origin == Origin::Import,
            ),
        )?;
        Ok(self.connection.last_insert_rowid().into())
    }

    /// Notes how a step stands now.
    pub(super) fn turn(&self, step: StepId, state: StepState, at: Instant, actor: &str) -> Result<(), StoreError> {
        self.run(
            "UPDATE activity SET state = ?2, turned_at = ?3, turned_by = ?4 WHERE id = ?1",
            (i64::from(step), state.code(), at.millis(), actor),
        )?;
        Ok(())
    }

    /// What was undone can no longer be redone.
    pub(super) fn drop_undone(&self) -> Result<(), StoreError> {
        self.end("state IN ('done', 'undone') AND state = 'undone'")
    }

    /// Drops a step that was undone: it cannot be done again, only its words stay.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn drop_step(&mut self, step: StepId) -> Result<(), StoreError> {
        self.together(|store| store.end(&format!("state = 'undone' AND id = {}", i64::from(step))))
    }

    /// Ends the journals that are too many or too old; the words stay.
    pub(super) fn prune(&self, newest: StepId, now: Instant) -> Result<(), StoreError> {
        let with_journal = "state IN ('done', 'undone')";
        let oldest = format!("SELECT id, at FROM activity WHERE {with_journal} ORDER BY id LIMIT 1");
        let (oldest, at): (i64, i64) = self
            .connection
            .prepare_cached(&oldest)?
            .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let too_old = now.millis() - LONGEST;
        // Keys have no gaps, so that there cannot be too many steps between two that are near.
        if at >= too_old && i64::from(newest) - oldest < MOST {
            return Ok(());
        }
        // What the program did by itself is no step that a person could take back.
        let guaranteed = format!(
            "coalesce((SELECT min(id) FROM (SELECT id FROM activity WHERE {with_journal} AND origin = 'person'
                 ORDER BY id DESC LIMIT {LEAST})), {})",
            i64::from(newest)
        );
        let one_of_most = format!(
            "(SELECT id FROM activity WHERE {with_journal} ORDER BY id DESC LIMIT 1 OFFSET {})",
            MOST - 1
        );
        self.end(&format!(
            "{with_journal} AND id < {guaranteed} AND (id < {one_of_most} OR at < {too_old})"
        ))
    }

    fn end(&self, which: &str) -> Result<(), StoreError> {
        let journals = format!("DELETE FROM activity_row WHERE activity_id IN (SELECT id FROM activity WHERE {which})");
        self.run(&journals, [])?;
        let state = "CASE state WHEN 'done' THEN 'beyond' ELSE 'dropped' END";
        self.run(&format!("UPDATE activity SET state = {state} WHERE {which}"), [])?;
        Ok(())
    }
}

fn code(origin: Origin) -> &'static str {
    match origin {
        // A file is taken in by a person; a column of its own says so.
        Origin::Person | Origin::Import => "person",
        Origin::Automatic => "automatic",
    }
}

fn json<T: serde::Serialize>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::Damaged(error.to_string()))
}

fn read(row: &Row<'_>) -> Result<Step, StoreError> {
    let text = |column: &str| -> Result<String, StoreError> { Ok(row.get(column)?) };
    let unreadable = |error: serde_json::Error| StoreError::Damaged(format!("the history: {error}"));
    let origin = text("origin")?;
    let turned_at: Option<i64> = row.get("turned_at")?;
    let turned_by: Option<String> = row.get("turned_by")?;
    Ok(Step {
        id: row.get::<_, i64>("id")?.into(),
        at: Instant::from_millis(row.get("at")?),
        origin: match (origin.as_str(), row.get("imported")?) {
            ("person", false) => Origin::Person,
            ("person", true) => Origin::Import,
            ("automatic", _) => Origin::Automatic,
            _ => return Err(Misfit::new("origin", origin).into()),
        },
        actor: text("actor")?,
        label: serde_json::from_str(&text("label")?).map_err(unreadable)?,
        subject: row
            .get::<_, Option<String>>("subject")?
            .map(|subject| serde_json::from_str(&subject))
            .transpose()
            .map_err(unreadable)?,
        state: text("state")?.parse()?,
        turned: turned_at.zip(turned_by).map(|(at, actor)| Turned {
            at: Instant::from_millis(at),
            actor,
        }),
    })
}
