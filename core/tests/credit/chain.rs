//! The bytes that are hashed are those that the documentation of `Digest` lists, so that a host can
//! hash a ledger by itself.

use patronage::credit::{
    CreditEntry, NewAdjustment, NewCapture, NewCreditPayment, NewCustomField, NewExtension,
    NewOverdraft, NewVoid, PurchaseOrdersPatch,
};
use patronage::page::PageRequest;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::desk::{Desk, desk, purchase};

/// Fields on their way into a hash.
struct Bytes(Vec<u8>);

impl Bytes {
    fn field(&mut self, number: u8, value: &[u8]) {
        self.0.push(number);
        self.0.extend(u32::try_from(value.len()).unwrap().to_be_bytes());
        self.0.extend(value);
    }

    fn text(&mut self, number: u8, value: Option<&str>) {
        if let Some(value) = value {
            self.field(number, value.as_bytes());
        }
    }

    fn number(&mut self, number: u8, value: Option<i64>) {
        if let Some(value) = value {
            self.field(number, &value.to_be_bytes());
        }
    }

    fn numbers(&mut self, number: u8, values: &[i64]) {
        let bytes: Vec<u8> = values.iter().flat_map(|value| value.to_be_bytes()).collect();
        self.field(number, &bytes);
    }

    fn hash(self) -> [u8; 32] {
        Sha256::digest(self.0).into()
    }
}

fn unhex(text: &str) -> Vec<u8> {
    let nibble = |digit: char| u8::try_from(digit.to_digit(16).unwrap()).unwrap();
    let nibbles: Vec<u8> = text.chars().map(nibble).collect();
    nibbles.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect()
}

fn commitment(private: &Value) -> [u8; 32] {
    let mut bytes = Bytes(b"patronage credit private 1".to_vec());
    bytes.field(0, &unhex(private["salt"].as_str().unwrap()));
    bytes.text(1, private["purchase_order"].as_str());
    bytes.text(2, private["note"].as_str());
    for (code, value) in private["fields"].as_object().into_iter().flatten() {
        bytes.text(3, Some(code));
        bytes.text(4, value.as_str());
    }
    bytes.hash()
}

fn hash(entry: &CreditEntry, previous: Option<&CreditEntry>) -> [u8; 32] {
    let kept = serde_json::to_value(entry).unwrap();
    let content = &kept["content"];
    let after = entry.after().unwrap();
    let mut bytes = Bytes(b"patronage credit entry 1".to_vec());
    if let Some(previous) = previous {
        bytes.field(0, previous.hash().as_bytes());
    }
    bytes.field(1, entry.account().as_bytes());
    bytes.number(2, i64::try_from(entry.number().as_u64()).ok());
    bytes.text(3, Some(entry.kind().as_str()));
    bytes.number(4, Some(entry.at().as_microseconds()));
    bytes.text(5, Some(&serde_json::to_string(entry.author()).unwrap()));
    bytes.text(6, Some(entry.currency().code()));
    bytes.number(7, entry.amount().map(patronage::money::Money::minor));
    bytes.number(8, Some(entry.outstanding_change().minor()));
    bytes.number(9, Some(entry.reserved_change().minor()));
    bytes.number(10, Some(entry.unapplied_change().minor()));
    bytes.number(11, Some(after.limit().minor()));
    bytes.number(12, Some(after.overdraft().minor()));
    bytes.number(13, Some(after.outstanding().minor()));
    bytes.number(14, Some(after.reserved().minor()));
    bytes.number(15, Some(after.unapplied().minor()));
    bytes.number(16, entry.target().map(|of| i64::try_from(of.as_u64()).unwrap()));
    bytes.text(17, entry.site().map(patronage::code::SiteCode::as_str));
    bytes.text(18, entry.order().map(patronage::activity::OrderNumber::as_str));
    bytes.text(19, entry.term().map(patronage::code::TermCode::as_str));
    bytes.text(20, entry.due().map(|due| due.to_string()).as_deref());
    bytes.number(21, entry.expires_at().map(patronage::time::Timestamp::as_microseconds));
    bytes.text(22, entry.key().map(patronage::credit::IdempotencyKey::as_str));
    bytes.text(23, entry.is_final().then_some("final"));
    bytes.text(23, entry.is_override().then_some("override"));
    let setting = entry.setting().map(|setting| serde_json::to_string(setting).unwrap());
    bytes.text(24, setting.as_deref());
    for allocation in entry.allocations() {
        let [payment, item] = [allocation.payment(), allocation.item()];
        let [payment, item] = [payment, item].map(|of| i64::try_from(of.as_u64()).unwrap());
        bytes.numbers(25, &[payment, item, allocation.amount(entry.currency()).minor()]);
    }
    if !content["private"].is_null() {
        let commitment = commitment(&content["private"]);
        assert_eq!(unhex(content["commitment"].as_str().unwrap()), commitment, "{kept}");
        bytes.field(26, &commitment);
    }
    for named in content["named"].as_array().into_iter().flatten() {
        bytes.numbers(27, &[named[0].as_i64().unwrap(), named[1].as_i64().unwrap()]);
    }
    bytes.hash()
}

