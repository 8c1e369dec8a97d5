//! Opening a directory.

use std::fmt;
use std::sync::{Arc, Mutex};

use super::definitions::{Cache, Definitions};
use super::error::Error;
use super::{Directory, Shared};
use crate::actor::Author;
use crate::code::CustomerSetCode;
use crate::customer_set::{CustomerSet, NewCustomerSet};
use crate::event::{EventKind, NewEvent, Subject};
use crate::money::Currency;
use crate::port::{Clock, Entropy, IdSource, PortError, UuidV7};
use crate::store::{ChangeSet, Expected, Record, Store, StoreError};
use crate::tenant::Tenant;
use crate::time::{TimeZone, Timestamp};
use crate::version::Generation;
use crate::violation::Checks;

/// The set that a new tenant begins with.
const FIRST_SET: (&str, &str) = ("default", "Default");

/// The currency of a new tenant when its host names none.
const FIRST_CURRENCY: &str = "USD";

/// The time zone of a new tenant when its host names none.
const FIRST_TIME_ZONE: &str = "UTC";

/// How a directory is opened; made by [`Directory::builder`].
pub struct Builder {
    store: Arc<dyn Store>,
    clock: Option<Arc<dyn Clock>>,
    ids: Option<Arc<dyn IdSource>>,
    entropy: Option<Arc<dyn Entropy>>,
    reporting_currency: String,
    time_zone: String,
}

/// What a host says of a tenant that is new.
struct FirstSettings {
    reporting_currency: Currency,
    time_zone: TimeZone,
}

impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder").finish_non_exhaustive()
    }
}

impl Builder {
    pub(super) fn new(store: Arc<dyn Store>) -> Self {
        Self {
            store,
            clock: None,
            ids: None,
            entropy: None,
            reporting_currency: FIRST_CURRENCY.to_owned(),
            time_zone: FIRST_TIME_ZONE.to_owned(),
        }
    }

    /// Tells the time by this clock.
    #[must_use]
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = Some(clock);
        self
    }

    /// Takes ids from this source. Without one, ids are version 7 UUIDs out of clock and entropy.
    #[must_use]
    pub fn ids(mut self, ids: Arc<dyn IdSource>) -> Self {
        self.ids = Some(ids);
        self
    }

    /// Takes randomness from this source.
    #[must_use]
    pub fn entropy(mut self, entropy: Arc<dyn Entropy>) -> Self {
        self.entropy = Some(entropy);
        self
    }

    /// The reporting currency (ISO 4217) of a tenant that is opened for the first time. One that
    /// exists keeps its own, which only
    /// [`TenantSettings::update`](super::TenantSettings::update) changes.
    #[must_use]
    pub fn reporting_currency(mut self, currency: impl Into<String>) -> Self {
        self.reporting_currency = currency.into();
        self
    }

    /// The time zone of a tenant that is opened for the first time, by its name in the IANA database
    /// such as `Europe/Paris`; `UTC` when none is named. A tenant that exists keeps its own.
    #[must_use]
    pub fn time_zone(mut self, name: impl Into<String>) -> Self {
        self.time_zone = name.into();
        self
    }

    /// Opens the directory, and sets the tenant up when it is new.
    ///
    /// Without the feature `system` a clock and either ids or entropy must have been given
    /// (`port.missing`).
    pub fn open(self) -> Result<Directory, Error> {
        let settings = self.first_settings()?;
        let clock = usual::clock(self.clock).ok_or(PortError::Missing { port: "clock" })?;
        let entropy = usual::entropy(self.entropy);
        let ids = match (self.ids, &entropy) {
            (Some(ids), _) => ids,
            (None, Some(entropy)) => Arc::new(UuidV7::new(Arc::clone(entropy))),
            (None, None) => return Err(PortError::Missing { port: "source of ids" }.into()),
        };
        let definitions = load_or_set_up(&*self.store, settings, clock.now())?;
        let definitions = Arc::new(Cache::new(definitions));
        let (store, queue) = (self.store, Mutex::default());
        Ok(Directory {
            shared: Arc::new(Shared { store, clock, ids, entropy, definitions, queue }),
        })
    }

    fn first_settings(&self) -> Result<FirstSettings, Error> {
        let mut checks = Checks::new();
        let currency = checks.take("reporting_currency", Currency::parse(&self.reporting_currency));
        let time_zone = checks.take("time_zone", TimeZone::parse(&self.time_zone));
        match (currency, time_zone) {
            (Some(reporting_currency), Some(time_zone)) => {
                Ok(FirstSettings { reporting_currency, time_zone })
            }
            _ => Err(checks.into_violations().into()),
        }
    }
}

