//! The file with the definitions.

use std::borrow::Cow;
use std::path::Path;

use patronage::Error;
use patronage::attribute::{Mistake, Schema, SchemaChange};
use patronage::directory::Attributes;
use patronage::violation::Violation;

use crate::failure::Failure;

const NAME: &str = "examples/schema-as-code/attributes.json";
const BUILT_IN: &str = include_str!("../attributes.json");

/// A file with definitions, as text.
#[derive(Debug)]
pub(crate) struct Definitions {
    name: String,
    text: Cow<'static, str>,
}

impl Definitions {
    /// Reads the file that is given and falls back to what is built in.
    pub(crate) fn read(path: Option<&Path>) -> Result<Self, Failure> {
        let Some(path) = path else {
            return Ok(Self { name: NAME.to_owned(), text: BUILT_IN.into() });
        };
        let text = std::fs::read_to_string(path)
            .map_err(|cause| Failure::Read { path: path.to_owned(), cause })?;
        Ok(Self { name: path.display().to_string(), text: text.into() })
    }

    /// What to call it.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// The definitions, checked, or everything that is wrong with them.
    ///
    /// Most of it shows in the file alone. That an attribute cannot become one of another input is
    /// for the directory to say, in which it has values.
    pub(crate) fn schema(&self, attributes: &Attributes) -> Result<Schema, Failure> {
        let schema = Schema::from_json(&self.text);
        let against = match SchemaChange::from_json(&self.text) {
            Ok(change) => attributes.check(&change),
            Err(_) => Ok(()),
        };
        let against: Vec<Violation> = match against {
            Ok(()) => Vec::new(),
            Err(Error::Invalid(mistakes)) => mistakes.into_iter().filter(is_of_directory).collect(),
            // Such as that the code is one of an attribute that was deleted.
            Err(error) => return Err(error.into()),
        };
        match schema {
            Ok(schema) if against.is_empty() => Ok(schema),
            outcome => {
                let in_file = outcome.err().into_iter().flatten();
                let mistakes = in_file.chain(against).collect();
                Err(Failure::Mistakes { file: self.name.clone(), mistakes })
            }
        }
    }
}

/// Whether a mistake is one only beside the definitions that there are.
fn is_of_directory(mistake: &Violation) -> bool {
    [Mistake::Fixed, Mistake::ReadOnlyIsFinal].iter().any(|kind| kind.code() == mistake.code())
}

/// The change that makes the directory say what the file says. What the file does not name stays.
pub(crate) fn change(schema: &Schema) -> SchemaChange {
    let definitions = schema.definitions();
    definitions.fold(SchemaChange::new(), |change, known| change.put(known.to_draft()))
}

#[cfg(test)]
mod tests {
    use patronage::actor::Role;
    use patronage::attribute::Schema;

    use super::BUILT_IN;

    #[test]
    fn the_built_in_file_is_written_as_the_directory_writes_it() {
        let schema = Schema::from_json(BUILT_IN).unwrap();
        assert_eq!(schema.to_json(Role::Admin), BUILT_IN);
    }
}
