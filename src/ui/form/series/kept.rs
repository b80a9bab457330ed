//! What was typed in a form that was closed before it was saved, and comes back: of a new appointment as text that outlives the
//! window, of a change as long as the window is open.

use serde_json::Value;

use super::how::How;
use super::typed::Typed;
use super::{SeriesForm, prefilled};
use crate::domain::rows::SeriesId;
use crate::ui::{Context, FormStart, Prefill};

/// What was typed to change a standing appointment.
#[derive(Debug, Clone)]
pub struct KeptChange {
    /// Of which.
    pub series: SeriesId,
    typed: Typed,
    /// What stood in the fields before.
    opened: Typed,
    how: How,
}

impl SeriesForm {
    /// A form that was closed before it was saved, from the text that was kept of it. Where it is opened for a time or a
    /// client, those stand in it.
    pub fn from_kept(json: &str, prefill: &Prefill, cx: &Context<'_>) -> Option<Self> {
        let mut typed: Typed = serde_json::from_str(json).ok()?;
        let asked = prefilled(*prefill, cx);
        if prefill.client.is_some() {
            typed.client = asked.client.clone();
            typed.new_client = None;
        }
        if prefill.time.is_some() {
            typed.start.clone_from(&asked.start);
            typed.weekdays = None;
            typed.all.time.clone_from(&asked.all.time);
            typed.all.staff = asked.all.staff.or(typed.all.staff);
            typed.location = asked.location.or(typed.location);
        }
        Some(Self {
            typed,
            came_back: true,
            ..Self::new(asked)
        })
    }

    /// The text to keep of a form for something new that is closed before it was saved; none where nothing was typed.
    pub fn kept(&self) -> Option<String> {
        let typed = self.before.is_none() && self.typed != self.opened;
        typed.then(|| serde_json::to_string(&self.typed).ok()).flatten()
    }

    /// The same of a form that changes something; none where nothing was typed.
    pub fn kept_change(&self) -> Option<KeptChange> {
        let before = self.before.as_ref().filter(|_| self.typed != self.opened)?;
        Some(KeptChange {
            series: before.series,
            typed: self.typed.clone(),
            opened: self.opened.clone(),
            how: before.how.clone(),
        })
    }

    /// Puts what was typed before into a form that was opened anew: over what the standing appointment says by now.
    pub fn take_up(&mut self, kept: KeptChange, cx: &Context<'_>) {
        let Some(before) = &mut self.before else { return };
        if before.how.visit.is_none() || before.how.visit == kept.how.visit {
            before.how.which = kept.how.which;
            before.how.overwrites = kept.how.overwrites;
            before.how.counts_from_here = kept.how.counts_from_here;
        }
        self.follow_the_day(cx);
        self.typed = over(&self.opened, &kept.opened, kept.typed);
        self.came_back = self.typed != self.opened;
    }

    /// Forgets what was typed: the form is as it would be opened now.
    pub(super) fn start_over(&mut self) {
        self.typed = self.opened.clone();
        self.came_back = false;
        self.was_forgotten = true;
    }

    /// Whether what was kept of it before is no longer wanted.
    pub fn forgets_kept(&self) -> bool {
        self.was_forgotten && self.typed == self.opened
    }

    /// How it is opened again.
    pub fn start(&self) -> FormStart {
        match &self.before {
            None => FormStart::New(Prefill::default()),
            Some(before) => match before.how.visit {
                Some(visit) => FormStart::EditFrom(visit, before.how.which.reach),
                None => FormStart::Edit(before.series),
            },
        }
    }
}

/// What was typed in the place of what stood in a field, and what stands there by now everywhere else.
fn over(now: &Typed, before: &Typed, typed: Typed) -> Typed {
    let fields = |typed: &Typed| serde_json::to_value(typed).ok();
    let (Some(mut now), Some(before), Some(of)) = (fields(now), fields(before), fields(&typed)) else {
        return typed;
    };
    if let (Some(now), Value::Object(of)) = (now.as_object_mut(), of) {
        for (field, value) in of {
            if before.get(&field) != Some(&value) {
                now.insert(field, value);
            }
        }
    }
    serde_json::from_value(now).unwrap_or(typed)
}
