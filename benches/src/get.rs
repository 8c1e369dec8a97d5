//! Getting single customers, beside a prepared statement on the same file.

use std::hint::black_box;
use std::path::Path;
use std::time::Duration;

use patronage::customer::Customer;
use patronage::id::CustomerId;
use patronage_sqlite::rusqlite::{Statement, params};
use serde::Deserialize;

use crate::create::{Mode, with_library};
use crate::failure::Failure;
use crate::hand::Hand;
use crate::measure::{in_turns, timed};
use crate::people::{email, people};
use crate::report::{Comparison, Goal, Operations, Section};
use crate::settings::Settings;
use crate::shop::{CUSTOMER_SET, SITE, STAFF, Shop};

const BY_ID: &str =
    "SELECT version, number, doc FROM patronage_customers WHERE tenant = ?1 AND id = ?2";
const BY_LOGIN: &str = "SELECT version, number, doc FROM patronage_customers
     WHERE tenant = ?1 AND customer_set = ?2 AND login_key = ?3";

/// What the hand-written program does with the row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Effort {
    /// Reads version and number and the JSON into a struct of its own.
    Parsed,
    /// Reads the same columns and leaves the JSON as text.
    Text,
}

/// Many customers in a file, and whom to look up: everybody with the same chance, in no order.
#[derive(Debug)]
pub(crate) struct Crowd {
    shop: Shop,
    hand: Hand,
    wanted: Vec<(CustomerId, String)>,
}

impl Crowd {
    /// A file with `population` customers, `gets` of whom are wanted, some more than once.
    pub(crate) fn new(place: &Path, population: u32, gets: u32) -> Result<Self, Failure> {
        let shop = Shop::new(place)?;
        with_library(&shop, &people(population), Mode::Batch)?;
        let hand = Hand::open_to_read(&shop.file())?;
        let wanted = wanted(&hand, population, gets)?;
        Ok(Self { shop, hand, wanted })
    }

    /// Gets all who are wanted through the library by id.
    pub(crate) fn ours_by_id(&self) -> Result<Duration, Failure> {
        let customers = self.shop.open()?.as_admin(STAFF).customers();
        timed(|| {
            self.wanted.iter().try_for_each(|(id, _)| customers.get(*id).map(see))?;
            Ok(())
        })
    }

    /// Gets all who are wanted through the library by login name.
    pub(crate) fn ours_by_login(&self) -> Result<Duration, Failure> {
        let customers = self.shop.open()?.as_admin(STAFF).customers();
        timed(|| {
            self.wanted.iter().try_for_each(|(_, login)| {
                let found = customers.find_by_login(SITE, login)?;
                found.map(see).ok_or_else(|| Failure::Unequal("a login is not found".to_owned()))
            })
        })
    }

    /// Gets them by id with a prepared statement.
    pub(crate) fn hand_by_id(&self, effort: Effort) -> Result<Duration, Failure> {
        let (tenant, connection) = (self.hand.tenant(), self.hand.connection());
        timed(|| {
            let mut statement = connection.prepare(BY_ID)?;
            self.wanted.iter().try_for_each(|(id, _)| {
                fetch(&mut statement, params![tenant, id.as_bytes()], effort)
            })
        })
    }

    /// Gets them by login name with a prepared statement.
    pub(crate) fn hand_by_login(&self, effort: Effort) -> Result<Duration, Failure> {
        let (tenant, connection) = (self.hand.tenant(), self.hand.connection());
        timed(|| {
            let mut statement = connection.prepare(BY_LOGIN)?;
            self.wanted.iter().try_for_each(|(_, login)| {
                let key = login.to_ascii_lowercase();
                fetch(&mut statement, params![tenant, CUSTOMER_SET, key], effort)
            })
        })
    }
}

