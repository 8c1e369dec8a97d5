//! The customers that every side creates: the same ones in every run.

use std::path::Path;

use patronage::customer::NewCustomer;

use crate::failure::Failure;
use crate::shop::SITE;

const FIRST_NAMES: [&str; 8] =
    ["Ada", "Björn", "Chloé", "Dmitri", "Esperanza", "Farid", "Grace", "Haruka"];

// Seven beside eight first names: the pairs repeat only after 56 customers.
const LAST_NAMES: [&str; 7] =
    ["Okafor", "Nguyen", "Smith", "García", "Lindqvist", "Rossi", "Yamamoto"];

/// A customer as plain text, as a form brings it.
#[derive(Debug, Clone, serde::Serialize)]
pub(crate) struct Person {
    pub(crate) email: String,
    pub(crate) first_name: &'static str,
    pub(crate) last_name: &'static str,
    /// In E.164. Numbers repeat after 10,000 customers, which no side minds.
    pub(crate) phone: String,
    pub(crate) language: &'static str,
}

/// Customers numbered from 0, each with an e-mail address of its own.
pub(crate) fn people(count: u32) -> Vec<Person> {
    let names = FIRST_NAMES.iter().cycle().zip(LAST_NAMES.iter().cycle());
    let person = |(index, (first_name, last_name)): (u32, (&&'static str, &&'static str))| Person {
        email: email(index),
        first_name,
        last_name,
        phone: format!("+1212555{:04}", index % 10_000),
        language: "en-US",
    };
    (0..count).zip(names).map(person).collect()
}

/// Writes them as JSON, one a line.
pub(crate) fn write(file: &Path, count: u32) -> Result<(), Failure> {
    let mut text = String::new();
    for person in people(count) {
        text.push_str(&serde_json::to_string(&person)?);
        text.push('\n');
    }
    std::fs::write(file, text).map_err(|cause| Failure::File { path: file.to_owned(), cause })
}

/// The e-mail address and login name of the customer with this number.
pub(crate) fn email(index: u32) -> String {
    format!("customer{index:06}@mail.example")
}

impl Person {
    /// As our library takes it.
    pub(crate) fn draft(&self) -> NewCustomer {
        NewCustomer::registered(SITE, self.email.as_str())
            .name(self.first_name, self.last_name)
            .phone(self.phone.as_str())
            .language(self.language)
    }
}

#[cfg(test)]
mod tests {
    use super::people;
    use std::collections::HashSet;

    #[test]
    fn no_two_customers_share_an_address() {
        let emails: HashSet<_> = people(2_500).into_iter().map(|person| person.email).collect();
        assert_eq!(emails.len(), 2_500);
    }
}
