use store::{
    Error,
    applications::{self, NewApplication},
    testing::store,
};

use crate::{Test, add_application, noon};

#[test]
fn an_application_is_found_by_id_and_client_id_and_name() -> Test {
    let mut tx = store()?.write()?;
    let uris = [
        "https://app.test/back".into(),
        "urn:ietf:wg:oauth:2.0:oob".into(),
    ];
    let application = NewApplication {
        name: "An app",
        website: Some("https://app.test"),
        redirect_uris: &uris,
        scopes: "read write",
        client_id: "client",
        client_secret_hash: "hash",
        created_at: noon(),
    };
    let added = applications::add(&mut tx, &application)?;
    let second = add_application(&mut tx, "second")?;
    assert!(second.id > added.id);

    let found = applications::find(&mut tx, added.id)?.expect("added above");
    assert_eq!(
        (found.name.as_str(), found.scopes.as_str()),
        ("An app", "read write")
    );
    assert_eq!(found.website.as_deref(), Some("https://app.test"));
    assert_eq!(found.redirect_uris().collect::<Vec<_>>(), uris);
    assert_eq!(found.client_secret_hash, "hash");
    assert_eq!(found.created_at, noon());

    let by_client = applications::find_by_client_id(&mut tx, "client")?;
    assert_eq!(by_client.map(|it| it.id), Some(added.id));
    let named = applications::named(&mut tx, "An app")?;
    assert_eq!(named.first().map(|it| it.id), Some(added.id));

    assert!(applications::find(&mut tx, -1)?.is_none());
    assert!(applications::find_by_client_id(&mut tx, "other")?.is_none());
    assert!(applications::named(&mut tx, "an app")?.is_empty());
    Ok(())
}

#[test]
fn a_client_id_is_one_applications() -> Test {
    let mut tx = store()?.write()?;
    add_application(&mut tx, "client")?;

    let again = add_application(&mut tx, "client");
    assert!(matches!(again, Err(Error::Duplicate(_))));
    Ok(())
}
