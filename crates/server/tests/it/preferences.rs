//! What members have chosen for all of their apps.

use api::{
    accounts::{SourceUpdate, UpdateCredentials, VerifyCredentials},
    preferences::ShowPreferences,
};
use serde_json::{Value, json};

use crate::server::{Server, Test};

#[tokio::test]
async fn preferences_are_what_the_profile_says() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    let shown = async || -> Result<Value, Box<dyn std::error::Error>> {
        let shown = ann.client.send(&ShowPreferences {}).await?;
        Ok(serde_json::to_value(shown)?)
    };
    let mut expected = json!({
        "posting:default:visibility": "public",
        "posting:default:sensitive": false,
        "posting:default:language": null,
        "posting:default:quote_policy": "public",
        "reading:expand:media": "default",
        "reading:expand:spoilers": false,
        "reading:autoplay:gifs": false,
    });
    assert_eq!(shown().await?, expected);

    let lock = UpdateCredentials {
        locked: Some(true),
        ..UpdateCredentials::default()
    };
    ann.client.send(&lock).await?;
    expected["posting:default:visibility"] = "private".into();
    assert_eq!(shown().await?, expected);

    let choose = UpdateCredentials {
        source: Some(SourceUpdate {
            privacy: Some("unlisted".into()),
            sensitive: Some(true),
            language: Some("de".into()),
            quote_policy: Some("nobody".into()),
        }),
        ..UpdateCredentials::default()
    };
    ann.client.send(&choose).await?;
    expected["posting:default:visibility"] = "unlisted".into();
    expected["posting:default:sensitive"] = true.into();
    expected["posting:default:language"] = "de".into();
    expected["posting:default:quote_policy"] = "nobody".into();
    assert_eq!(shown().await?, expected);
    let source = ann.client.send(&VerifyCredentials {}).await?.source;
    assert_eq!(source.privacy, "unlisted");
    Ok(())
}
