//! The quickstart, run as a newcomer runs it, against figures that are known from elsewhere.

mod output;

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use self::output::Output;
use crate::document;
use crate::schema_as_code;
use crate::shell::{Call, Failure};

/// What the first run says, with one blank where it has several.
const FIRST_RUN: &[&str] = &[
    "customers 23,570 0 0 0 ",
    "purchases 69,659 0 0 0 ",
    "orders 69,659",
    "lifetime spend 2,500,315.63 USD",
    "VIPs 200 spent more than 1,000.00 USD; 200 entered, 0 left",
    "credit accounts 200 of 5,000.00 USD and 10 % beyond it; 200 opened",
    "order A-4 4,000.00 refused 2,000.00",
    "payment 1,500.00 2,000.00 3,500.00",
];

/// The same figures by plain SQL. Amounts are whole cents there.
const BY_SQL: &[(&str, &str)] = &[
    ("SELECT count(*) FROM patronage_customers_view", "23570"),
    ("SELECT count(*) FROM patronage_orders_view", "69659"),
    ("SELECT sum(minor) FROM patronage_spend", "250031563"),
    ("SELECT count(*) FROM patronage_spend WHERE minor > 100000", "200"),
    ("SELECT count(*) FROM patronage_members_view WHERE segment = 'vip'", "200"),
    ("SELECT count(*) FROM patronage_attributes_view", "5"),
    ("SELECT count(*) FROM patronage_credit_accounts_view", "200"),
    ("SELECT sum(outstanding_minor) FROM patronage_credit_accounts_view", "200000"),
];

/// The external ids of the five highest and what they spent.
const HIGHEST: [(&str, &str); 5] = [
    ("07592", "13,990.93"),
    ("14048", "8,976.33"),
    ("07983", "6,973.07"),
    ("19339", "6,552.70"),
    ("07931", "6,497.18"),
];

const HIGHEST_BY_SQL: &str = "SELECT external_id, amount FROM patronage_spend_view \
                              ORDER BY minor DESC LIMIT 5";

/// The mistakes in `examples/data/bad-rows.csv`: line, field and code.
const MISTAKES: &[&str] = &[
    "2 email email.invalid",
    "3 first_name text.too_long",
    "4 phone phone.unexpected_character",
    "5 site site.unknown",
    "6 login_name customer.login_name_taken",
    "7 external_id import.no_id",
    "8 site import.other_site",
    "9 site site.unknown",
    "9 email email.invalid",
    "9 first_name text.surrounding_white_space",
    "9 phone phone.unexpected_character",
    "10 number activity.order_of_another_customer",
    "11 placed_on date.no_such_day",
    "12 external_id import.unknown_customer",
    "13 total order.negative_total",
    "14 total money.too_many_decimals",
    "15 total money.too_large",
    "16 lines[0].quantity order.no_quantity",
    "17 placed_at activity.fixed_field",
    "18 placed_on date.malformed",
    "18 quantity import.not_a_count",
    "18 total money.not_a_number",
    "19 attributes.communication-preference attribute.not_an_option",
    "19 attributes.loyalty-card attribute.pattern_mismatch",
    "19 attributes.birthday attribute.not_a_date",
    "19 attributes.newsletter attribute.not_yes_or_no",
    "19 attributes.service-note attribute.too_long",
    "20 attributes.loyalty-card attribute.taken",
    "21 attributes.birthday attribute.too_early",
];

const README: &str = "examples/quickstart/README.md";

/// Where the five highest are asked for by a line that a reader can paste.
const READMES: [&str; 2] = ["README.md", README];

/// The head of what is said of the customer who buys on account.
const ON_ACCOUNT: &str = "Erik Berg on account";

/// Runs the example three times and compares what it says with what is known and with the file; then
/// the example that changes the definitions in that file.
pub(crate) fn check() -> Result<(), Failure> {
    let example = Example::new()?;
    let outcome = example.check();
    if outcome.is_err() {
        // The call that the failure names works on these files.
        println!("the files are left in {}", example.folder.keep().display());
    }
    outcome
}

/// The example with a folder of its own.
struct Example {
    folder: TempDir,
}

impl Example {
    fn new() -> Result<Self, Failure> {
        let folder = tempfile::tempdir()
            .map_err(|cause| Failure::File { path: std::env::temp_dir(), cause })?;
        Ok(Self { folder })
    }

    fn check(&self) -> Result<(), Failure> {
        self.first_run()?;
        self.readmes()?;
        self.second_run()?;
        self.third_run()?;
        schema_as_code::check(self.folder.path())?;
        self.credit_desk()
    }

