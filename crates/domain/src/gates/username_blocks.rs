//! Deciding about names that newcomers may not have, or not without a look at them.

use store::{
    account_list::Window,
    username_blocks::{self, Terms, UsernameBlock},
};

use crate::{
    Context, Error, Moderator, Permission, Result, Violation,
    acts::{Act, Target},
    error::refuse,
    usernames,
};

const EQUALS: &str = "equals";
const CONTAINS: &str = "contains";

/// What somebody wants to be decided; what is `None` stays.
#[derive(Clone, Debug, Default)]
pub struct Change {
    pub username: Option<String>,
    pub comparison: Option<String>,
    pub allow_with_approval: Option<bool>,
}

/// Lower case, with letters for the digits that look like them.
fn fold(text: &str) -> String {
    let lookalike = |it| match it {
        '0' => 'o',
        '1' => 'i',
        '2' => 'z',
        '3' => 'e',
        '4' => 'a',
        '5' => 's',
        '7' => 't',
        '8' => 'b',
        '9' => 'g',
        it => it,
    };
    text.to_lowercase().chars().map(lookalike).collect()
}

/// The rules that a name meets: so each of its parts can be looked up.
pub(crate) fn holding(cx: &mut Context, username: &str) -> Result<Vec<UsernameBlock>> {
    let name = fold(username);
    // Only such names are given at all.
    if name.is_empty() || !name.is_ascii() || name.len() > usernames::LONGEST {
        return Ok(Vec::new());
    }
    let from = |start: usize| {
        let name = &name;
        (start + 1..=name.len()).map(move |end| name[start..end].to_owned())
    };
    let mut parts: Vec<String> = (0..name.len()).flat_map(from).collect();
    parts.sort_unstable();
    parts.dedup();
    let mut found = username_blocks::of_any(&mut cx.tx, &parts)?;
    found.retain(|it| it.comparison == CONTAINS || it.folded == name);
    Ok(found)
}

pub fn list(cx: &mut Context, window: Window) -> Result<Vec<UsernameBlock>> {
    cx.moderator(Permission::ManageBlocks)?;
    Ok(username_blocks::page(&mut cx.tx, window)?)
}

pub fn get(cx: &mut Context, id: i64) -> Result<UsernameBlock> {
    cx.moderator(Permission::ManageBlocks)?;
    username_blocks::find(&mut cx.tx, id)?.ok_or(Error::NotFound)
}

pub fn create(cx: &mut Context, change: &Change) -> Result<UsernameBlock> {
    let moderator = cx.moderator(Permission::ManageBlocks)?;
    let terms = check(cx, change, None)?;
    let now = cx.now;
    let block = username_blocks::add(&mut cx.tx, &terms, now)?;
    Act::new("create", target(&block)).record(cx, &moderator)?;
    Ok(block)
}

pub fn update(cx: &mut Context, id: i64, change: &Change) -> Result<UsernameBlock> {
    let (moderator, block) = find(cx, id)?;
    let terms = check(cx, change, Some(&block))?;
    let recorded = Act::new("update", target(&block)).record(cx, &moderator)?;
    Ok(username_blocks::set(&mut cx.tx, id, &terms, &recorded)?)
}

fn check(cx: &mut Context, change: &Change, before: Option<&UsernameBlock>) -> Result<Terms> {
    let username = change.username.as_deref().map(str::trim);
    let username = username.or(before.map(|it| &*it.username));
    let username = username.unwrap_or_default();
    let comparison = change.comparison.as_deref();
    let comparison = comparison.or(before.map(|it| &*it.comparison));
    let comparison = comparison.unwrap_or(EQUALS);
    let folded = fold(username);

    let mut found = usernames::shape_violations(username);
    let same = username_blocks::of_any(&mut cx.tx, std::slice::from_ref(&folded))?;
    if same
        .iter()
        .any(|it| before.is_none_or(|old| old.id != it.id))
    {
        found.push(usernames::taken());
    }
    if ![EQUALS, CONTAINS].contains(&comparison) {
        found.push(Violation::not_listed("comparison", "Comparison"));
    }
    refuse(found)?;
    let kept = before.is_some_and(|it| it.allow_with_approval);
    Ok(Terms {
        username: username.into(),
        folded,
        comparison: comparison.into(),
        allow_with_approval: change.allow_with_approval.unwrap_or(kept),
    })
}

pub fn remove(cx: &mut Context, id: i64) -> Result<()> {
    lift(cx, id, None)
}

/// The same, as what takes back an act. Whether there was still a rule.
pub(crate) fn take_back(cx: &mut Context, id: i64, act_id: i64) -> Result<bool> {
    match username_blocks::find_locked(&mut cx.tx, id)? {
        Some(_) => lift(cx, id, Some(act_id)).map(|()| true),
        None => Ok(false),
    }
}

fn lift(cx: &mut Context, id: i64, reverts: Option<i64>) -> Result<()> {
    let (moderator, block) = find(cx, id)?;
    let act = Act::new("destroy", target(&block)).taking_back(reverts);
    let recorded = act.record(cx, &moderator)?;
    Ok(username_blocks::remove(&mut cx.tx, id, &recorded)?)
}

fn find(cx: &mut Context, id: i64) -> Result<(Moderator, UsernameBlock)> {
    let moderator = cx.moderator(Permission::ManageBlocks)?;
    let found = username_blocks::find_locked(&mut cx.tx, id)?;
    Ok((moderator, found.ok_or(Error::NotFound)?))
}

fn target(block: &UsernameBlock) -> Target {
    Target {
        kind: "UsernameBlock",
        id: block.id,
        name: block.username.clone(),
        account_id: None,
    }
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn what_looks_alike_is_the_same() {
        assert_eq!(fold("4DM1N"), "admin");
        assert_eq!(fold("0123456789"), "oizeas6tbg");
        assert_eq!(fold("Straße"), "straße");
    }
}
