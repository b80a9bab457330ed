//! How the visits of a series become components: rules with what is left out and what differs, and single visits.
//!
//! Whatever a chapter is, the components give exactly its visits: a form of its rule is run from the first visit that it gives,
//! each of its dates is compared with the visit that stands there, and a visit that no form gives is written by itself.
//!
//! Never does a rule give a time that the clock skips or repeats, on which readers disagree (RFC 5545 3.3.10): there the rule
//! ends and begins anew, and the visit of that day is written by itself. A visit that spans a change of the clock differs
//! from the rule, because some readers give it the length on the wall and some the true one.

use std::rc::Rc;
use std::sync::Arc;

use super::form::readable;
use super::piece::{Piece, Rest, Stretch};
use super::selection::{Options, goes_on, standing};
use super::shown::{Lookout, Shown};
use super::uid::Uid;
use crate::domain::Book;
use crate::domain::rows::*;
use crate::domain::values::VisitOrigin;
use crate::recurrence::Rule;
use crate::time::{Civil, Day, Instant, Resolved, Span, Zone};

/// A VEVENT.
#[derive(Debug)]
pub(super) struct Component<'b> {
    /// Its UID; that of an override is its rule's.
    pub uid: Uid,
    /// The version of what it is a piece of.
    pub version: Version,
    /// Its chapter.
    pub chapter: &'b Arc<Chapter>,
    /// The zone of its times.
    pub zone: Zone,
    /// From when to when.
    pub span: Span,
    /// What is seen of it.
    pub shown: Rc<Shown>,
    /// What it is.
    pub part: Part,
    /// The visits of which a person changed something.
    pub by_hand: Vec<&'b Arc<Visit>>,
}

impl Component<'_> {
    /// LAST-MODIFIED: when it, or anything that it names, was last changed.
    pub fn revised(&self, book: &Book) -> Instant {
        let location = book.locations().get(self.chapter.location_id);
        let named = location
            .map(|location| location.updated_at)
            .max(self.shown.revised(book));
        named.map_or(self.version.modified_at, |named| named.max(self.version.modified_at))
    }
}

/// SEQUENCE and LAST-MODIFIED.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Version {
    /// SEQUENCE.
    pub sequence: u32,
    /// LAST-MODIFIED.
    pub modified_at: Instant,
}

/// What a VEVENT is.
#[derive(Debug)]
pub(super) enum Part {
    /// One visit by itself, with the start that it would have had.
    Single {
        /// That start.
        original: Civil,
    },
    /// A rule.
    Rule {
        /// The rule, its end aside.
        rule: Box<Rule>,
        /// The start of its last date, where it ends.
        until: Option<Instant>,
        /// Dates that it leaves out (EXDATE).
        left_out: Vec<Civil>,
        /// Through which day it says what is in the book, where it has no end.
        materialized_until: Option<Day>,
    },
    /// A date of the rule before, as it is (RECURRENCE-ID).
    Instead {
        /// Which date.
        of: Civil,
    },
}

/// The components of these visits of a series, each rule followed by what it has instead of its dates.
pub(super) fn arranged<'b>(
    book: &'b Book,
    series: &'b Series,
    visits: &[&'b Arc<Visit>],
    options: Options,
) -> Vec<Component<'b>> {
    let mut components = Vec::new();
    let mut chapters: Vec<&Arc<Chapter>> = book.chapters().of(series.id).collect();
    chapters.sort_by_key(|chapter| chapter.ordinal);
    for chapter in chapters {
        let mut lookout = Lookout::new(book, chapter.id, options);
        let of_chapter = visits.iter().filter(|visit| visit.chapter_id == chapter.id);
        let seen = of_chapter.map(|visit| (*visit, lookout.shown(visit)));
        let mut arranger = Arranger {
            book,
            series,
            chapter,
            zone: book.zone_of(chapter.location_id),
            pieces: book
                .ical_pieces()
                .of(series.id)
                .filter(|piece| piece.chapter_id == chapter.id)
                .collect(),
            rest: Rest::new(),
            components,
        };
        if options.expanded {
            arranger.components.reserve(visits.len());
            seen.for_each(|(visit, shown)| arranger.single(visit, shown));
        } else {
            arranger.rest = seen.map(|(visit, shown)| (visit.original(), (visit, shown))).collect();
            arranger.rules();
            let rest = std::mem::take(&mut arranger.rest);
            rest.into_values()
                .for_each(|(visit, shown)| arranger.single(visit, shown));
        }
        components = arranger.components;
    }
    components
}

struct Arranger<'b> {
    book: &'b Book,
    series: &'b Series,
    chapter: &'b Arc<Chapter>,
    zone: Zone,
    /// What the chapter's pieces are called.
    pieces: Vec<&'b Arc<IcalPiece>>,
    /// The visits that are in no component yet.
    rest: Rest<'b>,
    components: Vec<Component<'b>>,
}

impl<'b> Arranger<'b> {
    fn rules(&mut self) {
        let Some(rule) = &self.chapter.rule else { return };
        for piece in Piece::all(self.book, self.chapter, &self.rest) {
            // Asked before the first form takes visits away.
            let through = self.through(&piece);
            for (index, form) in readable(rule, piece.weekdays, self.chapter.start_day)
                .iter()
                .enumerate()
            {
                self.run(&piece, form, index, through);
            }
        }
    }

