//! The calendar: the day by staff or the week, the bar above it, and the card of a visit beside it.
//!
//! Keeps which day, whose, and where. Columns are made anew only when the book, the day or what is shown changes.

mod bar;

use std::collections::BTreeSet;

use egui::{Frame, Margin, Ui};

use crate::domain::Book;
use crate::domain::draft::Over;
use crate::domain::rows::*;
use crate::domain::schedule::works_at;
use crate::domain::values::ClockFace;
use crate::exchange::ics::Selection;
use crate::time::{Day, MinuteSpan, Minutes, TimeOfDay};
use crate::ui::look::{Icon, Tone};
use crate::ui::route::{FormStart, Prefill, Route, SetupPage};
use crate::ui::shortcut::Shortcut;
use crate::ui::view::board::{Board, BoardState, Column, ColumnKey, OfStaff, window};
use crate::ui::view::card::{Card, change};
use crate::ui::view::change::ToChange;
use crate::ui::view::day;
use crate::ui::view::week::{self, Whose};
use crate::ui::widgets::{Button, empty_state, notice};
use crate::ui::{Act, Context};
use crate::words;

/// How much of the calendar is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Extent {
    /// One day, a column for each of the staff.
    #[default]
    Day,
    /// One week, a column a day.
    Week,
}

impl Extent {
    /// The word that it is remembered by.
    pub const fn code(self) -> &'static str {
        match self {
            Extent::Day => "day",
            Extent::Week => "week",
        }
    }

    /// What is remembered by this word.
    pub fn coded(code: &str) -> Option<Self> {
        [Extent::Day, Extent::Week]
            .into_iter()
            .find(|extent| extent.code() == code)
    }
}

/// The setting that remembers what was shown last.
pub const REMEMBERED: &str = "calendar";

/// What the calendar keeps.
#[derive(Default)]
pub struct Calendar {
    extent: Extent,
    /// The day that is shown, or that the week is of; today until another is asked for.
    day: Option<Day>,
    location: Option<LocationId>,
    /// Staff whose columns are hidden.
    hidden: BTreeSet<StaffId>,
    whose: Option<Whose>,
    cancelled: bool,
    card: Option<Card>,
    board: BoardState,
    bar: bar::BarState,
    made: Option<Made>,
    asked_for: Option<(Day, Day)>,
}

/// What the columns were made of.
#[derive(Debug, Clone, PartialEq)]
struct Wanted {
    edition: u64,
    extent: Extent,
    first: Day,
    location: LocationId,
    today: Day,
    hidden: BTreeSet<StaffId>,
    whose: Whose,
    cancelled: bool,
}

struct Made {
    of: Wanted,
    columns: Vec<Column>,
    window: MinuteSpan,
}

impl Calendar {
    /// Shows the day or the week, as it was remembered.
    pub fn recall(&mut self, extent: Extent) {
        self.extent = extent;
    }

    /// Shows a day.
    pub fn show_day(&mut self, day: Day) {
        self.day = Some(day);
    }

    /// Shows a visit with its card, where it is still there.
    pub fn show_visit(&mut self, book: &Book, visit: VisitId) {
        self.point_at(book, visit);
        self.open(visit);
    }

    /// Shows the day of a visit, with the focus on it.
    pub fn point_at(&mut self, book: &Book, visit: VisitId) {
        let Some(row) = book.visits().get(visit) else { return };
        self.day = Some(row.day);
        self.location = words::visit::location(book, row).or(self.location);
        if let Some(lead) = row.lead() {
            self.hidden.remove(&lead);
            if self.whose.is_some_and(|whose| whose != Whose::Everybody) {
                self.whose = Some(Whose::Person(lead));
            }
        }
        self.board.bring(visit);
    }

    /// The visit whose card is open.
    pub fn chosen(&self) -> Option<VisitId> {
        self.card.as_ref().map(Card::visit)
    }

    /// The day that is shown, or today.
    pub fn day(&self, context: &Context<'_>) -> Day {
        self.day.unwrap_or_else(|| self.today(context))
    }

    /// What the new appointment begins with when it is asked for without a place.
    pub fn prefill(&self, context: &Context<'_>) -> Prefill {
        let staff = match (self.extent, self.whose(context.book)) {
            (Extent::Week, Whose::Person(staff)) => Some(staff),
            _ => None,
        };
        Prefill {
            day: Some(self.day(context).max(self.today(context))),
            location: self.location(context.book),
            staff,
            ..Prefill::default()
        }
    }

    /// Does what a key asks, where it is the calendar's.
    pub fn press(&mut self, shortcut: Shortcut, context: &mut Context<'_>) {
        match shortcut {
            Shortcut::Today => self.day = None,
            Shortcut::Earlier => self.turn(-1, context),
            Shortcut::Later => self.turn(1, context),
            Shortcut::DayView => self.switch(Extent::Day, context),
            Shortcut::WeekView => self.switch(Extent::Week, context),
            Shortcut::GoToDate => self.bar.open_dates(),
            Shortcut::Edit | Shortcut::Cancel | Shortcut::Export => self.press_on_card(shortcut, context),
            Shortcut::New | Shortcut::Undo | Shortcut::Redo | Shortcut::Help => {}
        }
    }

