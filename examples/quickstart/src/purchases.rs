//! The purchases of the CDNOW data set.

use std::collections::HashMap;

use crate::failure::Failure;

/// One purchase, as it is written. Whether its values make sense is for the import to say, which
/// reports all that is wrong with a row; only the shape of the file is settled here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Purchase<'a> {
    /// Where it stands, from 1.
    pub(crate) line: u64,
    /// The id of the customer in the data set.
    pub(crate) customer: &'a str,
    /// The order number.
    pub(crate) number: String,
    /// Where it was bought; on the site where the customer registered when nothing is said.
    pub(crate) site: Option<&'a str>,
    /// The day, `YYYY-MM-DD`.
    pub(crate) placed_on: String,
    /// How many CDs.
    pub(crate) quantity: &'a str,
    /// What they cost, in US dollars.
    pub(crate) total: &'a str,
}

/// Reads a file: one heading line, then customer, date, number of CDs and amount, separated by
/// blanks.
pub(crate) fn parse<'a>(file: &str, text: &'a str) -> Result<Vec<Purchase<'a>>, Failure> {
    let mut counts = HashMap::new();
    let mut purchases = Vec::new();
    for (line, content) in (1..).zip(text.lines()).skip(1) {
        let columns: Vec<&str> = content.split_ascii_whitespace().collect();
        let [customer, date, quantity, total] = columns[..] else {
            let found = columns.len();
            let columns = "4 columns (customer, date, number of CDs, amount)";
            let complaint = format!("should have {columns} and has {found}");
            return Err(Failure::Line { file: file.to_owned(), line, complaint });
        };
        // The data set numbers no purchases. The n-th of a customer stays the n-th when later ones
        // are added at the end, so this number finds it again in the next run.
        let count: &mut u32 = counts.entry(customer).or_default();
        *count = count.saturating_add(1);
        purchases.push(Purchase {
            line,
            customer,
            number: format!("{customer}-{count}"),
            site: None,
            placed_on: with_dashes(date),
            quantity,
            total,
        });
    }
    Ok(purchases)
}

/// `19970131` as `1997-01-31`; anything else stays as it is, to be refused as it is.
fn with_dashes(date: &str) -> String {
    let is_compact = date.len() == 8 && date.bytes().all(|byte| byte.is_ascii_digit());
    match (is_compact, date.get(..4), date.get(4..6), date.get(6..)) {
        (true, Some(year), Some(month), Some(day)) => format!("{year}-{month}-{day}"),
        _ => date.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn purchases_are_numbered_per_customer_in_the_order_of_the_file() {
        let text = " id date cds value\r\n 00002 19970112  1   12.00\r\n 00001 19970101  1   11.77\r\n 00002 19970113  5   77.00\r\n";
        let purchases = parse("test", text).unwrap();
        let numbers: Vec<_> = purchases.iter().map(|purchase| &*purchase.number).collect();
        assert_eq!(numbers, ["00002-1", "00001-1", "00002-2"]);
        let last = purchases.last().unwrap();
        assert_eq!(
            (last.line, &*last.placed_on, last.quantity, last.total),
            (4, "1997-01-13", "5", "77.00")
        );
    }

    #[test]
    fn a_line_of_another_shape_stops_the_import_and_is_named() {
        let refused = parse("`my.txt`", "heading\n00001 19970101 1 11.77\n00002 19970112 12.00\n");
        let complaint = "line 3 of `my.txt` should have 4 columns (customer, date, number of CDs, amount) and has 3; nothing was imported";
        assert_eq!(refused.unwrap_err().to_string(), complaint);
    }

    #[test]
    fn a_date_that_is_none_is_left_to_the_import() {
        let purchases = parse("test", "heading\n00001 January 1 11.77\n").unwrap();
        assert_eq!(purchases.first().unwrap().placed_on, "January");
    }
}
