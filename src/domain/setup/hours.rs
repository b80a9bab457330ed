//! Weekly hours, dated hours and time off as the document says them: read, and given back.
//!
//! Hours are an object of weekdays, or a rota with `every`, `anchor` and `weeks`; either may hold only `from` or `until` a
//! day, and a list says several of them. A time of day may lie on the next day: `26:00` is two in the morning.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::draft::{ClosedDays, Hours, SpecialDay, StaffDayDraft, TimeOffDraft};
use super::read::reference;
use crate::domain::read::{NAME, Reader, WEEKDAYS};
use crate::domain::refusal::FieldError;
use crate::time::{Civil, Day, MinuteSpan, Minutes, TimeOfDay, Weekday};

const DAY: Minutes = Minutes::DAY;
/// The most stretches of a day, and the most hours that can be said at once.
const MOST_STRETCHES: usize = 24;
/// The most closed days, special days or times off of one thing.
const MOST_DAYS: usize = 4_000;

/// Reads weekly hours from a field; nothing where it is not said.
pub(super) fn weekly(reader: &Reader<'_>, field: &'static str) -> Option<Vec<Hours>> {
    let value = reader.value(field)?;
    Some(weekly_at(value, &reader.path(field), reader))
}

/// Reads weekly hours that stand at a path.
pub(super) fn weekly_at(value: &Value, path: &str, reader: &Reader<'_>) -> Vec<Hours> {
    let mut hours = Vec::new();
    match value.as_array() {
        Some(list) => {
            for (index, value) in list.iter().enumerate().take(MOST_STRETCHES) {
                pattern(
                    Reader::new(value, format!("{path}.{index}"), reader.errors()),
                    &mut hours,
                );
            }
            if list.len() > MOST_STRETCHES {
                let error = FieldError::TooMany { most: MOST_STRETCHES };
                reader.errors().borrow_mut().add(path, error);
            }
        }
        None => pattern(Reader::new(value, path, reader.errors()), &mut hours),
    }
    hours.sort_unstable();
    hours
}

fn pattern(reader: Reader<'_>, hours: &mut Vec<Hours>) {
    let mut base = Hours {
        valid_from: reader.day("from"),
        valid_until: reader.day("until"),
        cycle_weeks: 1,
        cycle_anchor: None,
        cycle_week: 0,
        weekday: 0,
        opens: Minutes::ZERO,
        closes: Minutes::ZERO,
    };
    if base
        .valid_from
        .zip(base.valid_until)
        .is_some_and(|(from, until)| until < from)
    {
        reader.wrong("until", FieldError::EndBeforeStart);
    }
    let is_rota = ["every", "anchor", "weeks"]
        .into_iter()
        .filter(|field| reader.value(field).is_some())
        .count()
        > 0;
    if !is_rota {
        week(&reader, base, hours);
        reader.end();
        return;
    }
    let every = reader.number("every", 1, 8).and_then(|every| u16::try_from(every).ok());
    let anchor = reader.day("anchor");
    let weeks = reader.objects("weeks", 8);
    for field in ["every", "anchor", "weeks"] {
        if reader.value(field).is_none() {
            reader.wrong(field, FieldError::Missing);
        }
    }
    if let (Some(every), Some(anchor), Some(weeks)) = (every, anchor, weeks) {
        if weeks.len() != usize::from(every) {
            reader.wrong("weeks", FieldError::DoesNotFit { with: "every" });
        }
        // A rota of one week is plain weekly hours.
        base.cycle_weeks = every;
        base.cycle_anchor = (every > 1).then_some(anchor);
        for (place, fields) in (0_u16..).zip(weeks) {
            base.cycle_week = place;
            week(&fields, base, hours);
            fields.end();
        }
    }
    reader.end();
}

fn week(reader: &Reader<'_>, base: Hours, hours: &mut Vec<Hours>) {
    for (code, weekday) in WEEKDAYS {
        let spans = stretches(reader, code).unwrap_or_default();
        hours.extend(spans.into_iter().map(|span| Hours {
            weekday: weekday_number(weekday),
            opens: span.from,
            closes: span.to,
            ..base
        }));
    }
}

/// Reads the stretches of a day: `[["09:00", "12:00"], ["13:00", "24:00"]]`.
fn stretches(reader: &Reader<'_>, field: &'static str) -> Option<Vec<MinuteSpan>> {
    let list = reader.list(field, MOST_STRETCHES)?;
    let mut spans: Vec<MinuteSpan> = Vec::with_capacity(list.len());
    for (index, value) in list.iter().enumerate() {
        let at = format!("{field}.{index}");
        let Some([from, to]) = value.as_array().map(Vec::as_slice) else {
            let wanted = "a list of two times";
            reader.wrong(&at, FieldError::WrongType { wanted });
            continue;
        };
        let time = |value: &Value, place: usize| {
            let time = value.as_str().and_then(clock_time);
            if time.is_none() {
                reader.wrong(&format!("{at}.{place}"), FieldError::NotATime);
            }
            time
        };
        let (Some(from), Some(to)) = (time(from, 0), time(to, 1)) else {
            continue;
        };
        if from >= DAY {
            reader.wrong(&format!("{at}.0"), FieldError::NotATime);
        } else if to <= from {
            reader.wrong(&at, FieldError::EndBeforeStart);
        } else if spans.iter().any(|span| span.overlaps(MinuteSpan { from, to })) {
            reader.wrong(&at, FieldError::DoesNotFit { with: field });
        } else {
            spans.push(MinuteSpan { from, to });
        }
    }
    spans.sort_unstable_by_key(|span| (span.from, span.to));
    Some(spans)
}

