//! Which visits of a standing appointment a command is for (spec S4.5): all to come, those from a day on, those of some days.

use clap::{Args, ValueEnum};

use crate::cli::stop::Stop;
use crate::domain::Scope;
use crate::time::Day;

/// Which visits.
#[derive(Debug, Clone, Copy, Args)]
#[group(id = "which_visits")]
pub(in crate::cli) struct Which {
    /// Which visits
    #[arg(long, value_enum, default_value_t = Named::All)]
    scope: Named,
    /// From this day on
    #[arg(long, value_name = "DAY")]
    from: Option<Day>,
    /// Through this day
    #[arg(long, value_name = "DAY")]
    until: Option<Day>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Named {
    /// All to come
    All,
    /// From a day on
    Following,
    /// From a day through another
    Between,
}

/// Which visits, with their days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cli) enum Reach {
    /// From some visit on.
    On(Scope),
    /// Those of the days from the first through the last.
    Between(Day, Day),
}

impl Which {
    /// What is meant, where the days fit it.
    pub(in crate::cli) fn reach(self) -> Result<Reach, Stop> {
        match (self.scope, self.from, self.until) {
            (Named::All, None, None) => Ok(Reach::On(Scope::ToCome)),
            (Named::All, ..) => Err(Stop::usage("--scope all takes no --from and no --until")),
            (Named::Following, Some(day), None) => Ok(Reach::On(Scope::From(day))),
            (Named::Following, None, _) => Err(Stop::usage("--scope following needs --from")),
            (Named::Following, ..) => Err(Stop::usage("--scope following takes no --until")),
            (Named::Between, Some(first), Some(last)) => Ok(Reach::Between(first, last)),
            (Named::Between, ..) => Err(Stop::usage("--scope between needs --from and --until")),
        }
    }

    /// The same, where what follows is meant from this day on unless another is said.
    pub(in crate::cli) fn or_from(mut self, day: Day) -> Self {
        if self.scope == Named::Following {
            self.from = self.from.or(Some(day));
        }
        self
    }

    /// The same, where it is for a change that goes on.
    pub(in crate::cli) fn scope(self) -> Result<Scope, Stop> {
        match self.reach()? {
            Reach::On(scope) => Ok(scope),
            Reach::Between(..) => Err(Stop::usage("--scope between cannot be used here")),
        }
    }
}
