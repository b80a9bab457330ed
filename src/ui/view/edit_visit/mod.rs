//! The dialog that changes one visit: which visits first, as of any change; then what this one has beside the usual, and the way
//! back to that field by field. What speaks against it is said before it is done. When and with whom it is,
//! [`super::move_visit`] asks; of more than this one the series form.

mod typed;

use egui::Ui;
use uuid::Uuid;

use self::typed::{Line, Typed};
use crate::domain::command::{Command, Moment};
use crate::domain::refusal::FieldErrors;
use crate::domain::request::read_visit;
use crate::domain::rows::*;
use crate::domain::values::{Changed, SeriesKind, SeriesStatus};
use crate::domain::{Book, Refused, preview, usual};
use crate::ui::ahead::asking::{Asking, Question};
use crate::ui::ahead::which::{Reach, Which};
use crate::ui::look::{Icon, StaffTint, Tone, size};
use crate::ui::route::FormStart;
use crate::ui::said;
use crate::ui::tints;
use crate::ui::widgets::{
    Button, Choice, TextField, caption, check_box, controls, muted, notice, small, small_width, text,
};
use crate::ui::{Act, Asker, Context};
use crate::words;

/// Width of the field of a length.
const LENGTH: f32 = 160.0;
/// Room for the way back to the usual beside what that is.
const BACK: f32 = 160.0;

/// What the dialog keeps.
pub struct EditVisit {
    visit: VisitId,
    which: Which,
    before: Typed,
    usual: Typed,
    typed: Typed,
    added: Option<Uuid>,
    made: Option<Made>,
    asking: Asking,
}

