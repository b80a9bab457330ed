//! Standing appointments: a series with its chapters, slots, lines, members, layers and pauses (spec S1, S3).

use uuid::Uuid;

use super::*;
use crate::domain::row::{parts, rows};
use crate::domain::values::*;
use crate::recurrence::Rule;
use crate::time::{Day, Instant, Minutes, TimeOfDay, Weekday};

parts! {
    /// Somebody in a slot or a visit.
    Assigned {
        /// Who.
        staff_id: StaffId,
        /// As what; one lead at most.
        role: Role,
    }
    /// A chair or room that is used.
    UsedResource {
        /// Which.
        resource_id: ResourceId,
    }
    /// A tag that is set.
    SetTag {
        /// Which.
        tag_id: TagId,
    }
    /// A slot that a member attends.
    MemberSlot {
        /// Which.
        slot_id: SlotId,
    }
}

rows! {
    /// A standing appointment, a group, or a single appointment.
    Series(SeriesId) in "series" soft deleted_at {
        /// Its name outside of this file.
        uuid: Uuid,
        /// When it was removed.
        deleted_at: Option<Instant>,
        /// What it is.
        kind: SeriesKind,
        /// Whether it goes on.
        status: SeriesStatus,
        /// "Add no new dates": what exists stays, nothing is topped up (spec S3.2).
        no_new_dates: bool,
        /// Why it was cancelled.
        cancel_reason: String,
        /// Why it was last changed.
        change_reason: String,
        /// How many places it has; 1 for a standing appointment.
        capacity: u16,
        /// Note.
        note: String,
        /// Colour.
        colour: Option<Colour>,
        /// Reminder hours as in [`Business`]; the business's where there are none.
        remind_client_email: Option<u16>,
        /// By text message to the client.
        remind_client_sms: Option<u16>,
        /// By email to the staff.
        remind_staff_email: Option<u16>,
        /// By text message to the staff.
        remind_staff_sms: Option<u16>,
        /// Whether the client hears of changes.
        confirm_client: bool,
        /// Whether the staff hears of changes.
        confirm_staff: bool,
        /// Through which day its visits exist; nothing before the first were made.
        materialized_until: Option<Day>,
        /// What to do with clashes; one of [`Policy::OF_CLASHES`].
        conflicts: Policy,
        /// What to do on closed days and outside of the shop's hours.
        closed_days: Policy,
        /// Within how many days the nearest free place is looked for.
        nearest_days: u16,
    }

    /// A stretch of a series with its own rule, start, end, location, terms and lines.
    Chapter(ChapterId) in "chapter" owned by series_id {
        /// Its name outside of this file.
        uuid: Uuid,
        /// Of which series.
        series_id: SeriesId,
        /// Its place among the chapters, from 0.
        ordinal: u16,
        /// Where.
        location_id: LocationId,
        /// Its rule without an end; none for a single appointment.
        rule: Option<Rule>,
        /// The earliest date (spec S2.3).
        start_day: Day,
        /// The last day (inclusive), where it ends by date.
        until_day: Option<Day>,
        /// The number of dates of the rule, where it ends by number (spec S2.4).
        visits: Option<u32>,
        /// Why it began.
        reason: String,
        /// How many dates were added to that number for those that a policy left out; at most 50.
        appended: u32,
    }

    /// A day-and-time of a series; its id survives edits and chapters.
    Slot(SlotId) in "slot" owned by series_id {
        /// Its name outside of this file.
        uuid: Uuid,
        /// Of which series.
        series_id: SeriesId,
    }

    /// What a slot means in a chapter.
    SlotTerms(SlotTermsId) in "slot_terms" owned by chapter_id {
        /// In which chapter.
        chapter_id: ChapterId,
        /// Of which slot.
        slot_id: SlotId,
        /// Its weekday in a weekly rule; none where the rule has one slot.
        weekday: Option<Weekday>,
        /// Local start.
        time: TimeOfDay,
        /// Set-up; the services' own where there is none.
        before: Option<Minutes>,
        /// Clean-up; the services' own where there is none.
        after: Option<Minutes>,
    } => lists {
        /// Who.
        staff: Assigned, in "slot_staff";
        /// Chairs and rooms.
        resources: UsedResource, in "slot_resource";
        /// Tags.
        tags: SetTag, in "slot_tag";
    }

    /// One service in the visits of a chapter.
    Line(LineId) in "line" owned by chapter_id {
        /// Its name outside of this file.
        uuid: Uuid,
        /// In which chapter.
        chapter_id: ChapterId,
        /// Only in the visits of these terms; in all where there are none.
        terms_id: Option<SlotTermsId>,
        /// Its place among the lines, from 0.
        ordinal: u16,
        /// Which service.
        service_id: ServiceId,
        /// For whom, where it is not the client.
        visitor_id: Option<VisitorId>,
        /// By whom; the slot's lead where there is none.
        staff_id: Option<StaffId>,
        /// Beside the line before, not after it.
        beside: bool,
        /// How much later than the line before it begins, where it is beside.
        offset: Minutes,
        /// What it is made of.
        stretches: Stretches,
        /// The price for this series; the list's where there is none.
        price: Option<Money>,
        /// It is there every so many dates of the rule.
        every_nth: u16,
        /// Which of them, from 1: 1 is the first.
        phase: u16,
    } => lists {
        /// Chairs and rooms of this line.
        resources: UsedResource, in "line_resource";
    }

    /// A client or visitor in a series.
    Member(MemberId) in "member" owned by series_id soft deleted_at {
        /// Its name outside of this file.
        uuid: Uuid,
        /// When they were removed.
        deleted_at: Option<Instant>,
        /// In which series.
        series_id: SeriesId,
        /// Which client; none for somebody unnamed.
        client_id: Option<ClientId>,
        /// Which visitor, where it is not the client.
        visitor_id: Option<VisitorId>,
        /// How many places.
        seats: u16,
        /// The first day.
        from_day: Day,
        /// The final day.
        until_day: Option<Day>,
    } => lists {
        /// Which slots; all where there are none.
        slots: MemberSlot, in "member_slot";
    }

    /// A dated cover over chapters: a substitute, another time, for one series or for all of one person.
    Layer(LayerId) in "layer" owned by series_id soft deleted_at {
        /// Its name outside of this file.
        uuid: Uuid,
        /// When it was removed.
        deleted_at: Option<Instant>,
        /// Over which series.
        series_id: Option<SeriesId>,
        /// Or over all of whose work.
        staff_id: Option<StaffId>,
        /// The first day.
        first_day: Day,
        /// The last day.
        last_day: Day,
        /// Who stands in.
        substitute_id: Option<StaffId>,
        /// Another local start.
        time: Option<TimeOfDay>,
        /// Another set-up.
        before: Option<Minutes>,
        /// Another clean-up.
        after: Option<Minutes>,
    } => lists {
        /// Other chairs and rooms.
        resources: UsedResource, in "layer_resource";
    }

    /// A dated period without visits, of a series or of a client (spec S3.2).
    Pause(PauseId) in "pause" soft deleted_at {
        /// Its name outside of this file.
        uuid: Uuid,
        /// When it was removed.
        deleted_at: Option<Instant>,
        /// Of which series.
        series_id: Option<SeriesId>,
        /// Or of which client, over all series.
        client_id: Option<ClientId>,
        /// The first day.
        first_day: Day,
        /// The last day; open where there is none.
        last_day: Option<Day>,
        /// Whether the places are given up; else they are held.
        gives_up: bool,
    }

    /// A part of a chapter in iCalendar exports, with the UID that it keeps for ever. Outside of undo.
    IcalPiece(IcalPieceId) in "ical_piece" owned by series_id {
        /// Of which series.
        series_id: SeriesId,
        /// Of which chapter.
        chapter_id: ChapterId,
        /// Its first slot: slots that share their time are one piece.
        slot_id: SlotId,
        /// Its UID.
        uid: Uuid,
        /// SEQUENCE; rises with every change of the series (RFC 5545 section 3.8.7.4).
        sequence: u32,
        /// LAST-MODIFIED.
        modified_at: Instant,
    }

    /// What another calendar calls a series that came from there, so that it is known when it comes again.
    ForeignSeries(ForeignSeriesId) in "foreign_series" owned by series_id {
        /// Which series.
        series_id: SeriesId,
        /// UID.
        uid: String,
        /// SEQUENCE as it came.
        sequence: u32,
        /// Lines of it that mean nothing here, as they stood.
        unknown: String,
    }

    /// An idempotency key and what it made (spec S3.8).
    Once(OnceId) in "once" owned by series_id {
        /// The key.
        key: String,
        /// A digest of what was asked.
        content: i64,
        /// What it made.
        series_id: SeriesId,
    }
}

