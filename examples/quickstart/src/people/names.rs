//! Names and phone numbers for people who have none.

/// First names.
#[rustfmt::skip]
const FIRST: &[&str] = &[
    "Ada", "Aisha", "Alan", "Amélie", "Amir", "Ana", "Anders", "Andrea", "Anton", "Astrid",
    "Beatriz", "Ben", "Björn", "Carla", "Chen", "Chloé", "Clara", "Daniel", "David", "Diego",
    "Elena", "Elif", "Emma", "Erik", "Esther", "Fatima", "Felix", "Fiona", "Frida", "Gabriel",
    "Grace", "Hana", "Hannah", "Henry", "Hugo", "Ida", "Ines", "Ingrid", "Irene", "Ivan",
    "Jakub", "James", "Jana", "João", "John", "José", "Julia", "Kai", "Karim", "Kenji",
    "Lars", "Laura", "Leila", "Leo", "Lina", "Luca", "Lucía", "Maria", "Marta", "Mateo",
    "Maya", "Mei", "Mia", "Miguel", "Mila", "Nadia", "Nina", "Noah", "Nora", "Olga",
    "Oliver", "Omar", "Oscar", "Paula", "Pavel", "Petra", "Priya", "Rafael", "Renée", "Rosa",
    "Ruth", "Samuel", "Sara", "Sofia", "Stefan", "Søren", "Tara", "Theo", "Thomas", "Tomás",
    "Uma", "Victor", "Wanda", "William", "Yara", "Yuki", "Zoe", "Zoë",
];

/// Last names.
#[rustfmt::skip]
const LAST: &[&str] = &[
    "Adams", "Ahmed", "Almeida", "Andersson", "Bauer", "Becker", "Berg", "Bianchi", "Brown",
    "Carter", "Castro", "Chang", "Clark", "Costa", "Cruz", "Davies", "Demir", "Dubois", "Dvořák",
    "Eriksen", "Evans", "Fernández", "Fischer", "Flores", "Fontaine", "Foster", "Garcia", "Gomez",
    "González", "Gray", "Green", "Haddad", "Hall", "Hansen", "Harris", "Hughes", "Ibrahim",
    "Ivanova", "Jensen", "Johansson", "Jones", "Kaya", "Keller", "Khan", "Kim", "King", "Klein",
    "Kovács", "Kowalski", "Kumar", "Larsen", "Laurent", "Lee", "Lewis", "Lindqvist", "Lopez",
    "Mancini", "Marín", "Martin", "Meyer", "Mitchell", "Moreau", "Morgan", "Müller", "Murphy",
    "Nagy", "Nakamura", "Nguyen", "Nielsen", "Novak", "Núñez", "O'Brien", "Okafor", "Olsen",
    "Owens", "Park", "Patel", "Pereira", "Peters", "Petrov", "Price", "Ramos", "Reed", "Ricci",
    "Rivera", "Roberts", "Romano", "Rossi", "Roux", "Ruiz", "Saito", "Santos", "Schmidt", "Silva",
    "Singh", "Smith", "Sokolov", "Sørensen", "Suzuki", "Svensson", "Tanaka", "Taylor", "Torres",
    "Turner", "Ünal", "Varga", "Vogel", "Walker", "Wang", "Weber", "White", "Wilson", "Wright",
    "Yamamoto", "Yılmaz", "Young", "Zhang", "Zimmermann",
];

/// Area codes of the United States. The numbers 555-0100 to 555-0199 are kept free in each of them
/// for stories.
const AREAS: &[&str] =
    &["206", "212", "303", "312", "404", "415", "503", "512", "602", "617", "702", "713"];

/// A name and a phone number (E.164) that belong to a seed.
pub(super) fn made_up(seed: u64) -> (&'static str, &'static str, String) {
    let [_, a, b, c, d, area, number, _] = seed.to_le_bytes();
    let first = pick(FIRST, u16::from_le_bytes([a, b]));
    let last = pick(LAST, u16::from_le_bytes([c, d]));
    let area = pick(AREAS, area.into());
    (first, last, format!("+1{area}55501{:02}", number % 100))
}

fn pick(from: &[&'static str], number: u16) -> &'static str {
    let place = usize::from(number).checked_rem(from.len());
    place.and_then(|place| from.get(place)).copied().unwrap_or_default()
}

/// A name as it stands in an e-mail address: small letters without accents.
pub(super) fn plain(name: &str) -> String {
    name.chars().flat_map(char::to_lowercase).filter_map(without_accent).collect()
}

fn without_accent(letter: char) -> Option<char> {
    match letter {
        'á' | 'ã' => Some('a'),
        'é' | 'ë' => Some('e'),
        'í' | 'ı' => Some('i'),
        'ñ' => Some('n'),
        'ó' | 'ö' | 'ø' => Some('o'),
        'ř' => Some('r'),
        'ú' | 'ü' => Some('u'),
        letter => letter.is_ascii_alphabetic().then_some(letter),
    }
}

#[cfg(test)]
mod tests {
    use super::{FIRST, LAST, plain};

    #[test]
    fn every_name_keeps_all_its_letters_in_an_address() {
        for name in FIRST.iter().chain(LAST) {
            let letters = name.chars().filter(|letter| letter.is_alphabetic()).count();
            assert_eq!(plain(name).len(), letters, "{name} became {}", plain(name));
        }
    }
}
