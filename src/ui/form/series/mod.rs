//! The series form: a standing appointment, or a single one, made or changed, with a live preview.
//!
//! [`typed`] is what stands in the fields, [`request`] what it says, [`preview`] what saving would do; the rest shows it.
//! Left out: sending the command and keeping the text of a form that was closed; the window does both.

pub mod pattern;
pub mod preview;
pub mod request;
pub mod typed;

mod ends;
pub mod how;
pub mod kept;
mod of_request;
mod places;
mod result;
mod rhythm;
mod services;
mod show;
mod times;
mod who;

use crate::domain::Refused;
use crate::domain::book::Book;
use crate::domain::draft::SeriesDraft;
use crate::domain::request::{DraftNow, draft_of, request_of_draft};
use crate::domain::rows::{SeriesId, VisitId};
use crate::domain::{Scope, draft_to_change};
use crate::time::{Day, Instant};
use crate::ui::ahead::Overwrites;
use crate::ui::ahead::which::{Reach, Which, days_to_come};
use crate::ui::form::{AtFields, ClientFinder, Pick};
use crate::ui::widgets::DateHabit;
use crate::ui::widgets::date_text::{ClockFace, write_day, write_time};
use crate::ui::{Act, Context, FormStart, Prefill};
use crate::words;
use how::How;
use places::Places;
use preview::{Before, Preview, reckon};
use typed::Typed;

/// The form with all that it keeps between frames.
#[derive(Debug, Clone)]
pub struct SeriesForm {
    /// What was typed.
    pub typed: Typed,
    /// What is edited; none for something new.
    pub before: Option<Before>,
    /// Whether the text is that of a form that was closed before it was saved.
    pub came_back: bool,
    /// What came back was not wanted.
    was_forgotten: bool,
    /// What saving would do.
    pub preview: Preview,
    at: AtFields,
    reckoned: Option<Reckoned>,
    finder: ClientFinder,
    /// Was opened in this frame.
    opens: bool,
    /// The window carries out what was asked.
    is_saving: bool,
    /// Why it was refused.
    refused: Option<String>,
    /// What stood in it when it was opened.
    opened: Typed,
    /// A time is being found.
    places: Option<Places>,
    /// Of the dates only those that clash are listed.
    only_clashing: bool,
}

#[derive(Debug, Clone)]
struct Reckoned {
    typed: Typed,
    how: Option<How>,
    edition: u64,
    today: Day,
}

impl SeriesForm {
    /// A form for something new, with what is known already.
    pub fn new(typed: Typed) -> Self {
        let mut typed = typed;
        if typed.services.is_empty() {
            typed.add_line();
        }
        let opened = typed.clone();
        Self {
            typed,
            before: None,
            came_back: false,
            was_forgotten: false,
            preview: Preview::default(),
            at: AtFields::default(),
            reckoned: None,
            finder: ClientFinder::default(),
            opens: true,
            is_saving: false,
            refused: None,
            opened,
            places: None,
            only_clashing: false,
        }
    }

    /// A form that changes a series, for all its visits to come; none where there is no such series.
    pub fn edit(
        book: &Book,
        series: SeriesId,
        from: Option<(VisitId, Reach)>,
        now: Instant,
        (habit, face): (DateHabit, ClockFace),
    ) -> Option<Self> {
        // What cannot be changed is shown as it is, with the reason.
        let draft = draft_to_change(book, series, Scope::ToCome, now).ok();
        let draft = draft.or_else(|| draft_of(book, series))?;
        let typed = typed_of(book, &draft, habit, face);
        let days = days_to_come(book, series, now);
        let (visit, reach) = from.unzip();
        let day = visit
            .and_then(|visit| book.visits().get(visit))
            .map(|visit| visit.original_day);
        let day = day.or(days.first().copied()).unwrap_or(habit.today);
        let how = How {
            which: Which::new(reach.unwrap_or(Reach::ToCome), day, habit),
            overwrites: Overwrites::default(),
            counts_from_here: false,
            visit,
        };
        let before = Before {
            series,
            draft: DraftNow(draft),
            request: request::asked(&typed, book, habit).request,
            how,
        };
        Some(Self {
            before: Some(before),
            ..Self::new(typed)
        })
    }

