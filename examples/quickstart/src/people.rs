//! The people: the data set has ids only, so their names are made up.

mod names;

use std::collections::HashSet;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::attributes;
use crate::csv_rows;
use crate::failure::Failure;
use crate::purchases::Purchase;

/// One person, as it is written in a row. What else is known about it stands in the columns behind
/// the site; an empty one says nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Person {
    /// Where the row stands, from 1.
    #[serde(skip)]
    pub(crate) line: u64,
    pub(crate) external_id: String,
    pub(crate) first_name: String,
    pub(crate) last_name: String,
    pub(crate) email: String,
    pub(crate) phone: String,
    pub(crate) site: String,
    preference: Option<String>,
    loyalty_card: Option<String>,
    birthday: Option<String>,
    newsletter: Option<String>,
    service_note: Option<String>,
}

impl Person {
    /// The fields of a form with the codes of the attributes. What is not said is not sent, and
    /// stays as it is.
    pub(crate) fn attributes(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let fields = [
            (attributes::PREFERENCE, &self.preference),
            (attributes::LOYALTY_CARD, &self.loyalty_card),
            (attributes::BIRTHDAY, &self.birthday),
            (attributes::NEWSLETTER, &self.newsletter),
            (attributes::SERVICE_NOTE, &self.service_note),
        ];
        fields.into_iter().filter_map(|(code, text)| Some((code, text.as_deref()?)))
    }
}

/// Makes up a person for each customer of the purchases, the same one each time.
pub(crate) fn make_up(purchases: &[Purchase<'_>]) -> Vec<Person> {
    let mut seen = HashSet::new();
    let ids = purchases.iter().map(|purchase| purchase.customer).filter(|id| seen.insert(*id));
    // The heading of `people.csv` is line 1.
    (2..).zip(ids).map(|(line, id)| made_up(line, id)).collect()
}

fn made_up(line: u64, id: &str) -> Person {
    let (first_name, last_name, phone) = names::made_up(seed(id));
    Person {
        line,
        external_id: id.to_owned(),
        email: format!(
            "{}.{}.{id}@mail.example",
            names::plain(first_name),
            names::plain(last_name)
        ),
        first_name: first_name.to_owned(),
        last_name: last_name.to_owned(),
        phone,
        site: site(id).to_owned(),
        ..known(id)
    }
}

/// What a person told the shop; not everybody told everything.
fn known(id: &str) -> Person {
    let chance = seed(&format!("attributes of {id}")).to_le_bytes();
    let [preference, year, month, day, card, rest, ..] = chance;
    let preference = ["email", "phone", "post"].get(usize::from(preference % 4));
    let has_birthday = !year.is_multiple_of(5);
    let year = (year % 50).saturating_add(30);
    let [month, day] = [month % 12, day % 28].map(|number| number.saturating_add(1));
    Person {
        preference: preference.map(ToString::to_string),
        loyalty_card: (!card.is_multiple_of(3)).then(|| format!("MC-{id}")),
        birthday: has_birthday.then(|| format!("19{year:02}-{month:02}-{day:02}")),
        newsletter: match rest % 4 {
            0 => Some("yes".to_owned()),
            2 => Some("no".to_owned()),
            _ => None,
        },
        service_note: rest.is_multiple_of(50).then(|| note(rest / 50).to_owned()),
        ..Person::default()
    }
}

/// What a colleague wrote about a person, at length or not.
fn note(number: u8) -> &'static str {
    match number % 4 {
        0 => "Calls before he comes.\nKnows the catalogue.",
        1 => "Asks for an invoice.",
        2 => "Regular.",
        _ => "Can be reached after six.",
    }
}

/// Half of the people shop for sports; businesses are fewer.
fn site(id: &str) -> &'static str {
    match id.bytes().last() {
        Some(b'0'..=b'4') => "mystic-sports",
        Some(b'5'..=b'7') => "mystic-kids",
        Some(b'8') => "mystic-business",
        _ => "mystic-parts",
    }
}

/// A number for an id that looks random and is the same on every machine.
fn seed(id: &str) -> u64 {
    let hash = id.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    // Ids that follow each other differ in a few bits only, and their names should in all.
    let spread = (hash ^ (hash >> 32)).wrapping_mul(0xd6e8_feb8_6659_fd93);
    spread ^ (spread >> 32)
}

/// Reads what [`write()`] wrote.
pub(crate) fn parse(file: &str, text: &str) -> Result<Vec<Person>, Failure> {
    let rows = csv_rows::read(file, text)?;
    Ok(rows.into_iter().map(|(line, person)| Person { line, ..person }).collect())
}

/// Writes people to a file that [`parse`] reads.
pub(crate) fn write(path: &Path, people: &[Person]) -> Result<(), std::io::Error> {
    let mut writer = csv::Writer::from_path(path)?;
    for person in people {
        writer.serialize(person)?;
    }
    writer.flush()
}

#[cfg(test)]
mod tests {
    use super::{made_up, make_up, parse, write};
    use crate::purchases;

    #[test]
    fn people_are_the_same_in_every_run() {
        let person = made_up(2, "07592");
        assert_eq!(person, made_up(2, "07592"));
        assert!(person.email.ends_with(".07592@mail.example"), "{}", person.email);
        assert!(person.email.is_ascii(), "{}", person.email);
        assert_eq!(person.phone.len(), "+12125550100".len());
    }

    #[test]
    fn each_customer_becomes_one_person() {
        let text =
            "heading\n00002 19970112 1 12.00\n00001 19970101 1 11.77\n00002 19970113 5 77.00\n";
        let people = make_up(&purchases::parse("test", text).unwrap());
        let ids: Vec<_> = people.iter().map(|person| &*person.external_id).collect();
        assert_eq!(ids, ["00002", "00001"]);
    }

    #[test]
    fn what_is_written_is_read_back_with_its_lines() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("people.csv");
        let people = vec![made_up(2, "00001"), made_up(3, "00002"), made_up(4, "00003")];
        write(&path, &people).unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        assert_eq!(parse("test", &text).unwrap(), people);
    }

    #[test]
    fn columns_that_are_empty_or_not_there_say_nothing() {
        let row = |more: &str, values: &str| {
            let text = format!(
                "external_id,first_name,last_name,email,phone,site{more}\n\
                 7,Ada,Novak,ada@mail.example,,mystic-kids{values}\n"
            );
            parse("test", &text).unwrap().remove(0)
        };
        assert_eq!(row("", "").attributes().count(), 0);
        assert_eq!(row(",birthday,newsletter", ",,").attributes().count(), 0);
        let told = row(",service_note,birthday", ",42,");
        assert_eq!(told.attributes().collect::<Vec<_>>(), [("service-note", "42")]);
    }
}
