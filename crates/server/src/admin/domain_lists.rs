use std::{fs::File, io::Read, net::IpAddr};

use api::{
    Upload,
    admin::domain_lists::{
        DomainList, ExportDomainAllows, ExportDomainBlocks, ImportDomainAllows, ImportDomainBlocks,
        ImportDone, ImportedRow,
    },
};
use domain::{Context, Permission, Violation, servers, sheets::Item};

use super::accounts::{effects, given};
use crate::{App, Error, route::Answer, spool::Files};

/// How many bytes a file may have.
pub(super) const LARGEST: u64 = 4 << 20;

impl Answer for ExportDomainBlocks {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<DomainList, Error> {
        let csv = servers::export_blocks(cx)?;
        Ok(DomainList { csv })
    }
}

impl Answer for ExportDomainAllows {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<DomainList, Error> {
        let csv = servers::export_allows(cx)?;
        Ok(DomainList { csv })
    }
}

impl Answer for ImportDomainBlocks {
    const FILES_LIMIT: u64 = LARGEST;

    fn check(&self, cx: &mut Context) -> Result<(), Error> {
        may(cx)
    }

    fn prepare(&mut self, _: &App, files: &mut Files) -> Result<(), Error> {
        self.data = Some(content(files, self.data.take())?);
        Ok(())
    }

    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<ImportDone, Error> {
        let file = servers::File {
            text: self.data.as_ref().map_or("", |it| it.0.as_str()),
            name: given(&self.name).unwrap_or("a file"),
            even_followed: self.even_followed,
        };
        let (id, items) = servers::import_blocks(cx, &file)?;
        Ok(done(cx, id, items))
    }
}

impl Answer for ImportDomainAllows {
    const FILES_LIMIT: u64 = LARGEST;

    fn check(&self, cx: &mut Context) -> Result<(), Error> {
        may(cx)
    }

    fn prepare(&mut self, _: &App, files: &mut Files) -> Result<(), Error> {
        self.data = Some(content(files, self.data.take())?);
        Ok(())
    }

    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<ImportDone, Error> {
        let text = self.data.as_ref().map_or("", |it| it.0.as_str());
        let (id, items) = servers::import_allows(cx, text)?;
        Ok(done(cx, id, items))
    }
}

fn may(cx: &mut Context) -> Result<(), Error> {
    cx.moderator(Permission::ManageFederation)?;
    Ok(())
}

/// What is in the file takes its place.
pub(super) fn content(files: &mut Files, sent: Option<Upload>) -> Result<Upload, Error> {
    let file = files
        .take("data", sent)
        .map_err(|wrong| wrong.or(invalid()))?;
    let Some(file) = file else {
        return Ok(Upload::from(""));
    };
    text(file).map(Upload).ok_or_else(invalid)
}

fn text(file: File) -> Option<String> {
    let mut text = String::new();
    file.take(LARGEST).read_to_string(&mut text).ok()?;
    Some(text)
}

fn invalid() -> Error {
    domain::Error::Invalid(vec![Violation::invalid("data", "Data")]).into()
}

fn done(cx: &Context, id: i64, items: Vec<Item>) -> ImportDone {
    let item = |it: Item| ImportedRow {
        line: it.line,
        domain: it.name,
        done: it.refused.is_none(),
        error: it.refused.map(|it| it.to_string()),
    };
    ImportDone {
        id: id.to_string(),
        items: items.into_iter().map(item).collect(),
        effects: effects(cx.done.effects),
    }
}
