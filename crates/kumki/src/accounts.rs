use std::io::{self, BufRead};

use anyhow::{Context, Result, ensure};
use domain::{
    Chance, members,
    sign_up::{self, Appointed, NewPassword},
};

use crate::{args::CreateAccount, open, output};

pub(crate) fn create(args: &CreateAccount) -> Result<()> {
    let app = open::for_command(&args.place)?;
    let password = match args.password.as_str() {
        "-" => typed()?,
        password => password.to_owned(),
    };
    let appointed = Appointed {
        username: &args.name,
        email: &args.email,
        password: NewPassword::read(&password, &mut Chance::system())?,
        is_confirmed: args.confirmed,
        is_approved: args.approved,
    };

    let mut cx = open::as_operator(&app)?;
    let (account, _) = sign_up::appoint(&mut cx, &appointed)?;
    if let Some(role) = &args.role {
        members::give_role(&mut cx, account.id, Some(role))?;
    }
    cx.tx.save()?;
    Ok(output::print(&account.id.to_string())?)
}

fn typed() -> Result<String> {
    let mut line = String::new();
    let read = io::stdin().lock().read_line(&mut line);
    read.context("the password cannot be read")?;
    let password = line.trim_end_matches(['\r', '\n']);
    ensure!(
        !password.is_empty(),
        "there is no password on standard input"
    );
    Ok(password.to_owned())
}
