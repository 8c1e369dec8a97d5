//! The customers to create: the same ones in every run, and for every peer.

use stateset_embedded::CreateCustomer;

const FIRST_NAMES: [&str; 8] =
    ["Ada", "Björn", "Chloé", "Dmitri", "Esperanza", "Farid", "Grace", "Haruka"];

// Seven beside eight first names: the pairs repeat only after 56 customers.
const LAST_NAMES: [&str; 7] =
    ["Okafor", "Nguyen", "Smith", "García", "Lindqvist", "Rossi", "Yamamoto"];

/// Customers numbered from 0, each with an e-mail address of its own, a name and a phone number.
///
/// Phone numbers repeat after 10,000 customers; no peer demands that they differ.
pub(crate) fn people(count: u32) -> impl Iterator<Item = CreateCustomer> {
    let names = FIRST_NAMES.iter().cycle().zip(LAST_NAMES.iter().cycle());
    (0..count).zip(names).map(|(index, (first_name, last_name))| CreateCustomer {
        email: format!("customer{index:06}@mail.example"),
        first_name: (*first_name).to_owned(),
        last_name: (*last_name).to_owned(),
        phone: Some(format!("+1212555{:04}", index % 10_000)),
        ..CreateCustomer::default()
    })
}

#[cfg(test)]
mod tests {
    use super::people;
    use std::collections::HashSet;

    #[test]
    fn the_data_is_the_same_in_every_run() {
        let customer = people(60).nth(57).unwrap();
        assert_eq!(customer.email, "customer000057@mail.example");
        assert_eq!(
            (customer.first_name.as_str(), customer.last_name.as_str()),
            ("Björn", "Nguyen")
        );
        assert_eq!(customer.phone.as_deref(), Some("+12125550057"));
    }

    #[test]
    fn no_two_customers_share_an_address() {
        let emails: HashSet<_> = people(2_500).map(|customer| customer.email).collect();
        assert_eq!(emails.len(), 2_500);
    }
}
