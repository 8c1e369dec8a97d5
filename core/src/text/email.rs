//! E-mail addresses and the two keys by which they are compared.

use super::fold;
use idna::uts46::{AsciiDenyList, DnsLength, Hyphens, Uts46};
use std::borrow::Cow;
use std::fmt;

/// The mailbox of somebody, as typed: `John.Doe@example.com`.
///
/// Two values are equal when they were typed alike. Whether they name the same mailbox is decided
/// by [`identity_key`](Self::identity_key), which evens out ASCII case, the encoding of accents
/// and the two ways to write an international host, and nothing else: no dot and no `+tag` is
/// dropped, so that mailboxes which differ are never merged.
///
/// The part before the `@` follows RFC 5321, with the letters of all scripts (RFC 6531). The host
/// is a domain name of at least two labels that IDNA accepts; address literals such as
/// `[127.0.0.1]` and display names such as `John <john@example.com>` are refused.
///
/// `Display` writes the full address; `Debug` writes the [masked](Self::masked) one, because it is
/// what ends up in logs.
///
/// # Example
///
/// ```
/// use patronage::text::EmailAddress;
///
/// let typed = EmailAddress::parse("Info@MÜNCHEN.example")?;
/// let other = EmailAddress::parse("info@xn--mnchen-3ya.example")?;
/// assert_eq!(typed.to_string(), "Info@MÜNCHEN.example");
/// assert_eq!(typed.identity_key(), other.identity_key());
/// assert_eq!(typed.masked(), "I***@MÜNCHEN.example");
/// # Ok::<(), patronage::text::EmailError>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EmailAddress {
    text: Box<str>,
    /// The host as the domain name system knows it, where that is more than its lower case.
    ascii_host: Option<Box<str>>,
}

impl EmailAddress {
    /// The greatest length of an address in bytes, which is what fits into an SMTP path.
    pub const MAX_BYTES: usize = 254;

    /// Checks an address and keeps it as typed.
    ///
    /// # Errors
    ///
    /// [`EmailError::TooLong`] beyond [`MAX_BYTES`](Self::MAX_BYTES), [`EmailError::InvalidHost`]
    /// when what follows the last `@` cannot be a host of the internet, and
    /// [`EmailError::Invalid`] for everything else that is not an address.
    pub fn parse(text: &str) -> Result<Self, EmailError> {
        if text.len() > Self::MAX_BYTES {
            return Err(EmailError::TooLong { max: Self::MAX_BYTES, actual: text.len() });
        }
        let (local, host) = text.rsplit_once('@').ok_or(EmailError::Invalid)?;
        if !is_local_part(local) {
            return Err(EmailError::Invalid);
        }
        let ascii = ascii_host(host)?;
        let differs = !ascii.eq_ignore_ascii_case(host);
        Ok(Self { ascii_host: differs.then(|| ascii.into()), text: text.into() })
    }

    /// The address as typed.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The key that decides sameness: equal keys mean one mailbox.
    ///
    /// The local part in NFC with ASCII letters in lower case, without quotes that it does not
    /// need; the host in its ASCII form. A server could tell `John@` from `john@`, but none that
    /// people use does, and customers type both.
    ///
    /// The key can be longer than [`MAX_BYTES`](Self::MAX_BYTES), since the ASCII form of a host
    /// is longer than the host.
    pub fn identity_key(&self) -> String {
        if self.is_plain() {
            return self.text.to_ascii_lowercase();
        }
        let (local, host) = self.parts();
        let mut key = fold::identity_key_of_text(&unquoted(local));
        key.push('@');
        key.push_str(&self.ascii_host(host));
        key
    }

    /// The key under which the address is found, also when it is only likely to be the same.
    ///
    /// The whole address by [`search_key`](fold::search_key), with the host as people read it:
    /// `xn--mnchen-3ya.de` is found as `münchen.de`.
    pub fn search_key(&self) -> String {
        if self.is_plain() {
            let key = self.text.to_ascii_lowercase();
            if !key.contains("xn--") {
                return key;
            }
        }
        let (local, host) = self.parts();
        let mut key = fold::search_key(&fold::identity_key_of_text(&unquoted(local)));
        key.push('@');
        let (host, _) = idna::domain_to_unicode(&self.ascii_host(host));
        key.push_str(&fold::search_key(&host));
        key
    }

    /// Whether both names are of one mailbox: whether their identity keys are equal.
    pub fn is_same_mailbox(&self, other: &Self) -> bool {
        self.identity_key() == other.identity_key()
    }

