//! Charging orders on credit, beside the same check, insert and update by hand.

mod accounts;
mod by_hand;
mod memory;

use std::path::Path;
use std::time::{Duration, Instant};

use patronage::credit::NewPurchase;
use patronage::directory::{Credit, CreditOf};
use patronage_sqlite::Durability;

use crate::failure::Failure;
use crate::measure::{Laps, Spread, in_turns, timed};
use crate::report::{Comparison, Goal, Operations, Section};
use crate::settings::Settings;
use crate::shop::SITE;
use crate::who::Who;
use accounts::Accounts;
use by_hand::HandLedger;

/// How many accounts there are where there is more than one.
const MANY: u32 = 1_000;

pub(crate) fn measure(settings: &Settings) -> Result<Section, Failure> {
    let mut comparisons = Vec::new();
    let mut notes = Vec::new();
    for (durability, name, goal) in
        [(Durability::Full, "FULL", 1.1), (Durability::Normal, "NORMAL", 1.5)]
    {
        let mut waits = Waits::default();
        let laps = in_turns(
            settings.rounds,
            &mut || one_thread(&settings.dir, durability, settings.charges, &mut waits),
            &mut || HandLedger::new(&settings.dir, durability)?.charge(1, settings.charges),
        )?;
        let each = Operations::each(settings.charges);
        let workload = format!("charge, 1 thread, {name}");
        let goal = Goal::TimeAtMost(goal);
        comparisons.extend(Comparison::new(&workload, "rusqlite by hand", each, &laps, goal));
        notes.extend(waits.sentence(&workload));
    }
    for (threads, goal) in [(8, 3.0), (64, 6.0)] {
        for accounts in [1, MANY] {
            let (laps, waits) = grouped(settings, threads, accounts)?;
            let fewer = settings.charges.div_ceil(4);
            let among = if accounts == 1 { "one hot account" } else { "1,000 accounts" };
            let workload = format!("charge, {threads} threads, {among}, FULL");
            comparisons.extend(Comparison::new(
                &workload,
                "rusqlite by hand, 1 thread",
                Operations { ours: settings.charges.saturating_mul(4), theirs: fewer },
                &laps,
                Goal::ThroughputAtLeast(goal),
            ));
            notes.extend(waits.sentence(&workload));
        }
    }
    comparisons.extend(status(settings)?);
    notes.push(memory::sentence(settings.charges.saturating_mul(20))?);
    notes.push(statement(settings)?);
    notes.push(
        "Ours takes raw text, decides inside the commit, and writes the entry with snapshot, chain \
         and commitment as an event of the trail, the open item, and the account. By hand: `BEGIN \
         IMMEDIATE`, a prepared SELECT of the account, the check against limit and overdraft, an \
         INSERT of the entry with its number, key (unique within the account), order, purchase \
         order, due date and the figures after it, an UPDATE of the account, `COMMIT`; no hash, no \
         JSON, no event."
            .to_owned(),
    );
    Ok(Section { name: "credit", standings: Vec::new(), comparisons, notes })
}

/// How long single charges took.
#[derive(Debug, Default)]
struct Waits(Vec<f64>);

impl Waits {
    fn sentence(mut self, workload: &str) -> Option<String> {
        self.0.sort_unstable_by(f64::total_cmp);
        let at = |percent: usize| self.0.get(self.0.len().saturating_mul(percent) / 100);
        let (half, most) = (at(50)?, at(99)?);
        Some(format!("{workload}: p50 {half:.3} ms, p99 {most:.3} ms for one charge of ours."))
    }
}

pub(crate) fn purchase(charge: u32) -> NewPurchase {
    NewPurchase::new("0.01", SITE, format!("order-{charge}"))
        .order(format!("order-{charge}"))
        .purchase_order("PO-7")
}

/// Charges and notes how long each took.
fn charge(
    credit: &Credit,
    of: &CreditOf,
    purchase: NewPurchase,
    waits: &mut Waits,
) -> Result<(), Failure> {
    let begun = Instant::now();
    credit.charge(of.clone(), purchase)?;
    waits.0.push(begun.elapsed().as_secs_f64() * 1_000.0);
    Ok(())
}

/// Charges on one account, without the flush, so that a program that counts sees the work.
pub(crate) fn once(place: &Path, who: Who, count: u32) -> Result<(), Failure> {
    match who {
        Who::Ours => one_thread(place, Durability::Normal, count, &mut Waits::default()),
        Who::Hand => HandLedger::new(place, Durability::Normal)?.charge(1, count),
        other => Err(Failure::NoSide(other)),
    }
    .map(drop)
}

