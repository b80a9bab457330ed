//! A window over a salon file of its own: what a person sees and does, by role and name.

use std::path::{Path, PathBuf};
use std::time::Duration;

use egui::accesskit::{Action, Role, Toggled};
use egui::{Key, Modifiers, Ui};
use egui_kittest::kittest::{By, NodeT as _, Queryable as _};
use egui_kittest::{Harness, Node};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::super::{App, Launch};
use crate::desk::{Desk, Handle, Mode};
use crate::domain::request::{self, Purpose};
use crate::domain::rows::Visit;
use crate::domain::{Command, setup};
use crate::time::{Civil, FixedClock, Zone};
use crate::ui::look;
use crate::ui::tests::stage::picture;

/// Tuesday morning.
const NOW: &str = "2027-01-19T08:30";
/// Looks at the window so often before it gives up: five seconds.
const LOOKS: usize = 1000;

/// The window.
pub struct Screen {
    pub harness: Harness<'static, App>,
    folder: TempDir,
    now: &'static str,
}

/// A desk over a salon file, at a time that stands still.
fn desk(folder: &Path, now: &str) -> Desk {
    Desk::open(&folder.join("salon"), Mode::Write, Box::new(clock(now)), "test").expect("a salon file")
}

fn clock(now: &str) -> FixedClock {
    let now: Civil = now.parse().expect("a time");
    let zone: Zone = "Europe/Berlin".parse().expect("a zone");
    FixedClock(zone.resolve(now).instant())
}

/// A salon with Ann and Bo, open from nine to six but on Sunday and Monday.
fn set_up(desk: &mut Desk) {
    let hours = json!({"tue": [["09:00", "18:00"]], "wed": [["09:00", "18:00"]], "thu": [["09:00", "18:00"]],
        "fri": [["09:00", "18:00"]], "sat": [["09:00", "18:00"]]});
    let document = json!({
        "business": {"name": "Salon Mara", "time_zone": "Europe/Berlin"},
        "locations": [{"name": "Main Street", "time_zone": "Europe/Berlin", "hours": hours}],
        "staff": [{"given_name": "Ann"}, {"given_name": "Bo",
            "time_off": [{"from": "2027-01-19T00:00", "to": "2027-01-20T00:00", "reason": "Holiday"}]}],
        "services": [{"name": "Cut", "cost": "35.00", "duration": "PT45M"},
            {"name": "Colour", "cost": "90.00", "stretches": [{"hands_on": "PT30M"}, {"processing": "PT40M"}, {"hands_on": "PT20M"}]}],
        "clients": [{"given_name": "Anna", "surname": "Berg", "phone": "+13155550175", "alert": "Allergic to latex"},
            {"given_name": "Tom", "surname": "Weber"}]
    });
    set(desk, &document);
}

/// Puts things into the setup.
pub fn set(desk: &mut Desk, document: &Value) {
    let draft = setup::read(desk.book(), document).expect("a setup");
    desk.carry_out(&Command::SetUp(Box::new(draft))).expect("a salon");
}

/// Books a single appointment.
pub fn book(desk: &mut Desk, request: &Value) {
    let draft = request::read(desk.book(), request, Purpose::Single, false).expect("a request");
    desk.carry_out(&Command::CreateSeries(Box::new(draft)))
        .expect("an appointment");
}

/// Makes a standing appointment.
pub fn create(desk: &mut Desk, request: &Value) {
    let draft = request::read(desk.book(), request, Purpose::Standing, false).expect("a request");
    desk.carry_out(&Command::CreateSeries(Box::new(draft)))
        .expect("a series");
}

/// Anna Berg, every three weeks on Tuesday at ten with Ann.
pub fn annas() -> Value {
    json!({"client": "Anna Berg", "location": "Main Street", "start_date": "2027-01-19",
        "frequency": "weekly", "every": 3, "weekdays": ["tue"], "time": "10:00", "staff": "Ann",
        "services": [{"name": "Cut"}]})
}

impl Screen {
    /// A window over an empty folder.
    pub fn empty() -> Self {
        Self::over(tempfile::tempdir().expect("a folder"))
    }

