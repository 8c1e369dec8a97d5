//! Every code that an error gives stands in `core/docs/errors.md`, and nothing else does: codes are
//! what callers branch on, so a code that nobody can look up is as good as none.

mod sources;

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;

use sources::{Kind, Source, Token};

/// The codes with the place where each is given first.
type Codes = BTreeMap<String, String>;

#[test]
fn the_table_of_errors_is_the_list_of_codes() -> Result<(), Box<dyn Error>> {
    let mut given = Codes::new();
    for folder in ["core/src", "stores"] {
        for source in sources::rust_files(folder)? {
            if source.path.contains("/src/") {
                collect(&source, &mut given)?;
            }
        }
    }
    let table = std::fs::read_to_string(sources::workspace().join("core/docs/errors.md"))?;
    let differences = differences(&given, &table);
    assert!(differences.is_empty(), "\n{}\n", differences.join("\n"));
    Ok(())
}

/// The codes of a source: string literals of that form inside functions called `code`, in macros
/// too.
fn collect(source: &Source, given: &mut Codes) -> Result<(), Box<dyn Error>> {
    search(&sources::tokens(source)?, &source.path, given);
    Ok(())
}

fn search(tokens: &[Token], path: &str, given: &mut Codes) {
    let mut rest = tokens;
    while let [token, after @ ..] = rest {
        rest = after;
        if let Kind::Group(_, inner) = &token.kind {
            search(inner, path, given);
        } else if token.word() == Some("fn")
            && after.first().is_some_and(|name| name.word() == Some("code"))
            && let Some(body) = after.iter().find_map(|token| token.group('{'))
        {
            take(body, path, given);
        }
    }
}

fn take(body: &[Token], path: &str, given: &mut Codes) {
    for token in body {
        match &token.kind {
            Kind::Group(_, inner) => take(inner, path, given),
            Kind::Text(text) if is_code(text) => {
                given.entry(text.clone()).or_insert_with(|| format!("{path}:{}", token.line));
            }
            _ => {}
        }
    }
}

/// Whether a text looks like `area.what_is_wrong`.
fn is_code(text: &str) -> bool {
    let name = |part: &str| {
        part.starts_with(|first: char| first.is_ascii_lowercase())
            && part.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_'))
    };
    text.contains('.') && text.split('.').all(name)
}

/// What has to change in the table, a line of text each.
fn differences(given: &Codes, table: &str) -> Vec<String> {
    let mut rows = BTreeSet::new();
    let mut differences = Vec::new();
    for row in table.lines() {
        let Some((code, _)) = row.strip_prefix("| `").and_then(|row| row.split_once('`')) else {
            continue;
        };
        if !rows.insert(code) {
            differences.push(format!("core/docs/errors.md: `{code}` has two rows"));
        } else if !given.contains_key(code) {
            differences.push(format!(
                "core/docs/errors.md: no error gives `{code}` (any more): take the row out"
            ));
        }
    }
    for (code, place) in given {
        if !rows.contains(code.as_str()) {
            differences.push(format!("{place}: `{code}` is not in core/docs/errors.md: add a row"));
        }
    }
    differences
}

/// The check itself, on sources and tables that differ.
#[cfg(test)]
mod checks {
    use super::{Codes, Source, collect, differences, is_code};

    fn codes(text: &str) -> Vec<String> {
        let source = Source { path: "core/src/money.rs".to_owned(), text: text.to_owned() };
        let mut given = Codes::new();
        collect(&source, &mut given).unwrap();
        given.into_iter().map(|(code, place)| format!("{code} at {place}")).collect()
    }

    #[test]
    fn codes_are_found_in_functions_of_that_name_only() {
        let text = r#"
            impl MoneyError {
                pub fn code(&self) -> &'static str {
                    match self {
                        Self::Empty => "money.empty",
                        Self::Nested(error) => { error.code() }
                        Self::Other => concat("no code", "money.other_kind"),
                    }
                }
                pub fn file(&self) -> &'static str { "money.rs" }
            }
            fn code() -> &'static str { "plain.function" }
            macro_rules! m { () => { fn code(&self) -> &'static str { "from.a_macro" } } }
            #[cfg(test)]
            mod tests { fn code() -> &'static str { "only.in_tests" } }
        "#;
        assert_eq!(
            codes(text),
            [
                "from.a_macro at core/src/money.rs:13",
                "money.empty at core/src/money.rs:5",
                "money.other_kind at core/src/money.rs:7",
                "plain.function at core/src/money.rs:12",
            ]
        );
    }

    #[test]
    fn codes_have_the_form_of_codes() {
        for code in ["money.empty", "store.file_in_use", "phone.invalid_e164", "a.b.c"] {
            assert!(is_code(code), "{code}");
        }
        for other in ["", "money", ".", "money.", ".empty", "Money.empty", "money.2", "a b.c"] {
            assert!(!is_code(other), "{other}");
        }
    }

    #[test]
    fn missing_stale_and_repeated_rows_are_listed() {
        let place = |line: u32| format!("core/src/money.rs:{line}");
        let given = Codes::from([
            ("money.empty".to_owned(), place(5)),
            ("money.too_large".to_owned(), place(6)),
        ]);
        let head = "# Errors\n\n| code | says | what to do |\n| --- | --- | --- |\n";
        let full = format!("{head}| `money.empty` | a | b |\n| `money.too_large` | a | b |\n");
        assert_eq!(differences(&given, &full), Vec::<String>::new());
        let wrong =
            format!("{head}| `money.empty` | a | b |\n| `money.empty` | a | b |\n| `x.y` | | |");
        assert_eq!(
            differences(&given, &wrong),
            [
                "core/docs/errors.md: `money.empty` has two rows",
                "core/docs/errors.md: no error gives `x.y` (any more): take the row out",
                "core/src/money.rs:6: `money.too_large` is not in core/docs/errors.md: add a row",
            ]
        );
    }
}
