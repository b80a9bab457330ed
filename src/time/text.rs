//! What the texts of this floor have in common: their one error, reading digits, and serde by text.

/// A text that is not what was expected. The variant says what was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum BadText {
    /// Expected a date, `2026-03-03`.
    #[error("not a date like 2026-03-03")]
    Day,
    /// Expected a month, `2026-03`.
    #[error("not a month like 2026-03")]
    YearMonth,
    /// Expected a time of day, `10:00`.
    #[error("not a time of day like 10:00")]
    TimeOfDay,
    /// Expected a length in whole minutes, `PT1H30M`.
    #[error("not a length like PT1H30M")]
    Minutes,
    /// Expected a local date and time, `2026-03-03T10:00`.
    #[error("not a local date and time like 2026-03-03T10:00")]
    Civil,
    /// Expected an instant, `2026-03-03T09:00:00.000Z`.
    #[error("not an instant like 2026-03-03T09:00:00.000Z")]
    Instant,
    /// Expected a name of the IANA time zone database, `Europe/Berlin`.
    #[error("not a known time zone like Europe/Berlin")]
    Zone,
}

/// The number that these ASCII digits write; `None` when one of them is no digit.
pub(super) fn digits(text: &[u8]) -> Option<u32> {
    text.iter().try_fold(0_u32, |number, byte| {
        let digit = byte.is_ascii_digit().then(|| u32::from(byte - b'0'))?;
        number.checked_mul(10)?.checked_add(digit)
    })
}

/// Writes and reads a type through serde as its `Display` and `FromStr` text.
macro_rules! serde_by_text {
    ($type:ty) => {
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}
pub(super) use serde_by_text;
