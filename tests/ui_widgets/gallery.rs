//! The gallery: every widget on a few pages, as a screen would use it.

use chairtime::time::{Day, Weekday, WeekdaySet};
use chairtime::ui::look::{Icon, Palette, StaffTint, Tone, size};
use chairtime::ui::widgets::date_text::{ClockFace, DateOrder};
use chairtime::ui::widgets::*;
use egui::{Frame, Id, Ui, vec2};

/// What the gallery's form holds, and what happened in it.
pub struct Gallery {
    pub page: Page,
    pub client: String,
    pub picked: Option<u32>,
    pub note: String,
    pub price: String,
    pub visits: String,
    pub start: String,
    pub time: String,
    pub every: Option<u8>,
    pub ends: u8,
    pub days: WeekdaySet,
    pub staff: Option<u8>,
    pub tint: StaffTint,
    pub remind: bool,
    pub confirm: bool,
    pub error: Option<&'static str>,
    pub table: TableState<u32>,
    pub opened: Option<u32>,
    pub toasts: Toasts<u8>,
    pub undone: Option<u8>,
    pub now: f64,
    pub dialog: bool,
    pub clicks: Vec<&'static str>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Page {
    Form,
    Parts,
    Regulars,
    Empty,
}

impl Gallery {
    pub fn on(page: Page) -> Self {
        Self {
            page,
            client: String::new(),
            picked: None,
            note: "Sits by the window, tea without sugar".to_owned(),
            price: "42.00".to_owned(),
            visits: "12".to_owned(),
            start: "23 Mar 2026".to_owned(),
            time: "10:00".to_owned(),
            every: Some(5),
            ends: 0,
            days: WeekdaySet::from_iter([Weekday::Tue, Weekday::Fri]),
            staff: Some(0),
            tint: StaffTint::Plum,
            remind: true,
            confirm: false,
            error: None,
            table: TableState::default(),
            opened: None,
            toasts: Toasts::default(),
            undone: None,
            now: 0.0,
            dialog: false,
            clicks: Vec::new(),
        }
    }
}

pub fn today() -> Day {
    "2026-03-10".parse().unwrap()
}

pub const CLIENTS: [(&str, &str); 8] = [
    ("Anna Berg", "0171 555 0100"),
    ("Annika Holm", "0171 555 0123"),
    ("Bo Lindqvist", "0160 555 0187"),
    ("Clara Ångström", "0151 555 0144"),
    ("Deniz Yılmaz", "0172 555 0190"),
    ("Eleni Παπαδοπούλου", "0176 555 0111"),
    ("Łukasz Żółć", "0159 555 0166"),
    ("Zoë Šimić", "0157 555 0132"),
];

pub fn show(ui: &mut Ui, gallery: &mut Gallery) {
    let palette = Palette::of(ui);
    ui.painter().rect_filled(ui.ctx().content_rect(), 0.0, palette.ground);
    if !gallery.toasts.is_empty() {
        let (toasts, now) = (&mut gallery.toasts, gallery.now);
        let said = egui::Panel::bottom("messages")
            .show_separator_line(false)
            .show(ui, |ui| {
                ui.vertical(|ui| {
                    ui.set_max_width(160.0);
                    toasts.show(ui, now)
                })
                .inner
            });
        gallery.undone = said.inner.or(gallery.undone);
    }
    match gallery.page {
        Page::Form => form(ui, gallery),
        Page::Parts => parts(ui, gallery),
        Page::Regulars => regulars(ui, gallery),
        Page::Empty => empty(ui, gallery),
    }
    if gallery.dialog {
        dialog(ui, gallery);
    }
}