    /// What holds where the change begins stands in the fields, as long as nothing else was typed: a series that was changed
    /// from a day on says another thing before it.
    fn follow_the_day(&mut self, cx: &Context<'_>) {
        let (habit, face) = (cx.habit(), cx.face());
        let Some(before) = self.before.as_mut().filter(|_| self.typed == self.opened) else {
            return;
        };
        let Some(days) = before.how.days(habit) else { return };
        let Ok(draft) = draft_to_change(cx.book, before.series, days.scope(), cx.now) else {
            return;
        };
        if draft == before.draft.0 {
            return;
        }
        let typed = typed_of(cx.book, &draft, habit, face);
        before.request = request::asked(&typed, cx.book, habit).request;
        before.draft = DraftNow(draft);
        (self.opened, self.typed) = (typed.clone(), typed);
    }

    /// A form as it is opened: new with what is known, or of a series; none where that series is gone.
    pub fn open(start: &FormStart, cx: &Context<'_>) -> Option<Self> {
        match start {
            FormStart::New(prefill) => Some(Self::new(prefilled(*prefill, cx))),
            FormStart::Edit(series) => Self::edit(cx.book, *series, None, cx.now, (cx.habit(), cx.face())),
            FormStart::EditFrom(visit, reach) => {
                let series = cx.book.visits().get(*visit)?.series_id;
                let from = Some((*visit, *reach));
                Self::edit(cx.book, series, from, cx.now, (cx.habit(), cx.face()))
            }
        }
    }

    /// The window could not carry it out: the text stays, and the errors stand at their fields.
    pub fn refused(&mut self, refused: &Refused, book: &Book) {
        self.is_saving = false;
        self.refused = match refused {
            Refused::Fields(errors) => {
                self.at.set(errors.clone());
                None
            }
            Refused::Refusal(refusal) => Some(words::refusal::text(book, refusal)),
            Refused::NotLoaded(_) => Some("Older months are still being loaded. Try again".to_owned()),
        };
    }

    /// A failure of the program: the text stays.
    pub fn failed(&mut self, says: String) {
        self.is_saving = false;
        self.refused = Some(says);
    }

    /// Reckons anew what saving would do, where the form, the book or the day is another one.
    pub fn reckon(&mut self, cx: &mut Context<'_>) {
        let habit = cx.habit();
        let stands = self.reckoned.as_ref().is_some_and(|reckoned| {
            reckoned.edition == cx.edition
                && reckoned.today == habit.today
                && reckoned.typed == self.typed
                && reckoned.how.as_ref() == self.before.as_ref().map(|before| &before.how)
        });
        if stands {
            return;
        }
        self.follow_the_day(cx);
        self.preview = reckon(&self.typed, self.before.as_ref(), cx.book, cx.now, habit);
        let not_loaded = &self.preview.not_loaded;
        if let (Some(first), Some(last)) = (not_loaded.first(), not_loaded.last()) {
            cx.ask(Act::Load(first.first_day(), last.last_day()));
        }
        self.at.set(self.preview.errors.clone());
        if let Some((path, says)) = pattern::error(&self.typed) {
            self.at.add(&path, says);
        }
        self.reckoned = Some(Reckoned {
            typed: self.typed.clone(),
            how: self.before.as_ref().map(|before| before.how.clone()),
            edition: cx.edition,
            today: habit.today,
        });
    }
}

/// What a draft says, as it stands in the fields.
fn typed_of(book: &Book, draft: &SeriesDraft, habit: DateHabit, face: ClockFace) -> Typed {
    let request = request_of_draft(book, draft);
    let mut typed = of_request::typed_of(&request, book, habit, face);
    if let Some(rule) = &draft.rule {
        of_request::put_pattern(&mut typed, rule, draft.start);
    }
    typed
}

/// What is known of a new appointment from where it was asked for.
fn prefilled(prefill: Prefill, cx: &Context<'_>) -> Typed {
    let mut typed = Typed::default();
    if let Some(client) = prefill.client.and_then(|id| cx.book.clients().get(id)) {
        typed.client = Pick::of(client.uuid, client.name());
    }
    let habit = cx.habit();
    typed.start = write_day(prefill.day.unwrap_or(habit.today), habit.order);
    typed.all.time = prefill.time.map(|time| write_time(time, cx.face())).unwrap_or_default();
    let staff = prefill.staff.and_then(|id| cx.book.staff().get(id));
    typed.all.staff = staff
        .map(|staff| staff.uuid)
        .or_else(|| only(cx.book.staff().live().map(|row| row.uuid)));
    let location = prefill.location.and_then(|id| cx.book.locations().get(id));
    typed.location = location
        .map(|location| location.uuid)
        .or_else(|| only(cx.book.locations().live().map(|row| row.uuid)));
    typed
}

fn only<T>(mut all: impl Iterator<Item = T>) -> Option<T> {
    all.next().filter(|_| all.next().is_none())
}

#[cfg(test)]
mod tests;
