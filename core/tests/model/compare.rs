//! The directory and the model, side by side.

use std::fmt::Debug;
use std::sync::Arc;
use std::time::Duration;

use patronage::activity::{Activity, NewOrder};
use patronage::customer::{
    AccountAction, AccountKind, AddressPatch, Customer, CustomerPatch, NewAddress, NewCustomer,
};
use patronage::customer_set::{CustomerSet, CustomerSetPatch, EmailPolicy, NewCustomerSet};
use patronage::directory::{Backoffice, CustomerListing, Recorded};
use patronage::event::EventPosition;
use patronage::id::{AddressId, CustomerId};
use patronage::money::{Currency, Money};
use patronage::patch::Patch;
use patronage::port::UuidV7;
use patronage::port::fixed::{FixedClock, FixedEntropy};
use patronage::segment::{NewSegment, SegmentError};
use patronage::site::{NewSite, Site, SitePatch};
use patronage::store::Store;
use patronage::tenant::TenantPatch;
use patronage::time::Timestamp;
use patronage::version::{ExpectedVersion, Version};
use patronage::{Directory, Error};
use uuid::Uuid;

use super::listing::all_pages;
use super::people::{Person, Place, same};
use super::plain::{Answer, Plain};
use super::step::{Change, Draft, EXTERNAL_IDS, Field, LOGINS, Name, Purchase, State, Step, Who};

const BEGIN: i64 = 1_000;

pub(crate) struct Both {
    plain: Plain,
    clock: Arc<FixedClock>,
    /// Two on one store, with caches of their own; the first is in use.
    directories: [Directory; 2],
    ids: Vec<CustomerId>,
}

fn moment(second: i64) -> Timestamp {
    Timestamp::from_microseconds(second * 1_000_000).unwrap()
}

impl Both {
    pub(crate) fn open(store: &Arc<dyn Store>) -> Self {
        let clock = Arc::new(FixedClock::new(moment(BEGIN)));
        // One source of ids, so that ids ascend in the order of creation.
        let ids = Arc::new(UuidV7::new(Arc::new(FixedEntropy::new(1))));
        let open = || {
            let clock: Arc<FixedClock> = Arc::clone(&clock);
            let ids: Arc<UuidV7> = Arc::clone(&ids);
            Directory::builder(Arc::clone(store)).clock(clock).ids(ids).open().unwrap()
        };
        let directories = [open(), open()];
        Self { plain: Plain::new(BEGIN), clock, directories, ids: Vec::new() }
    }

    fn admin(&self) -> Backoffice {
        self.directories[0].as_admin("jane")
    }

    fn who(&self, who: Who) -> usize {
        who.index(self.ids.len() + 1)
    }

    fn id(&self, who: usize) -> CustomerId {
        self.ids.get(who).copied().unwrap_or(CustomerId::from_uuid(Uuid::nil()))
    }

    fn address_id(&self, who: usize, nth: usize) -> AddressId {
        let customer = self.admin().customers().get(self.id(who)).ok();
        let id = customer.and_then(|customer| Some(customer.addresses().iter().nth(nth)?.id()));
        id.unwrap_or(AddressId::from_uuid(Uuid::nil()))
    }

