//! Accounts and their address books in the model.

use patronage::customer::{AccountAction, AddressUse};

use super::plain::{Answer, Plain, invalid};
use super::step::{Change, Draft, Field, Name, State};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Person {
    pub(crate) registered: bool,
    pub(crate) state: State,
    pub(crate) set: Name,
    pub(crate) email: Option<Name>,
    pub(crate) login: Option<Name>,
    pub(crate) external_id: Option<Name>,
    pub(crate) last_name: Option<Name>,
    pub(crate) places: Vec<Place>,
    pub(crate) created: i64,
    pub(crate) version: u64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) label: Name,
    pub(crate) billing: AddressUse,
    pub(crate) shipping: AddressUse,
}

pub(crate) fn same(a: Option<Name>, b: Option<Name>) -> bool {
    a.is_some() && a.map(str::to_lowercase) == b.map(str::to_lowercase)
}

fn set_field(field: Field, value: &mut Option<Name>) {
    match field {
        Field::Keep => {}
        Field::Clear => *value = None,
        Field::Set(name) => *value = Some(name),
    }
}

impl Person {
    pub(crate) fn describe(&self) -> String {
        let Self { set, email, login, external_id, last_name, version, .. } = self;
        let status = match (self.registered, self.state) {
            (false, _) => "guest",
            (true, State::Active) => "active",
            (true, State::Disabled) => "disabled",
            (true, State::Pending) => "pending approval",
        };
        let places: Vec<_> = self.places.iter().map(|p| (p.label, p.billing, p.shipping)).collect();
        format!(
            "v{version} {status} {set} {email:?} {login:?} {external_id:?} {last_name:?} {places:?}"
        )
    }

    /// What is wrong with the login name, which may be given or follow from the e-mail address.
    fn choose_login(&mut self, given: Option<Name>) -> Result<(), Name> {
        match given.or(self.email) {
            None => return Err("customer.no_login_name"),
            Some(login) if login.contains('@') && !same(Some(login), self.email) => {
                return Err("customer.login_name_of_another");
            }
            login => self.login = login,
        }
        Ok(())
    }
}

impl Plain {
    pub(crate) fn person(&self, who: usize) -> Result<&Person, String> {
        let person = self.people.get(who).and_then(Option::as_ref);
        person.ok_or_else(|| "customer.unknown".to_owned())
    }

    /// Why a person may not be as it is, because of another one.
    fn taken(&self, who: usize, person: &Person) -> Result<(), String> {
        let others = || {
            let others = self.people.iter().enumerate().filter(|(other, _)| *other != who);
            others.filter_map(|(_, other)| other.as_ref())
        };
        let in_set = || others().filter(|other| other.set == person.set);
        if in_set().any(|other| same(other.login, person.login)) {
            return Err("customer.login_name_taken".to_owned());
        }
        let is_exclusive = person.registered && !self.sets[person.set];
        if is_exclusive && in_set().any(|other| other.registered && same(other.email, person.email))
        {
            return Err("customer.email_taken".to_owned());
        }
        if others().any(|other| same(other.external_id, person.external_id)) {
            return Err("customer.external_id_taken".to_owned());
        }
        Ok(())
    }

    /// Puts a person in place of what it was, when it is another one.
    fn replace(&mut self, who: usize, mut person: Person, kind: &str) -> Answer {
        if self.person(who)? != &person {
            self.taken(who, &person)?;
            person.version += 1;
            self.event(kind, Some(who));
            self.people[who] = Some(person);
        }
        Ok(self.person(who)?.describe())
    }

    pub(crate) fn create(&mut self, draft: &Draft) -> Answer {
        let mut wrong = Vec::new();
        let site = draft.site.and_then(|site| self.sites.get(site)).map(|site| site.set);
        if draft.site.is_some() && site.is_none() {
            wrong.push("site.unknown");
        }
        let named = draft.set.filter(|set| self.sets.contains_key(set));
        if draft.set.is_some() && named.is_none() {
            wrong.push("customer_set.unknown");
        }
        if site.is_some() && named.is_some() && site != named {
            wrong.push("customer_set.not_of_site");
        }
        let mut person = Person {
            registered: draft.registered,
            state: draft.state,
            set: site.or(named).unwrap_or(self.default_set),
            email: draft.email,
            login: None,
            external_id: draft.external_id,
            last_name: draft.last_name,
            places: Vec::new(),
            created: self.now,
            version: 1,
        };
        if draft.registered {
            wrong.extend(person.choose_login(draft.login).err());
        } else {
            wrong.extend(draft.login.map(|_| "customer.is_guest"));
            wrong.extend((draft.state != State::Active).then_some("customer.is_guest"));
        }
        if !wrong.is_empty() {
            return Err(invalid(&wrong));
        }
        self.taken(usize::MAX, &person)?;
        self.event("customer.created", Some(self.people.len()));
        let described = person.describe();
        self.people.push(Some(person));
        Ok(described)
    }

