//! What DNS says of where the mail of a domain goes. It was asked before the transaction began.

/// Where the mail of a domain goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailHosts {
    /// Lower case and ASCII.
    pub domain: String,
    /// The hosts that take it in, those that are preferred first.
    pub exchanges: Vec<String>,
    /// Whether anything is there that could. Where that cannot be told, it is.
    pub is_reachable: bool,
}

impl MailHosts {
    /// Where DNS could not be asked: nobody is kept out because of that.
    pub fn unknown(domain: &str) -> Self {
        Self {
            domain: domain.to_owned(),
            exchanges: Vec::new(),
            is_reachable: true,
        }
    }
}
