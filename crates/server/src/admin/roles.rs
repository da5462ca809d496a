use std::net::IpAddr;

use api::{
    Empty,
    admin::roles::{AdminRole, ChangeRole, CreateRole, DeleteRole, GetRole, ListRoles, UpdateRole},
};
use domain::{
    Context, accounts,
    permissions::words_of,
    roles::{self, Change, Roles},
};
use store::roles::{EVERYBODY, Role};

use crate::{Error, entities::id, route::Answer};

impl Answer for ListRoles {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Vec<AdminRole>, Error> {
        let kept = roles::all(cx)?;
        let all = Roles::load(&mut cx.tx)?;
        kept.into_iter().map(|it| shown(&all, it)).collect()
    }
}

impl Answer for GetRole {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<AdminRole, Error> {
        let kept = roles::get(cx, role_id(&self.id))?;
        show(cx, kept)
    }
}

impl Answer for CreateRole {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<AdminRole, Error> {
        let change = Change {
            name: Some(self.name),
            color: self.color,
            highlighted: self.highlighted,
            position: self.position,
            permissions: self.permissions,
            require_2fa: self.require_2fa,
            collection_limit: self.collection_limit,
        };
        let kept = roles::create(cx, &change)?;
        show(cx, kept)
    }
}

impl Answer for UpdateRole {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<AdminRole, Error> {
        let change = Change {
            name: self.name,
            color: self.color,
            highlighted: self.highlighted,
            position: self.position,
            permissions: self.permissions,
            require_2fa: self.require_2fa,
            collection_limit: self.collection_limit,
        };
        let kept = roles::change(cx, role_id(&self.id), &change)?;
        show(cx, kept)
    }
}

impl Answer for DeleteRole {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Empty, Error> {
        roles::remove(cx, role_id(&self.id))?;
        Ok(Empty {})
    }
}

impl Answer for ChangeRole {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<AdminRole, Error> {
        let kept = accounts::change_role(cx, id(&self.id), role_id(&self.role_id))?;
        show(cx, kept)
    }
}

/// Ids are positive but for one.
fn role_id(text: &str) -> i64 {
    match text.parse() {
        Ok(EVERYBODY) => EVERYBODY,
        _ => id(text),
    }
}

fn show(cx: &mut Context, kept: Role) -> Result<AdminRole, Error> {
    let all = Roles::load(&mut cx.tx)?;
    shown(&all, kept)
}

fn shown(all: &Roles, kept: Role) -> Result<AdminRole, Error> {
    let power = all.power(Some(kept.id))?;
    Ok(AdminRole {
        id: kept.id.to_string(),
        name: kept.name,
        color: kept.color,
        highlighted: kept.highlighted,
        position: kept.position,
        permissions: words_of(kept.permissions).map(str::to_owned).collect(),
        effective_permissions: power.permissions.to_string(),
        require_2fa: kept.require_2fa,
        collection_limit: kept.collection_limit,
    })
}