/// A ledger in which every field of the chain occurs.
fn furnish(desk: &Desk) {
    let fields = [NewCustomField::new("cost-center", "Cost center")];
    let admin = desk.directory.as_admin("jane@shop.example");
    let orders = PurchaseOrdersPatch::new().custom_fields(fields);
    admin.sites().set_purchase_orders("shop", orders).unwrap();
    let (credit, john) = (&desk.credit, desk.john);
    let expires_at = |text: &str| Some(text.parse().unwrap());
    let held = purchase("100", "a").field("cost-center", "4711");
    let held = credit.reserve(john, held, expires_at("2026-02-01T00:00:00.000001Z")).unwrap();
    let until = expires_at("2026-03-01T00:00:00Z");
    credit.extend(john, NewExtension::new(held.number(), until)).unwrap();
    let captured = NewCapture::new(held.number(), "60", "b").is_final(true);
    let captured = credit.capture(john, captured).unwrap();
    credit.set_overdraft(john, NewOverdraft::percent("12.5")).unwrap();
    let beyond = purchase("5000", "c").override_limit("the manager said so");
    let charged = credit.charge(john, beyond).unwrap();
    let payment = NewCreditPayment::new("80", "d").item(charged.number(), "30").note("cheque 12");
    credit.pay(john, payment).unwrap();
    credit.void(john, NewVoid::new(captured.number(), "e")).unwrap();
    credit.adjust(john, NewAdjustment::new("-7.50", "counted again", "f")).unwrap();
}

#[test]
fn the_bytes_that_are_hashed_are_those_of_the_documentation() {
    let desk = desk();
    furnish(&desk);
    let mut entries = desk.credit.entries(desk.john, PageRequest::new()).unwrap().items;
    entries.reverse();
    assert_eq!(entries.len(), 9);
    let without_papers =
        |entry: &CreditEntry| serde_json::to_value(entry).unwrap()["content"]["private"].is_null();
    let papers: Vec<bool> = entries.iter().map(without_papers).collect();
    let expected = [true, false, true, false, true, false, false, true, false];
    assert_eq!(papers, expected, "a salt is kept where there is something to hide");
    assert_eq!(entries[6].key().map(|key| key.as_str().to_owned()), Some("d".to_owned()));
    let mut previous = None;
    for entry in &entries {
        assert_eq!(entry.previous(), previous.map(CreditEntry::hash));
        assert_eq!(*entry.hash().as_bytes(), hash(entry, previous), "{entry:#?}");
        previous = Some(entry);
    }
    let verified = desk.credit.verify(desk.john, None).unwrap();
    assert!(verified.is_sound(), "{:?}", verified.findings());
}

/// What an entry says of itself, in the order in which things came about.
#[test]
fn entries_say_what_they_are_about() {
    let desk = desk();
    furnish(&desk);
    let entries = desk.credit.entries(desk.john, PageRequest::new()).unwrap().items;
    let said: Vec<String> = entries
        .iter()
        .rev()
        .map(|entry| {
            let text = |value: Option<String>| value.unwrap_or_else(|| "-".to_owned());
            format!(
                "{} {} {} of {} order {} until {} final {} override {} note {} type {:?}",
                entry.number(),
                entry.kind(),
                text(entry.amount().map(|amount| amount.to_string())),
                text(entry.target().map(|target| target.to_string())),
                text(entry.order().map(|order| order.as_str().to_owned())),
                text(entry.expires_at().map(|at| at.to_string())),
                entry.is_final(),
                entry.is_override(),
                entry.note().unwrap_or("-"),
                entry.kind().transaction_type(),
            )
        })
        .collect();
    assert_eq!(
        said,
        [
            "1 open 1000.00 USD of - order - until - final false override false note - type Some(1)",
            "2 reserve 100.00 USD of - order a until 2026-02-01T00:00:00.000001Z final false \
             override false note - type Some(2)",
            "3 extend - of 2 order a until 2026-03-01T00:00:00.000000Z final false override false note - \
             type None",
            "4 capture 60.00 USD of 2 order a until - final true override false note - type Some(2)",
            "5 set_overdraft - of - order - until - final false override false note - type Some(1)",
            "6 charge 5000.00 USD of - order c until - final false override true note the manager \
             said so type Some(2)",
            "7 pay 80.00 USD of - order - until - final false override false note cheque 12 type \
             Some(3)",
            "8 void 60.00 USD of 4 order a until - final false override false note - type Some(4)",
            "9 adjust -7.50 USD of - order - until - final false override false note counted again \
             type Some(6)",
        ]
    );
    assert!(entries.iter().all(|entry| (entry.setting().is_some())
        == matches!(entry.kind().as_str(), "open" | "set_overdraft")));
}
