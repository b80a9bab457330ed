//! Somebody leaves (spec S4.11): who is hit, and who takes over, by skill, length and free time, as one plan.

use super::*;
use crate::domain::schedule::Problems;

fn leads(shop: &Shop, series: SeriesId) -> Vec<String> {
    let all = shop.book.calendar().of_series(&shop.book, series);
    let says = |visit: &Arc<Visit>| {
        let lead = visit.lead().and_then(|lead| shop.book.staff().get(lead));
        let lead = lead.map(|person| person.given_name.clone()).unwrap_or_default();
        format!("{} {lead} {}", visit.day, visit.state.code())
    };
    all.map(says).collect()
}

fn rents_a_chair(shop: &mut Shop, person: StaffId) {
    let row = Staff {
        own_book: true,
        ..Staff::clone(shop.book.staff().get(person).unwrap())
    };
    shop.book.take_in(row);
}

fn leave(shop: &mut Shop, to: Option<&str>) -> Result<Plan, Refused> {
    let (staff, to) = (shop.staff("Ann"), to.map(|to| shop.staff(to)));
    shop.carry(&Command::StaffLeaves {
        staff,
        last: text("2027-01-31"),
        to,
    })
}

/// S4.11: what somebody leads goes, from the day after their last on, to who does all of it and is free for the most of it.
#[test]
fn what_somebody_leads_goes_to_who_can_do_it_and_is_free_for_the_most_of_it() {
    let mut shop = Shop::berlin("2026-12-01T08:00");
    let ben = json!({"client": "Ben Kaya", "staff": "Bo", "start_date": "2027-02-09"});
    shop.book_single(&ben).unwrap();
    let tuesdays = json!({"start_date": "2027-01-19", "visits": 5});
    let tuesdays = shop.create(&tuesdays).unwrap().series.unwrap();
    let mondays = json!({"start_date": "2027-01-25", "time": "15:00", "visits": 3});
    let mondays = shop.create(&mondays).unwrap().series.unwrap();
    shop.book_single(&json!({"client": "Ben Kaya", "staff": "Bo", "start_date": "2027-02-01", "time": "15:00"}))
        .unwrap();
    let before = shop.clone();

    let plan = leave(&mut shop, None).unwrap();
    assert_eq!(plan.changed_visits(), 5);
    assert_eq!(
        leads(&shop, tuesdays),
        [
            "2027-01-19 Ann stable",
            "2027-01-26 Ann stable",
            "2027-02-02 Bo stable",
            "2027-02-09 Bo failed",
            "2027-02-16 Bo stable",
        ]
    );
    // Cem works on Mondays, and has nobody then.
    let given = [
        "2027-01-25 Ann stable",
        "2027-02-01 Cem stable",
        "2027-02-08 Cem stable",
    ];
    assert_eq!(leads(&shop, mondays), given);
    let now = shop.moment.now;
    let problems = Problems::of(&shop.book, now);
    assert_eq!(
        problems.to_come(now).len(),
        1,
        "only the date on which Bo is taken is left"
    );
    assert_eq!(
        before.book.series().len(),
        shop.book.series().len(),
        "no series is a new one"
    );
}

/// S4.11: of several who are free, who takes as long for it; what nobody can do stays a problem.
#[test]
fn who_takes_as_long_goes_before_who_stands_first_and_what_nobody_does_is_a_problem() {
    let mut shop = Shop::berlin("2026-12-01T08:00");
    shop.set(&json!({"staff": [
        {"given_name": "Bo", "services": [{"name": "Cut", "duration": "PT1H"}]},
        {"given_name": "Dee", "services": ["Cut"]}]}));
    let cut = shop
        .create(&json!({"start_date": "2027-02-02", "visits": 2}))
        .unwrap()
        .series
        .unwrap();
    let colour = json!({"services": ["Colour"], "start_date": "2027-02-02", "time": "13:00", "visits": 2});
    let colour = shop.create(&colour).unwrap().series.unwrap();
    leave(&mut shop, None).unwrap();
    assert_eq!(leads(&shop, cut), ["2027-02-02 Dee stable", "2027-02-09 Dee stable"]);
    assert_eq!(leads(&shop, colour), ["2027-02-02 Ann stable", "2027-02-09 Ann stable"]);
    let now = shop.moment.now;
    assert_eq!(Problems::of(&shop.book, now).to_come(now).len(), 2);
}

