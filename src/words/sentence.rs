//! A standing appointment in one sentence (spec S2.9): "Every 2 weeks on Tuesday and Friday at 10:00, from 3 Mar 2026, 26
//! dates". Days and times of its slots, start and end; who and what are said elsewhere.

use super::dates::{day, short_weekday, start, time, weekday};
use super::rhythm::{Said, said};
use super::{capital, counted, listed};
use crate::domain::Book;
use crate::domain::draft::{SeriesDraft, SeriesEnd};
use crate::domain::request::draft_of_chapter;
use crate::domain::rows::SeriesId;
use crate::domain::values::ClockFace;
use crate::recurrence::{Preset, Rule};
use crate::time::{Day, TimeOfDay, Weekday};

/// The sentence of a series as it is now, by its last chapter; nothing where it is not in the book.
pub fn of_series(book: &Book, series: SeriesId) -> Option<String> {
    let draft = draft_of_chapter(book, book.last_chapter(series)?);
    draft.map(|draft| of_draft(&draft, super::dates::face(book)))
}

/// The sentence of a series as it is meant.
pub fn of_draft(draft: &SeriesDraft, face: ClockFace) -> String {
    let slots: Vec<(Option<Weekday>, TimeOfDay)> = draft.slots.iter().map(|slot| (slot.weekday, slot.time)).collect();
    match &draft.rule {
        Some(rule) => of_rule(rule, draft.start, &slots, draft.end, face),
        None => {
            let at = slots.first().map_or(TimeOfDay::MIDNIGHT, |(_, time)| *time);
            start(draft.start.at(at), face)
        }
    }
}

/// The sentence of a rule with its start, its slots (a weekday where they differ by it, and a time), and its end.
pub fn of_rule(
    rule: &Rule,
    from: Day,
    slots: &[(Option<Weekday>, TimeOfDay)],
    end: SeriesEnd,
    face: ClockFace,
) -> String {
    let mut text = of_slots(rule, from, slots, face);
    text.push_str(&match end {
        SeriesEnd::Never => format!(", from {} on", day(from)),
        SeriesEnd::On(last) if last < from => format!(", from {}, ended before its first date", day(from)),
        SeriesEnd::On(last) => format!(", from {} to {}", day(from), day(last)),
        SeriesEnd::After(count) => {
            let count = usize::try_from(count).unwrap_or(usize::MAX);
            format!(", from {}, {}", day(from), counted(count, "date", "dates"))
        }
    });
    capital(&text)
}

/// How often and when, without start and end, for tables: "Every 2 weeks, Tue and Fri 10:00".
pub fn in_short(draft: &SeriesDraft, face: ClockFace) -> String {
    let mut slots: Vec<(Option<Weekday>, TimeOfDay)> =
        draft.slots.iter().map(|slot| (slot.weekday, slot.time)).collect();
    let Some(rule) = &draft.rule else {
        return of_draft(draft, face);
    };
    // One slot may stand for all weekdays of its rule.
    if let ([(None, at)], Some(Preset::Weekly { weekdays, .. })) = (slots.as_slice(), rule.preset()) {
        let at = *at;
        slots = weekdays.iter(Weekday::Mon).map(|weekday| (Some(weekday), at)).collect();
    }
    let by_weekday = slots.iter().all(|(weekday, _)| weekday.is_some()) && !slots.is_empty();
    if !by_weekday {
        return capital(&of_slots(rule, draft.start, &slots, face));
    }
    let groups = grouped(&slots, rule.parts().week_start, short_weekday).into_iter();
    let groups: Vec<String> = groups
        .map(|(days, at)| format!("{} {}", listed(&days, "and"), time(at, face)))
        .collect();
    let often = super::rhythm::how_often(rule);
    capital(&format!("{often}, {}", groups.join(", ")))
}

fn of_slots(rule: &Rule, from: Day, slots: &[(Option<Weekday>, TimeOfDay)], face: ClockFace) -> String {
    let groups = grouped(slots, rule.parts().week_start, weekday);
    match groups.as_slice() {
        [] => super::rhythm::of(rule, from),
        [(_, at)] => {
            let Said { days, limits } = said(rule, from);
            let at = time(*at, face);
            if limits.is_empty() {
                format!("{days} at {at}")
            } else {
                format!("{days}, {limits}, at {at}")
            }
        }
        several => {
            let of_group =
                |(days, at): &(Vec<&str>, TimeOfDay)| format!("{} at {}", listed(days, "and"), time(*at, face));
            let groups: Vec<String> = several.iter().map(of_group).collect();
            let often = super::rhythm::how_often(rule);
            // Where a group has several weekdays, an "and" between groups would be a second one.
            let joined = if several.iter().any(|(days, _)| days.len() > 1) {
                groups.join(", ")
            } else {
                listed(&groups, "and")
            };
            format!("{often} on {joined}")
        }
    }
}

