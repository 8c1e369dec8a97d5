//! The architecture invariants of `core/docs/architecture.md`, kept by a test: arrows among the
//! modules of the core point down, every module has a level, files stay readable, and nothing is
//! named by its kind.
//!
//! That stores and bindings use the core's public paths only needs no test here: the compiler sees
//! to it.

mod sources;

use std::collections::BTreeSet;
use std::error::Error;
use std::fmt;

use sources::{Kind, Source, Token};

/// The modules of the core, lowest level first, as `core/docs/architecture.md` draws them.
const LEVELS: [&[&str]; 5] = [
    &[
        "id",
        "code",
        "json",
        "text",
        "money",
        "time",
        "version",
        "patch",
        "page",
        "actor",
        "violation",
        "port",
    ],
    &[
        "attribute",
        "segment",
        "customer_set",
        "site",
        "tenant",
        "credential",
        "credit",
        "activity",
        "organization",
        "filter",
    ],
    &["customer", "event"],
    &["store"],
    &["directory"],
];

/// Arrows between modules of one level above the lowest. Each needs a design note, repeated here.
const SIDEWAYS: &[(&str, &str)] = &[
    // What a site says about purchase orders is a part of the site.
    ("site", "credit"),
    // What is owed is owed for an order, by its number.
    ("credit", "activity"),
    // The rule of a segment is a filter over customers.
    ("segment", "filter"),
];

/// A file of more lines is split by noun.
const MOST_LINES: usize = 800;

/// Names that say what kind of code a file holds and nothing of the domain.
const KINDS: [&str; 6] = ["utils", "util", "helpers", "helper", "types", "common"];

type Outcome = Result<(), Box<dyn Error>>;

/// A path in the module `from` that leads to the module `to`, both directly below the crate root.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Arrow {
    from: String,
    to: String,
    file: String,
    line: usize,
}

impl fmt::Display for Arrow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: `{}` -> `{}`", self.file, self.line, self.from, self.to)
    }
}

#[test]
fn arrows_point_down() -> Outcome {
    let mut found = Vec::new();
    for source in sources::rust_files("core/src")? {
        found.extend(arrows(&source)?);
    }
    assert_none(&forbidden(&found));
    Ok(())
}

#[test]
fn every_module_has_a_level() -> Outcome {
    assert_none(&unplaced(&sources::rust_files("core/src")?));
    Ok(())
}

#[test]
fn no_file_is_too_long_to_read() -> Outcome {
    assert_none(&too_long(&sources::rust_files("")?));
    Ok(())
}

#[test]
fn nothing_is_named_by_its_kind() -> Outcome {
    assert_none(&named_by_kind(&sources::rust_files("")?));
    Ok(())
}

#[track_caller]
fn assert_none(violations: &[String]) {
    assert!(violations.is_empty(), "\n{}\n", violations.join("\n"));
}

fn level(module: &str) -> Option<usize> {
    LEVELS.iter().position(|modules| modules.contains(&module))
}

/// The names of the modules that lead to a file, outermost first; none for `lib.rs`.
fn module_path(file: &str) -> Vec<String> {
    let inside = file.strip_prefix("core/src/").unwrap_or(file);
    let inside = inside.strip_suffix(".rs").unwrap_or(inside);
    let inside = inside.strip_suffix("/mod").unwrap_or(inside);
    match inside {
        "lib" => Vec::new(),
        _ => inside.split('/').map(str::to_owned).collect(),
    }
}

/// Every arrow of a file to another module, except those of `lib.rs`, whose work is to show all.
fn arrows(source: &Source) -> Result<Vec<Arrow>, Box<dyn Error>> {
    let mut module = module_path(&source.path);
    let mut reader = Reader { file: &source.path, found: Vec::new() };
    if !module.is_empty() {
        reader.read(&sources::tokens(source)?, &mut module)?;
    }
    Ok(reader.found)
}

struct Reader<'a> {
    file: &'a str,
    found: Vec<Arrow>,
}

