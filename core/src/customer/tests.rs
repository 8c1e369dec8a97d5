//! Both sides of each rule of an account.

use super::draft::Origin;
use super::*;
use crate::actor::{Author, Role};
use crate::attribute::AttributeRules;
use crate::code::{CustomerSetCode, SiteCode};
use crate::customer_set::EmailPolicy;
use crate::id::AddressId;
use crate::patch::Patch;
use crate::text::Language;
use crate::time::Timestamp;
use crate::violation::Violations;
use std::sync::LazyLock;
use std::time::Duration;
use uuid::Uuid;

fn at(second: u64) -> Timestamp {
    Timestamp::parse("2026-01-01T00:00:00Z")
        .unwrap()
        .checked_add(Duration::from_secs(second))
        .unwrap()
}

fn id(number: u128) -> CustomerId {
    CustomerId::from_uuid(Uuid::from_u128(number))
}

fn address_ids() -> Vec<AddressId> {
    (1..=200).map(|number| AddressId::from_uuid(Uuid::from_u128(number))).collect()
}

/// By what attributes are judged where none is defined.
fn no_attributes() -> AttributeJudge<'static> {
    static RULES: LazyLock<AttributeRules> = LazyLock::new(AttributeRules::default);
    AttributeJudge { rules: &RULES, role: Role::System, today: at(1).date_utc() }
}

fn origin(languages: &[Language]) -> Origin<'_> {
    Origin {
        customer_set: CustomerSetCode::parse("b2c").unwrap(),
        email_policy: EmailPolicy::OneAccountPerEmail,
        site: Some(SiteCode::parse("mystic-sports").unwrap()),
        languages,
        attributes: no_attributes(),
        author: Author::System,
        now: at(1),
    }
}

fn create(draft: &NewCustomer) -> Result<Customer, Violations> {
    Customer::create(draft, id(1), &address_ids(), origin(&[]))
}

fn john() -> Customer {
    create(&NewCustomer::registered("mystic-sports", "John@Example.com").name("John", "Doe"))
        .unwrap()
}

fn guest() -> Customer {
    create(&NewCustomer::guest("mystic-sports").email("g@example.com")).unwrap()
}

fn mistakes<T>(result: Result<T, CustomerError>) -> Vec<&'static str> {
    match result {
        Err(CustomerError::Invalid(violations)) => violations.codes(),
        Err(error) => panic!("refused for another reason: {error}"),
        Ok(_) => Vec::new(),
    }
}

fn patch(customer: &Customer, patch: &CustomerPatch) -> Result<Customer, Violations> {
    customer.patched(patch, &[], no_attributes(), at(2)).map(|patched| patched.customer)
}

#[test]
fn the_login_name_is_the_e_mail_address_unless_another_is_given() {
    assert_eq!(john().login_name().unwrap().as_str(), "John@Example.com");
    assert_eq!(john().login_key().unwrap(), "john@example.com");
    let named = NewCustomer::registered("s", "john@example.com").login_name("Johnny");
    assert_eq!(create(&named).unwrap().login_key().unwrap(), "johnny");
}

#[test]
fn a_login_name_that_is_an_address_must_be_the_own_one() {
    let own = NewCustomer::registered("s", "john@example.com").login_name("JOHN@example.com");
    assert_eq!(create(&own).unwrap().login_name().unwrap().as_str(), "JOHN@example.com");
    let other = NewCustomer::registered("s", "john@example.com").login_name("jane@example.com");
    assert_eq!(create(&other).unwrap_err().codes(), ["customer.login_name_of_another"]);
    let without = NewCustomer::new(AccountKind::Registered).login_name("jane@example.com");
    assert_eq!(create(&without).unwrap_err().codes(), ["customer.login_name_of_another"]);
}

#[test]
fn a_registered_account_needs_an_address_or_a_login_name() {
    let nothing = NewCustomer::new(AccountKind::Registered);
    assert_eq!(create(&nothing).unwrap_err().codes(), ["customer.no_login_name"]);
    let named = NewCustomer::new(AccountKind::Registered).login_name("johnny");
    assert_eq!(create(&named).unwrap().profile().email(), None);
}

