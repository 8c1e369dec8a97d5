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
            Ok(vec![Err(said(stop))])
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

/// All sets without savepoints; `None` when one of them was not applied.
fn apply_believing(connection: &Connection, sets: &[&EncodedSet]) -> Option<Answer> {
    let mut batch = Batch::new(connection);
    let answers = sets.iter().map(|set| batch.apply(set).ok().map(Ok)).collect::<Option<_>>()?;
    batch.finish().ok()?;
    Some(answers)
}

fn apply_in_savepoint(
    batch: &mut Batch<'_>,
    set: &EncodedSet,
) -> Result<Result<Committed, StoreError>, Lost> {
    savepoint(batch, "SAVEPOINT patronage_set")?;
    let mut applied = batch.apply(set);
    if matches!(applied, Err(Stop::Suspect(_))) {
        undo(batch, None)?;
        applied = batch.apply_carefully(set);
    }
    let answer = applied.map_err(said);
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

fn said(stop: Stop) -> StoreError {
    match stop {
        Stop::Refused(error) => error,
        Stop::Suspect(Some(constraint)) => StoreError::backend(constraint),
        Stop::Suspect(None) => StoreError::backend("a row is missing that was there before"),
    }
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
