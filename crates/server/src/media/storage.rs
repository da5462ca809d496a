//! Where files are: in a folder, or in a bucket of a server that speaks S3.

use std::{
    fmt, fs,
    io::{self, Seek},
    path::PathBuf,
    sync::{Arc, OnceLock},
    time::Duration,
};

use domain::files::{self, Folder};
use object_store::{
    Attribute, AttributeValue, Attributes, GetOptions, GetRange, GetResult, ObjectMeta,
    ObjectStore, ObjectStoreExt, RetryConfig, aws::AmazonS3Builder, buffered::BufWriter,
    local::LocalFileSystem, path::Path,
};
use tokio::io::{AsyncWriteExt, copy};

use super::kinds;
use crate::{App, Error, bridge};

/// How much of a file is in memory while it is written. No part of a bucket's may be under 5 MiB.
const PART: usize = 8 << 20;

/// Files by their names. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Storage(Arc<Place>);

#[derive(Debug)]
enum Place {
    /// Made when it is needed.
    Folder {
        path: PathBuf,
        opened: OnceLock<Arc<dyn ObjectStore>>,
    },
    Bucket(Arc<dyn ObjectStore>),
}

/// A bucket, and how to get at it.
#[derive(Clone)]
pub struct Bucket {
    pub name: String,
    /// The server, unless it is Amazon's.
    pub endpoint: Option<String>,
    pub region: String,
    pub access_key: String,
    pub secret_key: String,
    /// Whether the bucket is in the path of addresses, and not in front of the host.
    pub path_style: bool,
}

impl fmt::Debug for Bucket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Bucket").field(&self.name).finish()
    }
}

/// Files cannot be got at.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Trouble(String);

impl Trouble {
    fn with(file: &str, error: &dyn std::error::Error) -> Self {
        Self(format!("{file}: {error}"))
    }
}

impl Storage {
    pub fn folder(path: PathBuf) -> Self {
        let opened = OnceLock::new();
        Self(Arc::new(Place::Folder { path, opened }))
    }

    /// Nothing is asked of it yet.
    pub fn bucket(bucket: &Bucket) -> Result<Self, Trouble> {
        let mut builder = AmazonS3Builder::new()
            .with_bucket_name(&bucket.name)
            .with_region(&bucket.region)
            .with_access_key_id(&bucket.access_key)
            .with_secret_access_key(&bucket.secret_key)
            .with_virtual_hosted_style_request(!bucket.path_style)
            .with_retry(RetryConfig {
                max_retries: 2,
                retry_timeout: Duration::from_secs(10),
                ..RetryConfig::default()
            })
            // Not all servers that speak S3 have it.
            .with_disable_bulk_delete(true);
        if let Some(endpoint) = &bucket.endpoint {
            builder = builder
                .with_endpoint(endpoint)
                .with_allow_http(endpoint.starts_with("http://"));
        }
        let built = builder.build();
        let built = built.map_err(|error| Trouble::with(&bucket.name, &error))?;
        Ok(Self(Arc::new(Place::Bucket(Arc::new(built)))))
    }

    fn open(&self) -> Result<Arc<dyn ObjectStore>, Trouble> {
        let (path, opened) = match &*self.0 {
            Place::Bucket(store) => return Ok(store.clone()),
            Place::Folder { path, opened } => (path, opened),
        };
        if let Some(store) = opened.get() {
            return Ok(store.clone());
        }
        let failed =
            |error: &dyn std::error::Error| Trouble::with(&path.display().to_string(), error);
        fs::create_dir_all(path).map_err(|it| failed(&it))?;
        let store = LocalFileSystem::new_with_prefix(path).map_err(|it| failed(&it))?;
        // A row that is saved is not to show a file that was not when the machine lost power.
        let store = store.with_fsync(true);
        Ok(opened.get_or_init(|| Arc::new(store)).clone())
    }

    /// Files in a bucket may be given out by its own server, which has to know what they are.
    fn attributes(&self, file: &str) -> Attributes {
        let content_type =
            kinds::content_type(file).filter(|_| matches!(*self.0, Place::Bucket(_)));
        let pairs = content_type.map(|it| (Attribute::ContentType, AttributeValue::from(it)));
        pairs.into_iter().collect()
    }

    /// Writes a file, a part at a time. It is there as a whole or not at all.
    pub(crate) fn put(&self, file: &str, mut content: fs::File) -> Result<(), Trouble> {
        content
            .rewind()
            .map_err(|error| Trouble::with(file, &error))?;
        let store = self.open()?;
        let attributes = self.attributes(file);
        let path = Path::from(file);
        let written = bridge::wait(async move {
            let mut content = tokio::fs::File::from_std(content);
            let mut writer = BufWriter::with_capacity(store, path, PART)
                .with_max_concurrency(1)
                .with_attributes(attributes);
            match copy(&mut content, &mut writer).await {
                Ok(_) => writer.shutdown().await,
                Err(error) => {
                    writer.abort().await?;
                    Err(error)
                }
            }
        });
        written
            .flatten()
            .map_err(|error| Trouble::with(file, &error))
    }

