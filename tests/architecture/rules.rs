//! The rules themselves: what is looked for in the sources, each as a function from text to findings.

use crate::scan::{Code, scan};
use std::collections::{BTreeMap, BTreeSet};

/// What else lies at the top of the tree, dot-files aside. Those of the second line come when they are needed.
const TOP_LEVEL: [&str; 13] = [
    "Cargo.toml",
    "Cargo.lock",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "assets",
    "migrations",
    "packaging",
    "src",
    "tests", //
    "benches",
    "fuzz",
    "target",
];

/// Crates that several modules name; "*" is every module. What the code map gives to one module is not listed here.
const SHARED_CRATES: [(&str, &[&str]); 7] = [
    ("chrono", &["*"]),
    ("thiserror", &["*"]),
    ("log", &["store", "exchange", "desk", "ui", "cli", "main"]),
    ("serde", &["*"]),
    ("serde_json", &["domain", "store", "exchange", "desk", "cli", "ui"]),
    ("unicode_normalization", &["domain", "store", "exchange"]),
    ("uuid", &["domain", "store", "exchange", "desk", "cli", "ui"]),
];

/// Parts of the standard library that reach out of the program, and who may: the rest is pure or goes through the desk.
const REACHING_OUT: [(&str, &[&str]); 5] = [
    ("fs", &["store", "exchange", "desk", "cli", "main"]),
    ("env", &["desk", "cli", "main"]),
    ("process", &["cli", "main"]),
    ("thread", &["store", "desk"]),
    ("net", &[]),
];

/// Modules of one floor of which one may use the other.
const BESIDE: [(&str, &str); 1] = [("recurrence", "time")];

/// Names that say nothing. Foreign formats keep their own words inside `exchange`.
const EMPTY_NAMES: [&str; 10] = [
    "event", "item", "record", "entity", "data", "info", "manager", "helper", "util", "process",
];

const LONGEST_FILE: usize = 600;

/// A row of the code map.
#[derive(Debug)]
pub struct Module {
    floor: u8,
    keeps: Vec<String>,
}

/// The code map of the crate doc: name of the module to its row.
pub type Map = BTreeMap<String, Module>;

/// Reads rows such as ``| 2 | `store` | what it is | rusqlite, rusqlite_migration |`` from the crate doc.
pub fn read_map(lib: &str) -> Map {
    let mut map = Map::new();
    for line in lib.lines() {
        let cells: Vec<&str> = line.trim_start_matches("//!").split('|').map(str::trim).collect();
        let [_, floor, name, _, keeps, _] = cells.as_slice() else {
            continue;
        };
        let Ok(floor) = floor.parse() else { continue };
        let keeps = keeps
            .split(',')
            .map(str::trim)
            .filter(|name| !name.is_empty())
            .map(str::to_owned)
            .collect();
        map.insert(
            name.trim_matches('`').trim_end_matches(".rs").to_owned(),
            Module { floor, keeps },
        );
    }
    map
}

/// Every module is in the map, and the map names nothing else.
pub fn modules_against_map<'a>(map: &Map, paths: impl Iterator<Item = &'a str>) -> Vec<String> {
    let there: BTreeSet<&str> = paths.filter(|path| *path != "lib.rs").map(top_module).collect();
    let missing = there.iter().filter(|name| !map.contains_key(**name));
    let mut broken: Vec<String> = missing
        .map(|name| format!("src/lib.rs: the code map lacks `{name}`"))
        .collect();
    let gone = map.keys().filter(|name| !there.contains(name.as_str()));
    broken.extend(gone.map(|name| format!("src/lib.rs: the code map names `{name}`, which is not there")));
    broken
}

/// A dependency that no rule speaks of needs a decision: whose is it?
pub fn crates_without_a_rule(map: &Map, manifest: &str) -> Vec<String> {
    let known = |name: &str| {
        SHARED_CRATES.iter().any(|(shared, _)| *shared == name)
            || map.values().any(|module| module.keeps.iter().any(|kept| kept == name))
    };
    let table = manifest.lines().skip_while(|line| *line != "[dependencies]").skip(1);
    table
        .take_while(|line| !line.starts_with('['))
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once([' ', '=', '.']))
        .map(|(name, _)| name.replace('-', "_"))
        .filter(|name| !known(name))
        .map(|name| format!("Cargo.toml: no module owns `{name}`: name it in the code map or among the shared crates"))
        .collect()
}

pub fn strange_at_the_top(names: &[String]) -> Vec<String> {
    let strange = names
        .iter()
        .filter(|name| !name.starts_with('.') && !TOP_LEVEL.contains(&name.as_str()));
    strange
        .map(|name| format!("{name}: does not belong at the top of the tree"))
        .collect()
}

