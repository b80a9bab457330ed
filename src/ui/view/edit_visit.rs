//! The dialog that changes what one visit has: its services with their lengths, its price, clean-up and note. What speaks against
//! it is said before it is done. When and with whom it is, [`super::move_visit`] asks.

use egui::Ui;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::domain::command::{Command, Moment};
use crate::domain::refusal::FieldErrors;
use crate::domain::request::read_visit;
use crate::domain::rows::*;
use crate::domain::schedule::{PlannedLine, lines_of};
use crate::domain::values::Money;
use crate::domain::{Book, Refused, preview, usual};
use crate::ui::ahead::asking::{Asking, Question};
use crate::ui::form::lengths::{requested, write_length};
use crate::ui::look::{Icon, Tone, size};
use crate::ui::said;
use crate::ui::widgets::{Button, Choice, TextField, muted, notice, text};
use crate::ui::{Act, Asker, Context};
use crate::words;

/// What stands in the fields.
#[derive(Debug, Clone, PartialEq, Default)]
struct Typed {
    services: Vec<Line>,
    price: String,
    clean_up: String,
    note: String,
}

/// A service.
#[derive(Debug, Clone, PartialEq)]
struct Line {
    service: Uuid,
    name: String,
    /// In minutes.
    length: String,
    /// The length that goes without saying.
    usual: String,
    /// What is said of it beside.
    rest: Map<String, Value>,
}

/// What the dialog keeps.
pub struct EditVisit {
    visit: VisitId,
    before: Typed,
    typed: Typed,
    added: Option<Uuid>,
    made: Option<Made>,
    asking: Asking,
}

/// What a change would mean, and for what that was reckoned.
struct Made {
    edition: u64,
    typed: Typed,
    means: Result<Means, FieldErrors>,
}

/// What is asked for, and what speaks against it; why it cannot be.
enum Means {
    Change(Box<Command>, Vec<String>),
    Refused(String),
}

impl EditVisit {
    /// The dialog for a visit as it stands; none where it is gone.
    pub fn new(book: &Book, visit: VisitId) -> Option<Self> {
        let row = book.visits().get(visit)?;
        let typed = typed(book, row);
        Some(Self {
            visit,
            before: typed.clone(),
            typed,
            added: None,
            made: None,
            asking: Asking::default(),
        })
    }

    /// What was asked in it.
    pub fn asking(&mut self) -> &mut Asking {
        &mut self.asking
    }

    /// Draws it; whether it is to be closed.
    pub fn show(&mut self, ctx: &egui::Context, context: &mut Context<'_>) -> bool {
        let Some(visit) = context.book.visits().get(self.visit).cloned() else {
            return true;
        };
        self.reckon(context, &visit);
        let means = self.made.as_ref().and_then(|made| made.means.as_ref().ok());
        let (can, clashes) = match means {
            Some(Means::Change(_, against)) => (true, !against.is_empty()),
            Some(Means::Refused(_)) | None => (false, false),
        };
        let title = format!("Change this visit of {}", words::visit::who(context.book, &visit));
        let question = Question {
            name: "change a visit",
            title: &title,
            width: 480.0,
            keep: "Cancel",
            go: if clashes { "Change anyway" } else { "Change" }.to_owned(),
            danger: clashes,
            can,
            enter: false,
        };
        let mut asking = std::mem::take(&mut self.asking);
        let said = asking.show(ctx, question, |ui| self.body(ui, context, &visit));
        self.asking = asking;
        if said.go
            && let Some(Made {
                means: Ok(Means::Change(command, _)),
                ..
            }) = &self.made
            && let Command::EditVisit { visit, draft, .. } = command.as_ref()
        {
            let command = Command::EditVisit {
                visit: *visit,
                draft: draft.clone(),
                keep_conflicts: clashes,
            };
            context.ask(Act::carry_out(command, Asker::EditVisitDialog));
        }
        said.closed
    }