/// The weekdays of each time, in the order of the week.
fn grouped(
    slots: &[(Option<Weekday>, TimeOfDay)],
    first: Weekday,
    name: fn(Weekday) -> &'static str,
) -> Vec<(Vec<&'static str>, TimeOfDay)> {
    let mut slots = slots.to_vec();
    slots.sort_by_key(|(weekday, _)| weekday.map(|weekday| weekday.days_since(first)));
    let mut groups: Vec<(Vec<&'static str>, TimeOfDay)> = Vec::new();
    for (of_week, at) in &slots {
        let name = of_week.map(name);
        match groups.iter_mut().find(|(_, time)| time == at) {
            Some((days, _)) => days.extend(name),
            None => groups.push((name.into_iter().collect(), *at)),
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(rule: &str, slots: &[(Option<Weekday>, &str)], end: SeriesEnd, face: ClockFace, text: &str) {
        let rule = Rule::parse(rule).unwrap();
        let slots: Vec<_> = slots.iter().map(|(day, time)| (*day, time.parse().unwrap())).collect();
        assert_eq!(of_rule(&rule, "2026-03-03".parse().unwrap(), &slots, end, face), text);
    }

    /// Spec S2.9.
    #[test]
    fn a_sentence_says_days_time_start_and_end() {
        let (tue, fri) = (Some(Weekday::Tue), Some(Weekday::Fri));
        check(
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,FR",
            &[(tue, "10:00"), (fri, "10:00")],
            SeriesEnd::After(26),
            ClockFace::H24,
            "Every 2 weeks on Tuesday and Friday at 10:00, from 3 Mar 2026, 26 dates",
        );
        check(
            "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1",
            &[(None, "14:30")],
            SeriesEnd::Never,
            ClockFace::H12,
            "Every month on the 31st, or the last day of shorter months, at 2:30 pm, from 3 Mar 2026 on",
        );
        check(
            "FREQ=DAILY",
            &[(None, "09:00")],
            SeriesEnd::On("2026-03-09".parse().unwrap()),
            ClockFace::H24,
            "Every day at 09:00, from 3 Mar 2026 to 9 Mar 2026",
        );
    }

    #[test]
    fn in_a_table_the_sentence_is_short() {
        let salon = crate::domain::fixture::Salon::at("Europe/Berlin", "2026-03-02T08:00");
        let check = |rule: &str, text: &str| {
            let draft = salon.draft(rule, "2026-03-03", "10:00");
            assert_eq!(in_short(&draft, ClockFace::H24), text, "{rule}");
        };
        check("FREQ=WEEKLY;INTERVAL=6;BYDAY=TU,FR", "Every 6 weeks, Tue and Fri 10:00");
        check("FREQ=MONTHLY;BYMONTHDAY=4", "Every month on the 4th at 10:00");
        let mut draft = salon.draft("FREQ=WEEKLY;BYDAY=TU,FR", "2026-03-03", "10:00");
        draft.slots = vec![
            salon.slot(Some(Weekday::Tue), "10:00", salon.ann),
            salon.slot(Some(Weekday::Fri), "14:30", salon.ann),
        ];
        assert_eq!(in_short(&draft, ClockFace::H24), "Every week, Tue 10:00, Fri 14:30");
    }

    #[test]
    fn days_with_times_of_their_own_say_them() {
        let on = |day, time| (Some(day), time);
        check(
            "FREQ=WEEKLY;BYDAY=TU,FR",
            &[on(Weekday::Fri, "14:00"), on(Weekday::Tue, "10:00")],
            SeriesEnd::After(1),
            ClockFace::H24,
            "Every week on Tuesday at 10:00 and Friday at 14:00, from 3 Mar 2026, 1 date",
        );
        check(
            "FREQ=WEEKLY;INTERVAL=3;BYDAY=MO,TU,FR",
            &[
                on(Weekday::Mon, "10:00"),
                on(Weekday::Tue, "14:00"),
                on(Weekday::Fri, "10:00"),
            ],
            SeriesEnd::Never,
            ClockFace::H24,
            "Every 3 weeks on Monday and Friday at 10:00, Tuesday at 14:00, from 3 Mar 2026 on",
        );
    }
}