impl Reader<'_> {
    /// Follows every path in the tokens that begins with `crate` or `super`. The paths of imports,
    /// of code, of macro bodies and of attributes (`#[serde(with = "crate::…")]`) all count; links
    /// in the documentation do not.
    fn read(&mut self, tokens: &[Token], module: &mut Vec<String>) -> Outcome {
        let mut rest = tokens;
        while let [token, after @ ..] = rest {
            rest = after;
            match (token.word(), after) {
                (Some("mod"), [name, body, beyond @ ..]) => {
                    let (Some(name), Some(body)) = (name.word(), body.group('{')) else { continue };
                    module.push(name.to_owned());
                    self.read(body, module)?;
                    module.pop();
                    rest = beyond;
                }
                (Some("crate"), _) => self.follow(token.line, &[], after, module),
                (Some("super"), _) => {
                    let parent = module.split_last().map_or(&[][..], |(_, parent)| parent);
                    rest = self.climb(token.line, parent, after, module);
                }
                // Documentation is an attribute to the lexer.
                (Some("doc"), [equals, Token { kind: Kind::Text(_), .. }, beyond @ ..])
                    if matches!(equals.kind, Kind::Punctuation('=')) =>
                {
                    rest = beyond;
                }
                _ => self.read_inside(token, module)?,
            }
        }
        Ok(())
    }

    fn read_inside(&mut self, token: &Token, module: &mut Vec<String>) -> Outcome {
        match &token.kind {
            Kind::Group(_, inner) => self.read(inner, module),
            Kind::Text(text) if text.starts_with("crate::") || text.starts_with("super::") => {
                let text = Source { path: self.file.to_owned(), text: text.clone() };
                let mut path = sources::tokens(&text)?;
                for part in &mut path {
                    part.line = token.line;
                }
                self.read(&path, module)
            }
            _ => Ok(()),
        }
    }

    /// Goes up once more for each further `super::`, then follows the path.
    fn climb<'t>(
        &mut self,
        line: usize,
        mut base: &[String],
        mut rest: &'t [Token],
        module: &[String],
    ) -> &'t [Token] {
        while let [separator, next, after @ ..] = rest
            && matches!(separator.kind, Kind::PathSeparator)
            && next.word() == Some("super")
        {
            base = base.split_last().map_or(&[][..], |(_, parent)| parent);
            rest = after;
        }
        self.follow(line, base, rest, module);
        rest
    }

    /// Notes where a path leads that continues from the module `base`.
    fn follow(&mut self, line: usize, base: &[String], after: &[Token], module: &[String]) {
        if !base.is_empty() {
            // The path has not left the top module that it began in.
            return;
        }
        match after {
            // An exported macro stands at the root whatever module defines it.
            [_, _, bang, ..] if matches!(bang.kind, Kind::Punctuation('!')) => {}
            [separator, next, ..] if matches!(separator.kind, Kind::PathSeparator) => {
                match next.group('{') {
                    Some(list) => {
                        let comma = |token: &Token| matches!(token.kind, Kind::Punctuation(','));
                        for first in list.split(comma).filter_map(<[Token]>::first) {
                            self.note(first.line, first.word(), module);
                        }
                    }
                    None => self.note(next.line, next.word(), module),
                }
            }
            [keyword, ..] if keyword.word() == Some("as") => self.note(line, None, module),
            // `pub(crate)` and the like.
            _ => {}
        }
    }

    /// Without a name the arrow is to all that the crate root shows.
    fn note(&mut self, line: usize, to: Option<&str>, module: &[String]) {
        let to = to.filter(|name| *name != "self").unwrap_or("*");
        if let Some(from) = module.first().filter(|from| *from != to) {
            let (from, to, file) = (from.clone(), to.to_owned(), self.file.to_owned());
            self.found.push(Arrow { from, to, file, line });
        }
    }
}

/// What is wrong with these arrows, each with its place and the rule that it breaks.
fn forbidden(arrows: &[Arrow]) -> Vec<String> {
    let mut violations: Vec<_> = arrows.iter().filter_map(objection).collect();
    violations.extend(cycle(arrows));
    violations
}