    /// Runs a form over the visits of a piece, and takes those that it gives.
    fn run(&mut self, piece: &Piece, form: &Rule, index: usize, through: Option<Day>) {
        let ours = |(visit, _): &&(&Arc<Visit>, Rc<Shown>)| piece.has(visit);
        let days: Vec<Day> = self
            .rest
            .values()
            .filter(ours)
            .map(|(visit, _)| visit.original_day)
            .collect();
        let gives = |day: &&Day| form.dates(**day).next() == Some(**day);
        let (Some(&first), Some(&last)) = (days.iter().find(gives), days.last()) else {
            return;
        };
        let through = through
            .map(|through| through.max(last))
            .filter(|through| !self.meets_a_change(piece, form, first, *through));
        let last = through.unwrap_or(last);
        let uid = self.uid(piece.slots.first().copied()).form(index);
        let mut open: Option<Stretch<'b>> = None;
        let mut dates = form.dates(first).peekable();
        while let Some(day) = dates.next().filter(|day| *day <= last) {
            let Some(begins) = piece.begins(day) else { return };
            if !self.is_once(begins) {
                // The visit of such a day is left for a component of its own.
                if let Some(stretch) = open.take() {
                    self.close(piece, form, stretch, uid, None);
                }
                continue;
            }
            let original = day.at(piece.time);
            let taken = self.rest.get(&original).filter(ours).and_then(|(visit, shown)| {
                let span = shown.span(visit);
                let is_usual = are_the_same(shown, &piece.usual) && self.is_clear(begins, span);
                let fits = is_usual || self.fits_between(span, day, open.as_ref(), dates.peek().copied());
                let opens = open.is_some() || self.is_clear(begins, self.usual_span(piece, begins));
                (fits && opens).then(|| (span, (!is_usual).then(|| Rc::clone(shown)), *visit))
            });
            let Some((span, shown, visit)) = taken else {
                if let Some(stretch) = &mut open {
                    stretch.left_out.push(day);
                }
                continue;
            };
            self.rest.remove(&original);
            let reached = self.zone.civil(span.from).day;
            let stretch = open.get_or_insert_with(|| Stretch::from(day));
            (stretch.last, stretch.reached) = (day, reached);
            stretch.visits += 1;
            match shown {
                Some(shown) => stretch.instead.push((span, shown, visit)),
                None if is_by_hand(visit) => stretch.by_hand.push(visit),
                None => {}
            }
        }
        if let Some(stretch) = open {
            self.close(piece, form, stretch, uid, through);
        }
    }

    /// Through which day a piece without an end is in the book, so that its rule has none; none where it ends.
    fn through(&self, piece: &Piece) -> Option<Day> {
        let latest = standing(self.book, self.series.id)
            .filter(|visit| visit.chapter_id == self.chapter.id && piece.slots.contains(&visit.slot_id))
            .max_by_key(|visit| visit.original())?;
        // Where the last visit is not one of those asked for (another stylist's), what comes after it is not either.
        let is_asked_for = self.rest.contains_key(&latest.original());
        let goes_on = goes_on(self.book, self.series, self.chapter) && is_asked_for;
        self.series.materialized_until.filter(|_| goes_on)
    }

    /// Whether a rule without an end would come to a time that the clock skips or repeats.
    fn meets_a_change(&self, piece: &Piece, form: &Rule, first: Day, through: Day) -> bool {
        let from = self.at(through.midnight());
        let changes = self.zone.transitions(from, self.at(Day::LAST.midnight()));
        changes
            .map(|change| self.zone.civil(change.at).day)
            .flat_map(|day| [day - 1, day])
            .any(|day| {
                let begins = piece.begins(day);
                begins.is_some_and(|begins| !self.is_once(begins)) && form.gives(first, day)
            })
    }

    /// Writes a stretch down: as a rule, or as a single visit where it has only one and ends.
    fn close(&mut self, piece: &Piece, form: &Rule, mut stretch: Stretch<'b>, uid: Uid, through: Option<Day>) {
        let uid = self.named(uid, piece, stretch.first);
        let Some(begins) = piece.begins(stretch.first) else {
            return;
        };
        let original = stretch.first.at(piece.time);
        let of_slot = piece.slots.first().copied();
        if stretch.visits == 1 && through.is_none() {
            let usual = (self.usual_span(piece, begins), Rc::clone(&piece.usual), stretch.by_hand);
            let instead = stretch
                .instead
                .pop()
                .map(|(span, shown, visit)| (span, shown, vec![visit]));
            let (span, shown, by_hand) = instead.unwrap_or(usual);
            self.push(uid, of_slot, span, shown, Part::Single { original }, by_hand);
            return;
        }
        if through.is_none() {
            stretch.left_out.retain(|day| *day < stretch.last);
        }
        let starts = |day: Day| piece.begins(day);
        let rule = Part::Rule {
            rule: Box::new(form.clone()),
            until: starts(stretch.last)
                .filter(|_| through.is_none())
                .map(|last| self.at(last)),
            left_out: stretch.left_out.iter().copied().filter_map(starts).collect(),
            materialized_until: through,
        };
        self.push(
            uid,
            of_slot,
            self.usual_span(piece, begins),
            Rc::clone(&piece.usual),
            rule,
            stretch.by_hand,
        );
        for (span, shown, visit) in stretch.instead {
            let Some(of) = starts(visit.original_day) else { continue };
            self.push(uid, of_slot, span, shown, Part::Instead { of }, vec![visit]);
        }
    }

