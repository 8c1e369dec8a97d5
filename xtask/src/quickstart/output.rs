//! What a program said, held against what it should say.

use crate::document;
use crate::shell::{Call, Failure};

/// What a program said.
pub(super) struct Output {
    call: Call,
    pub(super) text: String,
}

impl Output {
    pub(super) fn of(call: Call) -> Result<Self, Failure> {
        let text = call.read()?;
        Ok(Self { call, text })
    }

    /// The lines, with one blank between words and none around them.
    pub(super) fn lines(&self) -> Vec<String> {
        let words = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
        self.text.lines().map(words).collect()
    }

    /// The lines after one that begins so, up to the next empty one.
    pub(super) fn after(&self, start: &str) -> Vec<String> {
        let lines = self.lines().into_iter().skip_while(|line| !line.starts_with(start));
        lines.skip(1).take_while(|line| !line.is_empty()).collect()
    }

    /// Fails unless a line begins so. The blank at the end of a line stands for one more column.
    pub(super) fn says(&self, expected: &str) -> Result<(), Failure> {
        let lines = self.lines();
        if lines.iter().any(|line| line.starts_with(expected)) {
            Ok(())
        } else {
            Err(self.unlike(&format!("a line `{expected}`")))
        }
    }

    /// Fails unless a document shows the paragraph that begins so, as it was printed.
    pub(super) fn is_shown(&self, start: &str, document: &str) -> Result<(), Failure> {
        let paragraph = self.text.split("\n\n").find(|paragraph| paragraph.starts_with(start));
        let paragraph = paragraph.ok_or_else(|| self.unlike(&format!("`{start}`")))?;
        if document::read(document)?.contains(&format!("\n{paragraph}\n")) {
            return Ok(());
        }
        let complaint = format!("{document} does not show\n\n{paragraph}\n");
        Err(Failure::Unacceptable { call: self.call.clone(), complaint })
    }

    pub(super) fn same<E, F>(&self, what: &str, expected: &[E], found: &[F]) -> Result<(), Failure>
    where
        E: std::fmt::Debug + PartialEq<F>,
        F: std::fmt::Debug,
    {
        let is_same = expected.len() == found.len()
            && expected.iter().zip(found).all(|(expected, found)| expected == found);
        if is_same {
            return Ok(());
        }
        let complaint = format!("{what} should be\n{expected:#?}\nand not\n{found:#?}\n");
        Err(Failure::Unacceptable { call: self.call.clone(), complaint })
    }

    pub(super) fn unlike(&self, expected: &str) -> Failure {
        let complaint = format!("expected {expected}, and found\n\n{}", self.text);
        Failure::Unacceptable { call: self.call.clone(), complaint }
    }
}

#[cfg(test)]
mod tests {
    use super::Output;
    use crate::shell::Call;

    #[test]
    fn what_is_missing_is_named_with_what_is_there() {
        let output = Output::of(Call::new("printf", ["  customers    7\\n"])).unwrap();
        output.says("customers 7").unwrap();
        let failure = output.says("customers 8").unwrap_err().to_string();
        assert!(failure.contains("expected a line `customers 8`"), "{failure}");
        assert!(failure.contains("customers    7"), "{failure}");
    }

    #[test]
    fn lists_differ_also_in_length() {
        let output = Output::of(Call::new("printf", ["x\\n"])).unwrap();
        output.same("it", &["x"], &output.lines()).unwrap();
        assert!(output.same("it", &["x", "y"], &output.lines()).is_err());
        assert!(output.same("it", &["y"], &output.lines()).is_err());
    }
}
