//! Sending one delivery.

use ::federation::signature::sign;
use axum::http::{
    HeaderValue, Method, StatusCode,
    header::{ACCEPT, CONTENT_TYPE},
};

use super::{
    claim::Ready,
    outcome::{Outcome, Verdict},
};
use crate::{
    App,
    error::in_full,
    outgoing::{Call, Trouble},
};

/// How much of an answer is read: nothing of it is needed.
const MOST_BYTES: usize = 64 << 10;

pub(super) async fn send(app: App, ready: Ready) -> Outcome {
    let verdict = match call(&app, &ready) {
        Some(call) => verdict(app.outgoing.send(call).await),
        None => Verdict::Hopeless("it cannot be signed".into()),
    };
    ready.outcome(verdict)
}

fn call(app: &App, ready: &Ready) -> Option<Call> {
    let body = ready.body.as_bytes();
    let key = &ready.key;
    let signed = sign(
        &key.private,
        &key.id,
        &Method::POST,
        &ready.url,
        Some(body),
        app.now(),
    );
    let mut headers = signed.ok()?;
    let kind = HeaderValue::from_static("application/activity+json");
    headers.insert(CONTENT_TYPE, kind.clone());
    headers.insert(ACCEPT, kind);
    Some(Call {
        method: Method::POST,
        url: ready.url.clone(),
        headers,
        body: body.to_vec(),
        redirects: 0,
        most_bytes: MOST_BYTES,
    })
}

fn verdict(answer: Result<crate::outgoing::Answer, Trouble>) -> Verdict {
    match answer {
        Ok(answer) => judged(answer.status),
        // It has heard, and says more than it has to.
        Err(Trouble::TooLong(_)) => Verdict::Heard,
        Err(trouble) if trouble.is_final() => Verdict::Hopeless(trouble.to_string()),
        Err(trouble) => Verdict::Unreachable(in_full(&trouble)),
    }
}

/// What is refused once is refused again, but for what may be another way in a moment.
fn judged(status: StatusCode) -> Verdict {
    let may_change = [
        StatusCode::UNAUTHORIZED,
        StatusCode::REQUEST_TIMEOUT,
        StatusCode::TOO_MANY_REQUESTS,
    ];
    let text = format!("it answered {status}");
    match status {
        _ if status.is_success() => Verdict::Heard,
        _ if status.is_client_error() && !may_change.contains(&status) => Verdict::Hopeless(text),
        _ if status.is_client_error() => Verdict::Later(text),
        _ => Verdict::Failed(text),
    }
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;

    use super::{Verdict, judged};

    #[test]
    fn what_is_refused_once_is_refused_again_but_for_a_few() {
        for (status, word) in [
            (200, "heard"),
            (202, "heard"),
            (400, "hopeless"),
            (403, "hopeless"),
            (404, "hopeless"),
            (410, "hopeless"),
            (401, "later"),
            (408, "later"),
            (429, "later"),
            (302, "failed"),
            (500, "failed"),
            (503, "failed"),
        ] {
            let status = StatusCode::from_u16(status).expect("a status");
            let judged = match judged(status) {
                Verdict::Heard => "heard",
                Verdict::Hopeless(_) => "hopeless",
                Verdict::Later(_) => "later",
                Verdict::Failed(_) => "failed",
                Verdict::Unreachable(_) | Verdict::Untried => "other",
            };
            assert_eq!(judged, word, "{status}");
        }
    }
}