/// A time on the clock that may lie on the next day: `24:00` is its midnight, `48:00` the last.
fn clock_time(text: &str) -> Option<Minutes> {
    let (hours, minutes) = text.trim().split_once(':')?;
    let part = |text: &str| {
        let is_number = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| text.parse::<i32>().ok()).flatten()
    };
    let (hours, minutes) = (part(hours)?, part(minutes).filter(|minutes| *minutes < 60)?);
    let time = Minutes::hours(hours) + Minutes::new(minutes);
    (time <= DAY + DAY).then_some(time)
}

fn clock_text(time: Minutes) -> String {
    format!("{:02}:{:02}", time.count() / 60, time.count() % 60)
}

/// Reads closed days.
pub(super) fn closed_days(reader: &Reader<'_>, field: &'static str) -> Option<Vec<ClosedDays>> {
    let list = reader.objects(field, MOST_DAYS)?;
    let read = |fields: Reader<'_>| {
        let (first, last) = (fields.day("from"), fields.day("to"));
        let reason = fields.text("reason", NAME).unwrap_or_default();
        if fields.value("from").is_none() {
            fields.wrong("from", FieldError::Missing);
        }
        // One day needs no end.
        let last = if fields.value("to").is_none() { first } else { last };
        if first.zip(last).is_some_and(|(first, last)| last < first) {
            fields.wrong("to", FieldError::EndBeforeStart);
        }
        fields.end();
        Some(ClosedDays {
            first: first?,
            last: last?,
            reason,
        })
    };
    Some(list.into_iter().filter_map(read).collect())
}

/// Reads days with other hours.
pub(super) fn special_days(reader: &Reader<'_>, field: &'static str) -> Option<Vec<SpecialDay>> {
    let list = reader.objects(field, MOST_DAYS)?;
    let read = |fields: Reader<'_>| {
        let day = special_day(&fields);
        fields.end();
        day
    };
    Some(list.into_iter().filter_map(read).collect())
}

/// Reads days on which somebody works at other hours than theirs, each with its location where it says one.
pub(super) fn staff_days(reader: &Reader<'_>, field: &'static str) -> Option<Vec<StaffDayDraft>> {
    let list = reader.objects(field, MOST_DAYS)?;
    let read = |fields: Reader<'_>| {
        let day = special_day(&fields);
        let location = fields
            .value("location")
            .and_then(|value| reference(value, fields.path("location"), &fields));
        fields.end();
        Some(StaffDayDraft { location, day: day? })
    };
    Some(list.into_iter().filter_map(read).collect())
}

fn special_day(fields: &Reader<'_>) -> Option<SpecialDay> {
    let day = fields.day("date");
    let hours = stretches(fields, "hours").unwrap_or_default();
    let reason = fields.text("reason", NAME).unwrap_or_default();
    let is_empty = |value: &Value| value.as_array().is_some_and(Vec::is_empty);
    for needed in ["date", "hours"] {
        if fields.value(needed).is_none_or(is_empty) {
            fields.wrong(needed, FieldError::Missing);
        }
    }
    Some(SpecialDay {
        day: day?,
        hours,
        reason,
    })
}

/// Reads times off.
pub(super) fn times_off(reader: &Reader<'_>, field: &'static str) -> Option<Vec<TimeOffDraft>> {
    let list = reader.objects(field, MOST_DAYS)?;
    let read = |fields: Reader<'_>| {
        let civil = |field| {
            if fields.value(field).is_none() {
                fields.wrong(field, FieldError::Missing);
            }
            let wanted = "a date and time";
            let civil: Option<Civil> = fields.parsed(field, FieldError::WrongType { wanted });
            if civil.is_some_and(|civil| !(Day::FIRST..=Day::LAST).contains(&civil.day)) {
                fields.wrong(
                    field,
                    FieldError::OutOfRange {
                        least: Day::FIRST.to_string(),
                        most: Day::LAST.to_string(),
                    },
                );
            }
            civil
        };
        let (from, to) = (civil("from"), civil("to"));
        let reason = fields.text("reason", NAME).unwrap_or_default();
        if from.zip(to).is_some_and(|(from, to)| to <= from) {
            fields.wrong("to", FieldError::EndBeforeStart);
        }
        fields.end();
        Some(TimeOffDraft {
            from: from?,
            to: to?,
            reason,
        })
    };
    Some(list.into_iter().filter_map(read).collect())
}

