//! Looking at the stored customers by new definitions, and making the change.

use std::collections::BTreeMap;

use patronage::Error;
use patronage::attribute::{AttributeError, DryRun, Finding, OnViolation, Schema};
use patronage::directory::{Attributes, ChangeRun, Customers};
use patronage::id::CustomerId;

use crate::definitions;
use crate::failure::Failure;
use crate::progress::Progress;

/// What the stored customers have against the definitions. Nothing is written.
pub(crate) fn look(attributes: &Attributes, schema: &Schema) -> Result<DryRun, Failure> {
    let mut progress = Progress::new("looked at");
    let found =
        attributes.dry_run_with(&definitions::change(schema), |step| progress.show(step))?;
    progress.finish();
    Ok(found)
}

/// The shop's own ids of the customers that findings name; a UUID says nothing to its staff.
pub(crate) fn samples(
    customers: &Customers,
    found: &DryRun,
) -> Result<BTreeMap<CustomerId, String>, Failure> {
    let mut names = BTreeMap::new();
    for id in found.findings().iter().flat_map(Finding::samples) {
        let customer = customers.get(*id)?;
        let name = customer.profile().external_id().map_or_else(|| id.to_string(), str::to_owned);
        names.insert(*id, name);
    }
    Ok(names)
}

/// Makes the change, and answers what was found on the way.
pub(crate) fn make(
    attributes: &Attributes,
    schema: &Schema,
    way: OnViolation,
) -> Result<DryRun, Failure> {
    let run = attributes.begin(definitions::change(schema), way).map_err(in_the_way)?;
    finish(run)
}

/// Makes the steps that are left, some hundred customers each. Every one is durable, so that whoever
/// stops here goes on with `--apply` later.
pub(crate) fn finish(mut run: ChangeRun) -> Result<DryRun, Failure> {
    let mut progress = Progress::new("changed");
    while let Some(step) = run.step().map_err(in_the_way)? {
        progress.show(step);
    }
    progress.finish();
    Ok(run.finish()?)
}

fn in_the_way(error: Error) -> Failure {
    match error {
        Error::Attribute(AttributeError::Violated { report }) => {
            Failure::InTheWay { found: report }
        }
        error => error.into(),
    }
}
