//! An import in words: what comes of each appointment of the file, what was mended, passed over and refused, line by line.

use super::dates::day;
use super::{counted, field, listed, refusal, sentence, visit};
use crate::domain::Book;
use crate::domain::import::{About, Did, Note, Noted, Reason, Repair, Report, ReportLine, Skip};

/// What becomes of an appointment: "new", "changed", "as it was".
pub const fn did(did: Did) -> &'static str {
    match did {
        Did::NewSeries | Did::NewVisit => "new",
        Did::Updated => "changed",
        Did::Same => "as it was",
    }
}

/// Who comes and for what, in the book as it would be then.
pub fn who(then: &Book, line: &ReportLine) -> String {
    visit::of_series(then, line.series)
}

/// When: "Every week on Tuesday at 10:00, from 3 Mar 2026, 26 dates".
pub fn when(then: &Book, line: &ReportLine) -> String {
    sentence::of_series(then, line.series).unwrap_or_default()
}

/// "52 visits, 2 clash", "1 moved", "nothing changes".
pub fn changes(line: &ReportLine) -> String {
    let plan = &line.plan;
    let mut parts = Vec::new();
    if line.did != Did::Updated {
        parts.extend((line.did != Did::Same).then(|| counted(plan.visits(), "visit", "visits")));
    } else {
        let of = |count: usize, word: &str| (count > 0).then(|| format!("{count} {word}"));
        parts.extend(of(plan.of(crate::domain::LineKind::Created), "new"));
        parts.extend(of(plan.of(crate::domain::LineKind::Changed), "moved"));
        parts.extend(of(plan.of(crate::domain::LineKind::Deleted), "cancelled"));
    }
    if line.clashes() > 0 {
        parts.push(format!("{} clash", line.clashes()));
    }
    if parts.is_empty() {
        "nothing changes".to_owned()
    } else {
        parts.join(", ")
    }
}

/// "12 standing appointments and 3 visits, 2 changed, 4 as they were, 1 clash, 2 lines mended, 1 refused".
pub fn counts(report: &Report) -> String {
    let mut parts = vec![new(report)];
    let of = |count: usize, words: String| (count > 0).then_some(words);
    let counts = [
        (report.count(Did::Updated), "changed"),
        (report.count(Did::Same), "as they were"),
        (report.clashes(), "clash"),
        (report.repaired(), "mended"),
        (report.skipped(), "passed over"),
        (report.refused(), "refused"),
    ];
    parts.extend(
        counts
            .into_iter()
            .filter_map(|(count, word)| of(count, format!("{count} {word}"))),
    );
    let made = [
        (report.clients, "new client", "new clients"),
        (report.services, "new service", "new services"),
    ];
    let made = made
        .into_iter()
        .filter_map(|(count, one, many)| of(count, counted(count, one, many)));
    parts.extend(made);
    parts.join(", ")
}

/// "12 standing appointments and 3 visits"; "nothing new".
pub fn new(report: &Report) -> String {
    let kinds = [
        (Did::NewSeries, "standing appointment", "standing appointments"),
        (Did::NewVisit, "visit", "visits"),
    ];
    let kinds = kinds.into_iter().map(|(did, one, many)| (report.count(did), one, many));
    let parts: Vec<String> = kinds
        .filter(|(count, ..)| *count > 0)
        .map(|(count, one, many)| counted(count, one, many))
        .collect();
    if parts.is_empty() {
        "nothing new".to_owned()
    } else {
        listed(&parts, "and")
    }
}

/// The button: "Import 12 regulars and 3 visits"; "Import 2 changes" where nothing is new.
pub fn button(report: &Report) -> String {
    let kinds = [
        (report.count(Did::NewSeries), "regular", "regulars"),
        (report.count(Did::NewVisit), "visit", "visits"),
        (report.count(Did::Updated), "change", "changes"),
    ];
    let parts = kinds.into_iter().filter(|(count, ..)| *count > 0);
    let parts: Vec<String> = parts.map(|(count, one, many)| counted(count, one, many)).collect();
    if parts.is_empty() {
        "Nothing to import".to_owned()
    } else {
        format!("Import {}", listed(&parts, "and"))
    }
}

/// What a note is about: the name of the appointment.
pub fn about(note: &Note) -> String {
    match &note.about {
        About::File => "the file".to_owned(),
        About::Appointment(summary) if summary.is_empty() => "an appointment without a name".to_owned(),
        About::Appointment(summary) => summary.clone(),
    }
}

/// The code word of a kind of note.
pub const fn code(note: &Note) -> &'static str {
    match note.noted {
        Noted::Repaired(_) => "repaired",
        Noted::Skipped(_) => "skipped",
        Noted::Refused(_) => "refused",
    }
}

