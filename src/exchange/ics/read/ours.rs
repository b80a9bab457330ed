//! What Chairtime wrote into a component, read back. Where a part of it cannot be read the component is read as any other.

use uuid::Uuid;

use super::property::{Written, duration};
use crate::domain::import::Ours;
use crate::recurrence::{Rule, Start};
use crate::time::{Civil, Minutes};

/// The most dates that are read of what a rule left out.
const MOST_DATES: usize = 5_000;

/// What was met so far.
#[derive(Debug, Default)]
pub(super) struct OursDraft {
    series: Option<Uuid>,
    rule: Option<String>,
    ours: Ours,
}

impl OursDraft {
    /// Takes a property.
    pub fn take(&mut self, name: &str, value: &str) {
        let ours = &mut self.ours;
        let uuids = || value.split(',').take(7).filter_map(|text| text.trim().parse().ok());
        match name.strip_prefix("X-CHAIRTIME-").unwrap_or_default() {
            "SERIES" => self.series = value.parse().ok(),
            "CHAPTER" => ours.chapter = value.parse().ok(),
            "ORIGINAL-START" => ours.original = civil(value),
            "WRITTEN" => {
                let parts = value.split_once('/');
                ours.written = parts.and_then(|(start, length)| Some((civil(start)?, duration(length)?)));
            }
            "RULE" => self.rule = Some(value.to_owned()),
            "LEFT-OUT" => ours.left_out = value.split(',').take(MOST_DATES).filter_map(civil).collect(),
            "MATERIALIZED-UNTIL" => ours.materialized_until = Written::read(value).map(|written| written.day),
            "SET-UP" => ours.set_up = duration(value).unwrap_or(Minutes::ZERO),
            "CLEAN-UP" => ours.clean_up = duration(value).unwrap_or(Minutes::ZERO),
            "REQUEST" => ours.request = Some(value.to_owned()),
            "PIECES" => ours.pieces = uuids().collect(),
            "VISITS" => ours.visits = Some(value.to_owned()),
            _ => {}
        }
    }

    /// What it says, where it names a series.
    pub fn read(self, start: Start) -> Option<Box<Ours>> {
        let rule = self.rule.and_then(|text| Rule::repaired(&text, start).ok());
        Some(Box::new(Ours {
            series: self.series?,
            rule: rule.map(|read| read.rule.ending_by_day(start.time(), start.zone())),
            ..self.ours
        }))
    }
}

fn civil(text: &str) -> Option<Civil> {
    Written::read(text)?.civil()
}
