//! Letters, as they arrive.

use std::{
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    sync::Arc,
    thread,
};

use api::admin::accounts::{AccountAction, ActOnAccount};
use domain::{mail::Letter, settings::Settings};
use kumki_server::mail::Postman;
use serde_json::json;
use store::reports;

use crate::{
    server::{Server, Test},
    statuses::says,
};

#[tokio::test]
async fn a_warning_says_what_was_done_until_when_why_and_how_to_answer() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let now = server.now();
    let kept = ann.post(says("Buy teapots")).await?;
    let gone = ann.post(says("Buy more teapots")).await?;
    let cited = [kept.id.parse()?, gone.id.parse()?];
    let report = server.change(|cx| {
        Settings::set(cx, "site_contact_email", "staff@mail.example")?;
        let report = reports::NewReport {
            status_ids: &cited,
            ..reports::NewReport::new(bob.id, ann.id, "spam", "", now)
        };
        Ok(reports::add(&mut cx.tx, &report)?)
    })?;
    ann.delete(&gone).await?;
    server.work_off()?;
    let end = now + chrono::TimeDelta::days(7);
    let silence = ActOnAccount {
        expires_at: Some(end.to_rfc3339()),
        report_id: Some(report.id.to_string()),
        text: Some("Stop <it>.\n\nSee https://rules.example".into()),
        ..ActOnAccount::new(ann.id(), AccountAction::Silence)
    };

    moderator.client.send(&silence).await?;
    assert_eq!(server.work_off()?, 1);

    let letters = server.letters()?;
    let [letter] = letters.as_slice() else {
        panic!("{letters:?}")
    };
    let strike = ann.last_strike().await?.id;
    let in_order = [
        "Your account is limited\n",
        &*format!("This ends on {}", end.format("%-d %B %Y, %H:%M UTC")),
        "Stop <it>.",
        "Reason: spam",
        "> Buy teapots",
        "> (already removed)",
        "at Kumki.",
        &*format!("/disputes/strikes/{strike}"),
    ];
    let (_, mut rest) = letter.split_once("text/plain").expect("a plain part");
    for part in in_order {
        let found = rest.split_once(part);
        rest = found
            .unwrap_or_else(|| panic!("{part} is missing in {rest}"))
            .1;
    }
    for part in [
        "To: ann@mail.example",
        "Subject: Your account is limited: @ann@localhost",
        "Content-Type: multipart/alternative",
        "Stop <it>.",
        "Stop &lt;it&gt;.",
        "<a href=\"https://rules.example\"",
        "Reason: spam",
        "staff@mail.example",
        "within 20 days",
    ] {
        assert!(letter.contains(part), "{part} is missing in {letter}");
    }
    assert!(
        !letter.contains("mod@") && !letter.contains("bob"),
        "neither moderator nor reporter is named"
    );
    Ok(())
}

#[tokio::test]
async fn every_measure_has_a_headline_and_a_warning_that_says_nothing_is_short() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let ann = server.member("ann")?;
    let measures = [
        (AccountAction::None, "A warning from the moderators"),
        (AccountAction::Disable, "Your account is frozen"),
        (
            AccountAction::Sensitive,
            "Your media are marked as sensitive",
        ),
        (AccountAction::Suspend, "Your account is suspended"),
    ];

    for (action, headline) in measures {
        moderator
            .client
            .send(&ActOnAccount::new(ann.id(), action))
            .await?;
        server.work_off()?;
        let letter = server.letters()?.pop().expect("a letter");
        assert!(
            letter.contains(headline),
            "{headline} is missing in {letter}"
        );
    }
    Ok(())
}

#[tokio::test]
async fn nothing_that_a_person_writes_gets_into_the_head_of_a_letter() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let ann = server.member("ann")?;
    server.change(|cx| {
        let title = json!("Teapots\r\nBcc: all@mail.example").to_string();
        Settings::set(cx, "site_title", &title)
    })?;
    let warn = ActOnAccount {
        text: Some("a\r\n.\r\nBcc: all@mail.example".into()),
        ..ActOnAccount::new(ann.id(), AccountAction::None)
    };

    moderator.client.send(&warn).await?;
    server.work_off()?;

    let letter = server.letters()?.pop().expect("a letter");
    let (head, _) = letter.split_once("\n\n").expect("a head");
    assert!(
        !head.lines().any(|it| it.to_lowercase().starts_with("bcc")),
        "{head}"
    );
    Ok(())
}

/// Takes one letter as a mail server does, and answers what was said to it.
fn take_letter(stream: TcpStream) -> std::io::Result<String> {
    let mut answers = stream.try_clone()?;
    let mut said = String::new();
    let mut lines = BufReader::new(stream);
    let mut is_letter = false;
    answers.write_all(b"220 mail.example\r\n")?;
    loop {
        let mut line = String::new();
        if lines.read_line(&mut line)? == 0 {
            return Ok(said);
        }
        said.push_str(&line);
        let answer: &[u8] = match line.trim_end() {
            "." => b"250 taken\r\n",
            "DATA" => b"354 go on\r\n",
            "QUIT" => b"221 bye\r\n",
            _ if is_letter => continue,
            _ => b"250 well\r\n",
        };
        is_letter = line.trim_end() == "DATA";
        answers.write_all(answer)?;
    }
}

#[tokio::test]
async fn a_letter_goes_to_the_mail_server_and_waits_while_there_is_none() -> Test {
    let mut server = Server::start().await?;
    let ann = server.member("ann")?;
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    let url = format!("smtp://{address}");
    server.app.postman = Arc::new(Postman::smtp(&url, "Teapots <staff@teapots.example>")?);
    server.change(|cx| Letter::Welcome { account_id: ann.id }.leave(cx))?;

    drop(listener);
    server.work_off()?;
    let waiting = store::jobs::list(&mut server.tx()?, 1)?;
    assert!(waiting[0].last_error.is_some(), "nobody was there");

    let listener = TcpListener::bind(address)?;
    let mail_server = thread::spawn(move || take_letter(listener.accept()?.0));
    server.advance(chrono::TimeDelta::hours(1));
    server.work_off()?;
    // Says goodbye.
    server.app.postman = Arc::new(Postman::smtp(&url, "staff@teapots.example")?);
    let said = mail_server.join().expect("no panic")?;

    assert!(said.contains("MAIL FROM:<staff@teapots.example>"), "{said}");
    assert!(said.contains("RCPT TO:<ann@mail.example>"), "{said}");
    assert!(said.contains("Subject: Welcome to Kumki"), "{said}");
    assert!(store::jobs::list(&mut server.tx()?, 1)?.is_empty());
    Ok(())
}
