//! Rules for single e-mail addresses.

use api::admin::{
    accounts::{AccountAction, ActOnAccount},
    acts::{ListActs, RevertAct},
    canonical_email_blocks::{
        CreateCanonicalEmailBlock, DeleteCanonicalEmailBlock, GetCanonicalEmailBlock,
        ListCanonicalEmailBlocks, TestCanonicalEmailBlock,
    },
};
use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    account_actions::refusal,
    ip_blocks::call,
    server::{Server, Test},
};

const PATH: &str = "/api/v1/admin/canonical_email_blocks";
const JO: &str = "f3bc2d6713ffe88ad3317725055cce67a3f74860b61d2f2d3a9843dff52d2ced";
const AB: &str = "ebb18a030bf15174f5714e24d63af1a81355c951ea7389bd2a9bd18e3d0c2477";

#[tokio::test]
async fn an_address_is_blocked_in_all_its_spellings_by_itself_or_by_its_hash() -> Test {
    let server = Server::start().await?;
    let admin = server.staff("admin", "Admin")?;
    let post = async |body| call(&server, &admin, Method::POST, PATH, body).await;
    let test = async |email: &str| {
        let request = TestCanonicalEmailBlock {
            email: email.into(),
        };
        let found = admin.client.send(&request).await?;
        Ok::<_, client::Error>(
            found
                .into_iter()
                .map(|it| it.canonical_email_hash)
                .collect::<Vec<_>>(),
        )
    };
    assert!(test("jo.doe@mail.example").await?.is_empty());

    let (status, made) = post(json!({ "email": "Jo.Doe+news@Mail.Example" })).await?;

    assert_eq!(status, 200);
    let expected = json!({
        "id": made["id"], "canonical_email_hash": JO, "hits": 0, "last_hit_at": null,
    });
    assert_eq!(made, expected);
    assert_eq!(test("JODOE@mail.example").await?, [JO]);
    assert!(test("jodoe@other.example").await?.is_empty());
    let (_, made) = post(json!({ "canonical_email_hash": AB.to_uppercase() })).await?;
    assert_eq!(made["canonical_email_hash"], AB);
    assert_eq!(test("a@b.example").await?, [AB]);
    let both = json!({ "canonical_email_hash": JO, "email": "foo" });
    assert_eq!(post(both).await?.0, 200, "the address wins");
    assert_eq!(test("foo@").await?.len(), 1);
    Ok(())
}

#[tokio::test]
async fn what_is_neither_an_address_nor_a_hash_is_refused() -> Test {
    let server = Server::start().await?;
    let admin = server.staff("admin", "Admin")?;
    let post =
        async |path: &str, body: Value| call(&server, &admin, Method::POST, path, body).await;
    post(PATH, json!({ "email": "a@b.example" })).await?;
    let blank = "Canonical email hash can't be blank";
    let taken = "Canonical email hash has already been taken";

    for (sent, text) in [
        (json!({}), blank),
        (json!({ "canonical_email_hash": "" }), blank),
        (json!({ "email": "" }), blank),
        (json!({ "email": " " }), blank),
        (json!({ "email": null }), blank),
        (json!({ "email": "", "canonical_email_hash": JO }), blank),
        (json!({ "email": "A+1@b.example" }), taken),
        (json!({ "canonical_email_hash": AB }), taken),
        (
            json!({ "canonical_email_hash": "x" }),
            "Canonical email hash is invalid",
        ),
        (
            json!({ "canonical_email_hash": "g".repeat(64) }),
            "Canonical email hash is invalid",
        ),
        (
            json!({ "canonical_email_hash": "ä".repeat(32) }),
            "Canonical email hash is invalid",
        ),
    ] {
        let error = json!({ "error": format!("Validation failed: {text}") });
        assert_eq!(post(PATH, sent.clone()).await?, (422, error), "{sent}");
    }
    let error = json!({ "error": "param is missing or the value is empty or invalid: email" });
    for sent in [
        json!({}),
        json!({ "email": "" }),
        json!({ "email": null }),
        json!({ "email": " " }),
    ] {
        let said = post(&format!("{PATH}/test"), sent.clone()).await?;
        assert_eq!(said, (400, error.clone()), "{sent}");
    }
    Ok(())
}

#[tokio::test]
async fn rules_are_listed_and_taken_away_and_each_time_it_is_written_down() -> Test {
    let server = Server::start().await?;
    let admin = server.staff("admin", "Admin")?.client;
    let create = |email: &str| CreateCanonicalEmailBlock {
        email: Some(email.into()),
        ..CreateCanonicalEmailBlock::default()
    };
    let one = admin.send(&create("a@b.example")).await?;
    let two = admin.send(&create("jodoe@mail.example")).await?;

    let list = ListCanonicalEmailBlocks {
        limit: Some("1".into()),
        ..ListCanonicalEmailBlocks::default()
    };
    let page = admin.send(&list).await?;
    assert_eq!(page.items, std::slice::from_ref(&two));
    assert!(page.next().is_some_and(|it| it.contains("limit=1")));
    let get = GetCanonicalEmailBlock { id: one.id.clone() };
    assert_eq!(admin.send(&get).await?, one);
    admin
        .send(&DeleteCanonicalEmailBlock { id: one.id.clone() })
        .await?;
    assert_eq!(
        refusal(admin.send(&get).await),
        (404, "Record not found".into())
    );
    let again = DeleteCanonicalEmailBlock { id: one.id };
    assert_eq!(refusal(admin.send(&again).await).0, 404);
    let log = admin.send(&ListActs::default()).await?.items;
    let told: Vec<_> = log.iter().map(|it| (&*it.action, &*it.target)).collect();
    assert_eq!(told[..3], [("destroy", AB), ("create", JO), ("create", AB)]);
    let id = log[1].id.clone();
    admin.send(&RevertAct { id }).await?;
    let left = admin
        .send(&ListCanonicalEmailBlocks::default())
        .await?
        .items;
    assert_eq!(left, []);
    Ok(())
}

#[tokio::test]
async fn what_a_suspension_has_blocked_is_listed_too() -> Test {
    let server = Server::start().await?;
    let admin = server.staff("admin", "Admin")?.client;
    let ann = server.member("ann")?;

    admin
        .send(&ActOnAccount::new(ann.id(), AccountAction::Suspend))
        .await?;

    let listed = admin
        .send(&ListCanonicalEmailBlocks::default())
        .await?
        .items;
    let test = TestCanonicalEmailBlock {
        email: "A.nn+x@mail.example".into(),
    };
    assert_eq!((listed.len(), admin.send(&test).await?), (1, listed));
    Ok(())
}
