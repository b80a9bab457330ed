//! Services of a visit: every Nth time, one after the other and side by side, by whom, on which chair, and how long.

use serde_json::json;

use super::*;
use crate::domain::calendar::Who;
use crate::domain::command::Clashing;
use crate::domain::pen::Pen;
use crate::domain::price;
use crate::domain::schedule::{Conflict, Problems, With, open_conflicts};
use crate::time::Minutes;

fn chair(shop: &Shop, name: &str) -> ResourceId {
    let mut all = shop.book.resources().live();
    all.find(|chair| chair.name == name).unwrap().id
}

fn visit(shop: &Shop, series: SeriesId, original: &str) -> Arc<Visit> {
    Arc::clone(shop.book.visits().get(shop.visit(series, original)).unwrap())
}

/// When a visit takes somebody or something: `10:00-10:30 11:10-11:30`.
fn taken(shop: &Shop, visit: &Visit, who: Who) -> String {
    let time = |at| shop.zone.civil(at).time;
    let pieces = shop.book.calendar().pieces(visit.id);
    let spans: Vec<String> = pieces
        .filter(|piece| piece.who == who)
        .map(|piece| format!("{}-{}", time(piece.span.from), time(piece.span.to)))
        .collect();
    spans.join(" ")
}

/// The conflicts of a refusal, line by line of the plan.
#[track_caller]
fn conflicts(refused: Result<Plan, Refused>) -> Vec<Conflict> {
    match refused {
        Err(Refused::Refusal(refusal)) => match *refusal {
            Refusal::Clashes { lines, .. } => lines.into_iter().flat_map(|line| line.conflicts).collect(),
            other => panic!("no clash: {other:?}"),
        },
        other => panic!("not refused: {other:?}"),
    }
}

/// A visit made longer or shorter by hand.
fn resize(shop: &mut Shop, visit: &Visit, minutes: i32) {
    let command = Command::MoveVisit {
        visit: visit.id,
        to: visit.start(),
        staff: None,
        minutes: Some(Minutes::new(minutes)),
        keep_conflicts: false,
    };
    shop.carry(&command).unwrap();
}

/// Spec S2.10.
#[test]
fn colour_every_second_time_makes_every_second_visit_longer_dearer_and_clash_by_its_own_length() {
    let mut shop = Shop::berlin("2026-12-01T08:00");
    let request = json!({"services": ["Cut", {"name": "Colour", "every_nth": 2, "phase": 1}], "start_date": "2027-01-05",
        "every": 5, "visits": 10});
    let series = shop.create(&request).unwrap().series.unwrap();
    let check = |day: &str, ends: &str, units: i64| {
        let visit = visit(&shop, series, &format!("{day}T10:00"));
        assert_eq!(shop.zone.civil(visit.span().to).time.to_string(), ends, "{day}");
        assert_eq!(price::of_visit(&shop.book, &visit), Money::minor(units), "{day}");
    };
    check("2027-01-05", "12:15", 12_500);
    check("2027-02-09", "10:45", 3_500);
    check("2027-03-16", "12:15", 12_500);
    check("2027-04-20", "10:45", 3_500);
    check("2027-05-25", "12:15", 12_500);

    let late = |day: &str| json!({"client": "Ben Kaya", "start_date": day, "time": "11:55"});
    let found = conflicts(shop.book_single(&late("2027-03-16")));
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].span.length(), Minutes::new(20));
    shop.book_single(&late("2027-04-20")).unwrap();
    // While the colour develops Ann is free.
    let short = json!({"client": "Ben Kaya", "services": ["Short cut"], "start_date": "2027-03-16", "time": "11:20"});
    shop.book_single(&short).unwrap();
}

