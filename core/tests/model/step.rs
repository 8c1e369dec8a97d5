//! The operations, over so few names that they meet.

use patronage::activity::OrderStatus;
use patronage::customer::{AccountAction, AddressUse, CustomerSort};
use patronage::money::Currency;
use proptest::prelude::*;
use proptest::sample::select;

pub(crate) type Name = &'static str;

pub(crate) const SETS: [Name; 3] = ["default", "b2c", "b2b"];
pub(crate) const SITES: [Name; 3] = ["shop", "pro", "outlet"];
pub(crate) const SEGMENTS: [Name; 2] = ["press", "vip"];
pub(crate) const EMAILS: [Name; 3] = ["ann@example.com", "Ann@Example.com", "bob@example.com"];
pub(crate) const LOGINS: [Name; 4] = ["ann", "ANN", "bob@example.com", "cid"];
pub(crate) const EXTERNAL_IDS: [Name; 3] = ["sap-1", "SAP-1", "sap-2"];
pub(crate) const LABELS: [Name; 3] = ["Home", "HOME", "Work"];
pub(crate) const CURRENCIES: [Name; 2] = ["USD", "EUR"];

/// What becomes of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    Keep,
    Clear,
    Set(Name),
}

/// How an account begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    Active,
    Disabled,
    Pending,
}

#[derive(Debug, Clone)]
pub(crate) struct Draft {
    pub(crate) registered: bool,
    pub(crate) site: Option<Name>,
    pub(crate) set: Option<Name>,
    pub(crate) email: Option<Name>,
    pub(crate) login: Option<Name>,
    pub(crate) external_id: Option<Name>,
    pub(crate) last_name: Option<Name>,
    pub(crate) state: State,
}

#[derive(Debug, Clone)]
pub(crate) struct Change {
    pub(crate) email: Field,
    pub(crate) login: Option<Name>,
    pub(crate) external_id: Field,
    pub(crate) last_name: Field,
}

/// An order in cents.
#[derive(Debug, Clone)]
pub(crate) struct Purchase {
    pub(crate) site: Name,
    pub(crate) number: Name,
    pub(crate) total: i64,
    pub(crate) returned: Option<i64>,
    pub(crate) status: OrderStatus,
    pub(crate) placed: Option<i64>,
}

/// A customer by the order of creation; one too many is nobody.
pub(crate) type Who = prop::sample::Index;

#[derive(Debug, Clone)]
pub(crate) enum Step {
    Tick,
    /// Goes on with another directory on the same store, with other caches.
    Switch,
    Create(Draft),
    CreateAll(Vec<Draft>),
    /// `Some(false)` expects a wrong version, `Some(true)` the right one.
    Update(Who, Change, Option<bool>),
    Register(Who, Option<Name>),
    Act(Who, AccountAction),
    Delete(Who),
    AddAddress(Who, Name, AddressUse, AddressUse),
    UpdateAddress(Who, usize, Option<Name>, Option<AddressUse>),
    RemoveAddress(Who, usize),
    NewSegment(Name),
    DropSegment(Name),
    Move(Name, Vec<Who>, bool),
    MoveOne(Who, Vec<Name>, bool),
    Record(Who, Purchase),
    RecordAll(Vec<(Who, Purchase)>),
    NewSet(Name, bool),
    DescribeSet(Name, Name),
    DropSet(Name),
    NewSite(Name, Name, Name),
    MoveSite(Name, Name),
    PriceSite(Name, Name),
    DefaultSet(Name),
    Acknowledge(u64),
    List(CustomerSort, bool, usize, Option<Name>, Option<Name>),
}

fn field(names: &'static [Name]) -> impl Strategy<Value = Field> {
    prop_oneof![3 => Just(Field::Keep), 1 => Just(Field::Clear), 2 => select(names).prop_map(Field::Set)]
}

fn maybe(names: &'static [Name]) -> impl Strategy<Value = Option<Name>> {
    prop::option::of(select(names))
}

fn draft() -> impl Strategy<Value = Draft> {
    let state = prop_oneof![8 => Just(State::Active), 1 => Just(State::Disabled), 1 => Just(State::Pending)];
    let place = (
        prop::option::weighted(0.8, select(&["shop", "shop", "shop", "pro", "pro", "outlet"][..])),
        prop::option::weighted(0.1, select(&SETS[..])),
    );
    let names = (
        prop::option::weighted(0.7, select(&EMAILS[..])),
        prop::option::weighted(0.3, select(&LOGINS[..])),
        prop::option::weighted(0.2, select(&EXTERNAL_IDS[..])),
        maybe(&["Li", "lim", "Abel"]),
    );
    (any::<bool>(), place, names, state).prop_map(
        |(registered, (site, set), (email, login, external_id, last_name), state)| Draft {
            registered,
            site,
            set,
            email,
            // Mostly only those who can have one name a login.
            login: login.filter(|_| registered || state == State::Disabled),
            external_id,
            last_name,
            state,
        },
    )
}

fn change() -> impl Strategy<Value = Change> {
    let fields = (field(&EMAILS), maybe(&LOGINS), field(&EXTERNAL_IDS), field(&["Li", "Zu"]));
    fields.prop_map(|(email, login, external_id, last_name)| Change {
        email,
        login,
        external_id,
        last_name,
    })
}

