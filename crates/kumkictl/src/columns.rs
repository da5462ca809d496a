//! What to show of the things that moderators look at most.
//!
//! A thing that is not here is shown by its shape, so that no endpoint has to be added here.

use crate::json::Json;

pub(crate) struct Column {
    pub(crate) heading: &'static str,
    pub(crate) text: fn(&Json) -> String,
}

/// In a list, where width is scarce.
pub(crate) fn of_list(entity: &str) -> Option<&'static [Column]> {
    Some(match entity {
        "Account" => ACCOUNT,
        "AdminAccount" => ADMIN_ACCOUNT,
        "AdminAct" => ADMIN_ACT,
        "AdminAutomaticRule" => ADMIN_AUTOMATIC_RULE,
        "AutomaticRuleMatch" => AUTOMATIC_RULE_MATCH,
        "AdminDomainBlock" => ADMIN_DOMAIN_BLOCK,
        "AdminDomainSubscription" => ADMIN_DOMAIN_SUBSCRIPTION,
        "AdminEmailDomainBlock" => ADMIN_EMAIL_DOMAIN_BLOCK,
        "AdminHeldStatus" => ADMIN_HELD_STATUS,
        "AdminInstance" => ADMIN_INSTANCE,
        "AdminIpBlock" => ADMIN_IP_BLOCK,
        "AdminRelay" => ADMIN_RELAY,
        "SubscriptionEntry" => SUBSCRIPTION_ENTRY,
        "AdminReport" => ADMIN_REPORT,
        "AdminStatus" => ADMIN_STATUS,
        "AdminTag" => ADMIN_TAG,
        "AdminTrend" => ADMIN_TREND,
        "AdminPublisher" => ADMIN_PUBLISHER,
        "Setting" => SETTING,
        "Queue" => QUEUE,
        "Notification" => NOTIFICATION,
        _ => return None,
    })
}

/// Alone: what is more than in a list, below that.
pub(crate) fn of_one(entity: &str) -> Option<[&'static [Column]; 2]> {
    Some(match entity {
        "Account" | "CredentialAccount" => [ACCOUNT, MORE_OF_ACCOUNT],
        "AdminAccount" => [ADMIN_ACCOUNT, MORE_OF_ADMIN_ACCOUNT],
        "AdminReport" => [ADMIN_REPORT, MORE_OF_ADMIN_REPORT],
        _ => return None,
    })
}

macro_rules! columns {
    ($($NAME:ident { $($heading:literal: $text:expr),* $(,)? })*) => {$(
        const $NAME: &[Column] = &[$(Column { heading: $heading, text: $text }),*];
    )*};
}