#[test]
fn a_service_of_a_slot_counts_the_visits_of_its_slot() {
    let mut shop = Shop::berlin("2026-12-01T08:00");
    let request = json!({"weekdays": ["tue", "fri"], "start_date": "2027-01-05", "visits": 8, "slots": [
        {"weekday": "tue", "time": "10:00", "services": ["Cut", {"name": "Colour", "every_nth": 2, "phase": 2}]},
        {"weekday": "fri", "time": "15:00"}]});
    let series = shop.create(&request).unwrap().series.unwrap();
    let minutes: Vec<i32> = shop.visits(series).iter().map(|visit| visit.minutes.count()).collect();
    assert_eq!(minutes, [45, 45, 135, 45, 45, 45, 135, 45]);
}

#[test]
fn a_slot_that_has_services_of_its_own_never_borrows_those_of_the_series() {
    let mut shop = Shop::berlin("2026-12-01T08:00");
    let request = json!({"weekdays": ["tue", "fri"], "start_date": "2027-01-05", "visits": 4, "slots": [
        {"weekday": "tue", "time": "10:00", "services": [{"name": "Colour", "every_nth": 2}]}, {"weekday": "fri", "time": "15:00"}]});
    let Err(Refused::Fields(errors)) = shop.create(&request) else {
        panic!("a Tuesday without a service")
    };
    assert_eq!(paths(&errors).len(), 1);
}

/// Mother with Ann; beside it Mia, then Tom with Bo.
fn family() -> (Shop, SeriesId) {
    let mut shop = Shop::berlin("2027-01-04T08:00");
    let request = json!({"services": [{"name": "Hour", "staff": "Ann"},
            {"name": "Short cut", "staff": "Bo", "for": "Mia", "beside": true},
            {"name": "Short cut", "staff": "Bo", "for": "Tom"}],
        "start_date": "2027-03-06", "every": 6, "visits": 4});
    let series = shop.create(&request).unwrap().series.unwrap();
    (shop, series)
}

#[test]
fn a_family_takes_each_stylist_for_their_own_lines_and_the_client_throughout() {
    let (shop, series) = family();
    let visit = visit(&shop, series, "2027-04-17T10:00");
    assert_eq!(visit.minutes, Minutes::hours(1));
    assert_eq!(taken(&shop, &visit, Who::Staff(shop.staff("Ann"))), "10:00-11:00");
    assert_eq!(
        taken(&shop, &visit, Who::Staff(shop.staff("Bo"))),
        "10:00-10:30 10:30-11:00"
    );
    let client = visit.bookings[0].client_id.unwrap();
    assert_eq!(taken(&shop, &visit, Who::Client(client)), "10:00-11:00");
}

#[test]
fn time_off_from_half_past_hits_only_the_line_that_is_then() {
    let (mut shop, series) = family();
    shop.set(
        &json!({"staff": [{"given_name": "Bo", "time_off": [{"from": "2027-04-17T10:30", "to": "2027-04-18T00:00"}]}]}),
    );
    let location = shop.book.locations().live().next().unwrap().id;
    let check = |day: &str| {
        let visit = visit(&shop, series, &format!("{day}T10:00"));
        open_conflicts(&shop.book, &visit, location)
    };
    let found = check("2027-04-17");
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(
        (found[0].kind, found[0].with, found[0].line),
        (ConflictKind::TimeOff, With::Staff(shop.staff("Bo")), Some(2))
    );
    assert!(check("2027-05-29").is_empty());
}

#[test]
fn a_clash_with_one_line_names_that_line() {
    let (mut shop, _) = family();
    let request = json!({"client": "Ben Kaya", "services": ["Short cut"], "staff": "Bo", "start_date": "2027-04-17"});
    let mut whole = request.clone();
    whole["time"] = json!("10:30");
    let found = conflicts(shop.book_single(&whole));
    assert_eq!((found.len(), found[0].line), (1, Some(0)));
    // From a quarter past until a quarter to it hits both of Bo's lines, and is one clash.
    whole["time"] = json!("10:15");
    let found = conflicts(shop.book_single(&whole));
    assert_eq!((found.len(), found[0].span.length()), (1, Minutes::new(30)));
}

