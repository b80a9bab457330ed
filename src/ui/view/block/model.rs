//! What a block says: made once when the book or the day changes, so that a frame only paints it.

use crate::domain::Book;
use crate::domain::calendar::Who;
use crate::domain::rows::*;
use crate::domain::schedule::{lines_of, open_conflicts};
use crate::domain::values::{Attendance, Changed, RemovedBy, Role, SeriesKind, VisitState};
use crate::time::{Day, MinuteSpan, Minutes, Span, Zone};
use crate::ui::look::StaffTint;
use crate::ui::tints;
use crate::words;

/// How the visit of a block stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// To come, or going on.
    Booked,
    /// The client was served.
    Done,
    /// The client did not come.
    NoShow,
    /// Holds the place for a while.
    Pencilled,
    /// Held while the client is away.
    OnHold,
    /// Could not be placed.
    NotBooked,
    /// Cancelled by a person.
    Cancelled,
}

/// What the icons of a block say.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Marks {
    /// It is a date of a standing appointment.
    pub repeats: bool,
    /// Somebody changed it by hand.
    pub by_hand: bool,
    /// It clashes, and nobody accepted that.
    pub clashes: bool,
    /// Everybody must know something of the client: an allergy.
    pub alert: bool,
}

/// One visit in one column. Minutes are those since the midnight of the column's day, by the clock on the wall.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// Which visit.
    pub visit: VisitId,
    /// Whose hands; none where nobody is named.
    pub staff: Option<StaffId>,
    /// The colour of whose hands.
    pub tint: StaffTint,
    /// The colour that the visit, or its standing appointment, was given.
    pub colour: Option<StaffTint>,
    /// Who comes; where others serve the others, whom these hands serve.
    pub who: String,
    /// What is done, of it what these hands do.
    pub what: String,
    /// From when to when.
    pub when: String,
    /// The whole of it for those who do not see it.
    pub spoken: String,
    /// What the client is told, as far as these hands are needed.
    pub told: MinuteSpan,
    /// With set-up and clean-up.
    pub blocked: MinuteSpan,
    /// The stretches in which these hands are free: the colour develops.
    pub free: Vec<MinuteSpan>,
    /// How it stands.
    pub standing: Standing,
    /// What its icons say.
    pub marks: Marks,
}

/// What blocks are made for.
pub struct Wanted<'a> {
    /// The visits of this location.
    pub location: LocationId,
    /// Today there: what is past clashes no more.
    pub today: Day,
    /// Whether those that a person cancelled are shown; those that a rule took out never are.
    pub cancelled: bool,
    /// The colour of whose hands.
    pub tint_of: &'a dyn Fn(StaffId) -> StaffTint,
}

/// The visits that reach into a day: for everybody whose hands they need, a block.
pub fn of_day(book: &Book, day: Day, wanted: &Wanted<'_>) -> Vec<Block> {
    let zone = book.zone_of(wanted.location);
    let mut blocks = Vec::new();
    for visit in book.calendar().on_days(book, day - 1, day) {
        let Some(standing) = standing(visit, wanted.cancelled) else {
            continue;
        };
        let here = words::visit::location(book, visit) == Some(wanted.location);
        if !here || on(day, zone, visit.expected_blocked()).to <= Minutes::ZERO {
            continue;
        }
        let common = Common::of(book, visit, wanted, standing);
        let hands = hands(book, visit);
        for (staff, taken) in &hands {
            let mut block = common.block(day, zone, *staff, taken, hands.len() > 1, wanted.tint_of);
            if let Some((who, what)) = staff.and_then(|staff| words::visit::of_hands(book, visit, staff)) {
                (block.who, block.what) = (who, what);
            }
            blocks.push(block);
        }
    }
    blocks.sort_by_key(|block| (block.blocked.from, block.blocked.to, block.visit));
    blocks
}

