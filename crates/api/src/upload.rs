use std::{
    borrow::Cow,
    path::{Path, PathBuf},
};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

/// A file that travels with a request.
///
/// It is a text: the path of a file on the machine of the client, which sends it as a part of a
/// multipart form, or a `data:` URL. So a client must not take the text from somebody it does not
/// trust. Servers take files and `data:` URLs, and no paths.
///
/// ```
/// use kumki_api::Upload;
///
/// assert_eq!(Upload::from("cat.png").path(), Some("cat.png".as_ref()));
/// assert_eq!(Upload::from("data:image/png;base64,iVBORw0=").path(), None);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Upload(pub String);

impl Upload {
    /// Where the file is, unless the text is the file itself.
    pub fn path(&self) -> Option<&Path> {
        (!self.0.starts_with("data:")).then(|| Path::new(&self.0))
    }
}

impl From<&str> for Upload {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl From<String> for Upload {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl TryFrom<PathBuf> for Upload {
    /// The path, if it is no text.
    type Error = PathBuf;

    fn try_from(path: PathBuf) -> Result<Self, PathBuf> {
        let text = path.into_os_string().into_string();
        text.map(Self).map_err(PathBuf::from)
    }
}

impl JsonSchema for Upload {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Upload".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "binary" })
    }
}
