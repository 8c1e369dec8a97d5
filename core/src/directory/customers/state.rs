//! What staff does with an account as a whole.

use super::replace;
use crate::customer::{AccountAction, Customer, CustomerError, Refusal};
use crate::directory::error::Error;
use crate::directory::session::Decision;
use crate::directory::view::View;
use crate::event::{EventKind, Subject};
use crate::id::CustomerId;
use crate::store::{Expected, Key};

fn refused(action: AccountAction) -> impl Fn(Refusal) -> CustomerError {
    move |refusal| CustomerError::Refused { action, refusal }
}

/// Disables, enables or approves.
pub(super) fn change(
    view: &View<'_>,
    id: CustomerId,
    action: AccountAction,
) -> Result<Decision<Customer>, Error> {
    let current = view.customer(id)?;
    let (before, now) = (current.clone(), view.basis.now);
    let (next, kind) = match action {
        AccountAction::Disable => (before.disabled(now), EventKind::CustomerDisabled),
        AccountAction::Enable => (before.enabled(now), EventKind::CustomerEnabled),
        _ => (before.approved(now), EventKind::CustomerApproved),
    };
    let next = next.map_err(refused(action))?;
    let event = view.basis.customer_event(kind, Subject::Customer, id);
    Ok(replace(view, current, next, [event]))
}

pub(super) fn register(
    view: &View<'_>,
    id: CustomerId,
    login_name: Option<&str>,
) -> Result<Decision<Customer>, Error> {
    let current = view.customer(id)?;
    let policy = view.definitions().email_policy(current.customer_set());
    let next = current.clone().registered(login_name, policy, view.basis.now)?;
    let event = view.basis.customer_event(EventKind::CustomerRegistered, Subject::Customer, id);
    Ok(replace(view, current, next, [event]))
}

/// Deletes. That there is no activity is required of the commit as well, so that an order which is
/// recorded at the same time is not lost with its customer.
pub(super) fn delete(view: &View<'_>, id: CustomerId) -> Result<Decision<()>, Error> {
    let customer = view.customer(id)?;
    let on_record = view.on_record(id)?;
    AccountAction::Delete.check(&customer, on_record).map_err(refused(AccountAction::Delete))?;
    let basis = &view.basis;
    let changes = basis
        .changes()
        .require(Key::Activity(id), Expected::Absent)
        .delete(Key::Customer(id), Expected::Version(customer.version()))
        .event(basis.customer_event(EventKind::CustomerDeleted, Subject::Customer, id));
    Ok(Decision { outcome: (), changes })
}
