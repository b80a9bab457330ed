//! What the person can ask for everywhere in the window, with its label, tooltip, icon and keys in one table: buttons,
//! menus, tooltips and the list of keys all read it here.
//!
//! No shortcut fires while a text field has the focus; those with Ctrl belong to the field then (its own undo).

use egui::{Context, Event, Key, Modifiers};

use super::look::Icon;

/// Something that has keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shortcut {
    /// A new appointment.
    New,
    /// Today.
    Today,
    /// The view of one day.
    DayView,
    /// The view of one week.
    WeekView,
    /// The day or week before.
    Earlier,
    /// The day or week after.
    Later,
    /// A date that is typed.
    GoToDate,
    /// Change what is chosen.
    Edit,
    /// Cancel what is chosen.
    Cancel,
    /// Take the last step back.
    Undo,
    /// Do it again.
    Redo,
    /// Write what is chosen to a file.
    Export,
    /// The list of keys.
    Help,
}

/// What the screen says of a shortcut.
#[derive(Debug, Clone, Copy)]
pub struct Saying {
    /// Its label on buttons and in menus.
    pub label: &'static str,
    /// What it does, for tooltips and the list of keys.
    pub tip: &'static str,
    /// Its icon.
    pub icon: Icon,
    /// Its keys as they stand on the keyboard.
    pub keys: &'static str,
}

/// One way to press a shortcut.
struct Press {
    key: Key,
    modifiers: Modifiers,
    /// The character needs Shift on some keyboards, so that Shift says nothing.
    any_shift: bool,
}

const fn plain(key: Key) -> Press {
    Press {
        key,
        modifiers: Modifiers::NONE,
        any_shift: false,
    }
}

const fn with(modifiers: Modifiers, key: Key) -> Press {
    Press {
        key,
        modifiers,
        any_shift: false,
    }
}

const fn character(key: Key) -> Press {
    Press {
        key,
        modifiers: Modifiers::NONE,
        any_shift: true,
    }
}

const CTRL_SHIFT: Modifiers = Modifiers::COMMAND.plus(Modifiers::SHIFT);

impl Shortcut {
    /// All of them, in the order of the list of keys.
    pub const ALL: [Self; 13] = [
        Self::New,
        Self::Today,
        Self::Earlier,
        Self::Later,
        Self::GoToDate,
        Self::DayView,
        Self::WeekView,
        Self::Edit,
        Self::Cancel,
        Self::Undo,
        Self::Redo,
        Self::Export,
        Self::Help,
    ];

    /// What the screen says of it.
    pub const fn says(self) -> Saying {
        let (label, tip, icon, keys) = match self {
            Self::New => ("New", "New appointment", Icon::Plus, "N"),
            Self::Today => ("Today", "Go to today", Icon::CalendarCheck, "T"),
            Self::DayView => ("Day", "Show one day by staff", Icon::Columns, "D"),
            Self::WeekView => ("Week", "Show one week", Icon::Calendar, "W"),
            Self::Earlier => ("Earlier", "Go one day or week back", Icon::ChevronLeft, "PgUp"),
            Self::Later => ("Later", "Go one day or week on", Icon::ChevronRight, "PgDn"),
            Self::GoToDate => ("Go to a date…", "Go to a date", Icon::CalendarClock, "G"),
            Self::Edit => (
                "Change…",
                "Change the chosen visit, or more of its appointment",
                Icon::Pencil,
                "E",
            ),
            Self::Cancel => ("Cancel visit", "Cancel the chosen visit", Icon::CalendarX, "Del"),
            Self::Undo => ("Undo", "Take the last step back", Icon::Undo, "Ctrl+Z"),
            Self::Redo => ("Redo", "Do the step again", Icon::Redo, "Ctrl+Shift+Z"),
            Self::Export => (
                "Export…",
                "Write to a file that calendars read",
                Icon::Download,
                "Ctrl+E",
            ),
            Self::Help => ("Keys", "Show the list of keys", Icon::Keyboard, "F1 or ?"),
        };
        Saying { label, tip, icon, keys }
    }

