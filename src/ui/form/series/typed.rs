//! What stands in the fields of the series form, as it was typed. It can be kept in the file and comes back as it was.
//!
//! Left out: what it means ([`super::request`]) and what is wrong with it. Dates and times are text until they are read;
//! what follows the start date until a person says otherwise (weekdays, the day of the month) is none here.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::domain::read::{weekday, weekday_code};
use crate::domain::values::Policy;
use crate::recurrence::{Preset, Rule};
use crate::time::{Day, Weekday};
use crate::ui::form::Pick;
use crate::ui::form::series::pattern::PatternTyped;

/// Everything that was typed and chosen.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Typed {
    /// Who comes, where they are known.
    pub client: Pick,
    /// Who of theirs comes; the client where there is none.
    pub visitor: Option<Uuid>,
    /// Who comes, where they are made here.
    pub new_client: Option<NewClient>,
    /// The services in their order.
    pub services: Vec<LineTyped>,
    /// How often.
    pub how_often: HowOften,
    /// The weekdays of a weekly rule, as code words; the start date's where none were chosen.
    pub weekdays: Option<BTreeSet<Code>>,
    /// Whether each weekday has a time of its own.
    pub own_times: bool,
    /// The times and people of the weekdays.
    pub by_weekday: BTreeMap<Code, SlotTyped>,
    /// Whether a month is counted by its weekdays: the 2nd Tuesday.
    pub by_nth: bool,
    /// Day of the month; the start date's where it is empty.
    pub month_day: String,
    /// The second day of the month, of two.
    pub second_day: String,
    /// Which weekday of the month, where it is not that of the start date.
    pub nth: Option<(i8, Code)>,
    /// Whether months that are too short are skipped.
    pub skips_short_months: bool,
    /// The rule behind "more patterns", as its text.
    pub rule: String,
    /// The parts of that rule, as they were last understood or typed.
    pub parts: PatternTyped,
    /// The first date.
    pub start: String,
    /// When it ends.
    pub ends: Ends,
    /// The last date.
    pub end: String,
    /// How many visits.
    pub visits: String,
    /// Time, stylist and chair of all weekdays that say nothing else.
    pub all: SlotTyped,
    /// Where, once there are two.
    pub location: Option<Uuid>,
    /// What to do with clashes, as its code word.
    pub conflicts: PolicyTyped,
    /// What to do on closed days, as its code word.
    pub closed_days: PolicyTyped,
    /// Within how many days the nearest free time is looked for; as usual where it is empty.
    pub nearest_days: String,
    /// Dates that are left out.
    pub left_out: BTreeSet<Day>,
    /// Dates that are booked although they clash.
    pub kept: BTreeSet<Day>,
    /// Its colour, as `#rrggbb`; that of who does it where it is empty.
    pub colour: String,
    /// Note.
    pub note: String,
    /// Why something that exists is changed.
    pub reason: String,
}

/// Somebody new, in fields of their own.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct NewClient {
    /// Given name.
    pub given_name: String,
    /// Surname.
    pub surname: String,
    /// Phone.
    pub phone: String,
    /// Email.
    pub email: String,
}

impl NewClient {
    /// Somebody from one line of text: a phone number, or names of which the last is the surname.
    pub fn from_text(text: &str) -> Self {
        let text = text.trim();
        let is_phone = text.chars().any(|c| c.is_ascii_digit())
            && text.chars().all(|c| c.is_ascii_digit() || " +-/().".contains(c));
        let mut new = Self::default();
        if is_phone {
            text.clone_into(&mut new.phone);
        } else if let Some((given, surname)) = text.rsplit_once(' ') {
            given.trim().clone_into(&mut new.given_name);
            surname.clone_into(&mut new.surname);
        } else {
            text.clone_into(&mut new.given_name);
        }
        new
    }

    /// The name for the screen.
    pub fn name(&self) -> String {
        let name = format!("{} {}", self.given_name.trim(), self.surname.trim());
        let name = name.trim();
        if name.is_empty() { self.phone.trim() } else { name }.to_owned()
    }
}

/// A service line.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct LineTyped {
    /// Which line it is while they are reordered, so that the focus goes with it.
    pub number: u32,
    /// Which service.
    pub service: Pick,
    /// Minutes; the service's own where it is empty.
    pub length: String,
    /// A fixed price; the list's where it is empty.
    pub price: String,
    /// Whether somebody else than the stylist above does it.
    pub own_staff: bool,
    /// Who.
    pub staff: Option<Uuid>,
    /// Whether it is for somebody else than who comes.
    pub own_person: bool,
    /// For which visitor of the client; the client where there is none.
    pub visitor: Option<Uuid>,
    /// Whether it is not there on every visit.
    pub not_every: bool,
    /// It is there every so many visits.
    pub every_nth: String,
    /// What the form does not show: stretches, rooms.
    pub rest: Map<String, Value>,
}

/// Time, stylist and chair.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SlotTyped {
    /// Time of day.
    pub time: String,
    /// Who.
    pub staff: Option<Uuid>,
    /// Which chair or room.
    pub chair: Option<Uuid>,
    /// What the form does not show: further chairs, people, tags, set-up.
    pub rest: Map<String, Value>,
}

