//! What a request names and the book does not have is made with it, in one step.

use serde_json::json;

use super::*;

fn make(shop: &mut Shop, asked: &serde_json::Value) -> Result<Plan, Refused> {
    let decided = request::make(&shop.book, asked, Purpose::Standing, &mut shop.moment)?;
    for edit in &decided.change.edits {
        shop.book.apply(edit).unwrap();
    }
    shop.book.next_key = decided.change.next_key;
    assert!(matches!(decided.change.label, change::Label::SeriesCreated { .. }));
    Ok(decided.plan)
}

#[test]
fn what_the_book_does_not_have_is_made_with_the_appointment() {
    let mut shop = Shop::berlin("2026-03-01T08:00");
    let asked = json!({
        "client": {"given_name": "Jane", "surname": "Doe"}, "location": {"name": "Station", "shop_name": "Mara"},
        "services": [{"name": "Perm", "duration": "PT50M", "price": "98.00", "staff": "Dora Diaz"}, "Cut", "perm"],
        "staff": "Dora Diaz", "additional_staff": ["Eve"], "resources": ["Stool 3", "Stool 4"], "tags": ["New"],
        "frequency": "weekly", "start_date": "2026-03-03", "time": "10:00", "visits": 2
    });
    let plan = make(&mut shop, &asked).unwrap();
    assert_eq!(plan.of(LineKind::Created), 2);
    let book = &shop.book;
    let perm = book.services().live().next_back().unwrap();
    assert_eq!((perm.name.as_str(), perm.stretches.length().count()), ("Perm", 50));
    assert_eq!(perm.price_on(text("2026-03-03")), Money::minor(9_800));
    let (staff, places) = (book.staff().live().count(), book.locations().live().count());
    assert_eq!(
        (
            staff,
            places,
            book.services().live().count(),
            book.tags().live().count()
        ),
        (5, 3, 5, 2)
    );
    let kinds: Vec<&str> = book.resource_kinds().live().map(|kind| kind.name.as_str()).collect();
    assert_eq!(kinds, ["Chair", "Stool"]);
    let dora = book.staff().live().find(|staff| staff.surname == "Diaz").unwrap();
    assert_eq!(shop.visits(plan.series.unwrap())[0].lead(), Some(dora.id));
    // Again, nothing is missing any more.
    make(
        &mut shop,
        &json!({"start_date": "2027-03-03", "client": null, "location": "Station", "services": ["Perm"],
        "frequency": "weekly", "time": "10:00", "visits": 2}),
    )
    .unwrap();
    assert_eq!(shop.book.services().live().count(), 5);
}

#[test]
fn what_cannot_be_made_is_said_with_everything_else_and_nothing_is_made() {
    let mut shop = Shop::berlin("2026-03-01T08:00");
    let before = shop.book.clone();
    let long = "x".repeat(10_000);
    for (asked, expected) in [
        // Nobody knows how long it takes.
        (
            json!({"services": ["Perm"], "visits": 0}),
            vec!["services.0.duration", "visits"],
        ),
        (
            json!({"services": [{"name": "Perm", "duration": "PT0M"}]}),
            vec!["services.0.duration"],
        ),
        (
            json!({"staff": long, "tags": ["A\u{7}"], "time": "25:00"}),
            vec!["staff", "tags.0", "time"],
        ),
        // A clash is a refusal like any other, and an id is not a name.
        (json!({"staff": "0197b7a0-0000-7000-8000-000000000000"}), vec!["staff"]),
    ] {
        let refused = make(&mut shop, &Shop::whole(&asked)).unwrap_err();
        assert!(
            matches!(&refused, Refused::Fields(errors) if paths(errors) == expected),
            "{asked}: {refused:?}"
        );
    }
    assert_eq!(shop.book, before);
}
