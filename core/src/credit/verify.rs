//! Whether a ledger is as it was written.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::account::{CreditAccount, Head};
use super::chain::Digest;
use super::entry::CreditEntry;
use super::fold::Fold;
use super::position::{CreditPosition, PositionState};
use crate::id::EntryNumber;
use crate::time::Timestamp;

/// Something that is wrong with a ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum LedgerFinding {
    /// An entry is missing, or one is there twice.
    Number {
        /// The number that ought to come next.
        expected: EntryNumber,
        /// The one that came.
        found: EntryNumber,
    },
    /// An entry does not follow the one before it in the chain.
    Chain {
        /// The entry.
        number: EntryNumber,
    },
    /// An entry is not the one that was hashed.
    Hash {
        /// The entry.
        number: EntryNumber,
    },
    /// The personal fields of an entry are not those that it was written with.
    Commitment {
        /// The entry.
        number: EntryNumber,
    },
    /// An entry is earlier than the one before it.
    Time {
        /// The entry.
        number: EntryNumber,
    },
    /// The figures after an entry are not what the entries up to it add up to.
    Figures {
        /// The entry.
        number: EntryNumber,
    },
    /// The account is not as its last entry left it.
    Account,
    /// A reservation, item or payment is not as the entries tell it.
    Position {
        /// The entry that made it.
        number: EntryNumber,
    },
    /// The ledger is not the one that had the given head.
    Head {
        /// The last entry of the ledger that had it.
        number: EntryNumber,
    },
}

impl LedgerFinding {
    /// The stable name of what is wrong, such as `hash`.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Number { .. } => "number",
            Self::Chain { .. } => "chain",
            Self::Hash { .. } => "hash",
            Self::Commitment { .. } => "commitment",
            Self::Time { .. } => "time",
            Self::Figures { .. } => "figures",
            Self::Account => "account",
            Self::Position { .. } => "position",
            Self::Head { .. } => "head",
        }
    }

    /// The entry that it is about; `None` where it is the account.
    pub fn number(&self) -> Option<EntryNumber> {
        match self {
            Self::Number { found: number, .. }
            | Self::Chain { number }
            | Self::Hash { number }
            | Self::Commitment { number }
            | Self::Time { number }
            | Self::Figures { number }
            | Self::Position { number }
            | Self::Head { number } => Some(*number),
            Self::Account => None,
        }
    }
}

impl fmt::Display for LedgerFinding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number { expected, found } => {
                write!(f, "entry {found} stands where entry {expected} ought to")
            }
            Self::Chain { number } => write!(f, "entry {number} does not follow the one before it"),
            Self::Hash { number } => write!(f, "entry {number} was altered"),
            Self::Commitment { number } => {
                write!(f, "the personal fields of entry {number} were altered")
            }
            Self::Time { number } => write!(f, "entry {number} is earlier than the one before it"),
            Self::Figures { number } => {
                write!(f, "the figures after entry {number} are not what the entries add up to")
            }
            Self::Account => f.write_str("the account is not as its last entry left it"),
            Self::Position { number } => {
                write!(f, "what entry {number} made is not as the entries tell it")
            }
            Self::Head { number } => {
                write!(f, "the ledger is not the one that had the given head, entry {number}")
            }
        }
    }
}

/// What the check of a ledger found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verification {
    findings: Vec<LedgerFinding>,
    entries: u64,
    redacted: u64,
}

impl Verification {
    /// Whether nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.findings.is_empty()
    }

    /// All that is wrong.
    pub fn findings(&self) -> &[LedgerFinding] {
        &self.findings
    }

    /// How many entries the ledger has.
    pub fn entries(&self) -> u64 {
        self.entries
    }

    /// In how many of them the personal fields were erased. The chain holds over them all the same.
    pub fn redacted(&self) -> u64 {
        self.redacted
    }
}