/// How often: the chips.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum HowOften {
    /// A single appointment.
    Once,
    /// Every so many weeks, 1 to 12.
    Weeks(u8),
    /// On two days of the month.
    TwiceAMonth,
    /// Every month.
    Monthly,
    /// Every three months.
    Quarterly,
    /// Every year.
    Yearly,
    /// Any rule, part by part.
    More,
}

impl Default for HowOften {
    fn default() -> Self {
        HowOften::Weeks(1)
    }
}

/// When it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Ends {
    /// It does not.
    #[default]
    Never,
    /// On a date.
    On,
    /// After so many visits.
    After,
}

/// A weekday by its code word, so that it can be kept; ordered from Monday.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Code(pub Weekday);

impl PartialOrd for Code {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Code {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.num_days_from_monday().cmp(&other.0.num_days_from_monday())
    }
}

impl Serialize for Code {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(weekday_code(self.0))
    }
}

impl<'de> Deserialize<'de> for Code {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        weekday(&text)
            .map(Code)
            .ok_or_else(|| serde::de::Error::custom(format_args!("no weekday: {text}")))
    }
}

/// A policy by its code word, so that it can be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PolicyTyped(pub Policy);

impl Default for PolicyTyped {
    fn default() -> Self {
        Self(Policy::Ask)
    }
}

impl Serialize for PolicyTyped {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.code())
    }
}

impl<'de> Deserialize<'de> for PolicyTyped {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse()
            .map(Self)
            .map_err(|misfit: crate::domain::row::Misfit| serde::de::Error::custom(misfit))
    }
}

impl Typed {
    /// Whether its rule has a weekday for each slot.
    pub fn is_weekly(&self) -> bool {
        match self.how_often {
            HowOften::Weeks(_) => true,
            HowOften::More => self.weekly_pattern().is_some(),
            HowOften::Once | HowOften::TwiceAMonth | HowOften::Monthly | HowOften::Quarterly | HowOften::Yearly => {
                false
            }
        }
    }

    /// The weekdays of the pattern, where it is one of weeks and nothing else.
    fn weekly_pattern(&self) -> Option<BTreeSet<Code>> {
        match Rule::parse(self.rule.trim()).ok()?.preset()? {
            Preset::Weekly { weekdays, .. } => Some(weekdays.iter(Weekday::Mon).map(Code).collect()),
            _ => None,
        }
    }

    /// Takes over a rule as the pattern.
    pub fn put_rule(&mut self, rule: &Rule) {
        self.rule = rule.to_string();
        self.parts = PatternTyped::of(rule);
    }

    /// Whether its rule goes by days or weekdays of a month.
    pub fn is_monthly(&self) -> bool {
        match self.how_often {
            HowOften::Monthly | HowOften::Quarterly => true,
            HowOften::Once | HowOften::Weeks(_) | HowOften::TwiceAMonth | HowOften::Yearly | HowOften::More => false,
        }
    }

    /// The weekdays of a weekly rule from a start date, from Monday.
    pub fn weekdays_from(&self, start: Option<Day>) -> BTreeSet<Code> {
        let pattern = (self.how_often == HowOften::More)
            .then(|| self.weekly_pattern())
            .flatten();
        pattern
            .filter(|weekdays| !weekdays.is_empty())
            .unwrap_or_else(|| self.weekdays_of_chips(start))
    }

    /// The weekdays that were chosen for the chips of weeks, or that of the start.
    pub fn weekdays_of_chips(&self, start: Option<Day>) -> BTreeSet<Code> {
        match &self.weekdays {
            Some(weekdays) => weekdays.clone(),
            None => start.map(|start| Code(start.weekday())).into_iter().collect(),
        }
    }

    /// Adds a service line and gives its place.
    pub fn add_line(&mut self) -> usize {
        let number = self.services.iter().map(|line| line.number + 1).max().unwrap_or(0);
        self.services.push(LineTyped {
            number,
            ..LineTyped::default()
        });
        self.services.len() - 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn somebody_new_is_read_from_one_line() {
        let check = |text: &str, given: &str, surname: &str, phone: &str| {
            let new = NewClient::from_text(text);
            assert_eq!(
                (new.given_name.as_str(), new.surname.as_str(), new.phone.as_str()),
                (given, surname, phone)
            );
        };
        check("Anna Berg", "Anna", "Berg", "");
        check("Anna  Maria Berg ", "Anna  Maria", "Berg", "");
        check("Anna", "Anna", "", "");
        check("0171 555-0100", "", "", "0171 555-0100");
        check("+49 (171) 5550100", "", "", "+49 (171) 5550100");
    }

    #[test]
    fn what_was_typed_comes_back_from_its_kept_text() {
        let mut typed = Typed {
            client: Pick::of(Uuid::from_u128(3), "Anna Berg"),
            how_often: HowOften::Weeks(5),
            weekdays: Some([Code(Weekday::Fri), Code(Weekday::Tue)].into()),
            conflicts: PolicyTyped(Policy::Unplaced),
            start: "31.2.".to_owned(),
            nth: Some((-1, Code(Weekday::Tue))),
            ..Typed::default()
        };
        typed.left_out.insert("2026-03-03".parse().unwrap());
        typed.by_weekday.insert(Code(Weekday::Tue), SlotTyped::default());
        typed.add_line();
        let kept = serde_json::to_string(&typed).unwrap();
        assert_eq!(serde_json::from_str::<Typed>(&kept).unwrap(), typed);
        assert_eq!(serde_json::from_str::<Typed>("{}").unwrap(), Typed::default());
    }
}
