//! The module is loaded by an interpreter, which brings what the module calls: nothing of Python is
//! linked, whoever builds it.

fn main() {
    pyo3_build_config::add_extension_module_link_args();
}