/// Decides charges without a store.
pub(crate) fn decide_once(who: Who, count: u32) -> Result<(), Failure> {
    match who {
        Who::Ours => memory::decided(count).map(drop),
        other => Err(Failure::NoSide(other)),
    }
}

fn one_thread(
    place: &Path,
    durability: Durability,
    charges: u32,
    waits: &mut Waits,
) -> Result<Duration, Failure> {
    let accounts = Accounts::new(place, durability, 1)?;
    let purchases: Vec<NewPurchase> = (0..charges).map(purchase).collect();
    timed(|| {
        purchases.into_iter().try_for_each(|purchase| {
            let mut all = accounts.all.iter();
            all.try_for_each(|of| charge(&accounts.credit, of, purchase.clone(), waits))
        })
    })
}

/// Many threads of ours beside one by hand.
fn grouped(settings: &Settings, threads: u32, accounts: u32) -> Result<(Laps, Waits), Failure> {
    let mut waits = Waits::default();
    let laps = in_turns(
        settings.rounds,
        &mut || on_threads(settings, threads, accounts, &mut waits),
        &mut || {
            let hand = HandLedger::new(&settings.dir, Durability::Full)?;
            hand.charge(accounts, settings.charges.div_ceil(4))
        },
    )?;
    Ok((laps, waits))
}

fn on_threads(
    settings: &Settings,
    threads: u32,
    accounts: u32,
    waits: &mut Waits,
) -> Result<Duration, Failure> {
    let accounts = Accounts::new(&settings.dir, Durability::Full, accounts)?;
    let charges = settings.charges.saturating_mul(4);
    timed(|| {
        std::thread::scope(|scope| {
            let share = |thread: u32| {
                let (credit, all) = (accounts.credit.clone(), &accounts.all);
                let step = usize::try_from(threads).unwrap_or(usize::MAX);
                scope.spawn(move || {
                    let mut waits = Waits::default();
                    for number in (thread..charges).step_by(step) {
                        let place = usize::try_from(number).unwrap_or(usize::MAX);
                        if let Some(of) = all.get(place.checked_rem(all.len()).unwrap_or(0)) {
                            charge(&credit, of, purchase(number), &mut waits)?;
                        }
                    }
                    Ok::<_, Failure>(waits)
                })
            };
            let running: Vec<_> = (0..threads).map(share).collect();
            running.into_iter().try_for_each(|thread| match thread.join() {
                Ok(done) => {
                    waits.0.extend(done?.0);
                    Ok(())
                }
                Err(panic) => std::panic::resume_unwind(panic),
            })
        })
    })
}

/// The status of an account with many entries, beside that of one with ten.
fn status(settings: &Settings) -> Result<Option<Comparison>, Failure> {
    const ASKED: u32 = 2_000;
    let (few, many) =
        (Accounts::with(&settings.dir, 10)?, Accounts::with(&settings.dir, settings.entries)?);
    let ask = |accounts: &Accounts| {
        timed(|| {
            (0..ASKED).try_for_each(|_| {
                accounts.all.iter().try_for_each(|of| {
                    accounts.credit.status(of.clone()).map(drop).map_err(Failure::from)
                })
            })
        })
    };
    let laps = in_turns(settings.rounds, &mut || ask(&many), &mut || ask(&few))?;
    let workload = format!("status of an account with {} entries", settings.entries);
    let peer = "ours, with ten entries";
    Ok(Comparison::new(workload, peer, Operations::each(ASKED), &laps, Goal::TimeAtMost(1.1)))
}

/// How long a statement over 10,000 entries takes.
fn statement(settings: &Settings) -> Result<String, Failure> {
    let entries = settings.entries.min(10_000);
    let accounts = Accounts::with(&settings.dir, entries)?;
    let (from, to) = accounts.days()?;
    let mut times = Vec::new();
    for _ in 0..settings.rounds {
        for of in &accounts.all {
            let time = timed(|| {
                accounts.credit.statement(of.clone(), from, to).map(drop).map_err(Failure::from)
            })?;
            times.push(time.as_secs_f64() * 1_000.0);
        }
    }
    let spread = Spread::of(times);
    Ok(spread.map_or_else(String::new, |Spread { median, min, max }| {
        format!("A statement over {entries} entries took {median:.1} ms ({min:.1}-{max:.1}).")
    }))
}
