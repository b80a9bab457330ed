//! What belongs together under one UID: a rule with the dates that differ from it, wherever in the file they stand.
//!
//! Two of one UID and one RECURRENCE-ID are one, of which the newer counts. Some programs give one UID to several
//! appointments: those that begin at different times stay apart. A date of a series that is not in the file is an appointment
//! of its own.

use std::collections::HashMap;

use super::event::Event;
use crate::domain::import::{About, Incoming, Instead, Note, Noted, Repair, Skip};
use crate::recurrence::Start;

/// Puts together what belongs together, in the order of the file.
pub(super) fn gathered(events: Vec<Event>, notes: &mut Vec<Note>) -> Vec<Incoming> {
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut groups: Vec<(String, Vec<Event>)> = Vec::new();
    for event in events {
        let uid = event.uid.clone().unwrap_or_else(|| {
            note(notes, &event, Noted::Repaired(Repair::NoUid));
            made_up(&event)
        });
        let place = *places.entry(uid.clone()).or_insert_with(|| {
            groups.push((uid, Vec::new()));
            groups.len() - 1
        });
        if let Some((_, group)) = groups.get_mut(place) {
            group.push(event);
        }
    }
    let mut incoming: Vec<Incoming> = Vec::new();
    for (uid, group) in groups {
        one(&uid, group, notes, &mut incoming);
    }
    incoming.sort_by_key(|incoming| incoming.line);
    incoming
}

/// A UID for what has none: the same whenever the same file is read.
fn made_up(event: &Event) -> String {
    format!("{} {} {}", event.start.civil(), event.start.zone(), event.seen.summary)
}

fn note(notes: &mut Vec<Note>, event: &Event, noted: Noted) {
    notes.push(Note {
        line: event.line,
        about: About::Appointment(event.seen.summary.clone()),
        noted,
    });
}

fn one(uid: &str, group: Vec<Event>, notes: &mut Vec<Note>, incoming: &mut Vec<Incoming>) {
    let (dates, masters): (Vec<Event>, Vec<Event>) = group.into_iter().partition(|event| event.of.is_some());
    let masters = newest(masters, |event| event.start, notes);
    let dates = newest(dates, |event| event.of.unwrap_or(event.start), notes);
    // The dates are of the one with a rule.
    let of_rule = masters.iter().position(|event| event.rule.is_some()).unwrap_or(0);
    if masters.is_empty() {
        for date in dates {
            if date.is_cancelled {
                note(notes, &date, Noted::Skipped(Skip::Cancelled));
                continue;
            }
            if date.ours.is_none() {
                note(notes, &date, Noted::Repaired(Repair::WithoutSeries));
            }
            let uid = format!("{uid} {}", date.of.unwrap_or(date.start).civil());
            incoming.push(series(uid, date, Vec::new()));
        }
        return;
    }
    let mut dates = Some(dates);
    for (index, master) in masters.into_iter().enumerate() {
        let dates = if index == of_rule { dates.take() } else { None }.unwrap_or_default();
        if master.is_cancelled && master.ours.is_none() {
            note(notes, &master, Noted::Skipped(Skip::Cancelled));
            continue;
        }
        let uid = if index == 0 {
            uid.to_owned()
        } else {
            format!("{uid} {}", master.start.civil())
        };
        incoming.push(series(uid, master, dates));
    }
}

/// Of those that are the same the newest, the others are told.
fn newest(events: Vec<Event>, key: impl Fn(&Event) -> Start, notes: &mut Vec<Note>) -> Vec<Event> {
    let mut best: Vec<Event> = Vec::with_capacity(events.len());
    let mut places: HashMap<Start, usize> = HashMap::new();
    for event in events {
        let age = |event: &Event| (event.sequence, event.modified_at, event.line);
        match places.get(&key(&event)).and_then(|&place| best.get_mut(place)) {
            None => {
                places.insert(key(&event), best.len());
                best.push(event);
            }
            Some(known) => {
                let older = if age(&event) > age(known) {
                    std::mem::replace(known, event)
                } else {
                    event
                };
                note(notes, &older, Noted::Repaired(Repair::Older));
            }
        }
    }
    best
}

fn series(uid: String, master: Event, dates: Vec<Event>) -> Incoming {
    let mut left_out = master.left_out;
    let mut instead = Vec::new();
    for date in dates {
        let of = date.of.unwrap_or(date.start);
        if date.is_cancelled {
            left_out.push(of);
        } else {
            instead.push(Instead {
                line: date.line,
                of,
                start: date.start,
                length: date.length,
                seen: date.seen,
                ours: date.ours,
            });
        }
    }
    Incoming {
        line: master.line,
        uid,
        sequence: master.sequence,
        seen: master.seen,
        start: master.start,
        length: master.length,
        rule: master.rule.filter(|_| !master.is_cancelled),
        left_out: if master.is_cancelled {
            vec![master.start]
        } else {
            left_out
        },
        more: master.more,
        instead,
        ours: master.ours,
        unknown: master.unknown,
    }
}