/// The ports of the operating system, for those that were not given.
#[cfg(feature = "system")]
mod usual {
    use super::{Arc, Clock, Entropy};
    use crate::port::system::{SystemClock, SystemEntropy};

    pub(super) fn clock(given: Option<Arc<dyn Clock>>) -> Option<Arc<dyn Clock>> {
        given.or_else(|| Some(Arc::new(SystemClock)))
    }

    pub(super) fn entropy(given: Option<Arc<dyn Entropy>>) -> Option<Arc<dyn Entropy>> {
        given.or_else(|| Some(Arc::new(SystemEntropy)))
    }
}

/// This build has none of its own.
#[cfg(not(feature = "system"))]
mod usual {
    use super::{Arc, Clock, Entropy};

    pub(super) fn clock(given: Option<Arc<dyn Clock>>) -> Option<Arc<dyn Clock>> {
        given
    }

    pub(super) fn entropy(given: Option<Arc<dyn Entropy>>) -> Option<Arc<dyn Entropy>> {
        given
    }
}

fn load_or_set_up(
    store: &dyn Store,
    settings: FirstSettings,
    now: Timestamp,
) -> Result<Definitions, Error> {
    let generation = {
        let snapshot = store.snapshot()?;
        if let Some(definitions) = Definitions::load(&*snapshot)? {
            return Ok(definitions);
        }
        snapshot.generation()?
    };
    match store.commit(&first_definitions(generation, settings, now)?) {
        // Another process may have been faster: what counts is what the store holds now.
        Ok(_) | Err(StoreError::Conflict(_)) => {}
        Err(error) => return Err(error.into()),
    }
    let definitions = Definitions::load(&*store.snapshot()?)?;
    let missing =
        || StoreError::Damaged { reason: "the settings of the tenant are missing".to_owned() };
    definitions.ok_or_else(|| missing().into())
}

fn first_definitions(
    generation: Generation,
    settings: FirstSettings,
    now: Timestamp,
) -> Result<ChangeSet, Error> {
    let (code, name) = FIRST_SET;
    let set = CustomerSet::create(&NewCustomerSet::new(code, name), now)?;
    let code: CustomerSetCode = *set.code();
    let event = NewEvent {
        kind: EventKind::CustomerSetCreated,
        subject: Subject::CustomerSet(code),
        customer: None,
        author: Author::System,
        site: None,
        at: now,
    };
    let FirstSettings { reporting_currency, time_zone } = settings;
    let tenant = Tenant::new(code, reporting_currency, time_zone);
    Ok(ChangeSet::new(generation)
        .put(Record::CustomerSet(set), Expected::Absent)
        .put(Record::Tenant(tenant), Expected::Absent)
        .event(event))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::port::fixed::{FixedClock, FixedEntropy};
    use crate::store::MemoryStore;

    fn builder(store: &MemoryStore) -> Builder {
        Builder::new(Arc::new(store.clone()))
            .clock(Arc::new(FixedClock::new(Timestamp::MIN)))
            .entropy(Arc::new(FixedEntropy::new(1)))
    }

    #[test]
    fn a_tenant_is_set_up_once_and_keeps_its_settings() {
        let store = MemoryStore::new();
        let settings = |directory: Directory| {
            let tenant = directory.as_system().tenant().get().unwrap();
            (tenant.reporting_currency().code(), tenant.time_zone().to_string())
        };
        let usual = builder(&MemoryStore::new()).open().unwrap();
        assert_eq!(settings(usual), ("USD", "UTC".to_owned()));
        let paris = || builder(&store).reporting_currency("eur").time_zone("europe/paris");
        let expected = ("EUR", "Europe/Paris".to_owned());
        assert_eq!(settings(paris().open().unwrap()), expected);
        let again = builder(&store).reporting_currency("USD").time_zone("UTC");
        assert_eq!(settings(again.open().unwrap()), expected);
        let refused = builder(&store).reporting_currency("gold").time_zone("CEST").open();
        let codes = refused.unwrap_err().violations().unwrap().codes();
        assert_eq!(codes, ["currency.malformed", "time_zone.unknown"]);
    }

    #[test]
    fn a_tenant_that_is_set_up_by_half_is_damaged_and_not_tried_forever() {
        let store = MemoryStore::new();
        let set = NewCustomerSet::new("default", "Default");
        let set = Record::CustomerSet(CustomerSet::create(&set, Timestamp::MIN).unwrap());
        let half = ChangeSet::new(Generation::default()).put(set, Expected::Absent);
        store.commit(&half).unwrap();
        assert_eq!(builder(&store).open().unwrap_err().code(), "store.damaged");
    }
}
