//! One request, asked until there is an answer that will not change by asking again.

use http::{Method, header};
use reqwest::Request;
use url::Url;

use crate::{Client, Error, answer::Answer, patience};

const MOST_REDIRECTS: u32 = 5;

impl Client {
    /// Adds no token: what is sent is the caller's choice, and not all requests go to the server.
    pub(crate) async fn ask(&self, mut request: Request) -> Result<Answer, Error> {
        let (mut redirects, mut attempts) = (0, 0);
        loop {
            let Some(copy) = request.try_clone() else {
                unreachable!("no body is a stream")
            };
            let answer = Answer::read(self.http.execute(copy).await?).await?;
            if answer.status.is_redirection() {
                redirects += 1;
                *request.url_mut() = new_address(&request, &answer, redirects)?;
                continue;
            }
            attempts += 1;
            match patience::wait(request.method(), &answer, attempts) {
                Some(wait) if wait <= self.patience => tokio::time::sleep(wait).await,
                _ => return Ok(answer),
            }
        }
    }
}

/// Only a `GET` can be repeated elsewhere, and only on the server that it was meant for: a `POST`
/// would arrive as a `GET`, and look like success.
fn new_address(request: &Request, answer: &Answer, redirects: u32) -> Result<Url, Error> {
    let location = answer.headers.get(header::LOCATION);
    let location = location.and_then(|it| it.to_str().ok()).unwrap_or_default();
    let there = request.url().join(location).ok().filter(|there| {
        request.method() == Method::GET
            && there.origin() == request.url().origin()
            && there != request.url()
            && redirects <= MOST_REDIRECTS
    });
    there.ok_or_else(|| Error::Redirected {
        status: answer.status.as_u16(),
        location: location.to_owned(),
    })
}
