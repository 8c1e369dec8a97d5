//! Groups of change sets as transactions.

use patronage::store::{Committed, StoreError};
use rusqlite::Connection;

use crate::apply::{Batch, Stop};
use crate::encode::EncodedSet;
use crate::error::{again, is_constraint, translate};

/// The sets of one call, in order.
pub(crate) type Request = Vec<EncodedSet>;

/// What became of each set of a request.
pub(crate) type Answer = Vec<Result<Committed, StoreError>>;

/// Why a whole transaction was not committed.
struct Lost {
    error: StoreError,
    /// Whether its sets may succeed one by one.
    separable: bool,
}

impl Lost {
    fn for_all(error: StoreError) -> Self {
        Self { error, separable: false }
    }
}

/// Writes the requests of a group in one transaction and answers each. No answer says `Ok` before
/// the commit.
pub(crate) fn write(connection: &Connection, requests: &[Request]) -> Vec<Answer> {
    let sets: Vec<&EncodedSet> = requests.iter().flatten().collect();
    let mut answers = write_sets(connection, &sets).into_iter();
    requests.iter().map(|request| answers.by_ref().take(request.len()).collect()).collect()
}

fn write_sets(connection: &Connection, sets: &[&EncodedSet]) -> Answer {
    match transact(connection, sets) {
        Ok(answers) => answers,
        // One set took the whole transaction with it. Alone, it takes nobody along.
        Err(lost) if lost.separable && sets.len() > 1 => {
            sets.iter().flat_map(|set| write_sets(connection, &[set])).collect()
        }
        Err(lost) => {
            for set in sets {
                set.note_refusal();
            }
            sets.iter().map(|_| Err(again(&lost.error))).collect()
        }
    }
}

fn transact(connection: &Connection, sets: &[&EncodedSet]) -> Result<Answer, Lost> {
    run(connection, "BEGIN IMMEDIATE").map_err(|error| Lost::for_all(translate(error)))?;
    let applied = match sets {
        [set] => apply_alone(connection, set),
        _ => apply_all(connection, sets),
    };
    if applied.is_err() {
        roll_back(connection);
    }
    let answers = applied?;
    if answers.iter().all(Result::is_err) {
        roll_back(connection);
        return Ok(answers);
    }
    run(connection, "COMMIT").map_err(|error| {
        roll_back(connection);
        let separable = is_constraint(&error);
        Lost { error: translate(error), separable }
    })?;
    Ok(answers)
}

/// A lone set needs no savepoint: what it leaves behind is rolled back with the transaction.
fn apply_alone(connection: &Connection, set: &EncodedSet) -> Result<Answer, Lost> {
    let mut batch = Batch::new(connection);
    let committed = match batch.apply(set) {
        Err(Stop::Suspect(_)) => {
            roll_back(connection);
            run(connection, "BEGIN IMMEDIATE").map_err(|error| Lost::for_all(translate(error)))?;
            batch = Batch::new(connection);
            batch.apply_carefully(set)
        }
        applied => applied,
    };
    match committed {
        Ok(committed) => {
            batch.finish().map_err(Lost::for_all)?;
            Ok(vec![Ok(committed)])
        }
        Err(stop) => {
            set.note_refusal();
            Ok(vec![Err(stop.said())])
        }
    }
}

/// Savepoints copy every page that a set touches. So all sets are first applied in the belief that
/// none is refused; only when one is, they begin again, each in a savepoint.
fn apply_all(connection: &Connection, sets: &[&EncodedSet]) -> Result<Answer, Lost> {
    if let Some(answers) = apply_believing(connection, sets) {
        return Ok(answers);
    }
    roll_back(connection);
    run(connection, "BEGIN IMMEDIATE").map_err(|error| Lost::for_all(translate(error)))?;
    let mut batch = Batch::new(connection);
    let mut answers = Vec::with_capacity(sets.len());
    for set in sets {
        answers.push(apply_in_savepoint(&mut batch, set)?);
    }
    batch.finish().map_err(|error| Lost { error, separable: true })?;
    Ok(answers)
}

/// All sets without savepoints; `None` when something of one that was not applied is to be undone.
fn apply_believing(connection: &Connection, sets: &[&EncodedSet]) -> Option<Answer> {
    let mut batch = Batch::new(connection);
    let mut answers = Vec::with_capacity(sets.len());
    for set in sets {
        answers.push(match batch.apply(set) {
            Ok(committed) => Ok(committed),
            Err(Stop::Untouched(error)) => Err(error),
            Err(_) => return None,
        });
    }
    batch.finish().ok()?;
    Some(answers)
}

fn apply_in_savepoint(
    batch: &mut Batch<'_>,
    set: &EncodedSet,
) -> Result<Result<Committed, StoreError>, Lost> {
    // What the sets before it made is not to be undone with it.
    batch.write_accounts().map_err(|stop| Lost { error: stop.said(), separable: true })?;
    savepoint(batch, "SAVEPOINT patronage_set")?;
    let mut applied = batch.apply(set);
    if matches!(applied, Err(Stop::Suspect(_))) {
        undo(batch, None)?;
        applied = batch.apply_carefully(set);
    }
    let answer = applied.map_err(Stop::said);
    if let Err(error) = &answer {
        undo(batch, Some(error))?;
        set.note_refusal();
    }
    savepoint(batch, "RELEASE patronage_set")?;
    Ok(answer)
}

