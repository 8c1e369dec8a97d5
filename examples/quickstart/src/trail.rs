//! Reading the trail, in which every effect of every commit stands as one event.

use std::collections::BTreeMap;

use patronage::event::{EventKind, EventPosition};
use patronage::{Directory, Error};

/// The name under which the directory keeps how far this program has read.
const READER: &str = "quickstart";

/// What happened since the last look.
#[derive(Debug, Default)]
pub(crate) struct News {
    /// How many events of each kind.
    pub(crate) kinds: BTreeMap<EventKind, usize>,
    /// Where the trail ends now. Positions have no gaps, so this is also how many events there are.
    pub(crate) end: EventPosition,
}

impl News {
    /// How many events there were.
    pub(crate) fn count(&self) -> usize {
        self.kinds.values().sum()
    }
}

/// Reads on where the last look ended, in this run or an earlier one.
pub(crate) fn catch_up(directory: &Directory) -> Result<News, Error> {
    let mut news = News { end: directory.acknowledged(READER)?, ..News::default() };
    loop {
        let page = directory.events().after(news.end).limit(1_000).read()?;
        if page.events.is_empty() {
            break;
        }
        for event in &page.events {
            let count = news.kinds.entry(event.kind()).or_default();
            *count = count.saturating_add(1);
        }
        news.end = page.next;
    }
    directory.acknowledge(READER, news.end)?;
    Ok(news)
}
