//! Where the rows come from: built in, made up, or files that somebody edited.

use std::borrow::Cow;
use std::fs;
use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::people::Person;
use crate::purchases::Purchase;
use crate::{people, purchases};

/// Built into the program, so that it runs from any folder.
const PURCHASES: &str = include_str!("../../data/cdnow/purchases.txt");

/// A text and what to call it when something is wrong with it.
#[derive(Debug)]
struct Source {
    name: String,
    text: Cow<'static, str>,
}

impl Source {
    fn read(path: &Path) -> Result<Self, Failure> {
        let text = fs::read_to_string(path)
            .map_err(|cause| Failure::Read { path: path.to_owned(), cause })?;
        Ok(Self { name: format!("`{}`", path.display()), text: text.into() })
    }
}

/// The two inputs of the import.
#[derive(Debug)]
pub(crate) struct Input {
    people: Option<Source>,
    purchases: Source,
}

impl Input {
    /// Reads the files that are given and falls back to what is built in.
    pub(crate) fn read(people: Option<&Path>, purchases: Option<&Path>) -> Result<Self, Failure> {
        let purchases = match purchases {
            Some(path) => Source::read(path)?,
            None => Source { name: "the built-in purchases".to_owned(), text: PURCHASES.into() },
        };
        Ok(Self { people: people.map(Source::read).transpose()?, purchases })
    }

    /// The people; made up from the ids in the purchases when no file says who they are.
    pub(crate) fn people(&self, purchases: &[Purchase<'_>]) -> Result<Vec<Person>, Failure> {
        match &self.people {
            Some(source) => people::parse(&source.name, &source.text),
            None => Ok(people::make_up(purchases)),
        }
    }

    /// The purchases, in the order of the file.
    pub(crate) fn purchases(&self) -> Result<Vec<Purchase<'_>>, Failure> {
        purchases::parse(&self.purchases.name, &self.purchases.text)
    }

    /// Writes both into a folder and says where.
    pub(crate) fn write(&self, folder: &Path) -> Result<(PathBuf, PathBuf), Failure> {
        fs::create_dir_all(folder)
            .map_err(|cause| Failure::Write { path: folder.to_owned(), cause })?;
        let (people, purchases) = (folder.join("people.csv"), folder.join("purchases.txt"));
        let failed = |path: &Path| {
            let path = path.to_owned();
            move |cause| Failure::Write { path, cause }
        };
        let rows = self.people(&self.purchases()?)?;
        people::write(&people, &rows).map_err(failed(&people))?;
        fs::write(&purchases, self.purchases.text.as_bytes()).map_err(failed(&purchases))?;
        Ok((people, purchases))
    }
}
