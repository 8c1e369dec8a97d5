//! Races about who an account belongs to and who changes it.

use patronage::customer::{CustomerPatch, NewCustomer};
use patronage::directory::CustomerListing;
use patronage::event::EventKind;
use patronage::segment::NewSegment;
use patronage::version::ExpectedVersion;

use super::{Doors, SET, SITE, winners};

const ROUNDS: usize = 12;
const THREADS: usize = 8;

pub(crate) fn one_of_many_registers_a_login(doors: &Doors) {
    for round in 0..ROUNDS {
        let answers = doors.at_once(THREADS, |index, admin| {
            // The host of an address does not tell lower case from upper case.
            let host = if index % 2 == 0 { "example.com" } else { "EXAMPLE.com" };
            let draft = NewCustomer::registered(SITE, format!("john-{round}@{host}"));
            admin.customers().create(draft)
        });
        assert_eq!(winners(&answers, &["customer.login_name_taken"]), 1);
        let login = format!("john-{round}@example.com");
        let holder = doors.admin(0).customers().find_by_login(SITE, login).unwrap();
        assert_eq!(holder, answers.into_iter().find_map(Result::ok));
    }
    let customers = doors.admin(0).customers();
    assert_eq!(doors.admin(0).customer_sets().customers(SET).unwrap(), ROUNDS as u64);
    assert_eq!(customers.iterate(CustomerListing::new()).count(), ROUNDS);
    let created = |event: &_| is(event, EventKind::CustomerCreated);
    assert_eq!(doors.events().iter().filter(|event| created(event)).count(), ROUNDS);
}

pub(crate) fn one_of_many_gets_an_external_id(doors: &Doors) {
    for round in 0..ROUNDS {
        let answers = doors.at_once(THREADS, |index, admin| {
            let external_id = if index % 2 == 0 { "crm" } else { "CRM" };
            let draft = NewCustomer::guest(SITE).external_id(format!("{external_id}-{round}"));
            admin.customers().create(draft)
        });
        assert_eq!(winners(&answers, &["customer.external_id_taken"]), 1);
    }
    assert_eq!(doors.admin(0).customer_sets().customers(SET).unwrap(), ROUNDS as u64);
}

pub(crate) fn a_guest_and_a_newcomer_do_not_share_a_login(doors: &Doors) {
    for round in 0..ROUNDS {
        let email = format!("ann-{round}@example.com");
        let guest = NewCustomer::guest(SITE).email(&email);
        let guest = doors.admin(0).customers().create(guest).unwrap();
        let (registered, created) = doors.duel(
            |admin| admin.customers().register(guest.id(), None),
            |admin| admin.customers().create(NewCustomer::registered(SITE, &email)),
        );
        let answers = [registered, created];
        assert_eq!(winners(&answers, &["customer.login_name_taken"]), 1);
        let holder = doors.admin(1).customers().find_by_login(SITE, &email).unwrap();
        assert_eq!(holder, answers.into_iter().find_map(Result::ok));
    }
}

pub(crate) fn one_of_many_updates_a_version(doors: &Doors) {
    let mut john = doors.customer("john");
    for round in 0..ROUNDS {
        let answers = doors.at_once(THREADS, |index, admin| {
            let patch = CustomerPatch::new().first_name(format!("{round}-{index}"));
            admin.customers().update(john.id(), patch, john.version())
        });
        assert_eq!(winners(&answers, &["customer.changed"]), 1);
        let next = answers.into_iter().find_map(Result::ok).unwrap();
        assert_eq!(next.version(), john.version().next().unwrap());
        assert_eq!(doors.admin(1).customers().get(john.id()).unwrap(), next);
        john = next;
    }
}

pub(crate) fn no_update_is_lost(doors: &Doors) {
    let john = doors.customer("john");
    let fields: [fn(String) -> CustomerPatch; 4] = [
        |value| CustomerPatch::new().first_name(value),
        |value| CustomerPatch::new().last_name(value),
        |value| CustomerPatch::new().company(value),
        |value| CustomerPatch::new().tax_id(value),
    ];
    doors.at_once(fields.len(), |index, admin| {
        for round in 1..=ROUNDS {
            let patch = fields[index](format!("{index}-{round}"));
            admin.customers().update(john.id(), patch, ExpectedVersion::Any).unwrap();
        }
    });
    let john = doors.admin(0).customers().get(john.id()).unwrap();
    let profile = john.profile();
    let kept = [profile.first_name(), profile.last_name(), profile.company(), profile.tax_id()];
    let written = [0, 1, 2, 3].map(|index| Some(format!("{index}-{ROUNDS}")));
    assert_eq!(kept.map(|value| value.map(ToOwned::to_owned)), written);
    let updates = doors.directory(0).events().of(john.id()).limit(1_000).read().unwrap().events;
    let updates = updates.iter().filter(|event| is(event, EventKind::CustomerUpdated)).count();
    assert_eq!(updates, fields.len() * ROUNDS);
}

pub(crate) fn one_of_many_adds_to_a_segment(doors: &Doors) {
    let john = doors.customer("john");
    doors.admin(0).segments().create(NewSegment::new("vip", "VIP")).unwrap();
    for _ in 0..ROUNDS {
        let added = doors.at_once(THREADS, |index, admin| {
            // The two directions lead to the same membership.
            if index % 2 == 0 {
                admin.segments().add("vip", [john.id()]).unwrap()
            } else {
                admin.segments().add_to(john.id(), ["vip"]).unwrap()
            }
        });
        assert_eq!(added.iter().sum::<u64>(), 1);
        assert_eq!(doors.admin(0).segments().size("vip").unwrap(), 1);
        let removed =
            doors.at_once(THREADS, |_, admin| admin.segments().remove("vip", [john.id()]).unwrap());
        assert_eq!(removed.iter().sum::<u64>(), 1);
        assert_eq!(doors.admin(0).segments().size("vip").unwrap(), 0);
    }
    let events = doors.events();
    let entered = events.iter().filter(|event| is(event, EventKind::CustomerEnteredSegment));
    let left = events.iter().filter(|event| is(event, EventKind::CustomerLeftSegment));
    assert_eq!((entered.count(), left.count()), (ROUNDS, ROUNDS));
}

fn is(event: &patronage::event::Event, kind: EventKind) -> bool {
    event.kind() == kind
}
