//! The whole form: its head, what is typed at the left, what will be at the right, and the buttons below.
//!
//! Ctrl+Enter saves, Escape closes; what was typed is kept by the window. In a narrow window the two sides stand below
//! each other.

use egui::{Align, Frame, Key, Layout, Margin, Modifiers, Popup, Rect, ScrollArea, Stroke, Ui, UiBuilder, vec2};

use super::places::Places;
use super::preview::Before;
use super::{SeriesForm, ends, result, rhythm, services, times, typed::HowOften, who};
use crate::domain::{Moment, Refusal, preview};
use crate::ui::look::{Icon, Tone, size};
use crate::ui::route::{Route, SetupPage};
use crate::ui::widgets::date_text::read_day;
use crate::ui::widgets::{Button, confirmed, controls, notice, title};
use crate::ui::{Act, Asker, Context};
use crate::words;
use crate::words::deeds::Verb;

/// Width of the left side, with its margins.
const LEFT: f32 = 608.0;
/// Below this the sides do not fit beside each other.
const NARROW: f32 = LEFT + 400.0;
const FOOT: f32 = 56.0;
const HEAD: f32 = 56.0;
/// Height of the dates below the form in a narrow window.
const BELOW: f32 = 480.0;

impl SeriesForm {
    /// Draws the form over the room there is.
    pub fn show(&mut self, ui: &mut Ui, cx: &mut Context<'_>) {
        self.reckon(cx);
        let is_list_open = Popup::is_any_open(ui.ctx());
        // Before the fields see it: Enter in a list means something else.
        let finds = self.places.is_some();
        let saved = !finds && confirmed(ui);
        let whole = ui.available_rect_before_wrap();
        let inside = |ui: &mut Ui, rect: Rect, add: &mut dyn FnMut(&mut Ui)| {
            ui.scope_builder(UiBuilder::new().max_rect(rect), |ui| add(ui));
        };
        let head = whole.with_max_y(whole.top() + HEAD);
        let foot = whole.with_min_y(whole.bottom() - FOOT);
        let middle = Rect::from_min_max(head.left_bottom(), foot.right_top());
        let opens = self.opens;
        let area = || {
            let area = ScrollArea::vertical().id_salt("form").auto_shrink(false);
            // The form before may have been left scrolled down.
            if opens { area.vertical_scroll_offset(0.0) } else { area }
        };
        let mut close = false;
        inside(ui, head, &mut |ui| close = self.head(ui));
        if whole.width() < NARROW {
            inside(ui, middle, &mut |ui| {
                area().show(ui, |ui| {
                    padded(ui, |ui| self.left(ui, cx));
                    ui.allocate_ui(vec2(ui.available_width(), BELOW), |ui| {
                        padded(ui, |ui| result::show(ui, cx, self));
                    });
                });
            });
        } else {
            let left = middle.with_max_x(middle.left() + LEFT);
            let right = middle.with_min_x(left.right());
            inside(ui, left, &mut |ui| {
                area().show(ui, |ui| padded(ui, |ui| self.left(ui, cx)));
            });
            let line = Stroke::new(size::LINE, cx.palette.line);
            ui.painter().rect_filled(right, 0.0, cx.palette.card);
            ui.painter().vline(right.left(), right.y_range(), line);
            let right = right.with_min_y(right.top() + size::SPACE_4);
            inside(ui, right, &mut |ui| padded(ui, |ui| result::show(ui, cx, self)));
        }
        let line = Stroke::new(size::LINE, cx.palette.line);
        ui.painter().hline(whole.x_range(), foot.top(), line);
        let mut save = false;
        inside(ui, foot, &mut |ui| {
            let asked = self.foot(ui);
            close |= asked.close;
            save = asked.save;
        });
        ui.advance_cursor_after_rect(whole);
        if let Some(places) = &mut self.places
            && places.show(ui.ctx(), cx, &mut self.typed)
        {
            self.places = None;
        }
        if save || saved {
            self.reckon(cx);
            self.save(cx);
        } else if close || (!is_list_open && !finds && escaped(ui)) {
            cx.ask(Act::CloseForm);
        }
    }

