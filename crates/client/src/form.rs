//! A multipart form, for requests with files.

use api::{Endpoint, Upload};
use serde_json::{Map, Value};

use crate::{Error, query};

/// A body, and the content type that says how to read it.
pub(crate) struct Form {
    pub(crate) content_type: String,
    pub(crate) body: Vec<u8>,
}

/// The fields as a form, if one of them is a file on this machine.
pub(crate) async fn of<E: Endpoint>(fields: &Map<String, Value>) -> Result<Option<Form>, Error> {
    let mut files = Vec::new();
    for name in E::FILES {
        let text = fields.get(*name).and_then(Value::as_str);
        let Some(upload) = text.map(Upload::from) else {
            continue;
        };
        if let Some(path) = upload.path() {
            let content = tokio::fs::read(path).await;
            let content = content.map_err(|source| Error::File {
                path: path.to_owned(),
                source,
            })?;
            let file_name = path.file_name().unwrap_or_default().to_string_lossy();
            files.push((*name, file_name.into_owned(), content));
        }
    }
    if files.is_empty() {
        return Ok(None);
    }
    let is_text = |name: &String| !files.iter().any(|(file, ..)| file == name);
    let texts = fields.iter().filter(|(name, _)| is_text(name));
    let mut pairs = Vec::new();
    for (name, value) in texts {
        query::collect(name.clone(), value, &mut pairs);
    }
    Ok(Some(write(&pairs, &files)))
}

fn write(texts: &[(String, String)], files: &[(&str, String, Vec<u8>)]) -> Form {
    let contents = texts
        .iter()
        .map(|(_, text)| text.as_bytes())
        .chain(files.iter().map(|(.., content)| &**content));
    let boundary = boundary(&contents.collect::<Vec<_>>());
    let mut body = Vec::new();
    for (name, text) in texts {
        let head = format!("form-data; name=\"{}\"", escaped(name));
        part(&mut body, &boundary, &head, text.as_bytes());
    }
    for (name, file_name, content) in files {
        let (name, file_name) = (escaped(name), escaped(file_name));
        // What it is, a server has to find out by itself anyway.
        let head = format!(
            "form-data; name=\"{name}\"; filename=\"{file_name}\"\r\n\
             Content-Type: application/octet-stream"
        );
        part(&mut body, &boundary, &head, content);
    }
    body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    Form {
        content_type: format!("multipart/form-data; boundary={boundary}"),
        body,
    }
}

fn part(body: &mut Vec<u8>, boundary: &str, head: &str, content: &[u8]) {
    let head = format!("--{boundary}\r\nContent-Disposition: {head}\r\n\r\n");
    body.extend_from_slice(head.as_bytes());
    body.extend_from_slice(content);
    body.extend_from_slice(b"\r\n");
}

/// A line that is in none of the parts.
fn boundary(contents: &[&[u8]]) -> String {
    let is_in = |candidate: &String| {
        let candidate = candidate.as_bytes();
        let is_in = |it: &&[u8]| it.windows(candidate.len()).any(|it| it == candidate);
        contents.iter().any(is_in)
    };
    let mut candidates = (0_u64..).map(|number| format!("kumki-client-{number}"));
    candidates
        .find(|it| !is_in(it))
        .unwrap_or_else(|| unreachable!("no content has all numbers"))
}

/// As browsers do it.
fn escaped(name: &str) -> String {
    name.replace('"', "%22")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

#[cfg(test)]
mod tests {
    use super::write;

    #[test]
    fn no_part_ends_before_its_end() {
        let texts = [("description".to_owned(), "--kumki-client-0".to_owned())];
        let files = [(
            "file",
            "a\"\r\n.png".to_owned(),
            b"kumki-client-1--".to_vec(),
        )];

        let form = write(&texts, &files);

        assert_eq!(
            form.content_type,
            "multipart/form-data; boundary=kumki-client-2"
        );
        let body = String::from_utf8(form.body).expect("text");
        assert_eq!(body.matches("kumki-client-2").count(), 3);
        assert!(body.contains("filename=\"a%22%0D%0A.png\""), "{body}");
    }
}
