//! What a durable commit cannot be faster than on this disk.

use std::io::Write;
use std::path::Path;

use crate::failure::Failure;
use crate::measure::{Spread, timed};
use crate::shop::folder_in;

/// Enough for a median; a slow disk has flushes of 10 ms and more.
const FLUSHES: u32 = 100;

/// Says how long it takes to append a page to a file below `place` and flush it.
pub(crate) fn sentence(place: &Path) -> Result<String, Failure> {
    let folder = folder_in(place)?;
    let path = folder.path().join("flushes");
    let failed = |cause| Failure::File { path: path.clone(), cause };
    let mut file = std::fs::File::create(&path).map_err(failed)?;
    let mut flush =
        || timed(|| file.write_all(&[1; 4096]).and_then(|()| file.sync_all()).map_err(failed));
    let times = (0..FLUSHES).map(|_| flush().map(|time| time.as_secs_f64() * 1_000.0));
    let times: Vec<f64> = times.collect::<Result<_, _>>()?;
    Ok(Spread::of(times).map_or_else(String::new, |Spread { median, min, max }| {
        format!(
            "Appending 4,096 bytes to a file there and flushing it (`fsync`, as SQLite does) took {median:.2} ms \
             ({min:.2}-{max:.2}): no single commit is faster than that."
        )
    }))
}
