use std::path::Path;

use anyhow::{Context, Result, bail};
use domain::Site;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use server::{Bucket, Storage};

use super::Secret;

/// Without a bucket, files are in the folder `media`.
#[derive(Clone, Debug, Deserialize, JsonSchema, Serialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Media {
    /// A bucket of a server that speaks S3, in place of the folder `media`. What is in the one is not
    /// looked for in the other.
    #[schemars(example = "kumki-media")]
    pub(crate) bucket: Option<String>,
    /// The server of the bucket; Amazon's if not given.
    #[schemars(example = "https://s3.example")]
    pub(crate) endpoint: Option<String>,
    /// Where the bucket is, in the words of its server.
    pub(crate) region: String,
    /// The name of the key to the bucket.
    #[schemars(example = "the-access-key")]
    pub(crate) access_key: Option<Secret>,
    /// The key itself.
    #[schemars(example = "the-secret-key")]
    pub(crate) secret_key: Option<Secret>,
    /// Whether the bucket is in the path of addresses, as most servers but Amazon's want it, and not
    /// in front of the host.
    pub(crate) path_style: bool,
    /// Where files are given out, if not under `/media` of this server: a cache that fetches them
    /// there. If it is the bucket itself, files of suspended accounts stay readable.
    #[schemars(example = "https://files.social.example")]
    pub(crate) public_url: Option<String>,
    /// For how many days files of posts of other servers are kept; for ever if not given. Afterwards
    /// they are shown from where they came.
    #[schemars(example = 90)]
    pub(crate) keep_remote_days: Option<u16>,
}

impl Default for Media {
    fn default() -> Self {
        Self {
            bucket: None,
            endpoint: None,
            region: "us-east-1".into(),
            access_key: None,
            secret_key: None,
            path_style: true,
            public_url: None,
            keep_remote_days: None,
        }
    }
}

impl Media {
    pub(super) fn storage(&self, folder: &Path) -> Result<Storage> {
        let addresses = [
            ("endpoint", &self.endpoint),
            ("public_url", &self.public_url),
        ];
        for (name, address) in addresses {
            check_address(name, address.as_deref())?;
        }
        let Some(name) = self.bucket.clone() else {
            return Ok(Storage::folder(folder.join("media")));
        };
        let key = |key: &Option<Secret>, name: &str| {
            let missing = || format!("media.{name} is missing, which the bucket needs");
            let key = key.as_ref().with_context(missing)?;
            Ok::<_, anyhow::Error>(key.reveal().to_owned())
        };
        let bucket = Bucket {
            name,
            endpoint: self.endpoint.clone(),
            region: self.region.clone(),
            access_key: key(&self.access_key, "access_key")?,
            secret_key: key(&self.secret_key, "secret_key")?,
            path_style: self.path_style,
        };
        Storage::bucket(&bucket).context("the bucket cannot be used like this: see [media]")
    }

    /// The site, with files where they are given out, and as long as they are kept.
    pub(crate) fn place(&self, site: Site) -> Site {
        let site = Site {
            keep_remote_days: self.keep_remote_days,
            ..site
        };
        match &self.public_url {
            Some(url) => Site {
                media_url: url.trim_end_matches('/').into(),
                ..site
            },
            None => site,
        }
    }
}

fn check_address(name: &str, address: Option<&str>) -> Result<()> {
    let is_right = |it: &str| it.starts_with("https://") || it.starts_with("http://");
    match address.filter(|it| !is_right(it)) {
        Some(text) => bail!("media.{name}: {text:?} does not start with https://"),
        None => Ok(()),
    }
}
