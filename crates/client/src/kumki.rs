//! Which servers know what Mastodon does not.

use api::Endpoint;
use serde::Deserialize;

use crate::{Client, Error};

/// As much of the instance as it takes; other servers may say the rest differently.
#[derive(Default, Deserialize)]
struct Instance {
    #[serde(default)]
    api_versions: Option<Versions>,
}

#[derive(Deserialize)]
struct Versions {
    kumki: Option<i32>,
}

impl Client {
    /// Fails before anything is done, where the server would ignore the field and do the rest.
    pub(crate) async fn must_know(&self, field: &'static str) -> Result<(), Error> {
        match self
            .is_kumki
            .get_or_try_init(|| self.ask_what_it_is())
            .await?
        {
            true => Ok(()),
            false => Err(Error::NotKumki { field }),
        }
    }

    async fn ask_what_it_is(&self) -> Result<bool, Error> {
        let address = self.address(api::instance::ShowInstance::PATH)?;
        let answer = self.ask(self.http.get(address).build()?).await?;
        let instance: Instance = match answer.json() {
            // Says nothing about what it is, and may be over in a moment.
            Err(error) if answer.status.is_server_error() => return Err(error),
            // A server that has no such thing, or says it in its own way, is another.
            said => said.unwrap_or_default(),
        };
        Ok(instance.api_versions.is_some_and(|it| it.kumki.is_some()))
    }
}