/// Undoes a set. Some errors, a full disk among them, end the whole transaction by themselves.
fn undo(batch: &mut Batch<'_>, error: Option<&StoreError>) -> Result<(), Lost> {
    batch.forget();
    if batch.connection.is_autocommit() {
        let error = error.map_or_else(|| StoreError::backend("the transaction is gone"), again);
        return Err(Lost { error, separable: true });
    }
    savepoint(batch, "ROLLBACK TO patronage_set")
}

fn savepoint(batch: &Batch<'_>, sql: &str) -> Result<(), Lost> {
    run(batch.connection, sql).map_err(|error| Lost { error: translate(error), separable: true })
}

/// Applies sets wholly or not at all inside a transaction that somebody else opened.
pub(crate) fn write_within(
    connection: &Connection,
    sets: &[EncodedSet],
) -> Result<Vec<Committed>, StoreError> {
    run(connection, "SAVEPOINT patronage_plan").map_err(translate)?;
    let mut batch = Batch::new(connection);
    let committed: Result<Vec<Committed>, StoreError> = sets
        .iter()
        .map(|set| apply_in_savepoint(&mut batch, set).map_err(|lost| lost.error).flatten())
        .collect();
    let committed = committed.and_then(|committed| batch.finish().map(|()| committed));
    if committed.is_err() && !connection.is_autocommit() {
        run(connection, "ROLLBACK TO patronage_plan").map_err(translate)?;
    }
    if !connection.is_autocommit() {
        run(connection, "RELEASE patronage_plan").map_err(translate)?;
    }
    committed
}

fn roll_back(connection: &Connection) {
    if !connection.is_autocommit() {
        // When this fails, the transaction is gone already or goes with the connection.
        let _ = run(connection, "ROLLBACK");
    }
}

pub(crate) fn run(connection: &Connection, sql: &str) -> rusqlite::Result<()> {
    connection.prepare_cached(sql)?.execute([]).map(drop)
}

#[cfg(test)]
mod tests {
    use patronage::Directory;
    use patronage::credit::{NewCreditAccount, NewPaymentTerm, NewPurchase, PurchaseOrdersPatch};
    use patronage::customer::NewCustomer;
    use patronage::site::NewSite;
    use patronage::store::{ChangeSet, Store};

    use super::*;
    use crate::SqliteStore;
    use crate::refused::Refused;

    /// An order beyond the limit is nothing that those beside it have to be written again for.
    #[test]
    fn a_group_goes_on_behind_credit_that_is_refused() {
        let store = SqliteStore::in_memory().unwrap();
        let directory = Directory::open(store.clone()).unwrap();
        let admin = directory.as_admin("jane");
        admin.sites().create(NewSite::new("main", "Main").currency("USD")).unwrap();
        let term = NewPaymentTerm::new("net30", "Net 30", 30);
        let patch = PurchaseOrdersPatch::new().enabled(true).terms([term]);
        admin.sites().set_purchase_orders("main", patch).unwrap();
        let john = admin.customers().create(NewCustomer::guest("main")).unwrap().id();
        let account = NewCreditAccount::new("10.00").terms("main", ["net30"]);
        admin.credit().open(john, account).unwrap();

        let charge = |amount: &str, key: &str| {
            let order = NewPurchase::new(amount, "main", key).purchase_order("PO-7");
            let charge =
                |directory: &Directory| directory.as_admin("jane").credit().charge(john, order);
            directory.plan(charge).unwrap().changes().to_vec()
        };
        let [six, other_six, four] =
            [("6.00", "a"), ("6.00", "b"), ("4.00", "c")].map(|(amount, key)| charge(amount, key));
        let both: Vec<_> = [four.clone(), other_six.clone()].concat();
        let both = both.into_iter().fold(ChangeSet::new(six[0].generation), |set, one| {
            one.credit.into_iter().fold(set, ChangeSet::credit)
        });
        let encode = |sets: &[ChangeSet]| -> Vec<EncodedSet> {
            let refused = Refused::default();
            sets.iter().map(|set| EncodedSet::new(store.id, set, &refused)).collect()
        };
        let connection = store.database.writer.lock();
        let apply = |sets: &[EncodedSet]| {
            run(&connection, "BEGIN IMMEDIATE").unwrap();
            let answers = apply_believing(&connection, &sets.iter().collect::<Vec<_>>());
            let codes = answers.map(|answers| {
                let code = |answer: &Result<Committed, StoreError>| {
                    answer.as_ref().map_or_else(StoreError::code, |_| "ok")
                };
                answers.iter().map(code).collect::<Vec<_>>()
            });
            roll_back(&connection);
            codes
        };
        let sets = encode(&[six.clone(), other_six, four].concat());
        assert_eq!(apply(&sets), Some(vec!["ok", "credit.limit_exceeded", "ok"]));
        // What was written before the refusal has to be undone.
        let sets = encode(&[six, vec![both]].concat());
        assert_eq!(apply(&sets), None);
        let sets = encode(&[charge("4.00", "d"), charge("6.00", "e")].concat());
        assert_eq!(apply(&sets), Some(vec!["ok", "ok"]), "nothing was left behind");
        drop(connection);
        assert!(store.snapshot().is_ok());
    }
}
