//! Statements as text, for people and for other programs.

use std::fmt;

use comfy_table::{CellAlignment, LineStyle, Row, Table, TableStyle};

use super::{OpenItem, Statement, StatementLine};
use crate::activity::OrderNumber;
use crate::credit::ageing::Ageing;
use crate::money::Money;

/// The columns of a statement as CSV.
const CSV_COLUMNS: [&str; 11] = [
    "entry",
    "date",
    "kind",
    "site",
    "order",
    "purchase_order",
    "due",
    "amount",
    "balance",
    "currency",
    "note",
];

impl Statement {
    /// The lines as CSV, with a heading. Amounts are plain decimals, those that lower what is owed
    /// below zero; dates are ISO 8601. A text that a spreadsheet would take for a formula begins
    /// with an apostrophe.
    pub fn to_csv(&self) -> String {
        let heading = CSV_COLUMNS.map(ToOwned::to_owned);
        written(std::iter::once(heading).chain(self.lines.iter().map(record)))
    }
}

/// Records of the same length as CSV.
fn written<R>(records: impl IntoIterator<Item = R>) -> String
where
    R: IntoIterator<Item = String>,
{
    let mut csv = csv::Writer::from_writer(Vec::new());
    // Writing into memory fails for no record.
    let written = records.into_iter().try_for_each(|record| csv.write_record(record));
    let bytes = written.ok().and_then(|()| csv.into_inner().ok()).unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}

impl Ageing {
    /// The columns as CSV: a heading and one line. Amounts are plain decimals, the day is ISO 8601.
    pub fn to_csv(&self) -> String {
        let columns = self.columns();
        let heading = ["as of"].into_iter().chain(columns.map(|(heading, _)| heading));
        let amounts = columns.map(|(_, amount)| plain(amount));
        let line = std::iter::once(self.as_of().to_string()).chain(amounts);
        let currency = self.outstanding().currency().to_string();
        written([
            heading.chain(["currency"]).map(ToOwned::to_owned).collect::<Vec<_>>(),
            line.chain([currency]).collect(),
        ])
    }
}

fn record(line: &StatementLine) -> [String; 11] {
    let entry = line.entry();
    let text = |text: Option<&str>| text.map(defused).unwrap_or_default();
    [
        entry.number().to_string(),
        line.date().to_string(),
        entry.kind().to_string(),
        text(entry.site().map(AsRef::as_ref)),
        text(entry.order().map(OrderNumber::as_str)),
        text(entry.purchase_order()),
        entry.due().map(|due| due.to_string()).unwrap_or_default(),
        entry.outstanding_change().amount().to_string(),
        line.balance().amount().to_string(),
        entry.currency().to_string(),
        text(entry.note()),
    ]
}

/// A text that a spreadsheet shows as it is.
fn defused(text: &str) -> String {
    match text.chars().next() {
        Some('=' | '+' | '-' | '@') => format!("'{text}"),
        _ => text.to_owned(),
    }
}

/// A heading, the lines, the open items and the ageing, as tables.
impl fmt::Display for Statement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "Statement in {} from {} to {}", self.currency, self.from, self.to)?;
        writeln!(f, "{}", lines(self))?;
        if !self.open_items.is_empty() {
            writeln!(f, "\nOpen items on {}", self.to)?;
            writeln!(f, "{}", open_items(&self.open_items))?;
        }
        write!(f, "\n{}", self.ageing)
    }
}

fn lines(statement: &Statement) -> Table {
    let balance = |date: String, what: &str, balance: Money| {
        let [none, order, purchase_order, due, amount] = [""; 5].map(str::to_owned);
        [date, none, what.to_owned(), order, purchase_order, due, amount, plain(balance)]
    };
    let entries = statement.lines.iter().map(|line| {
        let entry = line.entry();
        [
            line.date().to_string(),
            entry.number().to_string(),
            entry.kind().as_str().replace('_', " "),
            entry.order().map(ToString::to_string).unwrap_or_default(),
            entry.purchase_order().unwrap_or_default().to_owned(),
            entry.due().map(|due| due.to_string()).unwrap_or_default(),
            plain(entry.outstanding_change()),
            plain(line.balance()),
        ]
    });
    let opening = balance(statement.from.to_string(), "brought forward", statement.opening);
    let closing = balance(statement.to.to_string(), "balance", statement.closing);
    table(
        ["date", "entry", "what", "order", "purchase order", "due", "amount", "balance"],
        6,
        std::iter::once(opening).chain(entries).chain([closing]),
    )
}

fn open_items(items: &[OpenItem]) -> Table {
    let rows = items.iter().map(|item| {
        [
            item.due().to_string(),
            item.number().to_string(),
            item.order().map(ToString::to_string).unwrap_or_default(),
            item.purchase_order().unwrap_or_default().to_owned(),
            item.term().map(ToString::to_string).unwrap_or_default(),
            item.days_overdue().to_string(),
            plain(item.amount()),
            plain(item.open()),
        ]
    });
    let headings =
        ["due", "entry", "order", "purchase order", "term", "days overdue", "amount", "open"];
    table(headings, 5, rows)
}

/// What is owed by age, as a table.
impl fmt::Display for Ageing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "Ageing in {} on {}", self.outstanding().currency(), self.as_of())?;
        let headings = self.columns().map(|(heading, _)| heading);
        let amounts = self.columns().map(|(_, amount)| plain(amount));
        write!(f, "{}", table(headings, 0, [amounts]))
    }
}

/// A line below the heading and around the whole.
const RULED: TableStyle = {
    let line = LineStyle::none().fill('─').junction('─');
    TableStyle::new().top_border(line).header_separator(line).bottom_border(line)
};

/// A table whose first columns are texts and whose others are numbers.
fn table<const N: usize>(
    headings: [&str; N],
    texts: usize,
    rows: impl IntoIterator<Item = [String; N]>,
) -> Table {
    let mut table = Table::new();
    table.load_style(RULED).set_header(headings);
    table.add_rows(rows.into_iter().map(Row::from));
    for column in table.column_iter_mut().skip(texts) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table
}

/// An amount without its currency, which the heading says.
fn plain(amount: Money) -> String {
    amount.amount().to_string()
}