    fn reckon(&mut self, context: &Context<'_>, visit: &Visit) {
        let stands = |made: &Made| made.edition == context.edition && made.typed == self.typed;
        if self.typed == self.before {
            self.made = None;
            return;
        }
        if self.made.as_ref().is_some_and(stands) {
            return;
        }
        let means = read_visit(context.book, &self.says(), visit).map(|draft| {
            let command = Command::EditVisit {
                visit: self.visit,
                draft: Box::new(draft),
                keep_conflicts: false,
            };
            // A look ahead makes no names that stay.
            let mut moment = Moment::new(context.now, 0);
            let location = words::visit::location(context.book, visit);
            match (preview(context.book, &command, &mut moment), location) {
                (Ok(plan), Some(location)) => {
                    let open = plan.lines.iter().flat_map(|line| line.conflicts.iter().cloned());
                    let texts = words::conflict::texts(context.book, &open.collect::<Vec<_>>(), location);
                    let texts = texts.iter().map(|text| words::capital(text)).collect();
                    Means::Change(Box::new(command), texts)
                }
                // What is not loaded is loaded when it is done.
                (Ok(_), None) | (Err(Refused::NotLoaded(_)), _) => Means::Change(Box::new(command), Vec::new()),
                (Err(refused), _) => Means::Refused(said::refused(context.book, &refused)),
            }
        });
        self.made = Some(Made {
            edition: context.edition,
            typed: self.typed.clone(),
            means,
        });
        self.asking.anew();
    }

    /// Only what is another than before.
    fn says(&self) -> Value {
        let (typed, before) = (&self.typed, &self.before);
        let mut says = Map::new();
        if typed.services != before.services {
            let line = |line: &Line| {
                let mut value = line.rest.clone();
                value.insert("id".to_owned(), json!(line.service.to_string()));
                if line.length.trim() != line.usual {
                    value.insert("duration".to_owned(), json!(requested(&line.length)));
                }
                Value::Object(value)
            };
            says.insert("services".to_owned(), typed.services.iter().map(line).collect());
        }
        let or_null = |text: &str, value: String| {
            if text.trim().is_empty() {
                Value::Null
            } else {
                json!(value)
            }
        };
        if typed.price != before.price {
            says.insert("price".to_owned(), or_null(&typed.price, typed.price.trim().to_owned()));
        }
        if typed.clean_up != before.clean_up {
            says.insert(
                "clean_up".to_owned(),
                or_null(&typed.clean_up, requested(&typed.clean_up)),
            );
        }
        if typed.note != before.note {
            says.insert("note".to_owned(), json!(typed.note));
        }
        Value::Object(says)
    }

    fn error(&self, field: &str) -> Option<String> {
        let errors = self.made.as_ref()?.means.as_ref().err()?;
        errors.at(field).first().map(words::field::text)
    }

