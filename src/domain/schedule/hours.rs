//! When a location is open and when somebody works there on a day: weekly hours and rotas, dated exceptions, time off.
//!
//! All of it is civil time of the location (spec S2.7). A stretch may run past midnight; what remains of it belongs to
//! the next day's answer as well.

use std::borrow::Cow;
use std::cell::OnceCell;

use crate::domain::book::Book;
use crate::domain::rows::*;
use crate::time::{Day, MinuteSpan, Minutes, Weekday};

const DAY: Minutes = Minutes::DAY;

/// The hours of one day.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DayHours {
    /// The open stretches since local midnight, in order; what began the day before begins at or before zero.
    pub open: Vec<MinuteSpan>,
    /// Why the day is closed or differs, where an exception says so.
    pub reason: Option<String>,
    /// Whether the day itself has no hours at all.
    pub closed: bool,
}

impl DayHours {
    /// Whether this stretch lies within the hours.
    pub fn contain(&self, span: MinuteSpan) -> bool {
        self.open.iter().any(|open| open.contains_span(span))
    }
}

/// The weekly pattern that opening and working hours share.
struct Pattern {
    weekday: Weekday,
    span: MinuteSpan,
    valid_from: Option<Day>,
    valid_until: Option<Day>,
    cycle_weeks: u16,
    cycle_week: u16,
    cycle_anchor: Option<Day>,
}

impl Pattern {
    /// Weeks of a rota begin with the first day of the business's week.
    fn holds_on(&self, day: Day, week_start: Weekday) -> bool {
        let in_cycle = || {
            let Some(anchor) = self.cycle_anchor.filter(|_| self.cycle_weeks > 1) else {
                return true;
            };
            let weeks = (day.start_of_week(week_start) - anchor.start_of_week(week_start)) / 7;
            weeks.rem_euclid(i32::from(self.cycle_weeks)) == i32::from(self.cycle_week)
        };
        self.weekday == day.weekday()
            && self.valid_from.is_none_or(|from| from <= day)
            && self.valid_until.is_none_or(|until| day <= until)
            && in_cycle()
    }
}

impl From<&OpeningHours> for Pattern {
    fn from(hours: &OpeningHours) -> Self {
        Self {
            weekday: hours.weekday,
            span: MinuteSpan {
                from: hours.opens,
                to: hours.closes,
            },
            valid_from: hours.valid_from,
            valid_until: hours.valid_until,
            cycle_weeks: hours.cycle_weeks,
            cycle_week: hours.cycle_week,
            cycle_anchor: hours.cycle_anchor,
        }
    }
}

impl From<&WorkingHours> for Pattern {
    fn from(hours: &WorkingHours) -> Self {
        Self {
            weekday: hours.weekday,
            span: MinuteSpan {
                from: hours.opens,
                to: hours.closes,
            },
            valid_from: hours.valid_from,
            valid_until: hours.valid_until,
            cycle_weeks: hours.cycle_weeks,
            cycle_week: hours.cycle_week,
            cycle_anchor: hours.cycle_anchor,
        }
    }
}

/// What one day's own rows say, before it is joined with its neighbours.
struct Own {
    open: Vec<MinuteSpan>,
    reason: Option<String>,
}

/// The exceptions that a day and its neighbours may have: of most days there are none.
fn near(book: &Book, day: Day) -> Vec<&DayException> {
    let is_near = |exception: &&DayException| exception.first_day <= day + 1 && day - 1 <= exception.last_day;
    book.day_exceptions()
        .live()
        .map(AsRef::as_ref)
        .filter(is_near)
        .collect()
}

/// The exceptions of a day: those of the location go before those of all locations.
fn exceptional(near: &[&DayException], day: Day, location: LocationId, staff: Option<StaffId>) -> Option<Own> {
    let of_day = |exception: &&DayException| {
        exception.first_day <= day && day <= exception.last_day && exception.staff_id == staff
    };
    let all: Vec<&DayException> = near.iter().copied().filter(of_day).collect();
    let here: Vec<&DayException> = all
        .iter()
        .copied()
        .filter(|exception| exception.location_id == Some(location))
        .collect();
    let rows = if here.is_empty() {
        all.into_iter()
            .filter(|exception| exception.location_id.is_none())
            .collect()
    } else {
        here
    };
    let first = rows.first()?;
    let open = rows
        .iter()
        .filter_map(|row| {
            Some(MinuteSpan {
                from: row.opens?,
                to: row.closes?,
            })
        })
        .collect();
    Some(Own {
        open,
        reason: Some(first.reason.clone()).filter(|reason| !reason.is_empty()),
    })
}