    pub(crate) fn put_bytes(&self, file: &str, content: Vec<u8>) -> Result<(), Trouble> {
        let store = self.open()?;
        let options = self.attributes(file).into();
        let path = Path::from(file);
        let put = async move { store.put_opts(&path, content.into(), options).await };
        let put = bridge::wait(put).map_err(|error| Trouble::with(file, &error))?;
        put.map(drop).map_err(|error| Trouble::with(file, &error))
    }

    /// Takes a file away. One that is not there has been taken away already.
    pub(crate) fn remove(&self, file: &str) -> Result<(), Trouble> {
        if Folder::of(file).is_none() {
            return Ok(());
        }
        self.remove_unfinished(file)?;
        let store = self.open()?;
        let path = Path::from(file);
        let removed = bridge::wait(async move { store.delete(&path).await });
        match removed.map_err(|error| Trouble::with(file, &error))? {
            Err(object_store::Error::NotFound { .. }) | Ok(()) => Ok(()),
            Err(error) => Err(Trouble::with(file, &error)),
        }
    }

    /// In a folder, a file is written beside its place first. A process that died has left it there.
    fn remove_unfinished(&self, file: &str) -> Result<(), Trouble> {
        let Place::Folder { path, .. } = &*self.0 else {
            return Ok(());
        };
        match fs::remove_file(path.join(format!("{file}#1"))) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(Trouble::with(file, &error))
            }
            _ => Ok(()),
        }
    }

    /// Copies a file into another. Whether it is there.
    pub(crate) fn fetch(&self, file: &str, into: fs::File) -> Result<bool, Trouble> {
        let storage = self.clone();
        let name = file.to_owned();
        let copied = bridge::wait(async move {
            let Some(found) = storage.get(&name, None).await? else {
                return Ok(false);
            };
            let mut into = tokio::fs::File::from_std(into);
            let mut chunks = found.into_stream();
            while let Some(chunk) = futures::StreamExt::next(&mut chunks).await {
                let chunk = chunk.map_err(|error| Trouble::with(&name, &error))?;
                let written = into.write_all(&chunk).await;
                written.map_err(|error| Trouble::with(&name, &error))?;
            }
            let flushed = into.flush().await;
            flushed.map_err(|error| Trouble::with(&name, &error))?;
            Ok(true)
        });
        copied.map_err(|error| Trouble::with(file, &error))?
    }

    /// A file, or a part of it, as a stream. None if it is not there.
    pub(crate) async fn get(
        &self,
        file: &str,
        range: Option<GetRange>,
    ) -> Result<Option<GetResult>, Trouble> {
        let options = GetOptions {
            range,
            ..GetOptions::default()
        };
        found(
            file,
            self.open()?.get_opts(&Path::from(file), options).await,
        )
    }

    pub(crate) async fn head(&self, file: &str) -> Result<Option<ObjectMeta>, Trouble> {
        found(file, self.open()?.head(&Path::from(file)).await)
    }

    /// Whether files can be written and read here, in words.
    pub fn check(&self) -> Result<String, Trouble> {
        const PROBE: &str = "staged/probe.txt";
        self.put_bytes(PROBE, b"probe".into())?;
        self.remove(PROBE)?;
        Ok(match &*self.0 {
            Place::Folder { path, .. } => format!("kept in {}", path.display()),
            Place::Bucket(store) => format!("kept in {store}"),
        })
    }
}

fn found<T>(file: &str, found: object_store::Result<T>) -> Result<Option<T>, Trouble> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(object_store::Error::NotFound { .. }) => Ok(None),
        Err(error) => Err(Trouble::with(file, &error)),
    }
}

/// Puts a file of one's own into a folder, and answers its name. It goes away again unless a
/// transaction keeps it: see [`files`].
pub(crate) fn keep(
    app: &App,
    content: Vec<u8>,
    folder: Folder,
    extension: &str,
) -> Result<String, Error> {
    let file = announce(app, folder, extension)?;
    let put = app.options.media.put_bytes(&file, content);
    put.map_err(Error::files)?;
    Ok(file)
}

/// The same for what is too large for memory.
pub(crate) fn keep_file(
    app: &App,
    content: fs::File,
    folder: Folder,
    extension: &str,
) -> Result<String, Error> {
    let file = announce(app, folder, extension)?;
    let put = app.options.media.put(&file, content);
    put.map_err(Error::files)?;
    Ok(file)
}

fn announce(app: &App, folder: Folder, extension: &str) -> Result<String, Error> {
    let mut cx = app.write()?;
    let file = files::announce(&mut cx, folder, extension)?;
    app.save(cx)?;
    Ok(file)
}