/// Goes through a ledger from its first entry to its last.
#[derive(Debug, Default)]
pub(crate) struct Verifier {
    found: Verification,
    fold: Fold,
    last: Option<(EntryNumber, Timestamp, Digest)>,
    against: Option<Head>,
    has_seen_head: bool,
}

impl Verifier {
    /// A check of a ledger that is to be the one that had the head `against`.
    pub(crate) fn new(against: Option<Head>) -> Self {
        Self { against, ..Self::default() }
    }

    /// Looks at the next entry.
    pub(crate) fn add(&mut self, entry: &CreditEntry) {
        let number = entry.number();
        let expected = self.last.map_or(EntryNumber::FIRST, |(last, ..)| last.next());
        if number != expected {
            self.find(LedgerFinding::Number { expected, found: number });
        }
        if entry.previous() != self.last.map(|(.., hash)| hash) {
            self.find(LedgerFinding::Chain { number });
        }
        if entry.hash() != entry.computed_hash() {
            self.find(LedgerFinding::Hash { number });
        }
        if !entry.keeps_commitment() {
            self.find(LedgerFinding::Commitment { number });
        }
        if self.last.is_some_and(|(_, at, _)| entry.at() < at) {
            self.find(LedgerFinding::Time { number });
        }
        let folded = self.fold.add(entry);
        if folded.is_err() || self.fold.sums != entry.content.after || !self.fold.is_sound() {
            self.find(LedgerFinding::Figures { number });
            // What follows is judged by what this entry claims, so that one mistake is found once.
            self.fold.sums = entry.content.after;
        }
        if let Some(head) = self.against
            && head.number == number
        {
            self.has_seen_head = true;
            if (head.hash, head.at) != (entry.hash(), entry.at()) {
                self.find(LedgerFinding::Head { number });
            }
        }
        self.last = Some((number, entry.at(), entry.hash()));
        self.found.entries = self.found.entries.saturating_add(1);
        self.found.redacted = self.found.redacted.saturating_add(u64::from(entry.is_redacted()));
    }

    /// Looks at what the account has of a reservation, an item or a payment.
    pub(crate) fn compare(&mut self, position: &CreditPosition) {
        let number = position.number();
        let fits = match position.state() {
            PositionState::Reservation(reservation) => {
                self.fold.reservations.remove(&number) == Some(reservation.left)
            }
            PositionState::Item(item) => self.fold.items.remove(&number).is_some_and(|folded| {
                (folded.value, folded.open, folded.due) == (item.value, item.open, item.due)
            }),
            PositionState::Payment(payment) => {
                self.fold.payments.remove(&number) == Some(payment.unapplied)
            }
        };
        if !fits {
            self.find(LedgerFinding::Position { number });
        }
    }

    /// What was found, when all entries and everything that is open was looked at.
    pub(crate) fn finish(mut self, account: &CreditAccount) -> Verification {
        let head = account.head();
        let last = self.last.map(|(number, at, hash)| Head { number, at, hash });
        if Some(head) != last || account.sums != self.fold.sums {
            self.find(LedgerFinding::Account);
        }
        let unseen = self.fold.items.iter().filter(|(_, item)| item.open.is_positive());
        let unseen = unseen.map(|(number, _)| *number);
        let promised = self.fold.reservations.iter().filter(|(_, left)| left.is_positive());
        let promised = promised.map(|(number, _)| *number);
        let unapplied = self.fold.payments.iter().filter(|(_, left)| left.is_positive());
        let unapplied = unapplied.map(|(number, _)| *number);
        let missing: Vec<EntryNumber> = unseen.chain(promised).chain(unapplied).collect();
        for number in missing {
            self.find(LedgerFinding::Position { number });
        }
        if let Some(head) = self.against
            && !self.has_seen_head
        {
            self.find(LedgerFinding::Head { number: head.number });
        }
        self.found
    }

    fn find(&mut self, finding: LedgerFinding) {
        self.found.findings.push(finding);
    }
}