/// How a visit stands; nothing where it is not shown.
fn standing(visit: &Visit, cancelled: bool) -> Option<Standing> {
    let became = |attendance| visit.bookings.iter().any(|booking| booking.attendance == attendance);
    Some(match visit.state {
        VisitState::Removed => {
            let by_person = visit.removed_by == Some(RemovedBy::Person);
            return (cancelled && by_person).then_some(Standing::Cancelled);
        }
        VisitState::Failed => Standing::NotBooked,
        VisitState::OnHold => Standing::OnHold,
        VisitState::Pencilled => Standing::Pencilled,
        VisitState::Stable if became(Attendance::Done) => Standing::Done,
        VisitState::Stable if became(Attendance::NoShow) => Standing::NoShow,
        VisitState::Stable => Standing::Booked,
    })
}

/// Whose hands a visit needs, and when; all at once where it takes nobody's time now.
fn hands(book: &Book, visit: &Visit) -> Vec<(Option<StaffId>, Vec<Span>)> {
    let mut hands: Vec<(Option<StaffId>, Vec<Span>)> = Vec::new();
    for piece in book.calendar().pieces(visit.id) {
        if let Who::Staff(staff) = piece.who {
            match hands.iter_mut().find(|(known, _)| *known == Some(staff)) {
                Some((_, spans)) => spans.push(piece.span),
                None => hands.push((Some(staff), vec![piece.span])),
            }
        }
    }
    if hands.is_empty() {
        let lead = visit.lead();
        let named = lines_of(book, visit).iter().find_map(|line| line.staff);
        let helper = visit.staff.iter().find(|assigned| assigned.role != Role::Coordinator);
        let whose = lead.or(named).or(helper.map(|helper| helper.staff_id));
        hands.push((whose, vec![visit.expected_blocked()]));
    }
    hands
}

/// What all blocks of a visit share.
struct Common<'a> {
    visit: &'a Visit,
    colour: Option<StaffTint>,
    who: String,
    what: String,
    when: String,
    spoken: String,
    standing: Standing,
    marks: Marks,
}

impl<'a> Common<'a> {
    fn of(book: &Book, visit: &'a Visit, wanted: &Wanted<'_>, standing: Standing) -> Self {
        let location = wanted.location;
        let clash = if standing == Standing::Booked && visit.day >= wanted.today {
            open_conflicts(book, visit, location).into_iter().next()
        } else {
            None
        };
        let alert = visit
            .bookings
            .iter()
            .filter_map(|booking| book.clients().get(booking.client_id?))
            .map(|client| client.alert.as_str())
            .find(|alert| !alert.is_empty());
        let repeats = book
            .series()
            .get(visit.series_id)
            .is_some_and(|series| series.kind != SeriesKind::Single);
        let mut spoken = words::visit::spoken(book, visit);
        if let Some(clash) = &clash {
            spoken.push_str(", clashes: ");
            spoken.push_str(&words::conflict::text(book, clash, location));
        }
        if let Some(alert) = alert {
            spoken.push_str(", alert: ");
            spoken.push_str(alert);
        }
        let colour = tints::of_visit(book, visit);
        if let Some(colour) = colour {
            spoken.push_str(", colour ");
            spoken.push_str(&colour.label().to_lowercase());
        }
        let begins = visit.start() + visit.late();
        let ends = begins + visit.minutes;
        Self {
            visit,
            colour,
            who: words::visit::who(book, visit),
            what: words::visit::services(book, visit),
            when: words::dates::times(begins.time, ends.time, words::dates::face(book)),
            spoken,
            standing,
            marks: Marks {
                repeats,
                by_hand: visit.changed != Changed::NOTHING,
                clashes: clash.is_some(),
                alert: alert.is_some(),
            },
        }
    }

