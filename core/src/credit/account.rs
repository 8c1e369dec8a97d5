//! Credit accounts.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::chain::Digest;
use super::error::CreditError;
use super::figures::{Figures, Sums};
use super::overdraft::Overdraft;
use super::position::days_overdue;
use super::purchase_orders::{PaymentTerm, PurchaseOrders};
use crate::code::{SiteCode, TermCode};
use crate::id::{CreditAccountId, CustomerId, EntryNumber};
use crate::money::{Currency, Minor, Money, MoneyError};
use crate::text::Line;
use crate::time::{Date, Timestamp};
use crate::version::Version;

/// The purchase-order credit of a customer in one currency.
///
/// It equals what the last entry of its ledger says; [`Credit::verify`](crate::directory::Credit::verify) holds the two
/// together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreditAccount {
    #[serde(skip)]
    version: Version,
    pub(super) id: CreditAccountId,
    pub(super) customer: CustomerId,
    pub(super) currency: Currency,
    pub(super) overdraft: Overdraft,
    pub(super) sums: Sums,
    pub(super) is_enabled: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) hold: Option<Hold>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) hold_when_overdue: Option<u16>,
    pub(super) keep_surplus: bool,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) terms: BTreeMap<SiteCode, Vec<TermCode>>,
    /// When the first reservation runs out of those that hold something.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) next_expiry: Option<Timestamp>,
    pub(super) opened_at: Timestamp,
    pub(super) last: Head,
}

/// The end of a ledger. Kept by a host elsewhere, it shows any later alteration of what was before
/// it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Head {
    /// The last entry.
    pub number: EntryNumber,
    /// Its time.
    pub at: Timestamp,
    /// Its hash, which covers all entries before it.
    pub hash: Digest,
}

/// Why new orders are refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hold {
    pub(super) reason: Line<200>,
    pub(super) since: Timestamp,
}

impl Hold {
    /// What the person gave as the reason.
    pub fn reason(&self) -> &str {
        self.reason.as_str()
    }

    /// Since when.
    pub fn since(&self) -> Timestamp {
        self.since
    }
}

impl CreditAccount {
    /// The id.
    pub fn id(&self) -> CreditAccountId {
        self.id
    }

    /// Whose account it is.
    pub fn customer(&self) -> CustomerId {
        self.customer
    }

    /// The currency of everything in it.
    pub fn currency(&self) -> Currency {
        self.currency
    }

    /// What may be owed and promised, apart from the overdraft.
    pub fn limit(&self) -> Money {
        self.sums.limit.of(self.currency)
    }

    /// What may be spent beyond the limit.
    pub fn overdraft(&self) -> Overdraft {
        self.overdraft
    }

    /// Whether new orders are taken.
    pub fn is_enabled(&self) -> bool {
        self.is_enabled
    }

    /// Why new orders are refused, where a person has said so.
    pub fn hold(&self) -> Option<&Hold> {
        self.hold.as_ref()
    }

    /// After how many days an overdue item holds the account; `None` when it never does.
    pub fn hold_when_overdue(&self) -> Option<u16> {
        self.hold_when_overdue
    }

    /// Whether a payment may be more than what is owed.
    pub fn keeps_surplus(&self) -> bool {
        self.keep_surplus
    }

    /// The payment terms on a site, in the order in which they were given.
    pub fn terms(&self, site: &SiteCode) -> &[TermCode] {
        self.terms.get(site).map(Vec::as_slice).unwrap_or_default()
    }

    /// The payment terms on every site that has some.
    pub fn all_terms(&self) -> impl Iterator<Item = (&SiteCode, &[TermCode])> {
        self.terms.iter().map(|(site, terms)| (site, terms.as_slice()))
    }

    /// The figures as they were recorded. A reservation that has run out since is in them until it
    /// is recorded; the directory's status counts it as gone.
    pub fn figures(&self) -> Result<Figures, MoneyError> {
        Figures::new(self.currency, self.sums)
    }

    /// When the first reservation runs out of those that hold something; `None` when none does.
    pub fn next_expiry(&self) -> Option<Timestamp> {
        self.next_expiry
    }

    /// When it was opened.
    pub fn opened_at(&self) -> Timestamp {
        self.opened_at
    }

    /// The end of its ledger.
    pub fn head(&self) -> Head {
        self.last
    }

    /// Grows by one with each change.
    pub fn version(&self) -> Version {
        self.version
    }

    pub(crate) fn set_version(&mut self, version: Version) {
        self.version = version;
    }

    /// What the limit and the overdraft come to, of which the second follows from the first.
    pub(super) fn set_limit(
        &mut self,
        limit: Minor,
        overdraft: Overdraft,
    ) -> Result<(), MoneyError> {
        self.sums.overdraft = overdraft.beyond(limit.of(self.currency))?.into();
        self.sums.limit = limit;
        self.overdraft = overdraft;
        Ok(())
    }
}

impl CreditAccount {
    /// Whether the account takes new orders at all. `oldest` is its oldest open item, which matters
    /// only to an account with a policy for overdue ones.
    pub(super) fn check_standing(
        &self,
        today: Date,
        oldest: Option<(EntryNumber, Date)>,
    ) -> Result<(), CreditError> {
        if !self.is_enabled {
            return Err(CreditError::Disabled);
        }
        if let Some(hold) = &self.hold {
            return Err(CreditError::OnHold { since: hold.since });
        }
        match (self.hold_when_overdue, oldest) {
            (Some(days), Some((item, due))) if days_overdue(due, today) >= u32::from(days) => {
                Err(CreditError::Overdue { item, due })
            }
            _ => Ok(()),
        }
    }

    /// The payment terms that the customer has on a site, out of those that the site has, in the
    /// order of the site.
    pub(super) fn granted_terms<'s>(
        &self,
        site: &SiteCode,
        settings: &'s PurchaseOrders,
    ) -> Vec<&'s PaymentTerm> {
        let granted = self.terms(site);
        settings.terms().iter().filter(|term| granted.contains(term.code())).collect()
    }

    /// An account before its first entry.
    pub(super) fn unopened(
        id: CreditAccountId,
        customer: CustomerId,
        currency: Currency,
        at: Timestamp,
    ) -> Self {
        let nothing = Head { number: EntryNumber::FIRST, at, hash: Digest::NOTHING };
        Self {
            version: Version::FIRST,
            id,
            customer,
            currency,
            overdraft: Overdraft::None,
            sums: Sums::default(),
            is_enabled: true,
            hold: None,
            hold_when_overdue: None,
            keep_surplus: false,
            terms: BTreeMap::new(),
            next_expiry: None,
            opened_at: at,
            last: nothing,
        }
    }
}

/// An account by itself, where no store keeps its version beside it.
pub(super) mod with_version {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::CreditAccount;
    use crate::version::Version;

    pub(in crate::credit) fn serialize<S: Serializer>(
        account: &CreditAccount,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        (account.version, account).serialize(to)
    }

    pub(in crate::credit) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<CreditAccount, D::Error> {
        let (version, account) = <(Version, CreditAccount)>::deserialize(from)?;
        Ok(CreditAccount { version, ..account })
    }
}