columns! {
    ACCOUNT {
        "id": |it| it.at("id").text(),
        "account": |it| it.at("acct").text(),
        "name": |it| it.at("display_name").text(),
        "state": account_state,
        "posts": |it| it.at("statuses_count").text(),
        "followers": |it| it.at("followers_count").text(),
        "created": |it| day(it.at("created_at")),
    }
    MORE_OF_ACCOUNT {
        "follows": |it| it.at("following_count").text(),
        "last post": |it| it.at("last_status_at").text(),
        "role": |it| it.at("role.name").text(),
        "page": |it| it.at("url").text(),
    }
    ADMIN_ACCOUNT {
        "id": |it| it.at("id").text(),
        "account": |it| it.at("account.acct").text(),
        "e-mail": |it| it.at("email").text(),
        "role": |it| it.at("role.name").text(),
        "state": admin_account_state,
        "created": |it| day(it.at("created_at")),
    }
    MORE_OF_ADMIN_ACCOUNT {
        "name": |it| it.at("account.display_name").text(),
        "posts": |it| it.at("account.statuses_count").text(),
        "last post": |it| it.at("account.last_status_at").text(),
        "followers": |it| it.at("account.followers_count").text(),
        "follows": |it| it.at("account.following_count").text(),
        "language": |it| it.at("locale").text(),
        "asked to join": |it| it.at("invite_request").text(),
        "invited by": |it| it.at("invited_by_account_id").text(),
        "seen at": |it| it.at("ips").text(),
        "page": |it| it.at("account.url").text(),
    }
    ADMIN_EMAIL_DOMAIN_BLOCK {
        "id": |it| it.at("id").text(),
        "domain": |it| it.at("domain").text(),
        "with approval": |it| it.at("allow_with_approval").text(),
        "with": |it| it.at("parent_id").text(),
        "hits": |it| it.at("hits").text(),
        "last": |it| day(it.at("last_hit_at")),
        "ends": |it| day(it.at("expires_at")),
        "comment": |it| short(it.at("comment")),
    }
    ADMIN_IP_BLOCK {
        "id": |it| it.at("id").text(),
        "ip": |it| it.at("ip").text(),
        "severity": |it| it.at("severity").text(),
        "hits": |it| it.at("hits").text(),
        "last": |it| day(it.at("last_hit_at")),
        "ends": |it| day(it.at("expires_at")),
        "comment": |it| short(it.at("comment")),
    }
    ADMIN_DOMAIN_SUBSCRIPTION {
        "id": |it| it.at("id").text(),
        "name": |it| it.at("name").text(),
        "kind": |it| it.at("kind").text(),
        "priority": |it| it.at("priority").text(),
        "drafts": |it| it.at("counts.draft").text(),
        "applied": |it| it.at("counts.applied").text(),
        "read": |it| minute(it.at("checked_at")),
        "error": |it| short(it.at("last_error")),
    }
    SUBSCRIPTION_ENTRY {
        "id": |it| it.at("id").text(),
        "domain": |it| it.at("domain").text(),
        "severity": |it| it.at("severity").text(),
        "state": |it| it.at("state").text(),
        "note": |it| it.at("note").text(),
        "comment": |it| short(it.at("public_comment")),
    }
    ADMIN_INSTANCE {
        "domain": |it| it.at("domain").text(),
        "accounts": |it| it.at("accounts_count").text(),
        "rule": |it| it.at("block.severity").text(),
        "delivery": |it| it.at("availability").text(),
        "known since": |it| day(it.at("created_at")),
        "private comment": |it| short(it.at("block.private_comment")),
    }
    ADMIN_RELAY {
        "id": |it| it.at("id").text(),
        "inbox": |it| it.at("inbox_url").text(),
        "state": |it| it.at("state").text(),
        "warning": |it| it.at("warning").text(),
    }
    ADMIN_DOMAIN_BLOCK {
        "id": |it| it.at("id").text(),
        "domain": |it| it.at("domain").text(),
        "severity": |it| it.at("severity").text(),
        "rejects": rejected,
        "for the staff": |it| short(it.at("private_comment")),
        "in public": |it| short(it.at("public_comment")),
        "made": |it| day(it.at("created_at")),
        "ends": |it| day(it.at("expires_at")),
    }
    ADMIN_ACT {
        "id": |it| it.at("id").text(),
        "when": |it| minute(it.at("created_at")),
        "who": |it| it.at("account").text(),
        "action": |it| it.at("action").text(),
        "kind": |it| it.at("target_type").text(),
        "target": |it| it.at("target").text(),
        "reason": |it| it.at("reason").text(),
        "until": |it| minute(it.at("expires_at")),
        "batch": |it| it.at("batch_id").text(),
        "taken back by": |it| it.at("reverted_by_id").text(),
    }
    ADMIN_REPORT {
        "id": |it| it.at("id").text(),
        "state": report_state,
        "category": |it| it.at("category").text(),
        "about": |it| it.at("target_account.account.acct").text(),
        "by": |it| it.at("account.account.acct").text(),
        "in hands of": |it| it.at("assigned_account.account.acct").text(),
        "created": |it| minute(it.at("created_at")),
        "comment": |it| it.at("comment").text(),
    }
    MORE_OF_ADMIN_REPORT {
        "about, id": |it| it.at("target_account.id").text(),
        "state of that account": |it| admin_account_state(it.at("target_account")),
        "by, id": |it| it.at("account.id").text(),
        "resolved by": |it| it.at("action_taken_by_account.account.acct").text(),
        "resolved": |it| minute(it.at("action_taken_at")),
        "rules": |it| it.at("rules").text(),
        "posts": |it| it.at("statuses").text(),
    }
    ADMIN_STATUS {
        "id": |it| it.at("id").text(),
        "posted": |it| minute(it.at("status.created_at")),
        "seen by": |it| it.at("status.visibility").text(),
        "edited": |it| minute(it.at("status.edited_at")),
        "deleted": |it| minute(it.at("deleted_at")),
        "held": |it| minute(it.at("held_at")),
        "found fine": |it| minute(it.at("reviewed_at")),
        "open reports": |it| it.at("open_report_ids").text(),
        "text": |it| without_tags(&it.at("status.content").text()),
    }
    ADMIN_AUTOMATIC_RULE {
        "id": |it| it.at("id").text(),
        "name": |it| it.at("name").text(),
        "about": |it| it.at("subject").text(),
        "outcomes": |it| it.at("outcomes").text(),
        "enabled": |it| it.at("enabled").text(),
        "shadow": |it| it.at("shadow").text(),
        "ends": |it| minute(it.at("expires_at")),
        "hits": |it| it.at("hits").text(),
        "in 7 days": |it| it.at("hits_last_7_days").text(),
        "last": |it| minute(it.at("last_hit_at")),
    }
    AUTOMATIC_RULE_MATCH {
        "id": |it| it.at("id").text(),
        "at": |it| minute(it.at("created_at")),
        "account": |it| it.at("account").text(),
        "post": |it| it.at("status_id").text(),
        "shadow": |it| it.at("shadow").text(),
        "done": |it| it.at("done").text(),
        "act": |it| it.at("act_id").text(),
        "report": |it| it.at("report_id").text(),
    }
    ADMIN_HELD_STATUS {
        "id": |it| it.at("id").text(),
        "posted": |it| minute(it.at("status.created_at")),
        "held": |it| minute(it.at("held_at")),
        "rule": |it| it.at("auto_rule_id").text(),
        "account": |it| it.at("status.account.acct").text(),
        "seen before": |it| it.at("was_published").text(),
        "text": |it| without_tags(&it.at("status.content").text()),
    }
    ADMIN_TAG {
        "id": |it| it.at("id").text(),
        "name": |it| it.at("name").text(),
        "may trend": |it| it.at("trendable").text(),
        "may be used": |it| it.at("usable").text(),
        "may be found": |it| it.at("listable").text(),
        "to be reviewed": |it| it.at("requires_review").text(),
    }
    ADMIN_TREND {
        "id": |it| it.at("id").text(),
        "rank": |it| it.at("rank").text(),
        "score": |it| it.at("score").text(),
        "language": |it| it.at("language").text(),
        "shown": |it| it.at("allowed").text(),
        "to be reviewed": |it| it.at("requires_review").text(),
        "what": trending,
    }
    ADMIN_PUBLISHER {
        "id": |it| it.at("id").text(),
        "domain": |it| it.at("domain").text(),
        "may trend": |it| it.at("trendable").text(),
        "reviewed": |it| day(it.at("reviewed_at")),
        "requested": |it| minute(it.at("requested_review_at")),
    }
    SETTING {
        "name": |it| it.at("name").text(),
        "value": |it| short(it.at("value")),
        "default": |it| short(it.at("default")),
    }
    QUEUE {
        "since": |it| minute(it.at("created_at")),
        "type": |it| it.at("type").text(),
        "id": |it| it.at("id").text(),
        "account": |it| it.at("account").text(),
        "text": |it| it.at("text").text(),
    }
    NOTIFICATION {
        "id": |it| it.at("id").text(),
        "type": |it| it.at("type").text(),
        "account": |it| it.at("account.acct").text(),
        "action": |it| it.at("moderation_warning.action").text(),
        "created": |it| it.at("created_at").text(),
    }
}