    /// Takes a step on both sides and compares the answers.
    pub(crate) fn take(&mut self, step: &Step) {
        match step {
            Step::Tick => {
                self.clock.advance(Duration::from_secs(1));
                self.plain.now += 1;
            }
            Step::Switch => self.directories.swap(0, 1),
            Step::Create(draft) => {
                let created = self.admin().customers().create(new_customer(draft));
                self.compare_created(draft, created);
            }
            Step::CreateAll(drafts) => {
                let created = drafts.iter().map(new_customer).collect();
                let created = self.admin().customers().create_all(created);
                assert_eq!(created.len(), drafts.len());
                for (draft, created) in drafts.iter().zip(created) {
                    self.compare_created(draft, created);
                }
            }
            Step::List(sort, descending, limit, set, segment) => {
                self.list(*sort, *descending, *limit, *set, *segment);
            }
            Step::RecordAll(orders) => {
                let orders: Vec<_> =
                    orders.iter().map(|(who, order)| (self.who(*who), order)).collect();
                let drafts = orders.iter().map(|(who, order)| (self.id(*who), new_order(order)));
                let recorded = self.admin().orders().record_all(drafts.collect());
                assert_eq!(recorded.len(), orders.len());
                for ((who, order), recorded) in orders.into_iter().zip(recorded) {
                    let recorded = answer(recorded, |r: &Recorded| format!("{:?}", r.outcome));
                    assert_eq!(recorded, self.plain.record(who, order), "{order:?}");
                }
            }
            Step::Update(..)
            | Step::Register(..)
            | Step::Act(..)
            | Step::Delete(_)
            | Step::AddAddress(..)
            | Step::UpdateAddress(..)
            | Step::RemoveAddress(..) => self.take_on_account(step),
            _ => self.take_on_others(step),
        }
    }

    fn compare_created(&mut self, draft: &Draft, created: Result<Customer, Error>) {
        if let Ok(customer) = &created {
            self.ids.push(customer.id());
        }
        assert_eq!(answer(created, describe), self.plain.create(draft), "{draft:?}");
    }

    fn take_on_account(&mut self, step: &Step) {
        let customers = self.admin().customers();
        let (Step::Update(who, ..)
        | Step::Register(who, _)
        | Step::Act(who, _)
        | Step::Delete(who)
        | Step::AddAddress(who, ..)
        | Step::UpdateAddress(who, ..)
        | Step::RemoveAddress(who, _)) = step
        else {
            return;
        };
        let who = self.who(*who);
        let id = self.id(who);
        let any = ExpectedVersion::Any;
        let plain = &mut self.plain;
        let (real, expected) = match step {
            Step::Update(_, change, expected) => {
                let current = plain.person(who).map_or(1, |person| person.version);
                let version = match expected {
                    None => any,
                    Some(true) => Version::new(current).unwrap().into(),
                    Some(false) => Version::new(current + 1).unwrap().into(),
                };
                let real = customers.update(id, patch(change), version);
                (answer(real, describe), plain.update(who, change, *expected))
            }
            Step::Register(_, login) => {
                (answer(customers.register(id, *login), describe), plain.register(who, *login))
            }
            Step::Act(_, action) => {
                let real = match action {
                    AccountAction::Disable => customers.disable(id),
                    AccountAction::Enable => customers.enable(id),
                    _ => customers.approve(id),
                };
                (answer(real, describe), plain.act(who, *action))
            }
            Step::Delete(_) => (answer(customers.delete(id), nothing), plain.delete(who)),
            Step::AddAddress(_, label, billing, shipping) => {
                let draft = NewAddress::new(*label).line1("1 Way").city("Paris").country("FR");
                let draft = draft.billing(*billing).shipping(*shipping);
                let real = customers.addresses(id).add(draft, any);
                let (billing, shipping) = (*billing, *shipping);
                let place = Place { label, billing, shipping };
                (answer(real, |added| describe(&added.customer)), plain.add_address(who, place))
            }
            Step::UpdateAddress(_, nth, label, billing) => {
                let mut patch = AddressPatch::new();
                if let Some(label) = label {
                    patch = patch.label(*label);
                }
                if let Some(billing) = billing {
                    patch = patch.billing(*billing);
                }
                let expected = plain.update_address(who, *nth, |place| {
                    place.label = label.unwrap_or(place.label);
                    place.billing = billing.unwrap_or(place.billing);
                });
                let address = self.address_id(who, *nth);
                let real = customers.addresses(id).update(address, patch, any);
                (answer(real, describe), expected)
            }
            Step::RemoveAddress(_, nth) => {
                let expected = plain.remove_address(who, *nth);
                let address = self.address_id(who, *nth);
                let real = customers.addresses(id).remove(address, any);
                (answer(real, describe), expected)
            }
            _ => return,
        };
        assert_eq!(real, expected, "{step:?}");
    }