fn purchase() -> impl Strategy<Value = Purchase> {
    let status = select(vec![OrderStatus::Placed, OrderStatus::Fulfilled, OrderStatus::Cancelled]);
    let amounts = (select(vec![0_i64, 500, 1_000]), select(vec![None, Some(0), Some(500)]));
    let placed = select(vec![None, None, Some(10), Some(20)]);
    let sites = select(&["shop", "shop", "pro", "pro", "outlet"][..]);
    let order = (sites, select(&["1", "2", "3"][..]));
    (order, amounts, status, placed).prop_map(
        |((site, number), (total, returned), status, placed)| Purchase {
            site,
            number,
            total,
            returned,
            status,
            placed,
        },
    )
}

fn usage() -> impl Strategy<Value = AddressUse> {
    select(vec![AddressUse::Unused, AddressUse::Usable, AddressUse::Primary])
}

fn who() -> impl Strategy<Value = Who> {
    any::<Who>()
}

fn sort() -> impl Strategy<Value = CustomerSort> {
    let spend = CURRENCIES.map(|code| CustomerSort::LifetimeSpend(Currency::parse(code).unwrap()));
    let others = [
        CustomerSort::CreatedAt,
        CustomerSort::Name,
        CustomerSort::Number,
        CustomerSort::LastOrder,
    ];
    select(spend.into_iter().chain(others).collect::<Vec<_>>())
}

fn of_accounts() -> BoxedStrategy<Step> {
    let actions = vec![AccountAction::Disable, AccountAction::Enable, AccountAction::Approve];
    prop_oneof![
        6 => draft().prop_map(Step::Create),
        1 => prop::collection::vec(draft(), 0..4).prop_map(Step::CreateAll),
        5 => (who(), change(), any::<Option<bool>>()).prop_map(|(a, b, c)| Step::Update(a, b, c)),
        2 => (who(), maybe(&LOGINS)).prop_map(|(a, b)| Step::Register(a, b)),
        3 => (who(), select(actions)).prop_map(|(a, b)| Step::Act(a, b)),
        1 => who().prop_map(Step::Delete),
        2 => (who(), select(&LABELS[..]), usage(), usage())
            .prop_map(|(a, b, c, d)| Step::AddAddress(a, b, c, d)),
        2 => (who(), 0_usize..3, maybe(&LABELS), prop::option::of(usage()))
            .prop_map(|(a, b, c, d)| Step::UpdateAddress(a, b, c, d)),
        1 => (who(), 0_usize..3).prop_map(|(a, b)| Step::RemoveAddress(a, b)),
    ]
    .boxed()
}

fn of_segments_and_orders() -> BoxedStrategy<Step> {
    let segment = || select(&SEGMENTS[..]);
    let orders = prop::collection::vec((who(), purchase()), 0..5);
    prop_oneof![
        2 => segment().prop_map(Step::NewSegment),
        1 => segment().prop_map(Step::DropSegment),
        4 => (segment(), prop::collection::vec(who(), 0..4), any::<bool>())
            .prop_map(|(a, b, c)| Step::Move(a, b, c)),
        3 => (who(), prop::collection::vec(segment(), 0..3), any::<bool>())
            .prop_map(|(a, b, c)| Step::MoveOne(a, b, c)),
        6 => (who(), purchase()).prop_map(|(a, b)| Step::Record(a, b)),
        2 => orders.prop_map(Step::RecordAll),
    ]
    .boxed()
}

fn of_definitions() -> BoxedStrategy<Step> {
    let (set, site) = (|| select(&SETS[..]), || select(&SITES[..]));
    let currency = || select(&CURRENCIES[..]);
    prop_oneof![
        2 => (set(), any::<bool>()).prop_map(|(a, b)| Step::NewSet(a, b)),
        1 => (set(), select(vec!["one", "two"])).prop_map(|(a, b)| Step::DescribeSet(a, b)),
        2 => set().prop_map(Step::DropSet),
        4 => (site(), set(), currency()).prop_map(|(a, b, c)| Step::NewSite(a, b, c)),
        1 => (site(), set()).prop_map(|(a, b)| Step::MoveSite(a, b)),
        1 => (site(), currency()).prop_map(|(a, b)| Step::PriceSite(a, b)),
        1 => set().prop_map(Step::DefaultSet),
    ]
    .boxed()
}

/// What each sequence begins with, so that most steps find something to work on.
pub(crate) fn beginning() -> Vec<Step> {
    let person = |registered, site, email| {
        let (set, login, external_id, last_name) = (None, None, None, Some("Li"));
        let (site, state) = (Some(site), State::Active);
        Step::Create(Draft { registered, site, set, email, login, external_id, last_name, state })
    };
    vec![
        Step::NewSet("b2c", false),
        Step::NewSet("b2b", true),
        Step::NewSite("shop", "b2c", "USD"),
        Step::NewSite("pro", "b2b", "EUR"),
        Step::NewSegment("press"),
        person(true, "shop", Some("ann@example.com")),
        person(false, "shop", None),
        person(true, "pro", Some("bob@example.com")),
    ]
}

pub(crate) fn any_step() -> impl Strategy<Value = Step> {
    let list = (sort(), any::<bool>(), 1_usize..5, maybe(&SETS), maybe(&SEGMENTS));
    prop_oneof![
        8 => of_accounts(),
        6 => of_segments_and_orders(),
        1 => of_definitions(),
        1 => Just(Step::Tick),
        1 => Just(Step::Switch),
        1 => (0_u64..60).prop_map(Step::Acknowledge),
        2 => list.prop_map(|(a, b, c, d, e)| Step::List(a, b, c, d, e)),
    ]
}
