//! Programs and libraries from npm, put to work below `target`, so that the sources stay as they are.

use std::fs;
use std::path::{Path, PathBuf};

use crate::shell::{Call, Failure};

/// What says which packages are needed, in which versions and with which content.
const LISTS: &[&str] = &["package.json", "package-lock.json"];

/// Packages, by the list that names them.
#[derive(Debug)]
pub(crate) struct Packages {
    /// Where the list and the scripts that use the packages stand, below the root.
    pub(crate) source: &'static str,
    /// The scripts, which find packages only beside themselves.
    pub(crate) scripts: &'static [&'static str],
    /// Where all of it is put to work.
    pub(crate) workshop: &'static str,
}

impl Packages {
    /// Brings the packages, unless they were installed from the same list before: that needs no
    /// network.
    pub(crate) fn install(&self) -> Result<(), Failure> {
        let (source, workshop) = (root().join(self.source), root().join(self.workshop));
        fs::create_dir_all(&workshop).map_err(|cause| failed(&workshop, cause))?;
        let mut is_installed = workshop.join("node_modules/.package-lock.json").is_file();
        for name in LISTS {
            is_installed &= !copied(&source.join(name), &workshop.join(name))?;
        }
        for script in self.scripts {
            copied(&source.join(script), &workshop.join(script))?;
        }
        if is_installed { Ok(()) } else { self.installation().run() }
    }

    /// A program of the packages.
    pub(crate) fn program<S: Into<String>>(
        &self,
        name: &str,
        arguments: impl IntoIterator<Item = S>,
    ) -> Call {
        Call::new(&format!("{}/node_modules/.bin/{name}", self.workshop), arguments)
    }

    fn installation(&self) -> Call {
        let here = ["ci", "--prefix", self.workshop];
        Call::new("npm", here.into_iter().chain(["--ignore-scripts", "--no-audit", "--no-fund"]))
    }
}

/// Whether the copy had to be made, because there was none or another one.
pub(crate) fn copied(from: &Path, to: &Path) -> Result<bool, Failure> {
    let content = fs::read(from).map_err(|cause| failed(from, cause))?;
    if fs::read(to).is_ok_and(|there| there == content) {
        return Ok(false);
    }
    fs::write(to, content).map_err(|cause| failed(to, cause))?;
    Ok(true)
}

pub(crate) fn failed(path: &Path, cause: std::io::Error) -> Failure {
    Failure::File { path: path.to_owned(), cause }
}

pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{LISTS, copied, root};

    #[test]
    fn packages_are_known_by_their_content_and_come_from_wherever_npm_is_told() {
        let lists =
            ["core/tests/json_schema/ajv", "bindings-wasm/tools", "bindings-wasm/js/browser-tests"];
        for source in lists {
            let list = fs::read_to_string(root().join(source).join(LISTS[1])).unwrap();
            assert!(list.contains("\"integrity\": \"sha512-"), "{source}: {list}");
            assert!(!list.contains("\"resolved\""), "{source}: {list}");
        }
    }

    #[test]
    fn a_copy_is_made_once() {
        let folder = tempfile::tempdir().unwrap();
        let (from, to) = (folder.path().join("from"), folder.path().join("to"));
        for content in ["one", "two"] {
            fs::write(&from, content).unwrap();
            assert!(copied(&from, &to).unwrap());
            assert!(!copied(&from, &to).unwrap());
            assert_eq!(fs::read_to_string(&to).unwrap(), content);
        }
    }
}