#[test]
fn a_couple_is_refused_where_either_stylist_or_either_chair_is_taken() {
    let couple = json!({"services": [{"name": "Hour", "staff": "Ann", "resources": ["Chair 1"]},
            {"name": "Hour", "staff": "Bo", "resources": ["Chair 2"], "beside": true}],
        "start_date": "2027-03-06", "time": "14:00", "every": 6, "visits": 2});
    for (taken, kind) in [
        (json!({"staff": "Ann"}), ConflictKind::Staff),
        (json!({"staff": "Bo"}), ConflictKind::Staff),
        (
            json!({"staff": "Cem", "resources": ["Chair 1"]}),
            ConflictKind::Resource,
        ),
        (
            json!({"staff": "Cem", "resources": ["Chair 2"]}),
            ConflictKind::Resource,
        ),
    ] {
        let mut shop = Shop::berlin("2027-01-04T08:00");
        let mut other = json!({"client": "Ben Kaya", "start_date": "2027-04-17", "time": "14:15", "conflicts": "keep"});
        for (field, value) in taken.as_object().unwrap() {
            other[field] = value.clone();
        }
        // Chairs that have the same name at both locations are named by id.
        let resources = |request: &mut Value| {
            let text = request.to_string();
            let ids = ["Chair 1", "Chair 2"].map(|name| {
                let id = chair(&shop, name);
                (name, shop.book.resources().get(id).unwrap().uuid.to_string())
            });
            let text = ids.iter().fold(text, |text, (name, id)| text.replace(name, id));
            *request = serde_json::from_str(&text).unwrap();
        };
        let mut couple = couple.clone();
        resources(&mut couple);
        resources(&mut other);
        shop.book_single(&other).unwrap();
        let found = conflicts(shop.create(&couple));
        assert_eq!(found.len(), 1, "{taken}");
        assert_eq!(found[0].kind, kind, "{taken}");
    }
}

/// Spec S4.9.
#[test]
fn nobody_does_two_services_at_once_and_no_two_people_sit_in_one_chair() {
    let mut shop = Shop::berlin("2027-01-04T08:00");
    let ids = ["Chair 1", "Chair 2"].map(|name| {
        let row = shop.book.resources().get(chair(&shop, name)).unwrap();
        row.uuid.to_string()
    });
    let both = |staff: &str, chair: &str| {
        json!({"services": [{"name": "Hour", "staff": "Ann", "resources": [ids[0]]},
            {"name": "Short cut", "staff": staff, "for": "Mia", "beside": true, "resources": [chair]}],
            "start_date": "2027-03-06", "visits": 1})
    };
    for (staff, chair, kind) in [
        ("Ann", &ids[1], ConflictKind::Staff),
        ("Bo", &ids[0], ConflictKind::Resource),
    ] {
        let found = conflicts(shop.create(&both(staff, chair)));
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!((found[0].kind, found[0].visit, found[0].line), (kind, None, Some(1)));
        assert_eq!(found[0].span.length(), Minutes::new(30));
    }
    shop.create(&both("Bo", &ids[1])).unwrap();
}

/// Spec S4.9, S4.10.
#[test]
fn who_stands_in_for_one_of_a_family_cannot_do_the_others_work_at_the_same_time() {
    let (mut shop, series) = family();
    let cover = |clashing: Clashing| Command::Cover {
        layer: Box::new(draft::LayerDraft {
            substitute: Some(shop.staff("Ann")),
            ..layer(draft::Over::Staff(shop.staff("Bo")), "2027-04-01", "2027-04-30")
        }),
        force: Force::Nothing,
        clashing,
    };
    let (asks, anyway) = (
        cover(Clashing::default()),
        cover(Clashing {
            kept: [text("2027-04-17T10:00")].into(),
            later: false,
        }),
    );
    assert!(!conflicts(shop.carry(&asks)).is_empty());
    shop.carry(&anyway).unwrap();
    let family = visit(&shop, series, "2027-04-17T10:00");
    let location = shop.book.locations().live().next().unwrap().id;
    assert_eq!(open_conflicts(&shop.book, &family, location), []);
    // What was accepted by nobody is a problem.
    let now = shop.moment.now;
    let mut pen = Pen::new(&shop.book, &mut shop.moment);
    pen.change::<Visit>(family.id, |row| row.clashes.clear());
    let problems = Problems::of(pen.book(), now);
    let visits: Vec<VisitId> = problems.to_come(now).iter().map(|problem| problem.visit).collect();
    assert_eq!(visits, [family.id]);
}

