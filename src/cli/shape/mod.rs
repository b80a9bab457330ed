//! What comes back with `--json`: the shapes of occurrences, plans, series and refusals. Only the book and typed values go in,
//! so that every command says the same thing in the same shape.

mod occurrence;
mod plan;
mod refusal;
mod series;

pub use occurrence::occurrence;
pub use plan::{line, preview_line};
pub use refusal::refusal;
pub use series::series;

use serde_json::{Value, json};

use crate::domain::Book;
use crate::domain::rows::*;
use crate::domain::values::{Money, Role};
use crate::time::{Instant, Zone};
use crate::words::visit;

/// An instant as RFC 3339 with the offset of the zone: `2026-03-03T10:00:00+01:00`.
pub fn with_offset(at: Instant, zone: Zone) -> String {
    let offset = zone.offset_seconds(at);
    let sign = if offset < 0 { '-' } else { '+' };
    let minutes = offset.unsigned_abs() / 60;
    format!("{}:00{sign}{:02}:{:02}", zone.civil(at), minutes / 60, minutes % 60)
}

/// Decimal text with the digits of the business's currency.
fn money(book: &Book, money: Money) -> Value {
    json!(money.text(book.business().map_or(2, |business| business.currency.digits())))
}

fn people(book: &Book, staff: &[Assigned]) -> Value {
    staff
        .iter()
        .map(|assigned| json!({"name": visit::staff(book, assigned.staff_id), "role": assigned.role.code()}))
        .collect()
}

fn of_role(book: &Book, staff: &[Assigned], role: Role) -> Vec<String> {
    let of_role = staff.iter().filter(|assigned| assigned.role == role);
    of_role
        .map(|assigned| visit::staff(book, assigned.staff_id).to_owned())
        .collect()
}

fn resources(book: &Book, used: &[UsedResource]) -> Value {
    let rows = used.iter().filter_map(|used| book.resources().get(used.resource_id));
    rows.map(|row| json!(row.name)).collect()
}

fn client_name(book: &Book, id: Option<ClientId>) -> Option<String> {
    id.and_then(|id| book.clients().get(id)).map(|client| client.name())
}

fn visitor_name(book: &Book, id: Option<VisitorId>) -> Option<String> {
    id.and_then(|id| book.visitors().get(id)).map(|visitor| visitor.name())
}

#[cfg(test)]
mod tests;
