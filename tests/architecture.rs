#![cfg(test)]
//! Keeps the building in shape: reads `src/` and fails where a floor is broken or a house rule is not kept.
//!
//! The floors and the outside crates that one module keeps to itself are read from the code map in `src/lib.rs`, so the map
//! cannot drift from the code. Every rule is proved below by a planted violation.

#[path = "architecture/rules.rs"]
mod rules;
#[path = "architecture/scan.rs"]
mod scan;
#[path = "architecture/spec.rs"]
mod spec;

use rules::{check_file, crates_without_a_rule, modules_against_map, read_map, strange_at_the_top};
use std::{fs, path::Path};

#[test]
fn the_building_is_as_the_code_map_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = sources(&root.join("src"), "");
    let lib = &files.iter().find(|(path, _)| path == "lib.rs").expect("src/lib.rs").1;
    let map = read_map(lib);
    let mut broken = modules_against_map(&map, files.iter().map(|(path, _)| path.as_str()));
    for (path, source) in &files {
        broken.extend(check_file(&map, path, source));
    }
    broken.extend(crates_without_a_rule(
        &map,
        &fs::read_to_string(root.join("Cargo.toml")).unwrap(),
    ));
    broken.extend(strange_at_the_top(&names_in(root)));
    assert!(broken.is_empty(), "\n{}\n", broken.join("\n"));
}

#[test]
fn every_rule_of_the_specification_has_a_test_that_names_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = sources(&root.join("src"), "");
    // What is written here about the walk names no rule.
    files.extend(
        sources(&root.join("tests"), "")
            .into_iter()
            .filter(|(path, _)| path != "architecture.rs"),
    );
    let missing = spec::without_a_test(&spec::RULES, files.iter().map(|(_, source)| source.as_str()));
    assert!(missing.is_empty(), "\n{}\n", missing.join("\n"));
}

#[test]
fn a_rule_that_no_test_names_is_found() {
    let rules = [("S4.7", "which visit is which"), ("S4.10", "problems")];
    let check = |source: &str, expected: &[&str]| {
        assert_eq!(spec::without_a_test(&rules, [source].into_iter()), expected, "{source}");
    };
    let all = [
        "no test names S4.7 (which visit is which)",
        "no test names S4.10 (problems)",
    ];
    check("/// Spec S4.7, S4.10.\n#[test]\nfn a() {}", &[]);
    check(
        "/// Spec S4.10: all.\n/// Spec S4.7.\n#[allow(dead_code)]\n#[test]\nfn a() {}",
        &[],
    );
    check("/// Spec S4.7: as S4.10 has it.\n#[test]\nfn a() {}", &all[1..]);
    // Neither a comment of other code nor one inside of a test is a test of a rule, nor is S4.1 a part of S4.10.
    check(
        "/// Spec S4.7.\nfn a() {}\n\n#[test]\nfn b() {\n// Spec S4.10.\n}",
        &all,
    );
    check("/// Spec S4.1.\n#[test]\nfn a() {}", &all);
}

/// All files under `folder` as (path inside `src`, text).
fn sources(folder: &Path, inside: &str) -> Vec<(String, String)> {
    let mut files = Vec::new();
    for name in names_in(folder) {
        let (path, inner) = (folder.join(&name), format!("{inside}{name}"));
        if path.is_dir() {
            files.extend(sources(&path, &format!("{inner}/")));
        } else if name.ends_with(".rs") {
            files.push((inner, fs::read_to_string(&path).unwrap()));
        }
    }
    files
}

