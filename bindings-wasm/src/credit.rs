//! What an order on account would mean, by the preview that a server made.
//!
//! Nothing is kept: the preview comes with each question, as the JSON text that it is. It is read in
//! some microseconds, and nobody has to give it up.

use patronage::credit::{
    CreditError, CreditPreview, CreditRefusal, Figures, NewOverdraft, NewPurchaseOrder,
};
use patronage::money::{Amount, Money};

use crate::error::Refusal;
use crate::outcome;
use crate::session::BETWEEN;

/// What an operation makes of the texts behind it; nothing where nothing is wrong. Amounts are
/// answered as money is shown, and a refusal is an object of JSON.
///
/// | operation | of | gives |
/// | --- | --- | --- |
/// | `figures` | a preview | all its figures, in the order in which `credit.js` names them |
/// | `offer` | a preview, a total | what the account pays of it, whether that is less, and why not |
/// | `after_charge`, `after_reserve` | a preview, an amount | the figures after it, or a refusal |
/// | `check` | a preview, a number, a term, and fields, each with its value behind it | violations |
/// | `overdraft` | a limit, and an amount or a percent, of which one is empty | what may be spent beyond it |
///
/// An amount is a bare number, or money as it is shown.
pub fn answer(operation: &str, texts: &str) -> Result<Option<String>, Refusal> {
    let mut texts = texts.split(BETWEEN);
    let mut next = || texts.next().unwrap_or_default();
    if operation == "overdraft" {
        let limit = next().parse::<Money>()?;
        let mut given = || Some(next()).filter(|text| !text.is_empty());
        let (fixed, share) = (given().map(amount), given().map(str::to_owned));
        return Ok(Some(NewOverdraft::of(fixed, share).beyond(limit)?.to_string()));
    }
    let preview = CreditPreview::from_json(next())?;
    match operation {
        "figures" => Ok(Some(figures(preview.figures()))),
        "offer" => {
            let offer = preview.offer(amount(next()))?;
            let withheld = offer.withheld().map(told);
            let parts = [offer.amount().to_string(), offer.split().to_string()];
            Ok(Some(joined(parts.into_iter().chain(withheld))))
        }
        "after_charge" => after(preview.after_charge(amount(next()))),
        "after_reserve" => after(preview.after_reserve(amount(next()))),
        "check" => {
            let mut order = NewPurchaseOrder::new().number(next()).term(next());
            while let (Some(code), Some(value)) = (texts.next(), texts.next()) {
                order = order.field(code, value);
            }
            Ok(outcome::violations_of(preview.check(&order)))
        }
        _ => Err(Refusal::unknown_operation()),
    }
}

/// All figures, in the order in which `credit.js` names them.
fn figures(of: &Figures) -> String {
    let all = [
        of.limit(),
        of.overdraft(),
        of.outstanding(),
        of.reserved(),
        of.unapplied(),
        of.available(),
        of.total_available(),
    ];
    joined(all.iter().map(Money::to_string))
}

/// A mistake in the amount is the caller's, and anything else is an answer.
fn after(outcome: Result<Figures, CreditError>) -> Result<Option<String>, Refusal> {
    match outcome {
        Ok(after) => Ok(Some(figures(&after))),
        Err(CreditError::Invalid(violations)) => Err(violations.into()),
        Err(refused) => Ok(Some(told(&refused))),
    }
}

fn told(refused: &CreditError) -> String {
    // Texts and numbers can always be written.
    serde_json::to_string(&CreditRefusal::of(refused)).unwrap_or_default()
}

fn amount(text: &str) -> Amount {
    text.parse::<Money>().map_or_else(|_| Amount::from(text), Amount::from)
}

fn joined(texts: impl Iterator<Item = String>) -> String {
    texts.collect::<Vec<_>>().join("\0")
}

#[cfg(test)]
mod tests {
    use super::answer;

    const PREVIEW: &str = r#"{"site": "shop", "at": "2026-07-01T09:30:00Z", "refusal": null,
        "figures": {"currency": "USD", "limit": "1000.00", "overdraft": "100.00",
            "outstanding": "0.00", "reserved": "600.00", "unapplied": "0.00"},
        "purchase_orders": {"enabled": true, "split_allowed": true, "custom_fields": [],
            "terms": [{"code": "net30", "description": "Net 30", "net_days": 30}]}}"#;

    fn asked(operation: &str, texts: &[&str]) -> Option<String> {
        answer(operation, &[&[PREVIEW], texts].concat().join("\0")).unwrap()
    }

    #[test]
    fn each_operation_answers_by_the_preview_that_comes_with_it() {
        let figures = asked("figures", &[]).unwrap();
        let all: Vec<_> = figures.split('\0').collect();
        assert_eq!(all.len(), 7);
        assert_eq!(all[5..], ["400.00 USD", "500.00 USD"]);
        assert_eq!(asked("offer", &["500.01"]).unwrap(), "500.00 USD\0true");
        assert!(
            asked("after_charge", &["500.00 USD"])
                .unwrap()
                .ends_with("\u{0}-100.00 USD\u{0}0.00 USD")
        );
        let refused = asked("after_reserve", &["500.01"]).unwrap();
        assert!(refused.starts_with(r#"{"code":"credit.limit_exceeded","message":"500.01 USD"#));
        assert_eq!(asked("check", &["PO-7", ""]), None);
        let found = asked("check", &["", "net60", "dept", "IT"]).unwrap();
        for code in ["field.required", "credit.term_not_granted", "field.unknown"] {
            assert!(found.contains(code), "{found}");
        }
    }

    #[test]
    fn an_overdraft_is_an_amount_or_a_percent() {
        let beyond = |texts: &str| answer("overdraft", texts).unwrap();
        assert_eq!(beyond("0.09 USD\0\u{0}10").unwrap(), "0.00 USD");
        assert_eq!(beyond("0.09 USD\u{0}5.00 USD\0").unwrap(), "5.00 USD");
        assert_eq!(answer("overdraft", "5\0\u{0}10").unwrap_err().code(), "money.missing_currency");
    }

    #[test]
    fn mistakes_of_the_caller_are_refused() {
        let code = |operation, texts: &str| answer(operation, texts).unwrap_err().code();
        assert_eq!(code("figures", "{}"), "input.invalid");
        let with = |text: &str| format!("{PREVIEW}\0{text}");
        assert_eq!(code("offer", &with("1.00 EUR")), "credit.no_account");
        assert_eq!(code("after_charge", &with("0")), "input.invalid");
        assert_eq!(code("pay", PREVIEW), "argument.unknown_operation");
    }
}