/// Spec S3.5.
#[test]
fn set_up_and_clean_up_belong_to_everybody_who_begins_and_ends_and_to_their_chairs() {
    let mut shop = Shop::berlin("2027-01-04T08:00");
    let chairs = ["Chair 1", "Chair 2"].map(|name| chair(&shop, name));
    let ids = chairs.map(|id| shop.book.resources().get(id).unwrap().uuid.to_string());
    let request = json!({"services": [{"name": "Hour", "staff": "Ann", "resources": [ids[0]]},
            {"name": "Short cut", "staff": "Bo", "resources": [ids[1]], "beside": true}],
        "start_date": "2027-03-06", "visits": 1, "set_up": "PT10M", "clean_up": "PT15M"});
    let series = shop.create(&request).unwrap().series.unwrap();
    let visit = visit(&shop, series, "2027-03-06T10:00");
    assert_eq!(taken(&shop, &visit, Who::Staff(shop.staff("Ann"))), "09:50-11:15");
    assert_eq!(taken(&shop, &visit, Who::Staff(shop.staff("Bo"))), "09:50-10:30");
    assert_eq!(taken(&shop, &visit, Who::Resource(chairs[0])), "09:50-11:15");
    assert_eq!(taken(&shop, &visit, Who::Resource(chairs[1])), "09:50-10:30");
}

#[test]
fn clean_up_is_that_of_the_service_that_ends_last_and_somebody_does_it_after_developing_time() {
    let mut shop = Shop::berlin("2027-01-04T08:00");
    shop.set(&json!({"services": [
        {"name": "Mask", "cost": "20.00", "stretches": [{"hands_on": "PT10M"}, {"processing": "PT50M"}], "clean_up": "PT20M"},
        {"name": "Brows", "cost": "10.00", "duration": "PT15M", "clean_up": "PT5M"}]}));
    let request = json!({"services": ["Mask", {"name": "Brows", "staff": "Bo", "beside": true}],
        "start_date": "2027-03-06", "visits": 1});
    let series = shop.create(&request).unwrap().series.unwrap();
    let visit = visit(&shop, series, "2027-03-06T10:00");
    assert_eq!(visit.after, Minutes::new(20));
    assert_eq!(
        taken(&shop, &visit, Who::Staff(shop.staff("Ann"))),
        "10:00-10:10 11:00-11:20"
    );
    assert_eq!(taken(&shop, &visit, Who::Staff(shop.staff("Bo"))), "10:00-10:15");
}

#[test]
fn a_visit_that_is_made_longer_or_shorter_takes_those_who_end_it_until_its_new_end() {
    let mut shop = Shop::berlin("2027-01-04T08:00");
    let request = json!({"services": ["Colour"], "start_date": "2027-03-06", "visits": 1, "clean_up": "PT10M"});
    let series = shop.create(&request).unwrap().series.unwrap();
    let ann = Who::Staff(shop.staff("Ann"));
    for (minutes, expected) in [
        (90, "10:00-10:30 11:10-11:40"),
        (105, "10:00-10:30 11:10-11:55"),
        (80, "10:00-10:30 11:10-11:30"),
        // What is left ends with developing time; she still cleans up.
        (60, "10:00-10:30 11:00-11:10"),
        (20, "10:00-10:30"),
    ] {
        let before = visit(&shop, series, "2027-03-06T10:00");
        if before.minutes != Minutes::new(minutes) {
            resize(&mut shop, &before, minutes);
        }
        let visit = visit(&shop, series, "2027-03-06T10:00");
        assert_eq!(taken(&shop, &visit, ann), expected, "{minutes}");
        assert_eq!(visit.changed.has(Changed::DURATION), minutes != 90, "{minutes}");
    }
}

