//! Tables in Markdown.

use std::fmt::Write;

/// A table in Markdown whose columns stand below each other in a terminal as well.
pub(crate) fn table<const COLUMNS: usize>(
    head: [&str; COLUMNS],
    rows: impl Iterator<Item = [String; COLUMNS]>,
) -> String {
    let rows: Vec<[String; COLUMNS]> =
        std::iter::once(head.map(str::to_owned)).chain(rows).collect();
    let widths: Vec<usize> = (0..COLUMNS)
        .map(|column| rows.iter().filter_map(|row| row.get(column)).map(String::len).max())
        .map(Option::unwrap_or_default)
        .collect();
    let mut text = String::new();
    for (index, row) in rows.iter().enumerate() {
        line(&mut text, row.iter().zip(&widths), ' ');
        if index == 0 {
            let blank = String::new();
            line(&mut text, widths.iter().map(|width| (&blank, width)), '-');
        }
    }
    text
}

fn line<'a>(text: &mut String, cells: impl Iterator<Item = (&'a String, &'a usize)>, fill: char) {
    for (cell, width) in cells {
        let missing = width.saturating_sub(cell.len());
        text.push_str("| ");
        text.push_str(cell);
        text.extend(std::iter::repeat_n(fill, missing));
        text.push(' ');
    }
    // Writing to a string does not fail.
    let _ = writeln!(text, "|");
}
