//! New accounts.

use crate::customer::{Assigned, Customer, NewCustomer, Origin};
use crate::customer_set::{CustomerSet, CustomerSetError};
use crate::directory::error::Error;
use crate::directory::session::Decision;
use crate::directory::view::Basis;
use crate::event::{EventKind, NewEvent, Subject};
use crate::id::{AddressId, CustomerId};
use crate::site::Site;
use crate::store::{Committed, Expected};
use crate::version::Version;
use crate::violation::Checks;

/// Decides a new account by the definitions alone: what is unique is kept by the store.
pub(super) fn decide(basis: &Basis<'_>, draft: &NewCustomer) -> Result<Decision<Customer>, Error> {
    let mut checks = Checks::new();
    let (set, site) = home(basis, draft, &mut checks);
    let site = site.map(|site| *site.code());
    let origin = Origin {
        customer_set: *set.code(),
        email_policy: set.email_policy(),
        languages: basis.definitions.languages(site.as_ref()),
        attributes: basis.judge(),
        site,
        author: basis.session.actor.author(),
        now: basis.now,
    };
    let id: CustomerId = basis.next_id()?;
    let address_ids = (0..draft.address_count()).map(|_| basis.next_id());
    let address_ids = address_ids.collect::<Result<Vec<AddressId>, Error>>()?;
    let customer = checks.and(Customer::create(draft, id, &address_ids, origin))?;
    let event = basis.customer_event(EventKind::CustomerCreated, Subject::Customer, id);
    let changes =
        super::put(basis.changes(), &customer, Expected::Absent).event(NewEvent { site, ..event });
    Ok(Decision { outcome: basis.show(customer), changes })
}

/// The set and the site of a draft. Where one of them is wrong, that is noted, and others stand in
/// for it while the rest of the draft is checked.
fn home<'a>(
    basis: &'a Basis<'_>,
    draft: &NewCustomer,
    checks: &mut Checks,
) -> (&'a CustomerSet, Option<&'a Site>) {
    let site = draft.site.as_deref().and_then(|code| checks.take("site", basis.site(code)));
    let named = draft
        .customer_set
        .as_deref()
        .and_then(|code| checks.take("customer_set", basis.customer_set(code)));
    let of_site = site.and_then(|site| basis.definitions.customer_sets.get(site.customer_set()));
    match (of_site, named) {
        (Some(of_site), Some(named)) if of_site.code() != named.code() => {
            let (site, named) = (draft.site.clone().unwrap_or_default(), *named.code());
            checks.reject("customer_set", &CustomerSetError::NotOfSite { code: named, site });
        }
        (None, None)
            if draft.site.is_none()
                && draft.customer_set.is_none()
                && !basis.sets().contains(basis.definitions.default_set.code()) =>
        {
            // The default set is out of reach, so that one has to be named.
            checks.missing("customer_set");
        }
        _ => {}
    }
    (of_site.or(named).unwrap_or_else(|| &basis.definitions.default_set), site)
}

/// The customer with what the store gave it.
pub(super) fn numbered((mut customer, committed): (Customer, Committed)) -> Customer {
    let number = committed.number_of(customer.id());
    customer.assign(Assigned { version: Version::FIRST, number });
    customer
}