    fn take_on_others(&mut self, step: &Step) {
        let admin = self.admin();
        let (sets, sites, segments) = (admin.customer_sets(), admin.sites(), admin.segments());
        let site = |site: &Site| format!("{} {}", site.customer_set(), site.currency());
        let count = u64::to_string;
        let (real, expected) = match step {
            Step::NewSegment(code) => {
                let real = segments.create(NewSegment::new(*code, *code));
                (answer(real, |segment| segment.name().to_owned()), self.plain.new_segment(code))
            }
            Step::DropSegment(code) => {
                (answer(segments.delete(code), nothing), self.plain.drop_segment(code))
            }
            Step::Move(code, who, enter) => {
                let who: Vec<usize> = who.iter().map(|who| self.who(*who)).collect();
                let ids = who.iter().map(|who| self.id(*who));
                let real =
                    if *enter { segments.add(code, ids) } else { segments.remove(code, ids) };
                (answer(real, count), self.plain.move_many(code, &who, *enter))
            }
            Step::MoveOne(who, codes, enter) => {
                let who = self.who(*who);
                let id = self.id(who);
                let real = if *enter {
                    segments.add_to(id, codes)
                } else {
                    segments.remove_from(id, codes)
                };
                (answer(real, count), self.plain.move_one(who, codes, *enter))
            }
            Step::Record(who, order) => {
                let who = self.who(*who);
                let real = admin.orders().record(self.id(who), new_order(order));
                let real = answer(real, |recorded| format!("{:?}", recorded.outcome));
                (real, self.plain.record(who, order))
            }
            Step::NewSet(code, shared) => {
                let draft = NewCustomerSet::new(*code, *code).email_policy(policy(*shared));
                let real = sets.create(draft);
                (answer(real, |set| set.name().to_owned()), self.plain.new_set(code, *shared))
            }
            Step::DescribeSet(code, text) => {
                let patch = CustomerSetPatch::new().description(*text);
                let description =
                    |set: &CustomerSet| set.description().unwrap_or_default().to_owned();
                let real = answer(sets.update(code, patch), description);
                (real, self.plain.describe_set(code, text))
            }
            Step::DropSet(code) => (answer(sets.delete(code), nothing), self.plain.drop_set(code)),
            Step::NewSite(code, set, currency) => {
                let draft = NewSite::new(*code, *code).customer_set(*set).currency(*currency);
                (answer(sites.create(draft), site), self.plain.new_site(code, set, currency))
            }
            Step::MoveSite(code, set) => {
                let real = sites.update(code, SitePatch::new().customer_set(*set));
                (answer(real, site), self.plain.change_site(code, |site| site.set = set))
            }
            Step::PriceSite(code, currency) => {
                let real = sites.update(code, SitePatch::new().currency(*currency));
                (answer(real, site), self.plain.change_site(code, |site| site.currency = currency))
            }
            Step::DefaultSet(code) => {
                let real = admin.tenant().update(TenantPatch::new().default_customer_set(*code));
                let real = answer(real, |tenant| tenant.default_customer_set().to_string());
                (real, self.plain.default_set(code))
            }
            Step::Acknowledge(position) => {
                let real = self.directories[0].acknowledge("mailer", EventPosition::new(*position));
                (answer(real, ToString::to_string), self.plain.acknowledge(*position))
            }
            _ => return,
        };
        assert_eq!(real, expected, "{step:?}");
    }