#[test]
fn every_mistake_of_a_draft_is_reported_at_once() {
    let draft = NewCustomer::registered("s", "no address")
        .first_name(" John")
        .last_name("x".repeat(101))
        .phone("call me")
        .country("XX")
        .language("not a language");
    let violations = create(&draft).unwrap_err();
    let paths: Vec<&str> = violations.iter().map(crate::violation::Violation::path).collect();
    assert_eq!(paths, ["email", "first_name", "last_name", "country", "phone", "language"]);
}

#[test]
fn a_guest_has_no_login_and_never_claims_its_address() {
    let guest = guest();
    assert_eq!((guest.login_key(), guest.exclusive_email_key()), (None, None));
    assert_eq!(guest.status(), AccountStatus::Guest);
    let draft = NewCustomer::guest("s").login_name("johnny").active(false);
    assert_eq!(create(&draft).unwrap_err().codes(), ["customer.is_guest", "customer.is_guest"]);
    assert!(create(&NewCustomer::guest("s")).unwrap().profile().email().is_none());
}

#[test]
fn a_registered_account_claims_its_address_where_the_set_says_so() {
    assert_eq!(john().exclusive_email_key().unwrap(), "john@example.com");
    let shared = Origin { email_policy: EmailPolicy::Shared, ..origin(&[]) };
    let draft = NewCustomer::registered("s", "john@example.com");
    let john = Customer::create(&draft, id(1), &[], shared).unwrap();
    assert_eq!(john.exclusive_email_key(), None);
}

#[test]
fn the_language_is_one_of_those_offered() {
    let offered = [Language::parse("en-US").unwrap(), Language::parse("fr-CA").unwrap()];
    let in_language = |language: &str| {
        let draft = NewCustomer::guest("s").language(language);
        Customer::create(&draft, id(1), &[], origin(&offered)).map(|customer| customer.id())
    };
    assert!(in_language("fr-ca").is_ok());
    assert_eq!(in_language("de").unwrap_err().codes(), ["language.not_offered"]);
}

#[test]
fn a_language_that_is_no_longer_offered_does_not_freeze_the_account() {
    let french = create(&NewCustomer::guest("s").language("fr-CA")).unwrap();
    let only_english = [Language::parse("en").unwrap()];
    let renamed = french.patched(
        &CustomerPatch::new().first_name("Jo"),
        &only_english,
        no_attributes(),
        at(2),
    );
    assert_eq!(renamed.unwrap().customer.profile().language().unwrap().to_string(), "fr-CA");
}

#[test]
fn a_patch_keeps_clears_and_sets() {
    let john = create(&NewCustomer::registered("s", "j@example.com").name("John", "Doe")).unwrap();
    let change = CustomerPatch::new().last_name("Smith").first_name(Patch::Clear);
    let changed = patch(&john, &change).unwrap();
    assert_eq!(changed.profile().last_name(), Some("Smith"));
    assert_eq!(changed.profile().first_name(), None);
    assert_eq!(changed.profile().email(), john.profile().email());
    assert_eq!(changed.updated_at(), at(2));
    assert!(!changed.says_the_same(&john));
    assert!(patch(&john, &CustomerPatch::new()).unwrap().says_the_same(&john));
    assert_eq!(
        patch(&john, &CustomerPatch::new().first_name("")).unwrap().profile().first_name(),
        None
    );
}

#[test]
fn a_login_name_that_was_the_address_follows_it() {
    let moved = patch(&john(), &CustomerPatch::new().email("new@example.com")).unwrap();
    assert_eq!(moved.login_key().unwrap(), "new@example.com");
    let cleared = patch(&john(), &CustomerPatch::new().email(Patch::Clear)).unwrap_err();
    assert_eq!(cleared.codes(), ["customer.email_is_login_name"]);
    let named = CustomerPatch::new().login_name("johnny").email(Patch::Clear);
    let named = patch(&john(), &named).unwrap();
    assert_eq!(named.login_key().unwrap(), "johnny");
    let moved = patch(&named, &CustomerPatch::new().email("new@example.com")).unwrap();
    assert_eq!(moved.login_key().unwrap(), "johnny");
    let stolen = CustomerPatch::new().login_name("jane@example.com");
    assert_eq!(patch(&john(), &stolen).unwrap_err().codes(), ["customer.login_name_of_another"]);
    let empty = CustomerPatch::new().login_name("");
    assert_eq!(patch(&john(), &empty).unwrap_err().codes(), ["field.required"]);
    let on_guest = CustomerPatch::new().login_name("johnny");
    assert_eq!(patch(&guest(), &on_guest).unwrap_err().codes(), ["customer.is_guest"]);
}

