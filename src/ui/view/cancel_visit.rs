//! The dialog that cancels one visit where there is something to ask: all who come together or one of them, and whether what was
//! due and comes every so many times comes next time instead. Where there is nothing to ask, none opens.

use serde_json::json;

use crate::domain::Book;
use crate::domain::command::{Command, Moment};
use crate::domain::decide::{can_count_on, foresee};
use crate::domain::request::read_visit;
use crate::domain::rows::*;
use crate::domain::schedule::lines_of;
use crate::domain::values::CancelledHow;
use crate::time::Instant;
use crate::ui::ahead::asking::{Asking, Question};
use crate::ui::widgets::{Segments, muted};
use crate::ui::{Act, Asker, Context};
use crate::words;

/// What the dialog keeps.
pub struct CancelVisit {
    visit: VisitId,
    /// Who does not come; everybody where it is none.
    who: Option<VisitorId>,
    next_time: bool,
    /// What comes after it, as it would be; for what that was reckoned.
    after: Option<(u64, bool, String)>,
    asking: Asking,
}

impl CancelVisit {
    /// The dialog for a visit; none where there is nothing to ask.
    pub fn new(book: &Book, visit: VisitId, now: Instant) -> Option<Self> {
        let row = book.visits().get(visit)?;
        (can_count_on(book, row, now) || !along(book, row).is_empty()).then_some(Self {
            visit,
            who: None,
            next_time: false,
            after: None,
            asking: Asking::default(),
        })
    }

    /// What was asked in it.
    pub fn asking(&mut self) -> &mut Asking {
        &mut self.asking
    }

    /// Draws it; whether it is to be closed.
    pub fn show(&mut self, ctx: &egui::Context, context: &mut Context<'_>) -> bool {
        let Some(visit) = context.book.visits().get(self.visit).cloned() else {
            return true;
        };
        let title = format!("Cancel the visit of {}", words::visit::who(context.book, &visit));
        let command = self.command(context.book, &visit);
        let question = Question {
            name: "cancel a visit",
            title: &title,
            width: 560.0,
            keep: "Keep it",
            go: "Cancel visit".to_owned(),
            danger: true,
            can: command.is_some(),
            enter: false,
        };
        let mut asking = std::mem::take(&mut self.asking);
        let said = asking.show(ctx, question, |ui| self.body(ui, context, &visit));
        self.asking = asking;
        if said.go
            && let Some(command) = command
        {
            context.ask(Act::carry_out(command, Asker::CancelVisitDialog));
        }
        said.closed
    }

    fn body(&mut self, ui: &mut egui::Ui, context: &Context<'_>, visit: &Visit) {
        muted(ui, &words::visit::when(context.book, visit));
        let along = along(context.book, visit);
        if !along.is_empty() {
            let only = along.iter().map(|(id, name)| (Some(*id), format!("Only {name}")));
            let options: Vec<(Option<VisitorId>, String)> =
                std::iter::once((None, "All of them".to_owned())).chain(only).collect();
            let options: Vec<(Option<VisitorId>, &str)> =
                options.iter().map(|(id, name)| (*id, name.as_str())).collect();
            Segments::new("Who does not come").show(ui, &mut self.who, &options);
        }
        if self.who.is_none() && can_count_on(context.book, visit, context.now) {
            let due = words::visit::every_so_often(context.book, visit);
            let options = [(false, "Leave it out"), (true, "Next time instead")];
            Segments::new(&format!("What of {due}?")).show(ui, &mut self.next_time, &options);
            let key = (context.edition, self.next_time);
            if self
                .after
                .as_ref()
                .is_none_or(|(edition, next_time, _)| (*edition, *next_time) != key)
            {
                self.after = Some((key.0, key.1, self.comes_then(context, visit)));
            }
            if let Some((.., says)) = self.after.as_ref().filter(|(.., says)| !says.is_empty()) {
                muted(ui, says);
            }
        }
    }

    /// What is done on the dates that come after it.
    fn comes_then(&self, context: &Context<'_>, visit: &Visit) -> String {
        const NEXT: usize = 3;
        let Some(command) = self.command(context.book, visit) else {
            return String::new();
        };
        // A look ahead makes no names that stay.
        let mut moment = Moment::new(context.now, 0);
        let Ok((_, then)) = foresee(context.book, &command, &mut moment) else {
            return String::new();
        };
        let later = then.calendar().of_series(&then, visit.series_id);
        let later = later.filter(|later| later.is_busy() && later.start_utc > visit.start_utc);
        words::visit::dates_with_services(&then, later.take(NEXT).map(AsRef::as_ref))
    }

    fn command(&self, book: &Book, visit: &Visit) -> Option<Command> {
        let how = CancelledHow::InTime;
        let Some(visitor) = self.who else {
            return Some(if self.next_time {
                Command::CancelAndCountOn {
                    visit: self.visit,
                    how,
                    keep_conflicts: false,
                }
            } else {
                Command::CancelVisit { visit: self.visit, how }
            });
        };
        let lines = lines_of(book, visit);
        let stays = lines.iter().filter(|line| line.visitor != Some(visitor)).map(|line| {
            let whom = line.visitor.and_then(|id| book.visitors().get(id));
            json!({
                "id": book.services().get(line.service).map(|row| row.uuid.to_string()),
                "for": whom.map(|row| row.uuid.to_string()),
            })
        });
        let says = json!({ "services": stays.collect::<Vec<_>>() });
        Some(Command::EditVisit {
            visit: self.visit,
            draft: Box::new(read_visit(book, &says, visit).ok()?),
            keep_conflicts: false,
        })
    }
}

/// Who comes along and has services of their own, where somebody else has some as well.
fn along(book: &Book, visit: &Visit) -> Vec<(VisitorId, String)> {
    let lines = lines_of(book, visit);
    let mut along: Vec<(VisitorId, String)> = Vec::new();
    for visitor in lines.iter().filter_map(|line| line.visitor) {
        if let Some(row) = book.visitors().get(visitor)
            && !along.iter().any(|(known, _)| *known == visitor)
        {
            along.push((visitor, row.name()));
        }
    }
    along.retain(|(visitor, _)| lines.iter().any(|line| line.visitor != Some(*visitor)));
    along
}
