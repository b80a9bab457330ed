//! The small values of the salon: money, colours, the stretches of a service, and the choices that a field offers.

use std::fmt;
use std::str::FromStr;

use super::row::{Column, Misfit, Value, choices, text_columns};
use crate::time::Minutes;

/// An amount in the minor units of the business's currency (cents, or whole yen).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Money(i64);

impl Money {
    /// The largest amount (spec S1.4).
    pub const MOST: Money = Money(1_000_000_000);
    /// Nothing.
    pub const ZERO: Money = Money(0);

    /// So many minor units.
    pub const fn minor(units: i64) -> Self {
        Self(units)
    }

    /// The minor units.
    pub const fn units(self) -> i64 {
        self.0
    }

    /// Decimal text with as many digits as the currency has: `35.00`.
    pub fn text(self, digits: u32) -> String {
        let scale = 10_i64.pow(digits.min(4));
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, rest) = (self.0.abs() / scale, self.0.abs() % scale);
        if digits == 0 {
            format!("{sign}{whole}")
        } else {
            format!("{sign}{whole}.{rest:0width$}", width = digits as usize)
        }
    }

    /// Reads decimal text (`35`, `35.5`, `35,50`); nothing where it is no amount, or finer than the currency.
    pub fn parse(text: &str, digits: u32) -> Option<Self> {
        let text = text.trim();
        let (negative, text) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (whole, rest) = text.split_once(['.', ',']).unwrap_or((text, ""));
        let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || whole.len() > 12 || !all_digits(whole) || !all_digits(rest) {
            return None;
        }
        let rest = rest.trim_end_matches('0');
        let digits = digits.min(4);
        let missing = digits.checked_sub(u32::try_from(rest.len()).ok()?)?;
        let fraction = if rest.is_empty() {
            0
        } else {
            rest.parse::<i64>().ok()? * 10_i64.pow(missing)
        };
        let units = whole.parse::<i64>().ok()? * 10_i64.pow(digits) + fraction;
        Some(Self(if negative { -units } else { units }))
    }
}

impl std::ops::Add for Money {
    type Output = Money;
    fn add(self, other: Money) -> Money {
        Money(self.0.saturating_add(other.0))
    }
}

impl std::iter::Sum for Money {
    fn sum<I: Iterator<Item = Money>>(amounts: I) -> Money {
        amounts.fold(Money::ZERO, |sum, amount| sum + amount)
    }
}

impl Column for Money {
    fn to_value(&self) -> Value {
        Value::Int(self.0)
    }
    fn from_value(value: &Value) -> Result<Self, Misfit> {
        i64::from_value(value).map(Money)
    }
}

/// A currency by its ISO 4217 code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Currency([u8; 3]);

impl Currency {
    /// The euro, for a new business until it says otherwise.
    pub const EUR: Currency = Currency(*b"EUR");

    /// How many digits its minor unit has (ISO 4217).
    pub fn digits(self) -> u32 {
        match &self.0 {
            b"JPY" | b"KRW" | b"VND" | b"CLP" | b"ISK" | b"XAF" | b"XOF" | b"XPF" | b"UGX" | b"PYG" | b"RWF" => 0,
            b"BHD" | b"IQD" | b"JOD" | b"KWD" | b"LYD" | b"OMR" | b"TND" => 3,
            _ => 2,
        }
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|&byte| write!(f, "{}", char::from(byte)))
    }
}

impl FromStr for Currency {
    type Err = Misfit;
    fn from_str(text: &str) -> Result<Self, Misfit> {
        match <[u8; 3]>::try_from(text.as_bytes()) {
            Ok(code) if code.iter().all(u8::is_ascii_uppercase) => Ok(Self(code)),
            _ => Err(Misfit::new("currency", text)),
        }
    }
}

/// A colour that a person chose, `#rrggbb`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Colour {
    /// Red, green and blue.
    pub rgb: [u8; 3],
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [r, g, b] = self.rgb;
        write!(f, "#{r:02x}{g:02x}{b:02x}")
    }
}

