//! What a plan is, who takes part in a visit, and what is said of a series as a whole, each a rule of the specification.

use serde_json::json;

use super::*;

/// Berg on Tuesdays at ten from 5 January 2027, six times, with more; it is December.
fn berg(more: &Value) -> (Shop, SeriesId) {
    let mut shop = Shop::berlin("2026-12-01T08:00");
    let mut request = json!({"start_date": "2027-01-05", "visits": 6});
    for (field, value) in more.as_object().unwrap() {
        request[field] = value.clone();
    }
    let series = shop.create(&request).unwrap().series.unwrap();
    (shop, series)
}

/// Spec S4.1: nothing changes visits but a plan, and it is shown as it will be: a line per date, before, after and why.
#[test]
fn a_plan_says_of_each_date_what_was_and_what_will_be_and_changes_nothing_by_being_shown() {
    let (mut shop, series) = berg(&json!({}));
    let command = shop
        .edited(series, &json!({"time": "11:00"}), EditHow::default())
        .unwrap();
    let before = shop.book.clone();
    let shown = preview(&shop.book, &command, &mut shop.moment.clone()).unwrap();
    assert!(shop.book == before);
    let lines: Vec<_> = shown
        .lines
        .iter()
        .map(|line| {
            let start = |visit: &Option<Arc<Visit>>| visit.as_ref().map(|visit| visit.start().time.to_string());
            (
                line.original.day.to_string(),
                line.kind,
                start(&line.before),
                start(&line.after),
            )
        })
        .collect();
    assert_eq!(lines.len(), 6);
    let first = (
        "2027-01-05".to_owned(),
        LineKind::Changed,
        Some("10:00".to_owned()),
        Some("11:00".to_owned()),
    );
    assert_eq!(lines[0], first);
    let done = shop.carry(&command).unwrap();
    assert!(done.means_the_same(&shown), "what was shown is what was done");
}

/// Spec S4.1, S2.5: what is added as time goes on is no question to anybody, and says what it did.
#[test]
fn a_top_up_applies_its_own_plan_and_reports_it() {
    let (mut shop, series) = berg(&json!({"visits": null}));
    let before = shop.starts(series).len();
    shop.wait_until("2027-01-20T08:00");
    let plan = shop.carry(&Command::TopUp).unwrap();
    assert!(plan.of(LineKind::Created) > 0 && plan.open() == 0);
    assert_eq!(shop.starts(series).len(), before + plan.of(LineKind::Created));
}

/// Spec S3.4: the lead, who works too and who is kept free are blocked; who coordinates is named, and not blocked.
#[test]
fn each_role_blocks_or_does_not_block_as_it_says() {
    let (shop, _) = berg(&json!({
        "additional_staff": ["Bo"], "coordinator": "Cem", "start_date": "2027-01-04", "frequency": "weekly"}));
    let single =
        |staff: &str| json!({"client": "Ben Kaya", "start_date": "2027-01-04", "time": "10:15", "staff": staff});
    for busy in ["Ann", "Bo"] {
        let refused = shop.clone().book_single(&single(busy));
        assert!(
            matches!(refused, Err(Refused::Refusal(ref why)) if matches!(**why, Refusal::Clashes { .. })),
            "{busy}"
        );
    }
    shop.clone().book_single(&single("Cem")).unwrap();
    let (shop, _) = berg(&json!({"blocked_staff": ["Bo"], "start_date": "2027-01-04"}));
    let refused = shop.clone().book_single(&single("Bo"));
    assert!(refused.is_err(), "who does not work, but is kept free, is blocked");
}

/// Spec S3.6: note, colour, reminder hours and the reason of a change are of the series, and begin no chapter.
#[test]
fn what_is_said_of_the_whole_series_stays_with_it() {
    let (mut shop, series) = berg(&json!({"reminders": {"client_email": 48}}));
    shop.wait_until("2027-01-13T08:00");
    let changes = json!({"note": "likes tea", "colour": "#ff0000", "reminders": {"client_sms": 0, "staff_email": 12}});
    let Command::EditSeries { series, draft, how, .. } = shop.edited(series, &changes, EditHow::default()).unwrap()
    else {
        panic!("a change of the series")
    };
    let reason = "asked to".to_owned();
    let command = Command::EditSeries {
        series,
        draft,
        reason,
        how,
    };
    shop.carry(&command).unwrap();
    let row = shop.book.series().get(series).unwrap();
    let hours = (
        row.remind_client_email,
        row.remind_client_sms,
        row.remind_staff_email,
        row.remind_staff_sms,
    );
    assert_eq!(hours, (Some(48), Some(0), Some(12), None));
    assert_eq!(
        (row.note.as_str(), row.change_reason.as_str()),
        ("likes tea", "asked to")
    );
    assert_eq!(row.colour, Some(text("#ff0000")));
    assert_eq!(shop.book.chapters().of(series).count(), 1);
    let (from, reason) = (None, "moved away".to_owned());
    shop.carry(&Command::CancelSeries { series, from, reason }).unwrap();
    assert_eq!(shop.book.series().get(series).unwrap().cancel_reason, "moved away");
}