#[test]
fn shoppers_do_not_change_how_they_log_in_or_what_the_merchant_keeps() {
    let own =
        CustomerPatch::new().first_name("Jo").phone("1").language("en").accepts_marketing(true);
    assert_eq!(own.check_for_shopper(), Ok(()));
    let other = CustomerPatch::new()
        .email("a@example.com")
        .login_name("a")
        .tax_exempt(true)
        .tax_id("1")
        .external_id(Patch::Clear);
    let violations = other.check_for_shopper().unwrap_err();
    assert_eq!(violations.codes(), ["field.not_for_shoppers"; 5]);
}

#[test]
fn a_guest_registers_and_stays_the_same_customer() {
    let guest = guest();
    let registered =
        guest.clone().registered(None, EmailPolicy::OneAccountPerEmail, at(3)).unwrap();
    assert_eq!(registered.id(), guest.id());
    assert_eq!(registered.kind(), AccountKind::Registered);
    assert_eq!(registered.login_key().unwrap(), "g@example.com");
    assert_eq!(registered.exclusive_email_key().unwrap(), "g@example.com");
    let again = registered.registered(None, EmailPolicy::Shared, at(3));
    assert_eq!(again.unwrap_err().code(), "customer.is_registered");
    let nameless = create(&NewCustomer::guest("s")).unwrap();
    let refused = nameless.registered(None, EmailPolicy::Shared, at(3));
    assert_eq!(mistakes(refused), ["customer.no_login_name"]);
}

#[test]
fn each_action_is_possible_in_its_states_only() {
    use AccountAction::{Approve, Delete, Disable, Edit, Enable, Register};
    let pending =
        create(&NewCustomer::registered("s", "p@example.com").pending_approval()).unwrap();
    let disabled = create(&NewCustomer::registered("s", "d@example.com").active(false)).unwrap();
    let table = [
        (guest(), AccountStatus::Guest, vec![Edit, Register, Delete]),
        (john(), AccountStatus::Active, vec![Edit, Disable, Delete]),
        (disabled, AccountStatus::Disabled, vec![Edit, Enable, Delete]),
        (pending, AccountStatus::PendingApproval, vec![Edit, Approve, Disable, Delete]),
    ];
    for (customer, status, actions) in table {
        assert_eq!(customer.status(), status);
        assert_eq!(customer.possible_actions(OnRecord::default()), actions, "{status}");
        assert_eq!(customer.clone().disabled(at(2)).is_ok(), actions.contains(&Disable));
        assert_eq!(customer.clone().enabled(at(2)).is_ok(), actions.contains(&Enable));
        assert_eq!(customer.clone().approved(at(2)).is_ok(), actions.contains(&Approve));
    }
    assert_eq!(guest().disabled(at(2)).unwrap_err().code(), "customer.is_guest");
    assert_eq!(john().disabled(at(2)).unwrap().status(), AccountStatus::Disabled);
}

#[test]
fn whoever_has_an_order_or_credit_cannot_be_deleted() {
    let check = |orders, credit| {
        let on_record = OnRecord { orders, credit };
        let possible = john().possible_actions(on_record).contains(&AccountAction::Delete);
        let refused = AccountAction::Delete.check(&john(), on_record).err();
        assert_eq!(possible, refused.is_none());
        refused
    };
    assert_eq!(check(true, false), Some(Refusal::HasOrders));
    assert_eq!(check(false, true), Some(Refusal::HasCredit));
    assert_eq!(check(true, true), Some(Refusal::HasOrders));
    assert_eq!(check(false, false), None);
}

#[test]
fn names_sort_by_last_then_first_name() {
    let key = |first: &str, last: &str| {
        create(&NewCustomer::guest("s").first_name(first).last_name(last)).unwrap().name_key()
    };
    assert!(key("Zoe", "Li") < key("Ann", "Lim"));
    assert!(key("ann", "LI") < key("Zoe", "li"));
    assert_eq!(key("", ""), None);
    assert!(key("Ann", "").is_some());
}

#[test]
fn a_customer_survives_its_json() {
    let draft = NewCustomer::registered("s", "john@example.com")
        .name("John", "Doe")
        .phone("+1 212 555 0100 ext 12")
        .language("en-US")
        .address(NewAddress::new("Home").line1("1 Main St").city("Paris").country("FR"));
    let john = create(&draft).unwrap();
    let json = serde_json::to_string(&john).unwrap();
    assert_eq!(serde_json::from_str::<Customer>(&json).unwrap(), john);
}

