//! Commands, as people and scripts type them.

use anyhow::Result;
use api::{
    accounts::LookUpAccount,
    admin::accounts::{GetAccount, ListAccounts},
    apps::CreateApp,
    instance::ShowInstance,
};
use chrono::{DateTime, Utc};
use client::Client;
use serde_json::json;
use store::{applications, jobs};

use crate::{
    place::{PASSWORD, Place, bare, said, said_to},
    running::Running,
    wait_for,
};

#[tokio::test]
async fn a_script_gets_from_nothing_to_an_answer() -> Result<()> {
    let place = Place::new()?;
    let migrated = place.must(&["migrate"])?;
    let id = place.add("mira", Some("owner"))?;
    let said = place.run(&["tokens", "create", "mira", "--scopes", "read admin:read"])?;
    let server = Running::serve(&place)?;

    let expected = match place.is_postgres() {
        true => "PostgreSQL: the tables are up to date",
        false => "SQLite: 0001_init, 0002_community, ",
    };
    assert!(migrated.starts_with(expected), "{migrated}");
    let token = said.out.strip_suffix('\n').unwrap_or_default();
    assert_eq!((token.len(), said.err.as_str()), (43, ""));
    let client = Client::new(&server.url, token)?;
    let found = client.send(&GetAccount { id }).await?;
    assert_eq!(found.username, "mira");
    assert_eq!(found.confirmed, Some(true));
    assert_eq!(found.role.map(|it| it.name).as_deref(), Some("Owner"));
    Ok(())
}

#[tokio::test]
async fn commands_work_while_the_server_runs() -> Result<()> {
    let place = Place::new()?;
    let server = Running::serve(&place)?;

    let client = place.owner(&server.url)?;
    place.must(&["settings", "set", "site_title", "Our place"])?;

    let instance = client.send(&ShowInstance::default()).await?;
    assert_eq!(instance.title, "Our place");
    let listed = client.send(&ListAccounts::default()).await?;
    assert_eq!(listed.items.len(), 1);
    assert_eq!(place.must(&["jobs", "list"])?, "there is nothing to do");
    let again = place.must(&["migrate"])?;
    assert!(again.ends_with("the tables are up to date"), "{again}");
    Ok(())
}

#[test]
fn who_is_not_confirmed_or_approved_waits() -> Result<()> {
    let place = Place::new()?;

    let args = ["accounts", "create", "pen", "--email", "pen@mail.example"];
    place.must(&[&args[..], &["--password", PASSWORD]].concat())?;

    let listed = place.must(&["jobs", "list"])?;
    let lines: Vec<Vec<&str>> = listed
        .lines()
        .map(|it| it.split_whitespace().collect())
        .collect();
    assert_eq!(lines[0][..4], ["ID", "NAME", "STATE", "DUE"]);
    assert_eq!(lines[1][1..3], ["send_mail", "waiting"]);
    Ok(())
}

#[test]
fn a_refused_command_says_why_and_changes_nothing() -> Result<()> {
    let place = Place::new()?;
    let create = |name: &str, password: &str, more: &[&str]| {
        let email = format!("{name}@mail.example");
        let args = ["accounts", "create", name, "--email", &email];
        place.run(&[&args[..], &["--password", password], more].concat())
    };

    let said = create("ann", PASSWORD, &["--role", "Emperor"])?;
    assert_eq!((said.code, said.out.as_str()), (Some(1), ""));
    assert_eq!(
        said.err,
        "kumki: there is no role \"Emperor\", only Owner, Admin, Moderator\n"
    );
    let said = create("ann", "short", &[])?;
    assert_eq!(said.code, Some(1));
    assert!(said.err.contains("Password is too short"), "{}", said.err);
    assert_eq!(create("ann", PASSWORD, &[])?.code, Some(0));
    let said = create("Ann", PASSWORD, &[])?;
    assert_eq!(said.code, Some(1));
    assert!(
        said.err.contains("Username has already been taken"),
        "{}",
        said.err
    );
    let said = create("an n", PASSWORD, &[])?;
    assert!(
        said.err.contains("Username must contain only"),
        "{}",
        said.err
    );

    let token = |name, scopes| place.run(&["tokens", "create", name, "--scopes", scopes]);
    let said = token("nobody", "read")?;
    assert_eq!((said.code, said.out.as_str()), (Some(1), ""));
    assert_eq!(said.err, "kumki: there is no member \"nobody\"\n");
    let said = token("ann", "read admin:raed")?;
    assert_eq!(
        (said.code, said.err.as_str()),
        (
            Some(1),
            "kumki: unknown scope \"admin:raed\"; did you mean \"admin:read\"?\n"
        )
    );
    let said = token("ann", " ")?;
    assert_eq!(said.err, "kumki: no scopes are named\n");
    Ok(())
}

#[test]
fn what_cannot_be_meant_exits_with_2() -> Result<()> {
    let wrong: [&[&str]; 5] = [
        &[],
        &["accounts", "create", "ann"],
        &["tokens", "create", "ann"],
        &["serve", "--listen", "here"],
        &["jobs", "retry", "all"],
    ];

    for args in wrong {
        assert_eq!(said(&mut bare(args))?.code, Some(2), "{args:?}");
    }
    let said = said(&mut bare(&["jobs", "list"]))?;
    assert_eq!(said.code, Some(1));
    assert!(said.err.contains("--data"), "{}", said.err);
    Ok(())
}

