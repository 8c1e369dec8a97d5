//! All definitions of a tenant, compiled once.

mod duty;

use std::sync::Arc;

use super::lookup::Lookup;
use super::mistake::{Mistake, Mistakes};
use super::{AttributeDefinition, NewAttribute, ValidAttributes};
use crate::actor::Role;
use crate::code::AttributeCode;
use crate::json::Literal;
use crate::violation::{Violation, Violations};
pub(super) use duty::Duty;

/// How many definitions there are at most.
pub(super) const MAX_DEFINITIONS: usize = 500;

/// Definitions of attributes, checked and ready to check values by. A clone costs nothing.
///
/// ```
/// use patronage::attribute::{NewAttribute, Schema};
///
/// let schema = Schema::compile([
///     NewAttribute::text_box("vat-id", "VAT id").max_length(12),
///     NewAttribute::yes_no("newsletter", "Newsletter").on_storefront(),
/// ]).unwrap();
/// let codes: Vec<&str> = schema.definitions().map(|known| known.code().as_str()).collect();
/// assert_eq!(codes, ["newsletter", "vat-id"]);
///
/// let mistakes = Schema::compile([
///     NewAttribute::text_box("vat-id", "VAT id").min_length(9).max_length(8).min_value(1),
///     NewAttribute::date("born", "Born").min_date("yesterday"),
/// ]).unwrap_err();
/// assert_eq!(mistakes.codes(), [
///     "definition.does_not_apply",
///     "definition.bounds_crossed",
///     "definition.not_a_date_bound",
/// ]);
/// ```
#[derive(Debug, Clone, Default)]
pub struct Schema(Arc<Compiled>);

#[derive(Debug, Default)]
struct Compiled {
    /// In the order in which they are displayed.
    definitions: Vec<AttributeDefinition>,
    names: Lookup,
    /// The names as they stand in JSON text before a value: in quotes, with a colon.
    quoted_names: Vec<Box<str>>,
    duties: Vec<Duty>,
    /// Where the attributes are by which customers are found or unique.
    keyed: Vec<usize>,
    /// Where the attribute of the first code is.
    first_by_code: usize,
}

impl Schema {
    /// Checks definitions and puts them in their order: by `order`, then by code.
    ///
    /// # Errors
    ///
    /// Every [`Mistake`] of every definition, at its code (or its position in brackets) and the
    /// member: `vat-id.max_length`, `[3].label`. Mistakes in labels, codes, patterns and the like
    /// have the codes of those; what is wrong with a default has the code of the
    /// [`Breach`](super::Breach).
    pub fn compile(drafts: impl IntoIterator<Item = NewAttribute>) -> Result<Self, Violations> {
        let drafts: Vec<NewAttribute> = drafts.into_iter().collect();
        Self::compile_drafts(&drafts, Mistakes::new())
    }

    fn compile_drafts(drafts: &[NewAttribute], mut mistakes: Mistakes) -> Result<Self, Violations> {
        if drafts.len() > MAX_DEFINITIONS {
            mistakes.add("", Mistake::TooMany, [("max", MAX_DEFINITIONS.into())]);
        }
        let mut definitions: Vec<AttributeDefinition> = Vec::with_capacity(drafts.len());
        let mut codes = std::collections::BTreeSet::new();
        for (place, draft) in drafts.iter().enumerate() {
            let written = draft.code().filter(|code| AttributeCode::parse(code).is_ok());
            let path = written.map_or_else(|| format!("[{place}]"), str::to_owned);
            let Some(definition) = AttributeDefinition::compile(draft, &path, &mut mistakes) else {
                continue;
            };
            let code = *definition.code();
            if codes.insert(code) {
                definitions.push(definition);
            } else {
                let code = ("code", code.to_string().into());
                mistakes.add(format!("[{place}].code"), Mistake::DuplicateCode, [code]);
            }
        }
        mistakes.finish()?;
        Ok(Self::of(definitions))
    }