impl SlotTerms {
    /// Who leads.
    pub fn lead(&self) -> Option<StaffId> {
        lead(&self.staff)
    }
}

/// Who leads among those assigned.
pub fn lead(staff: &[Assigned]) -> Option<StaffId> {
    staff
        .iter()
        .find(|assigned| assigned.role == Role::Lead)
        .map(|assigned| assigned.staff_id)
}

impl Chapter {
    /// How many dates its rule gives, where it ends by number: those that were added are dates like others.
    pub fn count(&self) -> Option<u32> {
        self.visits.map(|visits| visits.saturating_add(self.appended))
    }

    /// How many dates its rule gives; none where it has no end.
    pub fn dates(&self) -> Option<u32> {
        match (&self.rule, self.until_day) {
            (None, _) => Some(1),
            (Some(rule), Some(until)) => Some(rule.count_before(self.start_day, until + 1)),
            (Some(_), None) => self.count(),
        }
    }

    /// The first date of its rule.
    pub fn first_date(&self) -> Option<Day> {
        match &self.rule {
            Some(rule) => rule.dates(self.start_day).next(),
            None => Some(self.start_day),
        }
    }

    /// Whether it has no date any more: another chapter took them over, or the series ended before it.
    pub fn is_over_before_it_begins(&self) -> bool {
        self.until_day.is_some_and(|until| until < self.start_day)
    }

    /// Whether the rule gives dates after those that are made through a day: it has no end, or one that lies beyond.
    pub fn grows_after(&self, made_through: Option<Day>) -> bool {
        let (Some(rule), None) = (&self.rule, self.visits) else {
            return false;
        };
        self.until_day.is_none_or(|until| {
            let from = made_through.map_or(self.start_day, |through| through + 1);
            rule.dates_from(self.start_day, from)
                .next()
                .is_some_and(|next| next <= until)
        })
    }
}
