//! The cases of other libraries' tests, from JSON files in the folder that `CHAIRTIME_VECTORS` names; left out where it is not set.
//!
//! A file is a list of cases: `rrule`, `dtstart` (or `dtstart_synced`, which goes before it), `tz`, `value`, `exdate`, `rdate`,
//! and the `expected` starts on the wall, all of them where `complete`. Only cases marked `core` are looked at: the others
//! are about what a rule may not say, or what their libraries understand in their own way.

use super::*;
use serde_json::Value;
use std::fs;
use std::path::Path;

/// A date or a local time in the basic notation of RFC 5545; an instant with a `Z` at its end.
fn read(text: &str) -> When {
    match Rule::parse(&format!("FREQ=DAILY;UNTIL={text}")).unwrap().end() {
        End::Until(when) => when,
        other => panic!("{text}: {other:?}"),
    }
}

fn times(case: &Value, field: &str) -> Vec<When> {
    let listed = case[field].as_array().map(Vec::as_slice).unwrap_or_default();
    listed.iter().map(|text| read(text.as_str().unwrap())).collect()
}

/// Why a case does not come out as its library has it; nothing where it does.
fn wrong(case: &Value) -> Option<String> {
    let text = case["rrule"].as_str().unwrap();
    let rule = Rule::parse(text);
    if let Some(part) = ["BYHOUR", "BYMINUTE", "BYSECOND"]
        .into_iter()
        .find(|part| text.contains(part))
    {
        let named = rule.as_ref().is_err_and(|error| {
            matches!(error.reason, Reason::NotSupported(_)) && error.to_string().contains("is not supported")
        });
        return (!named).then(|| format!("{part}: {rule:?}"));
    }
    let rule = match rule {
        Ok(rule) => rule,
        Err(error) => return Some(error.to_string()),
    };
    let start = case["dtstart_synced"].as_str().or(case["dtstart"].as_str()).unwrap();
    let start = match (read(start), case["tz"].as_str()) {
        (When::Day(day), _) => Start::Day(day),
        (When::Local(local), None) => Start::Floating(local),
        (When::Local(local), Some(zone)) => Start::Zoned(local, zone.parse().unwrap()),
        (When::Utc(at), _) => Start::Zoned(crate::time::Zone::UTC.civil(at), crate::time::Zone::UTC),
    };
    let set = RecurrenceSet::new(start, Some(&rule))
        .with_added(times(case, "rdate"))
        .with_left_out(times(case, "exdate"));
    let expected = times(case, "expected");
    let complete = case["complete"].as_bool().unwrap();
    let most = if complete { expected.len() + 1 } else { expected.len() };
    let shown: Vec<When> = set
        .occurrences()
        .take(most)
        .map(|found| match (start, expected.first()) {
            (Start::Day(_), _) | (_, Some(When::Day(_))) => When::Day(found.start.day),
            (Start::Zoned(..), Some(When::Utc(_))) => When::Utc(found.at.instant()),
            _ => When::Local(found.start),
        })
        .collect();
    (shown != expected).then(|| format!("{shown:?} is not {expected:?}"))
}

#[test]
fn the_cases_of_other_libraries_come_out_as_they_have_them() {
    let Some(folder) = std::env::var_os("CHAIRTIME_VECTORS") else {
        return;
    };
    let folder = Path::new(&folder);
    let (mut looked_at, mut failed) = (0, Vec::new());
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let cases: Vec<Value> = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        for case in cases.iter().filter(|case| case["core"] == true) {
            looked_at += 1;
            failed.extend(wrong(case).map(|wrong| format!("{} {}: {wrong}", case["id"], case["rrule"])));
        }
    }
    assert!(looked_at > 0, "{} holds no case", folder.display());
    assert!(
        failed.is_empty(),
        "{} of {looked_at} cases:\n{}",
        failed.len(),
        failed.join("\n")
    );
}