    /// Definitions that were checked before.
    pub(crate) fn of(definitions: impl IntoIterator<Item = AttributeDefinition>) -> Self {
        let mut definitions: Vec<_> = definitions.into_iter().collect();
        definitions.sort_unstable_by(|one, other| {
            one.order().cmp(&other.order()).then_with(|| one.code().cmp(other.code()))
        });
        let names = Lookup::new(definitions.iter().map(|known| known.code().as_str()));
        let quoted = definitions.iter().map(|known| format!("\"{}\":", known.code()).into());
        let quoted_names = quoted.collect();
        let mut by_code: Vec<u16> = (0_u16..).take(definitions.len()).collect();
        let code =
            |place: &u16| definitions.get(usize::from(*place)).map(AttributeDefinition::code);
        by_code.sort_unstable_by(|one, other| code(one).cmp(&code(other)));
        let mut duties = vec![Duty::default(); by_code.len()];
        let next = by_code.iter().cycle().skip(1);
        for ((rank, place), next) in (0_u16..).zip(&by_code).zip(next) {
            let place = usize::from(*place);
            if let (Some(duty), Some(known)) = (duties.get_mut(place), definitions.get(place)) {
                *duty = Duty::of(known, rank, *next);
            }
        }
        let first_by_code = by_code.first().map_or(0, |place| usize::from(*place));
        let keyed = definitions.iter().enumerate();
        let keyed = keyed.filter(|(_, known)| known.is_unique() || known.is_filterable());
        let keyed = keyed.map(|(place, _)| place).collect();
        Self(Arc::new(Compiled { definitions, names, quoted_names, duties, keyed, first_by_code }))
    }

    pub(super) fn of_one(definition: AttributeDefinition) -> Self {
        Self::of([definition])
    }

    /// Reads what [`to_json`](Self::to_json) writes, and what people write by hand in the same form:
    /// an object with a list of definitions, or the list itself.
    ///
    /// # Errors
    ///
    /// As [`compile`](Self::compile); a text that is not JSON is one violation at the empty path.
    pub fn from_json(text: &str) -> Result<Self, Violations> {
        let mut mistakes = Mistakes::new();
        let drafts = drafts(text, &mut mistakes)?;
        Self::compile_drafts(&drafts, mistakes)
    }

    /// The definitions that a role sees, as JSON text: what a form is rendered from and checked by.
    ///
    /// It is written line by line, with the members of each definition in a fixed order and, apart from
    /// input and rights, without those that are as when nothing is said, so that the definitions can
    /// live in a file under version control. For administrators nothing is lost: read again, it makes the same schema.
    /// Shoppers see less of a definition, too: not its name for staff, nor what the host keeps with
    /// it, nor what the store does with its values.
    pub fn to_json(&self, role: Role) -> String {
        let definitions = self.definitions().filter(|known| known.is_visible_to(role));
        let definitions = definitions.map(|known| known.to_draft().seen_by(role).to_literal());
        let definitions = Literal::List(definitions.collect());
        let mut json = Literal::Object(vec![("attributes".into(), definitions)]).pretty();
        json.push('\n');
        json
    }

    /// The schema as it exists for a role.
    #[must_use]
    pub fn seen_by(&self, role: Role) -> Self {
        let visible = self.definitions().filter(|known| known.is_visible_to(role));
        Self::of(visible.cloned())
    }

    /// The definitions in the order in which they are displayed.
    pub fn definitions(&self) -> impl ExactSizeIterator<Item = &AttributeDefinition> {
        self.0.definitions.iter()
    }

    /// The definition with a code.
    pub fn get(&self, code: &str) -> Option<&AttributeDefinition> {
        self.definition_at(self.0.names.find(code)?)
    }

    /// The attribute under a name, in which ASCII case does not matter.
    #[inline]
    pub(super) fn place(&self, name: &str) -> Option<usize> {
        let names = &self.0.names;
        names.find(name).or_else(|| {
            let code = AttributeCode::parse(name).ok()?;
            names.find(code.as_str())
        })
    }

    /// The attribute of the first code.
    #[inline]
    pub(super) fn first_by_code(&self) -> usize {
        self.0.first_by_code
    }

    /// Rights and duties of the attribute at a place.
    #[inline]
    pub(super) fn duty(&self, place: usize) -> Duty {
        self.0.duties.get(place).copied().unwrap_or_default()
    }