/// Who does each service of each visit; nobody for the lead's.
fn deeds(shop: &Shop, series: SeriesId) -> Vec<String> {
    let name = |staff: Option<StaffId>| {
        let person = staff.and_then(|staff| shop.book.staff().get(staff));
        person.map_or("lead", |person| person.given_name.as_str()).to_owned()
    };
    let of = |visit: &Arc<Visit>| {
        let lines = schedule::lines_of(&shop.book, visit);
        let by: Vec<String> = lines.iter().map(|line| name(line.staff)).collect();
        format!("{} {} {}", visit.day, by.join("+"), visit.state.code())
    };
    let all = shop.book.calendar().of_series(&shop.book, series);
    all.map(of).collect()
}

/// S4.11, S3.5: what somebody does of visits that another leads goes to who is free for it, too.
#[test]
fn a_service_that_somebody_does_where_another_leads_goes_to_who_is_free_then() {
    let mut shop = Shop::berlin("2026-12-01T08:00");
    let does = json!(["Cut", "Short cut"]);
    shop.set(&json!({"staff": [{"given_name": "Dee", "services": does}, {"given_name": "Eve", "services": does}]}));
    let services = json!(["Cut", {"name": "Short cut", "staff": "Ann", "beside": true}]);
    let family = json!({"start_date": "2027-01-26", "visits": 3, "services": services, "staff": "Bo"});
    let family = shop.create(&family).unwrap().series.unwrap();
    // Dee stands before Eve in the lists, and has somebody else then.
    let dees = json!({"client": "Ben Kaya", "start_date": "2027-02-02", "visits": 2, "staff": "Dee"});
    shop.create(&dees).unwrap();
    // One of them is Ann's by hand, where Bo did it.
    let single = json!({"client": "Ben Kaya", "start_date": "2027-02-02", "time": "13:00", "staff": "Bo",
        "services": ["Cut", {"name": "Short cut", "staff": "Bo"}]});
    let single = shop.book_single(&single).unwrap().series.unwrap();
    let by_ann = json!({"services": ["Cut", {"name": "Short cut", "staff": "Ann"}]});
    shop.edit_visit(single, "2027-02-02T13:00", &by_ann).unwrap();
    leave(&mut shop, None).unwrap();
    assert_eq!(
        deeds(&shop, family),
        [
            "2027-01-26 lead+Ann stable",
            "2027-02-02 lead+Eve stable",
            "2027-02-09 lead+Eve stable",
        ]
    );
    assert_eq!(deeds(&shop, single), ["2027-02-02 lead+Bo stable"]);
    let now = shop.moment.now;
    assert_eq!(Problems::of(&shop.book, now).to_come(now).len(), 0);
}

/// S4.11, S4.5: a later chapter goes to others as well, whatever it says otherwise.
#[test]
fn what_somebody_does_goes_to_others_chapter_by_chapter() {
    let with_ann = |price: &str| json!([{"name": "Cut", "price": price}, {"name": "Short cut", "staff": "Ann"}]);
    let mut shop = Shop::berlin("2026-12-01T08:00");
    shop.set(&json!({"staff": [{"given_name": "Dee", "services": ["Short cut"]}]}));
    let request = json!({"start_date": "2027-02-02", "visits": 4, "services": with_ann("35.00"), "staff": "Bo"});
    let series = shop.create(&request).unwrap().series.unwrap();
    shop.edit_from(series, "2027-02-16", &json!({"services": with_ann("30.00")}))
        .unwrap();
    let before = shop.clone();
    let plan = leave(&mut shop, Some("Dee")).unwrap();
    let given: Vec<String> = ["02", "09", "16", "23"]
        .map(|day| format!("2027-02-{day} lead+Dee stable"))
        .into();
    assert_eq!(deeds(&shop, series), given);
    assert_eq!((plan.changed_visits(), plan.lines.len()), (4, 4));
    let is_told = |line: &PlanLine| line.before.as_ref() == before.book.visits().get(line.before.as_ref().unwrap().id);
    assert!(plan.lines.iter().all(is_told));
}

/// S3.4, S4.11: who leads it already is no second helper.
#[test]
fn who_works_in_it_already_does_not_take_the_place_of_who_helps() {
    let mut shop = Shop::berlin("2026-12-01T08:00");
    shop.set(&json!({"staff": [{"given_name": "Dee"}]}));
    let request = json!({"start_date": "2027-02-02", "visits": 2, "staff": "Bo", "additional_staff": ["Ann"]});
    let series = shop.create(&request).unwrap().series.unwrap();
    leave(&mut shop, None).unwrap();
    let helpers = |visit: &Arc<Visit>| -> Vec<StaffId> {
        let helps = visit.staff.iter().filter(|one| one.role != Role::Lead);
        helps.map(|one| one.staff_id).collect()
    };
    let dee = shop.staff("Dee");
    assert!(shop.visits(series).iter().all(|visit| helpers(visit) == [dee]));
}