fn objection(arrow: &Arrow) -> Option<String> {
    let Some(to) = level(&arrow.to) else {
        return Some(format!(
            "{arrow}: `{}` is no module that has a level; name the module that defines what is \
             meant, since a path through the crate root hides the arrow, or place the new module \
             in core/docs/architecture.md and in the table of core/tests/architecture.rs",
            arrow.to
        ));
    };
    // A module without a level is the matter of `unplaced`.
    let from = level(&arrow.from)?;
    let listed = SIDEWAYS.contains(&(arrow.from.as_str(), arrow.to.as_str()));
    if from < to {
        Some(format!("{arrow}: leads up from level {from} to level {to}; arrows point down only"))
    } else if from == to && from > 0 && !listed {
        Some(format!(
            "{arrow}: both are of level {from}, whose modules do not use each other without a \
             design note and a line in the list of core/tests/architecture.rs"
        ))
    } else {
        None
    }
}

/// One cycle among modules of the same level, if there is any.
fn cycle(arrows: &[Arrow]) -> Option<String> {
    let mut left: Vec<_> =
        arrows.iter().filter(|arrow| level(&arrow.from) == level(&arrow.to)).collect();
    // An arrow to a module from which no arrow starts is in no cycle: what remains goes round.
    loop {
        let starts: BTreeSet<_> = left.iter().map(|arrow| arrow.from.clone()).collect();
        let before = left.len();
        left.retain(|arrow| starts.contains(&arrow.to));
        if left.len() == before {
            break;
        }
    }
    let mut walk = vec![*left.first()?];
    while let Some(next) = left.iter().find(|next| walk.last().is_some_and(|at| at.to == next.from))
    {
        if let Some(entry) = walk.iter().position(|arrow| arrow.from == next.from) {
            walk.drain(..entry);
            break;
        }
        walk.push(next);
    }
    let walk: Vec<_> = walk.iter().map(ToString::to_string).collect();
    Some(format!("{}: these arrows form a cycle; one of them has to go", walk.join(", ")))
}

/// The modules that the table of levels does not know.
fn unplaced(sources: &[Source]) -> Vec<String> {
    let unknown: BTreeSet<_> = sources
        .iter()
        .filter_map(|source| module_path(&source.path).into_iter().next())
        .filter(|module| level(module).is_none())
        .collect();
    let violation = |module| {
        format!(
            "core/src: the module `{module}` has no level; place it in core/docs/architecture.md \
             and in the table of core/tests/architecture.rs"
        )
    };
    unknown.into_iter().map(violation).collect()
}

fn too_long(sources: &[Source]) -> Vec<String> {
    let mut violations = Vec::new();
    for source in sources.iter().filter(|source| source.path.contains("src/")) {
        let lines = source.text.lines().count();
        if lines > MOST_LINES {
            let path = &source.path;
            violations.push(format!(
                "{path}: {lines} lines; a file of more than {MOST_LINES} is split by noun"
            ));
        }
    }
    violations
}

fn named_by_kind(sources: &[Source]) -> Vec<String> {
    let mut violations = Vec::new();
    for source in sources {
        let path = source.path.strip_suffix(".rs").unwrap_or(&source.path);
        if let Some(kind) = path.split('/').find(|name| KINDS.contains(name)) {
            violations.push(format!(
                "{}: `{kind}` says what kind of code it is; name the noun that it is about",
                source.path
            ));
        }
    }
    violations
}

/// The checks themselves, on sources that break the rules and on sources that only seem to.
#[cfg(test)]
mod checks {
    use super::{Arrow, Outcome, Source, arrows, forbidden, named_by_kind, too_long, unplaced};

    fn source(path: &str, text: &str) -> Source {
        Source { path: path.to_owned(), text: text.to_owned() }
    }