    pub(super) fn duties(&self) -> impl ExactSizeIterator<Item = Duty> {
        self.0.duties.iter().copied()
    }

    #[inline]
    pub(super) fn definition_at(&self, place: usize) -> Option<&AttributeDefinition> {
        self.0.definitions.get(place)
    }

    #[inline]
    pub(super) fn name(&self, place: usize) -> &str {
        self.0.names.name(place)
    }

    /// The name as it stands in JSON text before a value: in quotes, with a colon.
    #[inline]
    pub(super) fn quoted_name(&self, place: usize) -> Option<&str> {
        self.0.quoted_names.get(place).map(|quoted| &**quoted)
    }

    /// Gives a new account the defaults of what was not given.
    pub(super) fn fill_defaults(
        &self,
        held: &mut ValidAttributes,
        is_given: impl Fn(usize) -> bool,
    ) {
        for (place, duty) in self.duties().enumerate() {
            if !duty.has_default || !duty.is_active || is_given(place) {
                continue;
            }
            let definition = self.definition_at(place);
            let default = definition.and_then(|known| known.default_value().zip(Some(known)));
            if let Some((default, definition)) = default {
                held.values.insert(*definition.code(), default.clone());
                held.defaulted.insert(*definition.code());
            }
        }
    }

    /// Notes by which values the account is found and unique. What is not in the schema keeps its
    /// marks.
    pub(super) fn mark_keys(&self, held: &mut ValidAttributes) {
        let ValidAttributes { values, unique, filterable, .. } = held;
        let has_value = |code: &AttributeCode| values.get(code.as_str()).is_some();
        let stays = |code: &AttributeCode, is_marked: fn(&AttributeDefinition) -> bool| {
            self.get(code.as_str()).is_none_or(|known| is_marked(known) && has_value(code))
        };
        unique.retain(|code| stays(code, AttributeDefinition::is_unique));
        filterable.retain(|code| stays(code, AttributeDefinition::is_filterable));
        self.mark_more_keys(held);
    }

    /// Notes by which values the account is found and unique besides.
    pub(super) fn mark_more_keys(&self, held: &mut ValidAttributes) {
        for definition in self.0.keyed.iter().filter_map(|place| self.definition_at(*place)) {
            let code = *definition.code();
            if held.values.get(code.as_str()).is_some() {
                held.unique.extend(definition.is_unique().then_some(code));
                held.filterable.extend(definition.is_filterable().then_some(code));
            }
        }
    }
}

/// Two schemas are the same when they have the same definitions.
impl PartialEq for Schema {
    fn eq(&self, other: &Self) -> bool {
        self.0.definitions == other.0.definitions
    }
}

impl Eq for Schema {}

/// The drafts that a JSON text holds, with a mistake for each item that is none.
pub(super) fn drafts(text: &str, mistakes: &mut Mistakes) -> Result<Vec<NewAttribute>, Violations> {
    let literal = Literal::parse(text).map_err(|error| Violation::of("", &error))?;
    let definitions = match literal {
        Literal::List(definitions) => definitions,
        Literal::Object(members) => {
            let mut definitions = None;
            for (name, member) in members {
                match (&*name, member) {
                    ("attributes", Literal::List(list)) => definitions = Some(list),
                    ("attributes", other) => {
                        mistakes.wrong_type("attributes", "a list of definitions", &other);
                        definitions = Some(Vec::new());
                    }
                    (name, _) => {
                        let member = ("member", name.to_owned().into());
                        mistakes.add(name, Mistake::UnknownMember, [member]);
                    }
                }
            }
            definitions.unwrap_or_else(|| {
                mistakes.missing("attributes");
                Vec::new()
            })
        }
        other => {
            mistakes.wrong_type("", "an object or a list of definitions", &other);
            Vec::new()
        }
    };
    let mut drafts = Vec::with_capacity(definitions.len());
    for (place, definition) in definitions.into_iter().enumerate() {
        match definition {
            Literal::Object(members) => drafts.push(NewAttribute::from_members(members)),
            other => mistakes.wrong_type(&format!("[{place}]"), "an object", &other),
        }
    }
    Ok(drafts)
}
