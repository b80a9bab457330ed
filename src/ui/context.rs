//! What a view gets in a frame: what it shows, what time it is, and where it puts what was asked.

use super::act::Act;
use super::look::Palette;
use super::widgets::DateHabit;
use super::widgets::date_text::{ClockFace, DateOrder};
use crate::domain::Book;
use crate::domain::values;
use crate::time::{Day, Instant, Weekday};

/// What a view gets. It changes only its own state; all else it asks for.
pub struct Context<'a> {
    /// Everything of the salon that is loaded, as it stood when the frame began.
    pub book: &'a Book,
    /// Rises with every book that the desk hands out: what was made from an older one is made anew.
    pub edition: u64,
    /// Now.
    pub now: Instant,
    /// The colours of the theme.
    pub palette: &'static Palette,
    /// What was asked in this frame.
    pub acts: &'a mut Vec<Act>,
}

impl Context<'_> {
    /// Asks for something.
    pub fn ask(&mut self, act: Act) {
        self.acts.push(act);
    }

    /// Today where the business is.
    pub fn today(&self) -> Day {
        self.book.zone().civil(self.now).day
    }

    /// The first day of the week.
    pub fn week_start(&self) -> Weekday {
        self.book
            .business()
            .map_or(Weekday::Mon, |business| business.week_start)
    }

    /// How dates are typed and written.
    pub fn habit(&self) -> DateHabit {
        DateHabit {
            order: DateOrder::default(),
            first: self.week_start(),
            today: self.today(),
        }
    }

    /// How times are typed and written.
    pub fn face(&self) -> ClockFace {
        match self.book.business().map(|business| business.clock) {
            Some(values::ClockFace::H12) => ClockFace::Hours12,
            _ => ClockFace::Hours24,
        }
    }
}
