//! Listings of credit accounts.

use std::ops::Bound;

use super::state::State;
use crate::code::SiteCode;
use crate::event::Event;
use crate::id::{CustomerId, EntryNumber};
use crate::money::Currency;
use crate::page::PageLimit;
use crate::store::{Entries, EntryQuery, Key, Record, ShelfQuery};
use crate::time::Timestamp;

/// The first and the last number that an entry can have.
const NUMBERS: (EntryNumber, EntryNumber) = (EntryNumber::FIRST, EntryNumber::LAST);

impl State {
    pub(super) fn credit_accounts(&self, of: CustomerId) -> Vec<Record> {
        let customer = Key::Customer(of);
        let accounts = self.referring_to(&customer);
        let accounts = accounts.filter(|by| matches!(by, Key::CreditAccount(..)));
        accounts.filter_map(|key| self.records.get(key).cloned()).collect()
    }

    pub(super) fn credit_due(&self, at: Timestamp, limit: PageLimit) -> Vec<Record> {
        let mut due: Vec<_> = self
            .records
            .values()
            .filter_map(|record| match record {
                Record::CreditAccount(account) => {
                    let next = account.next_expiry().filter(|next| *next <= at)?;
                    Some(((next, account.customer(), account.currency()), record))
                }
                _ => None,
            })
            .collect();
        due.sort_unstable_by_key(|(place, _)| *place);
        due.into_iter().take(limit.get()).map(|(_, record)| record.clone()).collect()
    }

    pub(super) fn credit_on(
        &self,
        site: &SiteCode,
        behind: Option<(CustomerId, Currency)>,
        limit: PageLimit,
    ) -> Vec<Record> {
        let accounts = self.records.values().filter(|record| match record {
            Record::CreditAccount(account) => {
                let place = (account.customer(), account.currency());
                behind.is_none_or(|behind| place > behind) && !account.terms(site).is_empty()
            }
            _ => false,
        });
        accounts.take(limit.get()).cloned().collect()
    }

    pub(super) fn shelf(&self, query: &ShelfQuery) -> Vec<Record> {
        let ShelfQuery { customer, currency, shelf, behind, limit } = query;
        let from = match behind {
            Some(place) => Bound::Excluded((*customer, *currency, *shelf, *place)),
            None => Bound::Included((*customer, *currency, *shelf, (i64::MIN, NUMBERS.0))),
        };
        let to = (*customer, *currency, *shelf, (i64::MAX, NUMBERS.1));
        let places = self.shelves.range((from, Bound::Included(to))).take(limit.get());
        let keys = places
            .map(|(customer, currency, _, (_, at))| Key::CreditPosition(*customer, *currency, *at));
        keys.filter_map(|key| self.records.get(&key).cloned()).collect()
    }

    pub(super) fn entries(&self, query: &EntryQuery) -> Vec<Event> {
        let EntryQuery { customer, currency, entries, limit } = query;
        let at = |number: EntryNumber| (*customer, *currency, number);
        let (first, last) = (at(NUMBERS.0), at(NUMBERS.1));
        let from = |bound| self.ledgers.range((bound, Bound::Included(last))).take(limit.get());
        let positions: Vec<_> = match entries {
            Entries::All => from(Bound::Included(first)).map(|(_, at)| *at).collect(),
            Entries::Behind(number) => {
                from(Bound::Excluded(at(*number))).map(|(_, at)| *at).collect()
            }
            Entries::Last { before } => {
                let end = before.map_or(Bound::Included(last), |end| Bound::Excluded(at(end)));
                let before = self.ledgers.range((Bound::Included(first), end));
                let mut last: Vec<_> = before.rev().take(limit.get()).map(|(_, at)| *at).collect();
                last.reverse();
                last
            }
            Entries::Of(key) => {
                let found = self.credit_keys.get(&(*customer, *currency, key.clone()));
                let found = found.and_then(|number| self.ledgers.get(&at(*number)));
                found.into_iter().copied().collect()
            }
        };
        positions.into_iter().filter_map(|position| self.events.get(&position).cloned()).collect()
    }
}
