//! What a board of hours shows: columns with their hours, what stands against them, and their blocks.

use crate::domain::Book;
use crate::domain::rows::*;
use crate::domain::schedule::{HoursOn, shop_hours};
use crate::time::{Day, MinuteSpan, Minutes};
use crate::ui::look::StaffTint;
use crate::ui::view::block::{Block, Place, Standing, Taken, places};

/// What a column is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ColumnKey {
    /// One day of somebody of the staff; nobody in particular where there is none.
    Person(Option<StaffId>),
    /// One day of a week.
    Day(Day),
}

/// What stands above a column.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Head {
    /// A name, or a date.
    pub title: String,
    /// How full it is, or why nobody is there.
    pub detail: String,
    /// The colour of the person.
    pub tint: Option<StaffTint>,
    /// How much of the hours is booked, from 0 to 1; nothing where there are no hours.
    pub full: Option<f32>,
    /// It is today.
    pub today: bool,
}

/// A column of the board.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// What it is about.
    pub key: ColumnKey,
    /// Its day.
    pub day: Day,
    /// What stands above it.
    pub head: Head,
    /// When there is work, in minutes since midnight.
    pub open: Vec<MinuteSpan>,
    /// When somebody is off, and why.
    pub off: Vec<(MinuteSpan, String)>,
    /// Why there are no hours at all that day.
    pub closed: Option<Closed>,
    /// What is booked, from early to late.
    pub blocks: Vec<Block>,
    /// Where each block stands.
    pub places: Vec<Place>,
}

impl Column {
    /// A column with its blocks laid out.
    pub fn new(key: ColumnKey, day: Day, hours: Hours, blocks: Vec<Block>) -> Self {
        let taken: Vec<Taken<'_>> = blocks
            .iter()
            .map(|block| Taken {
                span: block.blocked,
                free: &block.free,
                staff: block.staff,
            })
            .collect();
        let places = places(&taken);
        Self {
            key,
            day,
            head: Head::default(),
            open: hours.open,
            off: hours.off,
            closed: hours.closed,
            blocks,
            places,
        }
    }

    /// How long there is work, time off taken out.
    pub fn working(&self) -> Minutes {
        let length = |span: &MinuteSpan| span.length().max(Minutes::ZERO);
        let off = |open: &MinuteSpan| -> Minutes {
            let shared = |(off, _): &(MinuteSpan, String)| MinuteSpan {
                from: open.from.max(off.from),
                to: open.to.min(off.to),
            };
            self.off.iter().map(shared).map(|span| length(&span)).sum()
        };
        self.open
            .iter()
            .map(|open| (length(open) - off(open)).max(Minutes::ZERO))
            .sum()
    }

    /// How long hands are booked, developing time taken out.
    pub fn booked(&self) -> Minutes {
        let takes_time = |block: &&Block| !matches!(block.standing, Standing::Cancelled | Standing::NotBooked);
        let hands = |block: &Block| {
            let free: Minutes = block.free.iter().map(|free| free.length()).sum();
            block.blocked.length() - free
        };
        self.blocks.iter().filter(takes_time).map(hands).sum()
    }
}

/// Why a day has no hours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Closed {
    /// The shop is closed, for this reason.
    Shop(String),
    /// Somebody has an exception, for this reason.
    Person(String),
    /// It is never a day of theirs.
    NotTheirDay,
}

impl Closed {
    /// What the screen says.
    pub fn text(&self) -> &str {
        match self {
            Closed::Shop(reason) | Closed::Person(reason) => reason,
            Closed::NotTheirDay => "Not in",
        }
    }
}

/// The hours of a column.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Hours {
    /// When there is work.
    pub open: Vec<MinuteSpan>,
    /// When somebody is off, and why.
    pub off: Vec<(MinuteSpan, String)>,
    /// Why there are no hours at all.
    pub closed: Option<Closed>,
}

impl Hours {
    /// When a location is open on a day.
    pub fn of_shop(book: &Book, location: LocationId, day: Day) -> Self {
        let hours = shop_hours(book, location, day);
        Self {
            closed: hours.closed.then(|| shop_closed(hours.reason)),
            open: within_day(hours.open),
            off: Vec::new(),
        }
    }

    /// When somebody works at a location on a day, and when they are off.
    pub fn of_person(book: &Book, person: &Staff, location: LocationId, day: Day) -> Self {
        let hours = HoursOn::new(book, location, day);
        let (shop, own) = (hours.shop().clone(), hours.of(person).into_owned());
        let closed = match (shop.closed, own.closed) {
            (true, _) => Some(shop_closed(shop.reason)),
            (false, true) => Some(own.reason.map_or(Closed::NotTheirDay, Closed::Person)),
            (false, false) => None,
        };
        let off = book
            .times_off()
            .of(person.id)
            .filter(|off| off.deleted_at.is_none() && off.first_day <= day && day <= off.last_day)
            .map(|off| {
                let span = MinuteSpan {
                    from: off.from_minute.unwrap_or(Minutes::ZERO),
                    to: off.to_minute.unwrap_or(Minutes::DAY),
                };
                let reason = if off.reason.is_empty() {
                    "Time off"
                } else {
                    off.reason.as_str()
                };
                (span, reason.to_owned())
            })
            .collect();
        Self {
            open: within_day(own.open),
            off,
            closed,
        }
    }
}

fn shop_closed(reason: Option<String>) -> Closed {
    Closed::Shop(reason.map_or_else(|| "Closed".to_owned(), |reason| format!("Closed, {reason}")))
}

/// What of the hours lies in the day itself.
fn within_day(open: Vec<MinuteSpan>) -> Vec<MinuteSpan> {
    open.into_iter()
        .map(|span| MinuteSpan {
            from: span.from.max(Minutes::ZERO),
            to: span.to.min(Minutes::DAY),
        })
        .filter(|span| !span.is_empty())
        .collect()
}

/// The hours that a board shows: whole hours around all work and all that is booked, at least eight of them.
pub fn window(columns: &[Column]) -> MinuteSpan {
    // A shop that never closes says nothing of when people come.
    let told = |span: &&MinuteSpan| span.length() < Minutes::DAY;
    let open = columns
        .iter()
        .flat_map(|column| column.open.iter())
        .filter(told)
        .copied();
    let booked = columns
        .iter()
        .flat_map(|column| column.blocks.iter())
        .map(|block| MinuteSpan {
            from: block.blocked.from.max(Minutes::ZERO),
            to: block.blocked.to.min(Minutes::DAY),
        });
    let both = open
        .chain(booked)
        .filter(|span| !span.is_empty())
        .reduce(|one, other| MinuteSpan {
            from: one.from.min(other.from),
            to: one.to.max(other.to),
        })
        .unwrap_or(MinuteSpan::new(Minutes::hours(9), Minutes::hours(17)));
    let hour = |minutes: Minutes| minutes.count().div_euclid(60);
    let (mut from, mut to) = (hour(both.from), hour(both.to + Minutes::new(59)));
    while to - from < 8 {
        if to < 24 {
            to += 1;
        } else {
            from -= 1;
        }
    }
    MinuteSpan::new(Minutes::hours(from.max(0)), Minutes::hours(to.min(24)))
}