/// Joins the hours of a day with what reaches over midnight from and to its neighbours.
fn joined(own: impl Fn(Day) -> Own, day: Day) -> DayHours {
    let today = own(day);
    let closed = today.open.is_empty();
    let mut open = today.open;
    let shifted = |span: MinuteSpan, by: Minutes| MinuteSpan {
        from: span.from + by,
        to: span.to + by,
    };
    open.extend(
        own(day - 1)
            .open
            .into_iter()
            .filter(|span| span.to > DAY)
            .map(|span| shifted(span, Minutes::ZERO - DAY)),
    );
    // What begins on the next day is only of interest where it goes on from this one.
    if open.iter().any(|span| span.to >= DAY) {
        open.extend(own(day + 1).open.into_iter().map(|span| shifted(span, DAY)));
    }
    open.sort_by_key(|span| (span.from, span.to));
    open.dedup_by(|next, span| {
        let touches = next.from <= span.to;
        if touches {
            span.to = span.to.max(next.to);
        }
        touches
    });
    open.retain(|span| span.from < DAY);
    DayHours {
        open,
        reason: today.reason,
        closed,
    }
}

/// The hours of one day at a location.
pub struct HoursOn<'b> {
    book: &'b Book,
    location: LocationId,
    day: Day,
    near: Vec<&'b DayException>,
    shop: OnceCell<DayHours>,
}

impl<'b> HoursOn<'b> {
    /// Of this day.
    pub fn new(book: &'b Book, location: LocationId, day: Day) -> Self {
        Self {
            book,
            location,
            day,
            near: near(book, day),
            shop: OnceCell::new(),
        }
    }

    /// When the location is open.
    pub fn shop(&self) -> &DayHours {
        self.shop.get_or_init(|| joined(|day| self.own_of_shop(day), self.day))
    }

    /// When somebody works there, time off not taken out.
    pub fn of(&self, staff: &Staff) -> Cow<'_, DayHours> {
        let has_own = self.near.iter().any(|exception| exception.staff_id == Some(staff.id));
        if staff.own_hours || staff.leaves_day.is_some() || has_own {
            Cow::Owned(joined(|day| self.own_of(staff, day), self.day))
        } else {
            Cow::Borrowed(self.shop())
        }
    }

    fn own_of_shop(&self, day: Day) -> Own {
        exceptional(&self.near, day, self.location, None).unwrap_or_else(|| {
            let location = self.book.locations().get(self.location);
            let hours = location.map(|location| location.hours.as_slice()).unwrap_or_default();
            // Nothing is known of the hours of a location without any: nobody is warned.
            let open = if hours.is_empty() {
                vec![MinuteSpan::new(Minutes::ZERO, DAY)]
            } else {
                weekly(self.book, hours.iter().map(Pattern::from), day)
            };
            Own { open, reason: None }
        })
    }

    fn own_of(&self, staff: &Staff, day: Day) -> Own {
        if staff.leaves_day.is_some_and(|leaves| leaves < day) {
            return Own {
                open: Vec::new(),
                reason: None,
            };
        }
        if let Some(own) = exceptional(&self.near, day, self.location, Some(staff.id)) {
            return own;
        }
        if !staff.own_hours {
            return self.own_of_shop(day);
        }
        let here = staff.hours.iter().filter(|hours| hours.location_id == self.location);
        Own {
            open: weekly(self.book, here.map(Pattern::from), day),
            reason: None,
        }
    }
}

/// When a location is open on a day.
pub fn shop_hours(book: &Book, location: LocationId, day: Day) -> DayHours {
    HoursOn::new(book, location, day).shop().clone()
}

/// When somebody works at a location on a day, time off not taken out.
pub fn staff_hours(book: &Book, staff: &Staff, location: LocationId, day: Day) -> DayHours {
    HoursOn::new(book, location, day).of(staff).into_owned()
}

/// Whether somebody ever works at a location: by the week, or on a day of their own.
pub fn works_at(book: &Book, staff: &Staff, location: LocationId) -> bool {
    let extra = |day: &std::sync::Arc<DayException>| {
        day.staff_id == Some(staff.id) && day.location_id == Some(location) && day.opens.is_some()
    };
    staff.works_at(location) || book.day_exceptions().live().any(extra)
}

fn weekly(book: &Book, patterns: impl Iterator<Item = Pattern>, day: Day) -> Vec<MinuteSpan> {
    let week_start = book.business().map_or(Weekday::Mon, |business| business.week_start);
    patterns
        .filter(|pattern| pattern.holds_on(day, week_start))
        .map(|pattern| pattern.span)
        .collect()
}
