//! Who gives values, in which context, on which day.

use patronage::actor::Role;
use patronage::attribute::{Context, Occasion};
use patronage::time::Date;
use patronage::violation::{Violation, Violations};

use crate::error::Refusal;

/// The occasion that its parts name.
///
/// # Errors
///
/// Every part that says nothing: `occasion.unknown_actor`, `occasion.unknown_context`, or what is
/// wrong with the day.
pub fn read(
    actor: &str,
    context: &str,
    today: &str,
    correcting: bool,
) -> Result<Occasion, Refusal> {
    match (role(actor), named_context(context), day(today)) {
        (Ok(role), Ok(context), Ok(today)) => {
            let occasion = Occasion::new(role, context, today);
            Ok(if correcting { occasion.correcting() } else { occasion })
        }
        (role, context, today) => Err(all([role.err(), context.err(), today.err()])),
    }
}

/// Who looks at definitions, and when.
///
/// # Errors
///
/// As [`read`].
pub fn read_view(actor: &str, today: &str) -> Result<(Role, Date), Refusal> {
    match (role(actor), day(today)) {
        (Ok(role), Ok(today)) => Ok((role, today)),
        (role, today) => Err(all([role.err(), today.err()])),
    }
}

fn all<const N: usize>(found: [Option<Violation>; N]) -> Refusal {
    Refusal::of(Violations::from_list(found.into_iter().flatten().collect()))
}

fn role(actor: &str) -> Result<Role, Violation> {
    let found = Role::ALL.into_iter().find(|role| role.as_str() == actor);
    let names = Role::ALL.map(Role::as_str);
    found.ok_or_else(|| unknown("actor", "occasion.unknown_actor", &names))
}

fn named_context(name: &str) -> Result<Context, Violation> {
    let found = Context::ALL.iter().find(|context| context.as_str() == name);
    let names = || Context::ALL.iter().map(|known| known.as_str()).collect::<Vec<_>>();
    found.copied().ok_or_else(|| unknown("context", "occasion.unknown_context", &names()))
}

fn day(today: &str) -> Result<Date, Violation> {
    Date::parse(today).map_err(|error| Violation::new("today", error.code(), error.to_string()))
}

fn unknown(path: &str, code: &'static str, names: &[&str]) -> Violation {
    Violation::new(path, code, format!("expected one of {}", names.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_that_says_nothing_is_told() {
        let occasion = read("admin", "checkout", "2026-07-01", true).unwrap();
        assert_eq!((occasion.role(), occasion.context()), (Role::Admin, Context::Checkout));
        assert!(occasion.is_correction());
        assert!(!read("admin", "checkout", "2026-07-01", false).unwrap().is_correction());

        let refused = read("Admin", "", "2026-7-1", false).unwrap_err().to_json();
        for code in ["occasion.unknown_actor", "occasion.unknown_context", "date.malformed"] {
            assert!(refused.contains(code), "{refused}");
        }
        assert!(refused.contains("expected one of admin, shopper, system, import"), "{refused}");
        let refused = read_view("admin", "today").unwrap_err().to_json();
        assert!(refused.contains("1 violation: today: "), "{refused}");
    }
}
