//! Questions in SQL, for reports: nothing is changed by them.

use patronage::store::StoreError;
use rusqlite::types::Value;
use rusqlite::{Connection, Params};

use crate::SqliteStore;
use crate::error::translate;

/// What a question in SQL is answered with.
#[derive(Debug, Clone, PartialEq)]
pub struct Rows {
    /// The names of the columns.
    pub columns: Vec<String>,
    /// The rows, with a value for each column.
    pub rows: Vec<Vec<Value>>,
}

/// Why a question in SQL has no answer.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum QueryError {
    /// The statement is none that only reads.
    #[error("only one SELECT, VALUES, WITH or EXPLAIN is answered")]
    NotReadOnly,
    /// SQLite does not understand the statement, or cannot answer it.
    #[error("the statement cannot be answered: {reason}")]
    Failed {
        /// What SQLite says.
        reason: String,
    },
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl QueryError {
    /// The stable code, as `core/docs/errors.md` lists it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotReadOnly => "query.not_read_only",
            Self::Failed { .. } => "query.failed",
            Self::Store(error) => error.code(),
        }
    }
}

impl SqliteStore {
    /// Answers one statement that only reads, over all tenants of the file.
    ///
    /// The views named `patronage_*_view` are for this: they show readably what is packed in the
    /// tables. A statement that writes, attaches a file, begins a transaction or is a `PRAGMA` is
    /// refused. All rows are in memory when it returns.
    ///
    /// ```
    /// use patronage_sqlite::SqliteStore;
    /// use patronage_sqlite::rusqlite::types::Value;
    ///
    /// let store = SqliteStore::in_memory()?;
    /// let answer = store.query("SELECT name FROM patronage_tenants WHERE name = ?1", ["default"])?;
    /// assert_eq!(answer.columns, ["name"]);
    /// assert_eq!(answer.rows, [[Value::Text("default".to_owned())]]);
    /// assert_eq!(store.query("DROP TABLE patronage_tenants", []).unwrap_err().code(), "query.not_read_only");
    /// # Ok::<(), patronage_sqlite::QueryError>(())
    /// ```
    pub fn query(&self, sql: &str, parameters: impl Params) -> Result<Rows, QueryError> {
        let reader = self.reader()?;
        answer(&reader, sql, parameters)
    }
}

fn answer(connection: &Connection, sql: &str, parameters: impl Params) -> Result<Rows, QueryError> {
    if !asks(sql) {
        return Err(QueryError::NotReadOnly);
    }
    let mut statement = connection.prepare(sql).map_err(failed)?;
    if !statement.readonly() || statement.column_count() == 0 {
        return Err(QueryError::NotReadOnly);
    }
    let columns: Vec<String> = statement.column_names().map(ToOwned::to_owned).collect();
    let width = columns.len();
    let rows = statement
        .query_and_then(parameters, |row| (0..width).map(|column| row.get(column)).collect())
        .map_err(failed)?
        .collect::<rusqlite::Result<Vec<Vec<Value>>>>()
        .map_err(failed)?;
    Ok(Rows { columns, rows })
}

/// Whether the first word of a statement is one of those that ask. That it changes nothing is for
/// SQLite to say; this leaves out what SQLite counts as reading, such as `PRAGMA` and `BEGIN`.
fn asks(sql: &str) -> bool {
    let mut rest = sql.trim_start();
    while let Some((end, comment)) = [("\n", "--"), ("*/", "/*")]
        .into_iter()
        .find_map(|(end, begin)| Some((end, rest.strip_prefix(begin)?)))
    {
        rest = comment.split_once(end).map_or("", |(_, after)| after.trim_start());
    }
    let word = rest.split(|end: char| !end.is_ascii_alphabetic()).next().unwrap_or_default();
    ["SELECT", "VALUES", "WITH", "EXPLAIN"].iter().any(|asking| word.eq_ignore_ascii_case(asking))
}

fn failed(error: rusqlite::Error) -> QueryError {
    match error {
        rusqlite::Error::MultipleStatement => QueryError::NotReadOnly,
        rusqlite::Error::SqliteFailure(..) => match translate(error) {
            StoreError::Backend(reason) => QueryError::Failed { reason: reason.to_string() },
            known => QueryError::Store(known),
        },
        other => QueryError::Failed { reason: other.to_string() },
    }
}