#[test]
fn a_visit_given_to_another_takes_along_what_the_usual_lead_would_do_and_back_again() {
    let (mut shop, series) = family();
    let (ann, bo, cem) = (shop.staff("Ann"), shop.staff("Bo"), shop.staff("Cem"));
    let before = visit(&shop, series, "2027-04-17T10:00");
    let give = |to: StaffId| Command::MoveVisit {
        visit: before.id,
        to: before.start(),
        staff: Some(to),
        minutes: None,
        keep_conflicts: true,
    };
    shop.carry(&give(cem)).unwrap();
    let given = visit(&shop, series, "2027-04-17T10:00");
    assert_eq!(taken(&shop, &given, Who::Staff(ann)), "");
    assert_eq!(taken(&shop, &given, Who::Staff(cem)), "10:00-11:00");
    assert_eq!(taken(&shop, &given, Who::Staff(bo)), "10:00-10:30 10:30-11:00");
    assert!(given.changed.has(Changed::STAFF));
    shop.carry(&give(ann)).unwrap();
    assert!(visit(&shop, series, "2027-04-17T10:00").changed.is_nothing());
}

#[test]
fn a_visit_cannot_be_longer_than_a_day_nor_leave_the_calendar() {
    let (mut shop, series) = family();
    let visit = visit(&shop, series, "2027-04-17T10:00");
    let command = |to: &str, minutes: i32| Command::MoveVisit {
        visit: visit.id,
        to: text(to),
        staff: None,
        minutes: Some(Minutes::new(minutes)),
        keep_conflicts: true,
    };
    for (to, minutes, path) in [
        ("2027-04-17T10:00", 1441, "duration"),
        ("2027-04-17T10:00", 0, "duration"),
        ("2100-01-01T10:00", 60, "to"),
        ("1969-12-31T10:00", 60, "to"),
    ] {
        let Err(Refused::Fields(errors)) = shop.carry(&command(to, minutes)) else {
            panic!("{to} {minutes} was not refused")
        };
        assert_eq!(paths(&errors), [path]);
    }
    let long = json!({"services": [{"name": "Hour"}, {"name": "Hour", "duration": "PT23H", "beside": true, "offset": "PT2H"}]});
    let Err(Refused::Fields(errors)) = shop.create(&long) else {
        panic!("25 hours were not refused")
    };
    assert_eq!(paths(&errors), ["services"]);
}

/// Cut takes Ann 45 minutes for 35, Bo 30 for 99.
fn fast_bo() -> Shop {
    let mut shop = Shop::berlin("2026-12-01T08:00");
    let own = json!([{"name": "Cut", "price": "99.00", "duration": "PT30M"}, "Colour", "Hour"]);
    shop.set(&json!({"staff": [{"given_name": "Bo", "services": own}]}));
    shop
}

/// How long each visit of a series is.
fn minutes(shop: &Shop, series: SeriesId) -> Vec<i32> {
    shop.visits(series).iter().map(|visit| visit.minutes.count()).collect()
}

#[test]
fn a_service_takes_as_long_as_it_takes_the_one_who_does_it() {
    let check = |more: serde_json::Value, expected: i32, units: i64| {
        let mut shop = fast_bo();
        let mut request = json!({"start_date": "2027-01-05", "visits": 1});
        for (field, value) in more.as_object().unwrap() {
            request[field] = value.clone();
        }
        let series = shop.create(&request).unwrap().series.unwrap();
        assert_eq!(minutes(&shop, series), [expected], "{more}");
        let visit = visit(&shop, series, "2027-01-05T10:00");
        assert_eq!(price::of_visit(&shop.book, &visit), Money::minor(units), "{more}");
        // The next client can come when it is over.
        let next = json!({"client": "Ben Kaya", "start_date": "2027-01-05", "staff": request["staff"],
            "time": if expected == 30 { "10:30" } else { "10:45" }});
        shop.book_single(&next).unwrap();
    };
    check(json!({"staff": "Ann"}), 45, 3_500);
    check(json!({"staff": "Bo"}), 30, 9_900);
    check(
        json!({"staff": "Ann", "services": [{"name": "Cut", "staff": "Bo"}]}),
        30,
        9_900,
    );
    check(
        json!({"staff": "Bo", "services": [{"name": "Cut", "staff": "Ann"}]}),
        45,
        3_500,
    );
    check(
        json!({"staff": "Bo", "services": [{"name": "Cut", "duration": "PT45M"}]}),
        45,
        9_900,
    );
    check(
        json!({"staff": "Bo", "slots": [{"weekday": "tue", "time": "10:00"}]}),
        30,
        9_900,
    );
    check(
        json!({"staff": "Ann", "slots": [{"weekday": "tue", "time": "10:00", "staff": "Bo", "services": ["Cut"]}]}),
        30,
        9_900,
    );
}