impl FromStr for Colour {
    type Err = Misfit;
    fn from_str(text: &str) -> Result<Self, Misfit> {
        let number = text
            .strip_prefix('#')
            .filter(|hex| hex.len() == 6 && hex.bytes().all(|byte| byte.is_ascii_hexdigit()))
            .and_then(|hex| u32::from_str_radix(hex, 16).ok())
            .ok_or_else(|| Misfit::new("colour", text))?;
        let [_, r, g, b] = number.to_be_bytes();
        Ok(Self { rgb: [r, g, b] })
    }
}

/// One part of a service: somebody works on the client, or the colour develops and the stylist is free.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Stretch {
    /// How long it takes; at least a minute.
    pub minutes: Minutes,
    /// Whether the stylist is needed.
    pub hands_on: bool,
}

/// The ordered parts of a service. Kept as text: `30+40~20+`, where `+` is hands-on and `~` is processing.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Stretches(Vec<Stretch>);

impl Stretches {
    /// One hands-on stretch.
    pub fn hands_on(minutes: Minutes) -> Self {
        Self(vec![Stretch {
            minutes,
            hands_on: true,
        }])
    }

    /// These stretches in their order.
    pub fn new(stretches: Vec<Stretch>) -> Self {
        Self(stretches)
    }

    /// The stretches in their order.
    pub fn iter(&self) -> impl Iterator<Item = Stretch> + '_ {
        self.0.iter().copied()
    }

    /// How long all of them take.
    pub fn length(&self) -> Minutes {
        self.0.iter().fold(Minutes::ZERO, |sum, stretch| sum + stretch.minutes)
    }

    /// Whether any part leaves the stylist free.
    pub fn has_processing(&self) -> bool {
        self.0.iter().any(|stretch| !stretch.hands_on)
    }
}

impl fmt::Display for Stretches {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|stretch| {
            write!(
                f,
                "{}{}",
                stretch.minutes.count(),
                if stretch.hands_on { '+' } else { '~' }
            )
        })
    }
}

impl FromStr for Stretches {
    type Err = Misfit;
    fn from_str(text: &str) -> Result<Self, Misfit> {
        let misfit = || Misfit::new("stretches", text);
        text.split_inclusive(['+', '~'])
            .map(|part| {
                let hands_on = part.ends_with('+');
                let count = part
                    .strip_suffix(['+', '~'])
                    .and_then(|count| count.parse::<i32>().ok())
                    .filter(|&count| count > 0);
                Ok(Stretch {
                    minutes: Minutes::new(count.ok_or_else(misfit)?),
                    hands_on,
                })
            })
            .collect::<Result<Vec<_>, _>>()
            .and_then(|all| if all.is_empty() { Err(misfit()) } else { Ok(Self(all)) })
    }
}

text_columns!(Currency, Colour, Stretches);

