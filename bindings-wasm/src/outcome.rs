//! What came of a check.

use patronage::violation::Violations;

/// The violations as JSON text; nothing where there are none, which is the usual case and crosses
/// for free.
pub fn violations_of<T>(checked: Result<T, Violations>) -> Option<String> {
    let violations = checked.err()?;
    // Texts and counts can always be written.
    Some(serde_json::to_string(&violations).unwrap_or_default())
}
