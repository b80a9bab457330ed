//! A series or an appointment that the book does not know yet, from another calendar: who and what by its name, where and
//! with whom as far as it says, and when exactly as it says. Clashes are booked anyway, and told.

use super::names::{Named, Names};
use super::rhythm::{self, Rhythm};
use super::{Stop, write};
use crate::domain::command::Command;
use crate::domain::decide::create::write_series_with_dates;
use crate::domain::decide::dates::horizon;
use crate::domain::draft::*;
use crate::domain::find::{digits, fold};
use crate::domain::import::{Did, Import, Incoming, Noted, Reason, Repair, ReportLine};
use crate::domain::pen::Pen;
use crate::domain::plan::{LineKind, Plan, PlanLine};
use crate::domain::read::{NAME, checked_text};
use crate::domain::refusal::{FieldError, FieldErrors, Refusal, Refused, Thing};
use crate::domain::request::slot_weekdays;
use crate::domain::rows::*;
use crate::domain::setup::{Part, ServiceDraft, SetupDraft};
use crate::domain::values::*;
use crate::time::{Civil, Minutes, Weekday};

/// The service of what has no other name, where it is made.
const APPOINTMENT: &str = "Appointment";
/// The longest visit.
const MOST_LENGTH: Minutes = Minutes::DAY;

/// What was made, and what had to be mended.
pub(super) struct Made {
    pub line: ReportLine,
    pub repairs: Vec<Repair>,
}

/// Makes what an appointment of another calendar means.
pub(super) fn make(pen: &mut Pen<'_>, incoming: &Incoming, import: &Import, names: &Names) -> Result<Made, Stop> {
    let location = location(pen, &incoming.seen.location).ok_or_else(|| wrong("location", FieldError::Missing))?;
    let here = pen.book().zone_of(location);
    let today = here.civil(pen.now()).day;
    let through = horizon(pen.book(), incoming.start.day(), pen.now());
    let rhythm = rhythm::read(incoming, here, today, through)?;
    let (client, services, staff) = who_and_what(pen, incoming, import, names)?;
    let lines = lines(pen, &services, incoming.length)?;
    let Rhythm {
        rule,
        start,
        end,
        time,
        left_out,
        moved,
        beside,
        repairs,
    } = rhythm;
    let slot = |weekday: Option<Weekday>| SlotDraft {
        slot: None,
        weekday,
        time,
        before: None,
        after: None,
        staff: staff.map(|staff| (staff, Role::Lead)).into_iter().collect(),
        resources: Vec::new(),
        tags: Vec::new(),
        lines: Vec::new(),
    };
    let weekdays = rule
        .as_ref()
        .map(|rule| slot_weekdays(rule, Some(start)))
        .unwrap_or_default();
    let slots = if weekdays.is_empty() {
        vec![slot(None)]
    } else {
        weekdays.iter(Weekday::Mon).map(Some).map(slot).collect()
    };
    let draft = SeriesDraft {
        once: None,
        client,
        visitor: None,
        location,
        rule,
        start,
        end,
        slots,
        lines,
        left_out,
        kept: Vec::new(),
        conflicts: Policy::Keep,
        closed_days: Policy::Keep,
        nearest_days: NEAREST_DAYS,
        active: true,
        seats: 1,
        note: incoming.seen.description.clone(),
        colour: None,
        reminders: Reminders::default(),
    };
    let did = if draft.rule.is_some() {
        Did::NewSeries
    } else {
        Did::NewVisit
    };
    let (series, mut plan) = write_series_with_dates(pen, &draft)?;
    if beside.iter().any(|(at, _)| at.day < start) {
        let members: Vec<MemberId> = pen.book().members().of(series).map(|member| member.id).collect();
        let first = beside.iter().map(|(at, _)| at.day).min().unwrap_or(start);
        members
            .into_iter()
            .for_each(|member| pen.change::<Member>(member, |row| row.from_day = first));
    }
    for (original, to, length) in moved {
        shift(pen, series, &mut plan, original, to, length)?;
    }
    plan.lines.extend(
        beside
            .into_iter()
            .filter_map(|(at, length)| write::beside(pen, series, at, length)),
    );
    plan.lines.sort_by_key(|line| line.original);
    // What comes in as time goes on is asked about as always.
    pen.change::<Series>(series, |row| {
        (row.conflicts, row.closed_days) = (Policy::Ask, Policy::Ask);
    });
    let pieces: Vec<IcalPieceId> = pen.book().ical_pieces().of(series).map(|piece| piece.id).collect();
    for piece in pieces {
        pen.change::<IcalPiece>(piece, |row| row.sequence = incoming.sequence);
    }
    write::foreign(pen, series, incoming);
    Ok(Made {
        line: ReportLine {
            line: incoming.line,
            did,
            series,
            plan,
        },
        repairs,
    })
}