    /// The arrows of one file as `line: from -> to`.
    #[track_caller]
    fn found(path: &str, text: &str) -> Vec<String> {
        let arrows = arrows(&source(path, text)).unwrap();
        let short = |arrow: &Arrow| format!("{}: {} -> {}", arrow.line, arrow.from, arrow.to);
        arrows.iter().map(short).collect()
    }

    #[track_caller]
    fn objections(files: &[(&str, &str)]) -> Vec<String> {
        let all = files.iter().flat_map(|(path, text)| arrows(&source(path, text)).unwrap());
        forbidden(&all.collect::<Vec<_>>())
    }

    #[test]
    fn an_arrow_up_is_caught_with_its_place_and_rule() {
        let text = "//! Money.\n\nuse crate::customer::Customer;\n";
        assert_eq!(
            objections(&[("core/src/money.rs", text)]),
            ["core/src/money.rs:3: `money` -> `customer`: leads up from level 0 to level 2; \
                 arrows point down only"]
        );
    }

    #[test]
    fn arrows_down_are_allowed() {
        let text = "use crate::{customer::Customer, money::Money, store::Store};";
        assert_eq!(objections(&[("core/src/directory/mod.rs", text)]), Vec::<String>::new());
    }

    #[test]
    fn neighbours_above_the_lowest_level_need_a_line_in_the_list() {
        let listed = ("core/src/segment/rule.rs", "use crate::filter::Filter;");
        let unlisted = ("core/src/filter/mod.rs", "use crate::credit::Limit;");
        assert_eq!(objections(&[listed]), Vec::<String>::new());
        let objections = objections(&[unlisted]);
        assert_eq!(objections.len(), 1);
        assert!(objections[0].contains("`filter` -> `credit`: both are of level 1"));
    }

    #[test]
    fn a_cycle_is_caught_and_shown_without_the_way_to_it() {
        let one_way = [
            ("core/src/id.rs", "use crate::text::Key;"),
            ("core/src/text.rs", "use crate::money::Money;"),
        ];
        assert_eq!(objections(&one_way), Vec::<String>::new());
        let back = ("core/src/money.rs", "\nuse crate::{time::Timestamp, text::Key};");
        assert_eq!(
            objections(&[one_way[0], one_way[1], back]),
            ["core/src/text.rs:1: `text` -> `money`, core/src/money.rs:2: `money` -> `text`: \
                 these arrows form a cycle; one of them has to go"]
        );
    }

    #[test]
    fn a_cycle_through_a_listed_arrow_is_caught() {
        let objections = objections(&[
            ("core/src/segment.rs", "use crate::filter::Filter;"),
            ("core/src/filter.rs", "use crate::segment::Segment;"),
        ]);
        assert_eq!(objections.len(), 2);
        assert!(objections[0].contains("`filter` -> `segment`: both are of level 1"));
        assert!(objections[1].ends_with("these arrows form a cycle; one of them has to go"));
    }

    #[test]
    fn an_unknown_module_is_caught_once() {
        let files = [
            source("core/src/lib.rs", ""),
            source("core/src/money.rs", ""),
            source("core/src/loyalty/mod.rs", ""),
            source("core/src/loyalty/points.rs", ""),
        ];
        assert_eq!(
            unplaced(&files),
            ["core/src: the module `loyalty` has no level; place it in \
                 core/docs/architecture.md and in the table of core/tests/architecture.rs"]
        );
    }

    #[test]
    fn a_path_through_the_crate_root_is_caught() {
        for text in ["use crate::Customer;", "use crate::*;", "use crate as all;", "use super::*;"]
        {
            let objections = objections(&[("core/src/money.rs", text)]);
            assert_eq!(objections.len(), 1, "{text}");
            assert!(objections[0].contains("hides the arrow"), "{text}");
        }
        assert_eq!(found("core/src/money.rs", "use crate::{self as all};"), ["1: money -> *"]);
    }