    fn body(&mut self, ui: &mut Ui, context: &Context<'_>, visit: &Visit) {
        let when = words::visit::when(context.book, visit);
        muted(ui, &format!("This visit only, {when}. The others stay as they are."));
        self.services(ui, context.book);
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = size::SPACE_4;
            let error = self.error("price");
            let costs = words::this_time::text(context.book, visit, crate::domain::values::Changed::PRICE);
            TextField::number("Price of this visit", &mut self.typed.price, "")
                // It says its currency itself.
                .hint(&costs)
                .width(160.0)
                .error(error.as_deref())
                .show(ui);
            let error = self.error("clean_up");
            TextField::number("Clean-up", &mut self.typed.clean_up, "min")
                .width(112.0)
                .error(error.as_deref())
                .show(ui);
        });
        let error = self.error("note");
        TextField::new("Note", &mut self.typed.note)
            .rows(2)
            .width(f32::INFINITY)
            .error(error.as_deref())
            .show(ui);
        match self.made.as_ref().map(|made| &made.means) {
            Some(Ok(Means::Change(_, against))) if !against.is_empty() => {
                notice(ui, Tone::Warn, &against.join("\n"), None);
            }
            Some(Ok(Means::Refused(refused))) => {
                notice(ui, Tone::Danger, refused, None);
            }
            Some(Ok(Means::Change(..)) | Err(_)) | None => {}
        }
    }

    fn services(&mut self, ui: &mut Ui, book: &Book) {
        let mut gone = None;
        for place in 0..self.typed.services.len() {
            let errors = ["duration", "id", "staff", "price"];
            let error = errors
                .iter()
                .find_map(|field| self.error(&format!("services.{place}.{field}")));
            let Some(line) = self.typed.services.get_mut(place) else {
                continue;
            };
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = size::SPACE_3;
                let label = format!("Length of {}", line.name);
                TextField::number(&label, &mut line.length, "min")
                    .width(256.0)
                    .error(error.as_deref())
                    .show(ui);
                let remove = format!("Leave out {}", line.name);
                ui.vertical(|ui| {
                    // Beside the field, whose label stands above it.
                    ui.add_space(size::line_height(size::TEXT_SMALL) + size::SPACE_1);
                    if ui.add(Button::icon_alone(Icon::Trash, remove.as_str())).clicked() {
                        gone = Some(place);
                    }
                });
            });
        }
        if let Some(place) = gone {
            self.typed.services.remove(place);
        }
        if let Some(error) = self.error("services") {
            text(ui, &error);
        }
        let services = book.services().live();
        let options: Vec<(Uuid, &str)> = services.map(|service| (service.uuid, service.name.as_str())).collect();
        Choice::new("Add a service").show(ui, &mut self.added, &options);
        let added = self.added.take();
        if let Some(service) = added.and_then(|uuid| book.services().live().find(|service| service.uuid == uuid)) {
            let length = write_length(service.stretches.length());
            self.typed.services.push(Line {
                service: service.uuid,
                name: service.name.clone(),
                length: length.clone(),
                usual: length,
                rest: Map::new(),
            });
        }
    }
}

/// What a visit has, as it stands in the fields.
fn typed(book: &Book, visit: &Visit) -> Typed {
    let digits = book.business().map_or(2, |business| business.currency.digits());
    let usual = usual(book, visit);
    let mut usual = lines_of(book, &usual);
    let lines = lines_of(book, visit);
    let services = lines.iter().filter_map(|line| {
        let place = usual.iter().position(|usual| usual.is_of_the_same(line));
        let known = place.map(|place| usual.remove(place));
        of_line(book, line, known.as_ref(), digits)
    });
    let services = services.collect();
    let price = visit.bookings.iter().find_map(|booking| booking.price);
    Typed {
        services,
        price: price.map(|price| price.text(digits)).unwrap_or_default(),
        clean_up: write_length(visit.after),
        note: visit.note.clone(),
    }
}

/// A line, with what it says beside its length where that is not as usual.
fn of_line(book: &Book, line: &PlannedLine<'_>, usual: Option<&PlannedLine<'_>>, digits: u32) -> Option<Line> {
    let service = book.services().get(line.service)?;
    let mut rest = Map::new();
    let whom = line.visitor.and_then(|id| book.visitors().get(id));
    if let Some(whom) = whom {
        rest.insert("for".to_owned(), json!(whom.uuid.to_string()));
    }
    let is_another = |staff: &StaffId| usual.is_none_or(|usual| usual.staff != Some(*staff));
    if let Some(staff) = line.staff.filter(is_another).and_then(|id| book.staff().get(id)) {
        rest.insert("staff".to_owned(), json!(staff.uuid.to_string()));
    }
    let is_own = |price: &Money| usual.is_none_or(|usual| usual.price != Some(*price));
    if let Some(price) = line.price.filter(is_own) {
        rest.insert("price".to_owned(), json!(price.text(digits)));
    }
    let usual = usual.map_or(&service.stretches, |usual| usual.stretches);
    Some(Line {
        service: service.uuid,
        name: words::visit::service(book, line),
        length: write_length(line.stretches.length()),
        usual: write_length(usual.length()),
        rest,
    })
}
