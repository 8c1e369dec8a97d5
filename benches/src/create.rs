//! Creating customers durably, beside the same rows written by hand.

use std::cell::RefCell;
use std::path::Path;
use std::time::Duration;

use patronage::customer::NewCustomer;

use crate::compare::same_work;
use crate::failure::Failure;
use crate::hand::{BATCH, Hand};
use crate::measure::{in_turns, timed};
use crate::people::{Person, people};
use crate::report::{Comparison, Goal, Operations, Section};
use crate::settings::Settings;
use crate::shop::{STAFF, Shop};

/// How customers are committed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Mode {
    /// A commit for each customer.
    One,
    /// A commit for every 1,000.
    Batch,
}

impl Mode {
    /// How many customers share a commit.
    pub(crate) fn batch(self) -> usize {
        match self {
            Self::One => 1,
            Self::Batch => BATCH,
        }
    }

    /// As the table calls it.
    pub(crate) fn workload(self) -> &'static str {
        match self {
            Self::One => "create, a commit each",
            Self::Batch => "create, 1,000 a commit",
        }
    }
}

pub(crate) fn measure(settings: &Settings) -> Result<Section, Failure> {
    warm_up(&settings.dir)?;
    let one = compare(settings, Mode::One, settings.one, Goal::TimeAtMost(1.2))?;
    let batch = compare(settings, Mode::Batch, settings.batched, Goal::TimeAtMost(1.5))?;
    let shop = Shop::new(&settings.dir)?;
    let notes = vec![
        format!(
            "{} customers with a commit each and {} in batches of 1,000, in a new file each round.",
            settings.one, settings.batched
        ),
        "Ours takes raw text, checks and folds it, and answers with the customers. By hand nothing \
         is checked: statements are prepared once, the JSON of customer and event is made from the \
         data with serde_json, ids with `Uuid::now_v7`, the counters are raised once a commit."
            .to_owned(),
        format!("Settings by hand: {}; the store is opened as it is without options.",
            Hand::open(&shop.file())?.settings()?),
        "After each round both files held the same: schema with all indexes, rows of each table, \
         values and bytes of each column, counters."
            .to_owned(),
    ];
    Ok(Section {
        name: "create",
        standings: Vec::new(),
        comparisons: one.into_iter().chain(batch).collect(),
        notes,
    })
}

fn compare(
    settings: &Settings,
    mode: Mode,
    count: u32,
    goal: Goal,
) -> Result<Option<Comparison>, Failure> {
    let people = people(count);
    let (our_shops, hand_shops) = (RefCell::default(), RefCell::default());
    let laps = in_turns(
        settings.rounds,
        &mut || in_new_shop(&settings.dir, &our_shops, |shop| with_library(shop, &people, mode)),
        &mut || {
            let by_hand = |shop: &Shop| Hand::open(&shop.file())?.create(&people, mode.batch());
            in_new_shop(&settings.dir, &hand_shops, by_hand)
        },
    )?;
    for (ours, theirs) in our_shops.take().iter().zip(&hand_shops.take()) {
        same_work(&ours.file(), &theirs.file())?;
    }
    Ok(Comparison::new(mode.workload(), "rusqlite by hand", Operations::each(count), &laps, goal))
}

/// Does `work` in a new shop and keeps it, to be compared after the last round.
fn in_new_shop(
    place: &Path,
    shops: &RefCell<Vec<Shop>>,
    work: impl FnOnce(&Shop) -> Result<Duration, Failure>,
) -> Result<Duration, Failure> {
    let shop = Shop::new(place)?;
    let time = work(&shop)?;
    shops.borrow_mut().push(shop);
    Ok(time)
}

/// One turn beside a program in another language, which may show a file with the same customers.
pub(crate) fn turn(
    place: &Path,
    mode: Mode,
    count: u32,
    beside: Option<&Path>,
) -> Result<Duration, Failure> {
    warm_up(place)?;
    let shop = Shop::new(place)?;
    let time = with_library(&shop, &people(count), mode)?;
    if let Some(other) = beside {
        same_work(&shop.file(), other)?;
    }
    Ok(time)
}

/// The first telephone number of a process loads the numbering plans, which is no work of any
/// customer.
pub(crate) fn warm_up(place: &Path) -> Result<(), Failure> {
    with_library(&Shop::new(place)?, &people(1), Mode::One).map(drop)
}

/// Creates the customers in `shop` through the library; making the drafts is not timed.
pub(crate) fn with_library(
    shop: &Shop,
    people: &[Person],
    mode: Mode,
) -> Result<Duration, Failure> {
    let customers = shop.open()?.as_admin(STAFF).customers();
    let drafts: Vec<NewCustomer> = people.iter().map(Person::draft).collect();
    match mode {
        Mode::One => timed(|| {
            drafts.into_iter().try_for_each(|draft| customers.create(draft).map(drop))?;
            Ok(())
        }),
        Mode::Batch => {
            let batches: Vec<Vec<NewCustomer>> = drafts.chunks(BATCH).map(<[_]>::to_vec).collect();
            timed(|| {
                for batch in batches {
                    for created in customers.create_all(batch) {
                        created?;
                    }
                }
                Ok(())
            })
        }
    }
}