mod addresses {
    use super::*;

    fn paris(label: &str) -> NewAddress {
        NewAddress::new(label).line1("1 rue de Rivoli").city("Paris").country("FR")
    }

    fn book(drafts: &[NewAddress]) -> AddressBook {
        let mut draft = NewCustomer::guest("s").name("John", "Doe");
        for address in drafts {
            draft = draft.address(address.clone());
        }
        create(&draft).unwrap().addresses().clone()
    }

    fn nth(book: &AddressBook, position: usize) -> AddressId {
        book.iter().nth(position).unwrap().id()
    }

    #[test]
    fn what_is_required_depends_on_the_country() {
        let bare = NewCustomer::guest("s").address(NewAddress::new("Home"));
        let violations = create(&bare).unwrap_err();
        let paths: Vec<&str> = violations.iter().map(crate::violation::Violation::path).collect();
        assert_eq!(paths, ["addresses[0].line1", "addresses[0].city", "addresses[0].country"]);
        for country in ["US", "CA", "JP", "TW"] {
            let draft = NewCustomer::guest("s").address(paris("Home").country(country));
            assert_eq!(create(&draft).unwrap_err().codes(), ["field.required", "field.required"]);
            let whole = paris("Home").country(country).region("X").postal_code("1");
            assert!(create(&NewCustomer::guest("s").address(whole)).is_ok());
        }
        assert!(create(&NewCustomer::guest("s").address(paris("Home"))).is_ok());
    }

    #[test]
    fn names_are_taken_from_the_customer_unless_given() {
        let book = book(&[paris("Home"), paris("Work").first_name("Jane")]);
        let names: Vec<_> = book.iter().map(|a| (a.first_name(), a.last_name())).collect();
        assert_eq!(names, [(Some("John"), Some("Doe")), (Some("Jane"), Some("Doe"))]);
    }

    #[test]
    fn labels_are_unique_whatever_their_case() {
        let draft = NewCustomer::guest("s").address(paris("Home")).address(paris("HOME"));
        assert_eq!(create(&draft).unwrap_err().codes(), ["address.label_taken"]);
        let home = book(&[paris("Home"), paris("Work")]);
        let profile = Profile::default();
        let id = *address_ids().last().unwrap();
        let added = home.clone().added(&paris("hOmE"), id, &profile);
        assert_eq!(added.unwrap_err().code(), "address.label_taken");
        let renamed = home.clone().updated(nth(&home, 1), &AddressPatch::new().label("home"));
        assert_eq!(renamed.unwrap_err().code(), "address.label_taken");
        let itself = home.clone().updated(nth(&home, 0), &AddressPatch::new().label("HOME"));
        assert_eq!(itself.unwrap().iter().next().unwrap().label(), "HOME");
    }

    #[test]
    fn one_address_is_primary_and_choosing_another_demotes_it() {
        let primary =
            |label| paris(label).billing(AddressUse::Primary).shipping(AddressUse::Primary);
        let two = book(&[primary("Home"), primary("Work")]);
        assert_eq!(two.primary_billing().unwrap().label(), "Work");
        assert_eq!(two.primary_shipping().unwrap().label(), "Work");
        assert_eq!(two.iter().next().unwrap().billing(), AddressUse::Usable);
        let patch = AddressPatch::new().billing(AddressUse::Primary);
        let back = two.clone().updated(nth(&two, 0), &patch).unwrap();
        assert_eq!(back.primary_billing().unwrap().label(), "Home");
        assert_eq!(back.primary_shipping().unwrap().label(), "Work");
        let without = back.removed(nth(&two, 0)).unwrap();
        assert!(without.primary_billing().is_none());
        assert!(without.primary_shipping().is_some());
    }

    #[test]
    fn only_what_a_patch_touches_is_checked() {
        let home = book(&[paris("Home")]);
        let id = nth(&home, 0);
        let update = |patch: AddressPatch| home.clone().updated(id, &patch);
        assert!(update(AddressPatch::new().line2("2nd floor")).is_ok());
        let cleared = update(AddressPatch::new().city(Patch::Clear));
        assert_eq!(mistakes(cleared), ["field.required"]);
        let moved = AddressPatch::new().country("US").region("NY").postal_code("10001");
        assert!(update(moved).is_ok());
    }

