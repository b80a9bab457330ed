//! A board of hours: columns beside each other, minutes from top to bottom. The day and the week are such boards.
//!
//! One block is reached with Tab, the others with the arrows; Enter and a click open it. A click on an empty place asks for
//! a new appointment there. Left out: what the columns are about, and dragging.

mod keys;
mod layout;
mod model;
mod paint;

pub use keys::BlockKey;
pub use model::{Closed, Column, ColumnKey, Head, Hours, window};

use egui::{
    Align, EventFilter, FocusDirection, Id, Key, Modifiers, Rect, Response, Role, ScrollArea, Sense, Ui, WidgetInfo,
    pos2, vec2,
};

use self::keys::{Step, entrance, neighbour};
use self::layout::{GUTTER, Grid, HEAD};
use crate::domain::rows::{StaffId, VisitId};
use crate::domain::values::ClockFace;
use crate::time::{Day, MinuteSpan, Minutes};
use crate::ui::look::{Icon, Palette, Tone, size};
use crate::ui::view::block::{self, Held};
use crate::ui::view::change::STAND_IN;
use crate::ui::widgets::{menu, menu_row};

/// Room at the right that the scroll bar lies over.
const SCROLL_BAR: f32 = 10.0;

/// A board that is to be shown.
#[must_use = "call show"]
pub struct Board<'a> {
    /// What it is for assistive technologies: "Day by staff".
    pub name: &'a str,
    /// Its columns.
    pub columns: &'a [Column],
    /// The hours it shows.
    pub window: MinuteSpan,
    /// The day and minute of now, where it is.
    pub now: (Day, Minutes),
    /// How times are written.
    pub face: ClockFace,
    /// The visit whose card is open.
    pub chosen: Option<VisitId>,
}

/// What a view keeps of its board.
#[derive(Debug, Default)]
pub struct BoardState {
    /// The block that the arrows are on.
    at: Option<BlockKey>,
    /// The visit that has the focus.
    focused: Option<VisitId>,
    /// Where it was scrolled to already; a board is scrolled to now once.
    opened: bool,
    /// Give this visit the focus and bring it into sight.
    bring: Option<VisitId>,
}

impl BoardState {
    /// Brings a visit into sight in the next frame, with the focus on it.
    pub fn bring(&mut self, visit: VisitId) {
        self.bring = Some(visit);
    }

    /// The visit that has the focus, if one has.
    pub fn focused(&self) -> Option<VisitId> {
        self.focused
    }
}

/// What happened on a board in this frame.
#[derive(Debug, Default)]
pub struct Answer {
    /// A visit was opened.
    pub opened: Option<VisitId>,
    /// An empty place was clicked: which column, and from which minute on.
    pub slot: Option<(ColumnKey, Minutes)>,
    /// The head of a day was clicked.
    pub head: Option<ColumnKey>,
    /// What was chosen from the menu of somebody of the staff.
    pub of_staff: Option<(StaffId, OfStaff)>,
}

/// What the menu above somebody's column offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OfStaff {
    /// Whom to call, as they are out.
    Out,
    /// Somebody else does their visits for a while.
    StandIn,
    /// Their week.
    Week,
}