#[test]
fn a_password_need_not_be_on_the_command_line() -> Result<()> {
    let place = Place::new()?;
    let create = |name: &str, more: &[&str]| {
        let email = format!("{name}@mail.example");
        place.command(&[&["accounts", "create", name, "--email", &email], more].concat())
    };

    let by_variable = said(create("ann", &[]).env("KUMKI_PASSWORD", PASSWORD))?;
    let by_pipe = said_to(&mut create("bob", &["--password", "-"]), "correct horse\n")?;
    let by_nothing = said_to(&mut create("cai", &["--password", "-"]), "")?;

    assert_eq!(by_variable.code, Some(0), "{by_variable:?}");
    assert_eq!(by_pipe.code, Some(0), "{by_pipe:?}");
    assert_eq!(by_nothing.code, Some(1));
    assert!(by_nothing.err.contains("no password"), "{by_nothing:?}");
    let mut tx = place.store()?.read()?;
    for email in ["ann@mail.example", "bob@mail.example"] {
        let user = store::users::find_by_email(&mut tx, email)?;
        let hash = user.map(|it| it.password_hash);
        assert!(
            domain::passwords::verify(PASSWORD, hash.as_deref()),
            "{email}"
        );
    }
    Ok(())
}

#[tokio::test]
async fn nobody_can_register_the_program_of_the_operator() -> Result<()> {
    let place = Place::new()?;
    place.add("mira", Some("Owner"))?;
    let server = Running::serve(&place)?;
    let stranger = CreateApp {
        client_name: "kumki tokens".into(),
        redirect_uris: vec!["https://evil.example/callback".into()],
        scopes: Some("read".into()),
        website: None,
    };
    Client::anonymous(&server.url)?.send(&stranger).await?;

    for _ in 0..2 {
        place.must(&["tokens", "create", "mira", "--scopes", "read"])?;
    }

    let named = applications::named(&mut place.store()?.read()?, "kumki tokens")?;
    let with_address: Vec<bool> = named
        .iter()
        .map(|it| it.redirect_uris().next().is_some())
        .collect();
    assert_eq!(with_address, [true, false]);
    Ok(())
}

#[test]
fn settings_are_listed_set_and_unset() -> Result<()> {
    let place = Place::new()?;
    let title = || -> Result<Option<String>> {
        let listed = place.must(&["settings", "list"])?;
        let line = listed.lines().find(|it| it.starts_with("site_title "));
        Ok(line.map(|it| it["site_title".len()..].trim().to_owned()))
    };

    assert_eq!(title()?.as_deref(), Some("\"Kumki\""));
    place.must(&["settings", "set", "site_title", "1984"])?;
    assert_eq!(title()?.as_deref(), Some("\"1984\""));
    place.must(&["settings", "unset", "site_title"])?;
    assert_eq!(title()?.as_deref(), Some("\"Kumki\""));

    let said = place.run(&["settings", "set", "registrations_mode", "sometimes"])?;
    assert_eq!(said.code, Some(1));
    assert!(
        said.err.contains("no value for registrations_mode"),
        "{said:?}"
    );
    let said = place.run(&["settings", "set", "site_titel", "x"])?;
    assert_eq!(
        said.err,
        "kumki: there is no setting \"site_titel\"; did you mean \"site_title\"?\n"
    );
    Ok(())
}

#[test]
fn a_job_that_was_given_up_can_be_tried_again() -> Result<()> {
    let place = Place::new()?;
    place.must(&["migrate"])?;
    let at = DateTime::<Utc>::UNIX_EPOCH;
    let job = jobs::NewJob {
        name: "fold_laundry",
        key: None,
        lane: jobs::HERE,
        data: &json!({}),
        run_at: at,
        created_at: at,
    };
    let mut tx = place.store()?.write()?;
    jobs::add(&mut tx, &job)?;
    tx.save()?;
    let row = || -> Result<Vec<String>> {
        let listed = place.must(&["jobs", "list"])?;
        let line = listed.lines().nth(1).unwrap_or_default();
        Ok(line
            .split("  ")
            .map(|it| it.trim().to_owned())
            .filter(|it| !it.is_empty())
            .collect())
    };
    let waiting = row()?;
    assert_eq!(waiting[1..3], ["fold_laundry", "waiting"]);

    let server = Running::serve(&place)?;
    let given_up = wait_for("the job is given up", || {
        Ok(Some(row()?).filter(|it| it[2] == "given up"))
    })?;
    server.stop()?;
    place.must(&["jobs", "retry", &given_up[0]])?;

    assert_eq!(given_up[3..], ["-", "1", "no such job is known"]);
    assert_eq!(row()?[2], "waiting");
    let said = place.run(&["jobs", "retry", "4711"])?;
    assert_eq!(said.err, "kumki: there is no job 4711 that was given up\n");
    Ok(())
}

#[tokio::test]
async fn accounts_made_before_the_server_ran_get_its_name() -> Result<()> {
    let place = Place::new()?;
    place.add("mira", Some("Owner"))?;
    let mut command = place.command(&["serve", "--listen", "127.0.0.1:0"]);
    command.args(["--domain", "Social.Example"]);
    let server = Running::start(command)?;
    place.add("ann", None)?;

    let client = Client::anonymous(&server.url)?;
    for name in ["mira", "ann"] {
        let acct = name.to_owned();
        let account = client.send(&LookUpAccount { acct }).await?;
        assert_eq!(account.url, format!("https://social.example/@{name}"));
        assert_eq!(account.uri, format!("https://social.example/users/{name}"));
    }
    Ok(())
}
