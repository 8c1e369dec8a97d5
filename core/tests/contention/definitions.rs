//! Races between what decides and what was decided by it.

use patronage::customer::{AccountKind, NewCustomer};
use patronage::customer_set::NewCustomerSet;
use patronage::directory::CustomerListing;
use patronage::event::{Event, EventKind};
use patronage::segment::NewSegment;
use patronage::site::{NewSite, SitePatch};
use patronage::tenant::TenantPatch;

use super::{Doors, SET, SITE, code, winners};

const ROUNDS: usize = 12;

pub(crate) fn nobody_is_created_in_a_set_that_the_site_had_left(doors: &Doors) {
    const OTHER: &str = "b2b";
    doors.admin(0).customer_sets().create(NewCustomerSet::new(OTHER, "Business")).unwrap();
    doors.at_once(4, |index, admin| {
        for round in 0..ROUNDS {
            if index == 0 {
                let set = if round % 2 == 0 { OTHER } else { SET };
                admin.sites().update(SITE, SitePatch::new().customer_set(set)).unwrap();
            } else {
                let draft = NewCustomer::registered(SITE, format!("{index}-{round}@example.com"));
                admin.customers().create(draft).unwrap();
            }
        }
    });
    let mut set = SET;
    let mut created = 0;
    for event in doors.events() {
        match event.kind() {
            // The first move leads to the other set, and each one back from where the last one led.
            EventKind::SiteUpdated => set = if set == SET { OTHER } else { SET },
            EventKind::CustomerCreated => {
                let customer = customer_of(doors, &event);
                assert_eq!(customer.customer_set().as_str(), set, "at {}", event.position());
                created += 1;
            }
            _ => {}
        }
    }
    assert_eq!(created, 3 * ROUNDS);
    let counts = [SET, OTHER].map(|set| doors.admin(1).customer_sets().customers(set).unwrap());
    assert_eq!(counts.iter().sum::<u64>(), created as u64);
}

pub(crate) fn nobody_is_created_in_a_deleted_set(doors: &Doors) {
    for round in 0..ROUNDS {
        let set = format!("set-{round}");
        doors.admin(0).customer_sets().create(NewCustomerSet::new(&set, "Short-lived")).unwrap();
        let (deleted, created) = doors.duel(
            |admin| admin.customer_sets().delete(&set),
            |admin| {
                let draft = NewCustomer::new(AccountKind::Guest).customer_set(&set);
                admin.customers().create(draft)
            },
        );
        match (deleted, created) {
            (Ok(()), Err(refused)) => assert_eq!(code(&refused), "customer_set.unknown"),
            (Err(refused), Ok(customer)) => {
                assert_eq!(code(&refused), "customer_set.not_empty");
                assert_eq!(customer.customer_set().as_str(), set);
                assert_eq!(doors.admin(1).customer_sets().customers(&set).unwrap(), 1);
            }
            both => panic!("exactly one of the two may succeed: {both:?}"),
        }
    }
}

pub(crate) fn no_site_is_in_a_deleted_set(doors: &Doors) {
    for round in 0..ROUNDS {
        let (set, site) = (format!("set-{round}"), format!("site-{round}"));
        doors.admin(0).customer_sets().create(NewCustomerSet::new(&set, "Short-lived")).unwrap();
        let (deleted, created) = doors.duel(
            |admin| admin.customer_sets().delete(&set),
            |admin| admin.sites().create(NewSite::new(&site, "A site").customer_set(&set)),
        );
        match (deleted, created) {
            (Ok(()), Err(refused)) => assert_eq!(code(&refused), "customer_set.unknown"),
            (Err(refused), Ok(_)) => assert_eq!(code(&refused), "customer_set.not_empty"),
            both => panic!("exactly one of the two may succeed: {both:?}"),
        }
    }
    for site in doors.admin(1).sites().list().unwrap() {
        doors.admin(1).customer_sets().get(site.customer_set()).unwrap();
    }
}

pub(crate) fn a_deleted_set_is_not_the_default(doors: &Doors) {
    for round in 0..ROUNDS {
        let set = format!("set-{round}");
        doors.admin(0).customer_sets().create(NewCustomerSet::new(&set, "Short-lived")).unwrap();
        let (deleted, chosen) = doors.duel(
            |admin| admin.customer_sets().delete(&set),
            |admin| admin.tenant().update(TenantPatch::new().default_customer_set(&set)),
        );
        match (deleted, chosen) {
            (Ok(()), Err(refused)) => assert_eq!(code(&refused), "customer_set.unknown"),
            (Err(refused), Ok(tenant)) => {
                assert_eq!(code(&refused), "customer_set.default");
                assert_eq!(tenant.default_customer_set().as_str(), set);
            }
            both => panic!("exactly one of the two may succeed: {both:?}"),
        }
        let tenant = doors.admin(1).tenant().get().unwrap();
        doors.admin(1).customer_sets().get(tenant.default_customer_set()).unwrap();
    }
}

pub(crate) fn a_deleted_segment_has_no_members(doors: &Doors) {
    let john = doors.customer("john");
    for round in 0..ROUNDS {
        let segment = format!("segment-{round}");
        doors.admin(0).segments().create(NewSegment::new(&segment, "Short-lived")).unwrap();
        let (deleted, added) = doors.duel(
            |admin| admin.segments().delete(&segment),
            |admin| admin.segments().add(&segment, [john.id()]),
        );
        deleted.unwrap();
        winners(&[added], &["segment.unknown"]);
        assert!(doors.admin(1).segments().of(john.id()).unwrap().is_empty());
        // A segment that takes the code over inherits nobody.
        doors.admin(1).segments().create(NewSegment::new(&segment, "The next one")).unwrap();
        assert_eq!(doors.admin(0).segments().size(&segment).unwrap(), 0);
        let listing = CustomerListing::new().segment(&segment);
        assert!(doors.admin(0).customers().find(listing).unwrap().is_empty());
    }
}

fn customer_of(doors: &Doors, event: &Event) -> patronage::customer::Customer {
    doors.admin(0).customers().get(event.customer().unwrap()).unwrap()
}
