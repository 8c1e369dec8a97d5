//! The browser package: built, checked and measured.

mod toolchain;

use std::fs;
use std::path::{Path, PathBuf};

use wasm_bindgen_cli_support::Bindgen;

use self::toolchain::Toolchain;
use crate::npm::{Packages, copied, failed, root};
use crate::shell::{Call, Failure};

/// What brings `wasm-opt`, `esbuild`, `tsc` and the libraries that the package is measured against.
pub(crate) const TOOLS: Packages =
    Packages { source: "bindings-wasm/tools", scripts: &[BENCH], workshop: "target/wasm-tools" };

/// What measures the package beside what users have today.
const BENCH: &str = "bench.mjs";

/// Where the package is put together.
const PACKAGE: &str = "bindings-wasm/pkg";
/// What of it is written by hand, with the name that it has there.
const WRITTEN: &[(&str, &str)] = &[
    ("bindings-wasm/package.json", "package.json"),
    ("bindings-wasm/README.md", "README.md"),
    ("bindings-wasm/js/index.d.ts", "index.d.ts"),
    ("bindings-wasm/js/form.d.ts", "form.d.ts"),
    ("bindings-wasm/js/credit.d.ts", "credit.d.ts"),
    ("LICENSE-APACHE", "LICENSE-APACHE"),
    ("LICENSE-MIT", "LICENSE-MIT"),
];
/// The modules of JavaScript that the package has, each an entry of its own.
const MODULES: &[&str] = &["index.js", "form.js", "credit.js"];
/// The modules that those take in.
const PARTS: &[&str] =
    &["crossing.js", "messages.js", "money.js", "form/elements.js", "form/field.js"];

/// A module of WebAssembly.
#[derive(Debug, Clone, Copy)]
struct Module {
    /// What its files are called.
    name: &'static str,
    /// The folder for what comes out of the compiler, below the workshop.
    folder: &'static str,
    profile: &'static str,
    features: &'static str,
    /// What `wasm-opt` looks for.
    level: &'static str,
}

/// What is asked for every document, and while somebody types.
const FORMS: Module = Module {
    name: "patronage",
    folder: "shipped",
    profile: "wasm",
    features: "forms",
    level: "-O3",
};
/// What is asked once in a while. A page without a form fetches this one only, and one without a
/// purchase order only the other.
const CREDIT: Module = Module {
    name: "credit",
    folder: "shipped",
    profile: "wasm-small",
    features: "credit",
    level: "-Oz",
};
/// What answers that only the vectors ask, and is not shipped.
const VECTORS: Module = Module { folder: "vectors", features: "forms,credit,vectors", ..FORMS };

/// Members of objects that nobody outside of a module sees: they get short names. None is a word of
/// the browser or of the types.
const INNER: &[&str] = &[
    "answered",
    "choices",
    "chosen",
    "constrain",
    "dutiesOf",
    "faults",
    "initial",
    "isBoxes",
    "isClosed",
    "isEdited",
    "isLocked",
    "isLoneBox",
    "isRequired",
    "isSelect",
    "isShown",
    "labelAt",
    "labelOf",
    "lacking",
    "swaps",
    "usesComma",
];

/// What the compiler of TypeScript looks at: the scripts themselves, of which every name has to exist,
/// and the types, held to a program that uses all of them.
const TYPES: &[&str] = &["bindings-wasm/js/tsconfig.json", "bindings-wasm/js/test/tsconfig.json"];

/// What the compiler may use, which all browsers of the last three years know.
const FEATURES: &[&str] = &[
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
    "--enable-simd",
];

/// Builds the package and runs everything that is said about it.
pub(crate) fn check() -> Result<(), Failure> {
    build()?;
    build_for_vectors()?;
    for project in TYPES {
        TOOLS.program("tsc", ["--project", project]).run()?;
    }
    Call::new("node", ["--test", "bindings-wasm/js/test/"]).run()?;
    sizes().run()
}

/// Builds the package and says how large it is.
pub(crate) fn measure() -> Result<(), Failure> {
    build()?;
    sizes().run()
}

/// Measures the package in Node.js, on the documents of the benchmark of attributes.
pub(crate) fn bench() -> Result<(), Failure> {
    build()?;
    let folder = "target/attributes";
    Call::cargo(["run", "--release", "-p", "benches", "--", "documents", folder]).run()?;
    let script = format!("{}/{BENCH}", TOOLS.workshop);
    Call::new("node", [script.as_str(), PACKAGE, folder]).run()
}

