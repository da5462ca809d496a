//! How they decide about each other.

use anyhow::Result;
use domain::{
    account_notes, blocks, endorsements,
    filters::{self, KeywordChange},
    follow_requests,
    follows::{self, Wishes},
    lists, mutes, profile, tags,
};
use store::{accounts::ProfileChange, follows::Terms};

use super::Story;
use crate::demo::bonds::{Bond, Filter, List};

impl Story<'_> {
    pub(super) fn bind(&mut self, bond: &Bond) -> Result<()> {
        match *bond {
            Bond::Follow(who, whom) => self.follow(who, whom),
            Bond::Lock(who) => self.lock(who),
            Bond::LetIn(who, whom) => {
                let id = self.between(who, whom)?;
                Ok(follow_requests::authorize(&mut self.cx, id)?)
            }
            Bond::Bell(who, whom) => {
                let id = self.between(who, whom)?;
                let wishes = Wishes {
                    notifies: Some(true),
                    ..Wishes::default()
                };
                Ok(follows::follow(&mut self.cx, id, &wishes)?)
            }
            Bond::Block(who, whom) => {
                let id = self.between(who, whom)?;
                Ok(blocks::block(&mut self.cx, id)?)
            }
            Bond::Mute(who, whom) => {
                let id = self.between(who, whom)?;
                Ok(mutes::mute(&mut self.cx, id, true, None)?)
            }
            Bond::Recommend(who, whom) => {
                let id = self.between(who, whom)?;
                Ok(endorsements::endorse(&mut self.cx, id)?)
            }
            Bond::FollowTag(who, tag) => {
                self.become_member(who)?;
                tags::follow(&mut self.cx, tag)?;
                Ok(())
            }
            Bond::ShowTag(who, tag) => {
                self.become_member(who)?;
                tags::feature(&mut self.cx, tag)?;
                Ok(())
            }
            Bond::List(list) => self.list(list),
            Bond::Filter(filter) => self.filter(filter),
            Bond::Note((who, whom, text)) => {
                let id = self.between(who, whom)?;
                Ok(account_notes::set(&mut self.cx, id, text)?)
            }
        }
    }

    /// One becomes the caller; the id of the other.
    fn between(&mut self, who: &str, whom: &str) -> Result<i64> {
        self.become_member(who)?;
        Ok(self.find(whom)?.id)
    }

    fn follow(&mut self, who: &str, whom: &str) -> Result<()> {
        let id = self.between(who, whom)?;
        follows::follow(&mut self.cx, id, &Wishes::default())?;
        match whom.contains('@') {
            true => self.be_let_in(who, id),
            false => Ok(()),
        }
    }

    /// What another server would answer.
    fn be_let_in(&mut self, who: &str, id: i64) -> Result<()> {
        let follower = self.find(who)?.id;
        let now = self.cx.now;
        let tx = &mut self.cx.tx;
        store::follow_requests::remove(tx, follower, id)?;
        Ok(store::follows::add(
            tx,
            follower,
            id,
            &Terms::default(),
            now,
        )?)
    }

    fn lock(&mut self, who: &str) -> Result<()> {
        self.become_member(who)?;
        let change = profile::Change {
            profile: ProfileChange {
                locked: Some(true),
                ..ProfileChange::default()
            },
            ..profile::Change::default()
        };
        Ok(profile::change(&mut self.cx, &change)?)
    }

    fn list(&mut self, (who, title, members): &List) -> Result<()> {
        self.become_member(who)?;
        let change = lists::Change {
            title: Some((*title).into()),
            ..lists::Change::default()
        };
        let id = lists::create(&mut self.cx, &change)?.id;
        let members = members.iter().map(|it| Ok(self.find(it)?.id));
        let members = members.collect::<Result<Vec<i64>>>()?;
        Ok(lists::add_members(&mut self.cx, id, &members)?)
    }

    fn filter(&mut self, (who, title, action, contexts, words): &Filter) -> Result<()> {
        self.become_member(who)?;
        let keywords = words.iter().map(|word| KeywordChange {
            keyword: Some((*word).into()),
            ..KeywordChange::default()
        });
        let change = filters::Change {
            title: Some((*title).into()),
            contexts: Some(contexts.iter().map(|it| (*it).into()).collect()),
            action: Some((*action).into()),
            expires_in: None,
            keywords: keywords.collect(),
        };
        filters::create(&mut self.cx, change)?;
        Ok(())
    }
}
