use super::*;

fn term(code: &str) -> NewPaymentTerm {
    NewPaymentTerm::new(code, "Net 30", 30)
}

fn field(code: &str) -> NewCustomField {
    NewCustomField::new(code, "Cost centre")
}

fn patched(patch: &PurchaseOrdersPatch) -> Result<PurchaseOrders, Violations> {
    PurchaseOrders::default().patched(patch)
}

/// The paths and codes of all that is wrong.
#[track_caller]
fn mistakes(patch: &PurchaseOrdersPatch) -> Vec<(String, &'static str)> {
    let found = patched(patch).unwrap_err();
    found.iter().map(|found| (found.path().to_owned(), found.code())).collect()
}

#[test]
fn a_site_takes_none_until_it_is_told() {
    let none = PurchaseOrders::default();
    assert!(!none.is_enabled() && !none.is_split_allowed());
    assert!(none.terms().is_empty() && none.custom_fields().is_empty());
    assert_eq!(patched(&PurchaseOrdersPatch::new()).unwrap(), none);
}

#[test]
fn what_is_left_out_stays() {
    let terms = [NewPaymentTerm::new("NET60", "Net 60", 60), term("net30")];
    let patch = PurchaseOrdersPatch::new().enabled(true).split_allowed(true).terms(terms);
    let first = patched(&patch.custom_fields([field("dept")])).unwrap();
    assert!(first.is_enabled() && first.is_split_allowed());
    let codes: Vec<_> = first.terms().iter().map(|term| term.code().as_str()).collect();
    assert_eq!(codes, ["net60", "net30"], "they stay in their order");
    assert_eq!(first.patched(&PurchaseOrdersPatch::new()).unwrap(), first);
    let disabled = first.patched(&PurchaseOrdersPatch::new().enabled(false)).unwrap();
    assert!(!disabled.is_enabled() && disabled.is_split_allowed());
    assert_eq!(disabled.terms(), first.terms());
    let whole = first.patched(&PurchaseOrdersPatch::new().split_allowed(false)).unwrap();
    assert!(whole.is_enabled() && !whole.is_split_allowed());
    let without = first.patched(&PurchaseOrdersPatch::new().terms([])).unwrap();
    assert!(without.terms().is_empty());
    assert_eq!(without.custom_fields(), first.custom_fields());
    let without = first.patched(&PurchaseOrdersPatch::new().custom_fields([])).unwrap();
    assert!(without.custom_fields().is_empty());
    assert_eq!(without.terms(), first.terms());
}

#[test]
fn a_term_is_found_by_its_code_whatever_its_case() {
    let says = patched(&PurchaseOrdersPatch::new().terms([term("Net30")])).unwrap();
    let found = says.term("NET30").unwrap();
    assert_eq!(
        (found.code().as_str(), found.description(), found.net_days()),
        ("net30", "Net 30", 30)
    );
    assert_eq!(says.term("net60"), None);
    assert_eq!(says.term("no code"), None);
}

#[test]
fn required_is_what_is_asked_for() {
    let fields = [
        field("optional"),
        field("required").required(true),
        field("later").required(true).enabled(false),
        field("off").enabled(false),
    ];
    let says = patched(&PurchaseOrdersPatch::new().custom_fields(fields)).unwrap();
    let required: Vec<_> = says.required_fields().map(|field| field.code().as_str()).collect();
    assert_eq!(required, ["required"]);
    let flags: Vec<_> = says
        .custom_fields()
        .iter()
        .map(|field| (field.is_required(), field.is_enabled()))
        .collect();
    assert_eq!(flags, [(false, true), (true, true), (true, false), (false, false)]);
    assert_eq!(says.custom_fields()[0].label(), "Cost centre");
}

#[test]
fn every_mistake_is_reported_with_its_place() {
    let terms = [
        NewPaymentTerm::new("net 30", "", 3_651),
        term("net60"),
        NewPaymentTerm::new("NET60", "two\nlines", 0),
    ];
    let fields = [NewCustomField::new("", ""), field("dept"), field("Dept")];
    assert_eq!(
        mistakes(&PurchaseOrdersPatch::new().terms(terms).custom_fields(fields)),
        [
            ("terms[0].code".to_owned(), "code.invalid_character"),
            ("terms[0].description".to_owned(), "field.required"),
            ("terms[0].net_days".to_owned(), "purchase_orders.too_many_net_days"),
            ("terms[2].code".to_owned(), "purchase_orders.duplicate_code"),
            ("terms[2].description".to_owned(), "text.control_character"),
            ("custom_fields[0].code".to_owned(), "code.empty"),
            ("custom_fields[0].label".to_owned(), "field.required"),
            ("custom_fields[2].code".to_owned(), "purchase_orders.duplicate_code"),
        ]
    );
}

