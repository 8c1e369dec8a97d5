//! What a change of definitions finds among customers.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::code::AttributeCode;
use crate::id::CustomerId;

/// How many customers a finding names.
const SAMPLES: usize = 5;

/// What the customers of a store hold against changed definitions: counts, and some of them.
///
/// `Display` is a table for people.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DryRun {
    customers: u64,
    findings: Vec<Finding>,
}

/// The customers who hold what one rule refuses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    attribute: AttributeCode,
    code: String,
    customers: u64,
    samples: Vec<CustomerId>,
}

impl DryRun {
    /// How many customers were looked at.
    pub fn customers(&self) -> u64 {
        self.customers
    }

    /// What was found, by attribute and code.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Whether no customer holds anything that is refused.
    pub fn is_clean(&self) -> bool {
        self.findings.is_empty()
    }
}

impl Finding {
    /// The attribute.
    pub fn attribute(&self) -> &AttributeCode {
        &self.attribute
    }

    /// The code of the breach, such as `attribute.too_long`; `attribute.taken` where several
    /// customers of a set have a value that is to be unique.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// How many customers.
    pub fn customers(&self) -> u64 {
        self.customers
    }

    /// The first few of them, by their numbers.
    pub fn samples(&self) -> &[CustomerId] {
        &self.samples
    }
}

impl fmt::Display for DryRun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_clean() {
            return write!(f, "{} customers, none against it", self.customers);
        }
        write!(f, "{} customers", self.customers)?;
        for finding in &self.findings {
            let first = finding.samples.first().map(ToString::to_string).unwrap_or_default();
            write!(
                f,
                "\n  {:<24}  {:<28}  {:>9}  such as {first}",
                finding.attribute, finding.code, finding.customers
            )?;
        }
        Ok(())
    }
}

/// Counts findings while customers are looked at. It is kept between chunks.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Tally {
    customers: u64,
    found: BTreeMap<AttributeCode, BTreeMap<String, Count>>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Count {
    customers: u64,
    samples: Vec<CustomerId>,
}

impl Tally {
    /// Another customer was looked at.
    pub(crate) fn look_at<'c>(
        &mut self,
        customer: CustomerId,
        breaches: impl IntoIterator<Item = (AttributeCode, &'c str)>,
    ) {
        self.customers = self.customers.saturating_add(1);
        for (attribute, code) in breaches {
            self.note(customer, attribute, code);
        }
    }

    /// A customer holds what a rule refuses.
    pub(crate) fn note(&mut self, customer: CustomerId, attribute: AttributeCode, code: &str) {
        let count = self.found.entry(attribute).or_default().entry(code.to_owned()).or_default();
        count.customers = count.customers.saturating_add(1);
        if count.samples.len() < SAMPLES {
            count.samples.push(customer);
        }
    }

    pub(crate) fn report(&self) -> DryRun {
        let findings = self.found.iter().flat_map(|(attribute, counts)| {
            counts.iter().map(|(code, count)| Finding {
                attribute: *attribute,
                code: code.clone(),
                customers: count.customers,
                samples: count.samples.clone(),
            })
        });
        DryRun { customers: self.customers, findings: findings.collect() }
    }
}
