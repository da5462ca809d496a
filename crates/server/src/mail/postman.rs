use std::{fs, path::PathBuf, time::Duration};

use lettre::{
    Message, SmtpTransport, Transport,
    message::{
        Mailbox, MultiPart, SinglePart,
        header::{ContentType, MessageId},
    },
    transport::smtp::response::Category,
};

/// How letters leave the server.
pub struct Postman {
    from: Mailbox,
    way: Way,
}

enum Way {
    /// A file for each, so that a newcomer can read them.
    Files(PathBuf),
    Smtp(Box<SmtpTransport>),
}

/// A letter that is ready to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Composed {
    pub(crate) to: String,
    pub(crate) subject: String,
    pub(crate) text: String,
    /// Letters to the staff have none.
    pub(crate) html: Option<String>,
}

/// Why a letter did not leave.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    #[error("{0} is no address to send from")]
    Sender(String),
    #[error("the letter cannot be written")]
    Writing(#[from] lettre::error::Error),
    #[error("{0} is no address")]
    Address(String),
    #[error("the letter cannot be put into a file")]
    File(#[from] std::io::Error),
    #[error("the mail server did not take the letter")]
    Smtp(#[from] lettre::transport::smtp::Error),
}

impl Trouble {
    /// Whether trying again would end the same.
    pub(crate) fn is_final(&self) -> bool {
        match self {
            Self::Sender(_) | Self::Writing(_) | Self::Address(_) => true,
            Self::File(_) => false,
            Self::Smtp(error) => {
                let is_bad_mailbox = error
                    .status()
                    .is_some_and(|it| it.category == Category::MailSystem);
                error.is_permanent() && is_bad_mailbox
            }
        }
    }
}

impl Postman {
    /// Puts letters into a folder, made when the first is written.
    pub fn files(folder: PathBuf, from: &str) -> Result<Self, Trouble> {
        Self::new(from, Way::Files(folder))
    }

    /// `smtps://user:password@host`, or `smtp://host:25?tls=required`.
    pub fn smtp(url: &str, from: &str) -> Result<Self, Trouble> {
        let transport = SmtpTransport::from_url(url)?.timeout(Some(Duration::from_secs(30)));
        Self::new(from, Way::Smtp(Box::new(transport.build())))
    }

    fn new(from: &str, way: Way) -> Result<Self, Trouble> {
        let from = from.parse().map_err(|_| Trouble::Sender(from.to_owned()))?;
        Ok(Self { from, way })
    }

    /// The same key makes the same id, so that a mail server may notice a letter that comes twice.
    pub(crate) fn send(&self, letter: Composed, key: &str) -> Result<(), Trouble> {
        let to: Mailbox = letter
            .to
            .parse()
            .map_err(|_| Trouble::Address(letter.to.clone()))?;
        let id = format!("<{key}@{}>", self.from.email.domain());
        let message = Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject(letter.subject)
            .header(MessageId::from(id));
        let text = SinglePart::builder()
            .header(ContentType::TEXT_PLAIN)
            .body(letter.text);
        let message = match letter.html {
            Some(html) => {
                let html = SinglePart::builder()
                    .header(ContentType::TEXT_HTML)
                    .body(html);
                message.multipart(MultiPart::alternative().singlepart(text).singlepart(html))?
            }
            None => message.singlepart(text)?,
        };
        match &self.way {
            Way::Smtp(transport) => transport.send(&message).map(drop).map_err(Trouble::from),
            Way::Files(folder) => {
                fs::create_dir_all(folder)?;
                let unfinished = folder.join(format!(".{key}"));
                fs::write(&unfinished, message.formatted())?;
                Ok(fs::rename(unfinished, folder.join(format!("{key}.eml")))?)
            }
        }
    }

    /// Whether the mail server answers; files always do.
    pub fn check(&self) -> Result<String, Trouble> {
        match &self.way {
            Way::Files(folder) => Ok(format!("letters are put into {}", folder.display())),
            Way::Smtp(transport) => match transport.test_connection()? {
                true => Ok("the mail server answers".into()),
                false => Ok("the mail server answers, and says that it is not ready".into()),
            },
        }
    }
}