impl Board<'_> {
    /// Draws it over the room there is.
    pub fn show(self, ui: &mut Ui, state: &mut BoardState) -> Answer {
        let palette = Palette::of(ui);
        let room = ui.available_rect_before_wrap();
        let heads = room.with_max_y(room.top() + HEAD);
        let left = Rect::from_min_max(
            pos2(room.left(), heads.bottom()),
            pos2(room.left() + GUTTER, room.bottom()),
        );
        let body = Rect::from_min_max(pos2(left.right(), heads.bottom()), room.right_bottom());
        let grid = Grid::new(
            self.window,
            self.columns.len(),
            body.width() - SCROLL_BAR,
            body.height(),
        );
        ui.painter().rect_filled(body, 0, palette.closed);

        let mut answer = Answer::default();
        let mut area = ScrollArea::both().id_salt(self.name).auto_shrink(false);
        if !std::mem::replace(&mut state.opened, true) {
            area = area.vertical_scroll_offset(self.first_sight(&grid, body.height()));
        }
        let named = egui::UiBuilder::new()
            .max_rect(body)
            .accessibility_role(Role::Group)
            .accessibility_label(self.name);
        let offset = ui
            .scope_builder(named, |ui| {
                area.show(ui, |ui| self.inside(ui, &grid, state, &mut answer))
                    .state
                    .clamped_offset()
            })
            .inner;

        ui.painter().rect_filled(left, 0, palette.ground);
        let now = self.is_today().then_some(self.now.1);
        paint::hours(ui, &grid, left, body.top() - offset.y, now, self.face);
        ui.painter().rect_filled(heads, 0, palette.ground);
        self.heads(ui, &grid, heads.with_min_x(body.left()), offset.x, &mut answer);
        let line = egui::Stroke::new(size::LINE, palette.line);
        ui.painter().hline(room.x_range(), heads.bottom(), line);
        ui.painter().vline(body.left(), heads.bottom()..=room.bottom(), line);
        ui.advance_cursor_after_rect(room);
        answer
    }

    fn is_today(&self) -> bool {
        self.columns.iter().any(|column| column.day == self.now.0)
    }

    /// An hour before now where it is today, else the first thing of the day.
    fn first_sight(&self, grid: &Grid, height: f32) -> f32 {
        let first = if self.is_today() {
            self.now.1 - Minutes::hours(1)
        } else {
            self.window.from
        };
        let most = (grid.height() - height).max(0.0);
        (grid.y(first) - size::SPACE_4).clamp(0.0, most)
    }

    fn heads(&self, ui: &mut Ui, grid: &Grid, strip: Rect, scrolled: f32, answer: &mut Answer) {
        let seen = egui::UiBuilder::new().max_rect(strip);
        ui.scope_builder(seen, |ui| {
            ui.set_clip_rect(strip.intersect(ui.clip_rect()));
            for (n, column) in self.columns.iter().enumerate() {
                let (left, right) = grid.column(n);
                let x = strip.left() - scrolled;
                let rect = Rect::from_x_y_ranges((x + left)..=(x + right), strip.y_range());
                let head = paint::head(ui, column, rect);
                match column.key {
                    ColumnKey::Person(Some(staff)) => {
                        answer.of_staff = of_staff(&head).map(|asked| (staff, asked)).or(answer.of_staff);
                    }
                    ColumnKey::Day(_) if head.clicked() => answer.head = Some(column.key),
                    ColumnKey::Day(_) | ColumnKey::Person(None) => {}
                }
            }
        });
    }

    fn inside(&self, ui: &mut Ui, grid: &Grid, state: &mut BoardState, answer: &mut Answer) {
        let (_, rect) = ui.allocate_space(vec2(grid.width(), grid.height()));
        let of = |n: usize| {
            let (left, right) = grid.column(n);
            Rect::from_x_y_ranges((rect.left() + left)..=(rect.left() + right), rect.y_range())
        };
        for (n, column) in self.columns.iter().enumerate() {
            paint::column(ui, grid, column, of(n));
        }
        let ground = ui.interact(rect, ui.scope_id().with("free time"), Sense::CLICK);
        ground.widget_info(|| WidgetInfo::labeled(Role::Canvas, true, "Free time"));
        let under = ground.hover_pos().or(ground.interact_pointer_pos()).and_then(|at| {
            let column = grid.column_at(at.x - rect.left())?;
            Some((column, grid.quarter_at(at.y - rect.top())?))
        });
        if let Some((n, minute)) = under.filter(|_| ground.contains_pointer()) {
            let quarter = MinuteSpan::new(minute, minute + Minutes::new(15));
            let takes = |block: &block::Block| block.blocked.overlaps(quarter);
            let taken = self
                .columns
                .get(n)
                .is_some_and(|column| column.blocks.iter().any(takes));
            if !taken {
                paint::slot(ui, grid, of(n), minute, self.face);
            }
            if let Some(column) = self.columns.get(n).filter(|_| ground.clicked()) {
                answer.slot = Some((column.key, minute));
            }
        }

        self.still_there(state);
        state.focused = None;
        self.arrows(ui, state);
        let todays: Vec<usize> = (0..self.columns.len())
            .filter(|n| self.columns.get(*n).is_some_and(|column| column.day == self.now.0))
            .collect();
        let mut over = None;
        if let (Some(first), Some(last)) = (todays.first(), todays.last()) {
            let today = of(*first).union(of(*last));
            paint::now_line(ui, grid, self.now.1, rect, today);
            over = Some(today);
        }
        for (n, column) in self.columns.iter().enumerate() {
            paint::reasons(ui, grid, column, of(n));
            self.blocks(ui, grid, column, of(n), state, answer);
        }
        if let Some(today) = over {
            paint::now_over_blocks(ui, grid, self.now.1, today);
        }
    }

    fn blocks(
        &self,
        ui: &mut Ui,
        grid: &Grid,
        column: &Column,
        rect: Rect,
        state: &mut BoardState,
        answer: &mut Answer,
    ) {
        let y = |minute: Minutes| rect.top() + grid.y(minute);
        let room = rect.shrink2(vec2(2.0, 0.0)).with_max_x(rect.right() - 6.0);
        for (block, place) in column.blocks.iter().zip(&column.places) {
            let across = |part: f32| room.left() + room.width() * part;
            let whole = Rect::from_x_y_ranges(
                across(place.left)..=(across(place.right) - 1.0),
                y(block.blocked.from)..=(y(block.blocked.to) - 1.0),
            );
            let key = (block.visit, block.staff);
            let id = block_id(ui, key);
            let stop = state.at.is_none_or(|at| at == key);
            let sense = if stop || ui.memory(|memory| memory.has_focus(id)) {
                state.at = Some(key);
                Sense::click()
            } else {
                Sense::CLICK
            };
            let response = ui.interact(whole, id, sense);
            response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &block.spoken));
            if state.bring.take_if(|bring| *bring == block.visit).is_some() {
                response.request_focus();
                response.scroll_to_me(Some(Align::Center));
                state.at = Some(key);
            }
            self.follow(ui, &response, whole);
            if response.has_focus() {
                state.focused = Some(block.visit);
            }
            if response.clicked() {
                state.at = Some(key);
                response.request_focus();
                answer.opened = Some(block.visit);
            }
            let held = Held {
                chosen: self.chosen == Some(block.visit),
                over: response.hovered(),
            };
            block::paint(ui, block, whole, &y, held);
            crate::ui::widgets::paint::focus_ring(ui, &response, whole.shrink(1.0), size::RADIUS_BLOCK);
            if response.hovered() && whole.height() < 54.0 {
                self.whole_of_it(response, block);
            }
        }
    }

    /// What does not fit on a small block.
    fn whole_of_it(&self, response: Response, block: &block::Block) {
        response
            .on_hover_cursor(egui::CursorIcon::PointingHand)
            .on_hover_ui(|ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                crate::ui::widgets::strong(ui, &block.who);
                crate::ui::widgets::muted(ui, &block.what);
                crate::ui::widgets::muted(ui, &block.when);
            });
    }

    /// Keeps the arrows for the board while one of its blocks has the focus, and the block in sight.
    fn follow(&self, ui: &Ui, response: &Response, rect: Rect) {
        if response.has_focus() {
            let filter = EventFilter {
                horizontal_arrows: true,
                vertical_arrows: true,
                ..EventFilter::default()
            };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
        }
        if response.gained_focus() {
            ui.scroll_to_rect(rect.expand(size::SPACE_6), None);
        }
    }

    /// Forgets a block that is no longer there, so that Tab still finds one.
    fn still_there(&self, state: &mut BoardState) {
        let mut blocks = self.columns.iter().flat_map(|column| &column.blocks);
        if state
            .at
            .is_some_and(|at| !blocks.any(|block| (block.visit, block.staff) == at))
        {
            state.at = entrance(self.columns, None);
        }
    }

    /// Moves the focus with the arrows; where nothing has it, they lead onto the board.
    fn arrows(&self, ui: &Ui, state: &mut BoardState) {
        let focused = ui.memory(egui::Memory::focused);
        let on_board = state.at.filter(|at| focused == Some(block_id(ui, *at)));
        let popup = egui::Popup::is_any_open(ui.ctx());
        let dialog = ui.memory(|memory| memory.top_modal_layer().is_some());
        if popup || dialog || (focused.is_some() && on_board.is_none()) {
            return;
        }
        let step = ui.input_mut(|input| {
            [
                (Key::ArrowUp, Step::Up),
                (Key::ArrowDown, Step::Down),
                (Key::ArrowLeft, Step::Left),
                (Key::ArrowRight, Step::Right),
            ]
            .into_iter()
            .find(|(key, _)| input.consume_key(Modifiers::NONE, *key))
        });
        let Some((_, step)) = step else { return };
        let chosen = self.chosen.and_then(|chosen| self.key_of(chosen));
        let next = match on_board {
            Some(at) => neighbour(self.columns, at, step),
            None => chosen.or_else(|| entrance(self.columns, self.is_today().then_some(self.now.1))),
        };
        if let Some(next) = next {
            state.at = Some(next);
            ui.memory_mut(|memory| {
                memory.request_focus(block_id(ui, next));
                // The arrow has led here; it leads no further in this frame.
                memory.move_focus(FocusDirection::None);
            });
        }
    }

    fn key_of(&self, visit: VisitId) -> Option<BlockKey> {
        let mut blocks = self.columns.iter().flat_map(|column| &column.blocks);
        blocks
            .find(|block| block.visit == visit)
            .map(|block| (block.visit, block.staff))
    }
}

/// The menu above somebody's column.
fn of_staff(head: &Response) -> Option<OfStaff> {
    let rows = [
        (Icon::Phone, "Out today…", OfStaff::Out),
        (Icon::Users, STAND_IN, OfStaff::StandIn),
        (Icon::Calendar, "Show the week", OfStaff::Week),
    ];
    menu(head, |ui| {
        let mut asked = None;
        for (icon, text, offers) in rows {
            if menu_row(ui, icon, text, None, Tone::Plain).clicked() {
                asked = Some(offers);
            }
        }
        asked
    })
    .flatten()
}

fn block_id(ui: &Ui, key: BlockKey) -> Id {
    Id::unique("block").with((ui.layer_id(), key))
}

#[cfg(test)]
mod tests;
