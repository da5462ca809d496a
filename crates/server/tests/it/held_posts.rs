//! Posts that wait for a moderator.

mod at_birth;
mod decisions;
mod edits;
mod elsewhere;
mod shown;

use api::admin::held_statuses::{
    AdminHeldStatus, HoldStatus, ListHeldStatuses, RejectHeldStatus, ReleaseHeldStatus,
};
use client::Error;
use domain::{
    Caller, Context,
    held_statuses::{self, Why},
    members, recount,
    statuses::{self, Wanted},
};

use crate::{people::Person, server::Server};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// The number of a rule that holds posts.
const RULE: i64 = 7;

fn why() -> Why<'static> {
    Why {
        auto_rule_id: Some(RULE),
        reason: Some("A first post with a link"),
    }
}

fn wants(text: &str) -> Wanted {
    Wanted {
        text: text.into(),
        visibility: Some("public".into()),
        ..Wanted::default()
    }
}

impl Server {
    /// Does something as a member.
    fn as_member<T>(
        &self,
        who: &Person,
        deed: impl FnOnce(&mut Context) -> domain::Result<T>,
    ) -> Result<T> {
        self.change(|cx| {
            let member = members::find(cx, who.id)?.ok_or(domain::Error::NotFound)?;
            cx.caller = Caller::Member(Box::new(member));
            deed(cx)
        })
    }

    /// A post that a rule holds before anybody sees it.
    fn held_post(&self, author: &Person, wanted: &Wanted) -> Result<String> {
        let held = self.as_member(author, |cx| {
            let kept = statuses::keep(cx, wanted)?;
            held_statuses::hold_new(cx, &kept, why())
        })?;
        Ok(held.id.to_string())
    }

    /// All that is counted is what there is.
    fn counts_agree(&self) -> Result<bool> {
        Ok(recount::drift(&mut self.app.read()?)?.is_empty())
    }
}

impl Person {
    async fn hold(&self, id: &str) -> std::result::Result<AdminHeldStatus, Error> {
        let status_id = id.to_owned();
        self.client.send(&HoldStatus { status_id }).await
    }

    async fn release(&self, id: &str) -> std::result::Result<AdminHeldStatus, Error> {
        self.client.send(&ReleaseHeldStatus { id: id.into() }).await
    }

    async fn reject_held(&self, id: &str) -> std::result::Result<AdminHeldStatus, Error> {
        let request = RejectHeldStatus {
            id: id.into(),
            text: Some("No advertising.".into()),
            ..RejectHeldStatus::default()
        };
        self.client.send(&request).await
    }

    /// The ids of what waits for her.
    async fn held(&self, which: ListHeldStatuses) -> std::result::Result<Vec<String>, Error> {
        let page = self.client.send(&which).await?;
        Ok(page.items.into_iter().map(|it| it.id).collect())
    }

    async fn all_held(&self) -> std::result::Result<Vec<String>, Error> {
        self.held(ListHeldStatuses::default()).await
    }
}
