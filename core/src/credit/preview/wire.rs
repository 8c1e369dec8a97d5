//! A preview as JSON, written by a server and read in a browser.

use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::CreditPreview;
use crate::code::SiteCode;
use crate::credit::error::{CreditError, CreditRefusal};
use crate::credit::figures::{Figures, Sums};
use crate::credit::purchase_orders::{
    NewCustomField, NewPaymentTerm, PurchaseOrders, PurchaseOrdersPatch,
};
use crate::id::{EntryNumber, IdError};
use crate::json::{Literal, Object};
use crate::money::{Currency, Minor, Money};
use crate::time::{Date, Timestamp};
use crate::violation::{Checks, FieldError, Violation, Violations};

impl CreditPreview {
    /// The preview as JSON text, which [`from_json`](Self::from_json) reads.
    pub fn to_json(&self) -> String {
        // Texts, counts and flags can always be written.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Reads what [`to_json`](Self::to_json) writes.
    ///
    /// # Errors
    ///
    /// All that is not as it is written there, at its path, such as `figures.limit`; a text that is no
    /// object of JSON is one violation at the empty path.
    pub fn from_json(text: &str) -> Result<Self, Violations> {
        let document = Literal::parse_object(text).map_err(|error| Violation::of("", &error))?;
        read(document.members())
    }
}

fn read(document: Object<'_>) -> Result<CreditPreview, Violations> {
    let mut checks = Checks::new();
    let site = checks.take("site", SiteCode::parse(document.text("site")));
    let at = checks.take("at", Timestamp::parse(document.text("at")));
    let figures = read_figures(document.object("figures"), &mut checks);
    let refusal = document.get("refusal");
    let refusal = refusal.map(|refusal| read_refusal(refusal.members(), &mut checks));
    let orders = read_purchase_orders(document.object("purchase_orders"), &mut checks);
    match (site, at, figures, orders, checks.is_clean()) {
        (Some(site), Some(at), Some(figures), Some(purchase_orders), true) => {
            let refusal = refusal.flatten();
            Ok(CreditPreview { site, at, figures, refusal, purchase_orders })
        }
        _ => Err(checks.into_violations()),
    }
}

/// The figures from which the others follow.
const FIGURES: [&str; 5] = ["limit", "overdraft", "outstanding", "reserved", "unapplied"];

fn read_figures(figures: Object<'_>, checks: &mut Checks) -> Option<Figures> {
    let currency = Currency::parse(figures.text("currency"));
    let currency = checks.take("figures.currency", currency)?;
    let [limit, overdraft, outstanding, reserved, unapplied] = FIGURES.map(|name| {
        let amount = Money::parse(figures.text(name), currency);
        checks.take(&format!("figures.{name}"), amount).map_or(Minor::ZERO, Minor::from)
    });
    let sums = Sums { limit, overdraft, outstanding, reserved, unapplied };
    checks.take("figures", Figures::new(currency, sums))
}

/// Why an account takes no new orders: no other refusal stands in a preview.
fn read_refusal(refusal: Object<'_>, checks: &mut Checks) -> Option<CreditError> {
    let says = refusal.object("parameters");
    match (refusal.text("code"), says.get("item")) {
        ("credit.disabled", _) => Some(CreditError::Disabled),
        ("credit.on_hold", None) => {
            let since = Timestamp::parse(says.text("since"));
            checks
                .take("refusal.parameters.since", since)
                .map(|since| CreditError::OnHold { since })
        }
        ("credit.on_hold", Some(_)) => {
            let item = says.count("item").ok_or(IdError::InvalidNumber);
            let item = item.and_then(EntryNumber::new);
            let item = checks.take("refusal.parameters.item", item);
            let due = checks.take("refusal.parameters.due", Date::parse(says.text("due")));
            item.zip(due).map(|(item, due)| CreditError::Overdue { item, due })
        }
        _ => {
            let words = "`credit.disabled`, `credit.on_hold`".to_owned();
            checks.reject("refusal.code", &FieldError::UnknownWord { words });
            None
        }
    }
}

fn read_purchase_orders(says: Object<'_>, checks: &mut Checks) -> Option<PurchaseOrders> {
    const PATH: &str = "purchase_orders";
    let within = |name: &str| format!("{PATH}.{name}");
    let patch = PurchaseOrdersPatch::new()
        .enabled(says.flag("enabled", checks, &within("enabled")))
        .split_allowed(says.flag("split_allowed", checks, &within("split_allowed")));
    let terms = says.list("terms", checks, &within("terms")).iter().map(|term| {
        let term = term.members();
        // What is no number of days is more of them than a term has.
        let net_days = term.count("net_days").and_then(|days| u32::try_from(days).ok());
        let net_days = net_days.unwrap_or(u32::MAX);
        NewPaymentTerm::new(term.text("code"), term.text("description"), net_days)
    });
    let patch = patch.terms(terms);
    let fields = says.list("custom_fields", checks, &within("custom_fields"));
    let fields = fields.iter().enumerate().map(|(place, field)| {
        let required = within(&format!("custom_fields[{place}].required"));
        let field = field.members();
        let is_required = field.flag("required", checks, &required);
        NewCustomField::new(field.text("code"), field.text("label")).required(is_required)
    });
    let patch = patch.custom_fields(fields);
    match PurchaseOrders::default().patched(&patch) {
        Ok(orders) => Some(orders),
        Err(found) => {
            checks.absorb(PATH, found);
            None
        }
    }
}

/// Amounts are texts, in the currency that stands beside them.
impl Serialize for CreditPreview {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut document = serializer.serialize_map(None)?;
        document.serialize_entry("site", &self.site)?;
        document.serialize_entry("at", &self.at)?;
        document.serialize_entry("figures", &WrittenFigures(&self.figures))?;
        document.serialize_entry("refusal", &self.refusal.as_ref().map(CreditRefusal::of))?;
        document.serialize_entry("purchase_orders", &self.purchase_orders)?;
        document.end()
    }
}

struct WrittenFigures<'f>(&'f Figures);

impl Serialize for WrittenFigures<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(of) = self;
        let amounts = [of.limit(), of.overdraft(), of.outstanding(), of.reserved(), of.unapplied()];
        let mut object = serializer.serialize_map(None)?;
        object.serialize_entry("currency", &of.currency())?;
        for (name, amount) in FIGURES.iter().zip(amounts) {
            object.serialize_entry(name, &amount.amount().to_string())?;
        }
        object.end()
    }
}

impl<'de> Deserialize<'de> for CreditPreview {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let document = Literal::deserialize(deserializer)?;
        read(document.members()).map_err(serde::de::Error::custom)
    }
}