    /// The address with all but one character of the local part hidden, for logs.
    pub fn masked(&self) -> String {
        let (local, host) = self.parts();
        let first = local.chars().next().unwrap_or_default();
        format!("{first}***@{host}")
    }

    /// Whether the lower case of the text is the identity key already, as with nearly all.
    fn is_plain(&self) -> bool {
        self.ascii_host.is_none() && self.text.is_ascii() && !self.text.starts_with('"')
    }

    fn parts(&self) -> (&str, &str) {
        self.text.rsplit_once('@').unwrap_or((&self.text, ""))
    }

    fn ascii_host<'a>(&'a self, typed: &str) -> Cow<'a, str> {
        match &self.ascii_host {
            Some(host) => Cow::Borrowed(host),
            None => Cow::Owned(typed.to_ascii_lowercase()),
        }
    }
}

impl fmt::Debug for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("EmailAddress").field(&self.masked()).finish()
    }
}

parsed_text!([] EmailAddress, EmailError, "an e-mail address");

/// The greatest length of a local part in bytes (RFC 5321, 4.5.3.1.1).
const MAX_LOCAL_BYTES: usize = 64;

fn is_local_part(local: &str) -> bool {
    if local.is_ascii() {
        return !local.contains(|c: char| c.is_ascii_control())
            && email_address::EmailAddress::is_valid_local_part(local);
    }
    if local.len() > MAX_LOCAL_BYTES {
        return false;
    }
    let composed = fold::nfc(local);
    if composed.contains(|c: char| c.is_control() || is_invisible(c)) {
        return false;
    }
    // RFC 6531 lets every character beyond ASCII stand where a letter may; the library knows
    // letters and digits only, and would refuse accents and vowel signs.
    let lettered: String = composed.chars().map(|c| if c.is_ascii() { c } else { 'x' }).collect();
    email_address::EmailAddress::is_valid_local_part(&lettered)
}

/// White space beyond ASCII, and characters that come along unseen when an address is copied.
///
/// The joiners U+200C and U+200D are not among them, since words of several scripts need them.
fn is_invisible(c: char) -> bool {
    (c.is_whitespace() && !c.is_ascii())
        || matches!(c,
            '\u{AD}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}')
}

/// The host in the form of the domain name system.
fn ascii_host(host: &str) -> Result<Cow<'_, str>, EmailError> {
    let ascii = Uts46::new()
        .to_ascii(host.as_bytes(), AsciiDenyList::STD3, Hyphens::CheckFirstLast, DnsLength::Verify)
        .map_err(|_| EmailError::InvalidHost)?;
    // Mail needs a fully qualified name (RFC 5321, 2.3.5), and a name without a dot is nearly
    // always half of one. A last label of digits is an IP address.
    match ascii.rsplit_once('.') {
        Some((_, last)) if !last.bytes().all(|byte| byte.is_ascii_digit()) => Ok(ascii),
        _ => Err(EmailError::InvalidHost),
    }
}

/// The local part without quotes and backslashes that change nothing (RFC 5321, 4.1.2).
fn unquoted(local: &str) -> Cow<'_, str> {
    let Some(quoted) = local.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) else {
        return Cow::Borrowed(local);
    };
    let mut content = String::with_capacity(quoted.len());
    let mut chars = quoted.chars();
    while let Some(c) = chars.next() {
        content.push(if c == '\\' { chars.next().unwrap_or(c) } else { c });
    }
    if !content.starts_with('"') && is_local_part(&content) {
        return Cow::Owned(content);
    }
    Cow::Owned(format!("\"{}\"", content.replace('\\', "\\\\").replace('"', "\\\"")))
}

/// Why a text is not an e-mail address.
///
/// The text itself is never repeated, since it is likely to be somebody's address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EmailError {
    /// There is no `@`, or what stands before it cannot be the name of a mailbox.
    #[error("an e-mail address has the form `name@example.com`")]
    Invalid,
    /// What stands after the `@` cannot be a host.
    #[error("the part of the e-mail address after the `@` is not the name of a host")]
    InvalidHost,
    /// There are more bytes than an address may have.
    #[error("the e-mail address has {actual} bytes, of which at most {max} are allowed")]
    TooLong {
        /// How many bytes are allowed.
        max: usize,
        /// How many there are.
        actual: usize,
    },
}

crate::violation::coded!(EmailError);

impl EmailError {
    /// The stable code, as `core/docs/errors.md` lists it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Invalid => "email.invalid",
            Self::InvalidHost => "email.invalid_host",
            Self::TooLong { .. } => "email.too_long",
        }
    }
}

#[cfg(test)]
mod tests;