choices! {
    /// How the clock is shown.
    ClockFace {
        /// 14:30
        H24 = "24h",
        /// 2:30 pm
        H12 = "12h",
    }
    /// A client's gender.
    Gender {
        /// Not known or not said.
        Unknown = "unknown",
        /// Male.
        Male = "male",
        /// Female.
        Female = "female",
    }
    /// What a series is.
    SeriesKind {
        /// One appointment that does not repeat: one chapter without a rule, one visit.
        Single = "single",
        /// A standing appointment of one client.
        Standing = "standing",
        /// Several members up to a capacity.
        Group = "group",
    }
    /// Whether a series goes on. "Finished" is derived (spec S3.1).
    SeriesStatus {
        /// Goes on.
        Running = "running",
        /// Cancelled, with a reason.
        Stopped = "stopped",
    }
    /// What to do with a date that clashes (spec S4.9).
    Policy {
        /// Refuse, with the list, and let the person decide.
        Ask = "ask",
        /// Book anyway.
        Keep = "keep",
        /// Leave the date out.
        Skip = "skip",
        /// Move it to the nearest free place.
        Nearest = "nearest",
        /// Move it to the last day before on which the shop is open.
        Previous = "previous",
        /// Move it to the next day on which the shop is open.
        Next = "next",
        /// Leave the date out, and add one at the end.
        Append = "append",
        /// Save the rest; these dates stay visible as not booked.
        Unplaced = "unplaced",
    }
    /// What somebody does in a slot (spec S3.4).
    Role {
        /// Does the work.
        Lead = "lead",
        /// Works too, and is blocked.
        Additional = "additional",
        /// Does not work, but is kept free.
        Blocked = "blocked",
        /// Is named, and not blocked.
        Coordinator = "coordinator",
    }
    /// Where a visit comes from.
    VisitOrigin {
        /// A date of the rule.
        Rule = "rule",
        /// An extra date beside the rule.
        Extra = "extra",
        /// A single appointment.
        Single = "single",
    }
    /// How a visit stands (spec S4.2).
    VisitState {
        /// In the book.
        Stable = "stable",
        /// Taken out; what a person removed stays removed (spec S4.3).
        Removed = "removed",
        /// Could not be placed; visible, never exported.
        Failed = "failed",
        /// Held while the client is away.
        OnHold = "on_hold",
        /// Holds the place until a given time.
        Pencilled = "pencilled",
    }
    /// Who took a visit out.
    RemovedBy {
        /// A person: no plan brings it back.
        Person = "person",
        /// The rule no longer gives it.
        Rule = "rule",
        /// A pause gave the place up.
        Pause = "pause",
        /// A policy left it out.
        Policy = "policy",
    }
    /// How a booking ended before its time.
    CancelledHow {
        /// The client called in time.
        InTime = "in_time",
        /// The client called late.
        Late = "late",
        /// The salon cancelled.
        ByUs = "by_us",
    }
    /// What became of the client that day (spec S5.3).
    Attendance {
        /// Nothing is known yet.
        Expected = "expected",
        /// Said that they will come.
        Confirmed = "confirmed",
        /// Is here.
        Arrived = "arrived",
        /// Is being served.
        InChair = "in-chair",
        /// Was served.
        Done = "done",
        /// Did not come.
        NoShow = "no-show",
    }
    /// What was paid (spec S5.3).
    Payment {
        /// Nothing.
        Unpaid = "unpaid",
        /// A part.
        Partly = "partly",
        /// All.
        Paid = "paid",
        /// More than due.
        Overpaid = "overpaid",
        /// Before the visit.
        Prepaid = "prepaid",
    }
    /// What a custom field belongs to.
    CustomOwner {
        /// Clients.
        Client = "client",
        /// Series.
        Series = "series",
    }
    /// What a clash is about (spec S4.9).
    ConflictKind {
        /// Somebody of the staff is busy.
        Staff = "staff",
        /// A chair or room is taken.
        Resource = "resource",
        /// The client is elsewhere.
        Client = "client",
        /// Outside of opening or working hours.
        Hours = "hours",
        /// Somebody has time off.
        TimeOff = "time_off",
        /// The shop is closed that day.
        Closed = "closed",
        /// Somebody comes from another location, or goes there, and has no time for the way.
        Travel = "travel",
    }
}

impl Policy {
    /// Those for clashes: the day before or after has no more to do with them than any other.
    pub const OF_CLASHES: [Policy; 6] = [
        Policy::Ask,
        Policy::Keep,
        Policy::Skip,
        Policy::Nearest,
        Policy::Append,
        Policy::Unplaced,
    ];
}

/// Which fields of a visit a person changed (spec S4.4), as a set of bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Changed(u32);

