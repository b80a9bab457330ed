//! Stories 1, 3, 4, 6 and 9 of a desk in the window, over a real file: what stands on the screen, and what is in the book
//! afterwards, as a desk of its own reads it from the file.

mod changes;
mod holidays;

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use serde_json::{Value, json};

use crate::desk::Desk;
use crate::ui::app::tests::screen::{Screen, book, create, set};
use crate::words;

const UNDO: (Modifiers, Key) = (Modifiers::COMMAND, Key::Z);

/// Berg, Tuesdays at ten with Ann for three quarters of an hour, from 5 January 2027 on, with `more` put over that.
fn berg(more: &Value) -> Value {
    let mut request = json!({"client": "Anna Berg", "frequency": "weekly", "start_date": "2027-01-05", "time": "10:00",
        "staff": "Ann", "services": [{"name": "Cut", "duration": "PT45M"}]});
    for (field, value) in more.as_object().expect("fields") {
        request[field] = value.clone();
    }
    request
}

/// When the visits of Berg begin in the file: "5 Jan 10:00".
fn in_the_book(screen: &Screen) -> Vec<String> {
    told(screen, |visit| {
        format!("{} {}", words::dates::day_and_month(visit.day), visit.time)
    })
}

/// Something of each visit of Berg that stands in the file.
fn told(screen: &Screen, tell: impl Fn(&crate::domain::rows::Visit) -> String) -> Vec<String> {
    let desk = screen.in_the_file();
    let all = desk
        .book()
        .series()
        .live()
        .find(|series| words::visit::of_series(desk.book(), series.id) == "Anna Berg");
    let visits = desk
        .book()
        .calendar()
        .of_series(desk.book(), all.expect("her series").id);
    let mut visits: Vec<_> = visits.filter(|visit| visit.is_busy()).collect();
    visits.sort_by_key(|visit| visit.start());
    visits.into_iter().map(|visit| tell(visit)).collect()
}

/// Opens the card of Berg among the regulars.
fn card(screen: &mut Screen) {
    screen.click(Role::Tab, "Regulars");
    let row = screen.named("Anna Berg, ").expect("her row");
    screen.click(Role::Row, &row);
}

/// Opens the form of Berg.
fn form(screen: &mut Screen) {
    card(screen);
    screen.press("Change…");
    screen.wait("Change a standing appointment");
}

/// Types a new appointment of Berg up to its services.
fn new(screen: &mut Screen, service: &str, length: &str) {
    screen.key(Key::N);
    screen.wait("Who comes");
    screen.write("Who comes", "berg");
    screen.key(Key::Enter);
    screen.write("Service", service);
    screen.key(Key::Enter);
    screen.replace("Length", length);
}

#[track_caller]
fn has_line(screen: &Screen, begins: &str) {
    assert!(screen.named(begins).is_some(), "{begins:?} in {:#?}", screen.names());
}

/// Story 1 (spec S2.10).
#[test]
fn five_and_ten_weeks() {
    let mut screen = Screen::shop("2026-12-01T08:00", "2026-12-01T08:00", |_| {});
    new(&mut screen, "cut", "45");
    screen.press("Add a service");
    screen.write("Service 2", "colour");
    screen.key(Key::Enter);
    screen.choose("On which visits, service 2", "Every 2nd visit");
    screen.click(Role::RadioButton, "Every 5 weeks");
    screen.replace("Start", "5 jan 2027");
    screen.write("Time", "10");
    screen.choose("Stylist", "Ann");
    screen.click(Role::RadioButton, "After");
    screen.write("How many", "6");
    assert!(screen.shows("then 16 Mar, 25 May"), "{:#?}", screen.names());
    screen.choose("First on, service 2", "First on 9 Feb");
    has_line(&screen, "Tue 9 Feb 2027, 10:00 to 12:15, 2nd date");
    screen.choose("First on, service 2", "First on 5 Jan");
    screen.picture("every-second-visit");
    has_line(&screen, "Tue 5 Jan 2027, 10:00 to 12:15, 1st date");
    has_line(&screen, "Tue 9 Feb 2027, 10:00 to 10:45, 2nd date");
    has_line(&screen, "Tue 16 Mar 2027, 10:00 to 12:15, 3rd date");
    screen.press("Save 6 visits");
    screen.wait_gone("New standing appointment");
    let rhythm = |screen: &Screen| {
        told(screen, |visit| {
            let end = visit.start() + visit.minutes;
            format!("{} {}", words::dates::day_and_month(visit.day), end.time)
        })
    };
    assert_eq!(
        rhythm(&screen)[..5],
        [
            "5 Jan 12:15",
            "9 Feb 10:45",
            "16 Mar 12:15",
            "20 Apr 10:45",
            "25 May 12:15"
        ]
    );
    card(&mut screen);
    screen.click(Role::Link, "Tue 16 Mar 10:00 to 12:15");
    screen.wait("Day by staff");
    screen.press("Cancel visit");
    screen.wait("What of Colour?");
    assert!(
        screen.shows("Then 20 Apr Cut, 25 May Cut and Colour, 29 Jun Cut"),
        "{:#?}",
        screen.names()
    );
    screen.click(Role::RadioButton, "Next time instead");
    assert!(
        screen.shows("Then 20 Apr Cut and Colour, 25 May Cut, 29 Jun Cut and Colour"),
        "{:#?}",
        screen.names()
    );
    screen.picture("cancel-visit");
    screen.keys(Modifiers::COMMAND, Key::Enter);
    screen.wait_gone("What of Colour?");
    assert_eq!(
        rhythm(&screen),
        [
            "5 Jan 12:15",
            "9 Feb 10:45",
            "20 Apr 12:15",
            "25 May 10:45",
            "29 Jun 12:15"
        ]
    );
}