    #[test]
    fn super_is_resolved_from_files_folders_and_inline_modules() {
        assert_eq!(found("core/src/money.rs", "use super::site::Site;"), ["1: money -> site"]);
        assert_eq!(
            found("core/src/credit/mod.rs", "use super::site::Site;"),
            ["1: credit -> site"]
        );
        assert_eq!(
            found("core/src/credit/terms.rs", "use super::Limit;\nuse super::super::site::Site;"),
            ["2: credit -> site"]
        );
        assert_eq!(
            found("core/src/credit.rs", "mod a { mod b { use super::super::x; } use super::y; }"),
            Vec::<String>::new()
        );
        assert_eq!(
            found("core/src/credit.rs", "mod a { use super::super::{site::Site, self}; } mod b;"),
            ["1: credit -> site", "1: credit -> *"]
        );
    }

    #[test]
    fn paths_outside_of_imports_count() {
        for text in [
            "fn f(site: &crate::site::Site) {}",
            "fn f() { crate::site::open(); }",
            "fn f() { println!(\"{}\", crate::site::NAME); }",
            "macro_rules! m { () => { $crate::site::open() } }",
            "#[serde(with = \"crate::site::wire\")] struct S;",
            "use crate::{money::{self, Money}, site};",
        ] {
            assert_eq!(found("core/src/money.rs", text), ["1: money -> site"], "{text}");
        }
    }

    #[test]
    fn what_is_not_compiled_into_the_library_does_not_count() {
        for text in [
            "#[cfg(test)]\n#[path = \"x.rs\"]\nmod tests { use crate::site::Site; }",
            "#[cfg(test)] use crate::site::{Site, Name};",
            "fn f() {} mod tests { #![cfg(test)] use crate::site::Site; }",
            "#![cfg(test)]\nuse crate::site::Site;",
            "//! See [`Site`](crate::site::Site).\n/** crate::site::Site */ struct S;",
            "#[doc = \"crate::site::Site\"] struct S;",
            "pub(crate) struct S; pub(super) mod m {}",
            "use super_site::crate_site; use crate::money::Money;",
            "fn f() { crate::exported_macro!(site) }",
        ] {
            assert_eq!(found("core/src/money.rs", text), Vec::<String>::new(), "{text}");
        }
        let tests = source("core/src/money/tests.rs", "use crate::site::Site;");
        assert_eq!(arrows(&tests).unwrap(), []);
        let root = source("core/src/lib.rs", "pub use crate::site::Site;");
        assert_eq!(arrows(&root).unwrap(), []);
    }

    #[test]
    fn the_item_after_a_test_item_counts() {
        let text = "#[cfg(test)]\nmod tests {}\nuse crate::site::Site;";
        assert_eq!(found("core/src/money.rs", text), ["3: money -> site"]);
        let text = "#[cfg(not(test))]\nuse crate::site::Site;";
        assert_eq!(found("core/src/money.rs", text), ["2: money -> site"]);
    }

    #[test]
    fn a_source_that_is_not_rust_is_an_error_that_names_it() -> Outcome {
        let error = arrows(&source("core/src/money.rs", "fn f( {")).err().ok_or("accepted")?;
        assert!(error.to_string().starts_with("core/src/money.rs: not Rust"));
        Ok(())
    }

    #[test]
    fn a_long_file_is_caught_from_line_801_on() {
        assert_eq!(too_long(&[source("xtask/src/a.rs", &"\n".repeat(800))]), Vec::<String>::new());
        assert_eq!(
            too_long(&[source("xtask/src/a.rs", &"\n".repeat(801))]),
            ["xtask/src/a.rs: 801 lines; a file of more than 800 is split by noun"]
        );
    }

    #[test]
    fn a_name_by_kind_is_caught_as_a_file_and_as_a_folder() {
        let files =
            ["core/src/utils.rs", "core/src/customer/common/mod.rs", "core/src/uncommon.rs"]
                .map(|path| source(path, ""));
        let caught = named_by_kind(&files);
        assert_eq!(caught.len(), 2);
        assert!(caught[0].starts_with("core/src/utils.rs: `utils`"));
        assert!(caught[1].starts_with("core/src/customer/common/mod.rs: `common`"));
    }
}
