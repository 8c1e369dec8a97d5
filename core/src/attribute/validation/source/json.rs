//! JSON text, checked while it is read: no tree is made of it.

use crate::attribute::validation::document::Member;
use crate::attribute::validation::{Document, Raw};
use crate::json::{JsonError, Scanner, Token};
use crate::violation::Violation;

pub(super) fn read(text: &str, document: &mut Document<'_>) {
    if let Err(error) = read_object(text, document) {
        document.fail(Violation::of("", &error));
    }
}

fn read_object(text: &str, document: &mut Document<'_>) -> Result<(), JsonError> {
    let mut scanner = Scanner::new(text);
    let token = scanner.value()?;
    if token != Token::Object {
        scanner.skip(token, 0)?;
        scanner.end()?;
        document.not_an_object();
        return Ok(());
    }
    let mut room = String::new();
    let mut is_first = true;
    while scanner.next_member(is_first)? {
        is_first = false;
        let member = match document.likely_member(|quoted| scanner.passes_name(quoted)) {
            Some(member) => member,
            None => named_member(&mut scanner, &mut room, document)?,
        };
        let token = scanner.value()?;
        match member {
            Member::PassOver => scanner.skip(token, 1)?,
            Member::Check(place) => read_value(&mut scanner, place, token, &mut room, document)?,
        }
    }
    scanner.end()
}

fn named_member(
    scanner: &mut Scanner<'_>,
    room: &mut String,
    document: &mut Document<'_>,
) -> Result<Member, JsonError> {
    Ok(match scanner.name()? {
        Token::Escaped(name) => document.member(scanner.resolve(name, true, room)?),
        Token::Text(name) => document.member(name),
        _ => Member::PassOver,
    })
}

#[inline]
fn read_value<'t>(
    scanner: &mut Scanner<'t>,
    place: usize,
    token: Token<'t>,
    room: &mut String,
    document: &mut Document<'_>,
) -> Result<(), JsonError> {
    if token != Token::List {
        let raw = raw(scanner, token, room)?;
        document.scalar(place, raw);
        return if token == Token::Object { scanner.skip(token, 1) } else { Ok(()) };
    }
    if !document.begin_list(place) {
        return scanner.skip(token, 1);
    }
    let mut is_first = true;
    while scanner.next_item(is_first)? {
        is_first = false;
        let token = scanner.value()?;
        let raw = raw(scanner, token, room)?;
        document.part(place, raw);
        if matches!(token, Token::List | Token::Object) {
            scanner.skip(token, 2)?;
        }
    }
    document.end_list(place);
    Ok(())
}

/// What a token says; the parts of lists and objects are not looked at.
#[inline]
fn raw<'t>(
    scanner: &Scanner<'_>,
    token: Token<'t>,
    room: &'t mut String,
) -> Result<Raw<'t>, JsonError> {
    Ok(match token {
        Token::Null => Raw::Null,
        Token::Boolean(boolean) => Raw::Boolean(boolean),
        Token::Number(digits) => Raw::Digits(digits),
        Token::Text(text) => Raw::Text(text),
        Token::Escaped(text) => Raw::Text(scanner.resolve(text, true, room)?),
        Token::List => Raw::List,
        Token::Object => Raw::Object,
    })
}
