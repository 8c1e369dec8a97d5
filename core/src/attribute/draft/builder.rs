//! Writing definitions in Rust.

use std::collections::BTreeMap;

use super::{AttributePatch, Member, NewAttribute, NewOption};
use crate::attribute::{
    AttributeValue, Context, DataType, DisplayGroup, InputKind, Number, ValueSource,
};
use crate::json::Literal;
use crate::time::Date;

/// # The inputs
impl NewAttribute {
    fn of(input: InputKind, code: impl Into<String>, label: impl Into<String>) -> Self {
        Self::empty()
            .put(Member::Code, Literal::text(code.into()))
            .put(Member::Label, Literal::text(label.into()))
            .put(Member::Input, Literal::text(input.as_str()))
    }

    /// A text on one line.
    pub fn text_box(code: impl Into<String>, label: impl Into<String>) -> Self {
        Self::of(InputKind::TextBox, code, label)
    }

    /// A number in a text box.
    pub fn number_box(code: impl Into<String>, label: impl Into<String>) -> Self {
        Self::of(InputKind::TextBox, code, label).data_type(DataType::Number)
    }

    /// A text on several lines.
    pub fn text_area(code: impl Into<String>, label: impl Into<String>) -> Self {
        Self::of(InputKind::TextArea, code, label)
    }

    /// A day of the calendar.
    pub fn date(code: impl Into<String>, label: impl Into<String>) -> Self {
        Self::of(InputKind::Date, code, label)
    }

    /// Yes or no.
    pub fn yes_no(code: impl Into<String>, label: impl Into<String>) -> Self {
        Self::of(InputKind::YesNo, code, label)
    }

    /// A choice among options, one unless [`multiple`](Self::multiple) is said.
    pub fn list<O: Into<NewOption>>(
        code: impl Into<String>,
        label: impl Into<String>,
        options: impl IntoIterator<Item = O>,
    ) -> Self {
        Self::of(InputKind::List, code, label).options(options)
    }

    /// Leaves the code to be made from the label, by the [slug rule](crate::code#from-a-label-to-a-code).
    #[must_use]
    pub fn code_from_label(mut self) -> Self {
        self.members.remove(&Member::Code);
        self
    }
}

