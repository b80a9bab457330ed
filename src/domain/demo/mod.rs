//! The demo shops: a believable salon to try things with, and a large one to measure with.
//!
//! Both are decided like everything else, command by command, and are the same every time for the same time now. They go
//! into an empty book only. Names and numbers are made up; the phone numbers are those that are kept free for stories.

mod catalogue;
mod large;
mod past;
mod people;
mod series;
mod shop;
#[cfg(test)]
mod tests;
mod week;

pub use large::{LARGE_STEPS, large_shop};

use super::book::Book;
use super::change::{Label, Origin};
use super::command::{Command, Moment};
use super::decide::Decided;
use super::pen::Pen;
use super::plan::Plan;
use super::refusal::{Refusal, Refused};
use shop::Shop;

/// The seed of everything that looks random in the demo shops.
const SEED: u64 = 0x00c4_a127_13e5;

/// The sample shop as one step: two locations in two zones, six staff, 120 clients, 80 standing appointments with what
/// became of them, and a full week.
///
/// # Errors
/// [`Refusal::NotEmpty`] where the book has a salon already.
pub fn sample_shop(book: &Book, moment: &mut Moment) -> Result<Decided, Refused> {
    if book.business().is_some() {
        return Err(Refusal::NotEmpty.into());
    }
    // Names of its own, so that the shop is the same every time.
    let mut own = Moment::new(moment.now, SEED);
    let mut pen = Pen::new(book, &mut own);
    let today = catalogue::zone().civil(pen.now()).day;
    pen.carry(&catalogue::command(pen.book(), today)?)?;
    pen.carry(&Command::SetUp(Box::new(people::clients(120))))?;
    let mut shop = Shop::new(pen, SEED, today);
    shop.add_standing()?;
    shop.change_by_hand()?;
    shop.fill_the_week()?;
    shop.mark_the_past();
    Ok(Decided {
        change: shop.pen.finish(Label::SampleShop, None, Origin::Person),
        plan: Plan::default(),
    })
}
