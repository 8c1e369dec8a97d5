//! The Rust sources of the workspace, as the tests of its structure read them: as tokens, so that
//! the bodies of macros count as well, and without what is compiled for tests only.

use std::error::Error;
use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};
use walkdir::{DirEntry, WalkDir};

/// A file, named as a person at the root of the workspace would name it.
pub(crate) struct Source {
    pub(crate) path: String,
    pub(crate) text: String,
}

/// A token and the line it stands in, counted from 1.
pub(crate) struct Token {
    pub(crate) line: usize,
    pub(crate) kind: Kind,
}

pub(crate) enum Kind {
    /// An identifier or a keyword.
    Word(String),
    Punctuation(char),
    /// `::`, which begins or continues a path.
    PathSeparator,
    /// The inside of a plain string literal, escapes left as they stand.
    Text(String),
    /// What stands between a pair of brackets; the opening one says which pair.
    Group(char, Vec<Token>),
    /// Numbers, characters, byte strings: nothing that these tests look at.
    Other,
}

impl Token {
    /// The identifier or keyword that this token is, or nothing.
    pub(crate) fn word(&self) -> Option<&str> {
        match &self.kind {
            Kind::Word(word) => Some(word),
            _ => None,
        }
    }

    /// What stands between the brackets that begin with `open`, if this token is such a pair.
    pub(crate) fn group(&self, open: char) -> Option<&[Self]> {
        match &self.kind {
            Kind::Group(found, inner) if *found == open => Some(inner),
            _ => None,
        }
    }

    fn is_punctuation(&self, mark: char) -> bool {
        matches!(self.kind, Kind::Punctuation(found) if found == mark)
    }
}

/// The root of the workspace.
pub(crate) fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Every Rust file below a folder of the workspace, in the order of their paths.
pub(crate) fn rust_files(folder: &str) -> Result<Vec<Source>, Box<dyn Error>> {
    let root = workspace();
    let mut sources = Vec::new();
    for entry in WalkDir::new(root.join(folder)).sort_by_file_name().into_iter().filter_entry(ours)
    {
        let entry = entry?;
        if entry.path().extension().is_some_and(|extension| extension == "rs") {
            let path = entry.path().strip_prefix(&root)?.to_string_lossy().replace('\\', "/");
            sources.push(Source { path, text: std::fs::read_to_string(entry.path())? });
        }
    }
    Ok(sources)
}

/// Build output, fetched packages and hidden folders hold what others wrote.
fn ours(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    let hidden = entry.depth() > 0 && name.starts_with('.');
    !hidden && name != "target" && name != "node_modules"
}

/// The tokens of a source without the items behind `#[cfg(test)]`; none at all for a file that is
/// called `tests.rs` or says `#![cfg(test)]`.
pub(crate) fn tokens(source: &Source) -> Result<Vec<Token>, Box<dyn Error>> {
    if source.path.ends_with("/tests.rs") {
        return Ok(Vec::new());
    }
    let stream = source
        .text
        .parse::<TokenStream>()
        .map_err(|error| format!("{}: not Rust: {error}", source.path))?;
    Ok(without_test_items(convert(stream)))
}

fn convert(stream: TokenStream) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut trees = stream.into_iter().peekable();
    while let Some(tree) = trees.next() {
        let line = tree.span().start().line;
        let kind = match tree {
            TokenTree::Ident(ident) => Kind::Word(ident.to_string()),
            TokenTree::Punct(mark) if mark.as_char() == ':' && mark.spacing() == Spacing::Joint => {
                let second = |tree: &TokenTree| matches!(tree, TokenTree::Punct(mark) if mark.as_char() == ':');
                match trees.next_if(second) {
                    Some(_) => Kind::PathSeparator,
                    None => Kind::Punctuation(':'),
                }
            }
            TokenTree::Punct(mark) => Kind::Punctuation(mark.as_char()),
            TokenTree::Literal(literal) => {
                let written = literal.to_string();
                match written.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
                    Some(inside) => Kind::Text(inside.to_owned()),
                    None => Kind::Other,
                }
            }
            TokenTree::Group(group) => {
                let open = match group.delimiter() {
                    Delimiter::Parenthesis => '(',
                    Delimiter::Brace => '{',
                    Delimiter::Bracket => '[',
                    Delimiter::None => ' ',
                };
                Kind::Group(open, without_test_items(convert(group.stream())))
            }
        };
        tokens.push(Token { line, kind });
    }
    tokens
}

/// Leaves out each item that stands behind `#[cfg(test)]`: all up to its body or its semicolon.
fn without_test_items(tokens: Vec<Token>) -> Vec<Token> {
    let mut kept: Vec<Token> = Vec::new();
    let mut tokens = tokens.into_iter();
    while let Some(token) = tokens.next() {
        if !token.group('[').is_some_and(is_cfg_test) {
            kept.push(token);
            continue;
        }
        match kept.pop() {
            Some(mark) if mark.is_punctuation('#') => {
                tokens.find(|token| token.group('{').is_some() || token.is_punctuation(';'));
            }
            // The attribute is `#![cfg(test)]`, which speaks of everything around it.
            Some(_) => return Vec::new(),
            None => {}
        }
    }
    kept
}

fn is_cfg_test(attribute: &[Token]) -> bool {
    let [name, condition] = attribute else { return false };
    name.word() == Some("cfg")
        && matches!(condition.group('('), Some([only]) if only.word() == Some("test"))
}