/// S4.11: who is covered by the one who leaves, or by others, has no time for it either.
#[test]
fn who_is_covered_takes_nothing_over_for_that_while() {
    let mut shop = Shop::berlin("2026-12-01T08:00");
    shop.set(&json!({"staff": [{"given_name": "Dee", "services": ["Cut"]}]}));
    let series = shop.create(&json!({"start_date": "2027-02-02", "visits": 4}));
    let series = series.unwrap().series.unwrap();
    let colour = json!({"services": ["Colour"], "start_date": "2027-02-02", "time": "13:00", "visits": 2});
    let colour = shop.create(&colour).unwrap().series.unwrap();
    let cover = shop.cover(
        ("Bo", "Ann"),
        ("2027-02-01", "2027-02-19"),
        command::Clashing::default(),
    );
    // Bo, who stands before Dee and does both, is covered on three of four dates.
    shop.carry(&cover).unwrap();
    leave(&mut shop, None).unwrap();
    let given: Vec<String> = ["02", "09", "16", "23"]
        .map(|day| format!("2027-02-{day} Dee stable"))
        .into();
    assert_eq!(leads(&shop, series), given);
    // Of the colours he could do none: they stay a problem.
    assert_eq!(leads(&shop, colour), ["2027-02-02 Ann stable", "2027-02-09 Ann stable"]);
}

/// S4.11: it may be said who takes over; who cannot do it is refused at the field.
#[test]
fn who_takes_over_can_be_said_and_has_to_do_all_of_it() {
    let mut shop = Shop::berlin("2026-12-01T08:00");
    let colour = json!({"services": ["Colour"], "start_date": "2027-02-01", "visits": 2});
    let colour = shop.create(&colour).unwrap().series.unwrap();
    let does_not = FieldErrors::one("to", FieldError::DoesNotDo);
    assert_eq!(leave(&mut shop, Some("Cem")), Err(does_not.into()));
    // Nor can who rents a chair and does not do it either.
    shop.set(&json!({"staff": [{"given_name": "Eve", "services": ["Cut"]}]}));
    let eve = shop.staff("Eve");
    rents_a_chair(&mut shop, eve);
    let does_not = FieldErrors::one("to", FieldError::DoesNotDo);
    assert_eq!(leave(&mut shop, Some("Eve")), Err(does_not.into()));
    leave(&mut shop, Some("Bo")).unwrap();
    assert_eq!(leads(&shop, colour), ["2027-02-01 Bo stable", "2027-02-08 Bo stable"]);
}

/// S4.11: what another does from a day on stays theirs, and what somebody does only later goes as well.
#[test]
fn what_is_done_by_others_before_or_after_stays_theirs() {
    let mut shop = Shop::berlin("2026-12-01T08:00");
    let mut led = |first: &str, then: &str, time: &str| {
        let request = json!({"start_date": "2027-01-25", "time": time, "visits": 4, "staff": first});
        let series = shop.create(&request).unwrap().series.unwrap();
        shop.edit_from(series, "2027-02-08", &json!({"staff": then})).unwrap();
        series
    };
    let (now, later) = (led("Ann", "Cem", "10:00"), led("Cem", "Ann", "12:00"));
    leave(&mut shop, Some("Bo")).unwrap();
    let until_cem = [
        "2027-01-25 Ann stable",
        "2027-02-01 Bo stable",
        "2027-02-08 Cem stable",
        "2027-02-15 Cem stable",
    ];
    assert_eq!(leads(&shop, now), until_cem);
    let from_cem = [
        "2027-01-25 Cem stable",
        "2027-02-01 Cem stable",
        "2027-02-08 Bo stable",
        "2027-02-15 Bo stable",
    ];
    assert_eq!(leads(&shop, later), from_cem);
}

