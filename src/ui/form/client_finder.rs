//! Looks clients up for a field in which one types to find them: by name or by three digits of a phone.
//!
//! Five thousand names are not gone through in every frame: what was found stays until the text or the book changes.

use uuid::Uuid;

use crate::domain::Book;
use crate::domain::find;
use crate::ui::Context;
use crate::ui::widgets::Suggestion;

/// The most that a list shows.
const MOST: usize = 30;

/// What was found last.
#[derive(Debug, Clone, Default)]
pub struct ClientFinder {
    asked: Option<(String, u64)>,
    found: Vec<Suggestion<Uuid>>,
}

impl ClientFinder {
    /// Clients that fit the text, those whose names begin with it first.
    pub fn found(&mut self, cx: &Context<'_>, text: &str) -> &[Suggestion<Uuid>] {
        let asked = (text.to_owned(), cx.edition);
        if self.asked.as_ref() != Some(&asked) {
            self.found = look_up(cx.book, text);
            self.asked = Some(asked);
        }
        &self.found
    }
}

fn look_up(book: &Book, text: &str) -> Vec<Suggestion<Uuid>> {
    let typed = find::fold(text);
    let mut found: Vec<_> = find::clients(book, text)
        .map(|client| {
            let begins = [&client.given_name, &client.surname]
                .into_iter()
                .any(|name| !typed.is_empty() && find::fold(name).starts_with(&typed));
            (!begins, find::fold(&client.name()), client)
        })
        .collect();
    found.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
    let suggestion = |(_, _, client): (bool, String, &std::sync::Arc<crate::domain::rows::Client>)| {
        let name = client.name();
        let detail = if name == client.phone {
            String::new()
        } else {
            client.phone.clone()
        };
        Suggestion {
            key: client.uuid,
            title: name,
            detail,
            icon: None,
        }
    };
    found.into_iter().take(MOST).map(suggestion).collect()
}
