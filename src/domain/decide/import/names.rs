//! Who comes and for what, read from what an appointment is called: "Anna Berg, Cut", "Cut (Anna Berg)", "Anna Berg", "Cut with
//! Ann".
//!
//! The longest run of words that is the whole name of a client is the client; the same for services in what is left, and for
//! the staff. What is left then is the name of somebody or something new: the first part that of the client, where none was
//! found, the next one that of the service. A given name alone is nobody: two Annas come to most salons.

use std::collections::HashMap;
use std::sync::Arc;

use crate::domain::book::Book;
use crate::domain::find::fold;
use crate::domain::import::Seen;
use crate::domain::rows::*;

/// The most words of a name that is looked for.
const MOST_WORDS: usize = 6;

/// Words that join names and are none.
const JOINING: [&str; 18] = [
    "with", "for", "at", "and", "the", "mit", "fur", "bei", "und", "avec", "pour", "con", "para", "z", "dla", "w",
    "by", "of",
];

/// Everybody and everything of the catalogue by their names.
pub(super) struct Names {
    clients: HashMap<String, Vec<ClientId>>,
    services: HashMap<String, Vec<ServiceId>>,
    staff: HashMap<String, Vec<StaffId>>,
}

/// What an appointment's name means.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Named {
    /// The clients of the name that was found; several where it is not clear which.
    pub clients: Vec<ClientId>,
    /// The services that were found, in their order.
    pub services: Vec<ServiceId>,
    /// Somebody of the staff.
    pub staff: Option<StaffId>,
    /// What is left, part by part.
    pub left: Vec<String>,
}

/// A word of a text: as it stands, as it is compared, and whether something separates it from the word before.
struct Word<'t> {
    text: &'t str,
    folded: String,
    begins_part: bool,
    is_taken: bool,
}

impl Names {
    /// The names in a book.
    pub fn of(book: &Book) -> Self {
        let mut names = Self {
            clients: HashMap::new(),
            services: HashMap::new(),
            staff: HashMap::new(),
        };
        for client in book.clients().live() {
            names.learn_client(client);
        }
        for service in book.services().live() {
            names.learn_service(service);
        }
        for staff in book.staff().live() {
            let full = format!("{} {}", staff.given_name, staff.surname);
            let mut all = [staff.name(), &staff.given_name, full.as_str(), &staff.email].map(folded);
            all.sort_unstable();
            for (index, name) in all.iter().enumerate() {
                let is_new = index.checked_sub(1).and_then(|before| all.get(before)) != Some(name);
                if is_new && !name.is_empty() {
                    names.staff.entry(name.clone()).or_default().push(staff.id);
                }
            }
        }
        names
    }

    /// Knows a client from now on, by the full name in both orders.
    pub fn learn_client(&mut self, client: &Arc<Client>) {
        let mut learn = |name: String| {
            let known = self.clients.entry(name).or_default();
            if !known.contains(&client.id) {
                known.push(client.id);
            }
        };
        let name = folded(&client.name());
        if !name.is_empty() {
            learn(name);
        }
        if !client.given_name.is_empty() && !client.surname.is_empty() {
            learn(folded(&format!("{} {}", client.given_name, client.surname)));
            learn(folded(&format!("{} {}", client.surname, client.given_name)));
        }
    }

    /// Knows a service from now on.
    pub fn learn_service(&mut self, service: &Arc<Service>) {
        let known = self.services.entry(folded(&service.name)).or_default();
        if !known.contains(&service.id) {
            known.push(service.id);
        }
    }

    /// The only one of the staff of this name or address.
    pub fn staff(&self, name: &str) -> Option<StaffId> {
        match self.staff.get(&folded(name)).map(Vec::as_slice) {
            Some([only]) => Some(*only),
            _ => None,
        }
    }

    /// The only service of this name.
    pub fn service(&self, name: &str) -> Option<ServiceId> {
        match self.services.get(&folded(name)).map(Vec::as_slice) {
            Some([only]) => Some(*only),
            _ => None,
        }
    }

    /// What an appointment's name means; its description and categories help where it names no service.
    pub fn read(&self, seen: &Seen) -> Named {
        let mut words = words(&seen.summary);
        let mut named = Named::default();
        if let Some((_, clients)) = longest(&mut words, |name| self.clients.get(name)) {
            named.clients = clients;
        }
        let mut services = Vec::new();
        while let Some((at, found)) = longest(&mut words, |name| self.services.get(name)) {
            services.extend(found.first().map(|service| (at, *service)));
        }
        services.sort_unstable();
        named.services = services.into_iter().map(|(_, service)| service).collect();
        let people = seen.people.iter().find_map(|person| self.staff(person));
        named.staff = longest(&mut words, |name| self.staff.get(name).filter(|found| found.len() == 1))
            .and_then(|(_, found)| found.first().copied())
            .or(people);
        named.left = left(&words);
        if named.services.is_empty() {
            let lines = seen.description.lines().take(20).flat_map(|line| line.split(','));
            let hints = seen.categories.iter().map(String::as_str).chain(lines);
            named
                .services
                .extend(hints.take(50).find_map(|hint| self.service(hint)));
        }
        named
    }
}

