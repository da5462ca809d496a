//! Files in a bucket, on a server of a few lines that speaks as much of S3 as that takes.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use api::media::{DeleteMedia, ShowMedia};
use axum::{
    Router,
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{HeaderMap, Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use kumki_server::{Bucket, Storage};
use tokio::net::TcpListener;

use crate::{
    files::{film, photograph, png},
    server::{Server, Test},
};

#[derive(Clone, Default)]
struct S3 {
    objects: Arc<Mutex<BTreeMap<String, Object>>>,
    /// Of uploads that are not complete.
    parts: Arc<Mutex<Parts>>,
}

/// By path and number.
type Parts = BTreeMap<(String, String), Vec<u8>>;

#[derive(Clone)]
struct Object {
    content_type: String,
    bytes: Vec<u8>,
}

impl S3 {
    async fn start() -> Result<(Self, String), std::io::Error> {
        let s3 = Self::default();
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = format!("http://{}", listener.local_addr()?);
        let router = Router::new().fallback(answer).with_state(s3.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Ok((s3, address))
    }

    fn names(&self) -> Vec<String> {
        self.objects
            .lock()
            .expect("not poisoned")
            .keys()
            .cloned()
            .collect()
    }

    fn put(&self, path: String, headers: &HeaderMap, bytes: Vec<u8>) {
        let content_type = headers.get(header::CONTENT_TYPE);
        let content_type = content_type.and_then(|it| it.to_str().ok());
        let object = Object {
            content_type: content_type.unwrap_or_default().to_owned(),
            bytes,
        };
        self.objects
            .lock()
            .expect("not poisoned")
            .insert(path, object);
    }
}

async fn answer(State(s3): State<S3>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let signed = parts.headers.get(header::AUTHORIZATION);
    let signed = signed.and_then(|it| it.to_str().ok()).unwrap_or_default();
    if !signed.starts_with("AWS4-HMAC-SHA256 Credential=name/") {
        return StatusCode::FORBIDDEN.into_response();
    }
    let path = parts.uri.path().to_owned();
    let query = parts.uri.query().unwrap_or_default().to_owned();
    let bytes = to_bytes(body, usize::MAX).await.expect("a body").to_vec();
    let tag = [(header::ETAG, "\"tag\"")];
    match (parts.method, query.as_str()) {
        (Method::PUT, "") => {
            s3.put(path, &parts.headers, bytes);
            tag.into_response()
        }
        (Method::POST, "uploads" | "uploads=") => {
            s3.put(format!("{path} begun"), &parts.headers, Vec::new());
            "<InitiateMultipartUploadResult><UploadId>1</UploadId></InitiateMultipartUploadResult>"
                .into_response()
        }
        (Method::PUT, query) => {
            let number = query.split('&').find(|it| it.starts_with("partNumber"));
            let number = number.unwrap_or_default().to_owned();
            s3.parts
                .lock()
                .expect("not poisoned")
                .insert((path, number), bytes);
            tag.into_response()
        }
        (Method::POST, _) => {
            let parts = std::mem::take(&mut *s3.parts.lock().expect("not poisoned"));
            let whole = parts.into_values().flatten().collect();
            let begun = s3
                .objects
                .lock()
                .expect("not poisoned")
                .remove(&format!("{path} begun"));
            let object = Object {
                content_type: begun.expect("begun").content_type,
                bytes: whole,
            };
            s3.objects
                .lock()
                .expect("not poisoned")
                .insert(path, object);
            "<CompleteMultipartUploadResult><ETag>\"tag\"</ETag></CompleteMultipartUploadResult>"
                .into_response()
        }
        (Method::GET | Method::HEAD, _) => {
            let object = s3.objects.lock().expect("not poisoned").get(&path).cloned();
            match object {
                Some(object) => give(object, &parts.headers),
                None => StatusCode::NOT_FOUND.into_response(),
            }
        }
        (Method::DELETE, _) => {
            s3.objects.lock().expect("not poisoned").remove(&path);
            StatusCode::NO_CONTENT.into_response()
        }
        _ => StatusCode::METHOD_NOT_ALLOWED.into_response(),
    }
}

fn give(object: Object, headers: &HeaderMap) -> Response {
    let size = object.bytes.len();
    let range = headers.get(header::RANGE).and_then(|it| it.to_str().ok());
    let range = range.and_then(|it| it.strip_prefix("bytes=")?.split_once('-'));
    let common = [
        (header::ETAG, "\"tag\"".to_owned()),
        (
            header::LAST_MODIFIED,
            "Sun, 22 Nov 2026 12:00:00 GMT".to_owned(),
        ),
        (header::CONTENT_TYPE, object.content_type),
    ];
    let Some((first, last)) = range else {
        return (common, Body::from(object.bytes)).into_response();
    };
    let first: usize = first.parse().expect("a number");
    let last: usize = last.parse().expect("a number");
    let part = object.bytes[first..=last].to_vec();
    let range = [(
        header::CONTENT_RANGE,
        format!("bytes {first}-{last}/{size}"),
    )];
    (StatusCode::PARTIAL_CONTENT, common, range, part).into_response()
}

// The jobs wait for the bucket, which has to be at work meanwhile.
#[tokio::test(flavor = "multi_thread")]
async fn a_bucket_does_for_files_what_a_folder_does() -> Test {
    let (s3, endpoint) = S3::start().await?;
    let bucket = Bucket {
        name: "kumki".into(),
        endpoint: Some(endpoint),
        region: "here".into(),
        access_key: "name".into(),
        secret_key: "secret".into(),
        path_style: true,
    };
    let storage = Storage::bucket(&bucket)?;
    let server = Server::start_with(|options| {
        options.rate_limits = false;
        options.media = storage;
    })
    .await?;
    let ann = server.member("ann")?;

    let picture = server.upload(&ann, "a.png", &png(8, 8)).await?;
    let later = server
        .upload(&ann, "a.jpg", &photograph(2000, 1200))
        .await?;
    // More than goes in one part.
    let content = film(9 << 20);
    let film = server.upload(&ann, "a.mp4", &content).await?;
    assert!(
        s3.names().iter().any(|it| it.starts_with("/kumki/staged/")),
        "{:?}",
        s3.names()
    );
    server.work_off()?;

    let later = ann.client.send(&ShowMedia { id: later.id }).await?;
    for address in [
        &picture.url,
        &picture.preview_url,
        &later.url,
        &later.preview_url,
    ] {
        let (status, bytes) = server.get(address.as_deref().expect("done")).await?;
        assert_eq!(status, 200);
        image::load_from_memory(&bytes)?;
    }
    let url = film.url.expect("done");
    assert!(
        url.starts_with(&format!("{}/media/files/", server.url)),
        "{url}"
    );
    assert!(server.get(&url).await? == (200, content.clone()));
    let part = server
        .http
        .get(&url)
        .header("range", "bytes=9000000-9000009")
        .send()
        .await?;
    assert_eq!(part.status(), 206);
    assert_eq!(part.bytes().await?, content[9_000_000..9_000_010]);
    let types: Vec<String> = {
        let objects = s3.objects.lock().expect("not poisoned");
        objects.values().map(|it| it.content_type.clone()).collect()
    };
    assert!(
        types.contains(&"video/mp4".into()) && types.contains(&"image/png".into()),
        "{types:?}"
    );
    assert!(!server.folder.path().join("media").exists());
    assert!(server.app.options.media.check().is_ok());

    for id in [picture.id, later.id, film.id] {
        ann.client.send(&DeleteMedia { id }).await?;
    }
    server.work_off()?;
    assert_eq!(s3.names(), Vec::<String>::new());
    Ok(())
}

#[tokio::test]
async fn a_bucket_that_is_gone_breaks_nothing_for_good() -> Test {
    let bucket = Bucket {
        name: "kumki".into(),
        endpoint: Some("http://127.0.0.1:1".into()),
        region: "here".into(),
        access_key: "name".into(),
        secret_key: "tiger".into(),
        path_style: true,
    };
    assert!(!format!("{bucket:?}").contains("tiger"));
    let storage = Storage::bucket(&bucket)?;
    let trouble = storage.check().expect_err("nobody is there");
    assert!(!trouble.to_string().contains("tiger"), "{trouble}");
    Ok(())
}
