//! One fixed workload on one side, for a program that counts instructions.

use std::path::Path;

use crate::attributes;
use crate::attributes::Input;
use crate::create::{Mode, warm_up, with_library};
use crate::credit;
use crate::failure::Failure;
use crate::get::{Crowd, Effort};
use crate::hand::Hand;
use crate::people::people;
use crate::shop::Shop;
use crate::who::Who;

/// What is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Workload {
    /// Creates customers with a commit each
    CreateOne,
    /// Creates customers, 1,000 a commit
    CreateBatch,
    /// Gets customers by id among 1,000
    GetById,
    /// Gets customers by login among 1,000
    GetByLogin,
    /// Charges orders on a credit account, with a commit each
    CreditCharge,
    /// Decides charges on a credit account in memory, after each was planned
    CreditDecide,
    /// Validates documents of attributes from their text
    AttributesText,
    /// Validates documents that the side holds as it likes
    AttributesOwn,
    /// Validates trees of `serde_json`
    AttributesTree,
}

pub(crate) fn run(place: &Path, workload: Workload, who: Who, count: u32) -> Result<(), Failure> {
    match workload {
        Workload::CreateOne => create(place, Mode::One, who, count),
        Workload::CreateBatch => create(place, Mode::Batch, who, count),
        Workload::GetById | Workload::GetByLogin => get(place, workload, who, count),
        Workload::CreditCharge => credit::once(place, who, count),
        Workload::CreditDecide => credit::decide_once(who, count),
        Workload::AttributesText => attributes::once(Input::Text, who, count),
        Workload::AttributesOwn => attributes::once(Input::Own, who, count),
        Workload::AttributesTree => attributes::once(Input::Tree, who, count),
    }
}

fn create(place: &Path, mode: Mode, who: Who, count: u32) -> Result<(), Failure> {
    // Both sides begin with the same process, so that differences between runs are the workload's.
    warm_up(place)?;
    let shop = Shop::new(place)?;
    match who {
        Who::Ours => with_library(&shop, &people(count), mode),
        Who::Hand => Hand::open(&shop.file())?.create(&people(count), mode.batch()),
        other => Err(Failure::NoSide(other)),
    }
    .map(drop)
}

fn get(place: &Path, workload: Workload, who: Who, count: u32) -> Result<(), Failure> {
    warm_up(place)?;
    let crowd = Crowd::new(place, 1_000, count)?;
    match (workload, who) {
        (Workload::GetById, Who::Ours) => crowd.ours_by_id(),
        (Workload::GetById, Who::Hand) => crowd.hand_by_id(Effort::Parsed),
        (_, Who::Ours) => crowd.ours_by_login(),
        (_, Who::Hand) => crowd.hand_by_login(Effort::Parsed),
        (_, other) => Err(Failure::NoSide(other)),
    }
    .map(drop)
}