/// S4.11: whoever only helps is followed by somebody as well; who leads there and helps no longer does both.
#[test]
fn who_only_helps_is_followed_too() {
    let mut shop = Shop::berlin("2026-12-01T08:00");
    let helps = json!({"start_date": "2027-02-02", "visits": 2, "staff": "Bo", "additional_staff": ["Ann"]});
    let helps = shop.create(&helps).unwrap().series.unwrap();
    let led = json!({"start_date": "2027-02-02", "visits": 2, "time": "13:00", "additional_staff": ["Bo"]});
    let led = shop.create(&led).unwrap().series.unwrap();
    shop.set(&json!({"staff": [{"given_name": "Dee"}]}));
    leave(&mut shop, Some("Dee")).unwrap();
    let staff = |series: SeriesId| -> Vec<Vec<(StaffId, Role)>> {
        let of = |visit: &Arc<Visit>| visit.staff.iter().map(|one| (one.staff_id, one.role)).collect();
        shop.visits(series).iter().map(of).collect()
    };
    let (bo, dee) = (shop.staff("Bo"), shop.staff("Dee"));
    assert_eq!(staff(helps), vec![vec![(bo, Role::Lead), (dee, Role::Additional)]; 2]);
    assert_eq!(staff(led), vec![vec![(dee, Role::Lead), (bo, Role::Additional)]; 2]);

    let mut shop = Shop::berlin("2026-12-01T08:00");
    let led = json!({"start_date": "2027-02-02", "visits": 2, "time": "13:00", "additional_staff": ["Bo"]});
    let led = shop.create(&led).unwrap().series.unwrap();
    leave(&mut shop, Some("Bo")).unwrap();
    let bo = shop.staff("Bo");
    for visit in shop.visits(led) {
        let staff: Vec<_> = visit.staff.iter().map(|one| (one.staff_id, one.role)).collect();
        assert_eq!(staff, [(bo, Role::Lead)], "nobody helps themselves");
    }
}

/// S4.11: a visit that was given to somebody by hand goes to who is free then, and stays as it is where nobody is.
#[test]
fn what_was_given_by_hand_goes_to_who_is_free_then() {
    let mut shop = Shop::berlin("2026-12-01T08:00");
    let series = json!({"start_date": "2027-02-02", "visits": 3, "staff": "Bo"});
    let series = shop.create(&series).unwrap().series.unwrap();
    let ann = shop.staff("Ann");
    for start in ["2027-02-02T10:00", "2027-02-09T10:00"] {
        let given = Command::MoveVisit {
            visit: shop.visit(series, start),
            to: text(start),
            staff: Some(ann),
            minutes: None,
            keep_conflicts: false,
        };
        shop.carry(&given).unwrap();
    }
    let lopez = json!({"client": "Ben Kaya", "staff": "Bo", "start_date": "2027-02-09"});
    shop.book_single(&lopez).unwrap();
    let plan = leave(&mut shop, None).unwrap();
    let told: Vec<_> = plan.lines.iter().map(|line| (line.kind, line.why)).collect();
    assert_eq!(told, [(plan::LineKind::Changed, plan::Why::StaffLeaves)]);
    assert_eq!(
        leads(&shop, series),
        ["2027-02-02 Bo stable", "2027-02-09 Ann stable", "2027-02-16 Bo stable"]
    );
    let now = shop.moment.now;
    assert_eq!(Problems::of(&shop.book, now).to_come(now).len(), 1);
}

/// S4.11: where every date that is left was left out, nothing is given, and nothing is refused.
#[test]
fn a_series_of_which_every_other_date_is_left_out_is_in_nobodys_way() {
    let mut shop = Shop::berlin("2026-12-01T08:00");
    let skipped = json!(["2027-02-02", "2027-02-09"]);
    let series = json!({"start_date": "2027-01-26", "visits": 3, "skip_dates": skipped});
    let series = shop.create(&series).unwrap().series.unwrap();
    let other = json!({"start_date": "2027-02-02", "time": "13:00", "visits": 2});
    let other = shop.create(&other).unwrap().series.unwrap();
    leave(&mut shop, Some("Bo")).unwrap();
    assert_eq!(leads(&shop, other), ["2027-02-02 Bo stable", "2027-02-09 Bo stable"]);
    assert_eq!(shop.starts(series), ["2027-01-26T10:00"]);
}

/// S4.11: a visit beside the rule that was booked whatever stood in its way keeps nobody from leaving.
#[test]
fn a_visit_beside_the_rule_with_an_accepted_clash_is_in_nobodys_way() {
    let mut shop = Shop::berlin("2026-12-01T08:00");
    let series = json!({"start_date": "2027-02-02", "visits": 6});
    let series = shop.create(&series).unwrap().series.unwrap();
    let kaya = json!({"client": "Ben Kaya", "start_date": "2027-02-10", "time": "12:00"});
    shop.book_single(&kaya).unwrap();
    let visit = shop.visit(series, "2027-02-09T10:00");
    let moved = shop.shift(visit, "2027-02-10T12:00", true);
    shop.carry(&moved).unwrap();
    shop.edit(series, &json!({"frequency": "biweekly"})).unwrap();
    assert!(!shop.book.visits().get(visit).unwrap().clashes.is_empty());
    leave(&mut shop, Some("Bo")).unwrap();
    let led = leads(&shop, series);
    assert!(led.contains(&"2027-02-16 Bo stable".to_owned()), "{led:?}");
}