/// Story 3: Tue 19 Jan 2027, Cem is off, Ann does not work Wednesdays, only she colours, Bo is busy from 12:00 to 13:30.
fn sick_at_eight(desk: &mut Desk) {
    let day = json!([["08:00", "19:00"]]);
    set(
        desk,
        &json!({
            "staff": [
                {"given_name": "Ann", "surname": "Lee",
                 "hours": {"Main Street": {"mon": day, "tue": day, "thu": day, "fri": day, "sat": day}}},
                {"given_name": "Bo", "surname": "Ahn", "services": ["Cut"]},
                {"given_name": "Cem", "surname": "Kurt", "services": ["Cut"],
                 "time_off": [{"from": "2027-01-19T00:00", "to": "2027-01-20T00:00"}]},
            ],
            "clients": [{"given_name": "Deniz", "surname": "Kaya", "phone": "+49151777"},
                        {"given_name": "Eva", "surname": "Lopez", "phone": "+49151888"}],
        }),
    );
    for (client, service, time) in [
        ("Anna Berg", json!("Cut"), "09:00"),
        ("Deniz Kaya", json!({"name": "Colour", "duration": "PT2H"}), "10:00"),
        ("Eva Lopez", json!("Cut"), "13:00"),
    ] {
        let more = json!({"client": client, "services": [service], "time": time, "visits": 6});
        create(desk, &berg(&more));
    }
    let busy = json!({"client": "Ben Meyer", "services": [{"name": "Cut", "duration": "PT90M"}], "staff": "Bo",
        "start_date": "2027-01-19", "time": "12:00"});
    book(desk, &busy);
}

/// Every visit of a day in the file, as "09:00 Anna Berg, Bo".
fn on(screen: &Screen, day: &str) -> Vec<String> {
    let desk = screen.in_the_file();
    let (book, day) = (desk.book(), day.parse().expect("a day"));
    let visits = book.calendar().on_days(book, day, day).filter(|visit| visit.is_busy());
    let mut visits: Vec<String> = visits
        .map(|visit| {
            let lead = visit.lead().map(|lead| words::visit::staff(book, lead));
            format!(
                "{} {}, {}",
                visit.time,
                words::visit::who(book, visit),
                lead.unwrap_or("nobody")
            )
        })
        .collect();
    visits.sort();
    visits
}

/// Story 3 (spec S4.11).
#[test]
fn sick_at_eight_the_call_list_is_in_the_order_of_time_and_one_step() {
    let mut screen = Screen::shop("2027-01-04T08:00", "2027-01-19T07:50", sick_at_eight);
    let before = on(&screen, "2027-01-19");
    let head = screen.named("Ann, ").expect("the head of her column");
    screen.press(&head);
    screen.click(Role::MenuItem, "Out today…");
    screen.wait("Whom to call");
    screen.replace("At", "08:00");
    let calls: Vec<String> = screen
        .names()
        .into_iter()
        .filter(|name| name.contains(":00 ") && name.contains(", C"))
        .collect();
    let calls: Vec<&str> = calls
        .iter()
        .map(String::as_str)
        .filter(|name| name.starts_with(|c: char| c.is_ascii_digit()))
        .collect();
    assert_eq!(
        calls,
        [
            "09:00 Anna Berg, Cut",
            "10:00 Deniz Kaya, Colour",
            "13:00 Eva Lopez, Cut"
        ]
    );
    for phone in ["+4915123456", "+49151777", "+49151888"] {
        assert!(screen.shows(phone), "{phone}");
    }
    for best in [
        "Bo, 09:00, for 09:00 Anna Berg, Cut",
        "Ann, Thu 21 Jan 10:00, for 10:00 Deniz Kaya, Colour",
        "Bo, 13:30, for 13:00 Eva Lopez, Cut",
    ] {
        assert!(!screen.is_chosen(best), "nobody is moved who was not asked: {best}");
    }
    assert_eq!(screen.nameless(), []);
    screen.picture("call-list");
    screen.press("Take the best offer for all 3");
    for best in [
        "Bo, 09:00, for 09:00 Anna Berg, Cut",
        "Ann, Thu 21 Jan 10:00, for 10:00 Deniz Kaya, Colour",
        "Bo, 13:30, for 13:00 Eva Lopez, Cut",
    ] {
        assert!(screen.is_chosen(best), "{best}");
    }
    screen.press("Move 3 visits");
    screen.wait("Ann out, 3 visits moved");
    assert_eq!(
        on(&screen, "2027-01-19"),
        ["09:00 Anna Berg, Bo", "12:00 Ben Meyer, Bo", "13:30 Eva Lopez, Bo"]
    );
    assert_eq!(on(&screen, "2027-01-21"), ["10:00 Deniz Kaya, Ann"]);
    let next_week = ["09:00 Anna Berg, Ann", "10:00 Deniz Kaya, Ann", "13:00 Eva Lopez, Ann"];
    assert_eq!(
        on(&screen, "2027-01-26"),
        next_week,
        "their visits after that day are untouched"
    );
    // One step, one undo.
    screen.keys(UNDO.0, UNDO.1);
    screen.wait("Taken back: Ann out, 3 visits moved");
    assert_eq!(on(&screen, "2027-01-19"), before);
}
