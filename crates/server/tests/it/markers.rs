//! How far members have read.

use api::markers::{Position, SaveMarkers, ShowMarkers};
use chrono::TimeDelta;
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::server::{Server, Test};

fn at(id: &str) -> Option<Position> {
    Some(Position {
        last_read_id: Some(id.into()),
    })
}

fn both() -> ShowMarkers {
    ShowMarkers {
        timeline: vec!["home".into(), "notifications".into(), "moon".into()],
    }
}

#[tokio::test]
async fn a_marker_is_where_it_was_last_put() -> Test {
    let server = Server::start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let home = |id| SaveMarkers {
        home: at(id),
        notifications: None,
    };

    let first = ann.client.send(&home("103206604258487607")).await?;
    let first = first.home.expect("it was saved");
    assert_eq!(
        (first.last_read_id.as_str(), first.version),
        ("103206604258487607", 0)
    );
    server.advance(TimeDelta::minutes(1));
    let same = ann.client.send(&home("103206604258487607")).await?.home;
    assert_eq!(same, Some(first.clone()));
    let second = SaveMarkers {
        home: at("7"),
        notifications: at("8"),
    };
    let second = ann.client.send(&second).await?;

    let home = second.home.clone().expect("it was saved");
    assert_eq!((home.last_read_id.as_str(), home.version), ("7", 1));
    assert!(home.updated_at > first.updated_at);
    assert_eq!(ann.client.send(&both()).await?, second);
    let only = ShowMarkers {
        timeline: vec!["notifications".into()],
    };
    assert_eq!(ann.client.send(&only).await?.home, None);
    let nothing = |markers| serde_json::to_value(markers).is_ok_and(|it| it == json!({}));
    assert!(nothing(ann.client.send(&ShowMarkers::default()).await?));
    assert!(nothing(ann.client.send(&SaveMarkers::default()).await?));
    assert!(nothing(bob.client.send(&both()).await?));
    Ok(())
}

#[tokio::test]
async fn forms_may_save_markers_too() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;

    let answer = server
        .http
        .post(format!("{}/api/v1/markers", server.url))
        .bearer_auth(&ann.token)
        .form(&[
            ("home[last_read_id]", "12"),
            ("notifications[last_read_id]", "x"),
        ])
        .send()
        .await?;

    let saved: Value = serde_json::from_str(&answer.text().await?)?;
    assert_eq!(saved["home"]["last_read_id"], "12");
    assert_eq!(saved["notifications"]["last_read_id"], "0");
    Ok(())
}

#[tokio::test]
async fn a_marker_that_somebody_else_moves_meanwhile_is_not_overwritten() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    ann.client
        .send(&SaveMarkers {
            home: at("1"),
            notifications: None,
        })
        .await?;
    let url = format!("{}/api/v1/markers", server.url);

    // Many at once: whoever read the version before another moved it is told so.
    let mut calls = JoinSet::new();
    for id in 2..12 {
        let call = server.http.post(&url).bearer_auth(&ann.token);
        calls.spawn(call.form(&[("home[last_read_id]", id.to_string())]).send());
    }
    let (mut saved, mut told) = (0, 0);
    for answer in calls.join_all().await {
        let answer = answer?;
        match answer.status().as_u16() {
            200 => saved += 1,
            409 => {
                let text = answer.text().await?;
                let expected = r#"{"error":"Conflict during update, please try again"}"#;
                assert_eq!(text, expected);
                told += 1;
            }
            other => panic!("{other}"),
        }
    }

    let marker = ann.client.send(&both()).await?.home.expect("it is there");
    assert_eq!((marker.version, saved + told), (saved, 10));
    Ok(())
}