    /// The example of credit needs nothing of this one; it is here because it is run in the same way.
    fn credit_desk(&self) -> Result<(), Failure> {
        let readme = "examples/credit-desk/README.md";
        match document::check(readme, |_| true, self.folder.path(), |_| Ok(()))? {
            0 => {
                let complaint = format!("{readme} shows nothing that is printed");
                Err(Failure::Unacceptable { call: Call::new("cat", [readme]), complaint })
            }
            _ => Ok(()),
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn run(&self, more: &[&str]) -> Result<Output, Failure> {
        let database = text(&self.path("quickstart.db"));
        let program = ["run", "--quiet", "--release", "-p", "quickstart", "--"];
        let arguments = ["--database", &database];
        let words = program.iter().chain(&arguments).chain(more);
        Output::of(Call::cargo(words.map(ToString::to_string)))
    }

    fn sql(&self, question: &str) -> Result<Output, Failure> {
        Output::of(Call::new("sqlite3", [text(&self.path("quickstart.db")), question.to_owned()]))
    }

    fn events(&self) -> Result<u64, Failure> {
        let answer = self.sql("SELECT count(*) FROM patronage_events_view")?;
        answer.text.trim().parse().map_err(|_| answer.unlike("a number of events"))
    }

    fn first_run(&self) -> Result<(), Failure> {
        let output = self.run(&[])?;
        FIRST_RUN.iter().try_for_each(|line| output.says(line))?;
        for readme in READMES {
            let shown = ["Kept", "The highest", ON_ACCOUNT];
            shown.iter().try_for_each(|start| output.is_shown(start, readme))?;
        }
        let highest = output.after("The highest").into_iter().filter_map(|line| {
            let mut words = line.split(' ');
            Some([words.next()?, words.next_back()?].join(" "))
        });
        let known = HIGHEST.map(|(id, spend)| format!("{id} {spend}"));
        output.same("the highest", &known, &highest.collect::<Vec<_>>())?;

        for (question, answer) in BY_SQL {
            let output = self.sql(question)?;
            output.same("the answer", &[answer.to_string()], &output.lines())?;
        }
        let output = self.sql(HIGHEST_BY_SQL)?;
        let known = HIGHEST.map(|(id, spend)| format!("{id}|{} USD", spend.replace(',', "")));
        output.same("the highest", &known, &output.lines())
    }

    fn second_run(&self) -> Result<(), Failure> {
        let before = self.events()?;
        let output = self.run(&[])?;
        output.says("customers 0 0 23,570 0 ")?;
        output.says("purchases 0 0 69,659 0 ")?;
        output.says("Every row was there already. No event was written.")?;
        output.says("VIPs 200 spent more than 1,000.00 USD; 0 entered, 0 left")?;
        output.says("credit accounts 200 of 5,000.00 USD and 10 % beyond it; 0 opened")?;
        output.says("order A-4 4,000.00 refused 3,500.00")?;
        output.is_shown(ON_ACCOUNT, README)?;
        output.same("the number of events", &[before], &[self.events()?])?;

        let mistakes = output
            .after("line field code message")
            .into_iter()
            .map(|line| line.split(' ').take(3).collect::<Vec<_>>().join(" "));
        output.same("the mistakes", MISTAKES, &mistakes.collect::<Vec<_>>())?;
        output.says("20 rows, 29 mistakes, nothing stored.")
    }

    /// One person has another name and wants to be reached otherwise, and has bought something more.
    fn third_run(&self) -> Result<(), Failure> {
        let before = self.events()?;
        let folder = text(self.folder.path());
        self.run(&["--write-input", &folder])?;
        let (people, purchases) = (self.path("people.csv"), self.path("purchases.txt"));
        edit(&people, |text| text.replace("00042,Lars,Ivanova,", "00042,Lars,Smith,"))?;
        edit(&people, |text| text.replace(",phone,MC-00042,", ",post,MC-00042,"))?;
        edit(&purchases, |text| text + " 00042 19980701  2   25.00\r\n")?;

        let files = [text(&people), text(&purchases)];
        let [people, purchases] = &files;
        let output = self.run(&["--people", people, "--purchases", purchases])?;
        output.says("customers 0 1 23,569 0 ")?;
        output.says("purchases 1 0 69,659 0 ")?;
        let is_named = |line: &String| line.starts_with("changed ") || line.starts_with("created ");
        let named: Vec<_> = output.lines().into_iter().filter(is_named).collect();
        let expected = [
            "changed customer 00042: last_name is now `Smith`, communication-preference is now `post`",
            "created order 00042-3 of 25.00 USD",
        ];
        output.same("the changes", &expected, &named)?;
        // One of the profile, one of the attributes, one of the order.
        output.same("the number of events", &[before.saturating_add(3)], &[self.events()?])
    }

    /// What the documents say about the database is what it says.
    fn readmes(&self) -> Result<(), Failure> {
        for name in READMES {
            let asks = |command: &str| command.starts_with("sqlite3 quickstart.db");
            if document::check(name, asks, self.folder.path(), |_| Ok(()))? == 0 {
                println!("{name} asks nothing by `sqlite3 quickstart.db`");
            }
        }
        Ok(())
    }
}

fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

fn read(path: &Path) -> Result<String, Failure> {
    fs::read_to_string(path).map_err(|cause| Failure::File { path: path.to_owned(), cause })
}

/// Changes a file; an edit that finds nothing to change would prove nothing later.
fn edit(path: &Path, change: impl FnOnce(String) -> String) -> Result<(), Failure> {
    let before = read(path)?;
    let after = change(before.clone());
    if after == before {
        let cause = std::io::Error::other("there was nothing to edit");
        return Err(Failure::File { path: path.to_owned(), cause });
    }
    fs::write(path, after).map_err(|cause| Failure::File { path: path.to_owned(), cause })
}