/// The methods that say what a definition has, for new definitions and for changes of one.
macro_rules! say_members {
    ($of:ty) => {
        /// # For people
        impl $of {
            /// The label in another language (BCP 47), at most 100 characters.
            #[must_use]
            pub fn label_in(self, language: impl Into<String>, label: impl Into<String>) -> Self {
                self.translated(Member::Label, language.into(), label.into())
            }

            /// The name for staff, at most 100 characters; the label when nothing is said.
            #[must_use]
            pub fn admin_name(self, name: impl Into<String>) -> Self {
                self.put(Member::AdminName, Literal::text(name.into()))
            }

            /// A hint beside the field, at most 1,000 characters.
            #[must_use]
            pub fn help(self, help: impl Into<String>) -> Self {
                self.put(Member::Help, Literal::text(help.into()))
            }

            /// The hint in another language.
            #[must_use]
            pub fn help_in(self, language: impl Into<String>, help: impl Into<String>) -> Self {
                self.translated(Member::Help, language.into(), help.into())
            }

            /// Where it stands among others, from the lowest; 0 when nothing is said, then by code.
            #[must_use]
            pub fn order(self, order: i32) -> Self {
                self.put(Member::Order, Literal::Number(order.to_string().into()))
            }

            /// Something that the host keeps with the definition: a key of at most 50 characters and a value
            /// of at most 1,000.
            #[must_use]
            pub fn metadata(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
                add_entry(self.members_mut(), Member::Metadata, key.into(), value.into());
                self
            }
        }

        /// # Rights and duties
        impl $of {
            /// Where it is displayed; to staff only when nothing is said.
            #[must_use]
            pub fn display_group(self, group: impl Into<String>) -> Self {
                self.put(Member::DisplayGroup, Literal::text(group.into()))
            }

            /// Who enters its values; administrators when nothing is said.
            #[must_use]
            pub fn value_source(self, source: impl Into<String>) -> Self {
                self.put(Member::ValueSource, Literal::text(source.into()))
            }

            /// Displays it on the storefront, and lets both administrators and shoppers enter it.
            #[must_use]
            pub fn on_storefront(self) -> Self {
                self.display_group(DisplayGroup::AdminAndStorefront)
                    .value_source(ValueSource::AdminAndShopperEntered)
            }

            /// Requires a value in a context; may be said of several.
            #[must_use]
            pub fn required(mut self, context: Context) -> Self {
                add_item(self.members_mut(), Member::Required, Literal::text(context.as_str()));
                self
            }

            /// The value that a new account gets when none is given.
            #[must_use]
            pub fn default_value(self, value: impl Into<AttributeValue>) -> Self {
                self.put(Member::Default, Literal::from(&value.into()))
            }

            /// Whether it can be set (it can when nothing is said).
            #[must_use]
            pub fn active(self, active: bool) -> Self {
                self.put(Member::Active, Literal::Boolean(active))
            }

            /// A value that was set does not change any more. This cannot be undone.
            #[must_use]
            pub fn read_only(self) -> Self {
                self.put(Member::ReadOnly, Literal::Boolean(true))
            }

            /// No two registered accounts of a customer set have the same value.
            #[must_use]
            pub fn unique(self) -> Self {
                self.put(Member::Unique, Literal::Boolean(true))
            }

            /// Customers are found by its values.
            #[must_use]
            pub fn filterable(self) -> Self {
                self.put(Member::Filterable, Literal::Boolean(true))
            }
        }

        /// # Constraints
        impl $of {
            /// The data type, where the input has a choice: text or number.
            #[must_use]
            pub fn data_type(self, data_type: impl Into<String>) -> Self {
                self.put(Member::DataType, Literal::text(data_type.into()))
            }

            /// The options of a list, 1 to 1,000, in their order.
            #[must_use]
            pub fn options<O: Into<NewOption>>(self, options: impl IntoIterator<Item = O>) -> Self {
                let options =
                    options.into_iter().map(|option| option.into().into_literal()).collect();
                self.put(Member::Options, Literal::List(options))
            }

            /// Several options of a list may be chosen.
            #[must_use]
            pub fn multiple(self) -> Self {
                self.put(Member::Multiple, Literal::Boolean(true))
            }

            /// How many options must be chosen, when any are.
            #[must_use]
            pub fn min_choices(self, min: u64) -> Self {
                self.put(Member::MinChoices, Literal::count(min))
            }

            /// How many options may be chosen.
            #[must_use]
            pub fn max_choices(self, max: u64) -> Self {
                self.put(Member::MaxChoices, Literal::count(max))
            }

            /// How many characters a text has at least: Unicode scalar values.
            #[must_use]
            pub fn min_length(self, min: u64) -> Self {
                self.put(Member::MinLength, Literal::count(min))
            }

            /// How many characters a text has at most: up to 1,000 on one line (as when nothing is said), up
            /// to 65,536 in a text area, where a line break counts as one however it is written.
            #[must_use]
            pub fn max_length(self, max: u64) -> Self {
                self.put(Member::MaxLength, Literal::count(max))
            }

            /// What the whole of a text must match: see [`Pattern`](crate::attribute::Pattern).
            #[must_use]
            pub fn pattern(self, pattern: impl Into<String>) -> Self {
                self.put(Member::Pattern, Literal::text(pattern.into()))
            }

            /// The least number, itself included.
            #[must_use]
            pub fn min_value(self, min: impl Into<Bound>) -> Self {
                self.put(Member::MinValue, min.into().0)
            }

            /// The greatest number, itself included.
            #[must_use]
            pub fn max_value(self, max: impl Into<Bound>) -> Self {
                self.put(Member::MaxValue, max.into().0)
            }

            /// The first day, itself included: a date, or `today`, `today+30`, `today-30`.
            #[must_use]
            pub fn min_date(self, min: impl Into<Bound>) -> Self {
                self.put(Member::MinDate, min.into().0)
            }

            /// The last day, itself included.
            #[must_use]
            pub fn max_date(self, max: impl Into<Bound>) -> Self {
                self.put(Member::MaxDate, max.into().0)
            }

            /// Only yes is accepted, as for terms that must be agreed to.
            #[must_use]
            pub fn must_be_true(self) -> Self {
                self.put(Member::MustBeTrue, Literal::Boolean(true))
            }
        }

        impl $of {
            fn put(mut self, member: Member, literal: Literal) -> Self {
                self.members_mut().insert(member, literal);
                self
            }

            fn translated(mut self, member: Member, language: String, text: String) -> Self {
                let translation = (language.into(), Literal::text(text));
                let members = self.members_mut();
                let translated = translated(members.get(&member), translation);
                members.insert(member, translated);
                self
            }
        }
    };
}

say_members!(NewAttribute);
say_members!(AttributePatch);

fn add_item(members: &mut BTreeMap<Member, Literal>, member: Member, item: Literal) {
    match members.get_mut(&member) {
        Some(Literal::List(items)) => items.push(item),
        _ => drop(members.insert(member, Literal::List(vec![item]))),
    }
}

