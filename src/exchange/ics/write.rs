//! Writes visits of the book as an iCalendar file: the calendar, its zones, then series by series. What stands in which
//! component is arranged elsewhere; here it gets its lines.
//!
//! The same book, selection, options and moment give the same bytes. The file is written as it goes, a series at a time, so
//! that memory does not grow with it; a writer that fails, because somebody cancelled, ends the export.
//!
//! Limits: what is held in the book only as not standing (on hold, pencilled, not booked) is not seen by others.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::rc::Rc;

use super::arrange::{Component, Part, Version, arranged};
use super::line::{ContentLines, When};
use super::selection::{Options, Selection};
use super::shown::Shown;
use super::{colour, known_again, shown, timezone};
use crate::domain::Book;
use crate::domain::rows::*;
use crate::time::{Civil, Instant, Minutes, Resolved, YearMonth, Zone};

/// What was exported.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Exported {
    /// How many series. With none the file is a calendar without anything in it, which some programs refuse.
    pub series: usize,
    /// How many visits.
    pub visits: usize,
    /// Zones that Outlook cannot tell: its times there may be off by an hour.
    pub odd_zones: Vec<Zone>,
}

/// Why nothing, or not all, was exported.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// These months are to be loaded first; nothing was written.
    #[error("{} months are not loaded yet", .0.len())]
    NotLoaded(Vec<YearMonth>),
    /// The writer failed.
    #[error("the calendar could not be written")]
    Write(#[from] io::Error),
}

/// Writes the visits that `selection` names to `out`, which is best buffered. `now` becomes DTSTAMP where the calendar is handed
/// over.
///
/// # Errors
/// Months that are not loaded, or a writer that fails.
pub fn export(
    book: &Book,
    selection: Selection,
    options: Options,
    now: Instant,
    out: &mut dyn Write,
) -> Result<Exported, ExportError> {
    export_with(book, selection, options, now, out, &mut |_, _| ())
}

/// The same, with somebody who hears how many series of how many are written.
///
/// # Errors
/// As [`export`].
pub fn export_with(
    book: &Book,
    selection: Selection,
    options: Options,
    now: Instant,
    out: &mut dyn Write,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Exported, ExportError> {
    let missing = selection.missing(book, options.from);
    if !missing.is_empty() {
        return Err(ExportError::NotLoaded(missing));
    }
    let mut writer = Writer {
        lines: ContentLines::new(out),
        book,
        selection,
        options,
        now,
        told: None,
    };
    let mut exported = Exported::default();
    writer.head()?;
    for (zone, span) in selection.zones(book, options) {
        timezone::write(&mut writer.lines, zone, span)?;
        if !timezone::is_plain(zone, span) {
            exported.odd_zones.push(zone);
        }
    }
    let of_all = selection.series(book).count();
    for (place, series) in selection.series(book).enumerate() {
        progress(place, of_all);
        let visits = selection.visits(book, series.id, options);
        let components = arranged(book, series, &visits, options);
        let mut chapter = None;
        for component in &components {
            let is_first = chapter.replace(component.chapter.id) != Some(component.chapter.id);
            writer.visit(series, component, is_first)?;
        }
        exported.visits += visits.len();
        exported.series += usize::from(!visits.is_empty());
    }
    writer.lines.end("VCALENDAR")?;
    Ok(exported)
}

/// The line near the top of a kept calendar that says of whom of the staff it is.
pub fn staff_line(book: &Book, staff: StaffId) -> String {
    let name = book.staff().get(staff).map(|staff| staff.uuid.to_string());
    format!("{STAFF}:{}", name.unwrap_or_default())
}

/// The property of [`staff_line`].
const STAFF: &str = "X-CHAIRTIME-STAFF";

struct Writer<'a> {
    lines: ContentLines<'a>,
    book: &'a Book,
    selection: Selection,
    options: Options,
    now: Instant,
    /// What the component before told: the next one tells the same most often.
    told: Option<Told>,
}

/// The lines of a component that do not depend on its times.
struct Told {
    chapter: ChapterId,
    version: Version,
    shown: Rc<Shown>,
    summary: String,
    /// From DTSTAMP to SEQUENCE.
    before_times: Vec<u8>,
    /// From SUMMARY on.
    after_times: Vec<u8>,
}

