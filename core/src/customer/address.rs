//! One address of an address book.

mod draft;

use std::fmt;

use serde::{Deserialize, Serialize};

pub use draft::{AddressPatch, NewAddress};

use crate::id::AddressId;
use crate::text::{CountryCode, EmailAddress, Line, Paragraph, PhoneNumber, search_key};

/// What an address is for, in one respect.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AddressUse {
    /// Not for this.
    #[default]
    Unused,
    /// For this.
    Usable,
    /// For this, before all others. At most one address of a book is.
    Primary,
}

/// An address of a customer.
///
/// `Debug` writes the id, the uses and the country alone, because it is what ends up in logs.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    pub(super) id: AddressId,
    pub(super) label: Line<50>,
    #[serde(default)]
    pub(super) billing: AddressUse,
    #[serde(default)]
    pub(super) shipping: AddressUse,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    first_name: Option<Line<100>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    last_name: Option<Line<100>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    company: Option<Line<200>>,
    line1: Line<200>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    line2: Option<Line<200>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    line3: Option<Line<200>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    line4: Option<Line<200>>,
    city: Line<100>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    region: Option<Line<50>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    postal_code: Option<Line<20>>,
    country: CountryCode,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    phone: Option<PhoneNumber>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    email: Option<EmailAddress>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    notes: Option<Paragraph<1000>>,
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Address")
            .field("id", &self.id)
            .field("billing", &self.billing)
            .field("shipping", &self.shipping)
            .field("country", &self.country)
            .finish_non_exhaustive()
    }
}

macro_rules! text_getters {
    ($($(#[$doc:meta])* $field:ident,)+) => {
        $(
            $(#[$doc])*
            pub fn $field(&self) -> Option<&str> {
                self.$field.as_ref().map(Line::as_str)
            }
        )+
    };
}

impl Address {
    /// The id.
    pub fn id(&self) -> AddressId {
        self.id
    }

    /// What the customer calls it, unique in the book.
    pub fn label(&self) -> &str {
        self.label.as_str()
    }

    /// Whether invoices go there.
    pub fn billing(&self) -> AddressUse {
        self.billing
    }

    /// Whether goods go there.
    pub fn shipping(&self) -> AddressUse {
        self.shipping
    }

    text_getters! {
        /// The first name of the person there.
        first_name,
        /// The last name of the person there.
        last_name,
        /// The company there.
        company,
        /// The second line.
        line2,
        /// The third line.
        line3,
        /// The fourth line.
        line4,
        /// The state, province or prefecture.
        region,
        /// The postal code.
        postal_code,
    }

    /// The first line: street and number.
    pub fn line1(&self) -> &str {
        self.line1.as_str()
    }

    /// The city or town.
    pub fn city(&self) -> &str {
        self.city.as_str()
    }

    /// The country.
    pub fn country(&self) -> CountryCode {
        self.country
    }

    /// The phone number there.
    pub fn phone(&self) -> Option<&PhoneNumber> {
        self.phone.as_ref()
    }

    /// The e-mail address there.
    pub fn email(&self) -> Option<&EmailAddress> {
        self.email.as_ref()
    }

    /// Notes for the delivery.
    pub fn notes(&self) -> Option<&str> {
        self.notes.as_ref().map(Paragraph::as_str)
    }

    /// The person and the place in one canonical text. Case and spacing make no difference; label,
    /// uses, phone, e-mail and notes are left out.
    pub fn canonical(&self) -> String {
        let lines = [self.line2(), self.line3(), self.line4(), self.region(), self.postal_code()];
        let person = [self.first_name(), self.last_name(), self.company(), Some(self.line1())];
        let parts = person.into_iter().chain(lines).chain([Some(self.city())]);
        let mut canonical = String::new();
        for part in parts {
            let words: Vec<&str> = part.unwrap_or_default().split_whitespace().collect();
            canonical.push_str(&search_key(&words.join(" ")));
            canonical.push('\u{1f}');
        }
        canonical.push_str(self.country.as_str());
        canonical
    }
}
