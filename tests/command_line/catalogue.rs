//! The setup document: what it says of staff and services comes back as it was said, and holds for what is booked.

use serde_json::{Value, json};

use crate::{made, shop, visits_of};

const NOW: &str = "2026-03-01T08:00";

#[test]
fn rotas_extra_shifts_and_times_off_come_back_as_they_were_set() {
    let salon = shop(NOW);
    let ann = json!({"given_name": "Ann", "surname": "Lee",
        "hours": {"Main Street": {"every": 2, "anchor": "2026-03-04", "weeks": [{"tue": [["09:00", "18:00"]]}, {"wed": [["12:00", "19:00"]]}]}},
        "special_days": [{"date": "2026-03-08", "hours": [["10:00", "14:00"]], "location": "Main Street", "reason": "Fair"}],
        "time_off": [{"from": "2026-08-03T00:00", "to": "2026-08-15T00:00", "reason": "Holiday"}]});
    salon.done(&["setup", "set", "-"], &json!({ "staff": [ann] }).to_string());
    let shown = salon.json(&["setup", "show"], "");
    for field in ["hours", "special_days", "time_off"] {
        assert_eq!(shown["staff"][0][field], ann[field], "{field}");
    }
    // What is shown is what is there.
    let refused = salon.refused(&["setup", "set", "-"], &shown.to_string());
    assert_eq!(refused["refusal"]["code"], "nothing_to_change");
    salon.done(&["undo"], "");
    assert_eq!(
        salon.json(&["setup", "show"], "")["staff"][0]["special_days"],
        json!(null)
    );
}

#[test]
fn a_price_holds_from_its_day_on() {
    let salon = shop(NOW);
    let prices = json!([{"from": "2026-03-10", "cost": "38.00"}, {"from": "2026-03-24", "cost": "40.00"}]);
    let cut = json!({"services": [{"name": "Cut", "prices": prices}]});
    salon.done(&["setup", "set", "-"], &cut.to_string());
    let shown = salon.json(&["setup", "show"], "");
    assert_eq!(shown["services"][0]["cost"], "35.00");
    assert_eq!(shown["services"][0]["prices"], prices);
    let id = made(&salon, &json!({}));
    let visits = visits_of(&salon, &id);
    let costs: Vec<&Value> = visits.iter().map(|visit| &visit["bookings"][0]["price"]).collect();
    assert_eq!(costs, ["35.00", "38.00", "38.00", "40.00", "40.00", "40.00"]);
}

#[test]
fn an_extra_shift_is_a_day_on_which_somebody_can_be_booked() {
    let salon = shop(NOW);
    let day = |date: &str| {
        json!({"client": "Anna Berg", "services": ["Cut"], "staff": "Ann", "start_date": date, "time": "10:00"})
            .to_string()
    };
    let hours = json!({"staff": [{"given_name": "Ann", "hours": {"Main Street": {"tue": [["09:00", "18:00"]]}},
        "special_days": [{"date": "2026-03-11", "hours": [["09:00", "12:00"]]}]}]});
    salon.done(&["setup", "set", "-"], &hours.to_string());
    let refused = salon.refused(&["book", "-"], &day("2026-03-04"));
    assert_eq!(refused["conflicts"][0]["kind"], "hours", "{refused}");
    salon.done(&["book", "-"], &day("2026-03-11"));
}
