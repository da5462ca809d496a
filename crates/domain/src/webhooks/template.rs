//! A text with places for what is to be told, such as `{{object.account.acct}}`.

use serde_json::Value;

/// Names, and numbers that point into lists.
type Path = Vec<String>;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template(Vec<Piece>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    Place(Path),
}

impl Template {
    /// None where a place is not what it should be.
    pub fn read(text: &str) -> Option<Self> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("{{") {
            let (path, after) = after.split_once("}}")?;
            pieces.push(Piece::Text(before.to_owned()));
            pieces.push(Piece::Place(read_path(path)?));
            rest = after;
        }
        pieces.push(Piece::Text(rest.to_owned()));
        Some(Self(pieces))
    }

    /// Texts fill their places as they are within quotes in JSON, everything else as JSON.
    pub fn fill(&self, message: &Value) -> String {
        let fill = |piece: &Piece| match piece {
            Piece::Text(text) => text.clone(),
            Piece::Place(path) => written(look_up(message, path)),
        };
        self.0.iter().map(fill).collect()
    }
}

fn read_path(text: &str) -> Option<Path> {
    let steps: Path = text.split('.').map(str::to_owned).collect();
    let is_right = is_name(&steps[0]) && steps.iter().all(|it| is_name(it) || is_number(it));
    is_right.then_some(steps)
}

fn is_name(step: &str) -> bool {
    !step.is_empty() && step.bytes().all(|it| it.is_ascii_lowercase() || it == b'_')
}

fn is_number(step: &str) -> bool {
    !step.is_empty() && step.bytes().all(|it| it.is_ascii_digit())
}

/// Nothing where the path leads nowhere.
fn look_up<'a>(message: &'a Value, path: &Path) -> &'a Value {
    path.iter().fold(message, |at, step| {
        match at {
            Value::Array(items) => step.parse().ok().and_then(|it: usize| items.get(it)),
            at => at.get(step),
        }
        .unwrap_or(&Value::Null)
    })
}

fn written(value: &Value) -> String {
    let json = value.to_string();
    match value {
        Value::String(_) => json[1..json.len() - 1].to_owned(),
        _ => json,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Template;

    #[test]
    fn places_are_filled_and_the_rest_stays() {
        let message = json!({
            "event": "report.created",
            "object": { "id": "1", "comment": "a \"b\"\n", "forwarded": false, "assigned_account": null,
                "statuses": [{ "content": "<p>Hi</p>" }, { "content": "two" }], "target": { "id": 7 } },
        });
        for (text, filled) in [
            ("", ""),
            ("plain { } }} text", "plain { } }} text"),
            (r#"{"text":"{{event}}"}"#, r#"{"text":"report.created"}"#),
            ("{{object.comment}}", r#"a \"b\"\n"#),
            ("{{object.statuses.1.content}}!", "two!"),
            (
                "{{object.forwarded}}{{object.assigned_account}}",
                "falsenull",
            ),
            ("{{object.target}}", r#"{"id":7}"#),
            (
                "{{nothing.here}} {{object.statuses.9}} {{object.statuses.id}}",
                "null null null",
            ),
            ("{{object.id.0}}", "null"),
            ("é{{object.id}}é{{object.id}}", "é1é1"),
        ] {
            let template = Template::read(text).expect("a good one");
            assert_eq!(template.fill(&message), filled, "{text}");
        }
    }

    #[test]
    fn what_is_no_path_makes_no_template() {
        for text in [
            "{{",
            "{{}}",
            "{{ event }}",
            "{{Event}}",
            "{{event",
            "{{0}}",
            "{{a..b}}",
            "{{.a}}",
            "{{a.}}",
            "{{a-b}}",
            "{{{a}}}",
            "{{a.b1}}",
            "{{ä}}",
            "{{a}} {{",
        ] {
            assert_eq!(Template::read(text), None, "{text}");
        }
    }
}