/// Moves a visit of a series to where the file has it; the line of its plan says where it is then.
pub(super) fn shift(
    pen: &mut Pen<'_>,
    series: SeriesId,
    plan: &mut Plan,
    original: Civil,
    to: Civil,
    minutes: Option<Minutes>,
) -> Result<(), Stop> {
    let Some(visit) = pen.book().calendar().named(series, original) else {
        return Ok(());
    };
    let command = Command::MoveVisit {
        visit,
        to,
        staff: None,
        minutes,
        keep_conflicts: true,
    };
    let moved = match pen.carry(&command) {
        Ok(moved) => moved.plan.lines,
        Err(Refused::Refusal(refusal)) if *refusal == Refusal::NothingToChange => return Ok(()),
        Err(refused) => return Err(refused.into()),
    };
    for moved in moved {
        match plan.lines.iter_mut().find(|line| line.original == original) {
            // A new visit is new where it is in the end.
            Some(line) => {
                let before = line.before.take();
                *line = PlanLine {
                    kind: if before.is_none() {
                        LineKind::Created
                    } else {
                        LineKind::Changed
                    },
                    before,
                    ..moved
                };
            }
            None => plan.lines.push(moved),
        }
    }
    Ok(())
}

fn wrong(field: &str, error: FieldError) -> Stop {
    Stop::Noted(Noted::Refused(Reason::Fields(FieldErrors::one(field, error))))
}

/// The location that LOCATION names; else the first.
pub(super) fn location(pen: &Pen<'_>, text: &str) -> Option<LocationId> {
    let wanted = fold(text);
    let names = |location: &Location| {
        let names = [&location.name, &location.shop_name, &location.address];
        names
            .into_iter()
            .map(|name| fold(name))
            .any(|name| !name.is_empty() && wanted.contains(&name))
    };
    let locations = || pen.book().locations().live();
    let named = locations().find(|location| names(location));
    named.or_else(|| locations().next()).map(|location| location.id)
}

type WhoAndWhat = (Option<Who<ClientId, ClientDraft>>, Vec<ServiceId>, Option<StaffId>);

fn who_and_what(pen: &mut Pen<'_>, incoming: &Incoming, import: &Import, names: &Names) -> Result<WhoAndWhat, Stop> {
    let Named {
        clients,
        services,
        staff,
        left,
    } = names.read(&incoming.seen);
    let mut left = left.into_iter();
    let client = match clients.as_slice() {
        [client] => Some(Who::Known(*client)),
        [] => match left.next() {
            Some(name) if import.create_missing => Some(Who::New(new_client(&name)?)),
            Some(_) => return Err(wrong("client", FieldError::NoSuch { what: Thing::Client })),
            // A service alone: somebody unnamed.
            None if !services.is_empty() => None,
            None => return Err(wrong("client", FieldError::NoName)),
        },
        several => {
            let clients = several.iter().filter_map(|id| pen.book().clients().get(*id));
            let matches = clients.map(|client| client.name()).collect();
            let what = Thing::Client;
            return Err(wrong("client", FieldError::Ambiguous { what, matches }));
        }
    };
    let services = if services.is_empty() {
        let known = |who: &Who<ClientId, ClientDraft>| {
            if let Who::Known(id) = who {
                usual(pen, *id)
            } else {
                Vec::new()
            }
        };
        let usual = client.as_ref().map(known).unwrap_or_default();
        match left.next() {
            Some(name) => vec![service(pen, &name, incoming.length, import.create_missing)?],
            None if !usual.is_empty() => usual,
            None => match names.service(APPOINTMENT) {
                Some(known) => vec![known],
                None if import.create_missing => vec![service(pen, APPOINTMENT, incoming.length, true)?],
                None => return Err(wrong("services", FieldError::NoService)),
            },
        }
    } else {
        services
    };
    let staff = staff.or_else(|| names.staff(&import.name)).or(import.staff);
    Ok((client, services, staff))
}