    fn block(
        &self,
        day: Day,
        zone: Zone,
        staff: Option<StaffId>,
        taken: &[Span],
        shared: bool,
        tint_of: &dyn Fn(StaffId) -> StaffTint,
    ) -> Block {
        let told = self.visit.expected();
        let whole = if shared {
            let from = taken.iter().map(|span| span.from).min().unwrap_or(told.from);
            let to = taken.iter().map(|span| span.to).max().unwrap_or(told.to);
            Span { from, to }
        } else {
            self.visit.expected_blocked()
        };
        let inner = whole.intersection(told).unwrap_or(whole);
        Block {
            visit: self.visit.id,
            staff,
            tint: staff.map_or(StaffTint::Slate, tint_of),
            colour: self.colour,
            who: self.who.clone(),
            what: self.what.clone(),
            when: self.when.clone(),
            spoken: self.spoken.clone(),
            told: on(day, zone, inner),
            blocked: on(day, zone, whole),
            free: gaps(inner, taken).into_iter().map(|gap| on(day, zone, gap)).collect(),
            standing: self.standing,
            marks: self.marks,
        }
    }
}

/// A stretch of time by the clock on the wall, in minutes since the midnight of a day.
pub fn on(day: Day, zone: Zone, span: Span) -> MinuteSpan {
    let from = zone.civil(span.from) - day.midnight();
    MinuteSpan {
        from,
        to: from + span.length(),
    }
}

