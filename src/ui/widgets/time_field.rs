//! A field for a time of day: typed as people type it, stepped with the arrows.

use egui::{Key, Modifiers, Response, Ui};

use super::date_text::{ClockFace, read_time, write_time};
use super::field::{Caption, caption_methods};
use super::text_field::TextField;
use crate::time::TimeOfDay;

/// A labelled field for a time of day.
#[must_use = "call show"]
pub struct TimeField<'a> {
    caption: Caption<'a>,
    text: &'a mut String,
    face: ClockFace,
    step: u16,
}

impl<'a> TimeField<'a> {
    /// A field that holds what was typed; the arrows step by a quarter of an hour.
    pub fn new(label: &'a str, text: &'a mut String, face: ClockFace) -> Self {
        Self {
            caption: Caption::new(label),
            text,
            face,
            step: 15,
        }
        .width(112.0)
    }

    caption_methods!();

    /// Minutes by which the up and down arrows move; 1 to 60.
    pub fn step(mut self, minutes: u16) -> Self {
        self.step = minutes.clamp(1, 60);
        self
    }

    /// Draws the field. When it is left, a time that was understood is written in full: "930" becomes "09:30".
    pub fn show(self, ui: &mut Ui) -> Response {
        let id = ui.scope_id().with(self.caption.label);
        let mut stepped = false;
        if ui.memory(|memory| memory.has_focus(id)) {
            let (up, down) = ui.input_mut(|input| {
                let mut pressed = |key| input.consume_key(Modifiers::NONE, key);
                (pressed(Key::ArrowUp), pressed(Key::ArrowDown))
            });
            if let Some(time) = read_time(self.text).filter(|_| up != down) {
                *self.text = write_time(beside(time, self.step, up), self.face);
                stepped = true;
            }
        }
        let field = TextField::new(self.caption.label, self.text).id(id);
        let hint = match self.face {
            ClockFace::Hours24 => "14:30",
            ClockFace::Hours12 => "2:30 pm",
        };
        let mut response = field.hint(hint).caption_of(self.caption).show(ui);
        if response.lost_focus()
            && let Some(time) = read_time(self.text)
        {
            let whole = write_time(time, self.face);
            stepped |= whole != *self.text;
            *self.text = whole;
        }
        if stepped {
            response.mark_changed();
        }
        response
    }
}

/// The next or previous multiple of the step, within the day.
fn beside(time: TimeOfDay, step: u16, up: bool) -> TimeOfDay {
    let minute = time.minute();
    let to = if up {
        (minute / step + 1) * step
    } else {
        minute.saturating_sub(1) / step * step
    };
    TimeOfDay::new(to).unwrap_or(time)
}

#[cfg(test)]
mod tests {
    use super::{TimeOfDay, beside};

    #[test]
    fn arrows_go_to_the_next_step_and_stay_within_the_day() {
        let check = |from: &str, step, up, expected: &str| {
            let time: TimeOfDay = from.parse().unwrap();
            assert_eq!(beside(time, step, up).to_string(), expected, "{from} by {step}");
        };
        check("09:00", 15, true, "09:15");
        check("09:10", 15, true, "09:15");
        check("09:10", 15, false, "09:00");
        check("09:00", 15, false, "08:45");
        check("23:50", 15, true, "23:50");
        check("00:00", 15, false, "00:00");
    }
}
