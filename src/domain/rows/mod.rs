//! Everything that the salon keeps, as rows: what each thing is and which fields it has (spec S1).
//!
//! A change of a field here is a migration in `migrations/`. The order of fields is the order in the journal.

mod catalogue;
mod client;
mod series;
mod visit;

pub use catalogue::*;
pub use client::*;
pub use series::*;
pub use visit::*;

use super::row::ids;

ids! {
    /// The business; there is one.
    BusinessId,
    /// A location.
    LocationId,
    /// A day that differs from the weekly hours.
    DayExceptionId,
    /// A staff member.
    StaffId,
    /// A time off.
    TimeOffId,
    /// A category of services.
    CategoryId,
    /// A service.
    ServiceId,
    /// A kind of chairs or rooms.
    ResourceKindId,
    /// A chair or room.
    ResourceId,
    /// A tag.
    TagId,
    /// A client.
    ClientId,
    /// A visitor.
    VisitorId,
    /// A link between two clients.
    ClientLinkId,
    /// An agreement of a client.
    AgreementId,
    /// A custom field.
    CustomFieldId,
    /// What a custom field holds.
    CustomValueId,
    /// A series.
    SeriesId,
    /// A pause of a series or of a client.
    PauseId,
    /// A layer over chapters.
    LayerId,
    /// A chapter of a series.
    ChapterId,
    /// A slot of a series.
    SlotId,
    /// The terms of a slot in a chapter.
    SlotTermsId,
    /// A service line.
    LineId,
    /// A member of a series.
    MemberId,
    /// A visit.
    VisitId,
    /// A booking in a visit.
    BookingId,
    /// A part of a series in exports.
    IcalPieceId,
    /// An idempotency key.
    OnceId,
    /// What another calendar calls a series.
    ForeignSeriesId,
}
