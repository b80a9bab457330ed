//! Who stands in for whom for a while (spec S4.5, S4.11): also for who stands in, and for what somebody does of one visit only.

use serde_json::json;

use super::*;
use crate::domain::command::Clashing;
use crate::domain::schedule::lines_of;

/// Anna Berg on four Tuesdays at ten from 5 January 2027 on, with somebody; it is December.
fn four_tuesdays_with(name: &str) -> (Shop, SeriesId) {
    let mut shop = Shop::berlin("2026-12-01T08:00");
    let request = json!({"start_date": "2027-01-05", "visits": 4, "staff": name, "conflicts": "keep"});
    let series = shop.create(&request).unwrap().series.unwrap();
    (shop, series)
}

/// Cem has no hours on Tuesdays: what is `kept` is booked all the same.
fn cover(shop: &mut Shop, (whose, by): (&str, &str), (first, last): (&str, &str), kept: bool) -> Result<Plan, Refused> {
    let dates = ["2027-01-05", "2027-01-12", "2027-01-19", "2027-01-26"].map(|day| text(&format!("{day}T10:00")));
    let clashing = Clashing {
        kept: dates.into_iter().filter(|_| kept).collect(),
        later: false,
    };
    let command = shop.cover((whose, by), (first, last), clashing);
    shop.carry(&command)
}

/// Who leads each visit.
fn leads(shop: &Shop, series: SeriesId) -> Vec<String> {
    let name = |staff: StaffId| shop.book.staff().get(staff).unwrap().name().to_owned();
    let visits = shop.visits(series);
    visits.iter().map(|visit| name(visit.lead().unwrap())).collect()
}

const JANUARY: (&str, &str) = ("2027-01-01", "2027-01-31");

#[test]
fn of_two_who_stand_in_for_one_person_the_later_said_is_meant() {
    let (mut shop, series) = four_tuesdays_with("Ann");
    cover(&mut shop, ("Ann", "Bo"), JANUARY, true).unwrap();
    let plan = cover(&mut shop, ("Ann", "Cem"), ("2027-01-11", "2027-01-13"), true).unwrap();
    assert_eq!(plan.changed_visits(), 1);
    assert_eq!(leads(&shop, series), ["Bo", "Cem", "Bo", "Bo"]);
    // It ends, and who stood in before does again.
    let layer = shop.book.layers().live().last().unwrap().id;
    let end = Command::EndCover {
        layer,
        last: text("2027-01-10"),
        clashing: Clashing::default(),
    };
    assert_eq!(shop.carry(&end).unwrap().changed_visits(), 1);
    assert_eq!(leads(&shop, series), ["Bo"; 4]);
}

#[test]
fn who_stands_in_for_a_stand_in_does_all_of_it_whichever_was_said_first() {
    for covers in [[("Ann", "Bo"), ("Bo", "Cem")], [("Bo", "Cem"), ("Ann", "Bo")]] {
        let (mut shop, series) = four_tuesdays_with("Ann");
        for (whose, by) in covers {
            let days = if whose == "Bo" {
                ("2027-01-11", "2027-01-20")
            } else {
                JANUARY
            };
            // A cover of somebody who has nothing to do then is kept all the same.
            cover(&mut shop, (whose, by), days, true).unwrap();
        }
        assert_eq!(leads(&shop, series), ["Bo", "Cem", "Cem", "Bo"], "{covers:?}");
        // Another note changes nothing of it.
        shop.edit(series, &json!({"note": "tea"})).unwrap();
        assert_eq!(leads(&shop, series), ["Bo", "Cem", "Cem", "Bo"], "{covers:?}");
    }
}

#[test]
fn two_who_stand_in_for_each_other_do_each_others_work() {
    let (mut shop, anns) = four_tuesdays_with("Ann");
    let bens = json!({"client": "Ben Meyer", "start_date": "2027-01-05", "visits": 4, "staff": "Bo", "time": "11:00"});
    let bens = shop.create(&bens).unwrap().series.unwrap();
    cover(&mut shop, ("Ann", "Bo"), JANUARY, true).unwrap();
    cover(&mut shop, ("Bo", "Ann"), JANUARY, true).unwrap();
    assert_eq!(
        (leads(&shop, anns), leads(&shop, bens)),
        (vec!["Bo".to_owned(); 4], vec!["Ann".to_owned(); 4])
    );
}

/// Nothing is given to another that the plan did not say.
#[test]
fn what_somebody_does_of_one_visit_only_is_in_the_plan_of_who_stands_in() {
    let (mut shop, series) = four_tuesdays_with("Cem");
    let visit = shop.visit(series, "2027-01-12T10:00");
    let services = json!({"services": ["Cut", {"name": "Short cut", "staff": "Ann"}]});
    shop.edit_visit(series, "2027-01-12T10:00", &services).unwrap();
    // Bo is taken when Ann's part is.
    let other = json!({"client": "Ben Meyer", "start_date": "2027-01-12", "staff": "Bo", "time": "10:50"});
    shop.book_single(&other).unwrap();
    let plan = cover(&mut shop, ("Ann", "Bo"), JANUARY, false).unwrap();
    let [line] = plan.lines.as_slice() else {
        panic!("{plan:?}")
    };
    assert_eq!(
        (line.kind, line.original),
        (LineKind::Changed, text("2027-01-12T10:00"))
    );
    assert!(!line.conflicts.is_empty());
    let row = shop.book.visits().get(visit).unwrap();
    let by: Vec<Option<StaffId>> = lines_of(&shop.book, row).iter().map(|line| line.staff).collect();
    assert_eq!(by, [None, Some(shop.staff("Bo"))]);
    let is_with_ben = |clash: &AcceptedClash| clash.kind == ConflictKind::Staff;
    assert!(
        row.clashes.iter().any(is_with_ben),
        "it is booked anyway, as the series says"
    );
}

/// Spec S4.9, S4.10: nobody is given a date with somebody who is away by then.
#[test]
fn no_policy_moves_a_visit_to_a_day_on_which_another_stands_in_for_who_does_it() {
    let (mut shop, series) = four_tuesdays_with("Ann");
    cover(&mut shop, ("Ann", "Bo"), ("2027-01-18", "2027-01-18"), true).unwrap();
    let closed = json!([{"from": "2027-01-19", "to": "2027-01-19"}]);
    shop.set(&json!({"locations": [{"name": "Main Street", "closed_days": closed}]}));
    let fix = Command::SolveProblems {
        visits: vec![shop.visit(series, "2027-01-19T10:00")],
        fix: command::Fix::Nearest,
    };
    shop.carry(&fix).unwrap();
    assert_eq!(shop.starts(series)[2], "2027-01-20T10:00");
    assert_eq!(leads(&shop, series), ["Ann"; 4]);
}