fn add_entry(members: &mut BTreeMap<Member, Literal>, member: Member, key: String, value: String) {
    let entry = (key.into(), Literal::text(value));
    match members.get_mut(&member) {
        Some(Literal::Object(entries)) => entries.push(entry),
        _ => drop(members.insert(member, Literal::Object(vec![entry]))),
    }
}

/// A text that has one translation more.
fn translated(text: Option<&Literal>, translation: (Box<str>, Literal)) -> Literal {
    let mut texts = match text {
        Some(Literal::Object(texts)) => texts.clone(),
        Some(text) => vec![("*".into(), text.clone())],
        None => Vec::new(),
    };
    texts.push(translation);
    Literal::Object(texts)
}

/// A bound as a caller writes it: a number or a date, as itself or as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bound(Literal);

macro_rules! bounds_from {
    ($($from:ty: $bound:ident => $made:expr,)+) => {
        $(impl From<$from> for Bound {
            fn from($bound: $from) -> Self {
                Self($made)
            }
        })+
    };
}

bounds_from! {
    &str: bound => Literal::text(bound),
    String: bound => Literal::text(bound),
    i32: bound => Literal::Number(bound.to_string().into()),
    i64: bound => Literal::Number(bound.to_string().into()),
    u32: bound => Literal::Number(bound.to_string().into()),
    Number: bound => Literal::Number(bound.to_string().into()),
    Date: bound => Literal::text(bound.to_string()),
}

impl NewAttribute {
    fn members_mut(&mut self) -> &mut BTreeMap<Member, Literal> {
        &mut self.members
    }
}

impl NewOption {
    /// An option with a value, at most 50 characters of text or a number. Its label is the value
    /// unless another one is given.
    pub fn new(value: impl Into<AttributeValue>) -> Self {
        Self(BTreeMap::from([("value", Literal::from(&value.into()))]))
    }

    /// The label, at most 100 characters.
    #[must_use]
    pub fn label(self, label: impl Into<String>) -> Self {
        self.put("label", Literal::text(label.into()))
    }

    /// The label in another language.
    #[must_use]
    pub fn label_in(self, language: impl Into<String>, label: impl Into<String>) -> Self {
        let translation = (language.into().into(), Literal::text(label.into()));
        let label = translated(self.0.get("label"), translation);
        self.put("label", label)
    }

    /// Where it stands among others, from the lowest; 0 when nothing is said, then as given.
    #[must_use]
    pub fn order(self, order: i32) -> Self {
        self.put("order", Literal::Number(order.to_string().into()))
    }

    /// It is valid where it is held, and no longer offered.
    #[must_use]
    pub fn hidden(self) -> Self {
        self.put("hidden", Literal::Boolean(true))
    }

    /// It can be chosen (again).
    #[must_use]
    pub fn offered(self) -> Self {
        self.put("hidden", Literal::Boolean(false)).put("active", Literal::Boolean(true))
    }

    /// It is no option any more, and keeps its label for those who still hold it.
    #[must_use]
    pub fn inactive(self) -> Self {
        self.put("active", Literal::Boolean(false))
    }

    fn put(mut self, member: &'static str, literal: Literal) -> Self {
        self.0.insert(member, literal);
        self
    }

    /// The option as a definition writes it. Translations of a label need one for everybody else,
    /// which is the value unless a label is said.
    pub(super) fn into_literal(mut self) -> Literal {
        if let Some(value) = self.0.get("value").cloned()
            && let Some(Literal::Object(texts)) = self.0.get_mut("label")
            && !texts.iter().any(|(language, _)| &**language == "*")
        {
            texts.insert(0, ("*".into(), value));
        }
        self.into_said()
    }

    /// What is said of the option and no more.
    pub(super) fn into_said(self) -> Literal {
        let members = ["value", "label", "order", "hidden", "active"];
        let mut all = self.0;
        match (all.len(), all.remove("value")) {
            // An option that is nothing but its value is written as that.
            (1, Some(value)) => value,
            (_, value) => {
                all.extend(value.map(|value| ("value", value)));
                let members = members
                    .iter()
                    .filter_map(|name| all.remove(name).map(|literal| ((*name).into(), literal)));
                Literal::Object(members.collect())
            }
        }
    }
}

impl From<&str> for NewOption {
    fn from(value: &str) -> Self {
        Self::new(value)
    }
}

impl From<i32> for NewOption {
    fn from(value: i32) -> Self {
        Self::new(value)
    }
}

impl From<Number> for NewOption {
    fn from(value: Number) -> Self {
        Self::new(value)
    }
}
