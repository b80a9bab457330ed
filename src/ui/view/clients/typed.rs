//! What is typed into the form of a client.

use serde_json::{Map, Value, json};

use crate::domain::rows::Client;
use crate::ui::Context;
use crate::ui::form::Thing;

/// The fields of a client.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ClientTyped {
    /// Given name.
    pub given_name: String,
    /// Surname.
    pub surname: String,
    /// Phone.
    pub phone: String,
    /// Email.
    pub email: String,
    /// What everybody must see.
    pub alert: String,
    /// Note.
    pub note: String,
}

impl ClientTyped {
    /// As a client is now.
    pub fn of(client: &Client) -> Self {
        Self {
            given_name: client.given_name.clone(),
            surname: client.surname.clone(),
            phone: client.phone.clone(),
            email: client.email.clone(),
            alert: client.alert.clone(),
            note: client.note.clone(),
        }
    }
}

impl Thing for ClientTyped {
    const PLACE: &'static str = "clients";

    fn said(&self, _: &Context<'_>) -> Map<String, Value> {
        let fields = [
            ("given_name", &self.given_name),
            ("surname", &self.surname),
            ("phone", &self.phone),
            ("email", &self.email),
            ("alert", &self.alert),
            ("note", &self.note),
        ];
        fields
            .into_iter()
            .map(|(name, text)| (name.to_owned(), json!(text)))
            .collect()
    }
}
