//! A screen in a window of its own for tests: a salon, the screen's state, and what it asks for.
//!
//! Only in tests. Fields are found by role and name as assistive technologies find them.

use egui::accesskit::{Role, Toggled};
use egui::{Key, Modifiers, Ui, Vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use egui_kittest::{Harness, Node};

use crate::domain::fixture::Salon;
use crate::ui::look::{self, Palette};
use crate::ui::{Act, Context};

/// What lies behind the window.
pub struct Stage<S> {
    /// The salon.
    pub salon: Salon,
    /// What the screen keeps.
    pub state: S,
    /// What it asked for.
    pub acts: Vec<Act>,
    draw: fn(&mut S, &mut Ui, &mut Context<'_>),
}

/// The window.
pub struct Screen<S: 'static> {
    /// The harness, for what is not here.
    pub harness: Harness<'static, Stage<S>>,
}

impl<S: 'static> Screen<S> {
    /// A screen over a salon in the room beside the navigation of a small laptop.
    pub fn new(
        salon: Salon,
        state: impl FnOnce(&mut Context<'_>) -> S,
        draw: fn(&mut S, &mut Ui, &mut Context<'_>),
    ) -> Self {
        Self::of_size(egui::vec2(1166.0, 690.0), salon, state, draw)
    }

    /// The same in a window of another size.
    pub fn of_size(
        size: Vec2,
        salon: Salon,
        state: impl FnOnce(&mut Context<'_>) -> S,
        draw: fn(&mut S, &mut Ui, &mut Context<'_>),
    ) -> Self {
        let mut acts = Vec::new();
        let state = state(&mut Context {
            book: &salon.book,
            edition: salon.book.revision.unsigned_abs(),
            now: salon.moment.now,
            palette: Palette::of_visuals(&egui::Visuals::light()),
            acts: &mut acts,
        });
        let stage = Stage {
            salon,
            state,
            acts,
            draw,
        };
        let mut harness = Harness::builder()
            .with_size(size)
            .with_context_setup(look::install)
            .build_ui_state(show, stage);
        harness.run();
        Self { harness }
    }

    /// What the screen keeps.
    pub fn state(&mut self) -> &mut S {
        &mut self.harness.state_mut().state
    }

    /// What was asked since the last time.
    pub fn acts(&mut self) -> Vec<Act> {
        std::mem::take(&mut self.harness.state_mut().acts)
    }

    /// Puts text in the place of what stands in a field.
    #[track_caller]
    pub fn write(&mut self, label: &str, text: &str) {
        self.field(label).focus();
        self.harness.run();
        self.harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
        self.harness.run();
        if text.is_empty() {
            self.press(Key::Delete);
        } else {
            self.field(label).type_text(text);
        }
        self.harness.run();
    }

    /// A field of text by its label.
    #[track_caller]
    pub fn field<'a>(&'a self, label: &'a str) -> Node<'a> {
        let is = |node: &Node<'_>| {
            let roles = [Role::TextInput, Role::MultilineTextInput, Role::EditableComboBox];
            roles.contains(&node.accesskit_node().role())
        };
        let found: Vec<_> = self.harness.query_all_by_label(label).filter(is).collect();
        assert_eq!(found.len(), 1, "fields of the label {label}");
        found.into_iter().next().unwrap()
    }

    /// The text in a field.
    #[track_caller]
    pub fn text(&self, label: &str) -> String {
        self.field(label).accesskit_node().value().unwrap_or_default()
    }

    /// What is said below a field.
    #[track_caller]
    pub fn below(&self, label: &str) -> String {
        let field = self.field(label);
        field
            .accesskit_node()
            .data()
            .description()
            .unwrap_or_default()
            .to_owned()
    }

    /// Presses a key.
    pub fn press(&mut self, key: Key) {
        self.harness.key_press(key);
        self.harness.run();
    }

    /// Presses a key with Ctrl.
    pub fn press_ctrl(&mut self, key: Key) {
        self.harness.key_press_modifiers(Modifiers::COMMAND, key);
        self.harness.run();
    }

    /// Clicks something by role and name.
    #[track_caller]
    pub fn click(&mut self, role: Role, name: &str) {
        assert!(self.shows(role, name), "{role:?} {name:?} among {:?}", self.names(role));
        self.harness.get_by_role_and_label(role, name).scroll_to_me();
        self.harness.run();
        self.harness.get_by_role_and_label(role, name).click();
        self.harness.run();
    }

    /// Chooses from a list that opens.
    #[track_caller]
    pub fn choose(&mut self, label: &str, option: &str) {
        self.click(Role::ComboBox, label);
        self.click(Role::ListBoxOption, option);
    }

    /// Whether something with this role and name is in sight.
    pub fn shows(&self, role: Role, name: &str) -> bool {
        self.harness.query_all_by_role_and_label(role, name).next().is_some()
    }

    /// Names of everything with this role.
    pub fn names(&self, role: Role) -> Vec<String> {
        self.harness
            .query_all_by_role(role)
            .map(|node| {
                let node = node.accesskit_node();
                node.label().or(node.value()).unwrap_or_default()
            })
            .collect()
    }

    /// The name of what has this role and begins so.
    #[track_caller]
    pub fn beginning(&self, role: Role, start: &str) -> String {
        let names = self.names(role);
        let found: Vec<_> = names.iter().filter(|name| name.starts_with(start)).collect();
        assert_eq!(found.len(), 1, "{role:?} that begin with {start:?} among {names:?}");
        found.first().map(|name| (*name).clone()).unwrap_or_default()
    }

    /// Whether a check box is ticked.
    #[track_caller]
    pub fn is_ticked(&self, name: &str) -> bool {
        let node = self.harness.get_by_role_and_label(Role::CheckBox, name);
        node.accesskit_node().toggled() == Some(Toggled::True)
    }

    /// Role and name of what has the focus.
    pub fn focused(&self) -> Option<(Role, String)> {
        let mut nodes = self.harness.root().children_recursive();
        let node = nodes.find(|node| node.accesskit_node().is_focused())?;
        let node = node.accesskit_node();
        Some((node.role(), node.label().unwrap_or_default()))
    }

    /// Nothing that can have the focus is without a name.
    pub fn check_names(&self) {
        for node in self.harness.root().children_recursive() {
            let node = node.accesskit_node();
            // A label says its text as its value.
            let named = node
                .label()
                .or(node.value())
                .is_some_and(|name| !name.trim().is_empty());
            let silent = matches!(
                node.role(),
                Role::GenericContainer
                    | Role::Pane
                    | Role::Unknown
                    | Role::ScrollView
                    | Role::ScrollBar
                    | Role::TextRun
                    | Role::Window
            );
            assert!(named || silent, "{:?} has no name", node.role());
        }
    }

    /// Writes pictures to be looked at by a person; see [`picture`].
    pub fn picture(&mut self, name: &str) {
        picture(&mut self.harness, name);
    }
}

/// Writes pictures of a window in both themes into a folder, where `CHAIRTIME_PICTURES` names one.
pub fn picture<S>(harness: &mut Harness<'_, S>, name: &str) {
    let Some(folder) = std::env::var_os("CHAIRTIME_PICTURES") else {
        return;
    };
    for (theme, word) in [(egui::Theme::Light, "light"), (egui::Theme::Dark, "dark")] {
        harness.ctx.set_theme(theme);
        harness.run();
        let path = std::path::Path::new(&folder).join(format!("{name}-{word}.png"));
        harness.render().unwrap().save(path).unwrap();
    }
    harness.ctx.set_theme(egui::Theme::Light);
    harness.run();
}

fn show<S>(ui: &mut Ui, stage: &mut Stage<S>) {
    let palette = Palette::of(ui);
    ui.painter().rect_filled(ui.ctx().content_rect(), 0.0, palette.ground);
    let mut cx = Context {
        book: &stage.salon.book,
        edition: stage.salon.book.revision.unsigned_abs(),
        now: stage.salon.moment.now,
        palette,
        acts: &mut stage.acts,
    };
    (stage.draw)(&mut stage.state, ui, &mut cx);
}