    fn press_on_card(&self, shortcut: Shortcut, context: &mut Context<'_>) {
        let chosen = self.card.as_ref().map(Card::visit).or(self.board.focused());
        let Some(visit) = chosen.and_then(|visit| context.book.visits().get(visit)) else {
            if shortcut == Shortcut::Export {
                context.ask(Act::Export(Selection::All));
                return;
            }
            context.ask(Act::Say(Tone::Plain, "Choose a visit first".to_owned()));
            return;
        };
        let act = match shortcut {
            Shortcut::Edit => match change(context.book, visit, context.now) {
                Some(act) => act,
                None => Act::Say(Tone::Plain, "Nothing of this visit can be changed".to_owned()),
            },
            Shortcut::Export => Act::Export(Selection::Series(visit.series_id)),
            _ => Act::CancelVisit(visit.id),
        };
        context.ask(act);
    }

    fn switch(&mut self, extent: Extent, context: &mut Context<'_>) {
        if self.extent != extent {
            self.extent = extent;
            self.follow_chosen(context.book);
            context.ask(Act::Remember {
                name: REMEMBERED,
                value: extent.code().to_owned(),
            });
        }
    }

    /// The week is that of who does the visit that the person is at.
    fn follow_chosen(&mut self, book: &Book) {
        let chosen = self.chosen().or(self.board.focused());
        let visit = chosen.and_then(|visit| book.visits().get(visit));
        // The focus stays at a visit of another day when one turns the pages.
        let lead = visit
            .filter(|visit| self.day.is_none_or(|day| day == visit.day))
            .and_then(|visit| visit.lead());
        if let Some(lead) = lead.filter(|_| self.whose != Some(Whose::Everybody)) {
            self.whose = Some(Whose::Person(lead));
        }
    }

    fn turn(&mut self, by: i32, context: &Context<'_>) {
        let step = match self.extent {
            Extent::Day => 1,
            Extent::Week => 7,
        };
        let day = self.day(context) + by * step;
        self.day = Some(day.clamp(Day::FIRST, Day::LAST)).filter(|day| *day != self.today(context));
    }

    fn open(&mut self, visit: VisitId) {
        if self.chosen() != Some(visit) {
            self.card = Some(Card::of(visit));
        }
    }

    /// Today where the calendar is.
    fn today(&self, context: &Context<'_>) -> Day {
        self.now(context).0
    }

    /// The day and minute of now at the location that is shown.
    fn now(&self, context: &Context<'_>) -> (Day, Minutes) {
        let zone = self
            .location(context.book)
            .map_or_else(|| context.book.zone(), |location| context.book.zone_of(location));
        let now = zone.civil(context.now);
        (now.day, now.time.since_midnight())
    }

    /// The location that is shown: the chosen one, else the first.
    fn location(&self, book: &Book) -> Option<LocationId> {
        let chosen = self
            .location
            .filter(|chosen| book.locations().live().any(|row| row.id == *chosen));
        chosen.or_else(|| book.locations().live().next().map(|row| row.id))
    }

    /// Whose week is shown: as chosen, else of the first who works here.
    fn whose(&self, book: &Book) -> Whose {
        let there = |whose: &Whose| match whose {
            Whose::Person(staff) => book.staff().live().any(|row| row.id == *staff),
            Whose::Everybody => true,
        };
        self.whose.filter(there).unwrap_or_else(|| {
            let first = self.staff_here(book).into_iter().next();
            first.map_or(Whose::Everybody, |person| Whose::Person(person.id))
        })
    }