/// Times off in their order, those that touch and have the same reason as one.
pub(super) fn joined(mut times: Vec<TimeOffDraft>) -> Vec<TimeOffDraft> {
    times.sort_by(|one, other| (&one.reason, one.from, one.to).cmp(&(&other.reason, other.from, other.to)));
    times.dedup_by(|next, time| {
        let touches = next.reason == time.reason && next.from <= time.to;
        if touches {
            time.to = time.to.max(next.to);
        }
        touches
    });
    times.sort_by_key(|time| (time.from, time.to));
    times
}

/// A stretch of whole days, or the same part of one day, as a time off is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::domain) struct OffRow {
    pub first: Day,
    pub last: Day,
    pub part: Option<MinuteSpan>,
}

/// The rows of a time off: the rest of its first day, its whole days, and the beginning of its last day.
pub(in crate::domain) fn off_rows(from: Civil, to: Civil) -> Vec<OffRow> {
    let minute = |civil: Civil| civil.time.since_midnight();
    let part = |day, from, to| OffRow {
        first: day,
        last: day,
        part: Some(MinuteSpan { from, to }),
    };
    let (starts_whole, ends_whole) = (minute(from).is_zero(), minute(to).is_zero());
    if from.day == to.day {
        return vec![part(from.day, minute(from), minute(to))];
    }
    let mut rows = Vec::with_capacity(3);
    if !starts_whole {
        rows.push(part(from.day, minute(from), DAY));
    }
    let (first, last) = (if starts_whole { from.day } else { from.day + 1 }, to.day - 1);
    if first <= last {
        rows.push(OffRow {
            first,
            last,
            part: None,
        });
    }
    if !ends_whole {
        rows.push(part(to.day, Minutes::ZERO, minute(to)));
    }
    rows
}

/// The times off that rows say, a row that takes a part of several days once per day.
pub(super) fn off_times(rows: impl Iterator<Item = (OffRow, String)>) -> Vec<TimeOffDraft> {
    let mut times = Vec::new();
    for (row, reason) in rows {
        let midnight = |day: Day| Civil::new(day, TimeOfDay::MIDNIGHT);
        let mut put = |from, to| {
            times.push(TimeOffDraft {
                from,
                to,
                reason: reason.clone(),
            });
        };
        match row.part {
            None => put(midnight(row.first), midnight(row.last + 1)),
            Some(part) => {
                let days = row.last - row.first;
                for day in (0..=days).map(|offset| row.first + offset) {
                    put(midnight(day) + part.from, midnight(day) + part.to);
                }
            }
        }
    }
    joined(times)
}

/// Weekly hours as the document says them.
pub(super) fn weekly_value(hours: &[Hours]) -> Value {
    type Pattern = (Option<Day>, Option<Day>, u16, Option<Day>);
    let mut patterns: BTreeMap<Pattern, Vec<&Hours>> = BTreeMap::new();
    for row in hours {
        let pattern = (row.valid_from, row.valid_until, row.cycle_weeks, row.cycle_anchor);
        patterns.entry(pattern).or_default().push(row);
    }
    let mut values: Vec<Value> = patterns
        .into_iter()
        .map(|((from, until, weeks, anchor), rows)| {
            let mut fields = match anchor.filter(|_| weeks > 1) {
                None => week_fields(&rows, 0),
                Some(anchor) => Map::from_iter([
                    ("every".to_owned(), json!(weeks)),
                    ("anchor".to_owned(), json!(anchor.to_string())),
                    (
                        "weeks".to_owned(),
                        (0..weeks).map(|week| Value::Object(week_fields(&rows, week))).collect(),
                    ),
                ]),
            };
            let mut put =
                |name: &str, day: Option<Day>| day.map(|day| fields.insert(name.to_owned(), json!(day.to_string())));
            put("from", from);
            put("until", until);
            Value::Object(fields)
        })
        .collect();
    match values.len() {
        0 => json!({}),
        1 => values.remove(0),
        _ => Value::Array(values),
    }
}

fn week_fields(rows: &[&Hours], week: u16) -> Map<String, Value> {
    let mut fields = Map::new();
    for (code, weekday) in WEEKDAYS {
        let spans: Vec<Value> = rows
            .iter()
            .filter(|row| row.cycle_week == week && row.weekday == weekday_number(weekday))
            .map(|row| span_value(row.opens, row.closes))
            .collect();
        if !spans.is_empty() {
            fields.insert(code.to_owned(), Value::Array(spans));
        }
    }
    fields
}

/// A stretch as the document says it.
pub(super) fn span_value(opens: Minutes, closes: Minutes) -> Value {
    json!([clock_text(opens), clock_text(closes)])
}

/// The weekday as hours are sorted by it.
pub(super) fn weekday_number(weekday: Weekday) -> u8 {
    u8::try_from(weekday.num_days_from_monday()).unwrap_or(0)
}

/// The weekday of a number.
pub(super) fn weekday_of(number: u8) -> Weekday {
    Weekday::try_from(number).unwrap_or(Weekday::Mon)
}