    fn list(
        &self,
        sort: patronage::customer::CustomerSort,
        descending: bool,
        limit: usize,
        set: Option<Name>,
        segment: Option<Name>,
    ) {
        let mut listing = CustomerListing::new().sort(sort).limit(limit);
        if descending {
            listing = listing.descending();
        }
        if let Some(set) = set {
            listing = listing.customer_set(set);
        }
        if let Some(segment) = segment {
            listing = listing.segment(segment);
        }
        let customers = self.admin().customers();
        let position = |id| self.ids.iter().position(|known| *known == id).unwrap();
        let real = all_pages(&customers, &listing)
            .map(|rows| rows.iter().map(|row| position(row.customer.id())).collect::<Vec<_>>())
            .map_err(|error| code(&error));
        let expected = self.plain.list(sort, descending, set, segment);
        assert_eq!(real, expected, "{listing:?}");
        if let Ok(expected) = expected {
            let total = customers.find(listing.with_total()).unwrap().total;
            assert_eq!(total, Some(expected.len() as u64));
        }
    }

    /// Compares all that can be read.
    pub(crate) fn compare_everything(&self) {
        let admin = self.admin();
        let customers = admin.customers();
        for who in 0..=self.ids.len() {
            let id = self.id(who);
            let real = answer(customers.get(id), describe);
            assert_eq!(real, self.plain.person(who).map(Person::describe));
            let real = answer(customers.activity(id), figures);
            let expected = self.plain.person(who).map(|_| self.plain.figures(who).describe());
            assert_eq!(real, expected);
            if real.is_ok() {
                let segments = admin.segments().of(id).unwrap();
                let real: Vec<_> = segments.iter().map(|s| s.code().to_string()).collect();
                let members = self.plain.segments.iter().filter(|(_, m)| m.contains(&who));
                assert_eq!(real, members.map(|(code, _)| (*code).to_owned()).collect::<Vec<_>>());
            }
        }
        for (code, members) in &self.plain.segments {
            assert_eq!(admin.segments().size(code).unwrap(), members.len() as u64);
        }
        for code in self.plain.sets.keys() {
            let count = self.plain.customers_of(code) as u64;
            assert_eq!(admin.customer_sets().customers(code).unwrap(), count);
        }
        assert_eq!(admin.customer_sets().list().unwrap().len(), self.plain.sets.len());
        assert_eq!(admin.sites().list().unwrap().len(), self.plain.sites.len());
        self.compare_lookups();
        self.compare_events();
    }

    fn compare_lookups(&self) {
        let customers = self.admin().customers();
        let found = |person: Option<Customer>| person.map(|person| person.id());
        for id in EXTERNAL_IDS {
            let mut people = self.plain.people.iter();
            let holder =
                people.position(|p| p.as_ref().is_some_and(|p| same(p.external_id, Some(id))));
            let real = found(customers.find_by_external_id(id).unwrap());
            assert_eq!(real, holder.map(|who| self.id(who)));
        }
        for (code, site) in &self.plain.sites {
            for login in LOGINS {
                let holder = self.plain.people.iter().position(|person| {
                    let person = person.as_ref().filter(|person| person.set == site.set);
                    person.is_some_and(|person| same(person.login, Some(login)))
                });
                let real = found(customers.find_by_login(code, login).unwrap());
                assert_eq!(real, holder.map(|who| self.id(who)));
            }
        }
    }

    /// Positions and the numbers of each customer's events have no gaps.
    fn compare_events(&self) {
        let (mut real, mut position) = (Vec::new(), EventPosition::START);
        loop {
            let page = self.directories[0].events().after(position).limit(7).read().unwrap();
            if page.events.is_empty() {
                break;
            }
            for event in &page.events {
                assert_eq!(event.position(), position.next());
                position = event.position();
                let customer = event.customer();
                let who = customer.map(|id| self.ids.iter().position(|k| *k == id).unwrap());
                real.push((event.kind().to_string(), who));
                let nth = real.iter().filter(|(_, other)| *other == who).count() as u64;
                assert_eq!(event.number(), who.map(|_| nth));
            }
        }
        assert_eq!(real, self.plain.events);
    }
}

