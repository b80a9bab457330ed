//! When a series recurs: the frequency with its parts, or a rule's own text (spec S2).

use super::super::read::{Reader, weekday, weekday_code};
use super::super::refusal::FieldError;
use super::{Purpose, Request};
use crate::recurrence::{End, Preset, Rule, ShortMonths};
use crate::time::{Day, Weekday, WeekdaySet};

/// When a series recurs.
pub(super) struct Rhythm {
    /// The rule, without an end; none for a single appointment.
    pub rule: Option<Rule>,
    /// The end that the rule's own text says.
    pub end: End,
    /// The earliest date.
    pub start: Day,
    /// The weekdays of a weekly rule, each with a slot of its own; none where one slot has all dates.
    pub weekdays: WeekdaySet,
}

/// The frequencies by their code words, each with its own step.
const FREQUENCIES: [&str; 7] = [
    "daily",
    "weekly",
    "biweekly",
    "semimonthly",
    "monthly",
    "quarterly",
    "annually",
];

/// The fields that make a rule; an edit that holds any of them says the whole rhythm.
const RULE_FIELDS: [&str; 6] = [
    "frequency",
    "every",
    "weekdays",
    "days_of_month",
    "nth_weekday",
    "rrule",
];

impl Request<'_> {
    pub(super) fn rhythm(&self, reader: &Reader<'_>) -> Option<Rhythm> {
        let start = if reader.says("start_date") {
            reader.day("start_date")
        } else {
            self.now().map(|now| now.start)
        };
        if start.is_none() && reader.value("start_date").is_none() {
            reader.wrong("start_date", FieldError::Missing);
        }
        let now_weekly = matches!(
            self.now().and_then(|now| now.rule.as_ref()).and_then(Rule::preset),
            Some(Preset::Weekly { .. })
        );
        let says_rule = RULE_FIELDS.iter().filter(|field| reader.value(field).is_some()).count() > 0
            || (now_weekly && !slot_days(reader).is_empty());
        reader.says("short_months");
        if matches!(self.purpose, Purpose::Single) {
            for field in RULE_FIELDS.into_iter().filter(|field| reader.value(field).is_some()) {
                reader.wrong(field, FieldError::NotHere);
            }
            return Some(Rhythm {
                rule: None,
                end: End::Never,
                start: start?,
                weekdays: WeekdaySet::EMPTY,
            });
        }
        let rule = match self.now() {
            Some(now) if !says_rule => now.rule.clone(),
            _ => Some(self.rule(reader, start)?),
        };
        let weekdays = rule
            .as_ref()
            .map_or(WeekdaySet::EMPTY, |rule| slot_weekdays(rule, start));
        Some(Rhythm {
            end: rule.as_ref().map_or(End::Never, Rule::end),
            rule: rule.map(|rule| rule.without_end()),
            start: start?,
            weekdays,
        })
    }

    fn rule(&self, reader: &Reader<'_>, start: Option<Day>) -> Option<Rule> {
        let week_start = self
            .book
            .business()
            .map_or(Weekday::Mon, |business| business.week_start);
        if reader.value("rrule").is_some() {
            for field in RULE_FIELDS
                .into_iter()
                .filter(|field| *field != "rrule" && says(reader, field))
            {
                reader.wrong(field, FieldError::DoesNotFit { with: "rrule" });
            }
            return written(reader);
        }
        let now = self.now().and_then(|now| now.rule.as_ref()).and_then(Rule::preset);
        let frequency = reader
            .choice("frequency", &FREQUENCIES, |code| code)
            .or_else(|| now.and_then(frequency_of));
        if frequency.is_none() && reader.value("frequency").is_none() {
            reader.wrong("frequency", FieldError::Missing);
        }
        let every = reader
            .number("every", 1, 520)
            .and_then(|every| u32::try_from(every).ok());
        let own_step = match frequency {
            Some("biweekly") => Some(2),
            Some("quarterly") => Some(3),
            _ => None,
        };
        if let (Some(every), Some(own)) = (every, own_step)
            && every != own
        {
            reader.wrong("every", FieldError::DoesNotFit { with: "frequency" });
        }
        let every = match (every, reader.value("every").is_some(), own_step) {
            (Some(every), ..) => every,
            (None, true, _) => return None,
            (None, false, Some(own)) => own,
            // An edit that only says other weekdays keeps its step.
            (None, false, _) if reader.value("frequency").is_none() => now.map_or(1, step_of),
            (None, false, _) => 1,
        };
        let weekdays = self.weekdays(reader);
        let slot_days = slot_days(reader);
        let days = reader.list("days_of_month", 2).map(|list| {
            let day = |value: &serde_json::Value| {
                value
                    .as_u64()
                    .and_then(|day| u32::try_from(day).ok())
                    .filter(|day| (1..=31).contains(day))
            };
            list.iter().map(day).collect::<Option<Vec<u32>>>().unwrap_or_default()
        });
        let days = days.filter(|_| says(reader, "days_of_month"));
        if days.as_ref().is_some_and(Vec::is_empty) {
            reader.wrong(
                "days_of_month",
                FieldError::OutOfRange {
                    least: "1".to_owned(),
                    most: "31".to_owned(),
                },
            );
        }
        let nth = self.nth(reader);
        let short_months = reader
            .choice(
                "short_months",
                &[ShortMonths::Clamp, ShortMonths::Skip],
                |choice| match choice {
                    ShortMonths::Clamp => "clamp",
                    ShortMonths::Skip => "skip",
                },
            )
            .unwrap_or_default();
        let frequency = frequency?;
        let is_weekly = matches!(frequency, "weekly" | "biweekly");
        for (field, fits) in [
            ("weekdays", is_weekly),
            (
                "days_of_month",
                matches!(frequency, "semimonthly" | "monthly" | "quarterly"),
            ),
            (
                "nth_weekday",
                matches!(frequency, "semimonthly" | "monthly" | "quarterly"),
            ),
        ] {
            if says(reader, field) && !fits {
                reader.wrong(field, FieldError::DoesNotFit { with: "frequency" });
                return None;
            }
        }
        if frequency == "semimonthly" && every != 1 {
            reader.wrong("every", FieldError::DoesNotFit { with: "frequency" });
        }
        if days.is_some() && nth.is_some() {
            reader.wrong("nth_weekday", FieldError::DoesNotFit { with: "days_of_month" });
        }
        if weekdays.is_some_and(WeekdaySet::is_empty) && is_weekly {
            reader.wrong("weekdays", FieldError::NoWeekday);
            return None;
        }
        let start = start?;
        let day = start.day_of_month();
        let preset = match frequency {
            "daily" => Preset::Daily { every },
            "weekly" | "biweekly" => {
                let weekdays = match weekdays {
                    Some(weekdays) => weekdays,
                    None if reader.value("weekdays").is_some() => return None,
                    None if !slot_days.is_empty() => slot_days,
                    None => match now {
                        Some(Preset::Weekly { weekdays, .. }) if !weekdays.is_empty() => weekdays,
                        _ => WeekdaySet::single(start.weekday()),
                    },
                };
                Preset::Weekly { every, weekdays }
            }
            "semimonthly" => match (days.as_deref(), nth) {
                (Some([a, b]), _) => {
                    let (first, second) = (*a.min(b), *a.max(b));
                    if first == second || first > 27 {
                        reader.wrong(
                            "days_of_month",
                            FieldError::OutOfRange {
                                least: "1".to_owned(),
                                most: "27".to_owned(),
                            },
                        );
                        return None;
                    }
                    Preset::SemimonthlyDays {
                        first,
                        second,
                        short_months,
                    }
                }
                (Some(_), _) => {
                    reader.wrong("days_of_month", FieldError::DoesNotFit { with: "frequency" });
                    return None;
                }
                (None, Some((nth, _))) if !(1..=4).contains(&nth) => {
                    let (least, most) = ("1".to_owned(), "4".to_owned());
                    reader.wrong("nth_weekday.nth", FieldError::OutOfRange { least, most });
                    return None;
                }
                (None, Some((nth, weekday))) => {
                    let (one, other) = if nth == 1 || nth == 3 { (1, 3) } else { (2, 4) };
                    Preset::SemimonthlyNth {
                        nths: [one, other],
                        weekday,
                    }
                }
                (None, None) => Preset::semimonthly_default(start),
            },
            "monthly" | "quarterly" => match (days.as_deref(), nth) {
                (_, Some((nth, weekday))) => Preset::MonthlyNth { every, nth, weekday },
                (Some([day]), None) => Preset::MonthlyDay {
                    every,
                    day: *day,
                    short_months,
                },
                (Some(_), None) => {
                    reader.wrong("days_of_month", FieldError::DoesNotFit { with: "frequency" });
                    return None;
                }
                (None, None) => Preset::MonthlyDay {
                    every,
                    day,
                    short_months,
                },
            },
            _ => Preset::YearlyDay {
                every,
                month: start.month(),
                day,
                short_months,
            },
        };
        match preset.rule(week_start) {
            Ok(rule) => Some(rule),
            Err(reason) => {
                reader.wrong(
                    "frequency",
                    FieldError::BadRule {
                        reason: reason.to_string(),
                    },
                );
                None
            }
        }
    }

    fn weekdays(&self, reader: &Reader<'_>) -> Option<WeekdaySet> {
        let list = reader.list("weekdays", 7)?;
        let mut set = WeekdaySet::EMPTY;
        for (index, value) in list.iter().enumerate() {
            match value.as_str().and_then(weekday) {
                Some(day) => {
                    set.insert(day);
                }
                None => {
                    let choices = super::super::read::WEEKDAYS.iter().map(|(code, _)| *code).collect();
                    reader.wrong(&format!("weekdays.{index}"), FieldError::NotOneOf { choices });
                    return None;
                }
            }
        }
        Some(set)
    }

    fn nth(&self, reader: &Reader<'_>) -> Option<(i8, Weekday)> {
        let fields = reader.object("nth_weekday")?;
        let nth = fields.number("nth", -1, 5).and_then(|nth| i8::try_from(nth).ok());
        let weekday = fields.weekday("weekday");
        if nth == Some(0) || fields.value("nth").is_none() {
            fields.wrong("nth", FieldError::Missing);
        }
        if fields.value("weekday").is_none() {
            fields.wrong("weekday", FieldError::Missing);
        }
        fields.end();
        nth.filter(|nth| *nth != 0).zip(weekday)
    }
}

