use std::{collections::HashMap, net::IpAddr};

use api::{
    Empty, Timestamp,
    admin::notes::{
        AddNoteToAccount, AddNoteToInstance, AddNoteToReport, AdminNote, DeleteNote,
        ListNotesOnAccount, ListNotesOnInstance, ListNotesOnReport,
    },
};
use domain::{
    Context,
    moderation_notes::{self, Turn},
};
use store::{accounts, moderation_notes::Note};

use crate::{Error, entities::id, route::Answer};

impl Answer for ListNotesOnAccount {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Vec<AdminNote>, Error> {
        let notes = moderation_notes::on_account(cx, id(&self.id))?;
        show(cx, &notes)
    }
}

impl Answer for ListNotesOnReport {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Vec<AdminNote>, Error> {
        let notes = moderation_notes::on_report(cx, id(&self.id))?;
        show(cx, &notes)
    }
}

impl Answer for ListNotesOnInstance {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Vec<AdminNote>, Error> {
        let notes = moderation_notes::on_server(cx, &self.domain)?;
        show(cx, &notes)
    }
}

impl Answer for AddNoteToInstance {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<AdminNote, Error> {
        let note = moderation_notes::add_to_server(cx, &self.domain, &self.text)?;
        show_one(cx, note)
    }
}

impl Answer for AddNoteToAccount {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<AdminNote, Error> {
        let note = moderation_notes::add_to_account(cx, id(&self.id), &self.text)?;
        show_one(cx, note)
    }
}

impl Answer for AddNoteToReport {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<AdminNote, Error> {
        let turn = match (self.resolve_report, self.unresolve_report) {
            (true, _) => Turn::Resolves,
            (false, true) => Turn::Reopens,
            (false, false) => Turn::Stays,
        };
        let note = moderation_notes::add_to_report(cx, id(&self.id), &self.text, turn)?;
        show_one(cx, note)
    }
}

impl Answer for DeleteNote {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Empty, Error> {
        moderation_notes::remove(cx, id(&self.id))?;
        Ok(Empty {})
    }
}

fn show_one(cx: &mut Context, note: Note) -> Result<AdminNote, Error> {
    let shown = show(cx, &[note])?.pop();
    Ok(shown.ok_or(domain::Error::NotFound)?)
}

pub(super) fn show(cx: &mut Context, notes: &[Note]) -> Result<Vec<AdminNote>, Error> {
    let ids: Vec<i64> = notes.iter().filter_map(|it| it.account_id).collect();
    let authors = accounts::find_many(&mut cx.tx, &ids)?.into_iter();
    let authors: HashMap<i64, String> = authors.map(|it| (it.id, it.handle())).collect();
    let text = |id: Option<i64>| id.map(|it| it.to_string());
    let note = |it: &Note| AdminNote {
        id: it.id.to_string(),
        text: it.text.clone(),
        created_at: Timestamp(it.created_at),
        account_id: text(it.account_id),
        account: it.account_id.and_then(|id| authors.get(&id).cloned()),
        target_account_id: text(it.target_account_id),
        report_id: text(it.report_id),
        domain: it.domain.clone(),
    };
    Ok(notes.iter().map(note).collect())
}