    /// Who works at the location that is shown.
    fn staff_here<'a>(&self, book: &'a Book) -> Vec<&'a std::sync::Arc<Staff>> {
        let mut staff = crate::ui::tints::in_order(book);
        if let Some(location) = self.location(book) {
            staff.retain(|person| works_at(book, person, location));
        }
        staff
    }

    /// Draws the calendar below its bar, and the card beside it.
    pub fn show(&mut self, ui: &mut Ui, context: &mut Context<'_>) {
        let Some(location) = self.location(context.book) else {
            let button = Button::primary("Set up your location").icon(Icon::MapPin);
            if empty_state(ui, Icon::MapPin, "No location yet", Some(button)).is_some_and(|button| button.clicked()) {
                context.ask(Act::Go(Route::Setup(SetupPage::Locations)));
            }
            return;
        };
        if context.book.staff().live().next().is_none() {
            let button = Button::primary("Add staff").icon(Icon::UserPlus);
            if empty_state(ui, Icon::Users, "Nobody works here yet", Some(button))
                .is_some_and(|button| button.clicked())
            {
                context.ask(Act::Go(Route::Setup(SetupPage::Staff)));
            }
            return;
        }
        if let Some(card) = &mut self.card
            && card.show(ui, context)
        {
            self.card = None;
        }
        if context.book.services().live().next().is_none() {
            no_services(ui, context);
        }
        let (first, last) = self.days(context);
        if !(context.book.is_loaded(first) && context.book.is_loaded(last)) {
            self.load(ui, context, first, last);
            return;
        }
        self.make(context, location);
        let now = self.now(context);
        let chosen = self.chosen();
        let Some(made) = &self.made else { return };
        if made.columns.is_empty() {
            let sentence = "Nobody works here that day";
            let button = Button::secondary("Show everybody");
            let show = (!self.hidden.is_empty()).then_some(button);
            if empty_state(ui, Icon::Coffee, sentence, show).is_some_and(|button| button.clicked()) {
                self.hidden.clear();
            }
            return;
        }
        let board = Board {
            name: match self.extent {
                Extent::Day => "Day by staff",
                Extent::Week => "Week",
            },
            columns: &made.columns,
            window: made.window,
            now,
            face: context
                .book
                .business()
                .map_or(ClockFace::H24, |business| business.clock),
            chosen,
        };
        let answer = board.show(ui, &mut self.board);
        if let Some(visit) = answer.opened {
            self.open(visit);
        }
        if let Some((key, minute)) = answer.slot {
            self.ask_for_new(key, minute, context);
        }
        match answer.of_staff {
            Some((staff, OfStaff::Out)) => context.ask(Act::Out(Some(staff), Some(self.day(context)))),
            Some((staff, OfStaff::StandIn)) => {
                let what = ToChange::StandIn(Over::Staff(staff), Some(self.day(context)));
                context.ask(Act::Change(what));
            }
            Some((staff, OfStaff::Week)) => {
                self.whose = Some(Whose::Person(staff));
                self.switch(Extent::Week, context);
            }
            None => {}
        }
        if let Some(ColumnKey::Day(day)) = answer.head {
            self.day = Some(day);
            self.switch(Extent::Day, context);
        }
    }

    fn ask_for_new(&self, key: ColumnKey, minute: Minutes, context: &mut Context<'_>) {
        let time = u16::try_from(minute.count()).ok().and_then(TimeOfDay::new);
        let (day, staff) = match key {
            ColumnKey::Person(staff) => (self.day(context), staff),
            ColumnKey::Day(day) => match self.whose(context.book) {
                Whose::Person(staff) => (day, Some(staff)),
                Whose::Everybody => (day, None),
            },
        };
        let prefill = Prefill {
            client: None,
            day: Some(day),
            time,
            staff,
            location: self.location(context.book),
        };
        context.ask(Act::OpenForm(FormStart::New(prefill)));
    }

    /// The first and the last day that are shown.
    fn days(&self, context: &Context<'_>) -> (Day, Day) {
        let day = self.day(context);
        match self.extent {
            Extent::Day => (day, day),
            Extent::Week => {
                let first = week::first_day(day, context.week_start());
                (first, first + 6)
            }
        }
    }

    fn load(&mut self, ui: &mut Ui, context: &mut Context<'_>, first: Day, last: Day) {
        notice(ui, Tone::Plain, "Loading these days", None);
        if self.asked_for != Some((first, last)) {
            self.asked_for = Some((first, last));
            context.ask(Act::Load(first, last));
        }
    }

    fn make(&mut self, context: &Context<'_>, location: LocationId) {
        let (first, _) = self.days(context);
        let wanted = Wanted {
            edition: context.edition,
            extent: self.extent,
            first,
            location,
            today: self.today(context),
            hidden: self.hidden.clone(),
            whose: self.whose(context.book),
            cancelled: self.cancelled,
        };
        if self.made.as_ref().is_some_and(|made| made.of == wanted) {
            return;
        }
        let columns = match self.extent {
            Extent::Day => day::columns(
                context.book,
                &day::Wanted {
                    location,
                    day: first,
                    today: wanted.today,
                    hidden: &wanted.hidden,
                    cancelled: self.cancelled,
                },
            ),
            Extent::Week => week::columns(
                context.book,
                &week::Wanted {
                    location,
                    first,
                    today: wanted.today,
                    whose: wanted.whose,
                    cancelled: self.cancelled,
                },
            ),
        };
        let window = window(&columns);
        self.made = Some(Made {
            of: wanted,
            columns,
            window,
        });
    }
}

/// The next thing to do in a new salon: without services nothing can be booked.
fn no_services(ui: &mut Ui, context: &mut Context<'_>) {
    let margin = Margin::symmetric(16, 8);
    let asked = Frame::new().inner_margin(margin).show(ui, |ui| {
        let says = "Next: what you do, how long it takes and what it costs. Then book your first regular";
        notice(ui, Tone::Accent, says, Some(Button::secondary("Add services…")))
    });
    if asked.inner.is_some_and(|asked| asked.clicked()) {
        context.ask(Act::Go(Route::Setup(SetupPage::Services)));
    }
}