/// A new client of one line of text: a phone number, or names of which the last is the surname.
fn new_client(text: &str) -> Result<ClientDraft, Stop> {
    let text = checked_text(text, NAME).map_err(|error| wrong("client", error))?;
    let mut draft = ClientDraft::default();
    let is_number = text
        .chars()
        .all(|letter| letter.is_ascii_digit() || " +-/().".contains(letter));
    if is_number && digits(&text).len() > 3 {
        draft.phone = text;
    } else if let Some((given, surname)) = text.rsplit_once(' ') {
        given.trim().clone_into(&mut draft.given_name);
        surname.clone_into(&mut draft.surname);
    } else {
        draft.surname = text;
    }
    Ok(draft)
}

/// What a client had the last time: the services of the newest of their series.
fn usual(pen: &Pen<'_>, client: ClientId) -> Vec<ServiceId> {
    let book = pen.book();
    let is_theirs = |member: &&std::sync::Arc<Member>| member.client_id == Some(client) && member.deleted_at.is_none();
    let newest = book.members().all().rev().find(is_theirs);
    let chapter = newest.and_then(|member| book.last_chapter(member.series_id));
    let lines = chapter.map(|chapter| book.lines().of(chapter.id));
    let mut lines: Vec<_> = lines.into_iter().flatten().filter(|line| line.every_nth <= 1).collect();
    lines.sort_by_key(|line| line.ordinal);
    lines.into_iter().map(|line| line.service_id).collect()
}

/// Makes a service, as long as the visit.
fn service(pen: &mut Pen<'_>, name: &str, length: Option<Minutes>, create: bool) -> Result<ServiceId, Stop> {
    if !create {
        return Err(wrong("services", FieldError::NoSuch { what: Thing::Service }));
    }
    let name = checked_text(name, NAME).map_err(|error| wrong("services", error))?;
    let length = length.ok_or(Stop::Noted(Noted::Refused(Reason::NoLength)))?;
    check_length(length)?;
    let says = ServiceDraft {
        name: Some(name.clone()),
        stretches: Some(Stretches::hands_on(length)),
        ..ServiceDraft::default()
    };
    let part = Part {
        id: None,
        new: false,
        at: "services".to_owned(),
        says,
    };
    let draft = SetupDraft {
        services: vec![part],
        ..SetupDraft::default()
    };
    pen.carry(&Command::SetUp(Box::new(draft)))?;
    let made = pen.book().services().live().rev().find(|service| service.name == name);
    made.map(|service| service.id)
        .ok_or_else(|| wrong("services", FieldError::NoSuch { what: Thing::Service }))
}

fn check_length(length: Minutes) -> Result<(), Stop> {
    if length > MOST_LENGTH {
        let (least, most) = (Minutes::new(1).to_string(), MOST_LENGTH.to_string());
        return Err(wrong("duration", FieldError::OutOfRange { least, most }));
    }
    Ok(())
}

/// The services of a visit that takes so long: as they are where they take that, else the last one takes what is left.
fn lines(pen: &Pen<'_>, services: &[ServiceId], length: Option<Minutes>) -> Result<Vec<LineDraft>, Stop> {
    let line = |service: ServiceId, stretches: Stretches| LineDraft {
        service,
        stretches,
        visitor: None,
        staff: None,
        resources: Vec::new(),
        beside: false,
        offset: Minutes::ZERO,
        price: None,
        every_nth: 1,
        phase: 1,
    };
    let known = services.iter().filter_map(|id| pen.book().services().get(*id));
    let mut lines: Vec<LineDraft> = known
        .take(20)
        .map(|service| line(service.id, service.stretches.clone()))
        .collect();
    let Some(length) = length else {
        return Ok(lines);
    };
    check_length(length)?;
    let total = lines.iter().map(|line| line.stretches.length()).sum::<Minutes>();
    if total == length {
        return Ok(lines);
    }
    let count = lines.len();
    let before = lines
        .iter()
        .take(count.saturating_sub(1))
        .map(|line| line.stretches.length())
        .sum::<Minutes>();
    if let Some(last) = lines.last_mut().filter(|_| before < length) {
        last.stretches = Stretches::hands_on(length - before);
        return Ok(lines);
    }
    // There is no time for all of them one after the other: they run beside each other.
    for (index, line) in lines.iter_mut().enumerate() {
        line.beside = index > 0;
        line.stretches = Stretches::hands_on(line.stretches.length().min(length));
    }
    if let Some(first) = lines.first_mut() {
        first.stretches = Stretches::hands_on(length);
    }
    Ok(lines)
}