/// Whether a field says anything: a list without anything does not.
fn says(reader: &Reader<'_>, field: &'static str) -> bool {
    let value = reader.value(field);
    value.is_some_and(|value| value.as_array().is_none_or(|list| !list.is_empty()))
}

/// The weekdays that slots say: where nothing else is said, they are those of the rule.
fn slot_days(reader: &Reader<'_>) -> WeekdaySet {
    let listed = reader.value("slots").and_then(serde_json::Value::as_array);
    let day = |slot: &serde_json::Value| slot.get("weekday")?.as_str().and_then(weekday);
    listed.into_iter().flatten().filter_map(day).collect()
}

/// A rule's own text, with the end that it may say.
fn written(reader: &Reader<'_>) -> Option<Rule> {
    let text = reader.text("rrule", 2_000)?;
    match Rule::parse(&text) {
        Ok(rule) => Some(rule),
        Err(error) => {
            reader.wrong(
                "rrule",
                FieldError::BadRule {
                    reason: error.to_string(),
                },
            );
            None
        }
    }
}

/// The weekdays that have a slot of their own: those of a weekly rule.
pub(in crate::domain) fn slot_weekdays(rule: &Rule, start: Option<Day>) -> WeekdaySet {
    match rule.preset() {
        Some(Preset::Weekly { weekdays, .. }) if weekdays.is_empty() => {
            start.map_or(WeekdaySet::EMPTY, |start| WeekdaySet::single(start.weekday()))
        }
        Some(Preset::Weekly { weekdays, .. }) => weekdays,
        _ => WeekdaySet::EMPTY,
    }
}