fn names_in(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// A small building for the planted violations.
const MAP: &str = "
//! | floor | module | what it is | outside crates that only it names |
//! |---|---|---|---|
//! | 5 | `main.rs` | | |
//! | 4 | `ui` | | egui, rfd |
//! | 4 | `cli` | | clap |
//! | 2 | `store` | | rusqlite |
//! | 2 | `exchange` | | icalendar |
//! | 1 | `domain` | | |
//! | 0 | `recurrence` | | |
//! | 0 | `time` | | |
";

/// Plants `source` as the file `path` and expects exactly one finding, which says `expected` (none where it is empty).
#[track_caller]
fn check(path: &str, source: &str, expected: &str) {
    let found = check_file(&read_map(MAP), path, &format!("//! What it is for.\n{source}"));
    match expected {
        "" => assert!(found.is_empty(), "{found:?}"),
        _ => assert!(
            found.len() == 1 && found[0].contains(expected),
            "{found:?} is not one {expected:?}"
        ),
    }
}

#[test]
fn using_a_floor_above_is_found() {
    check(
        "domain/visit.rs",
        "use crate::store::Salon;",
        "src/domain/visit.rs:2: `domain` uses `store`, which lies above it",
    );
    check(
        "domain/visit.rs",
        "fn open() { crate::store::open() }",
        "`domain` uses `store`",
    );
    check(
        "domain/visit.rs",
        "use crate::{time::Span,\n ui::{App, look}};",
        "src/domain/visit.rs:3: `domain` uses `ui`",
    );
    check("domain/mod.rs", "use super::ui::App;", "`domain` uses `ui`");
    check(
        "domain/plan/mod.rs",
        "use super::super::{ui::App};",
        "`domain` uses `ui`",
    );
    check(
        "domain/plan.rs",
        "mod inner { use super::super::super::ui::App; }",
        "`domain` uses `ui`",
    );
    check(
        "domain/plan.rs",
        "use super::{visit::Visit, super::ui};",
        "`domain` uses `ui`",
    );
}

#[test]
fn using_a_module_beside_is_found() {
    check(
        "store/open.rs",
        "use crate::exchange::ics;",
        "`store` uses `exchange`, which lies beside it",
    );
    check("ui/app.rs", "use crate::cli::run;", "`ui` uses `cli`");
    check(
        "time/zone.rs",
        "use crate::recurrence::Rule;",
        "`time` uses `recurrence`",
    );
}

#[test]
fn using_what_lies_below_is_fine() {
    check(
        "ui/app.rs",
        "use crate::{domain::{Visit, ui}, store, time::Span};\nuse super::look;",
        "",
    );
    check("recurrence/rule.rs", "use crate::time::Weekday;", "");
    check(
        "domain/visit/tests.rs",
        "use super::super::{client, ui};\nmod inner { use super::super::super::store; }",
        "",
    );
    check(
        "domain/visit.rs",
        "/// As [`crate::ui`] shows it.\nconst A: &str = \"crate::ui::App\"; // crate::ui::App",
        "",
    );
}

#[test]
fn a_crate_named_by_a_module_that_does_not_own_it_is_found() {
    check(
        "cli/show.rs",
        "fn a(ui: &egui::Ui) {}",
        "`cli` names `egui`, which only `ui` does",
    );
    check(
        "domain/visit.rs",
        "use rusqlite::Row;",
        "`domain` names `rusqlite`, which only `store` does",
    );
    check("domain/visit.rs", "use {::rusqlite::Row};", "`domain` names `rusqlite`");
    check("main.rs", "use clap;", "`main` names `clap`, which only `cli` does");
    check("time/clock.rs", "use log::info;", "`time` has no business with `log`");
    check(
        "exchange/mod.rs",
        "use icalendar::Calendar; use crate::domain::rusqlite::Row;",
        "",
    );
}

#[test]
fn reaching_out_of_the_program_from_a_pure_module_is_found() {
    check(
        "domain/visit.rs",
        "use std::fs::File;",
        "`domain` has no business with `std::fs`",
    );
    check(
        "ui/app.rs",
        "use std::{collections::BTreeMap, thread};",
        "`ui` has no business with `std::thread`",
    );
    check(
        "store/open.rs",
        "use std::net::TcpStream;",
        "`store` has no business with `std::net`",
    );
    check("store/open.rs", "use std::{fs, io::Write};", "");
    check("domain/visit.rs", "#[cfg(test)]\nmod tests {\nuse std::fs; }", "");
}

#[test]
fn a_name_that_says_nothing_is_found() {
    check("domain/visit.rs", "struct VisitInfo;", "`VisitInfo` says nothing");
    check("domain/visit.rs", "mod date_utils {}", "`date_utils` says nothing");
    check("domain/helpers.rs", "", "`helpers` says nothing");
    check("domain/manager/mod.rs", "", "`manager` says nothing");
    check("exchange/ics.rs", "struct Event;", "");
    check("domain/stretch.rs", "enum Stretch { Processing } fn event() {}", "");
}

#[test]
fn a_file_that_grew_too_long_is_found() {
    check("domain/visit.rs", &"\n".repeat(600), "has 601 lines");
    check("domain/visit.rs", &"\n".repeat(599), "");
    check("domain/visit/tests.rs", &"\n".repeat(900), "");
    check(
        "domain/visit.rs",
        &format!("\n#[cfg(test)]\nmod tests {{{}}}", "\n".repeat(900)),
        "",
    );
}

#[test]
fn a_file_that_does_not_say_what_it_is_for_is_found() {
    let found = check_file(&read_map(MAP), "domain/visit.rs", "use crate::time::Span;");
    assert_eq!(
        found,
        ["src/domain/visit.rs:1: does not begin by saying what it is for (`//!`)"]
    );
}

#[test]
fn what_lives_outside_its_home_is_found() {
    check(
        "desk/undo.rs",
        "const ALL: &str = \"SELECT id FROM visit\";",
        "src/desk/undo.rs:2: SQL lives in `store`",
    );
    check(
        "desk/undo.rs",
        "const ALL: &str = r#\"\n  DELETE FROM visit\"#;",
        "SQL lives in `store`",
    );
    check(
        "ui/view/day.rs",
        "let red = Color32::RED;",
        "colours live in `ui::look`",
    );
    check(
        "ui/app.rs",
        "struct App { book: Mutex<Book> }",
        "a frame waits for no lock",
    );
    check(
        "domain/visit.rs",
        "#[allow(dead_code)] fn later() {}",
        "code for nobody",
    );
    check("ui/look/mod.rs", "const RED: Color32 = Color32::RED;", "");
    check("ui/view/day.rs", "let none = Color32::TRANSPARENT;", "");
    check("store/visit.rs", "const ALL: &str = \"SELECT id FROM visit\";", "");
}

#[test]
fn a_module_and_its_row_of_the_code_map_come_and_go_together() {
    let found = modules_against_map(
        &read_map(MAP),
        ["lib.rs", "main.rs", "desk/mod.rs", "store.rs"].into_iter(),
    );
    assert!(
        found.contains(&"src/lib.rs: the code map lacks `desk`".to_owned()),
        "{found:?}"
    );
    assert!(
        found.contains(&"src/lib.rs: the code map names `ui`, which is not there".to_owned()),
        "{found:?}"
    );
    assert!(
        !found
            .iter()
            .any(|finding| finding.contains("`store`") || finding.contains("`main`")),
        "{found:?}"
    );
}

#[test]
fn a_dependency_without_an_owner_is_found() {
    let manifest = "[package]\nname = \"a\"\n[dependencies]\nchrono = \"0.4\"\negui = { version = \"1\" }\nnew-thing = \"1\"\n[dev-dependencies]\nother = \"1\"\n";
    let found = crates_without_a_rule(&read_map(MAP), manifest);
    assert!(found.len() == 1 && found[0].contains("`new_thing`"), "{found:?}");
}

#[test]
fn a_stranger_at_the_top_of_the_tree_is_found() {
    let found = strange_at_the_top(&["src".to_owned(), ".ci".to_owned(), "scripts".to_owned()]);
    assert_eq!(found, ["scripts: does not belong at the top of the tree"]);
}
