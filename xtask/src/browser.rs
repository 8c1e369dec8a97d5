//! The package in a browser: the form that it draws, the page of the example, and the vectors.

use crate::npm::Packages;
use crate::shell::{Call, Failure};
use crate::wasm;

/// Where the tests stand, below the root, with the list of what they need.
const TESTS: &str = "bindings-wasm/js/browser-tests";

/// What drives the browser, and what knows how pages are made for everybody.
const PACKAGES: Packages = Packages { source: TESTS, scripts: &[], workshop: "target/browser" };

/// Builds the package and runs all of them in Chromium.
pub(crate) fn check() -> Result<(), Failure> {
    wasm::build()?;
    wasm::build_for_vectors()?;
    PACKAGES.install()?;
    tests().run()
}

fn tests() -> Call {
    Call::new("node", [format!("{TESTS}/all.mjs")])
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    #[test]
    fn every_file_with_tests_is_run() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(super::TESTS);
        let files = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name());
        let files = files.map(|name| name.into_string().unwrap());
        let there: BTreeSet<String> = files.filter(|name| name.ends_with(".test.mjs")).collect();
        let all = fs::read_to_string(folder.join("all.mjs")).unwrap();
        let imports = all.lines().filter_map(|line| line.strip_prefix("import \"./"));
        let run: BTreeSet<String> = imports.map(|rest| rest.replace("\";", "")).collect();
        assert_eq!(run, there);
        assert!(!there.is_empty());
    }
}
