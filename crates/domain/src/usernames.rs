//! What members may call themselves.

use crate::Violation;

const FIELD: (&str, &str) = ("username", "Username");
pub const LONGEST: usize = 30;

/// Names that would be taken for the server's own.
const RESERVED: &[&str] = &[
    "abuse",
    "account",
    "accounts",
    "admin",
    "administration",
    "administrator",
    "admins",
    "help",
    "helpdesk",
    "instance",
    "mod",
    "moderator",
    "moderators",
    "mods",
    "owner",
    "postmaster",
    "root",
    "security",
    "server",
    "staff",
    "support",
    "webmaster",
];

/// What is wrong with a name that a stranger asks for.
pub fn violations(username: &str) -> Vec<Violation> {
    let mut found = shape_violations(username);
    if found.is_empty() && RESERVED.contains(&username.to_lowercase().as_str()) {
        found.push(reserved());
    }
    found
}

/// What is wrong with a name that the operator gives, who may use reserved ones.
pub fn shape_violations(username: &str) -> Vec<Violation> {
    if username.is_empty() {
        return vec![Violation::blank(FIELD.0, FIELD.1)];
    }
    let mut found = Vec::new();
    let is_allowed = |it: u8| it.is_ascii_alphanumeric() || it == b'_';
    if !username.bytes().all(is_allowed) {
        let message = "must contain only letters, numbers and underscores";
        found.push(Violation::new(FIELD.0, FIELD.1, "ERR_INVALID", message));
    }
    if username.chars().count() > LONGEST {
        found.push(Violation::too_long(FIELD.0, FIELD.1, LONGEST));
    }
    found
}

/// That nobody is to have the name.
pub fn reserved() -> Violation {
    Violation::new(FIELD.0, FIELD.1, "ERR_RESERVED", "is reserved")
}

/// That somebody has the name already, in whatever case.
pub fn taken() -> Violation {
    Violation::new(FIELD.0, FIELD.1, "ERR_TAKEN", "has already been taken")
}
