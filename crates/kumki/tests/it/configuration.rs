//! The file, and the doctor.

use std::fs;

use anyhow::Result;
use chrono::DateTime;
use store::{settings, testing};

use crate::{
    place::{Place, bare, said},
    running::Running,
};

#[test]
fn the_sample_is_a_configuration() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("kumki.toml");
    let file = file.display().to_string();
    let sample = said(&mut bare(&["config", "sample"]))?;
    assert_eq!(sample.code, Some(0));

    let uncommented = sample.out.lines().map(|line| match line.strip_prefix('#') {
        Some(rest) if !rest.starts_with(' ') => rest,
        _ => line,
    });
    for text in [
        sample.out.clone(),
        uncommented.collect::<Vec<_>>().join("\n"),
    ] {
        fs::write(&file, text)?;
        let said = said(&mut bare(&["config", "check", "--config", &file]))?;
        assert_eq!(said.code, Some(0), "{said:?}");
        assert!(said.out.contains("lease_seconds = 60"), "{said:?}");
    }
    Ok(())
}

#[test]
fn a_check_names_every_mistake_and_no_secret() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("kumki.toml");
    let name = file.display().to_string();
    let check = |text: &str| {
        fs::write(&file, text)?;
        said(bare(&["config", "check"]).env("KUMKI_CONFIG", &name))
    };

    let unknown = check("domian = 'social.example'\n[limits]\nrate_limit = false")?;
    assert_eq!((unknown.code, unknown.out.as_str()), (Some(1), ""));
    assert_eq!(
        unknown.err,
        format!(
            "kumki: {name}: unknown key \"domian\"; did you mean \"domain\"?\n\
             {name}: unknown key \"limits.rate_limit\"; did you mean \"limits.rate_limits\"?\n"
        )
    );
    let secret = "[mail]\nsmtp_url = 'smtps://me:tiger@mail.example'";
    let hidden = check(secret)?;
    assert_eq!(hidden.code, Some(0), "{hidden:?}");
    assert!(hidden.out.contains("smtp_url = \"(hidden)\""), "{hidden:?}");
    assert!(!hidden.out.contains("tiger"));
    let bucket = check("[media]\nbucket = 'files'\naccess_key = 'tiger'\nsecret_key = 'tiger'")?;
    assert_eq!(bucket.code, Some(0), "{bucket:?}");
    assert!(bucket.out.contains("bucket = \"files\"") && !bucket.out.contains("tiger"));
    let keyless = check("[media]\nbucket = 'files'\naccess_key = 'tiger'")?;
    assert_eq!(keyless.code, Some(1));
    assert!(
        keyless.err.contains("media.secret_key is missing"),
        "{keyless:?}"
    );
    let nowhere = check("[media]\npublic_url = 'files.example'")?;
    assert!(
        nowhere.err.contains("media.public_url: \"files.example\""),
        "{nowhere:?}"
    );
    let domain = check("domain = 'social.example:8080'")?;
    assert_eq!(domain.code, Some(1));
    assert!(
        domain.err.contains("only localhost may have a port"),
        "{domain:?}"
    );
    let missing = said(&mut bare(&["config", "check", "--config", "/nowhere.toml"]))?;
    assert!(
        missing.err.contains("/nowhere.toml cannot be read"),
        "{missing:?}"
    );
    Ok(())
}

/// What the doctor found about one thing, and all that was said.
pub(crate) fn finding(place: &Place, name: &str) -> Result<(Option<i32>, String)> {
    let said = place.run(&["doctor"])?;
    let line = said.out.lines().find(|line| {
        let mut words = line.split_whitespace();
        words.nth(1) == Some(name)
    });
    Ok((said.code, line.unwrap_or(&said.out).to_owned()))
}

#[test]
fn the_doctor_finds_nothing_where_nothing_is_wrong() -> Result<()> {
    let place = Place::new()?;
    let server = Running::serve(&place)?;
    place.owner(&server.url)?;
    place.must(&["settings", "set", "source_url", "https://git.example/kumki"])?;

    let said = place.run(&["doctor"])?;

    assert_eq!(said.code, Some(0), "{said:?}");
    assert_eq!(said.out.lines().count(), 13, "{said:?}");
    assert!(said.out.lines().all(|it| it.starts_with("ok ")), "{said:?}");
    Ok(())
}

#[test]
fn the_doctor_says_what_is_missing() -> Result<()> {
    let place = Place::new()?;
    if !place.is_postgres() {
        let (code, database) = finding(&place, "database")?;
        assert_eq!(code, Some(1));
        assert!(database.contains("kumki migrate makes it"), "{database}");
    }
    place.must(&["migrate"])?;

    let (code, owner) = finding(&place, "owner")?;
    assert_eq!(code, Some(0));
    assert!(
        owner.starts_with("warn") && owner.contains("accounts create"),
        "{owner}"
    );
    let (_, source) = finding(&place, "source")?;
    assert!(
        source.starts_with("warn") && source.contains("source_url"),
        "{source}"
    );
    let (_, site) = finding(&place, "site")?;
    assert!(site.starts_with("warn"), "{site}");
    Ok(())
}

#[test]
fn the_doctor_finds_what_is_broken() -> Result<()> {
    let place = Place::new()?;
    place.add("mira", Some("Owner"))?;
    let store = place.store()?;
    let mut tx = store.write()?;
    testing::execute(&mut tx, "UPDATE counters SET value = 7")?;
    let url = "https://social.example".into();
    settings::set(&mut tx, "site_url", &url, DateTime::UNIX_EPOCH)?;
    tx.save()?;

    let (code, counters) = finding(&place, "counters")?;
    assert_eq!(code, Some(0));
    assert!(
        counters.contains("members says 7, but there are 1"),
        "{counters}"
    );
    let other = place.run(&["doctor", "--domain", "other.example"])?;
    assert_eq!(other.code, Some(1));
    assert!(
        other.out.contains("belongs to https://social.example"),
        "{other:?}"
    );
    let smtp = said(
        place
            .command(&["doctor"])
            .env("KUMKI_MAIL__SMTP_URL", "smtp://127.0.0.1:1"),
    )?;
    assert_eq!(smtp.code, Some(1));
    assert!(
        smtp.out.lines().any(|it| it.starts_with("fail  mail")),
        "{smtp:?}"
    );
    let bucket = [
        ("KUMKI_MEDIA__BUCKET", "files"),
        ("KUMKI_MEDIA__ENDPOINT", "http://127.0.0.1:1"),
        ("KUMKI_MEDIA__ACCESS_KEY", "name"),
        ("KUMKI_MEDIA__SECRET_KEY", "tiger"),
    ];
    let media = said(place.command(&["doctor"]).envs(bucket))?;
    assert_eq!(media.code, Some(1));
    assert!(
        media.out.lines().any(|it| it.starts_with("fail  media")),
        "{media:?}"
    );
    assert!(!media.out.contains("tiger"), "{media:?}");
    let unreachable = ["doctor", "--database-url", "postgres://127.0.0.1:1/none"];
    let unreachable = said(bare(&unreachable).arg("--data").arg(place.folder()))?;
    assert_eq!(unreachable.code, Some(1));
    assert!(
        unreachable.out.contains("cannot be reached"),
        "{unreachable:?}"
    );
    Ok(())
}