pub(crate) fn measure(settings: &Settings) -> Result<Section, Failure> {
    let crowd = Crowd::new(&settings.dir, settings.population, settings.gets)?;
    crowd.ours_by_id()?;
    let mut comparisons = Vec::new();
    for effort in [Effort::Parsed, Effort::Text] {
        let (peer, goal) = match effort {
            Effort::Parsed => ("prepared statement, parsed", Goal::TimeAtMost(1.5)),
            Effort::Text => ("prepared statement, text only", Goal::Time),
        };
        let by_id = in_turns(settings.rounds, &mut || crowd.ours_by_id(), &mut || {
            crowd.hand_by_id(effort)
        })?;
        let by_login = in_turns(settings.rounds, &mut || crowd.ours_by_login(), &mut || {
            crowd.hand_by_login(effort)
        })?;
        let operations = Operations::each(settings.gets);
        for (workload, laps) in [("get by id", by_id), ("get by login", by_login)] {
            comparisons.extend(Comparison::new(workload, peer, operations, &laps, goal));
        }
    }
    let notes = vec![
        format!(
            "{} look-ups a round in random order among {} customers; one thread, warm cache.",
            settings.gets, settings.population
        ),
        "By hand, `parsed`: one prepared statement on one connection, version, number and the JSON \
         by serde_json into a struct of that program with all fields owned (texts as `String`, \
         times and ids as text), nothing checked. `text only`: the same columns, the JSON copied \
         into a `String`, no goal."
            .to_owned(),
        "Ours asks for one consistent view, and the values of the record are checked as they are \
         read."
            .to_owned(),
    ];
    Ok(Section { name: "get", standings: Vec::new(), comparisons, notes })
}

fn see(customer: Customer) {
    black_box(customer);
}

fn fetch(
    statement: &mut Statement<'_>,
    key: impl patronage_sqlite::rusqlite::Params,
    effort: Effort,
) -> Result<(), Failure> {
    let mut rows = statement.query(key)?;
    let Some(row) = rows.next()? else {
        return Err(Failure::Unequal("a customer is not found by hand".to_owned()));
    };
    let (version, number): (i64, i64) = (row.get(0)?, row.get(1)?);
    match effort {
        Effort::Text => {
            black_box((version, number, row.get::<_, String>(2)?));
        }
        Effort::Parsed => {
            // Parsed out of SQLite's own memory, without a copy.
            let doc =
                row.get_ref(2)?.as_bytes().map_err(patronage_sqlite::rusqlite::Error::from)?;
            let account: Account = serde_json::from_slice(doc)?;
            black_box((version, number, account));
        }
    }
    Ok(())
}

fn wanted(hand: &Hand, population: u32, gets: u32) -> Result<Vec<(CustomerId, String)>, Failure> {
    let mut ids = Vec::new();
    let mut statement =
        hand.connection().prepare("SELECT id FROM patronage_customers ORDER BY number")?;
    for id in statement.query_map([], |row| row.get::<_, [u8; 16]>(0))? {
        ids.push(CustomerId::from_uuid(uuid::Uuid::from_bytes(id?)));
    }
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut pick = || {
        // Xorshift: good enough to have no order, the same in every run.
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        let index = u32::try_from(state.checked_rem(population.into()).unwrap_or(0)).unwrap_or(0);
        let id = usize::try_from(index).ok().and_then(|index| ids.get(index)).copied();
        id.map(|id| (id, email(index)))
            .ok_or_else(|| Failure::Unequal(format!("there is no customer number {index}")))
    };
    (0..gets).map(|_| pick()).collect()
}

/// The caller's struct: a customer as the JSON has it.
#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "the benchmark is about filling the fields, nobody reads them")]
struct Account {
    id: String,
    kind: String,
    state: String,
    customer_set: String,
    site: Option<String>,
    login_name: Option<String>,
    #[serde(default)]
    email_is_exclusive: bool,
    profile: Person,
    customer_since: String,
    created_at: String,
    created_by: Author,
    updated_at: String,
}

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "the benchmark is about filling the fields, nobody reads them")]
struct Person {
    email: Option<String>,
    first_name: Option<String>,
    last_name: Option<String>,
    phone: Option<Phone>,
    language: Option<String>,
}

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "the benchmark is about filling the fields, nobody reads them")]
struct Phone {
    number: String,
    e164: Option<String>,
    extension: Option<String>,
}

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "the benchmark is about filling the fields, nobody reads them")]
struct Author {
    admin: Option<String>,
}