    #[test]
    fn a_new_country_asks_for_what_it_needs() {
        let home = book(&[paris("Home")]);
        let moved = home.clone().updated(nth(&home, 0), &AddressPatch::new().country("US"));
        assert_eq!(mistakes(moved), ["field.required", "field.required"]);
    }

    #[test]
    fn duplicates_are_seen_through_case_and_spacing() {
        let other = NewAddress::new("Work").line1("1  RUE de rivoli").city("PARIS").country("FR");
        let two = book(&[paris("Home"), other, paris("Far").city("Lyon")]);
        assert_eq!(two.duplicate_of(nth(&two, 0)).unwrap().label(), "Work");
        assert!(two.duplicate_of(nth(&two, 2)).is_none());
    }

    #[test]
    fn a_book_holds_a_hundred_addresses() {
        let drafts: Vec<NewAddress> = (0..100).map(|n| paris(&format!("A{n}"))).collect();
        let full = book(&drafts);
        let id = *address_ids().last().unwrap();
        let one_more = full.added(&paris("B"), id, &Profile::default());
        assert_eq!(one_more.unwrap_err().code(), "address.book_full");
    }

    #[test]
    fn unknown_addresses_are_refused() {
        let home = book(&[paris("Home")]);
        let id = *address_ids().last().unwrap();
        assert_eq!(home.clone().removed(id).unwrap_err().code(), "address.unknown");
        let updated = home.updated(id, &AddressPatch::new());
        assert_eq!(updated.unwrap_err().code(), "address.unknown");
    }
}

#[test]
fn a_missing_login_is_reported_beside_other_mistakes() {
    let draft = NewCustomer::new(AccountKind::Registered).country("XX");
    let codes = create(&draft).unwrap_err().codes();
    assert_eq!(codes, ["country.unknown", "customer.no_login_name"]);
    let refused = NewCustomer::registered("s", "no address").country("XX");
    assert_eq!(create(&refused).unwrap_err().codes(), ["email.invalid", "country.unknown"]);
}

#[test]
fn a_refusal_stands_beside_what_was_asked_for() {
    let path = |draft: &NewCustomer| {
        let violations = create(draft).unwrap_err();
        violations.iter().map(|violation| violation.path().to_owned()).next().unwrap()
    };
    assert_eq!(path(&NewCustomer::guest("s").active(false)), "active");
    assert_eq!(path(&NewCustomer::guest("s").pending_approval()), "pending_approval");
    let home =
        |n| NewAddress::new(format!("Home {n}")).line1("1 Main St").city("Paris").country("FR");
    let book = |n: usize| (0..n).map(home).fold(NewCustomer::guest("s"), NewCustomer::address);
    assert!(create(&book(100)).is_ok());
    assert_eq!(path(&book(101)), "addresses[100]");
    assert_eq!(path(&book(1).address(home(0))), "addresses[1].label");
}

#[test]
fn what_is_printed_for_logs_names_nobody() {
    let home = NewAddress::new("Zuhause").line1("Lindenweg 4").city("Bremen").country("DE");
    let draft = NewCustomer::registered("s", "john.doe@example.com")
        .name("Johnny", "Doe")
        .phone("+1 212 555 0100")
        .external_id("SAP-4711")
        .address(home.clone());
    let john = create(&draft).unwrap();
    let row = CustomerRow { customer: john.clone(), activity: None, has_credit: false };
    let record = crate::store::Record::Customer(Box::new(john.clone()));
    let patch = CustomerPatch::new().last_name("Doe").email("john.doe@example.com");
    let printed = [
        format!("{draft:?}"),
        format!("{home:?} {:?}", AddressPatch::new().city("Bremen")),
        format!("{patch:?}"),
        format!("{john:#?} {:?} {:?}", john.profile(), john.addresses()),
        format!("{:?} {:?}", john.login_name(), row.sort_key(CustomerSort::Name)),
        format!("{row:?}"),
        format!("{:?} {record:?}", record.unique_keys()),
    ];
    for text in printed {
        for said in ["john", "Doe", "example", "555", "4711", "Zuhause", "Linden", "Bremen"] {
            assert!(!text.to_lowercase().contains(&said.to_lowercase()), "{said} in {text}");
        }
    }
    assert!(format!("{john:?}").contains(&john.id().to_string()));
}
