use anyhow::Result;
use serde_json::{Value, to_value};

use crate::{args::Place, config, open, output, site};

/// Looks for mistakes, and prints what is in effect. Secrets are not printed.
pub(crate) fn run(place: &Place) -> Result<()> {
    let config = config::load(place)?;
    if let Some(domain) = &config.domain {
        let site = site::read(domain, config.listen.ip())?;
        open::postman(&config, &site)?;
    }
    for warning in config::unknown_variables() {
        output::print(&format!("# {warning}"))?;
    }

    let Value::Object(all) = to_value(&config)? else {
        unreachable!("the configuration is a struct")
    };
    let (sections, top): (Vec<_>, Vec<_>) = all.iter().partition(|(_, it)| it.is_object());
    let mut text = lines(top);
    for (name, section) in sections {
        text += &format!("\n[{name}]\n");
        text += &lines(section.as_object().into_iter().flatten().collect());
    }
    Ok(output::print(&text)?)
}

/// What is not decided has no line.
fn lines(entries: Vec<(&String, &Value)>) -> String {
    let decided = entries.into_iter().filter(|(_, it)| !it.is_null());
    decided
        .map(|(name, value)| format!("{name} = {value}\n"))
        .collect()
}