/// The module of the first floor of folders: `ui` for `ui/look/mod.rs`, `words` for `words.rs`.
fn top_module(path: &str) -> &str {
    path.split('/').next().unwrap_or_default().trim_end_matches(".rs")
}

/// All rules about one file; `path` is inside `src`.
pub fn check_file(map: &Map, path: &str, source: &str) -> Vec<String> {
    let code = scan(source);
    let mut found = Vec::new();
    let module = top_module(path);
    if !source.starts_with("//!") {
        found.push((1, "does not begin by saying what it is for (`//!`)".to_owned()));
    }
    let lines = lines_without_tests(path, source);
    if lines > LONGEST_FILE {
        found.push((lines, format!("has {lines} lines, split it by {LONGEST_FILE}")));
    }
    found.extend(floors(map, module, &used_modules(&code, path)));
    // Tests read files and print as they like.
    found.extend(
        outside(map, module, &code)
            .into_iter()
            .filter(|(line, _)| *line <= lines),
    );
    found.extend(empty_names(module, path, &code));
    found.extend(houses(module, path, &code));
    found
        .into_iter()
        .map(|(line, what)| format!("src/{path}:{line}: {what}"))
        .collect()
}

type Found = Vec<(usize, String)>;

/// Lines up to the tests at the end of a file; a file of tests has none.
fn lines_without_tests(path: &str, source: &str) -> usize {
    if path.ends_with("/tests.rs") || path.contains("/tests/") {
        return 0;
    }
    let lines: Vec<&str> = source.lines().collect();
    let inline = lines
        .windows(2)
        .position(|pair| pair[0] == "#[cfg(test)]" && pair[1].ends_with('{'));
    inline.unwrap_or(lines.len())
}

/// A module uses floors below its own.
fn floors(map: &Map, module: &str, used: &[(usize, String)]) -> Found {
    let floor_of = |name: &str| map.get(name).map(|row| row.floor);
    let mut found = Found::new();
    for (line, other) in used.iter().filter(|(_, other)| other != module) {
        if let (Some(own), Some(theirs)) = (floor_of(module), floor_of(other)) {
            let beside = BESIDE.contains(&(module, other.as_str()));
            if theirs > own || (theirs == own && !beside) {
                let side = if theirs > own { "above" } else { "beside" };
                found.push((*line, format!("`{module}` uses `{other}`, which lies {side} it")));
            }
        }
    }
    found
}

/// The top-level modules that a file reaches by `crate::` or `super::`, with the lines.
fn used_modules(code: &Code, path: &str) -> Vec<(usize, String)> {
    let mut inside: Vec<String> = path.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
    if inside
        .last()
        .is_some_and(|last| matches!(last.as_str(), "mod" | "lib" | "main"))
    {
        inside.pop();
    }
    let (mut depth, mut inline) = (0_usize, Vec::new());
    let mut used = Vec::new();
    for at in 0..code.tokens.len() {
        match code.text(at) {
            "{" => {
                depth += 1;
                if at >= 2 && code.text(at - 2) == "mod" {
                    inside.push(code.text(at - 1).to_owned());
                    inline.push(depth);
                }
            }
            "}" => {
                if inline.last() == Some(&depth) {
                    inline.pop();
                    inside.pop();
                }
                depth = depth.saturating_sub(1);
            }
            "crate" if code.text(at + 1) == "::" => follow(code, at + 2, &[], &mut used),
            "super" if code.text(at + 1) == "::" && (at == 0 || code.text(at - 1) != "::") => {
                follow(code, at, &inside, &mut used);
            }
            _ => {}
        }
    }
    used
}

/// Follows one path from the module `from`, through `super` and groups, to the first name below the crate's root.
fn follow(code: &Code, at: usize, from: &[String], used: &mut Vec<(usize, String)>) {
    match code.text(at) {
        "super" if code.text(at + 1) == "::" => follow(code, at + 2, &from[..from.len().saturating_sub(1)], used),
        "{" => {
            let mut depth = 0;
            for inner in at..code.tokens.len() {
                match code.text(inner) {
                    "{" => depth += 1,
                    "}" => depth -= 1,
                    _ => {}
                }
                if depth == 0 {
                    break;
                }
                if depth == 1 && matches!(code.text(inner), "{" | ",") && code.is_name(inner + 1) {
                    follow(code, inner + 1, from, used);
                }
            }
        }
        name if from.is_empty() && code.is_name(at) => used.push((code.tokens[at].line, name.to_owned())),
        _ => {}
    }
}

