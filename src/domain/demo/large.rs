//! The large shop, to measure with: 25 staff, 5,000 clients and 3,000 standing appointments over five years and the year to
//! come, a quarter of a million visits. It is made in steps, so that none of them is larger than a file and a history bear.

use serde_json::{Value, json};

use super::shop::{Shop, line, slot};
use super::{SEED, catalogue, people};
use crate::domain::book::Book;
use crate::domain::change::{Label, Origin};
use crate::domain::command::{Command, Moment};
use crate::domain::decide::Decided;
use crate::domain::draft::SeriesDraft;
use crate::domain::pen::Pen;
use crate::domain::plan::Plan;
use crate::domain::refusal::{FieldError, FieldErrors, Refusal, Refused};
use crate::domain::rows::*;
use crate::domain::setup;
use crate::domain::values::*;
use crate::recurrence::Preset;
use crate::time::{Day, Minutes, Weekday, WeekdaySet};

/// How many steps make the large shop.
pub const LARGE_STEPS: usize = 1 + SERIES / BATCH;

/// How many standing appointments there are, and how many of them a step makes.
const SERIES: usize = 3_000;
const BATCH: usize = 100;
const STAFF: usize = 25;
const CLIENTS: usize = 5_000;
/// The weeks that lie behind.
const WEEKS: i32 = 260;

/// One step of the large shop, from 0: the catalogue and the clients first, then a hundred standing appointments each, with
/// what became of their past visits. Each is decided on the book with all steps before it.
///
/// # Errors
/// [`Refusal::NotEmpty`] where the book has a salon already and the first step is asked for.
pub fn large_shop(book: &Book, step: usize, moment: &mut Moment) -> Result<Decided, Refused> {
    if step == 0 && book.business().is_some() {
        return Err(Refusal::NotEmpty.into());
    }
    let seed = SEED.wrapping_add(u64::try_from(step).unwrap_or(0));
    let mut own = Moment::new(moment.now, seed);
    let mut pen = Pen::new(book, &mut own);
    let today = catalogue::zone().civil(pen.now()).day;
    if step == 0 {
        let draft = setup::read(book, &document(today)).map_err(Refused::Fields)?;
        pen.carry(&Command::SetUp(Box::new(draft)))?;
        pen.carry(&Command::SetUp(Box::new(people::clients(CLIENTS))))?;
    } else {
        let mut shop = Shop::new(pen, seed, today);
        let first = (step - 1) * BATCH;
        for (place, lane) in lanes().enumerate().skip(first).take(BATCH) {
            shop.add_lane(place, lane)?;
        }
        pen = shop.pen;
    }
    Ok(Decided {
        change: pen.finish(Label::SampleShop, None, Origin::Person),
        plan: Plan::default(),
    })
}

/// A time of somebody's week, every so many weeks from one of them on.
#[derive(Clone, Copy)]
struct Lane {
    stylist: usize,
    weekday: usize,
    place: usize,
    every: u32,
    week: u32,
}

/// Enough of them, none in the way of another: of sixteen times of the week one is for somebody who comes every week, one
/// for two who come every two weeks, the others for four each.
fn lanes() -> impl Iterator<Item = Lane> {
    (0_usize..).flat_map(|lane| {
        let every = match lane % 16 {
            0 => 1,
            8 => 2,
            _ => 4,
        };
        (0..every).map(move |week| Lane {
            stylist: lane % STAFF,
            weekday: (lane / STAFF) % 5,
            place: lane / STAFF / 5,
            every,
            week,
        })
    })
}

impl Shop<'_> {
    fn add_lane(&mut self, place: usize, lane: Lane) -> Result<(), Refused> {
        let Some(stylist) = self.stylists.get(lane.stylist).cloned() else {
            return Ok(());
        };
        let weekday = WeekdaySet::ALL
            .iter(Weekday::Mon)
            .nth(lane.weekday)
            .unwrap_or(Weekday::Mon);
        let offset = |number: usize| i32::try_from(number).unwrap_or(0);
        let monday = self.today.start_of_week(Weekday::Mon) - 7 * WEEKS;
        let start = monday + 7 * i32::try_from(lane.week).unwrap_or(0) + offset(lane.weekday);
        let names = self.one_of(&[
            &["Cut"][..],
            &["Cut and blow-dry"],
            &["Cut", "Beard trim"],
            &["Root colour"],
        ]);
        let services = names
            .unwrap_or_default()
            .iter()
            .filter_map(|name| stylist.service(name));
        let lines = services.map(|service| line(&stylist, service)).collect();
        let client = self
            .clients
            .get(place % self.clients.len().max(1))
            .map(|client| client.id);
        let preset = Preset::Weekly {
            every: lane.every,
            weekdays: WeekdaySet::single(weekday),
        };
        let rule = preset.rule(Weekday::Mon).map_err(|reason| {
            let reason = reason.to_string();
            Refused::from(FieldErrors::one("frequency", FieldError::BadRule { reason }))
        })?;
        let time = Minutes::hours(8) + Minutes::new(100) * offset(lane.place);
        let draft = SeriesDraft {
            rule: Some(rule),
            slots: vec![slot(&stylist, Some(weekday), time)],
            conflicts: Policy::Keep,
            ..self.draft(&stylist, client, start, lines)
        };
        let made = self.pen.carry(&Command::CreateSeries(Box::new(draft)))?;
        let now = self.pen.now();
        let visits: Vec<_> = made.plan.lines.iter().filter_map(|line| line.after.clone()).collect();
        let begun: Vec<VisitId> = visits
            .iter()
            .filter(|visit| visit.is_busy() && visit.start_utc < now)
            .map(|visit| visit.id)
            .collect();
        self.mark(&begun);
        if let (true, Some(visit)) = (
            place.is_multiple_of(20),
            visits.iter().find(|visit| visit.start_utc > now),
        ) {
            self.pen.carry(&Command::CancelVisit {
                visit: visit.id,
                how: CancelledHow::InTime,
            })?;
        }
        Ok(())
    }
}

fn document(today: Day) -> Value {
    let (year, ..) = today.ymd();
    let christmas =
        |year: i32| json!({ "from": format!("{year}-12-25"), "to": format!("{year}-12-26"), "reason": "Christmas" });
    let hours = |opens: &str, closes: &str| {
        let week = |code: &str| (code.to_owned(), json!([[opens, closes]]));
        Value::Object(
            ["mon", "tue", "wed", "thu", "fri", "sat"]
                .into_iter()
                .map(week)
                .collect(),
        )
    };
    let (berlin, lisbon) = ("Lindenstraße", "Rua do Carmo");
    let place = |number: usize| if number < 15 { berlin } else { lisbon };
    let staff = (0..STAFF).map(|number| {
        json!({
            "given_name": format!("Stylist {}", number + 1), "position": "Stylist",
            "hours": { place(number): hours("08:00", "20:00") }
        })
    });
    json!({
        "business": {
            "name": "Salon Mara", "currency": "EUR", "time_zone": catalogue::zone().name(),
            "closed_days": (year - 5..=year + 1).map(christmas).collect::<Vec<_>>()
        },
        "locations": [
            {"name": berlin, "time_zone": "Europe/Berlin", "hours": hours("08:00", "20:00")},
            {"name": lisbon, "time_zone": "Europe/Lisbon", "hours": hours("08:00", "20:00")}
        ],
        "services": catalogue::services(year + 1),
        "resources": (0..STAFF).map(|number| json!({
            "kind": "Chair", "name": format!("Chair {}", number + 1),
            "location": place(number)
        })).collect::<Vec<_>>(),
        "staff": staff.collect::<Vec<_>>()
    })
}
