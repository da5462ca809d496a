use std::net::IpAddr;

use api::admin::gate_lists::{
    ExportEmailDomainBlocks, ExportIpBlocks, GateImport, GateImportRow, GateList,
    ImportEmailDomainBlocks, ImportIpBlocks,
};
use domain::{Context, Permission, gates, sheets::Item};

use super::{
    accounts::effects,
    domain_lists::{LARGEST, content},
};
use crate::{App, Error, route::Answer, spool::Files};

impl Answer for ExportIpBlocks {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<GateList, Error> {
        let csv = gates::export_ips(cx)?;
        Ok(GateList { csv })
    }
}

impl Answer for ExportEmailDomainBlocks {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<GateList, Error> {
        let csv = gates::export_email_domains(cx)?;
        Ok(GateList { csv })
    }
}

impl Answer for ImportIpBlocks {
    const FILES_LIMIT: u64 = LARGEST;

    fn check(&self, cx: &mut Context) -> Result<(), Error> {
        may(cx)
    }

    fn prepare(&mut self, _: &App, files: &mut Files) -> Result<(), Error> {
        self.data = Some(content(files, self.data.take())?);
        Ok(())
    }

    fn answer(self, cx: &mut Context, ip: IpAddr) -> Result<GateImport, Error> {
        let text = self.data.as_ref().map_or("", |it| it.0.as_str());
        let (id, items) = gates::import_ips(cx, text, ip, self.force)?;
        Ok(done(cx, id, items))
    }
}

impl Answer for ImportEmailDomainBlocks {
    const FILES_LIMIT: u64 = LARGEST;

    fn check(&self, cx: &mut Context) -> Result<(), Error> {
        may(cx)
    }

    fn prepare(&mut self, _: &App, files: &mut Files) -> Result<(), Error> {
        self.data = Some(content(files, self.data.take())?);
        Ok(())
    }

    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<GateImport, Error> {
        let text = self.data.as_ref().map_or("", |it| it.0.as_str());
        let (id, items) = gates::import_email_domains(cx, text)?;
        Ok(done(cx, id, items))
    }
}

fn may(cx: &mut Context) -> Result<(), Error> {
    cx.moderator(Permission::ManageBlocks)?;
    Ok(())
}

fn done(cx: &Context, id: i64, items: Vec<Item>) -> GateImport {
    let row = |it: Item| GateImportRow {
        line: it.line,
        name: it.name,
        done: it.refused.is_none(),
        error: it.refused.map(|it| it.to_string()),
    };
    GateImport {
        id: id.to_string(),
        items: items.into_iter().map(row).collect(),
        effects: effects(cx.done.effects),
    }
}