fn day(time: &Json) -> String {
    let mut text = time.text();
    text.truncate("2026-11-22".len().min(text.len()));
    text
}

/// In UTC, as servers send it.
fn minute(time: &Json) -> String {
    let mut text = time.text().replace('T', " ");
    text.truncate("2026-11-22 12:00".len().min(text.len()));
    text
}

/// Of long texts, how they begin.
fn short(value: &Json) -> String {
    let text = value.text();
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// The words of HTML, on one line.
fn without_tags(html: &str) -> String {
    let mut text = String::new();
    for part in html.split('<') {
        let words = part.split_once('>').map_or(part, |(_, words)| words);
        text.push_str(words);
        text.push(' ');
    }
    let signs = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&amp;", "&"),
    ];
    let text = signs
        .iter()
        .fold(text, |text, (written, sign)| text.replace(written, sign));
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A tag, the title of a page, or the words of a post.
fn trending(it: &Json) -> String {
    let tag = it.at("tag.name").text();
    if !tag.is_empty() {
        return format!("#{tag}");
    }
    match it.at("link.title").text() {
        title if title.is_empty() => without_tags(&it.at("status.content").text()),
        title => title,
    }
}

fn rejected(it: &Json) -> String {
    let yes = Json::Bool(true);
    let flags = [("reject_media", "media"), ("reject_reports", "reports")];
    let words = flags.iter().filter(|(flag, _)| it.at(flag) == &yes);
    words.map(|(_, word)| *word).collect::<Vec<_>>().join(", ")
}

fn report_state(it: &Json) -> String {
    let word = match it.at("action_taken") == &Json::Bool(true) {
        true => "resolved",
        false => "open",
    };
    word.to_owned()
}

fn admin_account_state(it: &Json) -> String {
    let (yes, no) = (Json::Bool(true), Json::Bool(false));
    words(&[
        (it.at("confirmed") == &no, "unconfirmed"),
        (it.at("approved") == &no, "pending"),
        (it.at("silenced") == &yes, "limited"),
        (it.at("suspended") == &yes, "suspended"),
        (it.at("disabled") == &yes, "frozen"),
        (it.at("sensitized") == &yes, "sensitive"),
        (it.at("account.memorial") == &yes, "memorial"),
    ])
}

fn account_state(it: &Json) -> String {
    let yes = Json::Bool(true);
    words(&[
        (it.at("limited") == &yes, "limited"),
        (it.at("suspended") == &yes, "suspended"),
        (it.at("memorial") == &yes, "memorial"),
        (it.at("bot") == &yes, "bot"),
    ])
}

fn words(states: &[(bool, &str)]) -> String {
    let words: Vec<&str> = states
        .iter()
        .filter_map(|&(holds, word)| holds.then_some(word))
        .collect();
    match words.as_slice() {
        [] => "active".to_owned(),
        words => words.join(", "),
    }
}
