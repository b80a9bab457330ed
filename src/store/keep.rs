//! What the file keeps beside the salon: settings, typed text that is not saved yet, and how far it was topped up. None of
//! it is undone.

use rusqlite::OptionalExtension as _;

use super::Store;
use super::error::StoreError;
use crate::time::{Day, Instant};

impl Store {
    /// A setting by its name.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn setting(&self, name: &str) -> Result<Option<String>, StoreError> {
        Ok(self
            .one("SELECT value FROM setting WHERE name = ?1", [name])
            .optional()?)
    }

    /// Keeps a setting.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn set_setting(&mut self, name: &str, value: &str) -> Result<(), StoreError> {
        let text = "INSERT INTO setting (name, value) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = excluded.value";
        self.together(|store| Ok(store.run(text, (name, value)).map(|_| ())?))
    }

    /// What was typed into a form and not saved, as JSON, and when.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn draft(&self, form: &str) -> Result<Option<(String, Instant)>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT json, saved_at FROM draft WHERE form = ?1")?;
        let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, Instant::from_millis(row.get(1)?)));
        Ok(statement.query_row([form], read).optional()?)
    }

    /// Keeps what was typed into a form.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn set_draft(&mut self, form: &str, json: &str, at: Instant) -> Result<(), StoreError> {
        let text = "INSERT INTO draft (form, json, saved_at) VALUES (?1, ?2, ?3)
                    ON CONFLICT DO UPDATE SET json = excluded.json, saved_at = excluded.saved_at";
        self.together(|store| Ok(store.run(text, (form, json, at.millis())).map(|_| ())?))
    }

    /// Forgets what was typed into a form.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn delete_draft(&mut self, form: &str) -> Result<(), StoreError> {
        self.together(|store| Ok(store.run("DELETE FROM draft WHERE form = ?1", [form]).map(|_| ())?))
    }

    /// The day on which series without an end were last topped up.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn topped_up_day(&self) -> Result<Option<Day>, StoreError> {
        let day: Option<i32> = self.one("SELECT topped_up_day FROM file_state", [])?;
        Ok(day.map(Day::from_number))
    }

    /// Notes the day on which series without an end were topped up.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn set_topped_up_day(&mut self, day: Day) -> Result<(), StoreError> {
        let text = "UPDATE file_state SET topped_up_day = ?1";
        self.together(|store| Ok(store.run(text, [day.number()]).map(|_| ())?))
    }
}