    /// A window over a salon, prepared before it opens.
    pub fn salon(prepare: impl FnOnce(&mut Desk)) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let mut desk = desk(folder.path(), NOW);
        set_up(&mut desk);
        prepare(&mut desk);
        drop(desk);
        let mut screen = Self::over(folder);
        screen.wait("Day by staff");
        screen
    }

    /// A window over the shop of the desk stories (the same as that of the command line's): what is prepared was done at one time,
    /// and the window is opened at another.
    pub fn shop(done_at: &str, now: &'static str, prepare: impl FnOnce(&mut Desk)) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let mut desk = desk(folder.path(), done_at);
        let shop = include_str!("../../../../tests/support/shop.json");
        set(&mut desk, &serde_json::from_str(shop).expect("a document"));
        prepare(&mut desk);
        drop(desk);
        let path = folder.path().to_owned();
        let mut screen = Self::at(folder, path, Mode::Write, now);
        screen.until("the calendar", |screen| screen.named("Day by staff").is_some());
        screen
    }

    /// A window over a folder that is not there.
    pub fn without_folder() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let missing = folder.path().join("missing");
        Self::at(folder, missing, Mode::Write, NOW)
    }

    fn over(folder: TempDir) -> Self {
        let path = folder.path().to_owned();
        Self::at(folder, path, Mode::Write, NOW)
    }

    fn at(folder: TempDir, path: PathBuf, mode: Mode, now: &'static str) -> Self {
        let open = move || Desk::open(&path.join("salon"), mode, Box::new(clock(now)), "test");
        let launch = Launch {
            desk: Handle::open(open, || ()).expect("a thread"),
            clock: Box::new(clock(now)),
            zone: "Europe/Berlin".parse().expect("a zone"),
            folder: folder.path().to_owned(),
        };
        let frame = |ui: &mut Ui, app: &mut App| {
            app.logic(&ui.ctx().clone());
            app.show(ui);
        };
        let harness = Harness::builder()
            .with_size(egui::vec2(1366.0, 768.0))
            .with_context_setup(look::install)
            .with_max_steps(20)
            .build_ui_state(frame, App::new(launch));
        Self { harness, folder, now }
    }

    /// Closes the window and opens it again over the same file.
    pub fn again(self) -> Self {
        let Self { harness, folder, .. } = self;
        drop(harness);
        Self::over(folder)
    }

    /// The folder of the salon file.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The book as it was read from the file by a desk of its own, beside the window.
    pub fn in_the_file(&self) -> Desk {
        let mut desk = Desk::open(
            &self.folder().join("salon"),
            Mode::Read,
            Box::new(clock(self.now)),
            "test",
        )
        .expect("the file");
        let all: Vec<_> = desk.book().series().live().map(|series| series.id).collect();
        for series in all {
            desk.load_series(series).expect("its visits");
        }
        desk
    }

    /// When the visits of a client begin that stand in the file, in their order.
    pub fn starts_of(&self, surname: &str) -> Vec<String> {
        let desk = self.in_the_file();
        let book = desk.book();
        let is_theirs = |visit: &&std::sync::Arc<Visit>| {
            let mut clients = visit
                .bookings
                .iter()
                .filter_map(|booking| book.clients().get(booking.client_id?));
            visit.is_busy() && clients.any(|client| client.surname == surname)
        };
        let series = book.series().live();
        let visits = series.flat_map(|series| book.calendar().of_series(book, series.id));
        let mut starts: Vec<String> = visits
            .filter(is_theirs)
            .map(|visit| visit.start().to_string())
            .collect();
        starts.sort();
        starts
    }

    /// Another window over the same file, which can only read.
    pub fn beside(&self) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        Self::at(folder, self.folder().to_owned(), Mode::Read, self.now)
    }

    /// Looks at the window until it shows something by this name.
    #[track_caller]
    pub fn wait(&mut self, name: &str) {
        self.until(name, |screen| screen.shows(name));
    }

    /// Looks at the window until it no longer shows something by this name.
    #[track_caller]
    pub fn wait_gone(&mut self, name: &str) {
        self.until(&format!("end of {name}"), |screen| !screen.shows(name));
    }

    /// Looks at the window until something is so.
    #[track_caller]
    pub fn until(&mut self, what: &str, is: impl Fn(&Self) -> bool) {
        for _ in 0..LOOKS {
            self.harness.step();
            if is(self) {
                self.harness.run();
                return;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        panic!("no {what:?} among {:#?}", self.names());
    }

    /// The text in a field.
    #[track_caller]
    pub fn text(&self, label: &str) -> String {
        self.field(label).accesskit_node().value().unwrap_or_default()
    }

    /// The name of what has the focus.
    pub fn focused(&self) -> Option<String> {
        let found = self.all().find(Node::is_focused)?;
        found.accesskit_node().label()
    }

    fn all(&self) -> impl Iterator<Item = Node<'_>> {
        self.harness.query_all(By::new().predicate(|_| true))
    }

    /// The names of what can be pressed where a text stands.
    pub fn under(&self, role: Role, name: &str) -> Vec<String> {
        let text = self.harness.get_by_role_and_label(role, name).rect().shrink(1.0);
        let nodes = self.all().filter(|node| {
            let node = node.accesskit_node();
            node.data().supports_action(Action::Click) && node.role() != Role::ScrollBar
        });
        let nodes = nodes.filter(|node| node.rect().intersects(text));
        nodes.filter_map(|node| node.accesskit_node().label()).collect()
    }

    /// Whether something has exactly this name.
    pub fn shows(&self, name: &str) -> bool {
        self.harness.query_all_by_label(name).next().is_some()
    }

    /// Whether a button of this name is hidden from assistive technologies, with all that lies around it.
    #[track_caller]
    pub fn is_hidden(&self, name: &str) -> bool {
        let found = self.harness.get_by_role_and_label(Role::Button, name);
        let mut node = Some(found.accesskit_node());
        while let Some(one) = node {
            if one.is_hidden() {
                return true;
            }
            node = one.parent();
        }
        false
    }

    /// The name of something that begins like this.
    pub fn named(&self, begins: &str) -> Option<String> {
        self.names().into_iter().find(|name| name.starts_with(begins))
    }

    /// The names of all that is shown.
    pub fn names(&self) -> Vec<String> {
        let name = |node: Node<'_>| {
            let node = node.accesskit_node();
            node.label()
                .or_else(|| node.value().filter(|_| node.role() == Role::Label))
        };
        self.all().filter_map(name).collect()
    }

    /// Every node that can be clicked or have the focus, and has no name.
    pub fn nameless(&self) -> Vec<Role> {
        let nameless = |node: &Node<'_>| {
            let node = node.accesskit_node();
            // The bars of scroll areas are moved by what they scroll.
            let bar = node.role() == Role::ScrollBar;
            let does = [Action::Click, Action::Focus]
                .into_iter()
                .any(|action| node.data().supports_action(action));
            !bar && does && node.label().is_none_or(|name| name.trim().is_empty())
        };
        self.all()
            .filter(nameless)
            .map(|node| node.accesskit_node().role())
            .collect()
    }

    /// Clicks something by role and name.
    #[track_caller]
    pub fn click(&mut self, role: Role, name: &str) {
        let last = |screen: &Self, act: &dyn Fn(&Node<'_>)| {
            let found: Vec<_> = screen.harness.get_all_by_role_and_label(role, name).collect();
            act(found.last().expect("at least one"));
        };
        last(self, &|node| node.scroll_to_me());
        self.harness.run();
        last(self, &|node| node.click());
        self.harness.run();
    }

    /// Chooses from a list that opens.
    #[track_caller]
    pub fn choose(&mut self, label: &str, option: &str) {
        self.click(Role::ComboBox, label);
        self.click(Role::ListBoxOption, option);
    }

    #[track_caller]
    pub fn is_ticked(&self, name: &str) -> bool {
        let node = self.harness.get_by_role_and_label(Role::CheckBox, name);
        node.accesskit_node().toggled() == Some(Toggled::True)
    }

    /// Whether one of several is chosen.
    #[track_caller]
    pub fn is_chosen(&self, name: &str) -> bool {
        let node = self.harness.get_by_role_and_label(Role::RadioButton, name);
        node.accesskit_node().toggled() == Some(Toggled::True)
    }

    /// Clicks a button.
    #[track_caller]
    pub fn press(&mut self, name: &str) {
        self.click(Role::Button, name);
    }

    /// Writes pictures to be looked at by a person; see [`picture`].
    pub fn picture(&mut self, name: &str) {
        picture(&mut self.harness, name);
    }

    /// Presses a key.
    pub fn key(&mut self, key: Key) {
        self.harness.key_press(key);
        self.harness.run();
    }

    /// Presses a key with others held down.
    pub fn keys(&mut self, modifiers: Modifiers, key: Key) {
        self.harness.key_press_modifiers(modifiers, key);
        self.harness.run();
    }

    /// Types into a field, after what stands in it.
    #[track_caller]
    pub fn write(&mut self, label: &str, text: &str) {
        self.field(label).focus();
        self.harness.run();
        self.field(label).type_text(text);
        self.harness.run();
    }

    /// Types in the place of what stands in a field.
    #[track_caller]
    pub fn replace(&mut self, label: &str, text: &str) {
        self.field(label).focus();
        self.harness.run();
        self.keys(Modifiers::COMMAND, Key::A);
        self.field(label).type_text(text);
        self.harness.run();
    }

    #[track_caller]
    fn field<'a>(&'a self, label: &'a str) -> Node<'a> {
        let fields = [Role::TextInput, Role::MultilineTextInput, Role::EditableComboBox];
        let is = |node: &Node<'_>| fields.contains(&node.accesskit_node().role());
        let found: Vec<_> = self.harness.query_all_by_label(label).filter(is).collect();
        assert_eq!(found.len(), 1, "fields of the label {label} in {:#?}", self.names());
        found.into_iter().next().expect("one")
    }
}
