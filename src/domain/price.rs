//! What a visit costs (spec S3.3): fixed for the series where it says so, else the stylist's own price, else the list's on
//! the day of the visit.

use super::book::Book;
use super::people::{has_service, visitors};
use super::rows::*;
use super::schedule::{PlannedLine, lines_of};
use super::values::Money;
use crate::time::Day;

/// What one service of a visit costs on a day; `lead` does what nobody else is named for.
pub fn of_line(book: &Book, line: &PlannedLine, lead: Option<StaffId>, day: Day) -> Money {
    let own = || {
        let performer = book.staff().get(line.staff.or(lead)?)?;
        performer.own(line.service)?.price
    };
    let list = || book.services().get(line.service).map(|service| service.price_on(day));
    line.price.or_else(own).or_else(list).unwrap_or(Money::ZERO)
}

/// What a visit costs as its services say it.
pub fn of_visit(book: &Book, visit: &Visit) -> Money {
    let lines = lines_of(book, visit);
    lines
        .iter()
        .map(|line| of_line(book, line, visit.lead(), visit.day))
        .sum()
}

/// What a client pays for a place in a visit: a price of its own, else that of the services that are theirs. Who comes along
/// for services of their own pays for those, also where there are none this time; the others pay for all that are nobody's own.
pub fn of_booking(book: &Book, visit: &Visit, booking: &Booking) -> Money {
    let lines = lines_of(book, visit);
    let along = visitors(book, visit.series_id);
    let comes_along = |booking: &Booking| {
        let visitor = booking.visitor_id;
        visitor.is_some_and(|visitor| along.contains(&visitor) || has_service(&lines, visitor))
    };
    let nobody_else = || {
        visit.bookings.iter().all(comes_along)
            && visit.bookings.first().map(|first| first.booking_id) == Some(booking.booking_id)
    };
    let is_theirs = |line: &&PlannedLine<'_>| {
        let own = line
            .visitor
            .filter(|visitor| visit.bookings.iter().any(|one| one.visitor_id == Some(*visitor)));
        match own {
            Some(visitor) => booking.visitor_id == Some(visitor),
            None => !comes_along(booking) || nobody_else(),
        }
    };
    let services = || {
        let theirs = lines.iter().filter(is_theirs);
        theirs.map(|line| of_line(book, line, visit.lead(), visit.day)).sum()
    };
    booking.price.unwrap_or_else(services)
}

/// A price for all of several services, shared out in proportion to what each costs; all of it is for the first where none
/// costs anything. The parts are whole minor units, and make up the price.
pub fn shared(whole: Money, costs: &[Money]) -> Vec<Money> {
    let wide = |units: i64| i128::from(units);
    let all: i64 = costs.iter().map(|cost| cost.units()).sum();
    let share = |so_far: i64| {
        let share = (wide(whole.units()) * wide(so_far)).checked_div(wide(all));
        share
            .and_then(|share| i64::try_from(share).ok())
            .unwrap_or(whole.units())
    };
    let (mut so_far, mut given) = (0, 0);
    let parts = costs.iter().map(|cost| {
        so_far += cost.units();
        let part = share(so_far) - given;
        given += part;
        Money::minor(part)
    });
    parts.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::fixture::{Salon, read};

    /// Spec S3.3.
    #[test]
    fn a_fixed_price_goes_before_the_stylists_own_and_that_before_the_list() {
        let mut salon = Salon::at("Europe/Berlin", "2026-03-01T08:00");
        let series = salon.create(salon.draft("FREQ=WEEKLY;BYDAY=TU", "2026-12-29", "10:00"));
        let check = |salon: &Salon, original: &str, units: i64| {
            let visit = salon.visit(series, original);
            assert_eq!(of_visit(&salon.book, &visit), Money::minor(units), "{original}");
        };
        salon.change::<Service>(salon.cut, |cut| {
            cut.prices.push(ServicePrice {
                from_day: read("2027-01-01"),
                price: Money::minor(3800),
            });
        });
        check(&salon, "2026-12-29T10:00", 3500);
        check(&salon, "2027-01-05T10:00", 3800);
        let cut = salon.cut;
        salon.change::<Staff>(salon.ann, |ann| {
            ann.services.push(StaffService {
                service_id: cut,
                price: Some(Money::minor(4200)),
                minutes: None,
            });
        });
        check(&salon, "2027-01-05T10:00", 4200);
        let chapter = salon.visit(series, "2026-12-29T10:00").chapter_id;
        let line = salon.book.lines().of(chapter).next().unwrap().id;
        salon.change::<Line>(line, |line| line.price = Some(Money::minor(3000)));
        check(&salon, "2026-12-29T10:00", 3000);
    }

    #[test]
    fn a_price_for_all_is_shared_out_in_proportion_and_to_the_last_cent() {
        let check = |whole: i64, costs: &[i64], expected: &[i64]| {
            let costs: Vec<Money> = costs.iter().copied().map(Money::minor).collect();
            let parts: Vec<i64> = shared(Money::minor(whole), &costs)
                .into_iter()
                .map(Money::units)
                .collect();
            assert_eq!(parts, expected, "{whole} over {costs:?}");
        };
        check(5_000, &[3_500, 9_000], &[1_400, 3_600]);
        check(100, &[1, 1, 1], &[33, 33, 34]);
        check(4_000, &[3_500], &[4_000]);
        check(4_000, &[0, 3_500], &[0, 4_000]);
        check(4_000, &[0, 0], &[4_000, 0]);
        check(0, &[3_500, 9_000], &[0, 0]);
    }
}
