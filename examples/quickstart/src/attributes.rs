//! What this shop wants to know about its customers: five attributes, one of each input.

use patronage::Error;
use patronage::attribute::{AttributeError, NewAttribute, NewOption};
use patronage::directory::Attributes;

pub(crate) const PREFERENCE: &str = "communication-preference";
pub(crate) const LOYALTY_CARD: &str = "loyalty-card";
pub(crate) const BIRTHDAY: &str = "birthday";
pub(crate) const NEWSLETTER: &str = "newsletter";
pub(crate) const SERVICE_NOTE: &str = "service-note";

/// Defines what is not there yet.
pub(crate) fn define(attributes: &Attributes) -> Result<(), Error> {
    for definition in definitions() {
        match attributes.define(definition) {
            Ok(_) | Err(Error::Attribute(AttributeError::Exists { .. })) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

fn definitions() -> [NewAttribute; 5] {
    [
        NewAttribute::list(
            PREFERENCE,
            "Communication preference",
            [
                NewOption::new("email").label("By e-mail").label_in("fr", "Par courriel"),
                NewOption::new("phone").label("By phone").label_in("fr", "Par téléphone"),
                NewOption::new("post").label("By post").label_in("fr", "Par la poste"),
            ],
        )
        .label_in("fr", "Comment vous joindre")
        .order(1)
        .on_storefront()
        .filterable(),
        NewAttribute::text_box(LOYALTY_CARD, "Loyalty card")
            .order(2)
            .pattern("MC-[0-9]{5}")
            .help("The number on the card, such as MC-00042")
            .on_storefront()
            .unique(),
        NewAttribute::date(BIRTHDAY, "Birthday")
            .order(3)
            .min_date("1900-01-01")
            .max_date("today")
            .on_storefront(),
        NewAttribute::yes_no(NEWSLETTER, "Newsletter").order(4).on_storefront(),
        // Shoppers do not even learn that there are notes about them.
        NewAttribute::text_area(SERVICE_NOTE, "Service note").order(5).max_length(120),
    ]
}
