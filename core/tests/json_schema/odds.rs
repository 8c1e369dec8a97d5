//! What the schemas and documents here are drawn by, beside a number and one of a list.

use super::chance::Chance;

impl Chance {
    /// A number within bounds, both of them included.
    pub(crate) fn between(&mut self, least: i32, most: i32) -> i32 {
        let span = usize::try_from(most - least + 1).unwrap();
        least + i32::try_from(self.below(span)).unwrap()
    }

    /// Yes, in so many cases of a hundred.
    pub(crate) fn percent(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}
