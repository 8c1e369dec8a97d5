//! From the text of a pattern to its tree: what the dialect has is taken over, all else is refused.

use regex_syntax::ast::parse::ParserBuilder;
use regex_syntax::ast::{
    self, AssertionKind, Ast, ClassPerlKind, ClassSet, ClassSetItem, GroupKind, HexLiteralKind,
    LiteralKind, RepetitionKind, RepetitionRange, Span, SpecialLiteralKind,
};

use super::source::{ESCAPE, Source};
use super::tree::{Assertion, Class, Item, Node, Set, Shorthand};
use super::{MAX_DEPTH, PatternError};

/// Deeper than a text of the longest length can nest, as groups are counted here.
const PARSER_DEPTH: u32 = 1_000;

pub(super) fn read(text: &str) -> Result<Node, PatternError> {
    let source = Source(text);
    let ast = ParserBuilder::new().nest_limit(PARSER_DEPTH).build().parse(text);
    let ast = ast.map_err(|error| source.refusal(&error))?;
    Reader { source }.node(&ast, 0)
}

#[derive(Debug)]
struct Reader<'a> {
    source: Source<'a>,
}

impl Reader<'_> {
    fn node(&self, ast: &Ast, depth: usize) -> Result<Node, PatternError> {
        match ast {
            Ast::Empty(_) => Ok(Node::Empty),
            Ast::Dot(_) => Ok(Node::Dot),
            // Both parsers take other brackets for what they open; these two are left over.
            Ast::Literal(literal) if is_typed(literal, &[']', '}']) => {
                Err(self.source.syntax(literal.span, "a bracket without its partner", ESCAPE))
            }
            Ast::Literal(literal) => self.literal(literal).map(Node::Char),
            Ast::Assertion(assertion) => self.assertion(assertion).map(Node::Assertion),
            Ast::ClassPerl(perl) => Ok(Node::Shorthand(shorthand(perl))),
            Ast::ClassBracketed(class) => self.class(class).map(Node::Class),
            Ast::Group(group) => self.group(group, depth),
            Ast::Repetition(repetition) => self.repetition(repetition, depth),
            Ast::Concat(concat) => self.nodes(&concat.asts, depth).map(Node::Concat),
            Ast::Alternation(parts) => self.nodes(&parts.asts, depth).map(Node::Alternation),
            Ast::ClassUnicode(property) => Err(self.source.property(property.span)),
            Ast::Flags(flags) => Err(self.source.flags(flags.span)),
        }
    }

    fn nodes(&self, asts: &[Ast], depth: usize) -> Result<Vec<Node>, PatternError> {
        asts.iter().map(|ast| self.node(ast, depth)).collect()
    }

    fn literal(&self, literal: &ast::Literal) -> Result<char, PatternError> {
        match literal.kind {
            LiteralKind::Superfluous if !literal.c.is_ascii_punctuation() => {
                Err(self.source.unknown_escape(literal.span))
            }
            LiteralKind::Octal
            | LiteralKind::HexFixed(HexLiteralKind::UnicodeLong)
            | LiteralKind::HexBrace(HexLiteralKind::X | HexLiteralKind::UnicodeLong)
            | LiteralKind::Special(SpecialLiteralKind::Bell | SpecialLiteralKind::Space) => {
                Err(self.source.unknown_escape(literal.span))
            }
            LiteralKind::Verbatim
            | LiteralKind::Meta
            | LiteralKind::Superfluous
            | LiteralKind::HexFixed(HexLiteralKind::X | HexLiteralKind::UnicodeShort)
            | LiteralKind::HexBrace(HexLiteralKind::UnicodeShort)
            | LiteralKind::Special(_) => Ok(literal.c),
        }
    }

    fn assertion(&self, assertion: &ast::Assertion) -> Result<Assertion, PatternError> {
        match assertion.kind {
            AssertionKind::StartLine => Ok(Assertion::Start),
            AssertionKind::EndLine => Ok(Assertion::End),
            AssertionKind::WordBoundary => Ok(Assertion::WordBoundary),
            AssertionKind::NotWordBoundary => Ok(Assertion::NoWordBoundary),
            AssertionKind::StartText | AssertionKind::EndText => {
                Err(self.source.unknown_escape(assertion.span))
            }
            AssertionKind::WordBoundaryStart
            | AssertionKind::WordBoundaryEnd
            | AssertionKind::WordBoundaryStartAngle
            | AssertionKind::WordBoundaryEndAngle
            | AssertionKind::WordBoundaryStartHalf
            | AssertionKind::WordBoundaryEndHalf => Err(self.source.word_edge(assertion.span)),
        }
    }

    fn group(&self, group: &ast::Group, depth: usize) -> Result<Node, PatternError> {
        if depth == MAX_DEPTH {
            let position = self.source.position(group.span.start.offset);
            return Err(PatternError::TooDeep { position });
        }
        let plain = match &group.kind {
            GroupKind::CaptureIndex(_) => true,
            GroupKind::NonCapturing(flags) if flags.items.is_empty() => false,
            GroupKind::NonCapturing(flags) => return Err(self.source.flags(flags.span)),
            GroupKind::CaptureName { name, .. } => return Err(self.source.named_group(name.span)),
        };
        let inner = Box::new(self.node(&group.ast, depth.saturating_add(1))?);
        Ok(Node::Group { plain, inner })
    }

    fn repetition(&self, repetition: &ast::Repetition, depth: usize) -> Result<Node, PatternError> {
        let inner = Box::new(self.node(&repetition.ast, depth)?);
        let span = repetition.op.span;
        let repeated = match *repetition.ast {
            Ast::Repetition(_) => Some("a repetition of a repetition"),
            Ast::Assertion(_) => Some("a repetition of an assertion"),
            _ => None,
        };
        if let Some(problem) = repeated {
            let instead = "leave it out, or put what stands before it into `(?:…)`";
            return Err(self.source.syntax(span, problem, instead));
        }
        // The parser takes white space between the braces, which browsers do not.
        if self.source.text(span).contains(char::is_whitespace) {
            return Err(self.source.count(span));
        }
        let (least, most) = match &repetition.op.kind {
            RepetitionKind::ZeroOrOne => (0, Some(1)),
            RepetitionKind::ZeroOrMore => (0, None),
            RepetitionKind::OneOrMore => (1, None),
            RepetitionKind::Range(RepetitionRange::Exactly(count)) => (*count, Some(*count)),
            RepetitionKind::Range(RepetitionRange::AtLeast(least)) => (*least, None),
            RepetitionKind::Range(RepetitionRange::Bounded(least, most)) => (*least, Some(*most)),
        };
        Ok(Node::Repeat { inner, least, most, lazy: !repetition.greedy })
    }

    fn class(&self, class: &ast::ClassBracketed) -> Result<Class, PatternError> {
        let mut items = Vec::new();
        match &class.kind {
            ClassSet::Item(ClassSetItem::Union(union)) => {
                self.refuse_two_hyphens(&union.items)?;
                for item in &union.items {
                    items.extend(self.item(item)?);
                }
            }
            ClassSet::Item(item) => items.extend(self.item(item)?),
            ClassSet::BinaryOp(operation) => return Err(self.operation(operation)),
        }
        Ok(Class { negated: class.negated, items })
    }

    fn item(&self, item: &ClassSetItem) -> Result<Option<Item>, PatternError> {
        Ok(Some(match item {
            ClassSetItem::Empty(_) => return Ok(None),
            // Browsers close the class here, before its first member.
            ClassSetItem::Literal(literal) if is_typed(literal, &[']']) => {
                return Err(self.source.syntax(literal.span, "a class without members", ESCAPE));
            }
            ClassSetItem::Literal(literal) => Item::Char(self.literal(literal)?),
            ClassSetItem::Range(range) => {
                Item::Range(self.literal(&range.start)?, self.literal(&range.end)?)
            }
            ClassSetItem::Perl(perl) => Item::Shorthand(shorthand(perl)),
            ClassSetItem::Unicode(property) => return Err(self.source.property(property.span)),
            ClassSetItem::Ascii(named) => {
                let instead = "list the characters, as in `[A-Za-z]`";
                return Err(self.source.unsupported(named.span, "a named class", instead));
            }
            ClassSetItem::Bracketed(inner) => return Err(self.nested(inner.span)),
            ClassSetItem::Union(union) => return Err(self.nested(union.span)),
        }))
    }

    fn nested(&self, span: Span) -> PatternError {
        let instead = "list all characters in one class; write `\\[` to mean the character";
        self.source.unsupported(span, "a class in a class", instead)
    }

    /// The operation that stands first, as the parser nests them to the left.
    fn operation(&self, operation: &ast::ClassSetBinaryOp) -> PatternError {
        let mut first = operation;
        while let ClassSet::BinaryOp(left) = &*first.lhs {
            first = left;
        }
        let span = Span::new(first.lhs.span().end, first.rhs.span().start);
        let instead =
            "list the characters that remain; write `\\&`, `\\-` or `\\~` to mean the character";
        self.source.unsupported(span, "a set operation in a class", instead)
    }

    /// `[--a]` is two hyphens and a letter to one parser and a range to the other.
    fn refuse_two_hyphens(&self, items: &[ClassSetItem]) -> Result<(), PatternError> {
        let hyphen = |item: &ClassSetItem| match item {
            ClassSetItem::Literal(literal) => is_typed(literal, &['-']),
            _ => false,
        };
        for pair in items.windows(2) {
            if let [first, second] = pair
                && hyphen(first)
                && hyphen(second)
            {
                let span = Span::new(first.span().start, second.span().end);
                let instead = "write `\\-` to mean the character";
                return Err(self.source.unsupported(span, "two hyphens in a class", instead));
            }
        }
        Ok(())
    }
}

/// Whether a literal is one of the characters and was written without a backslash.
fn is_typed(literal: &ast::Literal, characters: &[char]) -> bool {
    literal.kind == LiteralKind::Verbatim && characters.contains(&literal.c)
}

fn shorthand(perl: &ast::ClassPerl) -> Shorthand {
    let set = match perl.kind {
        ClassPerlKind::Digit => Set::Digit,
        ClassPerlKind::Word => Set::Word,
        ClassPerlKind::Space => Set::Space,
    };
    Shorthand { set, negated: perl.negated }
}
