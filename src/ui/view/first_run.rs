//! The first questions: the business with its hours, the staff, the first day of the week; or the sample shop.

use egui::{Align, Layout, ScrollArea, Ui};

use crate::domain::command::Command;
use crate::domain::setup::{BusinessDraft, Hours, LocationDraft, Part, SetupDraft, StaffDraft};
use crate::time::{Minutes, Weekday, WeekdaySet, Zone};
use crate::ui::look::{Icon, StaffTint, Tone, size};
use crate::ui::widgets::date_text::{ClockFace, read_time};
use crate::ui::widgets::{
    Button, FindField, Segments, Suggestion, TextField, TimeField, WeekdayToggles, card, display, heading, muted,
    notice,
};
use crate::ui::{Act, Asker, Context};

/// Width of the questions.
const WIDTH: f32 = 520.0;
/// How many zones the list offers at once.
const ZONES: usize = 8;

/// What was typed.
pub struct FirstRun {
    name: String,
    zone: String,
    days: WeekdaySet,
    opens: String,
    closes: String,
    staff: String,
    week_start: Weekday,
    /// Errors show once somebody tried to go on.
    tried: bool,
    asked: bool,
    refused: Option<String>,
}

/// What is wrong with what was typed.
#[derive(Default)]
struct Wrong {
    name: Option<&'static str>,
    zone: Option<&'static str>,
    days: Option<&'static str>,
    opens: Option<&'static str>,
    closes: Option<&'static str>,
    staff: Option<&'static str>,
}

impl Wrong {
    fn anything(&self) -> bool {
        [self.name, self.zone, self.days, self.opens, self.closes, self.staff]
            .iter()
            .any(Option::is_some)
    }
}

impl FirstRun {
    /// The questions; the zone of the computer is offered.
    pub fn new(zone: Zone) -> Self {
        use Weekday::{Fri, Sat, Thu, Tue, Wed};
        Self {
            name: String::new(),
            zone: zone.name().to_owned(),
            days: [Tue, Wed, Thu, Fri, Sat].into_iter().collect(),
            opens: "09:00".to_owned(),
            closes: "18:00".to_owned(),
            staff: String::new(),
            week_start: Weekday::Mon,
            tried: false,
            asked: false,
            refused: None,
        }
    }

    /// It could not be done; what was typed stays.
    pub fn refused(&mut self, text: String) {
        self.refused = Some(text);
        self.asked = false;
    }

    /// The book is open. Where that is taken back, the questions are here again with what was typed.
    pub fn answered(&mut self) {
        (self.tried, self.asked, self.refused) = (false, false, None);
    }

    /// Draws the questions over the room there is, with what was taken back to come here.
    pub fn show(&mut self, ui: &mut Ui, context: &mut Context<'_>, taken_back: Option<&str>) {
        ScrollArea::vertical()
            .id_salt("first questions")
            .auto_shrink(false)
            .show(ui, |ui| {
                let side = ((ui.available_width() - WIDTH) / 2.0).max(size::SPACE_4);
                ui.horizontal_top(|ui| {
                    ui.add_space(side);
                    ui.vertical(|ui| {
                        ui.set_width(WIDTH.min(ui.available_width() - size::SPACE_4));
                        ui.spacing_mut().item_spacing.y = size::SPACE_4;
                        ui.add_space(size::SPACE_4);
                        self.page(ui, context, taken_back);
                        ui.add_space(size::SPACE_2);
                    });
                });
            });
    }

