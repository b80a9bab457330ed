//! Steps: undo and redo are exact, also after opening again; what is gone is gone with its words left.

use super::made_up::MadeUp;
use super::rows::a_shop;
use super::*;

/// Does something random in one step.
fn random_step(desk: &mut Desk, made: &mut MadeUp) {
    let mut edits: Vec<RowEdit> = Vec::new();
    let mut touched = std::collections::BTreeSet::new();
    for _ in 0..made.random.usize(1..12) {
        let table = *made.random.choice(Table::ALL).unwrap();
        let keys: Vec<i64> = made.keys.get(&table).into_iter().flatten().copied().collect();
        let old = made.random.choice(&keys).copied();
        match (made.random.u8(0..3), old) {
            (0, Some(key)) if touched.insert((table, key)) => {
                edits.push(made.changed_row(table, key, &desk.book, desk.now));
            }
            (1, Some(key)) if table == Table::Visit && touched.insert((table, key)) => {
                let row = desk.book.values(table, key).unwrap();
                edits.push(table.edit(Some(&row), None).unwrap());
                made.keys.get_mut(&table).unwrap().remove(&key);
            }
            _ => {
                desk.book.next_key += 1;
                edits.push(made.new_row(table, desk.book.next_key));
                touched.insert((table, desk.book.next_key));
            }
        }
    }
    edits.retain(|edit| !edit.is_nothing());
    desk.save(edits);
}

#[test]
fn undo_leads_back_to_the_start_and_redo_to_the_end() {
    let seeds = if std::env::var_os("CHAIRTIME_LONG").is_some() {
        0..60
    } else {
        0..3
    };
    for seed in seeds {
        let place = place();
        let mut desk = Desk::new(&place);
        let mut made = MadeUp::new(seed);
        let mut states = vec![content(&desk.book)];
        let edits = a_shop(&mut made, 3);
        desk.book.next_key = 1_000;
        desk.save(edits);
        states.push(content(&desk.book));
        for _ in 0..15 {
            random_step(&mut desk, &mut made);
            states.push(content(&desk.book));
            assert!(loaded(&desk.store) == desk.book, "seed {seed}");
        }
        for round in 0..2 {
            for state in states.iter().rev().skip(1) {
                if made.random.u8(0..4) == 0 {
                    let now = desk.now;
                    drop(desk.store);
                    desk = Desk::open(&place, now);
                }
                assert!(desk.undo());
                assert!(content(&desk.book) == *state, "seed {seed}, round {round}");
                assert!(loaded(&desk.store) == desk.book, "seed {seed}, round {round}");
            }
            assert!(!desk.undo());
            for state in states.iter().skip(1) {
                assert!(desk.redo());
                assert!(content(&desk.book) == *state, "seed {seed}, round {round}");
            }
            assert!(!desk.redo() && loaded(&desk.store) == desk.book);
        }
        assert_eq!(desk.store.check().unwrap(), []);
    }
}

fn new_tag(desk: &mut Desk, made: &mut MadeUp) -> Vec<RowEdit> {
    desk.book.next_key += 1;
    vec![made.new_row(Table::Tag, desk.book.next_key)]
}

fn states(store: &Store) -> Vec<&'static str> {
    store.steps(9).unwrap().iter().map(|step| step.state.code()).collect()
}

#[test]
fn a_new_step_ends_the_redo_of_what_was_undone() {
    let place = place();
    let mut desk = Desk::new(&place);
    let made = &mut MadeUp::new(1);
    for _ in 0..3 {
        let edits = new_tag(&mut desk, made);
        desk.save(edits);
    }
    assert!(desk.undo() && desk.undo());
    assert_eq!(states(&desk.store), ["undone", "undone", "done"]);
    // What the program does by itself leaves redo as it is.
    let mut by_itself = change(new_tag(&mut desk, made), desk.book.next_key, desk.now);
    by_itself.origin = Origin::Automatic;
    desk.store.save(&by_itself, "").unwrap();
    desk.apply(&by_itself);
    assert_eq!(states(&desk.store), ["done", "undone", "undone", "done"]);
    assert!(desk.redo());
    let edits = new_tag(&mut desk, made);
    let newest = desk.save(edits);
    assert_eq!(states(&desk.store), ["done", "done", "dropped", "done", "done"]);
    assert_eq!(desk.store.redoable().unwrap(), None);
    assert_eq!(desk.store.undoable().unwrap().map(|step| step.id), Some(newest));
    let dropped = desk.store.steps(3).unwrap()[2].clone();
    assert!(matches!(
        desk.store.edits_of(dropped.id, &desk.book),
        Err(StoreError::Gone(step)) if step == dropped.id
    ));
    let turned = desk.store.steps(9).unwrap()[3].turned.clone().unwrap();
    assert_eq!(turned.actor, "Ben");
    assert!(loaded(&desk.store) == desk.book);
}