/// What of a stretch nothing takes; `taken` lies in order.
fn gaps(whole: Span, taken: &[Span]) -> Vec<Span> {
    let mut gaps = Vec::new();
    let mut from = whole.from;
    for span in taken {
        if span.from > from {
            gaps.push(Span {
                from,
                to: span.from.min(whole.to),
            });
        }
        from = from.max(span.to);
    }
    if from < whole.to {
        gaps.push(Span { from, to: whole.to });
    }
    gaps.retain(|gap| !gap.is_empty());
    gaps
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Command;
    use crate::domain::fixture::{Salon, read};
    use crate::domain::values::{CancelledHow, Colour};

    fn blocks(salon: &Salon, day: &str, cancelled: bool) -> Vec<Block> {
        let wanted = Wanted {
            location: salon.location,
            today: read("2026-03-01"),
            cancelled,
            tint_of: &|_| StaffTint::Teal,
        };
        of_day(&salon.book, read(day), &wanted)
    }

    fn span(from: i32, to: i32) -> MinuteSpan {
        MinuteSpan::new(Minutes::new(from), Minutes::new(to))
    }

    #[test]
    fn a_visit_is_a_block_with_its_clean_up_beside_what_the_client_is_told() {
        let mut salon = Salon::at("Europe/Berlin", "2026-03-01T08:00");
        salon.create(salon.draft("FREQ=WEEKLY;INTERVAL=6;BYDAY=TU", "2026-03-03", "10:00"));
        let blocks = blocks(&salon, "2026-03-03", false);
        let [block] = blocks.as_slice() else {
            panic!("{blocks:?}")
        };
        assert_eq!((block.told, block.blocked), (span(600, 645), span(600, 650)));
        assert_eq!((block.who.as_str(), block.what.as_str()), ("Anna Berg", "Cut"));
        assert_eq!(
            block.spoken,
            "Anna Berg, Cut, Tue 3 Mar 10:00 to 10:45, with Ann, repeats every 6 weeks"
        );
        assert!(block.marks.repeats && !block.marks.by_hand && !block.marks.clashes);
    }

    #[test]
    fn while_the_colour_develops_the_hands_are_free() {
        let mut salon = Salon::at("Europe/Berlin", "2026-03-01T08:00");
        let mut draft = salon.draft("FREQ=WEEKLY;BYDAY=TU", "2026-03-03", "10:00");
        draft.lines = vec![salon.line(salon.colour)];
        salon.create(draft);
        let blocks = blocks(&salon, "2026-03-03", false);
        assert_eq!(blocks[0].told, span(600, 690));
        assert_eq!(blocks[0].free, [span(630, 670)]);
    }

    #[test]
    fn a_second_pair_of_hands_has_its_own_part_in_its_own_column() {
        let mut salon = Salon::at("Europe/Berlin", "2026-03-01T08:00");
        let mut draft = salon.draft("FREQ=WEEKLY;BYDAY=TU", "2026-03-03", "10:00");
        let mut beard = salon.line(salon.beard);
        beard.staff = Some(salon.bo);
        draft.lines.push(beard);
        salon.create(draft);
        let blocks = blocks(&salon, "2026-03-03", false);
        let of = |staff| blocks.iter().find(|block| block.staff == Some(staff)).unwrap().told;
        assert_eq!((of(salon.ann), of(salon.bo)), (span(600, 645), span(645, 675)));
    }

    #[test]
    fn a_block_says_what_these_hands_do_and_for_whom() {
        let mut salon = Salon::at("Europe/Berlin", "2026-03-01T08:00");
        let tim = salon.companion("Tim");
        let mut draft = salon.draft("FREQ=WEEKLY;BYDAY=TU", "2026-03-03", "10:00");
        let mut beard = salon.line(salon.beard);
        beard.staff = Some(salon.bo);
        beard.visitor = Some(crate::domain::draft::Who::Known(tim));
        draft.lines.push(beard);
        salon.create(draft);
        let blocks = blocks(&salon, "2026-03-03", false);
        let of = |staff| {
            let block = blocks.iter().find(|block| block.staff == Some(staff)).unwrap();
            (block.who.as_str(), block.what.as_str())
        };
        assert_eq!(of(salon.ann), ("Anna Berg", "Cut"));
        assert_eq!(of(salon.bo), ("Tim (Anna Berg)", "Beard"));
    }

    #[test]
    fn a_cancelled_visit_is_shown_only_where_that_is_asked_for() {
        let mut salon = Salon::at("Europe/Berlin", "2026-03-01T08:00");
        let series = salon.create(salon.draft("FREQ=WEEKLY;BYDAY=TU", "2026-03-03", "10:00"));
        let visit = salon.visit(series, "2026-03-03T10:00").id;
        salon.carry(&Command::CancelVisit {
            visit,
            how: CancelledHow::InTime,
        });
        assert!(blocks(&salon, "2026-03-03", false).is_empty());
        let shown = blocks(&salon, "2026-03-03", true);
        assert_eq!(shown[0].standing, Standing::Cancelled);
        assert_eq!(shown[0].staff, Some(salon.ann));
    }

    #[test]
    fn a_block_has_the_colour_of_its_visit_else_of_its_standing_appointment_and_says_so() {
        let mut salon = Salon::at("Europe/Berlin", "2026-03-01T08:00");
        let mut draft = salon.draft("FREQ=WEEKLY;BYDAY=TU", "2026-03-03", "10:00");
        draft.colour = Some(Colour {
            rgb: StaffTint::Blue.rgb(),
        });
        let series = salon.create(draft);
        let visit = salon.visit(series, "2026-03-10T10:00").id;
        salon.change::<Visit>(visit, |visit| {
            visit.colour = Some(Colour {
                rgb: StaffTint::Rose.rgb(),
            });
        });
        let says = |day: &str| {
            let block = blocks(&salon, day, false).remove(0);
            (block.colour, block.spoken.ends_with(", colour blue"))
        };
        assert_eq!(says("2026-03-03"), (Some(StaffTint::Blue), true));
        assert_eq!(says("2026-03-10"), (Some(StaffTint::Rose), false));
    }

    #[test]
    fn a_clash_shows_unless_one_of_the_two_accepted_it() {
        let mut salon = Salon::at("Europe/Berlin", "2026-03-01T08:00");
        salon.create(salon.draft("FREQ=WEEKLY;BYDAY=TU", "2026-03-03", "10:00"));
        let over = salon.create(salon.draft("FREQ=WEEKLY;BYDAY=TU", "2026-03-03", "10:00"));
        let clashing = |salon: &Salon| {
            blocks(salon, "2026-03-03", false)
                .iter()
                .filter(|block| block.marks.clashes)
                .count()
        };
        assert_eq!(clashing(&salon), 0);
        let visit = salon.visit(over, "2026-03-03T10:00").id;
        salon.change::<Visit>(visit, |visit| visit.clashes.clear());
        assert_eq!(clashing(&salon), 2);
    }
}