fn answer<T: Debug>(result: Result<T, Error>, describe: impl FnOnce(&T) -> String) -> Answer {
    match result {
        Ok(answer) => Ok(describe(&answer)),
        Err(error) => Err(code(&error)),
    }
}

fn nothing<T>(_: &T) -> String {
    String::new()
}

fn code(error: &Error) -> String {
    match error {
        Error::Invalid(violations) => format!("{} {:?}", error.code(), violations.codes()),
        Error::Segment(SegmentError::UnknownCustomers { customers }) => {
            format!("{} {}", error.code(), customers.len())
        }
        Error::Segment(SegmentError::UnknownSegments { segments }) => {
            format!("{} {}", error.code(), segments.len())
        }
        _ => error.code().to_owned(),
    }
}

fn describe(customer: &Customer) -> String {
    let profile = customer.profile();
    let (version, status, set) = (customer.version(), customer.status(), customer.customer_set());
    let email = profile.email().map(patronage::text::EmailAddress::as_str);
    let login = customer.login_name().map(patronage::customer::LoginName::as_str);
    let (external_id, last_name) = (profile.external_id(), profile.last_name());
    let places = customer.addresses().iter().map(|p| (p.label(), p.billing(), p.shipping()));
    let places: Vec<_> = places.collect();
    format!(
        "v{version} {status} {set} {email:?} {login:?} {external_id:?} {last_name:?} {places:?}"
    )
}

fn figures(activity: &Activity) -> String {
    let spend: Vec<String> = activity.spend_by_currency().map(|m| m.to_string()).collect();
    let last = activity.last_order().map(|last| {
        (last.placed_at.as_microseconds() / 1_000_000, last.number.as_str(), last.site.as_str())
    });
    format!("{} {spend:?} {last:?}", activity.order_count())
}

fn policy(shared: bool) -> EmailPolicy {
    if shared { EmailPolicy::Shared } else { EmailPolicy::OneAccountPerEmail }
}

fn new_customer(draft: &Draft) -> NewCustomer {
    let kind = if draft.registered { AccountKind::Registered } else { AccountKind::Guest };
    let mut new = NewCustomer::new(kind);
    new = draft.site.into_iter().fold(new, NewCustomer::site);
    new = draft.set.into_iter().fold(new, NewCustomer::customer_set);
    new = draft.email.into_iter().fold(new, NewCustomer::email);
    new = draft.login.into_iter().fold(new, NewCustomer::login_name);
    new = draft.external_id.into_iter().fold(new, NewCustomer::external_id);
    new = draft.last_name.into_iter().fold(new, NewCustomer::last_name);
    match draft.state {
        State::Active => new,
        State::Disabled => new.active(false),
        State::Pending => new.pending_approval(),
    }
}

fn patch(change: &Change) -> CustomerPatch {
    let field = |field: Field| match field {
        Field::Keep => Patch::Keep,
        Field::Clear => Patch::Clear,
        Field::Set(name) => Patch::Set(name.to_owned()),
    };
    let patch = CustomerPatch::new()
        .email(field(change.email))
        .external_id(field(change.external_id))
        .last_name(field(change.last_name));
    change.login.into_iter().fold(patch, CustomerPatch::login_name)
}

fn new_order(purchase: &Purchase) -> NewOrder {
    // A bare amount, so that the currency is the directory's choice.
    let bare =
        |cents: i64| Money::from_minor(cents, Currency::parse("USD").unwrap()).unwrap().amount();
    let order = NewOrder::new(purchase.number, purchase.site)
        .total(bare(purchase.total))
        .status(purchase.status);
    let order = purchase.returned.into_iter().fold(order, |o, cents| o.returned(bare(cents)));
    purchase.placed.into_iter().fold(order, |order, second| order.placed_at(moment(second)))
}