/// Puts the package together, in `bindings-wasm/pkg`.
pub(crate) fn build() -> Result<(), Failure> {
    TOOLS.install()?;
    let (compiled, package) = (raw(FORMS.folder), root().join(PACKAGE));
    compile(&FORMS)?;
    compile(&CREDIT)?;
    // What another version left would be shipped and measured as well.
    if package.exists() {
        fs::remove_dir_all(&package).map_err(|cause| failed(&package, cause))?;
    }
    fs::create_dir_all(&package).map_err(|cause| failed(&package, cause))?;
    optimise(&FORMS)?;
    optimise(&CREDIT)?;
    let parts = compiled.join("form");
    fs::create_dir_all(&parts).map_err(|cause| failed(&parts, cause))?;
    for module in MODULES.iter().chain(PARTS) {
        copied(&root().join("bindings-wasm/js").join(module), &compiled.join(module))?;
    }
    for module in MODULES {
        bundle(&compiled, module).run()?;
    }
    for (from, to) in WRITTEN {
        copied(&root().join(from), &package.join(to))?;
    }
    Ok(())
}

/// Builds the module that answers what only the vectors ask, and that is not shipped.
pub(crate) fn build_for_vectors() -> Result<(), Failure> {
    compile(&VECTORS)
}

/// What comes out of the compiler, below the workshop.
fn raw(name: &str) -> PathBuf {
    root().join(TOOLS.workshop).join(name)
}

/// Compiles a module and writes the JavaScript that calls it.
fn compile(module: &Module) -> Result<(), Failure> {
    let toolchain = toolchain::find()?;
    println!("the module is compiled by {toolchain}");
    toolchain.build(module.profile, module.features).run()?;
    let compiled = root().join(Toolchain::module(module.profile));
    let written = bindgen(&compiled, module.name, &raw(module.folder));
    written.map_err(|problem| Failure::Unreadable { path: compiled, problem })
}

/// The library behind the program `wasm-bindgen`: the lock file holds it to the version of the crate,
/// which has to be the same.
fn bindgen(module: &Path, name: &str, to: &Path) -> Result<(), String> {
    let mut bindgen = Bindgen::new();
    bindgen.input_path(module).out_name(name).typescript(false);
    bindgen.remove_producers_section(true);
    let written = bindgen.web(true).and_then(|bindgen| bindgen.generate(to));
    written.map_err(|error| format!("{error:#}"))
}

/// Makes a module smaller: once with the names of its functions, which is what the sizes are told
/// from, and then without them.
fn optimise(module: &Module) -> Result<(), Failure> {
    let path = |path: &Path| path.to_string_lossy().into_owned();
    let file = format!("{}_bg.wasm", module.name);
    let named = path(&named(module));
    let options = |level: &[&str], from: String, to: String| {
        let words = FEATURES.iter().chain(level).map(|word| (*word).to_owned());
        TOOLS.program("wasm-opt", words.chain(["-o".to_owned(), to, from]))
    };
    let compiled = path(&raw(module.folder).join(&file));
    options(&[module.level, "-g"], compiled, named.clone()).run()?;
    let shipped = path(&root().join(PACKAGE).join(&file));
    options(&["--strip-debug", "--strip-producers", "--strip-target-features"], named, shipped)
        .run()
}

/// A module with the names of its functions.
fn named(module: &Module) -> PathBuf {
    raw(module.folder).join(format!("{}.named.wasm", module.name))
}

/// A module of JavaScript without comments and blanks, with its parts put in.
fn bundle(compiled: &Path, module: &str) -> Call {
    let from = compiled.join(module).to_string_lossy().into_owned();
    let options =
        ["--bundle", "--minify", "--format=esm", "--target=es2022", "--log-level=warning"];
    let others = MODULES.iter().filter(|other| **other != module);
    let others = others.map(|other| format!("--external:./{other}"));
    let inner = format!("--mangle-props=^({})$", INNER.join("|"));
    let words = options.iter().map(|word| (*word).to_owned()).chain(others).chain([inner]);
    TOOLS.program("esbuild", words.chain([format!("--outfile={PACKAGE}/{module}"), from]))
}

/// How large the package is, which has limits.
fn sizes() -> Call {
    let named = named(&FORMS).to_string_lossy().into_owned();
    let script = format!("{}/sizes.mjs", TOOLS.source);
    Call::new("node", [script, PACKAGE.to_owned(), named])
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{INNER, bundle, raw, root};

    #[test]
    fn a_module_does_not_take_the_others_in() {
        let call = bundle(&raw("shipped"), "index.js").to_string();
        assert!(call.contains("--minify"), "{call}");
        assert!(!call.contains("--external:./index.js"), "{call}");
    }

    #[test]
    fn what_users_see_keeps_its_name() {
        for types in ["index.d.ts", "form.d.ts", "credit.d.ts"] {
            let types = fs::read_to_string(root().join("bindings-wasm/js").join(types)).unwrap();
            for inner in INNER {
                for member in [format!("{inner}:"), format!("{inner}?:"), format!("{inner}(")] {
                    assert!(!types.contains(&format!(" {member}")), "{member}");
                }
            }
        }
    }

    #[test]
    fn the_package_has_the_version_of_the_workspace() {
        let package = fs::read_to_string(root().join("bindings-wasm/package.json")).unwrap();
        let version = format!("\"version\": \"{}\"", env!("CARGO_PKG_VERSION"));
        assert!(package.contains(&version), "{package}");
    }
}
