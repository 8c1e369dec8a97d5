//! Rows of a CSV file with the lines on which they stand.

use serde::de::DeserializeOwned;

use crate::failure::Failure;

/// Reads all rows of a text. `file` is what to call it when a row has the wrong shape.
pub(crate) fn read<T: DeserializeOwned>(file: &str, text: &str) -> Result<Vec<(u64, T)>, Failure> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let malformed = |error| malformed(file, &error);
    let headings = reader.headers().cloned().map_err(malformed)?;
    let mut rows = Vec::new();
    for row in reader.records() {
        let row = row.map_err(malformed)?;
        let line = row.position().map_or(1, csv::Position::line);
        rows.push((line, row.deserialize(Some(&headings)).map_err(malformed)?));
    }
    Ok(rows)
}

fn malformed(file: &str, error: &csv::Error) -> Failure {
    let line = error.position().map_or(1, csv::Position::line);
    let complaint = match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("should have {expected_len} columns and has {len}")
        }
        csv::ErrorKind::Deserialize { err, .. } => format!("cannot be read: {}", err.kind()),
        _ => format!("cannot be read: {error}"),
    };
    Failure::Line { file: file.to_owned(), line, complaint }
}

#[cfg(test)]
mod tests {
    use super::read;

    type Row = (String, u32);

    #[test]
    fn rows_come_with_their_lines() {
        let rows: Vec<(u64, Row)> = read("test", "name,count\n\"two\nlines\",1\nb,2\n").unwrap();
        let lines: Vec<_> = rows.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [2, 4]);
    }

    #[test]
    fn a_row_of_another_shape_is_named() {
        let refused = read::<Row>("`my.csv`", "name,count\na,1\nb\n").unwrap_err().to_string();
        let complaint = "line 3 of `my.csv` should have 2 columns and has 1; nothing was imported";
        assert_eq!(refused, complaint);
        let refused = read::<Row>("`my.csv`", "name,count\na,x\n").unwrap_err().to_string();
        assert!(refused.starts_with("line 2 of `my.csv` cannot be read: "), "{refused}");
    }
}