impl Changed {
    /// Nothing changed by hand.
    pub const NOTHING: Changed = Changed(0);
    /// Who does it.
    pub const STAFF: Changed = Changed(1);
    /// When it starts.
    pub const DATETIME: Changed = Changed(1 << 1);
    /// How long it takes.
    pub const DURATION: Changed = Changed(1 << 2);
    /// The clean-up after it, or the set-up before it.
    pub const CLEAN_UP: Changed = Changed(1 << 3);
    /// What is done.
    pub const SERVICES: Changed = Changed(1 << 4);
    /// What it costs.
    pub const PRICE: Changed = Changed(1 << 5);
    /// Its chairs and rooms.
    pub const RESOURCES: Changed = Changed(1 << 6);
    /// Its tags.
    pub const TAGS: Changed = Changed(1 << 7);
    /// Its note.
    pub const NOTE: Changed = Changed(1 << 8);
    /// Its colour.
    pub const COLOUR: Changed = Changed(1 << 9);

    /// Every flag with its code word.
    pub const NAMED: [(Changed, &'static str); 10] = [
        (Changed::STAFF, "staff"),
        (Changed::DATETIME, "datetime"),
        (Changed::DURATION, "duration"),
        (Changed::CLEAN_UP, "clean_up"),
        (Changed::SERVICES, "services"),
        (Changed::PRICE, "price"),
        (Changed::RESOURCES, "resources"),
        (Changed::TAGS, "tags"),
        (Changed::NOTE, "note"),
        (Changed::COLOUR, "colour"),
    ];

    /// Whether all of `other` are set.
    pub const fn has(self, other: Changed) -> bool {
        self.0 & other.0 == other.0
    }

    /// These and those.
    #[must_use]
    pub const fn with(self, other: Changed) -> Changed {
        Changed(self.0 | other.0)
    }

    /// These without those.
    #[must_use]
    pub const fn without(self, other: Changed) -> Changed {
        Changed(self.0 & !other.0)
    }

    /// These, where `is_set`, else all without them.
    #[must_use]
    pub const fn set(self, other: Changed, is_set: bool) -> Changed {
        if is_set { self.with(other) } else { self.without(other) }
    }

    /// Whether nothing was changed by hand.
    pub const fn is_nothing(self) -> bool {
        self.0 == 0
    }

    /// The code words of the set flags.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        Changed::NAMED
            .into_iter()
            .filter(move |(flag, _)| self.has(*flag))
            .map(|(_, name)| name)
    }
}

impl Column for Changed {
    fn to_value(&self) -> Value {
        Value::Int(i64::from(self.0))
    }
    fn from_value(value: &Value) -> Result<Self, Misfit> {
        u32::from_value(value).map(Changed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_read_in_the_currency_of_the_business() {
        let check = |text: &str, digits: u32, units: Option<i64>| {
            assert_eq!(Money::parse(text, digits).map(Money::units), units, "{text}");
        };
        check("35", 2, Some(3500));
        check("35.5", 2, Some(3550));
        check("35,50", 2, Some(3550));
        check("-1.00", 2, Some(-100));
        check("35.505", 2, None);
        check("1200", 0, Some(1200));
        check("12.0", 0, Some(12));
        check("12.5", 0, None);
        check("", 2, None);
        check("1e3", 2, None);
        assert_eq!(Money::minor(3505).text(2), "35.05");
        assert_eq!(Money::minor(-5).text(2), "-0.05");
        assert_eq!(Money::minor(1200).text(0), "1200");
    }

    #[test]
    fn stretches_and_colours_come_back_from_their_text() {
        let text = "30+40~20+";
        let stretches: Stretches = text.parse().unwrap();
        assert_eq!(
            (
                stretches.to_string().as_str(),
                stretches.length(),
                stretches.has_processing()
            ),
            (text, Minutes::new(90), true)
        );
        for bad in ["", "30", "+", "0+", "-5+", "3a+"] {
            assert!(bad.parse::<Stretches>().is_err(), "{bad}");
        }
        assert_eq!("#7aa2f7".parse::<Colour>().unwrap().to_string(), "#7aa2f7");
        assert!("#7aa2fg".parse::<Colour>().is_err() && "7aa2f7".parse::<Colour>().is_err());
    }
}