/// What is told, without the line and what it is about.
pub fn text(book: &Book, note: &Note) -> String {
    match &note.noted {
        Noted::Repaired(repair) => repaired(repair),
        Noted::Skipped(skip) => skipped(*skip).to_owned(),
        Noted::Refused(reason) => refused(book, reason),
    }
}

fn repaired(repair: &Repair) -> String {
    match repair {
        Repair::Utf16 => "The file is in UTF-16 and was read as that".to_owned(),
        Repair::NotUtf8 => "Letters that are not in UTF-8 were read as those of Windows".to_owned(),
        Repair::Line => "A line that cannot be read was left out".to_owned(),
        Repair::Twice(name) => format!("{name} stands there twice; the first counts"),
        Repair::NotEnded => "Its end was missing".to_owned(),
        Repair::NoUid => "It has no UID, so that it is known again by its time and name".to_owned(),
        Repair::Seconds => "Seconds were left out".to_owned(),
        Repair::TimeNotation => "A time was read from another notation".to_owned(),
        Repair::EndBeforeStart => "It ends before it begins; it takes as long as its services".to_owned(),
        Repair::NoLength => "It does not say how long it is; it takes as long as its services".to_owned(),
        Repair::Zone { name, read_as } => format!("The time zone \"{name}\" is read as {read_as}"),
        Repair::ZoneByOffsets(name) => format!("The time zone \"{name}\" is read by its offsets in the file"),
        Repair::ZoneUnknown(name) => {
            format!("Nobody knows the time zone \"{name}\"; the time on the clock of the salon is meant")
        }
        Repair::Rule(mended) => format!("In its rule, {mended}"),
        Repair::SeveralRules => "It has several rules; the first counts".to_owned(),
        Repair::LeftOutUnreadable => "A date to leave out cannot be read".to_owned(),
        Repair::Cut(name) => format!("{name} is too long and was cut"),
        Repair::Older => "It stands there twice; this one is older and was left out".to_owned(),
        Repair::WithoutSeries => "The series that it is a date of is not in the file; it comes by itself".to_owned(),
        Repair::NotDates(1) => "A date that it leaves out or changes is none of its dates".to_owned(),
        Repair::NotDates(count) => format!("{count} dates that it leaves out or changes are none of its dates"),
        Repair::StartBesideRule => "Its first date is none of its rule's; it comes as a visit beside them".to_owned(),
        Repair::BeginsLater(first) => format!("It is too long to be kept as a whole; it begins on {}", day(*first)),
        Repair::EndsEarlier(last) => format!("It has more dates than can be kept; it ends on {}", day(*last)),
        Repair::OtherZone(count) => format!(
            "It follows the clock of another time zone; {} at another time than usual",
            counted(*count, "date is", "dates are")
        ),
    }
}

const fn skipped(skip: Skip) -> &'static str {
    match skip {
        Skip::Cancelled => "It is cancelled",
        Skip::WholeDay => "It takes whole days: closed days and time off are entered in Setup",
        Skip::PartOfADay => "It does not take whole days",
        Skip::NotAnAppointment => "It is no appointment",
        Skip::NothingLeft => "All of its dates are left out",
        Skip::ChangedHere => "It was changed in the book since, and stays as it is here",
    }
}

fn refused(book: &Book, reason: &Reason) -> String {
    match reason {
        Reason::CutOff => "The file ends in the middle of it".to_owned(),
        Reason::NoStart => "It does not say when it begins".to_owned(),
        Reason::BadTime(name) => format!("{name} is no time"),
        Reason::OutOfYears => "It lies outside of the years 1970 to 2099".to_owned(),
        Reason::Rule(error) => format!("Its rule cannot be used: {error}"),
        Reason::ThisAndFuture => {
            "It changes a date and all later ones at once, which is not read: enter that here".to_owned()
        }
        Reason::TooManyDates(most) => format!("It leaves out or adds more than {most} dates"),
        Reason::Fields(errors) => {
            let texts = errors.iter().flat_map(|(path, errors)| {
                let label = super::capital(&field::label(path));
                errors
                    .iter()
                    .map(move |error| format!("{label}: {}", field::text(error)))
            });
            texts.collect::<Vec<_>>().join("; ")
        }
        Reason::Refusal(refused) => refusal::text(book, refused),
        Reason::OtherDays => "In the time zone of the salon its dates lie on other days, which no rule says".to_owned(),
        Reason::NoLength => "It does not say how long it is".to_owned(),
        Reason::RuleChanged => "Its rule was changed in the other calendar: change it here".to_owned(),
    }
}
