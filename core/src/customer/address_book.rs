//! The addresses of one customer.

use serde::{Deserialize, Serialize};

use super::{Address, AddressPatch, AddressUse, CustomerError, NewAddress, Profile};
use crate::id::AddressId;
use crate::text::search_key;
use crate::violation::{Checks, coded};

/// The addresses of a customer, in the order in which they were added: at most 100.
///
/// Labels are unique, whatever their case. At most one address is primary for billing and at most
/// one for shipping: choosing another one makes the first an ordinary one, and removing the primary
/// one leaves none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AddressBook(Vec<Address>);

/// How many addresses a book holds.
const MAX_ADDRESSES: usize = 100;

impl AddressBook {
    /// The addresses in the order in which they were added.
    pub fn iter(&self) -> std::slice::Iter<'_, Address> {
        self.0.iter()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The address with this id.
    pub fn get(&self, id: AddressId) -> Option<&Address> {
        self.0.iter().find(|address| address.id == id)
    }

    /// The address to which invoices go first.
    pub fn primary_billing(&self) -> Option<&Address> {
        self.0.iter().find(|address| address.billing == AddressUse::Primary)
    }

    /// The address to which goods go first.
    pub fn primary_shipping(&self) -> Option<&Address> {
        self.0.iter().find(|address| address.shipping == AddressUse::Primary)
    }

    /// Another address of the book that is [the same person at the same place](Address::canonical)
    /// as the one with this id. A checkout asks before it keeps one more copy.
    pub fn duplicate_of(&self, id: AddressId) -> Option<&Address> {
        let canonical = self.get(id)?.canonical();
        self.0.iter().find(|other| other.id != id && other.canonical() == canonical)
    }

    /// The book of a new customer.
    pub(super) fn create(
        drafts: &[NewAddress],
        ids: &[AddressId],
        profile: &Profile,
        checks: &mut Checks,
    ) -> Self {
        let mut book = Self::default();
        for (position, (draft, id)) in drafts.iter().zip(ids).enumerate() {
            let path = format!("addresses[{position}]");
            match draft.parse(*id, profile) {
                Ok(address) => {
                    if let Err(error) = book.insert(address) {
                        let of_label = matches!(error, AddressError::LabelTaken { .. });
                        let path = if of_label { format!("{path}.label") } else { path };
                        checks.reject(path, &error);
                    }
                }
                Err(part) => checks.absorb(&path, part),
            }
        }
        book
    }

    /// The book with one more address.
    pub(crate) fn added(
        mut self,
        draft: &NewAddress,
        id: AddressId,
        profile: &Profile,
    ) -> Result<Self, CustomerError> {
        let address = draft.parse(id, profile)?;
        self.insert(address)?;
        Ok(self)
    }

    /// The book with one address changed.
    pub(crate) fn updated(
        mut self,
        id: AddressId,
        patch: &AddressPatch,
    ) -> Result<Self, CustomerError> {
        let Some(position) = self.0.iter().position(|address| address.id == id) else {
            return Err(AddressError::Unknown { id }.into());
        };
        let old = self.0.remove(position);
        let next = patch.apply(&old)?;
        self.insert_at(position, next)?;
        Ok(self)
    }

    /// The book without one address.
    pub(crate) fn removed(mut self, id: AddressId) -> Result<Self, AddressError> {
        let before = self.0.len();
        self.0.retain(|address| address.id != id);
        if self.0.len() == before { Err(AddressError::Unknown { id }) } else { Ok(self) }
    }

    fn insert(&mut self, address: Address) -> Result<(), AddressError> {
        if self.0.len() >= MAX_ADDRESSES {
            return Err(AddressError::Full { max: MAX_ADDRESSES });
        }
        self.insert_at(self.0.len(), address)
    }

    fn insert_at(&mut self, position: usize, address: Address) -> Result<(), AddressError> {
        let label = search_key(address.label());
        if self.0.iter().any(|other| search_key(other.label()) == label) {
            return Err(AddressError::LabelTaken { label: address.label().to_owned() });
        }
        for other in &mut self.0 {
            other.yield_to(&address);
        }
        self.0.insert(position, address);
        Ok(())
    }
}

impl Address {
    /// Makes room for another primary address.
    fn yield_to(&mut self, other: &Self) {
        if other.billing == AddressUse::Primary && self.billing == AddressUse::Primary {
            self.billing = AddressUse::Usable;
        }
        if other.shipping == AddressUse::Primary && self.shipping == AddressUse::Primary {
            self.shipping = AddressUse::Usable;
        }
    }
}

impl<'a> IntoIterator for &'a AddressBook {
    type Item = &'a Address;
    type IntoIter = std::slice::Iter<'a, Address>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// Why the address book refuses.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AddressError {
    /// The customer has no such address.
    #[error("the customer has no address `{id}`")]
    Unknown {
        /// The id that was asked for.
        id: AddressId,
    },
    /// Another address of the book has this label.
    #[error("another address is called `{label}`")]
    LabelTaken {
        /// The label.
        label: String,
    },
    /// The book is full.
    #[error("an address book holds at most {max} addresses")]
    Full {
        /// How many it holds.
        max: usize,
    },
}

coded!(AddressError);

impl AddressError {
    /// The stable code, as `core/docs/errors.md` lists it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unknown { .. } => "address.unknown",
            Self::LabelTaken { .. } => "address.label_taken",
            Self::Full { .. } => "address.book_full",
        }
    }
}
