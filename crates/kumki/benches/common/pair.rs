//! The server, and beside it the bare handler, asked in turns.

use std::time::Duration;

use anyhow::{Result, bail};

use super::{
    load::{self, Load, Request},
    postgres::Postgres,
    process::Server,
    run::{Database, Options},
};

const WARM_UP: Duration = Duration::from_millis(500);

pub(crate) struct Pair<'a> {
    pub(crate) server: Server,
    pub(crate) bare: Server,
    postgres: Option<&'a Postgres>,
}

impl<'a> Pair<'a> {
    /// `bare_first` is what the bare handler is asked until it answers.
    pub(crate) fn start(database: &Database<'a>, bare_first: &str) -> Result<Self> {
        Ok(Self {
            server: Server::start("serve", database, "GET /api/v1/instance")?,
            bare: Server::start("bare", database, bare_first)?,
            postgres: database.postgres,
        })
    }

    /// Each takes a turn in each round; of several requests, each connection has one. A turn costs what it
    /// costs until it is settled: what it has left to be done would else disturb the next.
    pub(crate) fn measure(
        &self,
        of_server: &[Request],
        of_bare: &[Request],
        options: &Options,
        settle: &dyn Fn() -> Result<()>,
    ) -> Result<Rounds> {
        load::run(of_server, WARM_UP)?;
        load::run(of_bare, WARM_UP)?;
        settle()?;
        let time = Duration::from_secs_f64(options.seconds);
        let mut rounds = Rounds::default();
        for _ in 0..options.rounds.max(1) {
            let server = self.cost(&self.server, of_server, time, settle)?;
            let bare = self.cost(&self.bare, of_bare, time, settle)?;
            rounds.0.push((server, bare));
        }
        Ok(rounds)
    }

    fn cost(
        &self,
        server: &Server,
        requests: &[Request],
        time: Duration,
        settle: &dyn Fn() -> Result<()>,
    ) -> Result<Cost> {
        let of_database = || match self.postgres {
            Some(postgres) => postgres.cpu(),
            None => Ok(None),
        };
        let (cpu, database_cpu) = (server.cpu()?, of_database()?);
        let load = load::run(requests, time)?;
        settle()?;
        let each = |used: Duration| used.as_secs_f64() * 1000.0 / load.count();
        let cpu = each(server.cpu()?.saturating_sub(cpu));
        let used = of_database()?.zip(database_cpu);
        let database_cpu = used.map(|(after, before)| each(after.saturating_sub(before)));
        Ok(Cost {
            load,
            cpu,
            database_cpu,
        })
    }
}

/// What both answer, which must be the same.
pub(crate) fn same(name: &str, of_server: &Request, of_bare: &Request) -> Result<Vec<u8>> {
    // The first request of the day is followed by a note that its caller was here.
    of_server.body()?;
    let body = of_server.body()?;
    match difference(&body, &of_bare.body()?) {
        Some(at) => bail!("{name}: the two answers differ at {at}"),
        None => Ok(body),
    }
}

/// Where two texts differ, and what each of them says there.
fn difference(one: &[u8], other: &[u8]) -> Option<String> {
    let same = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let rest = |text: &[u8]| {
        let rest = &text[same.min(text.len())..text.len().min(same + 80)];
        String::from_utf8_lossy(rest).into_owned()
    };
    (one != other).then(|| format!("{same}: {} / {}", rest(one), rest(other)))
}

/// One case in one round; CPU times in milliseconds per request.
struct Cost {
    load: Load,
    cpu: f64,
    database_cpu: Option<f64>,
}

/// One case in all rounds, the server's costs and the bare handler's.
#[derive(Default)]
pub(crate) struct Rounds(Vec<(Cost, Cost)>);

/// The medians of the rounds, as they stand in tables.
pub(crate) struct Figures {
    pub(crate) per_second: String,
    pub(crate) p50: String,
    pub(crate) p99: String,
    pub(crate) cpu: String,
}

impl Rounds {
    pub(crate) fn of_server(&self) -> Figures {
        figures(self.0.iter().map(|(it, _)| it).collect())
    }

    pub(crate) fn of_bare(&self) -> Figures {
        figures(self.0.iter().map(|(_, it)| it).collect())
    }

    /// How many requests the server answers while the bare handler answers one.
    pub(crate) fn ratio(&self) -> f64 {
        let each = self.0.iter();
        let ratio = each.map(|(it, bare)| it.load.per_second() / bare.load.per_second());
        median(ratio)
    }
}

fn figures(costs: Vec<&Cost>) -> Figures {
    let of = |value: &dyn Fn(&Cost) -> f64| median(costs.iter().map(|it| value(it)));
    let database_cpu = of(&|it| it.database_cpu.unwrap_or(f64::NAN));
    let plus = match database_cpu.is_nan() {
        true => String::new(),
        false => format!(" + {database_cpu:.2}"),
    };
    Figures {
        per_second: format!("{:.0}", of(&|it| it.load.per_second())),
        p50: format!("{:.1}", of(&|it| it.load.quantile(0.5))),
        p99: format!("{:.1}", of(&|it| it.load.quantile(0.99))),
        cpu: format!("{:.2}{plus}", of(&|it| it.cpu)),
    }
}

pub(crate) fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
