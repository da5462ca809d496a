//! Passwords, kept as Argon2id in the PHC format.

use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};

use crate::{Chance, Error, Result};

pub const SHORTEST: usize = 8;
pub const LONGEST: usize = 72;

/// Takes tens of milliseconds on purpose; not for an open transaction.
pub fn hash(password: &str, chance: &mut Chance) -> Result<String> {
    let mut salt = [0; 16];
    chance.fill(&mut salt);
    let hash: PasswordHash = Argon2::default()
        .hash_password_with_salt(password.as_bytes(), &salt)
        .map_err(|_| Error::Internal("the password cannot be hashed"))?;
    Ok(hash.to_string())
}

/// Takes as long whether there is a hash or not, so that nobody learns which addresses have users.
pub fn verify(password: &str, hash: Option<&str>) -> bool {
    const OF_NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$\
        AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    let Ok(parsed) = PasswordHash::new(hash.unwrap_or(OF_NOBODY)) else {
        return false;
    };
    Argon2::default()
        .verify_password(password.as_bytes(), &parsed)
        .is_ok()
        && hash.is_some()
}

#[cfg(test)]
mod tests {
    use super::{hash, verify};
    use crate::Chance;

    #[test]
    fn only_the_right_password_fits() -> crate::Result<()> {
        let kept = hash("correct horse", &mut Chance::seeded(1))?;

        assert!(kept.starts_with("$argon2id$"));
        assert!(verify("correct horse", Some(&kept)));
        assert!(!verify("battery staple", Some(&kept)));
        assert!(!verify("", None));
        assert!(!verify("correct horse", Some("not a hash")));
        Ok(())
    }
}