#[test]
fn another_lead_takes_the_own_time_unless_the_length_was_said_by_hand() {
    let check = |services: serde_json::Value, edits: &[(serde_json::Value, i32)]| {
        let mut shop = fast_bo();
        let request = json!({"services": services, "start_date": "2027-01-05", "visits": 1});
        let series = shop.create(&request).unwrap().series.unwrap();
        for (edit, expected) in edits {
            shop.edit(series, edit).unwrap();
            assert_eq!(minutes(&shop, series), [*expected], "{services} {edit}");
        }
    };
    let (to_bo, to_ann, note) = (json!({"staff": "Bo"}), json!({"staff": "Ann"}), json!({"note": "Tea"}));
    check(json!(["Cut"]), &[(to_bo.clone(), 30), (note, 30), (to_ann.clone(), 45)]);
    check(
        json!([{"name": "Cut", "duration": "PT50M"}]),
        &[(to_bo.clone(), 50), (to_ann, 50)],
    );
    check(json!([{"name": "Cut", "staff": "Ann"}]), &[(to_bo, 45)]);
}

#[test]
fn slots_that_are_led_by_others_take_the_time_of_each() {
    let mut shop = fast_bo();
    let request = json!({"weekdays": ["tue", "fri"], "start_date": "2027-01-05", "visits": 4, "slots": [
        {"weekday": "tue", "time": "10:00", "staff": "Ann"}, {"weekday": "fri", "time": "15:00", "staff": "Bo"}]});
    let series = shop.create(&request).unwrap().series.unwrap();
    assert_eq!(minutes(&shop, series), [45, 30, 45, 30]);
    shop.edit(series, &json!({"note": "Tea"})).unwrap();
    assert_eq!(minutes(&shop, series), [45, 30, 45, 30]);
    // What is said for all slots goes for those too that had their own time only.
    shop.edit(series, &json!({"services": ["Hour"]})).unwrap();
    assert_eq!(minutes(&shop, series), [60, 60, 60, 60]);
    shop.edit(series, &json!({"services": ["Cut"]})).unwrap();
    assert_eq!(minutes(&shop, series), [45, 30, 45, 30]);
    shop.edit(series, &json!({"staff": "Bo"})).unwrap();
    assert_eq!(minutes(&shop, series), [30, 30, 30, 30]);
    shop.edit(series, &json!({"staff": "Ann"})).unwrap();
    assert_eq!(minutes(&shop, series), [45, 45, 45, 45]);
}

#[test]
fn a_service_that_is_there_every_second_time_takes_the_longest_of_several_leads() {
    let mut shop = fast_bo();
    let request = json!({"weekdays": ["tue", "fri"], "start_date": "2027-01-05", "visits": 4,
        "services": ["Cut", {"name": "Hour", "every_nth": 2}], "slots": [
        {"weekday": "tue", "time": "10:00", "staff": "Bo"}, {"weekday": "fri", "time": "15:00", "staff": "Ann"}]});
    let series = shop.create(&request).unwrap().series.unwrap();
    assert_eq!(minutes(&shop, series), [105, 45, 105, 45]);
}
