//! Looking at customers one after the other, by their numbers.

use std::collections::HashMap;

use super::change::ChangeStep;
use crate::actor::Sets;
use crate::attribute::{
    AttributeKey, ChangePlan, DryRun, OnViolation, SchemaChange, Tally, not_unique,
};
use crate::code::{AttributeCode, CustomerSetCode};
use crate::customer::{AccountKind, Customer, CustomerSort, Direction, SortKey};
use crate::directory::error::Error;
use crate::directory::session::Session;
use crate::directory::view::View;
use crate::id::{CustomerId, CustomerNumber};
use crate::page::PageLimit;
use crate::store::unexpected;
use crate::store::{Collection, CustomerQuery, CustomerScope, Query, Seek, Slice, Toward};

/// How many customers are looked at together.
pub(super) const CHUNK: usize = 500;

/// Some customers, whole, behind the one with a number.
pub(super) fn behind(
    view: &View<'_>,
    number: Option<(CustomerNumber, CustomerId)>,
) -> Result<Vec<Customer>, Error> {
    let place = |(number, id): (CustomerNumber, CustomerId)| {
        let key = i64::try_from(number.as_u64()).unwrap_or(i64::MAX);
        (Some(SortKey::Integer(key)), id)
    };
    let query = CustomerQuery {
        scope: CustomerScope::Everyone,
        sets: Sets::All,
        sort: CustomerSort::Number,
        direction: Direction::Ascending,
        seek: number.map(|at| Seek { toward: Toward::Next, place: place(at) }),
        limit: PageLimit::new(CHUNK)?,
    };
    customers(view, query)
}

/// The customer with the highest number.
pub(super) fn last(view: &View<'_>) -> Result<Option<Customer>, Error> {
    let query = CustomerQuery {
        scope: CustomerScope::Everyone,
        sets: Sets::All,
        sort: CustomerSort::Number,
        direction: Direction::Descending,
        seek: None,
        limit: PageLimit::new(1)?,
    };
    Ok(customers(view, query)?.pop())
}

fn customers(view: &View<'_>, query: CustomerQuery) -> Result<Vec<Customer>, Error> {
    match view.query(&Query::Customers(query))? {
        Slice::Customers { rows, .. } => Ok(rows.into_iter().map(|row| row.customer).collect()),
        _ => Err(unexpected("a page of customers").into()),
    }
}

pub(super) fn count(view: &View<'_>) -> Result<u64, Error> {
    view.count(&Collection::Customers(Sets::All))
}

/// What a change would find, read chunk by chunk. What is written meanwhile may be seen or not.
pub(super) fn dry_run(
    session: &Session,
    change: &SchemaChange,
    progress: impl FnMut(ChangeStep),
) -> Result<DryRun, Error> {
    look(session, &plan(session, change)?, progress)
}

/// A change that is looked at and not made.
pub(super) fn plan(session: &Session, change: &SchemaChange) -> Result<ChangePlan, Error> {
    session.read(|view| {
        view.basis.check_may_change("attributes")?;
        // Which way is taken makes no difference to what is found.
        let definitions = &view.definitions().attributes;
        Ok(ChangePlan::new(change, OnViolation::Refuse, definitions)?)
    })
}

/// Looks at all customers by a plan.
pub(super) fn look(
    session: &Session,
    plan: &ChangePlan,
    mut progress: impl FnMut(ChangeStep),
) -> Result<DryRun, Error> {
    let auditor = plan.auditor();
    let (mut tally, mut claims) = (Tally::default(), Claims::default());
    let customers = session.read(count)?;
    let (mut at, mut looked_at) = (None, 0_u64);
    loop {
        let (chunk, today) = session.read(|view| Ok((behind(view, at)?, view.basis.today())))?;
        for customer in &chunk {
            let held = customer.attributes();
            tally.look_at(customer.id(), auditor.breaches(held, today));
            if customer.kind() == AccountKind::Registered {
                for claim in auditor.claims(held) {
                    claims.note(customer, claim, &mut tally);
                }
            }
        }
        looked_at = looked_at.saturating_add(u64::try_from(chunk.len()).unwrap_or(u64::MAX));
        progress(ChangeStep { done: looked_at, total: customers.max(looked_at) });
        match chunk.last() {
            Some(last) if chunk.len() == CHUNK => at = last.number().zip(Some(last.id())),
            _ => return Ok(tally.report()),
        }
    }
}

/// Who would claim which value first.
#[derive(Debug, Default)]
struct Claims(HashMap<(CustomerSetCode, AttributeCode, AttributeKey), Claim>);

#[derive(Debug, Clone, Copy)]
struct Claim {
    first: CustomerId,
    is_shared: bool,
}

impl Claims {
    /// Notes a claim, and in the tally whoever shares it with others.
    fn note(
        &mut self,
        customer: &Customer,
        (code, key): (AttributeCode, AttributeKey),
        tally: &mut Tally,
    ) {
        let claim = (*customer.customer_set(), code, key);
        let mine = Claim { first: customer.id(), is_shared: false };
        let there = self.0.entry(claim).or_insert(mine);
        if there.first == customer.id() {
            return;
        }
        if !there.is_shared {
            there.is_shared = true;
            tally.note(there.first, code, not_unique());
        }
        tally.note(customer.id(), code, not_unique());
    }
}
