//! Which role somebody has, and what it amounts to.

mod work;

use store::{
    Tx,
    roles::{EVERYBODY, Role},
};

use crate::{Error, Permission, Result, permissions::EVERYTHING};

pub use work::{Change, all, change, create, get, remove};

/// A role and what it allows together with everybody's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Power {
    pub role: Role,
    /// The bits in effect.
    pub permissions: i64,
}

impl Power {
    pub fn may(&self, needed: Permission) -> bool {
        self.permissions & needed.bit() != 0
    }
}

/// All roles, to look people's up in.
#[derive(Clone, Debug)]
pub struct Roles(Vec<Role>);

impl Roles {
    pub fn load(tx: &mut Tx) -> Result<Self> {
        Ok(Self(store::roles::all(tx)?))
    }

    /// What a user may do. Who has no role has everybody's.
    pub fn power(&self, role_id: Option<i64>) -> Result<Power> {
        let find = |id| self.0.iter().find(|it| it.id == id);
        let everybody = find(EVERYBODY).ok_or(Error::Internal("there is no role of everybody"))?;
        let role = role_id.and_then(find).unwrap_or(everybody);
        let permissions = match role.permissions & Permission::Administrator.bit() {
            0 => role.permissions | everybody.permissions,
            _ => EVERYTHING,
        };
        Ok(Power {
            role: role.clone(),
            permissions,
        })
    }

    /// The roles that allow something, and whether that of everybody does.
    pub fn that_may(&self, needed: Permission) -> Result<(Vec<i64>, bool)> {
        let mut ids = Vec::new();
        for role in &self.0 {
            if self.power(Some(role.id))?.may(needed) {
                ids.push(role.id);
            }
        }
        let everybody_may = ids.contains(&EVERYBODY);
        Ok((ids, everybody_may))
    }

    /// By the name, in any case.
    pub fn named(&self, name: &str) -> Option<&Role> {
        let named = |it: &&Role| !it.name.is_empty() && it.name.eq_ignore_ascii_case(name);
        self.0.iter().find(named)
    }

    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0
            .iter()
            .map(|it| it.name.as_str())
            .filter(|it| !it.is_empty())
    }
}