fn form(ui: &mut Ui, gallery: &mut Gallery) {
    let habit = DateHabit {
        order: DateOrder::DayMonthYear,
        first: Weekday::Mon,
        today: today(),
    };
    title(ui, "New standing appointment");
    ui.add_space(size::SPACE_2);
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing = vec2(size::SPACE_8, size::SPACE_4);
        ui.vertical(|ui| {
            let found = FindField::new("Who comes", &mut gallery.client)
                .icon(Icon::Search)
                .hint("Name or three digits of a phone")
                .error(gallery.error)
                .show(ui, |query| {
                    let query = query.to_lowercase();
                    let fits =
                        |(name, phone): &(&str, &str)| name.to_lowercase().contains(&query) || phone.contains(&query);
                    let plain = (0..).zip(CLIENTS).filter(|(_, client)| fits(client));
                    let mut found: Vec<_> = plain
                        .map(|(key, (name, phone))| Suggestion {
                            key,
                            title: name.into(),
                            detail: phone.into(),
                            icon: None,
                        })
                        .collect();
                    if !query.is_empty() {
                        let title = format!("New client “{query}”");
                        found.push(Suggestion {
                            key: 99,
                            title,
                            detail: String::new(),
                            icon: Some(Icon::UserPlus),
                        });
                    }
                    found
                });
            gallery.picked = found.picked.or(gallery.picked);
            Chips::new("How often").show(
                ui,
                &mut gallery.every,
                &[
                    (1, "Every week"),
                    (2, "2 weeks"),
                    (3, "3"),
                    (4, "4"),
                    (5, "5"),
                    (6, "6"),
                    (8, "8"),
                    (30, "Monthly"),
                    (0, "More patterns…"),
                ],
            );
            WeekdayToggles::new("On", Weekday::Mon).show(ui, &mut gallery.days);
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = size::SPACE_2;
                DateField::new("Start", &mut gallery.start, habit).show(ui);
                TimeField::new("Time", &mut gallery.time, ClockFace::Hours24).show(ui);
            });
            Segments::new("Ends").show(
                ui,
                &mut gallery.ends,
                &[(0, "Never"), (1, "On a date"), (2, "After visits")],
            );
        });
        ui.vertical(|ui| {
            Choice::new("Stylist").help("Works on all chosen weekdays").show(
                ui,
                &mut gallery.staff,
                &[(0, "Mia Keller"), (1, "Bo Sand"), (2, "Ida Roth"), (3, "Anyone free")],
            );
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = size::SPACE_2;
                TextField::number("Price", &mut gallery.price, "EUR").show(ui);
                let visits = gallery.visits.parse::<u32>().ok();
                TextField::number("Visits", &mut gallery.visits, "visits")
                    .error(visits.is_none().then_some("A whole number"))
                    .show(ui);
            });
            TextField::new("Note", &mut gallery.note)
                .rows(3)
                .help("Seen by staff only")
                .show(ui);
            TintField::new("Colour").show(ui, &mut gallery.tint);
            check_box(ui, &mut gallery.remind, "Remind two days before");
            check_box(ui, &mut gallery.confirm, "Ask for a confirmation");
            controls(ui, |ui| {
                if ui.add(Button::secondary("Close")).clicked() {
                    gallery.clicks.push("close");
                }
                if ui
                    .add(Button::primary("Save 24, sort out 2 later").keys("Ctrl+Enter"))
                    .clicked()
                {
                    gallery.clicks.push("save");
                }
            });
        });
    });
}

fn parts(ui: &mut Ui, gallery: &mut Gallery) {
    let palette = Palette::of(ui);
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing = vec2(size::SPACE_8, size::SPACE_2);
        Frame::new()
            .fill(palette.panel)
            .inner_margin(size::SPACE_2)
            .show(ui, |ui| {
                ui.set_width(184.0);
                ui.vertical(|ui| {
                    ui.spacing_mut().item_spacing.y = 2.0;
                    let rows = [
                        (Icon::Calendar, "Calendar", 0),
                        (Icon::Users, "Clients", 0),
                        (Icon::Repeat, "Regulars", 0),
                        (Icon::ToDo, "To do", 7),
                        (Icon::Chart, "Reports", 0),
                        (Icon::Settings, "Setup", 0),
                    ];
                    for (icon, text, waiting) in rows {
                        nav_row(ui, icon, text, waiting, text == "Regulars");
                    }
                });
            });
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.x = size::SPACE_2;
            ui.set_width(520.0);
            heading(ui, "Buttons");
            controls(ui, |ui| {
                ui.add(Button::primary("New").icon(Icon::Plus).keys("N"));
                ui.add(Button::secondary("Today").keys("T"));
                ui.add(Button::quiet("Edit").icon(Icon::Pencil).keys("E"));
                ui.add(Button::danger("Cancel 12 visits").icon(Icon::CalendarX));
                ui.add_enabled(false, Button::secondary("Redo").icon(Icon::Redo));
                let more = ui.add(Button::icon_alone(Icon::Ellipsis, "More"));
                menu(&more, |ui| {
                    if menu_row(ui, Icon::Download, "Export…", Some("Ctrl+E"), Tone::Plain).clicked() {
                        gallery.clicks.push("export");
                    }
                    menu_row(ui, Icon::Printer, "Print…", Some("Ctrl+P"), Tone::Plain);
                    menu_line(ui);
                    menu_row(ui, Icon::Trash, "Cancel from here on…", None, Tone::Danger);
                });
            });
            controls(ui, |ui| {
                ui.add(Button::icon_alone(Icon::ChevronLeft, "Week before").keys("PgUp"));
                ui.add(Button::icon_alone(Icon::ChevronRight, "Week after").keys("PgDn"));
                Segments::bar("View").show(ui, &mut gallery.ends, &[(0, "Day"), (1, "Week"), (2, "Month")]);
            });
            heading(ui, "Badges");
            ui.horizontal(|ui| {
                ui.add(Badge::new("Away", Tone::Plain));
                ui.add(Badge::new("New", Tone::Accent));
                ui.add(Badge::new("Done", Tone::Ok).icon(Icon::Check));
                ui.add(Badge::new("2 to sort out", Tone::Warn).icon(Icon::Alert));
                ui.add(Badge::new("3 clashes", Tone::Danger).icon(Icon::AlertCircle));
            });
            ui.horizontal(|ui| {
                for tint in StaffTint::ALL {
                    ui.add(Badge::of_staff(tint.label(), palette.swatch(tint)));
                }
            });
            heading(ui, "Notices");
            notice(
                ui,
                Tone::Accent,
                "Another window has this salon open: you can look, not change",
                None,
            );
            let fix = Button::secondary("Back up now");
            notice(ui, Tone::Warn, "The last backup is 9 days old", Some(fix));
            notice(ui, Tone::Danger, "This could not be saved: the disk is full", None);
            ui.add_space(size::SPACE_1);
            card(ui, |ui| {
                heading(ui, "Anna Berg");
                fact(ui, "Service", "Cut and blow-dry, 45 min");
                fact(ui, "When", "Every 5 weeks on Tuesday at 10:00, next on 23 Mar");
                fact(ui, "With", "Mia Keller");
            });
        });
        ui.vertical(|ui| {
            let mut shown = today().year_month();
            MonthGrid::new(Id::unique("beside"), Weekday::Mon, today())
                .chosen(Some(today() + 13))
                .show(ui, &mut shown);
        });
    });
}