/// The frequency of a preset by its code word.
pub(super) fn frequency_of(preset: Preset) -> Option<&'static str> {
    Some(match preset {
        Preset::Daily { .. } => "daily",
        Preset::Weekly { .. } => "weekly",
        Preset::SemimonthlyDays { .. } | Preset::SemimonthlyNth { .. } => "semimonthly",
        Preset::MonthlyDay { .. } | Preset::MonthlyNth { .. } => "monthly",
        Preset::YearlyDay { .. } => "annually",
    })
}

/// How many periods a preset steps.
pub(super) fn step_of(preset: Preset) -> u32 {
    match preset {
        Preset::Daily { every }
        | Preset::Weekly { every, .. }
        | Preset::MonthlyDay { every, .. }
        | Preset::MonthlyNth { every, .. }
        | Preset::YearlyDay { every, .. } => every,
        Preset::SemimonthlyDays { .. } | Preset::SemimonthlyNth { .. } => 1,
    }
}

/// The parts of a preset as a request says them.
pub(super) fn fields_of(preset: Preset, fields: &mut serde_json::Map<String, serde_json::Value>) {
    use serde_json::json;
    let mut put = |name: &str, value: serde_json::Value| fields.insert(name.to_owned(), value);
    put("frequency", json!(frequency_of(preset)));
    if step_of(preset) != 1 {
        put("every", json!(step_of(preset)));
    }
    let short = |short_months| match short_months {
        ShortMonths::Clamp => "clamp",
        ShortMonths::Skip => "skip",
    };
    match preset {
        Preset::Weekly { weekdays, .. } => {
            put("weekdays", weekdays.iter(Weekday::Mon).map(weekday_code).collect());
        }
        Preset::SemimonthlyDays {
            first,
            second,
            short_months,
        } => {
            put("days_of_month", json!([first, second]));
            put("short_months", json!(short(short_months)));
        }
        Preset::SemimonthlyNth {
            nths: [nth, _],
            weekday,
        }
        | Preset::MonthlyNth { nth, weekday, .. } => {
            put("nth_weekday", json!({ "nth": nth, "weekday": weekday_code(weekday) }));
        }
        Preset::MonthlyDay { day, short_months, .. } => {
            put("days_of_month", json!([day]));
            put("short_months", json!(short(short_months)));
        }
        Preset::YearlyDay { short_months, .. } => {
            put("short_months", json!(short(short_months)));
        }
        Preset::Daily { .. } => {}
    }
}
