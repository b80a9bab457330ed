//! The clients of the demo shops: names from many places, phone numbers that are kept free for stories (in Germany by the
//! Bundesnetzagentur), and addresses at example.com.

use crate::domain::find::fold;
use crate::domain::setup::{ClientPartDraft, Part, SetupDraft, VisitorPartDraft};
use crate::domain::values::Gender;

const GIVEN: [&str; 61] = [
    "Anna",
    "Łukasz",
    "Zoë",
    "Özlem",
    "Mehmet",
    "Sofía",
    "João",
    "Beatriz",
    "Nguyễn",
    "Giulia",
    "Søren",
    "Åsa",
    "Jürgen",
    "Chloé",
    "Marek",
    "Ioana",
    "Dženan",
    "Siobhán",
    "Tomás",
    "Ewa",
    "Håkon",
    "Leïla",
    "Matteo",
    "Katarína",
    "Friederike",
    "Amélie",
    "Oluwaseun",
    "Priya",
    "Hana",
    "Mateus",
    "Inês",
    "Bjørn",
    "Gülşen",
    "Anaïs",
    "Václav",
    "Noor",
    "Elif",
    "Yusuf",
    "Clara",
    "Moritz",
    "Ines",
    "Pál",
    "Ágnes",
    "Rémi",
    "Małgorzata",
    "Tiago",
    "Carolina",
    "Henrik",
    "Aylin",
    "Emma",
    "Paul",
    "Lea",
    "Ali",
    "Mia",
    "Nils",
    "Rosa",
    "Ida",
    "Jan",
    "Vera",
    "Αλεξάνδρα",
    "Иван",
];

const SURNAMES: [&str; 67] = [
    "Berg",
    "Wiśniewski",
    "Kaya",
    "Müller",
    "Öztürk",
    "García Márquez",
    "Ferreira da Silva",
    "Nguyễn",
    "Rossi",
    "Sørensen",
    "Lindqvist",
    "Groß",
    "Lefèvre",
    "Nowak",
    "Popescu",
    "Hadžić",
    "O’Sullivan",
    "Novák",
    "Kowalczyk",
    "Hansen",
    "Benali",
    "Ricci",
    "Horváthová",
    "von Hohenlohe-Langenburg",
    "Dubois",
    "Adeyemi",
    "Raman",
    "Suzuki",
    "Oliveira",
    "Santos",
    "Dahl",
    "Yılmaz",
    "Petit",
    "Dvořák",
    "de Vries",
    "Şahin",
    "Demir",
    "Schneider",
    "Weiß",
    "Costa",
    "Szabó",
    "Kovács",
    "Moreau",
    "Zielińska",
    "Almeida",
    "Pereira",
    "Nilsson",
    "Arslan",
    "Fischer",
    "Weber",
    "Wagner",
    "Aksoy",
    "Hoffmann",
    "Becker",
    "Schäfer",
    "Koch",
    "Bauer",
    "Richter",
    "Klein",
    "Wolf",
    "Neumann",
    "Παπαδοπούλου",
    "Петров",
    "Lopez",
    "Schwarz",
    "Krüger",
    "Vasconcelos e Albuquerque",
];

const CHILDREN: [&str; 8] = ["Mia", "Tom", "Emil", "Łucja", "Noah", "Zeynep", "Leo", "Inês"];

/// Where the free numbers lie, a thousand in each city.
const CITIES: [&str; 5] = [
    "+49 30 23125 ",
    "+49 69 90009 ",
    "+49 40 66969 ",
    "+49 221 4710 ",
    "+49 89 99998 ",
];

/// So many clients; nobody has the name or the phone number of another, up to 4,000 of them.
pub(super) fn clients(count: usize) -> SetupDraft {
    SetupDraft {
        clients: (0..count).map(client).collect(),
        ..SetupDraft::default()
    }
}

/// The entry of a table at a place that may lie beyond its end.
fn at<'a>(table: &[&'a str], place: usize) -> &'a str {
    table.get(place % table.len().max(1)).copied().unwrap_or_default()
}

fn client(place: usize) -> Part<ClientPartDraft> {
    // Both tables have a prime number of names, so that the pairs come back after all of them only.
    let (given, surname) = (at(&GIVEN, place), at(&SURNAMES, place));
    let local: String = fold(&format!("{given}.{surname}"))
        .chars()
        .filter_map(|c| match c {
            ' ' => Some('.'),
            c if c.is_ascii_alphanumeric() || ".-".contains(c) => Some(c),
            _ => None,
        })
        .collect();
    let local = if local.len() < 4 {
        format!("client{place}")
    } else {
        local
    };
    let says = |every: usize, offset: usize| place % every == offset;
    let phone = format!("{}{:03}", at(&CITIES, place / 1_000), place % 1_000);
    let said = |text: &str| Some(text.to_owned());
    let visitors = says(10, 3).then(|| Part {
        new: false,
        id: None,
        at: format!("clients.{place}.visitors.0"),
        says: VisitorPartDraft {
            given_name: said(at(&CHILDREN, place / 10)),
            ..VisitorPartDraft::default()
        },
    });
    Part {
        new: false,
        id: None,
        at: format!("clients.{place}"),
        says: ClientPartDraft {
            given_name: said(given),
            surname: said(surname),
            // Not everybody gives both.
            phone: (!says(17, 16)).then_some(phone),
            email: (!says(6, 5)).then(|| format!("{local}@example.com")),
            gender: says(9, 4).then_some(Gender::Female),
            alert: says(29, 7).then(|| "Allergic to PPD: patch test first".to_owned()),
            note: match place % 13 {
                2 => said("Likes the window chair. Coffee, no sugar."),
                9 => said("Please call before 10:00, not later."),
                _ => None,
            },
            visitors: visitors.into_iter().collect(),
            ..ClientPartDraft::default()
        },
    }
}
