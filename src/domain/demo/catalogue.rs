//! The catalogue of the sample shop, as a setup document whose dates follow today.

use serde_json::{Value, json};

use crate::domain::book::Book;
use crate::domain::command::Command;
use crate::domain::refusal::Refused;
use crate::domain::setup;
use crate::time::{Day, Weekday, Zone};

/// The zone of the business; it follows no clock of the machine, so that the shop is the same everywhere.
pub(super) fn zone() -> Zone {
    "Europe/Berlin".parse().unwrap_or(Zone::UTC)
}

/// The command that makes the catalogue.
pub(super) fn command(book: &Book, today: Day) -> Result<Command, Refused> {
    let draft = setup::read(book, &document(today)).map_err(Refused::Fields)?;
    Ok(Command::SetUp(Box::new(draft)))
}

fn document(today: Day) -> Value {
    let monday = today.start_of_week(Weekday::Mon);
    let (year, ..) = today.ymd();
    let holidays: Vec<Value> = [year, year + 1].into_iter().flat_map(holidays).collect();
    json!({
        "business": {
            "name": "Salon Mara", "currency": "EUR", "first_weekday": "mon", "clock": "24h", "time_zone": zone().name(),
            "horizon_days": 365, "reminders": {"client_email": 48, "client_sms": 24, "staff_email": 0, "staff_sms": 0},
            "closed_days": holidays
        },
        "locations": [
            {
                "name": "Lindenstraße", "shop_name": "Salon Mara", "address": "Lindenstraße 14\n10969 Berlin",
                "time_zone": "Europe/Berlin",
                "hours": week("mon tue wed thu fri", &[("09:00", "19:00")], &[("sat", "09:00", "16:00")]),
                "closed_days": [{"from": text(monday + 44), "to": text(monday + 45), "reason": "New floor"}],
                "special_days": [{"date": text(monday + 17), "hours": [["09:00", "21:30"]], "reason": "Late opening"}]
            },
            {
                "name": "Rua do Carmo", "shop_name": "Mara Lisboa", "address": "Rua do Carmo 87\n1200-093 Lisboa",
                "time_zone": "Europe/Lisbon",
                "hours": week("tue wed thu fri", &[("10:00", "20:00")], &[("sat", "10:00", "18:00")]),
                "closed_days": [{"from": text(monday + 29), "to": text(monday + 29), "reason": "Stocktaking"}]
            }
        ],
        "services": services(year + 1),
        "resources": [
            chair("Chair", "Chair 1", "Lindenstraße"), chair("Chair", "Chair 2", "Lindenstraße"),
            chair("Chair", "Chair 3", "Lindenstraße"), chair("Chair", "Chair 4", "Lindenstraße"),
            chair("Basin", "Basin", "Lindenstraße"), chair("Chair", "Window chair", "Rua do Carmo"),
            chair("Chair", "Mirror chair", "Rua do Carmo")
        ],
        "tags": [
            {"title": "VIP", "colour": "#c2410c"}, {"title": "New client", "colour": "#15803d"},
            {"title": "Sensitive scalp", "colour": "#b91c1c"}, {"title": "Student", "colour": "#1d4ed8"},
            {"title": "Prefers silence", "colour": "#6d28d9"}
        ],
        "staff": staff(monday)
    })
}

fn text(day: Day) -> String {
    day.to_string()
}

fn holidays(year: i32) -> Vec<Value> {
    let day = |month, day, reason: &str| {
        let date = Day::from_ymd(year, month, day).map(text);
        json!({ "from": date, "to": date, "reason": reason })
    };
    vec![
        day(1, 1, "New Year’s Day"),
        day(5, 1, "Labour Day"),
        day(12, 25, "Christmas"),
        day(12, 26, "Christmas"),
    ]
}

fn chair(kind: &str, name: &str, location: &str) -> Value {
    json!({ "kind": kind, "name": name, "location": location })
}

/// The same stretches on several weekdays, and one stretch on others.
fn week(weekdays: &str, stretches: &[(&str, &str)], others: &[(&str, &str, &str)]) -> Value {
    let mut fields = serde_json::Map::new();
    for weekday in weekdays.split(' ') {
        fields.insert(weekday.to_owned(), json!(stretches));
    }
    for (weekday, opens, closes) in others {
        fields.insert((*weekday).to_owned(), json!([[opens, closes]]));
    }
    Value::Object(fields)
}

