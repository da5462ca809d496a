//! Deciding what roles there are. Nobody makes anybody mightier than herself.

use store::roles::{self, EVERYBODY, Role};

use crate::{
    Context, Error, Moderator, Permission, Result, Violation,
    acts::{Act, Target},
    error::refuse,
    permissions::bits_of,
};

/// What everybody may be allowed.
const FOR_EVERYBODY: i64 = Permission::InviteUsers.bit() | Permission::InviteBypassApproval.bit();

/// What is to be different about a role; what is `None` stays as it is.
#[derive(Clone, Debug, Default)]
pub struct Change {
    pub name: Option<String>,
    pub color: Option<String>,
    pub highlighted: Option<bool>,
    pub position: Option<i32>,
    /// Words, or bits as decimal numbers.
    pub permissions: Option<Vec<String>>,
    pub require_2fa: Option<bool>,
    pub collection_limit: Option<i32>,
}

/// Highest first.
pub fn all(cx: &mut Context) -> Result<Vec<Role>> {
    cx.moderator(Permission::ManageRoles)?;
    Ok(roles::all(&mut cx.tx)?)
}

pub fn get(cx: &mut Context, id: i64) -> Result<Role> {
    cx.moderator(Permission::ManageRoles)?;
    roles::find(&mut cx.tx, id)?.ok_or(Error::NotFound)
}

pub fn create(cx: &mut Context, change: &Change) -> Result<Role> {
    let moderator = cx.moderator(Permission::ManageRoles)?;
    let nothing = Role {
        id: 0,
        name: String::new(),
        color: String::new(),
        highlighted: false,
        position: 0,
        permissions: 0,
        require_2fa: false,
        collection_limit: 10,
    };
    let (wanted, mut found) = changed(&nothing, change);
    found.extend(violations_of_power(&moderator, &wanted));
    refuse(found)?;

    let added = roles::add(
        &mut cx.tx,
        &wanted.name,
        wanted.position,
        wanted.permissions,
    )?;
    let role = Role {
        id: added.id,
        ..wanted
    };
    let recorded = Act::new("create", target(&role)).record(cx, &moderator)?;
    roles::set(&mut cx.tx, &role, &recorded)?;
    Ok(role)
}

/// Roles below one's own; of one's own only what it is called and looks like.
pub fn change(cx: &mut Context, id: i64, change: &Change) -> Result<Role> {
    let (moderator, before) = find(cx, id)?;
    let is_own = moderator.is_in(id);
    if !is_own {
        moderator.above(before.position)?;
    }
    let (after, mut found) = changed(&before, change);
    found.extend(match id {
        EVERYBODY => violations_of_everybody(&before, &after),
        _ if is_own => violations_of_own(&moderator, &before, &after),
        _ => violations_of_power(&moderator, &after),
    });
    refuse(found)?;

    let recorded = Act::new("update", target(&before)).record(cx, &moderator)?;
    roles::set(&mut cx.tx, &after, &recorded)?;
    Ok(after)
}

/// Who was in it has the role of everybody from then on.
pub fn remove(cx: &mut Context, id: i64) -> Result<()> {
    let (moderator, role) = find(cx, id)?;
    moderator.above(role.position)?;
    if id == EVERYBODY {
        return Err(Error::NotPermitted);
    }
    let recorded = Act::new("destroy", target(&role)).record(cx, &moderator)?;
    Ok(roles::remove(&mut cx.tx, id, &recorded)?)
}

fn find(cx: &mut Context, id: i64) -> Result<(Moderator, Role)> {
    let moderator = cx.moderator(Permission::ManageRoles)?;
    let found = roles::find_locked(&mut cx.tx, id)?;
    Ok((moderator, found.ok_or(Error::NotFound)?))
}

/// The role as it would be, and what would be wrong with it, whoever wanted it.
fn changed(before: &Role, change: &Change) -> (Role, Vec<Violation>) {
    let mut found = Vec::new();
    let name = change.name.as_deref().unwrap_or(&before.name).trim();
    if name.is_empty() && before.id != EVERYBODY {
        found.push(Violation::blank("name", "Name"));
    }
    let color = change
        .color
        .as_deref()
        .map_or(Some(before.color.clone()), color);
    if color.is_none() {
        found.push(Violation::invalid("color", "Color"));
    }
    let words = change.permissions.as_ref();
    let bits = words.map(|words| bits_of(words.iter().map(String::as_str)));
    let bits = bits.unwrap_or(Some(before.permissions));
    if bits.is_none() {
        found.push(Violation::not_listed("permissions", "Permissions"));
    }
    let collection_limit = change.collection_limit.unwrap_or(before.collection_limit);
    if collection_limit < 0 {
        let message = "must be greater than or equal to 0";
        let field = ("collection_limit", "Collection limit");
        found.push(Violation::new(field.0, field.1, "ERR_INVALID", message));
    }
    let after = Role {
        id: before.id,
        name: name.to_owned(),
        color: color.unwrap_or_default(),
        highlighted: change.highlighted.unwrap_or(before.highlighted),
        position: change.position.unwrap_or(before.position),
        permissions: bits.unwrap_or(before.permissions),
        require_2fa: change.require_2fa.unwrap_or(before.require_2fa),
        collection_limit,
    };
    (after, found)
}

/// Three or six hexadecimal digits, with or without `#`; or nothing.
fn color(text: &str) -> Option<String> {
    let text = text.trim();
    let digits = text.strip_prefix('#').unwrap_or(text);
    let is_color = matches!(digits.len(), 3 | 6) && digits.bytes().all(|it| it.is_ascii_hexdigit());
    match text {
        "" => Some(String::new()),
        _ => is_color.then(|| format!("#{digits}")),
    }
}

fn violations_of_power(moderator: &Moderator, after: &Role) -> Vec<Violation> {
    let mut found = Vec::new();
    if !moderator.has_all_of(after.permissions) {
        found.push(permissions("include some that your own role does not have"));
    }
    if !moderator.reaches(after.position) {
        found.push(position("is above that of your own role"));
    }
    found
}

fn violations_of_own(moderator: &Moderator, before: &Role, after: &Role) -> Vec<Violation> {
    const OWN: &str = "cannot be changed in your own role";
    let mut found = Vec::new();
    if after.permissions != before.permissions {
        found.push(permissions(OWN));
    }
    if after.position != before.position {
        found.push(position(OWN));
    }
    let may_all = moderator.may(Permission::Administrator).is_ok();
    if after.require_2fa != before.require_2fa && !may_all {
        let field = ("require_2fa", "Require 2FA");
        found.push(Violation::new(field.0, field.1, "ERR_INVALID", OWN));
    }
    found
}

fn violations_of_everybody(before: &Role, after: &Role) -> Vec<Violation> {
    let mut found = Vec::new();
    if !after.name.is_empty() {
        let message = "must be blank for everybody";
        found.push(Violation::new("name", "Name", "ERR_INVALID", message));
    }
    if after.permissions & !FOR_EVERYBODY != 0 {
        found.push(permissions("include some that not everybody can have"));
    }
    if after.position != before.position {
        found.push(position("cannot be changed for everybody"));
    }
    found
}

fn permissions(message: &str) -> Violation {
    Violation::new("permissions", "Permissions", "ERR_INVALID", message)
}

fn position(message: &str) -> Violation {
    Violation::new("position", "Position", "ERR_INVALID", message)
}

fn target(role: &Role) -> Target {
    Target {
        kind: "UserRole",
        id: role.id,
        name: role.name.clone(),
        account_id: None,
    }
}
