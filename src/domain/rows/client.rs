//! Clients, who comes with or instead of them, and what is known of them.

use uuid::Uuid;

use super::*;
use crate::domain::row::rows;
use crate::domain::values::*;
use crate::time::{Day, Instant};

rows! {
    /// A client. One name or one phone number is enough (spec S1.1).
    Client(ClientId) in "client" soft deleted_at {
        /// Its name outside of this file.
        uuid: Uuid,
        /// When they were removed.
        deleted_at: Option<Instant>,
        /// Given name.
        given_name: String,
        /// Surname.
        surname: String,
        /// Middle name.
        middle_name: String,
        /// Phone as typed.
        phone: String,
        /// Email.
        email: String,
        /// Gender.
        gender: Gender,
        /// Birthday.
        birthday: Option<Day>,
        /// Language of messages, as a BCP 47 tag; the business's where it is empty.
        language: String,
        /// What everybody must see: an allergy.
        alert: String,
        /// Note.
        note: String,
        /// Note that is never printed or exported.
        private_note: String,
        /// When their names and contacts were erased (spec S9.7).
        erased_at: Option<Instant>,
    }

    /// The person who comes when it is not the client: a child of the client.
    Visitor(VisitorId) in "visitor" owned by client_id soft deleted_at {
        /// Its name outside of this file.
        uuid: Uuid,
        /// When they were removed.
        deleted_at: Option<Instant>,
        /// Whose visitor.
        client_id: Option<ClientId>,
        /// Given name.
        given_name: String,
        /// Surname.
        surname: String,
        /// Birthday.
        birthday: Option<Day>,
    }

    /// Two clients who belong together.
    ClientLink(ClientLinkId) in "client_link" owned by client_id {
        /// One.
        client_id: ClientId,
        /// The other.
        other_id: ClientId,
        /// What the other is to the one: mother.
        kind: String,
    }

    /// What a client agreed to.
    Agreement(AgreementId) in "agreement" owned by client_id {
        /// Its name outside of this file.
        uuid: Uuid,
        /// Who.
        client_id: ClientId,
        /// To what: photos.
        kind: String,
        /// When it was given.
        given_day: Day,
        /// When it was taken back.
        withdrawn_day: Option<Day>,
    }

    /// A field that the business added.
    CustomField(CustomFieldId) in "custom_field" soft deleted_at {
        /// Its name outside of this file.
        uuid: Uuid,
        /// When it was removed.
        deleted_at: Option<Instant>,
        /// What it belongs to.
        owner_kind: CustomOwner,
        /// Name.
        name: String,
        /// Place in forms.
        sort: i32,
    }

    /// What a custom field holds for one client or series.
    CustomValue(CustomValueId) in "custom_value" owned by owner_id {
        /// Which field.
        field_id: CustomFieldId,
        /// The key of the client or series.
        owner_id: i64,
        /// The text.
        text: String,
    }
}

/// Joins the parts of a name that are there.
fn joined(parts: [&str; 2]) -> String {
    let mut name = String::new();
    for part in parts.into_iter().filter(|part| !part.is_empty()) {
        if !name.is_empty() {
            name.push(' ');
        }
        name.push_str(part);
    }
    name
}

impl Client {
    /// The name for the screen: "Anna Berg", else the phone number.
    pub fn name(&self) -> String {
        let name = joined([&self.given_name, &self.surname]);
        if name.is_empty() { self.phone.clone() } else { name }
    }
}

impl Visitor {
    /// The name for the screen.
    pub fn name(&self) -> String {
        joined([&self.given_name, &self.surname])
    }
}