/// Fourteen services; the price of a cut rises with a year.
pub(super) fn services(dearer_from: i32) -> Value {
    let list = [
        ("Cut", "38.00", "45+", "PT5M", "Hair"),
        ("Cut and blow-dry", "52.00", "60+", "PT5M", "Hair"),
        ("Dry cut", "29.00", "30+", "PT5M", "Hair"),
        ("Kids cut", "22.00", "30+", "PT0M", "Hair"),
        ("Blow-dry", "28.00", "30+", "PT0M", "Hair"),
        ("Root colour", "64.00", "30+35~20+", "PT5M", "Colour"),
        ("Full colour", "89.00", "35+40~25+", "PT10M", "Colour"),
        ("Highlights", "118.00", "60+35~30+", "PT10M", "Colour"),
        ("Balayage", "155.00", "75+40~35+", "PT10M", "Colour"),
        ("Toner", "32.00", "10+15~10+", "PT5M", "Colour"),
        ("Perm", "98.00", "50+30~30+", "PT10M", "Treatment"),
        ("Scalp treatment", "24.00", "10+15~5+", "PT5M", "Treatment"),
        ("Beard trim", "18.00", "20+", "PT5M", "Beard"),
        ("Shave with hot towels", "34.00", "40+", "PT5M", "Beard"),
    ];
    let next_year = format!("{dearer_from}-01-01");
    let service = |(name, cost, stretches, clean_up, category): (&str, &str, &str, &str, &str)| {
        let mut service = json!({
            "name": name, "cost": cost, "stretches": stretches, "clean_up": clean_up, "category": category
        });
        if let (Some(fields), "Cut") = (service.as_object_mut(), name) {
            fields.insert("prices".to_owned(), json!([{ "from": next_year, "cost": "40.00" }]));
        }
        service
    };
    list.into_iter().map(service).collect()
}

fn staff(monday: Day) -> Value {
    let rota = |weeks: [Value; 2]| json!({ "every": 2, "anchor": text(monday), "weeks": weeks });
    let off = |from: (i32, &str), to: (i32, &str), reason: &str| {
        json!({
            "from": format!("{}T{}", monday + from.0, from.1), "to": format!("{}T{}", monday + to.0, to.1), "reason": reason
        })
    };
    json!([
        {
            "given_name": "Ann", "surname": "Lee", "position": "Stylist", "colour": "#2563eb",
            "phone": "+49 30 23125 901", "email": "ann@example.com",
            "hours": {"Lindenstraße": week("tue wed thu fri", &[("09:00", "13:00"), ("13:45", "18:00")],
                &[("sat", "09:00", "15:00")])},
            "services": ["Cut", "Cut and blow-dry", "Dry cut", "Kids cut", "Blow-dry", "Root colour", "Full colour", "Toner",
                "Scalp treatment"],
            "time_off": [off((14, "00:00"), (16, "00:00"), "Course in Hamburg"), off((2, "15:30"), (2, "17:00"), "Dentist")]
        },
        {
            "given_name": "Zoë", "surname": "Marchand", "position": "Colourist", "colour": "#db2777",
            "hours": {"Lindenstraße": week("mon tue thu fri", &[("10:00", "14:00"), ("14:30", "19:00")], &[])},
            "services": [{"name": "Root colour", "price": "68.00"}, "Full colour", {"name": "Highlights", "price": "125.00"},
                "Balayage", "Toner", "Perm", "Blow-dry", "Cut and blow-dry"]
        },
        {
            "given_name": "Łukasz", "surname": "Wiśniewski", "position": "Barber", "colour": "#0d9488",
            "hours": {"Lindenstraße": rota([
                week("mon tue wed thu fri", &[("09:00", "16:30")], &[]),
                week("mon tue wed thu fri", &[("11:30", "19:00")], &[("sat", "09:00", "16:00")])])},
            "services": [{"name": "Cut", "duration": "PT30M", "price": "32.00"}, "Kids cut", "Beard trim",
                "Shave with hot towels", "Dry cut"],
            "time_off": [off((32, "00:00"), (37, "00:00"), "Moving house")]
        },
        {
            "given_name": "Özlem", "surname": "Kaya", "position": "Stylist", "colour": "#9333ea",
            "hours": {"Lindenstraße": rota([
                week("mon tue wed thu", &[("09:00", "17:00")], &[("fri", "09:00", "17:00")]),
                week("mon tue wed thu", &[("09:00", "17:00")], &[("sat", "09:00", "16:00")])])},
            "services": ["Cut", "Cut and blow-dry", "Dry cut", "Kids cut", "Blow-dry", "Root colour", "Highlights",
                {"name": "Scalp treatment", "duration": "PT40M"}],
            "time_off": [off((56, "00:00"), (70, "00:00"), "Holiday"), off((9, "13:00"), (10, "12:00"), "Family")]
        },
        {
            "given_name": "Nguyễn Thị", "surname": "Mai", "preferred_name": "Mai", "position": "Stylist", "colour": "#ca8a04",
            "hours": {"Rua do Carmo": week("tue wed thu fri", &[("10:00", "14:00"), ("15:00", "19:00")],
                &[("sat", "10:00", "17:00")])},
            "services": ["Cut", "Cut and blow-dry", "Dry cut", "Kids cut", "Blow-dry", "Root colour", "Full colour",
                "Beard trim", "Toner"]
        },
        {
            "given_name": "Maria da Conceição", "surname": "de Albuquerque e Vasconcelos", "preferred_name": "Conceição",
            "position": "Senior stylist", "colour": "#475569",
            "hours": {"Rua do Carmo": week("tue wed thu fri", &[("11:00", "15:00"), ("15:30", "20:00")], &[])},
            "services": [{"name": "Cut", "price": "48.00"}, {"name": "Cut and blow-dry", "price": "62.00"}, "Full colour",
                "Highlights", "Balayage", "Perm", "Toner", "Blow-dry"],
            "time_off": [off((21, "00:00"), (26, "00:00"), "Holiday")]
        }
    ])
}
