//! Raw values of an address, checked all at once.

use std::fmt;

use super::{Address, AddressUse};
use crate::customer::Profile;
use crate::id::AddressId;
use crate::patch::Patch;
use crate::text::{CountryCode, EmailAddress, Line, Paragraph, PhoneNumber};
use crate::violation::{Checks, Coded, Violations};

/// Countries whose addresses need a region and a postal code, as in the reference storefront.
const WITH_REGION_AND_POSTAL_CODE: [&str; 4] = ["CA", "JP", "TW", "US"];

fn needs_region_and_postal_code(country: CountryCode) -> bool {
    WITH_REGION_AND_POSTAL_CODE.contains(&country.as_str())
}

/// Raw values for some fields of an address.
#[derive(Clone, Default)]
struct RawAddress {
    label: Patch<String>,
    billing: Option<AddressUse>,
    shipping: Option<AddressUse>,
    first_name: Patch<String>,
    last_name: Patch<String>,
    company: Patch<String>,
    line1: Patch<String>,
    line2: Patch<String>,
    line3: Patch<String>,
    line4: Patch<String>,
    city: Patch<String>,
    region: Patch<String>,
    postal_code: Patch<String>,
    country: Patch<String>,
    phone: Patch<String>,
    email: Patch<String>,
    notes: Patch<String>,
}

impl fmt::Debug for RawAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawAddress").finish_non_exhaustive()
    }
}

/// Parses field after field, over an address where there is one, and notes every mistake.
struct Fields<'a> {
    checks: Checks,
    current: Option<&'a Address>,
}

impl Fields<'_> {
    /// One field; when it is kept, it is what `now` finds in the address as it stands.
    fn read<T: Clone, E: Coded>(
        &mut self,
        path: &str,
        raw: &Patch<String>,
        now: impl FnOnce(&Address) -> Option<&T>,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        match raw {
            Patch::Keep => self.current.and_then(now).cloned(),
            Patch::Clear => None,
            Patch::Set(raw) => self.checks.optional(path, Some(raw), parse),
        }
    }
}

impl RawAddress {
    /// The address `id` with these values, over `current` when there is one. Every mistake is
    /// reported; what is kept is not looked at.
    fn apply(&self, id: AddressId, current: Option<&Address>) -> Result<Address, Violations> {
        let mut fields = Fields { checks: Checks::new(), current };
        let country =
            fields.read("country", &self.country, |a| Some(&a.country), CountryCode::parse);
        let label = fields.read("label", &self.label, |a| Some(&a.label), Line::parse);
        let line1 = fields.read("line1", &self.line1, |a| Some(&a.line1), Line::parse);
        let line2 = fields.read("line2", &self.line2, |a| a.line2.as_ref(), Line::parse);
        let line3 = fields.read("line3", &self.line3, |a| a.line3.as_ref(), Line::parse);
        let line4 = fields.read("line4", &self.line4, |a| a.line4.as_ref(), Line::parse);
        let city = fields.read("city", &self.city, |a| Some(&a.city), Line::parse);
        let region = fields.read("region", &self.region, |a| a.region.as_ref(), Line::parse);
        let postal_code =
            fields.read("postal_code", &self.postal_code, |a| a.postal_code.as_ref(), Line::parse);
        let first_name =
            fields.read("first_name", &self.first_name, |a| a.first_name.as_ref(), Line::parse);
        let last_name =
            fields.read("last_name", &self.last_name, |a| a.last_name.as_ref(), Line::parse);
        let company = fields.read("company", &self.company, |a| a.company.as_ref(), Line::parse);
        let phone = |raw: &str| PhoneNumber::parse(raw, country);
        let phone = fields.read("phone", &self.phone, |a| a.phone.as_ref(), phone);
        let email = fields.read("email", &self.email, |a| a.email.as_ref(), EmailAddress::parse);
        let notes = fields.read("notes", &self.notes, |a| a.notes.as_ref(), Paragraph::parse);
        let mut checks = fields.checks;
        self.check_required(&mut checks, current, country);
        let (Some(label), Some(line1), Some(city), Some(country), true) =
            (label, line1, city, country, checks.is_clean())
        else {
            return Err(checks.into_violations());
        };
        let billing = self.billing.or(current.map(|address| address.billing)).unwrap_or_default();
        let shipping =
            self.shipping.or(current.map(|address| address.shipping)).unwrap_or_default();
        Ok(Address {
            id,
            label,
            billing,
            shipping,
            first_name,
            last_name,
            company,
            line1,
            line2,
            line3,
            line4,
            city,
            region,
            postal_code,
            country,
            phone,
            email,
            notes,
        })
    }

