//! Files that can be read and not written.
#![cfg(target_os = "linux")]
#![expect(unsafe_code, reason = "giving up rights is a system call")]

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::thread;

use patronage::store::StoreError;
use patronage_sqlite::SqliteStore;

use crate::fixture::{authors, commit_event, folder, open};

/// Runs a test with the rights of nobody, since those who run tests as root may write everywhere.
/// Only the thread loses its rights.
fn as_nobody(test: impl FnOnce() + Send) {
    thread::scope(|scope| {
        let thread = scope.spawn(|| {
            // SAFETY: the call takes a number and changes the calling thread only.
            unsafe { libc::setfsuid(65_534) };
            test();
        });
        thread.join().unwrap();
    });
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

fn store_with_an_event() -> (tempfile::TempDir, std::path::PathBuf) {
    let (folder, path) = folder();
    commit_event(&open(&path), "jane").unwrap();
    (folder, path)
}

#[test]
fn a_store_opened_for_reading_refuses_to_write() {
    let (_folder, path) = store_with_an_event();
    let store = SqliteStore::options().read_only(true).open(&path).unwrap();
    assert_eq!(authors(&store), ["jane"]);
    let error = commit_event(&store, "john").unwrap_err();
    assert!(matches!(error, StoreError::ReadOnly), "{error}");
    commit_event(&open(&path), "kate").unwrap();
    assert_eq!(authors(&store), ["jane", "kate"]);
}

#[test]
fn a_tenant_that_is_not_there_is_empty_to_a_reader() {
    let (_folder, path) = store_with_an_event();
    let store = SqliteStore::options().read_only(true).tenant("other").open(&path).unwrap();
    assert!(authors(&store).is_empty());
}

#[test]
fn nothing_is_made_for_a_reader() {
    let (_folder, path) = folder();
    assert!(SqliteStore::options().read_only(true).open(&path).is_err());
    assert!(!path.exists());
}

#[test]
fn a_file_that_cannot_be_written_is_read_only() {
    let (folder, path) = store_with_an_event();
    set_mode(folder.path(), 0o755);
    set_mode(&path, 0o444);
    as_nobody(|| {
        let error = SqliteStore::open(&path).unwrap_err();
        assert!(matches!(error, StoreError::ReadOnly), "{error}");
        let store = SqliteStore::options().read_only(true).open(&path).unwrap();
        assert_eq!(authors(&store), ["jane"]);
    });
}

#[test]
fn a_folder_that_cannot_be_written_is_read_only() {
    let (folder, path) = store_with_an_event();
    set_mode(&path, 0o666);
    set_mode(folder.path(), 0o555);
    as_nobody(|| {
        for path in [&path, &folder.path().join("new.db")] {
            let error = SqliteStore::open(path).unwrap_err();
            assert!(matches!(error, StoreError::ReadOnly), "{}: {error}", path.display());
        }
        let store = SqliteStore::options().read_only(true).open(&path).unwrap();
        assert_eq!(authors(&store), ["jane"]);
    });
}
