//! How often each keyword of the exported schemas accepts and refuses.

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use jsonschema::Validator;
use serde_json::{Value, json};

/// Counts, by keyword and, where a schema is shared by attributes, by its name.
#[derive(Debug, Default)]
pub(crate) struct Keywords {
    counts: BTreeMap<String, [u64; 2]>,
    /// The schemas of single keywords that all exports share.
    shared: HashMap<String, Validator>,
}

impl Keywords {
    /// Goes through a schema with a document, keyword by keyword, and says what comes of it.
    pub(crate) fn count(&mut self, schema: &Value, document: &Value) -> bool {
        let mut walk = Walk { root: schema, own: HashMap::new(), keywords: self };
        walk.schema(schema, document, "")
    }

    /// The keywords that accepted or refused less often than that. An export asks for `not` only
    /// where no value fits, so that it never accepts.
    pub(crate) fn rarer_than(&self, least: u64) -> Vec<&str> {
        let rare = self.counts.iter().filter(|(name, [accepted, refused])| {
            *accepted < least && !name.starts_with("not") || *refused < least
        });
        rare.map(|(name, _)| &**name).collect()
    }
}

impl fmt::Display for Keywords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:<28}{:>12}{:>12}", "keyword", "accepted", "refused")?;
        for (name, [accepted, refused]) in &self.counts {
            writeln!(f, "{name:<28}{accepted:>12}{refused:>12}")?;
        }
        Ok(())
    }
}

struct Walk<'w> {
    root: &'w Value,
    own: HashMap<String, Validator>,
    keywords: &'w mut Keywords,
}

impl Walk<'_> {
    fn schema(&mut self, schema: &Value, value: &Value, shared: &str) -> bool {
        let mut is_valid = true;
        for (keyword, argument) in schema.as_object().unwrap() {
            let Some(accepts) = self.keyword(schema, keyword, argument, value, shared) else {
                continue;
            };
            let name =
                if shared.is_empty() { keyword.clone() } else { format!("{keyword} ({shared})") };
            self.keywords.counts.entry(name).or_default()[usize::from(!accepts)] += 1;
            is_valid &= accepts;
        }
        is_valid
    }

    /// `None` where the keyword does not speak of such values.
    fn keyword(
        &mut self,
        schema: &Value,
        keyword: &str,
        argument: &Value,
        value: &Value,
        shared: &str,
    ) -> Option<bool> {
        Some(match keyword {
            "$schema" | "$defs" | "$comment" | "title" | "description" | "default" => return None,
            "$ref" => {
                let name = argument.as_str().unwrap().strip_prefix("#/$defs/").unwrap();
                let target = &self.root["$defs"][name];
                self.schema(target, value, name)
            }
            "anyOf" => {
                let verdicts: Vec<bool> = argument
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|schema| self.schema(schema, value, shared))
                    .collect();
                verdicts.contains(&true)
            }
            "allOf" => {
                let verdicts: Vec<bool> = argument
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|schema| self.schema(schema, value, &format!("{shared}, not blank")))
                    .collect();
                !verdicts.contains(&false)
            }
            "properties" => {
                let mut is_valid = true;
                for (name, member) in value.as_object()? {
                    if let Some(schema) = argument.get(name) {
                        is_valid &= self.schema(schema, member, shared);
                    }
                }
                is_valid
            }
            "additionalProperties" => {
                let known = &schema["properties"];
                value.as_object()?.keys().all(|name| known.get(name).is_some())
            }
            "items" => {
                let mut is_valid = true;
                for item in value.as_array()? {
                    is_valid &= self.schema(argument, item, "items");
                }
                is_valid
            }
            "required" if !value.is_object() => return None,
            "minLength" | "maxLength" | "pattern" | "format" if !value.is_string() => return None,
            "minimum" | "maximum" if !value.is_number() => return None,
            "minItems" | "maxItems" | "uniqueItems" if !value.is_array() => return None,
            "required" | "minLength" | "maxLength" | "pattern" | "format" | "minimum"
            | "maximum" | "minItems" | "maxItems" | "uniqueItems" | "type" | "enum" | "const"
            | "not" => {
                let alone = json!({ keyword: argument });
                let is_shared = !shared.is_empty() && shared != "items";
                let known = if is_shared { &mut self.keywords.shared } else { &mut self.own };
                let validator = known.entry(alone.to_string()).or_insert_with(|| {
                    let options = jsonschema::draft202012::options().should_validate_formats(true);
                    options.build(&alone).unwrap()
                });
                validator.is_valid(value)
            }
            other => panic!("a keyword that is not counted: {other}"),
        })
    }
}