impl Told {
    fn is_of(&self, component: &Component<'_>) -> bool {
        (self.chapter, self.version) == (component.chapter.id, component.version)
            && (Rc::ptr_eq(&self.shown, &component.shown) || self.shown == component.shown)
    }
}

impl Writer<'_> {
    fn head(&mut self) -> io::Result<()> {
        let name = self.name();
        let lines = &mut self.lines;
        lines.begin("VCALENDAR")?;
        lines.value("VERSION", "2.0")?;
        lines.value(
            "PRODID",
            concat!("-//Chairtime//Chairtime ", env!("CARGO_PKG_VERSION"), "//EN"),
        )?;
        lines.value("CALSCALE", "GREGORIAN")?;
        match self.selection {
            _ if !self.options.kept => lines.value("METHOD", "PUBLISH")?,
            Selection::Staff(id) => {
                if let Some(staff) = self.book.staff().get(id) {
                    lines.value(STAFF, staff.uuid)?;
                }
            }
            _ => {}
        }
        lines.text("NAME", &name)?;
        lines.text("X-WR-CALNAME", &name)
    }

    /// What the calendar is called: whose it is.
    fn name(&self) -> String {
        let own = match self.selection {
            Selection::Staff(id) => self.book.staff().get(id).map(|staff| staff.name().to_owned()),
            Selection::Location(id) => self.book.locations().get(id).map(|location| location.name.clone()),
            Selection::Client(id) if !self.options.private => self.book.clients().get(id).map(|client| client.name()),
            Selection::Client(_) | Selection::Series(_) | Selection::All => None,
        };
        let business = || self.book.business().map(|business| business.name.clone());
        own.or_else(business).unwrap_or_default()
    }

    fn visit(&mut self, series: &Series, component: &Component<'_>, is_first: bool) -> io::Result<()> {
        let chapter = component.chapter;
        let told = match self.told.take().filter(|told| told.is_of(component)) {
            Some(told) => told,
            None => self.telling(series, chapter, component)?,
        };
        self.lines.begin("VEVENT")?;
        self.lines.value("UID", component.uid)?;
        self.lines.again(&told.before_times)?;
        self.times(component)?;
        self.lines.again(&told.after_times)?;
        match &component.part {
            Part::Single { original } => self.lines.value("X-CHAIRTIME-ORIGINAL-START", When::Local(*original))?,
            Part::Rule {
                materialized_until: Some(day),
                ..
            } => {
                self.lines.value("X-CHAIRTIME-MATERIALIZED-UNTIL", When::Day(*day))?;
            }
            Part::Rule { .. } | Part::Instead { .. } => {}
        }
        known_again::write(
            &mut self.lines,
            (self.book, self.options),
            (series, chapter),
            component,
            is_first,
        )?;
        if is_first && !self.options.private {
            self.of_others(series, component)?;
        }
        if self.options.alarms {
            self.alarms(series, &told.summary)?;
        }
        self.told = Some(told);
        self.lines.end("VEVENT")
    }

    fn telling(&self, series: &Series, chapter: &Chapter, component: &Component<'_>) -> io::Result<Told> {
        let revised = component.revised(self.book);
        // Without METHOD it is when the component was last revised (RFC 5545 3.8.7.2).
        let stamp = if self.options.kept { revised } else { self.now };
        let mut before_times = Vec::new();
        let mut lines = ContentLines::new(&mut before_times);
        lines.value("DTSTAMP", When::Utc(stamp))?;
        lines.value("CREATED", When::Utc(series.created_at))?;
        lines.value("LAST-MODIFIED", When::Utc(revised))?;
        lines.value("SEQUENCE", component.version.sequence)?;

        let mut after_times = Vec::new();
        let mut lines = ContentLines::new(&mut after_times);
        let summary = component.shown.summary(self.book);
        lines.text("SUMMARY", &summary)?;
        if let Some(location) = self.book.locations().get(chapter.location_id) {
            lines.text("LOCATION", &shown::place(location))?;
        }
        let description = component.shown.description(self.book, series, self.options);
        if !description.is_empty() {
            lines.text("DESCRIPTION", &description)?;
        }
        let categories = component.shown.categories(self.book);
        if !categories.is_empty() {
            lines.texts("CATEGORIES", categories)?;
        }
        if let Some(colour) = component.shown.colour {
            lines.value("COLOR", colour::name(colour))?;
        }
        lines.value("X-CHAIRTIME-SERIES", series.uuid)?;
        lines.value("X-CHAIRTIME-CHAPTER", chapter.uuid)?;
        Ok(Told {
            chapter: chapter.id,
            version: component.version,
            shown: component.shown.clone(),
            summary,
            before_times,
            after_times,
        })
    }

    fn times(&mut self, component: &Component<'_>) -> io::Result<()> {
        let zone = component.zone;
        if let Part::Instead { of } = component.part {
            self.local("RECURRENCE-ID", zone, of)?;
        }
        let (from, to) = (zone.civil(component.span.from), zone.civil(component.span.to));
        let shown_once = |civil| matches!(zone.resolve(civil), Resolved::Exact(_));
        if shown_once(from) && shown_once(to) {
            self.local("DTSTART", zone, from)?;
            self.local("DTEND", zone, to)?;
        } else {
            // A wall-clock time that is shown twice would be read in four ways. This one does not recur, so that UTC is safe.
            self.lines.value("DTSTART", When::Utc(component.span.from))?;
            self.lines.value("DTEND", When::Utc(component.span.to))?;
        }
        if let Part::Rule {
            rule, until, left_out, ..
        } = &component.part
        {
            match until {
                Some(until) => self
                    .lines
                    .value("RRULE", format_args!("{rule};UNTIL={}", When::Utc(*until)))?,
                None => self.lines.value("RRULE", rule.as_ref())?,
            }
            // A line each: some readers lose the rest of a list.
            for start in left_out {
                self.local("EXDATE", zone, *start)?;
            }
        }
        Ok(())
    }

    fn local(&mut self, name: &str, zone: Zone, civil: Civil) -> io::Result<()> {
        let property = self.lines.property(name).parameter("TZID", zone.name());
        property.value(When::Local(civil))
    }

    /// What came with a series from another calendar and means nothing here, as it stood there.
    fn of_others(&mut self, series: &Series, component: &Component<'_>) -> io::Result<()> {
        let says_colour = component.shown.colour.is_some();
        for foreign in self.book.foreign_series().of(series.id) {
            let lines = foreign.unknown.lines();
            for line in lines.filter(|line| !(says_colour && line.starts_with("COLOR"))) {
                self.lines.line_again(line)?;
            }
        }
        Ok(())
    }

    /// An alarm for every time before a visit at which a reminder is due.
    fn alarms(&mut self, series: &Series, summary: &str) -> io::Result<()> {
        for hours in self.reminders(series) {
            self.lines.begin("VALARM")?;
            self.lines.value("ACTION", "DISPLAY")?;
            self.lines.text("DESCRIPTION", summary)?;
            self.lines.value("TRIGGER", -Minutes::hours(i32::from(hours)))?;
            self.lines.end("VALARM")?;
        }
        Ok(())
    }

    /// The reminder hours of those who get the calendar: a client's calendar has the client's, one of the salon that of the
    /// staff, that of a single series both.
    fn reminders(&self, series: &Series) -> BTreeSet<u16> {
        let business = self.book.business();
        let usual = |own: Option<u16>, usual: fn(&Business) -> u16| {
            own.or_else(|| business.map(|business| usual(business))).unwrap_or(0)
        };
        let client = [
            usual(series.remind_client_email, |business| business.remind_client_email),
            usual(series.remind_client_sms, |business| business.remind_client_sms),
        ];
        let staff = [
            usual(series.remind_staff_email, |business| business.remind_staff_email),
            usual(series.remind_staff_sms, |business| business.remind_staff_sms),
        ];
        let (for_client, for_staff) = match self.selection {
            Selection::Series(_) => (true, true),
            Selection::Client(_) => (true, false),
            Selection::Staff(_) | Selection::Location(_) | Selection::All => (false, true),
        };
        let client = client.into_iter().filter(|_| for_client);
        let staff = staff.into_iter().filter(|_| for_staff);
        client.chain(staff).filter(|hours| *hours > 0).collect()
    }
}