    fn head(&mut self, ui: &mut Ui) -> bool {
        let mut close = false;
        Frame::new().inner_margin(Margin::symmetric(24, 12)).show(ui, |ui| {
            controls(ui, |ui| {
                title(ui, self.title());
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    close = ui.add(Button::icon_alone(Icon::Close, "Close").keys("Esc")).clicked();
                });
            });
        });
        close
    }

    fn title(&self) -> &'static str {
        match (&self.before, self.typed.how_often) {
            (Some(_), _) => "Change a standing appointment",
            (None, HowOften::Once) => "New appointment",
            (None, _) => "New standing appointment",
        }
    }

    fn left(&mut self, ui: &mut Ui, cx: &mut Context<'_>) {
        ui.spacing_mut().item_spacing.y = size::SPACE_4;
        if self.came_back {
            let again = Button::secondary("Start over");
            let says = "What you typed before is back";
            if notice(ui, Tone::Plain, says, Some(again)).is_some_and(|again| again.clicked()) {
                self.start_over();
            }
        }
        if let Some(refused) = &self.refused {
            notice(ui, Tone::Danger, refused, None);
        }
        if let Some(refusal) = self.preview.refusal.as_ref().filter(|_| self.cannot_be_changed()) {
            notice(ui, Tone::Danger, &words::refusal::text(cx.book, refusal), None);
            ui.disable();
        }
        if self.before.is_some() && !self.cannot_be_changed() {
            self.which_visits(ui, cx);
        }
        let habit = cx.habit();
        let start = read_day(&self.typed.start, habit.order, habit.today);
        let fixed = self.before.is_some();
        let focus = std::mem::take(&mut self.opens);
        who::show(ui, cx, &mut self.typed, &mut self.at, &mut self.finder, fixed);
        if focus {
            ui.memory_mut(|memory| memory.request_focus(who::field_id()));
        }
        let prices = start.unwrap_or(habit.today);
        if cx.book.services().live().next().is_none() {
            let go = Button::secondary("Add services…");
            let says = "There are no services to choose from yet";
            if notice(ui, Tone::Accent, says, Some(go)).is_some_and(|go| go.clicked()) {
                cx.ask(Act::Go(Route::Setup(SetupPage::Services)));
            }
        }
        ui.scope(|ui| {
            ui.spacing_mut().item_spacing.y = size::SPACE_2;
            let dates = self.preview.counted(cx.book);
            services::show(ui, cx, &mut self.typed, &mut self.at, (prices, &dates));
        });
        let rule = self.preview.draft.as_ref().and_then(|draft| draft.rule.as_ref());
        rhythm::show(ui, cx, &mut self.typed, &mut self.at, start, rule);
        let find = times::show(ui, cx, &mut self.typed, &mut self.at, start, !fixed);
        if let Some(find) = find {
            self.places = Some(Places::new(&self.typed, find, cx));
        }
        ends::show(ui, cx, &mut self.typed, &mut self.at, fixed);
        for error in self.at.elsewhere() {
            notice(ui, Tone::Danger, &error, None);
        }
    }

    fn foot(&self, ui: &mut Ui) -> Asked {
        let mut asked = Asked::default();
        Frame::new().inner_margin(Margin::symmetric(24, 12)).show(ui, |ui| {
            crate::ui::widgets::at_right(ui, egui::Id::unique("series form, buttons"), |ui| {
                asked.close = ui.add(Button::secondary("Cancel")).clicked();
                let save = Button::primary(self.save_text()).keys("Ctrl+Enter");
                let can = !self.is_saving && !self.is_untouched() && self.preview.refusal.is_none();
                asked.save = ui.add_enabled(can, save).clicked();
            });
        });
        asked
    }

    /// Whether this is a change that says nothing else than what stands already.
    pub(super) fn is_untouched(&self) -> bool {
        let is_so = |before: &Before| !before.how.counts_from_here;
        self.before.as_ref().is_some_and(is_so) && self.typed == self.opened
    }

    /// Whether the salon says no to every change: nothing that is typed would help.
    pub(super) fn cannot_be_changed(&self) -> bool {
        matches!(
            self.preview.refusal,
            Some(Refusal::SeriesHasPast { .. } | Refusal::SeriesIsStopped { .. } | Refusal::Gone { .. })
        )
    }

    fn save_text(&self) -> String {
        if self.is_untouched() {
            return "Change".to_owned();
        }
        let plan = self.preview.plan.as_ref().filter(|_| !self.preview.has_no_dates());
        match (plan, &self.before, self.typed.how_often) {
            (Some(plan), None, HowOften::Once) if plan.open() > 0 => "Save, sort out later".to_owned(),
            (_, None, HowOften::Once) => "Book".to_owned(),
            (None, None, _) => "Save".to_owned(),
            (Some(plan), None, _) => words::plan::save_button(plan),
            (plan, Some(_), _) => words::deeds::button(Verb::Change, plan),
        }
    }

    fn save(&mut self, cx: &mut Context<'_>) {
        if self.is_untouched() || self.preview.refusal.is_some() {
            return;
        }
        self.at.try_all();
        self.refused = None;
        let Some(command) = self.preview.command() else {
            return;
        };
        // The plan of what is asked for: dates that wait for a decision are not booked in it.
        let shown = preview(cx.book, &command, &mut Moment::new(cx.now, 0)).ok();
        self.is_saving = true;
        cx.ask(Act::CarryOut {
            command: Box::new(command),
            shown: shown.map(Box::new),
            asker: Asker::SeriesForm,
        });
    }
}

#[derive(Default)]
struct Asked {
    close: bool,
    save: bool,
}

fn padded(ui: &mut Ui, add: impl FnOnce(&mut Ui)) {
    Frame::new()
        .inner_margin(Margin {
            left: 24,
            right: 24,
            top: 4,
            bottom: 16,
        })
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            add(ui);
        });
}

/// Whether Escape asks to close. It closes a list first, and leaves a field first.
fn escaped(ui: &Ui) -> bool {
    let free = ui.memory(|memory| memory.focused().is_none()) && !Popup::is_any_open(ui.ctx());
    free && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape))
}