#[test]
fn a_thousand_steps_or_ninety_days_and_thirty_at_least_can_be_undone() {
    const DAY: i64 = 86_400_000;
    let check = |steps: i64, apart: i64, left: usize| {
        let place = place();
        let mut desk = Desk::new(&place);
        let made = &mut MadeUp::new(1);
        // One transaction for all, so that the test does not wait for the disk.
        let mut store = Store::create(&place.folder.path().join("quick.chairtime")).unwrap();
        store
            .together(|store| {
                for step in 0..steps {
                    let edits = new_tag(&mut desk, made);
                    store.save(&change(edits, desk.book.next_key, step * apart), "Ann")?;
                }
                Ok::<(), StoreError>(())
            })
            .unwrap();
        let count = |state: StepState| {
            let steps = store.steps(usize::MAX).unwrap();
            steps.iter().filter(|step| step.state == state).count()
        };
        assert_eq!(
            (count(StepState::Done), count(StepState::Beyond)),
            (left, usize::try_from(steps).unwrap() - left)
        );
        let journals: usize = store.one("SELECT count(*) FROM activity_row", []).unwrap();
        assert_eq!(journals, left);
    };
    check(1_100, 1, 1_000);
    check(200, DAY, 91);
    check(40, 100 * DAY, 30);
    check(20, 100 * DAY, 20);
}

#[test]
fn what_the_program_does_by_itself_never_ends_the_undo_of_thirty_steps() {
    const DAY: i64 = 86_400_000;
    let check = |persons: i64, by_itself: i64, apart: i64, left: [usize; 2]| {
        let place = place();
        let mut desk = Desk::new(&place);
        let made = &mut MadeUp::new(1);
        let mut store = Store::create(&place.folder.path().join("quick.chairtime")).unwrap();
        let origins = (0..by_itself).map(|_| Origin::Automatic);
        let origins = origins
            .clone()
            .chain((0..persons).map(|_| Origin::Person))
            .chain(origins);
        store
            .together(|store| {
                for (step, origin) in (0_i64..).zip(origins) {
                    let edits = new_tag(&mut desk, made);
                    let mut change = change(edits, desk.book.next_key, step * apart);
                    change.origin = origin;
                    store.save(&change, "Ann")?;
                }
                Ok::<(), StoreError>(())
            })
            .unwrap();
        let steps = store.steps(usize::MAX).unwrap();
        let count = |origin: Origin| {
            let is = |step: &&Step| step.state == StepState::Done && step.origin == origin;
            steps.iter().filter(is).count()
        };
        assert_eq!(
            [count(Origin::Person), count(Origin::Automatic)],
            left,
            "{persons} {by_itself}"
        );
    };
    check(40, 200, DAY, [30, 200]);
    check(20, 200, DAY, [20, 200]);
    check(40, 1_100, 1, [30, 1_100]);
    check(0, 100, DAY, [0, 91]);
}

#[test]
fn several_things_are_done_together_or_not_at_all() {
    let place = place();
    let mut desk = Desk::new(&place);
    let made = &mut MadeUp::new(1);
    let edits = new_tag(&mut desk, made);
    let first = change(edits, desk.book.next_key, 1);
    let failed = desk.store.together(|store| {
        store.save(&first, "Ann")?;
        store.set_setting("theme", "dark")?;
        store.save(&first, "Ann")
    });
    assert!(matches!(failed, Err(StoreError::Stale(_))));
    assert_eq!(desk.store.setting("theme").unwrap(), None);
    assert!(desk.store.steps(9).unwrap().is_empty() && content(&loaded(&desk.store)).is_empty());
    desk.store.together(|store| store.save(&first, "Ann")).unwrap();
    assert_eq!(desk.store.revision().unwrap(), 1);
}

#[test]
fn settings_and_typed_text_are_kept() {
    let place = place();
    let mut store = Store::create(&place.path).unwrap();
    store.set_setting("theme", "light").unwrap();
    store.set_setting("theme", "dark").unwrap();
    store
        .set_draft("series", "{\"client\": \"An", Instant::from_millis(5))
        .unwrap();
    store.set_topped_up_day(crate::time::Day::from_number(20_000)).unwrap();
    drop(store);
    let mut store = Store::open(&place.path, Mode::Write).unwrap();
    assert_eq!(store.setting("theme").unwrap().as_deref(), Some("dark"));
    assert_eq!(
        store.draft("series").unwrap(),
        Some(("{\"client\": \"An".to_owned(), Instant::from_millis(5)))
    );
    assert_eq!(
        store.topped_up_day().unwrap(),
        Some(crate::time::Day::from_number(20_000))
    );
    store.delete_draft("series").unwrap();
    assert_eq!(store.draft("series").unwrap(), None);
}
