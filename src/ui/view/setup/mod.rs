//! Setup: the business and its catalogue, a page for each kind of thing.

mod business;
mod calendar_folder;
mod catalogue;
mod days;
mod hours;
mod json;
mod locations;
mod prices;
mod resources;
mod services;
mod staff;
#[cfg(test)]
mod tests;
mod zone_field;

use egui::{ScrollArea, Ui, UiBuilder};

use self::business::BusinessTyped;
use self::calendar_folder::CalendarFolder;
use self::catalogue::{Catalogue, FOOT, FORM};
use self::locations::LocationTyped;
use self::resources::ResourceTyped;
use self::services::ServiceTyped;
use self::staff::StaffTyped;
use crate::domain::{Book, Refused};
use crate::ui::form::ThingForm;
use crate::ui::look::{Tone, size};
use crate::ui::route::{Route, SetupPage};
use crate::ui::view::{at_right_end, heading_bar, padded};
use crate::ui::widgets::{Button, Segments, confirmed, controls, heading, notice};
use crate::ui::{Act, Asker, Context};

const PAGES: [(SetupPage, &str); 5] = [
    (SetupPage::Business, "Business"),
    (SetupPage::Locations, "Locations"),
    (SetupPage::Staff, "Staff"),
    (SetupPage::Services, "Services"),
    (SetupPage::Resources, "Chairs and rooms"),
];

/// What the screens keep.
#[derive(Default)]
pub struct Setup {
    business: Option<ThingForm<BusinessTyped>>,
    calendar_folder: CalendarFolder,
    locations: Catalogue<LocationTyped>,
    staff: Catalogue<StaffTyped>,
    services: Catalogue<ServiceTyped>,
    resources: Catalogue<ResourceTyped>,
    edition: u64,
    /// The page that waits for an answer.
    asked: Option<SetupPage>,
}

impl Setup {
    /// Draws a page over the room there is.
    pub fn show(&mut self, ui: &mut Ui, cx: &mut Context<'_>, page: SetupPage) {
        let before = cx.acts.len();
        padded(ui, |ui| {
            heading_bar(ui, "Setup", |ui| {
                let mut to = page;
                if Segments::bar("Page").show(ui, &mut to, &PAGES).changed() {
                    cx.ask(Act::Go(Route::Setup(to)));
                }
            });
            match page {
                SetupPage::Business => self.business(ui, cx),
                SetupPage::Locations => self.locations.show(ui, cx),
                SetupPage::Staff => self.staff.show(ui, cx),
                SetupPage::Services => self.services.show(ui, cx),
                SetupPage::Resources => self.resources.show(ui, cx),
            }
        });
        let asked = cx.acts.iter().skip(before);
        if asked.into_iter().any(|act| matches!(act, Act::CarryOut { .. })) {
            self.asked = Some(page);
        }
    }

    /// In which folder calendar files are kept.
    pub fn recall_calendar_folder(&mut self, folder: &str) {
        self.calendar_folder.recall(folder);
    }

    /// What was asked was done.
    pub fn saved(&mut self) {
        match self.asked.take() {
            Some(SetupPage::Business) => self.business = None,
            Some(SetupPage::Locations) => self.locations.saved(),
            Some(SetupPage::Staff) => self.staff.saved(),
            Some(SetupPage::Services) => self.services.saved(),
            Some(SetupPage::Resources) => self.resources.saved(),
            None => {}
        }
    }

    /// What was asked could not be done: what was typed stays.
    pub fn refused(&mut self, refused: &Refused, book: &Book) {
        match self.asked.take() {
            Some(SetupPage::Business) => {
                if let Some(form) = &mut self.business {
                    form.refused(refused, book);
                }
            }
            Some(SetupPage::Locations) => self.locations.refused(refused, book),
            Some(SetupPage::Staff) => self.staff.refused(refused, book),
            Some(SetupPage::Services) => self.services.refused(refused, book),
            Some(SetupPage::Resources) => self.resources.refused(refused, book),
            None => {}
        }
    }

    /// A failure of the program: what was typed stays.
    pub fn failed(&mut self, says: &str) {
        match self.asked.take() {
            Some(SetupPage::Business) => {
                if let Some(form) = &mut self.business {
                    form.failed(says);
                }
            }
            Some(SetupPage::Locations) => self.locations.failed(says),
            Some(SetupPage::Staff) => self.staff.failed(says),
            Some(SetupPage::Services) => self.services.failed(says),
            Some(SetupPage::Resources) => self.resources.failed(says),
            None => {}
        }
    }

    fn business(&mut self, ui: &mut Ui, cx: &mut Context<'_>) {
        if self.edition != cx.edition {
            self.edition = cx.edition;
            self.business = self.business.take().filter(ThingForm::is_changed);
        }
        let form = self
            .business
            .get_or_insert_with(|| ThingForm::known(BusinessTyped::of(cx), None));
        form.check(cx);
        let folder = &mut self.calendar_folder;
        let mut save = confirmed(ui);
        let mut back = false;
        let whole = ui.available_rect_before_wrap();
        let body = whole.with_max_y(whole.bottom() - FOOT);
        let foot = whole.with_min_y(body.bottom());
        ui.scope_builder(UiBuilder::new().max_rect(body), |ui| {
            ScrollArea::vertical()
                .id_salt("business")
                .auto_shrink(false)
                .show(ui, |ui| {
                    ui.set_max_width(FORM);
                    ui.spacing_mut().item_spacing.y = size::SPACE_2;
                    controls(ui, |ui| heading(ui, "Business"));
                    ui.spacing_mut().item_spacing.y = size::SPACE_4;
                    if let Some(refused) = &form.refused {
                        notice(ui, Tone::Danger, refused, None);
                    }
                    BusinessTyped::draw(ui, cx, form);
                    ui.scope(|ui| {
                        ui.spacing_mut().item_spacing.y = size::SPACE_2;
                        folder.show(ui);
                    });
                    for error in form.at.elsewhere() {
                        notice(ui, Tone::Danger, &error, None);
                    }
                    ui.add_space(size::SPACE_4);
                });
        });
        ui.scope_builder(UiBuilder::new().max_rect(foot), |ui| {
            ui.add_space(size::SPACE_3);
            ui.set_max_width(FORM);
            controls(ui, |ui| {
                at_right_end(ui, |ui| {
                    let changed = form.is_changed() || folder.is_changed();
                    let button = Button::primary("Save").keys("Ctrl+Enter");
                    save |= ui.add_enabled(changed && !form.is_saving(), button).clicked();
                    back = changed && ui.add(Button::secondary("Cancel")).clicked();
                });
            });
        });
        ui.advance_cursor_after_rect(whole);
        if save && let Some(folder) = folder.save() {
            cx.ask(Act::KeepCalendars { folder });
        }
        if save
            && form.is_changed()
            && let Some(command) = form.save(cx)
        {
            cx.ask(Act::carry_out(command, Asker::Setup));
        } else if back {
            folder.back();
            self.business = None;
        }
    }
}