    fn page(&mut self, ui: &mut Ui, context: &mut Context<'_>, taken_back: Option<&str>) {
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = size::SPACE_1;
            display(ui, "Welcome to Chairtime");
            muted(
                ui,
                "Three questions, and your book is open. All of it can be changed in Setup.",
            );
        });
        if let Some(refused) = &self.refused {
            notice(ui, Tone::Danger, refused, None);
        }
        if let Some(step) = taken_back {
            let text = format!("Taken back: {step}. It comes back as long as nothing else is done");
            let redo = notice(ui, Tone::Plain, &text, Some(Button::secondary("Redo").icon(Icon::Redo)));
            if redo.is_some_and(|redo| redo.clicked()) {
                context.ask(Act::Redo);
            }
        }
        let wrong = if self.tried { self.wrong() } else { Wrong::default() };
        card(ui, |ui| self.business(ui, &wrong));
        card(ui, |ui| self.people(ui, &wrong));
        card(ui, |ui| self.week(ui));
        ui.horizontal(|ui| {
            let sample = Button::secondary("Try with a sample shop").icon(Icon::Sparkles);
            let tip = "A made-up salon with staff, clients and standing appointments. Undo removes it";
            if ui.add_enabled(!self.asked, sample.tip(tip)).clicked() {
                self.asked = true;
                context.ask(Act::SampleShop);
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if ui.add_enabled(!self.asked, Button::primary("Open the book")).clicked() {
                    self.tried = true;
                    self.go_on(context);
                }
            });
        });
    }

    fn business(&mut self, ui: &mut Ui, wrong: &Wrong) {
        ui.spacing_mut().item_spacing.y = size::SPACE_3;
        heading(ui, "1. Your business and its hours");
        TextField::new("Name", &mut self.name)
            .error(wrong.name)
            .hint("Salon Mara")
            .width(f32::INFINITY)
            .show(ui);
        WeekdayToggles::new("Open on", self.week_start)
            .error(wrong.days)
            .width(f32::INFINITY)
            .show(ui, &mut self.days);
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = size::SPACE_4;
            TimeField::new("From", &mut self.opens, ClockFace::Hours24)
                .error(wrong.opens)
                .width(112.0)
                .show(ui);
            TimeField::new("To", &mut self.closes, ClockFace::Hours24)
                .error(wrong.closes)
                .width(112.0)
                .show(ui);
            let zones = |typed: &str| zones(typed);
            let field = FindField::new("Time zone", &mut self.zone)
                .icon(Icon::MapPin)
                .error(wrong.zone);
            let found = field.width(ui.available_width()).show(ui, zones);
            if let Some(zone) = found.picked {
                self.zone = zone;
            }
        });
    }

    fn people(&mut self, ui: &mut Ui, wrong: &Wrong) {
        ui.spacing_mut().item_spacing.y = size::SPACE_3;
        heading(ui, "2. Who works there");
        TextField::new("Names", &mut self.staff)
            .help("One name a line. Their hours are those of the shop until you say otherwise")
            .error(wrong.staff)
            .hint("Mia\nBo\nAnn")
            .rows(3)
            .width(f32::INFINITY)
            .show(ui);
    }

    fn week(&mut self, ui: &mut Ui) {
        ui.spacing_mut().item_spacing.y = size::SPACE_3;
        heading(ui, "3. Your week");
        let options = [
            (Weekday::Mon, "Monday"),
            (Weekday::Sun, "Sunday"),
            (Weekday::Sat, "Saturday"),
        ];
        Segments::new("It begins on").show(ui, &mut self.week_start, &options);
    }

    fn names(&self) -> Vec<String> {
        let names = self.staff.split(['\n', ',', ';']).map(str::trim);
        names.filter(|name| !name.is_empty()).map(str::to_owned).collect()
    }

    fn wrong(&self) -> Wrong {
        let (opens, closes) = (read_time(&self.opens), read_time(&self.closes));
        let no_time = "Write a time, as 9:00";
        Wrong {
            name: self.name.trim().is_empty().then_some("Give your business a name"),
            zone: self.zone().is_none().then_some("Choose a time zone of the list"),
            days: self.days.is_empty().then_some("Choose at least one day"),
            opens: opens.is_none().then_some(no_time),
            closes: match (opens, closes) {
                (_, None) => Some(no_time),
                (Some(opens), Some(closes)) if closes <= opens => Some("Later than it opens"),
                _ => None,
            },
            staff: self
                .names()
                .is_empty()
                .then_some("Name at least one person, it may be you"),
        }
    }

    fn zone(&self) -> Option<Zone> {
        self.zone.trim().parse().ok()
    }

    fn go_on(&mut self, context: &mut Context<'_>) {
        if self.wrong().anything() {
            return;
        }
        if let Some(draft) = self.draft() {
            self.asked = true;
            context.ask(Act::carry_out(Command::SetUp(Box::new(draft)), Asker::FirstRun));
        }
    }

    fn draft(&self) -> Option<SetupDraft> {
        let (zone, opens, closes) = (self.zone()?, read_time(&self.opens)?, read_time(&self.closes)?);
        let hours = |weekday: Weekday| Hours {
            valid_from: None,
            valid_until: None,
            cycle_weeks: 1,
            cycle_anchor: None,
            cycle_week: 0,
            weekday: u8::try_from(weekday.num_days_from_monday()).unwrap_or_default(),
            opens: opens.since_midnight(),
            closes: closes.since_midnight().max(opens.since_midnight() + Minutes::new(1)),
        };
        let name = self.name.trim().to_owned();
        let part = |list: &str, n: usize| format!("{list}.{n}");
        let person = |(n, name): (usize, String)| Part {
            new: true,
            id: None,
            at: part("staff", n),
            says: StaffDraft {
                given_name: Some(name),
                colour: Some(Some(crate::domain::values::Colour {
                    rgb: StaffTint::nth(n).rgb(),
                })),
                ..StaffDraft::default()
            },
        };
        Some(SetupDraft {
            business: Some(BusinessDraft {
                name: Some(name.clone()),
                zone: Some(zone),
                first_weekday: Some(self.week_start),
                ..BusinessDraft::default()
            }),
            locations: vec![Part {
                new: true,
                id: None,
                at: part("locations", 0),
                says: LocationDraft {
                    name: Some(name),
                    zone: Some(zone),
                    hours: Some(self.days.iter(Weekday::Mon).map(hours).collect()),
                    ..LocationDraft::default()
                },
            }],
            staff: self.names().into_iter().enumerate().map(person).collect(),
            ..SetupDraft::default()
        })
    }
}

/// The zones whose name holds what was typed.
fn zones(typed: &str) -> Vec<Suggestion<String>> {
    let typed = typed.trim().to_lowercase().replace(' ', "_");
    let fits = |zone: &Zone| zone.name().to_lowercase().contains(&typed);
    Zone::all()
        .filter(fits)
        .take(ZONES)
        .map(|zone| Suggestion {
            key: zone.name().to_owned(),
            title: zone.name().to_owned(),
            detail: String::new(),
            icon: None,
        })
        .collect()
}
