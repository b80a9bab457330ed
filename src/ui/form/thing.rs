//! A form for one thing of the catalogue: a client, a service, somebody of the staff. It builds a setup document that holds
//! just this one, and shows what is wrong at its fields.
//!
//! Left out: the fields themselves (the screens draw them).

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::AtFields;
use crate::domain::find::fold;
use crate::domain::refusal::{FieldErrors, Refused};
use crate::domain::{Command, Moment, preview, setup};
use crate::ui::Context;
use crate::words;

/// What is typed into a form for one thing.
pub trait Thing: Clone + PartialEq {
    /// Where it stands in a setup document: `business`, or a list such as `clients`.
    const PLACE: &'static str;

    /// What a setup document says of it, without its `id`.
    fn said(&self, cx: &Context<'_>) -> Map<String, Value>;

    /// The field in which its name stands, and that name, where no two may have one.
    fn only_name(&self) -> Option<(&'static str, &str)> {
        None
    }

    /// All others of its kind by their names.
    fn names(_: &Context<'_>) -> Vec<(Uuid, String)> {
        Vec::new()
    }
}

/// A form for one thing, with all that it keeps between frames.
#[derive(Debug, Clone, PartialEq)]
pub struct ThingForm<T> {
    /// What is typed.
    pub typed: T,
    /// What is wrong.
    pub at: AtFields,
    /// Its name outside of the file, where it is there already.
    pub uuid: Option<Uuid>,
    /// Why it was refused, in words.
    pub refused: Option<String>,
    opened: T,
    is_saving: bool,
    opens: bool,
}

impl<T: Thing> ThingForm<T> {
    /// A form for something new, or for what is there already.
    pub fn new(typed: T, uuid: Option<Uuid>) -> Self {
        Self {
            opened: typed.clone(),
            typed,
            at: AtFields::default(),
            uuid,
            refused: None,
            is_saving: false,
            opens: true,
        }
    }

    /// A form for what is there already, beside a list where one goes through things: the focus stays there.
    pub fn known(typed: T, uuid: Option<Uuid>) -> Self {
        Self {
            opens: false,
            ..Self::new(typed, uuid)
        }
    }

    /// Gives the first field of a form that opens the focus. A dialog lets it have it a frame later.
    pub fn focus_first(&mut self, first: &egui::Response) {
        if self.opens {
            first.request_focus();
            self.opens = !first.has_focus();
        }
    }

    /// Whether anything was typed since it was opened.
    pub fn is_changed(&self) -> bool {
        self.typed != self.opened
    }

    /// Whether it waits for the answer to a save.
    pub fn is_saving(&self) -> bool {
        self.is_saving
    }

    /// Finds what is wrong by now.
    pub fn check(&mut self, cx: &Context<'_>) -> Option<Command> {
        let (command, errors) = match self.read(cx) {
            Ok(command) => (Some(command), FieldErrors::default()),
            Err(errors) => (None, errors),
        };
        self.at.set(errors);
        let taken = self.typed.only_name().filter(|(_, name)| {
            let mut others = T::names(cx).into_iter().filter(|(uuid, _)| Some(*uuid) != self.uuid);
            !name.trim().is_empty() && others.any(|(_, other)| fold(&other) == fold(name))
        });
        if let Some((field, _)) = taken {
            self.at.add(field, "There is one of this name already".to_owned());
        }
        command.filter(|_| !self.at.any())
    }

    /// The person asks to save: the command where all is well, else every error is shown at its field.
    pub fn save(&mut self, cx: &Context<'_>) -> Option<Command> {
        self.refused = None;
        self.at.try_all();
        let command = self.check(cx)?;
        self.is_saving = true;
        Some(command)
    }

    /// It could not be saved: what was typed stays.
    pub fn refused(&mut self, refused: &Refused, book: &crate::domain::Book) {
        self.is_saving = false;
        match refused {
            Refused::Fields(errors) => self.at.set(stripped(errors, &Self::prefix())),
            Refused::Refusal(refusal) => self.refused = Some(words::refusal::text(book, refusal)),
            Refused::NotLoaded(_) => self.refused = Some("Older months are still being loaded. Try again".to_owned()),
        }
    }

    /// A failure of the program: what was typed stays.
    pub fn failed(&mut self, says: &str) {
        self.is_saving = false;
        self.refused = Some(says.to_owned());
    }

    fn prefix() -> String {
        if T::PLACE == "business" {
            "business.".to_owned()
        } else {
            format!("{}.0.", T::PLACE)
        }
    }

    fn read(&self, cx: &Context<'_>) -> Result<Command, FieldErrors> {
        let mut fields = self.typed.said(cx);
        if let Some(uuid) = self.uuid {
            fields.insert("id".to_owned(), json!(uuid.to_string()));
        } else if T::PLACE != "business" {
            fields.insert("new".to_owned(), json!(true));
        }
        let document = if T::PLACE == "business" {
            json!({ T::PLACE: fields })
        } else {
            json!({ T::PLACE: [fields] })
        };
        let strip = |errors: &FieldErrors| stripped(errors, &Self::prefix());
        let draft = setup::read(cx.book, &document).map_err(|errors| strip(&errors))?;
        let command = Command::SetUp(Box::new(draft));
        match preview(cx.book, &command, &mut Moment::new(cx.now, 0)) {
            Err(Refused::Fields(errors)) => Err(strip(&errors)),
            _ => Ok(command),
        }
    }
}

/// The same errors by the paths within the thing.
fn stripped(errors: &FieldErrors, prefix: &str) -> FieldErrors {
    let mut own = FieldErrors::default();
    for (path, errors) in errors.iter() {
        for error in errors {
            // What is wrong with the whole of it has no field.
            let field = if path == prefix.trim_end_matches('.') { "" } else { path };
            own.add(field.strip_prefix(prefix).unwrap_or(field), error.clone());
        }
    }
    own
}