    const fn presses(self) -> &'static [Press] {
        match self {
            Self::New => const { &[plain(Key::N)] },
            Self::Today => const { &[plain(Key::T)] },
            Self::DayView => const { &[plain(Key::D)] },
            Self::WeekView => const { &[plain(Key::W)] },
            Self::Earlier => const { &[plain(Key::PageUp)] },
            Self::Later => const { &[plain(Key::PageDown)] },
            Self::GoToDate => const { &[plain(Key::G)] },
            Self::Edit => const { &[plain(Key::E)] },
            Self::Cancel => const { &[plain(Key::Delete)] },
            Self::Undo => const { &[with(Modifiers::COMMAND, Key::Z)] },
            Self::Redo => const { &[with(CTRL_SHIFT, Key::Z), with(Modifiers::COMMAND, Key::Y)] },
            Self::Export => const { &[with(Modifiers::COMMAND, Key::E)] },
            Self::Help => const { &[plain(Key::F1), character(Key::Questionmark)] },
        }
    }

    /// What was pressed in this frame, in its order; those keys are taken from the frame.
    pub fn pressed(ctx: &Context) -> Vec<Self> {
        if ctx.text_edit_focused() || ctx.memory(|memory| memory.top_modal_layer().is_some()) {
            return Vec::new();
        }
        let mut pressed = Vec::new();
        ctx.input_mut(|input| {
            input.events.retain(|event| {
                let &Event::Key {
                    key,
                    pressed: true,
                    modifiers,
                    repeat,
                    ..
                } = event
                else {
                    return true;
                };
                let fits = |press: &Press| {
                    let held = if press.any_shift {
                        Modifiers {
                            shift: false,
                            ..modifiers
                        }
                    } else {
                        modifiers
                    };
                    press.key == key && held.matches_exact(press.modifiers)
                };
                let found = Self::ALL
                    .into_iter()
                    .find(|shortcut| shortcut.presses().iter().any(fits));
                // A key that is held down turns pages, and does nothing else again.
                pressed.extend(found.filter(|found| !repeat || matches!(found, Self::Earlier | Self::Later)));
                found.is_none()
            });
        });
        pressed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pressing(key: Key, modifiers: Modifiers, in_a_field: bool) -> Vec<Shortcut> {
        let ctx = Context::default();
        let mut text = String::new();
        let mut pressed = Vec::new();
        for frame in 0..3 {
            let mut input = egui::RawInput::default();
            if frame == 2 {
                input.events.push(Event::ModifiersChanged(modifiers));
                input.events.push(Event::Key {
                    key,
                    physical_key: None,
                    pressed: true,
                    repeat: false,
                    modifiers,
                });
            }
            ctx.run_ui(input, |ui| {
                let field = ui.text_edit_singleline(&mut text);
                if in_a_field {
                    field.request_focus();
                }
                pressed = Shortcut::pressed(ui.ctx());
            })
            .textures_delta
            .clear();
        }
        pressed
    }

    #[test]
    fn a_key_asks_for_what_the_table_says() {
        assert_eq!(pressing(Key::N, Modifiers::NONE, false), [Shortcut::New]);
        assert_eq!(pressing(Key::Z, Modifiers::COMMAND, false), [Shortcut::Undo]);
        assert_eq!(pressing(Key::Z, CTRL_SHIFT, false), [Shortcut::Redo]);
        assert_eq!(pressing(Key::Y, Modifiers::COMMAND, false), [Shortcut::Redo]);
        assert_eq!(pressing(Key::E, Modifiers::NONE, false), [Shortcut::Edit]);
        assert_eq!(pressing(Key::E, Modifiers::COMMAND, false), [Shortcut::Export]);
        assert_eq!(pressing(Key::Questionmark, Modifiers::SHIFT, false), [Shortcut::Help]);
        assert_eq!(pressing(Key::N, Modifiers::ALT, false), []);
    }

    #[test]
    fn no_key_fires_while_a_text_field_has_the_focus() {
        for (key, modifiers) in [
            (Key::N, Modifiers::NONE),
            (Key::Delete, Modifiers::NONE),
            (Key::Z, Modifiers::COMMAND),
        ] {
            assert_eq!(pressing(key, modifiers, true), []);
        }
    }

    #[test]
    fn no_two_shortcuts_share_a_key() {
        for (n, one) in Shortcut::ALL.into_iter().enumerate() {
            for other in Shortcut::ALL.into_iter().skip(n + 1) {
                for press in one.presses() {
                    let same =
                        |theirs: &Press| theirs.key == press.key && theirs.modifiers.matches_exact(press.modifiers);
                    assert!(!other.presses().iter().any(same), "{one:?} and {other:?}");
                }
            }
        }
    }
}