/// Draws a field with the way back to the usual.
type Field = fn(&mut EditVisit, &mut Ui, &Book, &Visit);

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
    pub fn new(visit: VisitId, context: &Context<'_>) -> Option<Self> {
        let book = context.book;
        let row = book.visits().get(visit)?;
        let typed = Typed::of(book, row);
        Some(Self {
            visit,
            which: Which::new(Reach::OnlyThis, row.original_day, context.habit()),
            before: typed.clone(),
            usual: Typed::of(book, &usual(book, row)),
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
        if self.which.reach != Reach::OnlyThis {
            // Of more than this one all is asked in the form of the standing appointment.
            context.ask(Act::OpenForm(FormStart::EditFrom(self.visit, self.which.reach)));
            return true;
        }
        let title = format!("Change the visit of {}", words::visit::who(context.book, &visit));
        let question = Question {
            name: "change a visit",
            title: &title,
            width: 640.0,
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
        let means = read_visit(context.book, &self.typed.says(&self.before, &self.usual), visit).map(|draft| {
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

    fn error(&self, field: &str) -> Option<String> {
        let errors = self.made.as_ref()?.means.as_ref().err()?;
        errors.at(field).first().map(words::field::text)
    }

    fn body(&mut self, ui: &mut Ui, context: &Context<'_>, visit: &Visit) {
        let book = context.book;
        // What was typed for this one would be lost on the way to the form of all.
        if self.typed == self.before && is_standing(book, visit) {
            let all = [Reach::OnlyThis, Reach::FromHere, Reach::FromUntil, Reach::ToCome];
            self.which.show(ui, context, visit.series_id, &all, None);
        }
        let when = words::visit::when(book, visit);
        muted(ui, &format!("{when}. The others stay as they are"));
        self.against(ui);
        self.services(ui, book);
        self.back(ui, book, visit, Changed::SERVICES);
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = size::SPACE_4;
            for fields in [Self::price, Self::around] {
                ui.vertical(|ui| {
                    ui.spacing_mut().item_spacing.y = 0.0;
                    fields(self, ui, book, visit);
                });
            }
        });
        let here = words::visit::location(book, visit);
        let has_chairs = book.resources().live().any(|chair| Some(chair.location_id) == here);
        let has_tags = book.tags().live().next().is_some();
        let has_colours = visit.colour.is_some() || book.series().live().any(|series| series.colour.is_some());
        let fields: [(bool, Field); 4] = [
            (has_chairs, Self::chair),
            (has_tags, Self::tags),
            (has_colours, Self::colour),
            (true, Self::note),
        ];
        for (_, field) in fields.into_iter().filter(|(is_used, _)| *is_used) {
            // With what is usual close below it.
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                field(self, ui, book, visit);
            });
        }
    }

    /// What speaks against the change, where it is seen beside the button, however long the dialog is.
    fn against(&self, ui: &mut Ui) {
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

    /// What is usual beside what stands in a field, where that is another, and the way back to it.
    fn back(&mut self, ui: &mut Ui, book: &Book, visit: &Visit, field: Changed) {
        if !self.typed.differs(&self.usual, field) {
            return;
        }
        let usual = match field {
            Changed::SERVICES => self.usual.services_text(&self.typed),
            field => tints::field_text(book, &usual(book, visit), field),
        };
        let name = format!("Back to the usual {}", words::choice::changed(field));
        let says = format!("The usual: {usual}");
        if usual_line(ui, &says, &name) {
            self.typed.take_back(&self.usual, field);
        }
    }

    fn price(&mut self, ui: &mut Ui, book: &Book, visit: &Visit) {
        let error = self.error("price");
        let costs = words::this_time::text(book, visit, Changed::PRICE);
        TextField::number("Price of this visit", &mut self.typed.price, "")
            // It says its currency itself.
            .hint(&costs)
            .width(160.0)
            .error(error.as_deref())
            .show(ui);
        self.back(ui, book, visit, Changed::PRICE);
    }

    /// Set-up, where there is any, and clean-up.
    fn around(&mut self, ui: &mut Ui, book: &Book, visit: &Visit) {
        let has_set_up = !visit.before.is_zero() || self.usual.set_up != "0";
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = size::SPACE_4;
            let fields = [
                ("Set-up", "set_up", &mut self.typed.set_up, has_set_up),
                ("Clean-up", "clean_up", &mut self.typed.clean_up, true),
            ];
            let errors = self.made.as_ref().and_then(|made| made.means.as_ref().err());
            for (label, field, minutes, _) in fields.into_iter().filter(|(.., shown)| *shown) {
                let error = errors.and_then(|errors| errors.at(field).first().map(words::field::text));
                TextField::number(label, minutes, "min")
                    .width(112.0)
                    .error(error.as_deref())
                    .show(ui);
            }
        });
        self.back(ui, book, visit, Changed::CLEAN_UP);
    }

    /// Which chair or room.
    fn chair(&mut self, ui: &mut Ui, book: &Book, visit: &Visit) {
        let here = words::visit::location(book, visit);
        let chairs = book.resources().live().filter(|chair| Some(chair.location_id) == here);
        let mut options: Vec<(Option<Uuid>, &str)> = vec![(None, "None")];
        options.extend(chairs.map(|chair| (Some(chair.uuid), chair.name.as_str())));
        let error = self.error("resources");
        let mut chosen = Some(self.typed.chair);
        Choice::new("Chair or room")
            .error(error.as_deref())
            .show(ui, &mut chosen, &options);
        self.typed.chair = chosen.flatten();
        self.back(ui, book, visit, Changed::RESOURCES);
    }

    /// The tags of the shop.
    fn tags(&mut self, ui: &mut Ui, book: &Book, visit: &Visit) {
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = size::SPACE_1;
            caption(ui, "Tags");
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing.x = size::SPACE_4;
                for tag in book.tags().live() {
                    let mut is_set = self.typed.tags.contains(&tag.uuid);
                    if check_box(ui, &mut is_set, &tag.title).changed() && !self.typed.tags.remove(&tag.uuid) {
                        self.typed.tags.insert(tag.uuid);
                    }
                }
            });
        });
        self.back(ui, book, visit, Changed::TAGS);
    }

    fn note(&mut self, ui: &mut Ui, book: &Book, visit: &Visit) {
        let error = self.error("note");
        TextField::new("Note", &mut self.typed.note)
            .rows(2)
            .width(f32::INFINITY)
            .error(error.as_deref())
            .show(ui);
        self.back(ui, book, visit, Changed::NOTE);
    }

    /// The colour.
    fn colour(&mut self, ui: &mut Ui, book: &Book, visit: &Visit) {
        // Without one of its own it has that of its standing appointment.
        let usual = tints::of_visit(book, &usual(book, visit));
        let as_usual = usual.map(|tint| words::choice::as_usual(tint.label()));
        let mut options = vec![(None, as_usual.as_deref().unwrap_or("None"))];
        options.extend(StaffTint::ALL.map(|tint| (Some(tint), tint.label())));
        let mut chosen = Some(self.typed.colour);
        let dots: Vec<Option<StaffTint>> = options.iter().map(|(own, _)| own.or(usual)).collect();
        Choice::new("Colour").tints(&dots).show(ui, &mut chosen, &options);
        self.typed.colour = chosen.flatten();
        self.back(ui, book, visit, Changed::COLOUR);
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
            let label = format!("Length of {}", line.name);
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = size::SPACE_1;
                // Longer than the field.
                caption(ui, &label);
                ui.horizontal_top(|ui| {
                    ui.spacing_mut().item_spacing.x = size::SPACE_3;
                    TextField::number(&label, &mut line.length, "min")
                        .label_hidden()
                        .width(LENGTH)
                        .error(error.as_deref())
                        .show(ui);
                    let remove = format!("Leave out {}", line.name);
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
            self.typed.services.push(Line::of(service));
        }
    }
}

/// What is usual, wrapped where it is long, and the way back to it beside or below it; whether that is taken.
fn usual_line(ui: &mut Ui, says: &str, name: &str) -> bool {
    let back = |ui: &mut Ui| ui.add(Button::quiet("Back to the usual").named(name).low()).clicked();
    if small_width(ui, says) + BACK < ui.available_width() {
        return controls(ui, |ui| {
            small(ui, says);
            back(ui)
        })
        .inner;
    }
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        small(ui, says);
        back(ui)
    })
    .inner
}

/// Whether a visit is one of several that can be changed.
fn is_standing(book: &Book, visit: &Visit) -> bool {
    let series = book.series().get(visit.series_id);
    series.is_some_and(|series| series.kind == SeriesKind::Standing && series.status == SeriesStatus::Running)
}
