//! What each state of an account does on each surface: before the act, after it, and once undone.
//!
//! The tables say what is expected; [`surfaces`] looks, over HTTP; [`world`] makes what is looked at.

mod states;
mod surfaces;
mod world;

use std::collections::BTreeMap;

use crate::server::Test;

use states::State;
use world::World;

/// A surface a line, a state a column.
struct Table {
    states: Vec<&'static str>,
    lines: Vec<(&'static str, Vec<&'static str>)>,
}

/// The page that moderators read.
const PAGE: &str = include_str!("../../../../docs/states.md");

impl Table {
    /// The table below a heading of the page.
    fn read(heading: &str) -> Self {
        let (_, text) = PAGE
            .split_once(&format!("## {heading}\n"))
            .expect("the heading");
        let text = text.split("\n## ").next().unwrap_or_default();
        let cells = |line: &'static str| line.trim_matches('|').split('|').map(str::trim);
        let mut lines = text.lines().map(str::trim).filter(|it| it.starts_with('|'));
        let states = cells(lines.next().expect("a head")).skip(1).collect();
        let lines = lines.map(|line| {
            let mut cells = cells(line);
            (cells.next().expect("a surface"), cells.collect())
        });
        let lines = lines.filter(|(surface, _): &(&str, _)| !surface.starts_with("---"));
        Self {
            states,
            lines: lines.collect(),
        }
    }

    fn surfaces(&self) -> impl Iterator<Item = &'static str> {
        self.lines.iter().map(|(surface, _)| *surface)
    }

    /// What is expected in one state, by surface.
    fn expected(&self, state: &str) -> BTreeMap<&'static str, &'static str> {
        let column = self.states.iter().position(|it| *it == state);
        let column = column.unwrap_or_else(|| panic!("no column {state:?}"));
        let cell = |(surface, cells): &(&'static str, Vec<&'static str>)| {
            let cell = cells
                .get(column)
                .unwrap_or_else(|| panic!("{surface}: too few cells"));
            (*surface, *cell)
        };
        self.lines.iter().map(cell).collect()
    }
}

/// Fails with a line for each cell that is not as expected.
fn compare(
    when: &str,
    found: &BTreeMap<&'static str, String>,
    expected: &BTreeMap<&'static str, &'static str>,
) {
    let wrong: Vec<String> = expected
        .iter()
        .filter_map(|(surface, expected)| {
            let found = found.get(surface).map_or("nobody looked", String::as_str);
            (found != *expected).then(|| format!("{surface}: {found:?} and not {expected:?}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{when}:\n{}", wrong.join("\n"));
}

async fn run(table: &Table, state: State, is_local: bool) -> Test {
    let name = state.name();
    let mut world = World::make(is_local).await?;

    let before = surfaces::look(&mut world, table.surfaces()).await?;
    compare(&format!("before {name}"), &before, &table.expected("good"));
    world.enter(state).await?;
    let during = surfaces::look(&mut world, table.surfaces()).await?;
    compare(name, &during, &table.expected(name));
    let Some(after) = world.leave(state).await? else {
        return Ok(());
    };
    let undone = surfaces::look(&mut world, table.surfaces()).await?;
    compare(&format!("{name}, undone"), &undone, &table.expected(after));
    Ok(())
}

#[tokio::test]
async fn every_state_of_a_member_holds_on_every_surface() -> Test {
    let table = Table::read("Members");
    for state in State::LOCAL {
        run(&table, *state, true).await?;
    }
    Ok(())
}

#[tokio::test]
async fn every_state_of_an_account_elsewhere_holds_on_every_surface() -> Test {
    let table = Table::read("Accounts of other servers");
    for state in State::REMOTE {
        run(&table, *state, false).await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_post_that_waits_for_a_moderator_shows_on_no_surface() -> Test {
    let table = Table::read("Held posts");
    for is_local in [true, false] {
        let mut world = World::make(is_local).await?;
        let before = surfaces::look(&mut world, table.surfaces()).await?;
        compare("before it is held", &before, &table.expected("good"));
        world.hold_posts().await?;
        let during = surfaces::look(&mut world, table.surfaces()).await?;
        compare("held", &during, &table.expected("held"));
        world.release_posts().await?;
        let released = surfaces::look(&mut world, table.surfaces()).await?;
        compare("released", &released, &table.expected("good"));
    }
    Ok(())
}

#[tokio::test]
async fn nobody_sees_a_newcomer_before_she_is_let_in() -> Test {
    let table = Table::read("Newcomers");
    for state in State::NEWCOMERS {
        let mut world = World::with_newcomer(*state).await?;
        let during = surfaces::look(&mut world, table.surfaces()).await?;
        compare(state.name(), &during, &table.expected(state.name()));
        let after = world.leave(*state).await?.expect("newcomers are let in");
        let let_in = surfaces::look(&mut world, table.surfaces()).await?;
        compare("let in", &let_in, &table.expected(after));
    }
    Ok(())
}