    /// Writes down a visit by itself.
    fn single(&mut self, visit: &'b Arc<Visit>, shown: Rc<Shown>) {
        let original = visit.original();
        let uid = self.uid(Some(visit.slot_id));
        let uid = if visit.origin == VisitOrigin::Single {
            uid
        } else {
            uid.visit(original)
        };
        let by_hand = if is_by_hand(visit) { vec![visit] } else { Vec::new() };
        let span = shown.span(visit);
        self.push(
            uid,
            Some(visit.slot_id),
            span,
            shown,
            Part::Single { original },
            by_hand,
        );
    }

    fn push(
        &mut self,
        uid: Uid,
        slot: Option<SlotId>,
        span: Span,
        shown: Rc<Shown>,
        part: Part,
        by_hand: Vec<&'b Arc<Visit>>,
    ) {
        let version = self.piece(slot).map_or(
            Version {
                sequence: 0,
                modified_at: self.series.updated_at,
            },
            |piece| Version {
                sequence: piece.sequence,
                modified_at: piece.modified_at,
            },
        );
        self.components.push(Component {
            uid,
            version,
            chapter: self.chapter,
            zone: self.zone,
            span,
            shown,
            part,
            by_hand,
        });
    }

    /// The UID of a stretch that begins on this day: where the chapter had a date before it on which the clock was changed, with
    /// the last of these, whatever became of the visits.
    fn named(&self, uid: Uid, piece: &Piece, first: Day) -> Uid {
        let start = self.chapter.start_day;
        let is_date = |day: &Day| {
            let is_given = self.chapter.rule.as_ref().is_some_and(|rule| rule.gives(start, *day));
            let is_of_piece = piece.weekdays.is_empty() || piece.weekdays.contains(day.weekday());
            is_given && is_of_piece && *day < first
        };
        let changes = self
            .zone
            .transitions(self.at(start.midnight()), self.at(first.midnight()));
        let near = changes.map(|change| self.zone.civil(change.at).day);
        let ended_by = near
            .flat_map(|day| [day - 1, day])
            .filter(|day| piece.begins(*day).is_some_and(|begins| !self.is_once(begins)))
            .filter(is_date)
            .last();
        match ended_by {
            Some(day) => uid.after(day),
            None => uid,
        }
    }

    /// The UID of a slot: that of its piece.
    fn uid(&self, slot: Option<SlotId>) -> Uid {
        let piece = self.piece(slot);
        Uid::of(piece.map_or(self.chapter.uuid, |piece| piece.uid))
    }

    fn piece(&self, slot: Option<SlotId>) -> Option<&'b Arc<IcalPiece>> {
        self.pieces.iter().find(|piece| Some(piece.slot_id) == slot).copied()
    }

    fn at(&self, civil: Civil) -> Instant {
        self.zone.resolve(civil).instant()
    }

    /// What a date of the rule takes, where it is as usual.
    fn usual_span(&self, piece: &Piece, begins: Civil) -> Span {
        let from = self.at(begins);
        Span::new(from, from + piece.usual.length)
    }

    /// Whether the wall clock shows this time once.
    fn is_once(&self, civil: Civil) -> bool {
        matches!(self.zone.resolve(civil), Resolved::Exact(_))
    }

    /// Whether a date of the rule that begins then is this span in every reader: no change of the clock is in it or at its end.
    fn is_clear(&self, begins: Civil, span: Span) -> bool {
        let ends = begins + span.length();
        self.zone.resolve(begins) == Resolved::Exact(span.from) && self.zone.resolve(ends) == Resolved::Exact(span.to)
    }

    /// Whether a date can be told to be at another time: on a day of its own between its neighbours, because Outlook knows
    /// dates of a rule by their day alone, and at times that the wall clock shows once.
    fn fits_between(&self, span: Span, day: Day, before: Option<&Stretch<'b>>, next: Option<Day>) -> bool {
        let (from, to) = (self.zone.civil(span.from), self.zone.civil(span.to));
        let behind = before.map_or(day - 1, Stretch::behind);
        self.is_once(from) && self.is_once(to) && behind < from.day && next.is_none_or(|next| from.day < next)
    }
}

/// Whether a person changed something of a visit, so that it is told for the way back.
fn is_by_hand(visit: &Visit) -> bool {
    !visit.changed.is_nothing() || !visit.lines.is_empty()
}

/// Whether a reader sees the same; most often it is one value.
fn are_the_same(one: &Rc<Shown>, other: &Rc<Shown>) -> bool {
    Rc::ptr_eq(one, other) || one == other
}
