//! What each job does.

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::{Job, Parcel, Progress};
use crate::{
    Context, Result, accounts, arrivals,
    deliveries::{self, Delivery},
    follow_requests, follows_aside, home,
    mail::Letter,
    media,
    news::News,
    notification_requests, polls, scheduled_statuses,
    servers::{self, subscriptions},
    statuses, trends, user_domain_blocks,
    webhooks::Message,
};

/// One transaction of a job. It is called until it says that all is done.
pub type Step = Box<dyn FnMut(&mut Context) -> Result<Progress>>;

/// How a job is done.
pub enum Doing {
    /// In the database alone.
    Steps(Step),
    /// In the words of other servers, which are not known here.
    Tell(News),
    /// Not without the world outside.
    Errand(Errand),
}

/// What waits for a network or for files, which no transaction does.
#[derive(Clone, Debug)]
pub enum Errand {
    Push {
        subscription_id: i64,
        notification_id: i64,
    },
    TellWebhook(Message),
    Open(Parcel),
    Receive {
        account_id: i64,
        activity: Value,
    },
    FetchPictures {
        account_id: i64,
    },
    FetchMedia {
        media_id: i64,
    },
    FetchList {
        subscription_id: i64,
    },
    FetchEmoji {
        emoji_id: i64,
    },
    FetchCard {
        card_id: i64,
    },
    FetchPins {
        account_id: i64,
    },
    FetchReplies {
        address: String,
    },
    RemoveFile {
        file: String,
    },
    ProcessMedia {
        media_id: i64,
    },
    SendMail(Letter),
}