    pub(crate) fn update(&mut self, who: usize, change: &Change, expected: Option<bool>) -> Answer {
        let before = self.person(who)?.clone();
        if expected == Some(false) {
            return Err("customer.changed".to_owned());
        }
        let mut person = before.clone();
        set_field(change.email, &mut person.email);
        set_field(change.external_id, &mut person.external_id);
        set_field(change.last_name, &mut person.last_name);
        let logged_in_by_email = before.login.is_some_and(|login| login.contains('@'));
        let wrong = match (person.registered, change.login) {
            (false, Some(_)) => Err("customer.is_guest"),
            (false, None) => Ok(()),
            (true, Some(login)) => person.choose_login(Some(login)),
            (true, None) if !logged_in_by_email || person.email == before.email => Ok(()),
            (true, None) if person.email.is_none() => Err("customer.email_is_login_name"),
            (true, None) => person.choose_login(None),
        };
        wrong.map_err(|wrong| invalid(&[wrong]))?;
        self.replace(who, person, "customer.updated")
    }

    pub(crate) fn register(&mut self, who: usize, login: Option<Name>) -> Answer {
        let mut person = self.person(who)?.clone();
        if person.registered {
            return Err("customer.is_registered".to_owned());
        }
        person.registered = true;
        person.choose_login(login).map_err(|wrong| invalid(&[wrong]))?;
        self.replace(who, person, "customer.registered")
    }

    pub(crate) fn act(&mut self, who: usize, action: AccountAction) -> Answer {
        let mut person = self.person(who)?.clone();
        let (kind, next, possible) = match action {
            AccountAction::Disable => {
                ("customer.disabled", State::Disabled, person.state != State::Disabled)
            }
            AccountAction::Enable => {
                ("customer.enabled", State::Active, person.state == State::Disabled)
            }
            _ => ("customer.approved", State::Active, person.state == State::Pending),
        };
        let refused = match (person.registered, possible, action, person.state) {
            (false, ..) => "customer.is_guest",
            (_, true, ..) => {
                person.state = next;
                return self.replace(who, person, kind);
            }
            (_, _, AccountAction::Disable, _) => "customer.is_disabled",
            (_, _, AccountAction::Enable, State::Pending) => "customer.is_pending",
            (_, _, AccountAction::Enable, _) => "customer.is_active",
            _ => "customer.is_not_pending",
        };
        Err(refused.to_owned())
    }

    pub(crate) fn delete(&mut self, who: usize) -> Answer {
        self.person(who)?;
        if self.orders.values().any(|order| order.who == who) {
            return Err("customer.has_orders".to_owned());
        }
        for members in self.segments.values_mut() {
            members.remove(&who);
        }
        self.people[who] = None;
        self.event("customer.deleted", Some(who));
        Ok(String::new())
    }

    pub(crate) fn add_address(&mut self, who: usize, place: Place) -> Answer {
        let mut person = self.person(who)?.clone();
        let end = person.places.len();
        insert(&mut person.places, end, place)?;
        self.replace(who, person, "address.added")
    }

    pub(crate) fn update_address(
        &mut self,
        who: usize,
        nth: usize,
        change: impl FnOnce(&mut Place),
    ) -> Answer {
        let mut person = self.person(who)?.clone();
        if nth >= person.places.len() {
            return Err("address.unknown".to_owned());
        }
        let mut place = person.places.remove(nth);
        change(&mut place);
        insert(&mut person.places, nth, place)?;
        self.replace(who, person, "address.updated")
    }

    pub(crate) fn remove_address(&mut self, who: usize, nth: usize) -> Answer {
        let mut person = self.person(who)?.clone();
        if nth >= person.places.len() {
            return Err("address.unknown".to_owned());
        }
        person.places.remove(nth);
        self.replace(who, person, "address.removed")
    }
}

fn insert(places: &mut Vec<Place>, nth: usize, place: Place) -> Result<(), String> {
    if places.iter().any(|other| same(Some(other.label), Some(place.label))) {
        return Err("address.label_taken".to_owned());
    }
    for other in places.iter_mut() {
        for (theirs, ours) in
            [(&mut other.billing, place.billing), (&mut other.shipping, place.shipping)]
        {
            if ours == AddressUse::Primary && *theirs == AddressUse::Primary {
                *theirs = AddressUse::Usable;
            }
        }
    }
    places.insert(nth, place);
    Ok(())
}