    /// Reports the required fields that are missing: of a new address all, of an older one those
    /// that the patch touches, and what a new country asks for.
    fn check_required(
        &self,
        checks: &mut Checks,
        current: Option<&Address>,
        country: Option<CountryCode>,
    ) {
        let keeps_a_value = |field: fn(&Address) -> Option<&str>| {
            current.is_some_and(|address| self.country.is_keep() || field(address).is_some())
        };
        let by_country = country.is_some_and(needs_region_and_postal_code);
        let fields = [
            ("label", &self.label, true, current.is_some()),
            ("line1", &self.line1, true, current.is_some()),
            ("city", &self.city, true, current.is_some()),
            ("country", &self.country, true, current.is_some()),
            ("region", &self.region, by_country, keeps_a_value(Address::region)),
            ("postal_code", &self.postal_code, by_country, keeps_a_value(Address::postal_code)),
        ];
        for (path, raw, is_required, may_be_kept) in fields {
            let is_missing = match raw {
                Patch::Keep => !may_be_kept,
                Patch::Clear => true,
                Patch::Set(raw) => raw.is_empty(),
            };
            if is_required && is_missing {
                checks.missing(path);
            }
        }
    }

    fn inherit(&mut self, profile: &Profile) {
        let inherit = |field: &mut Patch<String>, value: Option<&str>| {
            if let (Patch::Keep, Some(value)) = (&field, value) {
                *field = Patch::Set(value.to_owned());
            }
        };
        inherit(&mut self.first_name, profile.first_name());
        inherit(&mut self.last_name, profile.last_name());
        inherit(&mut self.company, profile.company());
    }
}

/// An address to be added: raw values, checked all at once.
///
/// A label, a first line, a city and a country are required; in Canada, Japan, Taiwan and the
/// United States also a region and a postal code. Names and company are taken from the customer
/// when they are not given.
#[derive(Debug, Clone)]
pub struct NewAddress {
    raw: RawAddress,
}

impl NewAddress {
    /// An address that the customer calls `label` (1 to 50 characters).
    pub fn new(label: impl Into<String>) -> Self {
        Self { raw: RawAddress { label: Patch::Set(label.into()), ..RawAddress::default() } }
    }

    /// Whether invoices go there.
    #[must_use]
    pub fn billing(mut self, usage: AddressUse) -> Self {
        self.raw.billing = Some(usage);
        self
    }

    /// Whether goods go there.
    #[must_use]
    pub fn shipping(mut self, usage: AddressUse) -> Self {
        self.raw.shipping = Some(usage);
        self
    }

    pub(in crate::customer) fn parse(
        &self,
        id: AddressId,
        profile: &Profile,
    ) -> Result<Address, Violations> {
        let mut raw = self.raw.clone();
        raw.inherit(profile);
        raw.apply(id, None)
    }
}

/// A change of an address: what is left out stays, [`Patch::Clear`] clears, a value sets.
#[derive(Debug, Clone, Default)]
pub struct AddressPatch {
    raw: RawAddress,
}

impl AddressPatch {
    /// Changes nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Calls the address something else.
    #[must_use]
    pub fn label(mut self, label: impl Into<Patch<String>>) -> Self {
        self.raw.label = label.into();
        self
    }

    /// Whether invoices go there.
    #[must_use]
    pub fn billing(mut self, usage: AddressUse) -> Self {
        self.raw.billing = Some(usage);
        self
    }

    /// Whether goods go there.
    #[must_use]
    pub fn shipping(mut self, usage: AddressUse) -> Self {
        self.raw.shipping = Some(usage);
        self
    }

    pub(in crate::customer) fn apply(&self, address: &Address) -> Result<Address, Violations> {
        self.raw.apply(address.id, Some(address))
    }
}

macro_rules! address_fields {
    ($($(#[$doc:meta])* $field:ident,)+) => {
        impl NewAddress {
            $(
                $(#[$doc])*
                #[must_use]
                pub fn $field(mut self, $field: impl Into<String>) -> Self {
                    self.raw.$field = Patch::Set($field.into());
                    self
                }
            )+
        }

        impl AddressPatch {
            $(
                $(#[$doc])*
                #[must_use]
                pub fn $field(mut self, $field: impl Into<Patch<String>>) -> Self {
                    self.raw.$field = $field.into();
                    self
                }
            )+
        }
    };
}

address_fields! {
    /// The first name of the person there, at most 100 characters.
    first_name,
    /// The last name of the person there, at most 100 characters.
    last_name,
    /// The company there, at most 200 characters.
    company,
    /// The first line: street and number, at most 200 characters.
    line1,
    /// The second line, at most 200 characters.
    line2,
    /// The third line, at most 200 characters.
    line3,
    /// The fourth line, at most 200 characters.
    line4,
    /// The city or town, at most 100 characters.
    city,
    /// The state, province or prefecture, at most 50 characters.
    region,
    /// The postal code, at most 20 characters.
    postal_code,
    /// The country (ISO 3166-1, two letters).
    country,
    /// The phone number there.
    phone,
    /// The e-mail address there.
    email,
    /// Notes for the delivery, at most 1,000 characters.
    notes,
}