impl Job {
    pub fn doing(self) -> Doing {
        match self {
            Self::PurgeAccount { account_id, act_id } => {
                steps(move |cx| accounts::purge(cx, account_id, act_id))
            }
            Self::DeliverHome { status_id } => {
                let mut so_far = Delivery::default();
                steps(move |cx| deliveries::deliver(cx, status_id, &mut so_far))
            }
            Self::RemoveStatus { status_id } => steps(move |cx| statuses::clean_up(cx, status_id)),
            Self::FillHome {
                account_id,
                target_account_id,
            } => once(move |cx| home::fill(cx, account_id, target_account_id)),
            Self::ClearHome {
                account_id,
                target_account_id,
            } => once(move |cx| home::clear(cx, account_id, target_account_id)),
            Self::AuthorizeFollows { account_id } => {
                steps(move |cx| follow_requests::authorize_all(cx, account_id))
            }
            Self::CutFollows { account_id } => {
                steps(move |cx| follows_aside::put_suspended(cx, account_id))
            }
            Self::RestoreFollows { account_id } => {
                steps(move |cx| follows_aside::restore(cx, account_id))
            }
            Self::ApplyDomainBlock { block_id } => {
                let mut so_far = servers::Applying::default();
                steps(move |cx| servers::apply(cx, block_id, &mut so_far))
            }
            Self::LiftDomainBlock {
                domain,
                marked_at,
                act_id,
            } => {
                let mut walk = servers::Walk::default();
                steps(move |cx| servers::lift(cx, &domain, moment(marked_at), act_id, &mut walk))
            }
            Self::EmptyDomain { block_id } => {
                let mut walk = servers::Walk::default();
                steps(move |cx| servers::empty(cx, block_id, &mut walk))
            }
            Self::ForgetServer {
                domain,
                marked_at,
                act_id,
            } => {
                let mut so_far = servers::Forgetting::default();
                steps(move |cx| {
                    servers::forget(cx, &domain, moment(marked_at), act_id, &mut so_far)
                })
            }
            Self::PurgeServer {
                domain,
                with_subdomains,
                act_id,
            } => {
                let mut so_far = servers::Purging::default();
                steps(move |cx| {
                    servers::purge_server(cx, &domain, with_subdomains, act_id, &mut so_far)
                })
            }
            Self::CheckSubscription { subscription_id } => {
                Doing::Errand(Errand::FetchList { subscription_id })
            }
            Self::SettleSubscription {
                subscription_id,
                batch,
            } => {
                let mut so_far = subscriptions::Settling::of_batch(batch);
                steps(move |cx| subscriptions::settle_list(cx, subscription_id, &mut so_far))
            }
            Self::EndSubscription {
                subscription_id,
                act_id,
            } => {
                let mut so_far = subscriptions::Ending::default();
                steps(move |cx| subscriptions::end(cx, subscription_id, act_id, &mut so_far))
            }
            Self::CutDomain { account_id, domain } => {
                steps(move |cx| user_domain_blocks::cut(cx, account_id, &domain))
            }
            Self::MergeNotifications { account_id } => {
                steps(move |cx| notification_requests::merge(cx, account_id))
            }
            Self::RemoveFiltered {
                account_id,
                from_account_id,
                up_to,
            } => steps(move |cx| {
                notification_requests::remove_filtered(cx, account_id, from_account_id, up_to)
            }),
            Self::TellOfEdit { status_id } => {
                let mut so_far = statuses::Telling::default();
                steps(move |cx| statuses::tell_of_edit(cx, status_id, &mut so_far))
            }
            Self::TellOfPollEnd { poll_id } => {
                let mut so_far = polls::Telling::default();
                steps(move |cx| polls::tell_of_end(cx, poll_id, &mut so_far))
            }
            Self::PublishScheduled { scheduled_id } => {
                steps(move |cx| scheduled_statuses::publish(cx, scheduled_id))
            }
            Self::ForgetAccount { account_id } => steps(move |cx| arrivals::forget(cx, account_id)),
            Self::MoveFollowers {
                account_id,
                target_account_id,
            } => steps(move |cx| arrivals::move_followers(cx, account_id, target_account_id)),
            Self::Open(parcel) => Doing::Errand(Errand::Open(parcel)),
            Self::Receive {
                account_id,
                activity,
            } => Doing::Errand(Errand::Receive {
                account_id,
                activity,
            }),
            Self::FetchPictures { account_id } => {
                Doing::Errand(Errand::FetchPictures { account_id })
            }
            Self::FetchEmoji { emoji_id } => Doing::Errand(Errand::FetchEmoji { emoji_id }),
            Self::FetchCard { card_id } => Doing::Errand(Errand::FetchCard { card_id }),
            Self::RefreshTrends => {
                let mut so_far = trends::Refreshing::default();
                steps(move |cx| trends::refresh(cx, &mut so_far))
            }
            Self::FetchPins { account_id } => Doing::Errand(Errand::FetchPins { account_id }),
            Self::FetchReplies { address, .. } => Doing::Errand(Errand::FetchReplies { address }),
            Self::FetchMedia { media_id } => Doing::Errand(Errand::FetchMedia { media_id }),
            Self::TellServers(news) => Doing::Tell(news),
            Self::SweepMedia => steps(media::sweep),
            Self::Push {
                subscription_id,
                notification_id,
            } => Doing::Errand(Errand::Push {
                subscription_id,
                notification_id,
            }),
            Self::TellWebhook(message) => Doing::Errand(Errand::TellWebhook(message)),
            Self::RemoveFile { file } => Doing::Errand(Errand::RemoveFile { file }),
            Self::ProcessMedia { media_id } => Doing::Errand(Errand::ProcessMedia { media_id }),
            Self::SendMail(letter) => Doing::Errand(Errand::SendMail(letter)),
        }
    }
}

fn moment(milliseconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(milliseconds).unwrap_or_default()
}

fn steps(step: impl FnMut(&mut Context) -> Result<Progress> + 'static) -> Doing {
    Doing::Steps(Box::new(step))
}

fn once(mut step: impl FnMut(&mut Context) -> Result<()> + 'static) -> Doing {
    steps(move |cx| step(cx).map(|()| Progress::Done))
}