/// Outside crates are named by their owners, and only some reach out of the program.
fn outside(map: &Map, module: &str, code: &Code) -> Found {
    let mut found = Found::new();
    for (at, token) in code.tokens.iter().enumerate() {
        let name = token.text.as_str();
        let starts_a_path = at == 0 || code.text(at - 1) != "::" || !code.is_name(at.saturating_sub(2));
        let named = starts_a_path && (code.text(at + 1) == "::" || code.text(at.saturating_sub(1)) == "use");
        let attribute = code.text(at.saturating_sub(1)) == "derive";
        if !named || attribute {
            continue;
        }
        let owner = map.iter().find(|(_, row)| row.keeps.iter().any(|kept| kept == name));
        if let Some((owner, _)) = owner.filter(|(owner, _)| *owner != module) {
            found.push((
                token.line,
                format!("`{module}` names `{name}`, which only `{owner}` does"),
            ));
        }
        if let Some((_, who)) = SHARED_CRATES.iter().find(|(shared, _)| *shared == name)
            && !who.contains(&"*")
            && !who.contains(&module)
        {
            found.push((token.line, format!("`{module}` has no business with `{name}`")));
        }
        if name == "std" {
            let mut parts = vec![at + 2];
            if code.text(at + 2) == "{" {
                let end = (at..code.tokens.len()).find(|end| code.text(*end) == ";").unwrap_or(at);
                parts = (at + 3..end)
                    .filter(|inner| matches!(code.text(inner - 1), "{" | ","))
                    .collect();
            }
            for part in parts {
                if let Some((name, who)) = REACHING_OUT.iter().find(|(name, _)| *name == code.text(part))
                    && !who.contains(&module)
                {
                    found.push((
                        code.tokens[part].line,
                        format!("`{module}` has no business with `std::{name}`"),
                    ));
                }
            }
        }
    }
    found
}

/// Types and modules carry names of the salon.
fn empty_names(module: &str, path: &str, code: &Code) -> Found {
    if module == "exchange" {
        return Found::new();
    }
    let mut named: Vec<(usize, &str)> = path.trim_end_matches(".rs").split('/').map(|part| (1, part)).collect();
    for at in 1..code.tokens.len() {
        if matches!(
            code.text(at - 1),
            "struct" | "enum" | "trait" | "type" | "mod" | "union"
        ) && code.is_name(at)
            // The standard library's word for what an iterator gives.
            && (code.text(at - 1), code.text(at)) != ("type", "Item")
        {
            named.push((code.tokens[at].line, code.text(at)));
        }
    }
    let empty =
        |word: &String| EMPTY_NAMES.contains(&word.as_str()) || EMPTY_NAMES.contains(&word.trim_end_matches('s'));
    let mut found = Found::new();
    for (line, name) in named {
        if let Some(word) = words_of(name).iter().find(|word| empty(word)) {
            found.push((
                line,
                format!("`{name}` says nothing: find a word of the salon for \"{word}\""),
            ));
        }
    }
    found
}

/// The lower-case words of a `CamelCase` or `snake_case` name.
fn words_of(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for letter in name.chars() {
        if letter == '_' || letter.is_uppercase() {
            words.push(String::new());
        }
        if letter != '_' {
            words.last_mut().unwrap().extend(letter.to_lowercase());
        }
    }
    words
}

/// Things that have one home: SQL in `store`, colours in `ui::look`; no lock in a frame, no code kept for nobody.
fn houses(module: &str, path: &str, code: &Code) -> Found {
    let mut found = Found::new();
    for (at, token) in code.tokens.iter().enumerate() {
        let next = || code.text(at + 2);
        match token.text.as_str() {
            "Color32" if code.text(at + 1) == "::" && !path.starts_with("ui/look") => {
                let constant = next().chars().all(|letter| letter.is_uppercase() || letter == '_');
                if constant && !matches!(next(), "PLACEHOLDER" | "TRANSPARENT") {
                    found.push((token.line, format!("`Color32::{}`: colours live in `ui::look`", next())));
                }
            }
            "Mutex" | "RwLock" if module == "ui" => {
                found.push((
                    token.line,
                    "a frame waits for no lock: it reads the book it was given".to_owned(),
                ));
            }
            "dead_code" => found.push((
                token.line,
                "code for nobody: take it out instead of allowing it".to_owned(),
            )),
            _ => {}
        }
    }
    let statements = [
        "SELECT ",
        "INSERT INTO ",
        "INSERT OR ",
        "DELETE FROM ",
        "CREATE TABLE ",
        "PRAGMA ",
        "BEGIN IMMEDIATE",
    ];
    let sql = |text: &str| {
        statements
            .iter()
            .any(|statement| text.trim_start().starts_with(statement))
    };
    for text in code.texts.iter().filter(|text| module != "store" && sql(&text.text)) {
        found.push((text.line, "SQL lives in `store`".to_owned()));
    }
    found
}
