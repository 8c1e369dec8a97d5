//! Many threads that create customers durably, beside one writer by hand.

use std::time::Duration;

use patronage::customer::NewCustomer;

use crate::create::warm_up;
use crate::failure::Failure;
use crate::hand::Hand;
use crate::measure::{in_turns, timed};
use crate::people::{Person, people};
use crate::report::{Comparison, Goal, Operations, Section};
use crate::settings::Settings;
use crate::shop::{STAFF, Shop};

pub(crate) fn measure(settings: &Settings) -> Result<Section, Failure> {
    warm_up(&settings.dir)?;
    let people = people(settings.shared);
    // One writer is slow enough for its rate to be steady after fewer customers.
    let fewer = settings.shared.div_ceil(4);
    let few: Vec<Person> =
        people.iter().take(usize::try_from(fewer).unwrap_or(usize::MAX)).cloned().collect();
    let mut comparisons = Vec::new();
    for (threads, goal) in [(8, 3.0), (64, 6.0)] {
        let laps = in_turns(
            settings.rounds,
            &mut || on_threads(&Shop::new(&settings.dir)?, &people, threads),
            &mut || Hand::open(&Shop::new(&settings.dir)?.file())?.create(&few, 1),
        )?;
        let workload = format!("create, a commit each, {threads} threads");
        comparisons.extend(Comparison::new(
            workload,
            "rusqlite by hand, 1 thread",
            Operations { ours: settings.shared, theirs: fewer },
            &laps,
            Goal::ThroughputAtLeast(goal),
        ));
    }
    let notes = vec![
        format!("{} customers a round, shared by the threads; {fewer} by hand.", settings.shared),
        "Every call of ours returns after the flush that covers it; calls that wait at the same \
         time share one. By hand each customer has `BEGIN IMMEDIATE`, prepared statements and \
         `COMMIT`."
            .to_owned(),
    ];
    Ok(Section { name: "threads", standings: Vec::new(), comparisons, notes })
}

fn on_threads(shop: &Shop, people: &[Person], threads: usize) -> Result<Duration, Failure> {
    let customers = shop.open()?.as_admin(STAFF).customers();
    let drafts: Vec<NewCustomer> = people.iter().map(Person::draft).collect();
    let shares: Vec<Vec<NewCustomer>> =
        drafts.chunks(drafts.len().div_ceil(threads)).map(<[_]>::to_vec).collect();
    timed(|| {
        std::thread::scope(|scope| {
            let create = |share: Vec<NewCustomer>| {
                let customers = customers.clone();
                scope.spawn(move || {
                    share.into_iter().try_for_each(|draft| customers.create(draft).map(drop))
                })
            };
            let running: Vec<_> = shares.into_iter().map(create).collect();
            running.into_iter().try_for_each(|thread| match thread.join() {
                Ok(created) => created.map_err(Failure::from),
                Err(panic) => std::panic::resume_unwind(panic),
            })
        })
    })
}
