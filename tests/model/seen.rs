//! Whether a visit of the book is what was told of it; where a policy had a say, whether it might say that (spec S4.9).

use chairtime::domain::Book;
use chairtime::domain::command::Whose;
use chairtime::domain::rows::*;
use chairtime::domain::values::*;

use super::clash::{shop_is_closed, speaks_against};
use super::days::DayNumber;
use super::fate::{Fate, Terms};
use super::{Known, Model};

/// What the book is asked about.
pub struct Seen<'a> {
    pub model: &'a Model,
    pub series: SeriesId,
    pub before: &'a Book,
    pub after: &'a Book,
}

impl Seen<'_> {
    /// Whether a visit of the book is what was told of it.
    pub fn check(&self, fate: &Fate, visit: Option<&Visit>) -> Result<(), String> {
        let seen = visit.map(Known::of);
        let told = |known: &Known| {
            let of = |known: &Known| {
                let Known {
                    original,
                    slot,
                    state,
                    by,
                    changed,
                    start,
                    beside,
                    ..
                } = *known;
                (original, slot, state, by, changed, start, beside)
            };
            seen.as_ref().map(of) == Some(of(known))
        };
        match fate {
            Fate::Gone => visit.is_none().then_some(()).ok_or_else(|| "is still there".to_owned()),
            Fate::As(known) => told(known).then_some(()).ok_or_else(|| format!("is not {known:?}")),
            Fate::ByHand { known, said } => {
                let changed = seen.as_ref().map_or(Changed::NOTHING, |seen| seen.changed);
                // Of what is spoken of it has the flags that it has; the others are as they were.
                let of_said = changed.without(changed.without(*said));
                let known = Known {
                    changed: known.changed.without(*said).with(of_said),
                    ..known.clone()
                };
                told(&known)
                    .then_some(())
                    .ok_or_else(|| format!("is not {known:?}, {said:?} aside"))
            }
            Fate::Dated {
                known,
                terms,
                before,
                is_meant,
            } => {
                let visit = visit.ok_or("is not there")?;
                self.dated(known, terms, before.as_ref(), *is_meant, visit)
            }
        }
    }

    fn dated(
        &self,
        known: &Known,
        terms: &Terms,
        before: Option<&Known>,
        is_meant: bool,
        visit: &Visit,
    ) -> Result<(), String> {
        let seen = Known::of(visit);
        let away = if is_meant {
            None
        } else {
            self.model.away(self.series, visit, known.start.0)
        };
        let known = match away {
            Some(true) => {
                let out = known.out(RemovedBy::Pause);
                return self.check(&Fate::As(out), Some(visit));
            }
            Some(false) => Known {
                state: VisitState::OnHold,
                ..known.clone()
            },
            None => known.clone(),
        };
        let same = |known: &Known| self.check(&Fate::As(known.clone()), Some(visit));
        let policies = [terms.conflicts, terms.closed];
        let any = |some: &[Policy]| policies.iter().any(|policy| some.contains(policy));
        let against =
            || speaks_against(self.after, visit, known.start) || speaks_against(self.before, visit, known.start);
        let moving = [Policy::Nearest, Policy::Previous, Policy::Next];
        match seen.state {
            VisitState::Failed => {
                same(&Known {
                    state: VisitState::Failed,
                    ..known.clone()
                })?;
                let waits = before.is_some_and(|before| before.state == VisitState::Failed);
                let may = any(&[Policy::Unplaced, Policy::Nearest, Policy::Previous, Policy::Next]) && against();
                (waits || may)
                    .then_some(())
                    .ok_or_else(|| format!("could be placed, {policies:?}"))
            }
            VisitState::Removed => {
                same(&known.out(RemovedBy::Policy))?;
                let may = any(&[Policy::Skip, Policy::Append]) && against();
                may.then_some(())
                    .ok_or_else(|| format!("is left out for nothing, {policies:?}"))
            }
            _ if seen.start != known.start => {
                same(&Known {
                    start: seen.start,
                    ..known.clone()
                })?;
                let (far, by) = (seen.start.0 - known.start.0, seen.start.1 - known.start.1);
                let near = far.abs() <= terms.nearest && by.abs() <= 120 && seen.start.1 % 5 == 0;
                let may = policies.iter().any(|policy| match policy {
                    Policy::Nearest => near,
                    Policy::Previous => far < 0 && by == 0,
                    Policy::Next => far > 0 && by == 0,
                    _ => false,
                });
                let stays = before.is_some_and(|before| before.moved && before.start == seen.start);
                (seen.moved && may && (stays || against()))
                    .then_some(())
                    .ok_or_else(|| format!("is moved for nothing, {policies:?}"))
            }
            _ => {
                same(&known)?;
                // On a closed day a date is only where somebody wants it so.
                let stood = before.is_some_and(|before| before.is_busy() && before.start == known.start);
                let wants_it = terms.closed == Policy::Keep || terms.closed == Policy::Ask || stood;
                if any(&moving) && visit.changed.has(Changed::DATETIME) {
                    return Ok(());
                }
                (wants_it || !shop_is_closed(self.after, visit, known.start))
                    .then_some(())
                    .ok_or_else(|| format!("stands on a closed day, {policies:?}"))
            }
        }
    }
}

impl Model {
    /// Whether nobody comes to a visit on a day: its place is given up (`true`) or held.
    pub fn away(&self, series: SeriesId, visit: &Visit, day: DayNumber) -> Option<bool> {
        let of = |whose: Whose| {
            let on = self
                .pauses
                .iter()
                .filter(|away| away.whose == whose && away.covers(day));
            on.map(|away| away.gives_up).max()
        };
        let of_series = of(Whose::Series(series));
        let mut comes = visit
            .bookings
            .iter()
            .filter(|one| one.cancelled_at.is_none())
            .peekable();
        let all = comes.peek().is_some();
        // Each of them is away.
        let each: Option<Vec<bool>> = comes.map(|one| of(Whose::Client(one.client_id?))).collect();
        let of_clients = each.filter(|_| all).and_then(|each| each.into_iter().min());
        of_series.max(of_clients)
    }

    /// From which day on nobody comes until further notice.
    pub fn open_from(&self, series: SeriesId, client: Option<ClientId>) -> Option<DayNumber> {
        let open = self.pauses.iter().filter(|away| {
            let is_its =
                away.whose == Whose::Series(series) || client.is_some_and(|client| away.whose == Whose::Client(client));
            is_its && away.last.is_none()
        });
        open.map(|away| away.first).min()
    }
}