#[test]
fn a_term_and_a_field_may_have_one_code() {
    let patch = PurchaseOrdersPatch::new().terms([term("same")]).custom_fields([field("same")]);
    assert!(patched(&patch).is_ok());
}

#[test]
fn net_days_are_0_to_3650() {
    let of = |days| PurchaseOrdersPatch::new().terms([NewPaymentTerm::new("x", "X", days)]);
    for days in [0, 1, 3_650] {
        assert_eq!(u32::from(patched(&of(days)).unwrap().terms()[0].net_days()), days);
    }
    for days in [3_651, 65_536 + 30, u32::MAX] {
        assert_eq!(
            mistakes(&of(days)),
            [("terms[0].net_days".to_owned(), "purchase_orders.too_many_net_days")]
        );
    }
    let refused = patched(&of(3_651)).unwrap_err().to_string();
    assert_eq!(refused, "1 violation: terms[0].net_days: a term has 0 to 3650 net days, not 3651");
}

#[test]
fn texts_have_their_lengths() {
    let terms = |length| [NewPaymentTerm::new("x", "x".repeat(length), 0)];
    let fields = |length| [NewCustomField::new("x", "x".repeat(length))];
    assert!(patched(&PurchaseOrdersPatch::new().terms(terms(200))).is_ok());
    assert!(patched(&PurchaseOrdersPatch::new().custom_fields(fields(100))).is_ok());
    let too_long = PurchaseOrdersPatch::new().terms(terms(201)).custom_fields(fields(101));
    let expected = ["terms[0].description", "custom_fields[0].label"]
        .map(|path| (path.to_owned(), "text.too_long"));
    assert_eq!(mistakes(&too_long), expected);
}

#[test]
fn a_list_has_at_most_100_entries() {
    let terms = |count| (0..count).map(|number: u32| term(&format!("t{number}")));
    let fields = |count| (0..count).map(|number: u32| field(&format!("f{number}")));
    let most = PurchaseOrdersPatch::new().terms(terms(100)).custom_fields(fields(100));
    let says = patched(&most).unwrap();
    assert_eq!((says.terms().len(), says.custom_fields().len()), (100, 100));
    // What stands in a list that is too long is not looked at.
    let more = (0..101).map(|_| term("not a code"));
    let more = PurchaseOrdersPatch::new().terms(more).custom_fields(fields(101));
    let expected =
        ["terms", "custom_fields"].map(|path| (path.to_owned(), "purchase_orders.too_many"));
    assert_eq!(mistakes(&more), expected);
    let refused = patched(&more).unwrap_err();
    let message = "there are 101 entries, of which at most 100 fit";
    assert!(refused.iter().all(|found| found.message() == message), "{refused}");
}

#[test]
fn what_is_written_is_read_again_and_checked() {
    let patch = PurchaseOrdersPatch::new().enabled(true).terms([term("net30")]);
    let says = patched(&patch.custom_fields([field("dept").required(true)])).unwrap();
    let json = serde_json::to_string(&says).unwrap();
    assert_eq!(
        json,
        r#"{"enabled":true,"split_allowed":false,"#.to_owned()
            + r#""terms":[{"code":"net30","description":"Net 30","net_days":30}],"#
            + r#""custom_fields":[{"code":"dept","label":"Cost centre","required":true,"enabled":true}]}"#
    );
    assert_eq!(serde_json::from_str::<PurchaseOrders>(&json).unwrap(), says);
    for (of, instead) in [("net30", "net 30"), ("Net 30", ""), (":30}", ":3651}"), (":30}", ":-1}")]
    {
        let edited = json.replacen(of, instead, 1);
        assert_ne!(edited, json);
        assert!(serde_json::from_str::<PurchaseOrders>(&edited).is_err(), "{edited}");
    }
}