fn regulars(ui: &mut Ui, gallery: &mut Gallery) {
    let palette = Palette::of(ui);
    let shown = SideCard::new("card", "Anna Berg").show(
        ui,
        |ui| {
            muted(ui, "Every 5 weeks on Tuesday");
            fact(ui, "Service", "Cut and blow-dry");
            fact(ui, "Next", "Tue 23 Mar 2026, 10:00 to 10:45");
            fact(ui, "With", "Mia Keller");
        },
        |ui| {
            ui.add(Button::quiet("Edit").icon(Icon::Pencil).keys("E"));
            ui.add(Button::secondary("Cancel from here on…"));
        },
    );
    if shown.closed {
        gallery.clicks.push("card closed");
    }
    let columns = [
        Column::text("", Width::Points(32.0)).fixed(),
        Column::text("Client", Width::Share(2.0)),
        Column::text("How often", Width::Share(2.5)),
        Column::text("With", Width::Share(1.5)),
        Column::text("State", Width::Points(120.0)).fixed(),
        Column::figures("Price", Width::Points(88.0)),
    ];
    let answer = Table::new("Regulars", &columns).show(
        ui,
        &mut gallery.table,
        300,
        |n| u32::try_from(n).unwrap() + 1000,
        |n, row| {
            let (name, _) = CLIENTS[n % CLIENTS.len()];
            if n % 5 == 1 {
                row.icon(Icon::Alert, Tone::Warn, "Allergy");
            } else {
                row.skip();
            }
            row.strong(&format!("{name} {n}"));
            row.muted(
                [
                    "Every 5 weeks, Tue 10:00",
                    "Every week, Mon and Thu 09:30",
                    "Monthly on the 2nd Friday",
                ][n % 3],
            );
            row.staff(
                ["Mia Keller", "Bo Sand", "Ida Roth"][n % 3],
                palette.swatch(StaffTint::nth(n % 3)),
            );
            if n % 4 == 2 {
                row.badge("Away", Tone::Plain);
            } else if n % 7 == 3 {
                row.badge("2 clashes", Tone::Danger);
            } else {
                row.skip();
            }
            row.text(&format!("{}.50", 20 + (n * 37) % 120));
        },
    );
    gallery.opened = answer.opened.or(gallery.opened);
}

fn empty(ui: &mut Ui, gallery: &mut Gallery) {
    let action = Button::primary("New standing appointment").icon(Icon::Plus).keys("N");
    let asked = empty_state(ui, Icon::Repeat, "No standing appointments yet", Some(action));
    if asked.is_some_and(|response| response.clicked()) {
        gallery.clicks.push("new");
    }
}

fn dialog(ui: &mut Ui, gallery: &mut Gallery) {
    let shown = Dialog::new(Id::unique("cancel"), "Cancel from here on").show(
        ui.ctx(),
        |ui| {
            text(
                ui,
                "12 visits from Tue 23 Mar 2026 on will be cancelled. Visits before that stay as they are.",
            );
            check_box(ui, &mut gallery.confirm, "Also cancel these 3 you moved by hand");
        },
        |ui| {
            let keep = ui.add(Button::secondary("Keep them")).clicked();
            let cancel = ui.add(Button::danger("Cancel 12 visits")).clicked();
            (keep, cancel)
        },
    );
    let (keep, cancel) = shown.buttons;
    if cancel {
        gallery.clicks.push("cancel");
        gallery
            .toasts
            .offer("Cancelled 12 visits of Anna Berg", "Undo", 7, gallery.now);
    }
    if keep || cancel || shown.closed {
        gallery.dialog = false;
    }
}
