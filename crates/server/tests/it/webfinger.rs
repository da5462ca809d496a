//! How others find out who is behind a name.

use api::admin::accounts::{AccountAction, ActOnAccount, DeleteAccount};
use serde_json::Value;

use crate::server::{Server, Test};

async fn find(server: &Server, resource: &str) -> Result<(u16, Value), reqwest::Error> {
    let address = format!("{}/.well-known/webfinger", server.url);
    let asked = server.http.get(address).query(&[("resource", resource)]);
    let answer = asked.send().await?;
    Ok((answer.status().as_u16(), answer.json().await?))
}

#[tokio::test]
async fn a_member_is_found_by_every_name_that_she_has() -> Test {
    let server = Server::start().await?;
    server.member("Ann")?;
    let domain = server.app.site.domain.to_string();
    let url = &server.url;
    for resource in [
        format!("acct:Ann@{domain}"),
        format!("acct:ann@{}", domain.to_uppercase()),
        format!("@ann@{domain}"),
        format!("{url}/users/Ann"),
        format!("{url}/@ann"),
    ] {
        let (status, found) = find(&server, &resource).await?;

        assert_eq!(status, 200, "{resource}");
        assert_eq!(found["subject"], format!("acct:Ann@{domain}"), "{resource}");
        let links = found["links"].as_array().ok_or("links")?;
        let own = links.iter().find(|it| it["rel"] == "self").ok_or("self")?;
        assert_eq!(own["href"], format!("{url}/users/Ann"));
        assert_eq!(own["type"], "application/activity+json");
    }
    Ok(())
}

#[tokio::test]
async fn the_server_itself_is_found_by_its_name() -> Test {
    let server = Server::start().await?;
    let domain = server.app.site.domain.to_string();
    for resource in [
        format!("acct:{domain}@{domain}"),
        format!("{}/actor", server.url),
    ] {
        let (status, found) = find(&server, &resource).await?;

        assert_eq!(status, 200, "{resource}");
        assert_eq!(found["aliases"][0], format!("{}/actor", server.url));
    }
    Ok(())
}

#[tokio::test]
async fn who_is_not_here_is_not_found() -> Test {
    let server = Server::start().await?;
    server.member("ann")?;
    server.remote("eve", "far.example")?;
    let domain = server.app.site.domain.to_string();
    for resource in [
        format!("acct:nobody@{domain}"),
        "acct:ann@other.example".into(),
        "acct:eve@far.example".into(),
        "https://other.example/users/ann".into(),
        "ann".into(),
    ] {
        assert_eq!(find(&server, &resource).await?.0, 404, "{resource}");
    }
    assert_eq!(find(&server, "").await?.0, 400);
    Ok(())
}

#[tokio::test]
async fn the_suspended_are_still_found_and_the_deleted_are_gone() -> Test {
    let server = Server::start().await?;
    let (admin, ann) = (server.staff("admin", "Admin")?, server.member("ann")?);
    let handle = format!("acct:ann@{}", server.app.site.domain);
    let suspend = ActOnAccount::new(ann.id(), AccountAction::Suspend);
    admin.client.send(&suspend).await?;

    assert_eq!(find(&server, &handle).await?.0, 200);

    admin.client.send(&DeleteAccount { id: ann.id() }).await?;
    server.work_off()?;

    assert_eq!(find(&server, &handle).await?.0, 410);
    assert_eq!(server.document("/users/ann").await?.0, 410);
    Ok(())
}

#[tokio::test]
async fn host_meta_says_where_to_ask() -> Test {
    let server = Server::start().await?;
    let template = format!("{}/.well-known/webfinger?resource={{uri}}", server.url);
    let address = format!("{}/.well-known/host-meta", server.url);

    let xml = server.http.get(&address).send().await?.text().await?;
    let json = server.http.get(format!("{address}.json")).send().await?;

    assert!(xml.contains(&format!("template=\"{template}\"")), "{xml}");
    let json: Value = json.json().await?;
    assert_eq!(json["links"][0]["template"], template);
    Ok(())
}