/// A name as it is compared: its words alone.
fn folded(name: &str) -> String {
    let words: Vec<String> = words(name).into_iter().map(|word| word.folded).collect();
    words.join(" ")
}

fn words(text: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    for part in text.split([
        ',', ':', ';', '/', '(', ')', '[', ']', '&', '|', '+', '\u{2013}', '\u{2014}', '\n', '\t',
    ]) {
        let mut begins_part = true;
        for word in part.split_whitespace() {
            if word == "-" {
                begins_part = true;
                continue;
            }
            words.push(Word {
                text: word,
                folded: fold(word),
                begins_part: std::mem::take(&mut begins_part),
                is_taken: false,
            });
        }
    }
    words
}

/// The longest run of words that is known, which is taken; where it begins, and what it is.
fn longest<'n, T: Clone + 'n>(
    words: &mut [Word<'_>],
    known: impl Fn(&str) -> Option<&'n Vec<T>>,
) -> Option<(usize, Vec<T>)> {
    for length in (1..=MOST_WORDS.min(words.len())).rev() {
        for at in 0..=words.len() - length {
            let Some(run) = words
                .get_mut(at..at + length)
                .filter(|run| run.iter().all(|word| !word.is_taken))
            else {
                continue;
            };
            let folded: Vec<&str> = run.iter().map(|word| word.folded.as_str()).collect();
            if let Some(found) = known(&folded.join(" ")) {
                run.iter_mut().for_each(|word| word.is_taken = true);
                return Some((at, found.clone()));
            }
        }
    }
    None
}

/// The words that were not taken, joined to parts where nothing stood between them.
fn left(words: &[Word<'_>]) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut goes_on = false;
    for word in words {
        if word.is_taken {
            goes_on = false;
            continue;
        }
        match parts.last_mut().filter(|_| goes_on && !word.begins_part) {
            Some(part) => {
                part.push(' ');
                part.push_str(word.text);
            }
            None => parts.push(word.text.to_owned()),
        }
        goes_on = true;
    }
    let is_name = |part: &String| {
        !part
            .split_whitespace()
            .all(|word| JOINING.contains(&fold(word).as_str()))
    };
    parts.retain(is_name);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::fixture::Salon;

    #[track_caller]
    fn check(summary: &str, client: &str, services: &[&str], staff: Option<&str>, left: &[&str]) {
        let salon = Salon::at("Europe/Berlin", "2026-03-01T08:00");
        let book = &salon.book;
        let named = Names::of(book).read(&Seen {
            summary: summary.to_owned(),
            ..Seen::default()
        });
        let clients: Vec<String> = named
            .clients
            .iter()
            .map(|id| book.clients().get(*id).unwrap().name())
            .collect();
        assert_eq!(clients.join("|"), client, "{summary}");
        let found: Vec<&str> = named
            .services
            .iter()
            .map(|id| book.services().get(*id).unwrap().name.as_str())
            .collect();
        assert_eq!(found, services, "{summary}");
        assert_eq!(
            named.staff.map(|id| book.staff().get(id).unwrap().name()),
            staff,
            "{summary}"
        );
        assert_eq!(named.left, left, "{summary}");
    }

    #[test]
    fn clients_and_services_are_found_however_they_are_put_together() {
        check("Anna Berg, Cut", "Anna Berg", &["Cut"], None, &[]);
        check("Anna Berg: Cut, Colour", "Anna Berg", &["Cut", "Colour"], None, &[]);
        check("cut ANNA BERG", "Anna Berg", &["Cut"], None, &[]);
        check("Berg, Anna - Cut", "Anna Berg", &["Cut"], None, &[]);
        check("Cut (Tom Ozturk) with Ann", "Tom Öztürk", &["Cut"], Some("Ann"), &[]);
        check("Anna Berg", "Anna Berg", &[], None, &[]);
        check("Beard", "", &["Beard"], None, &[]);
    }

    #[test]
    fn what_is_left_is_new() {
        check("Mia Wolf, Cut", "", &["Cut"], None, &["Mia Wolf"]);
        check("Mia Wolf, Braids", "", &[], None, &["Mia Wolf", "Braids"]);
        check(
            "Anna Berg, Braids and curls",
            "Anna Berg",
            &[],
            None,
            &["Braids and curls"],
        );
        // A given name alone is nobody.
        check("Anna, Cut", "", &["Cut"], None, &["Anna"]);
        check("", "", &[], None, &[]);
    }
}
