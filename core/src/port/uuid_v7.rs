use std::sync::{Arc, Mutex, PoisonError};

use uuid::{Builder, Uuid};

use super::{Entropy, IdSource, PortError};
use crate::time::Timestamp;

/// Version 7 UUIDs: the moment in milliseconds, then chance.
///
/// Ids of one source ascend strictly, also within a millisecond and when the clock steps back: the
/// 12 bits after the moment count up there, and when they are used up the moment is taken one
/// millisecond ahead. So new rows go to the end of an index.
#[derive(Debug)]
pub struct UuidV7 {
    entropy: Arc<dyn Entropy>,
    last: Mutex<Last>,
}

#[derive(Debug, Default)]
struct Last {
    millisecond: u64,
    count: u16,
}

const COUNTS_PER_MILLISECOND: u16 = 1 << 12;

impl UuidV7 {
    /// A source that draws its chance from `entropy`.
    pub fn new(entropy: Arc<dyn Entropy>) -> Self {
        Self { entropy, last: Mutex::default() }
    }

    fn next_moment(&self, now: Timestamp) -> (u64, u16) {
        let millisecond = u64::try_from(now.as_microseconds() / 1_000).unwrap_or(0);
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if millisecond > last.millisecond {
            *last = Last { millisecond, count: 0 };
        } else {
            last.count = last.count.saturating_add(1);
            if last.count == COUNTS_PER_MILLISECOND {
                *last = Last { millisecond: last.millisecond.saturating_add(1), count: 0 };
            }
        }
        (last.millisecond, last.count)
    }
}

impl IdSource for UuidV7 {
    fn next_id(&self, now: Timestamp) -> Result<Uuid, PortError> {
        let mut chance = [0; 10];
        self.entropy.fill(&mut chance)?;
        let (millisecond, count) = self.next_moment(now);
        let [high, low] = count.to_be_bytes();
        let [first, second, ..] = &mut chance;
        (*first, *second) = (high, low);
        Ok(Builder::from_unix_timestamp_millis(millisecond, &chance).into_uuid())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::port::fixed::FixedEntropy;

    fn ids(moments: impl IntoIterator<Item = i64>) -> Vec<Uuid> {
        let source = UuidV7::new(Arc::new(FixedEntropy::new(1)));
        let at = |microseconds| Timestamp::from_microseconds(microseconds).unwrap();
        moments.into_iter().map(|moment| source.next_id(at(moment)).unwrap()).collect()
    }

    #[test]
    fn ids_ascend_within_a_millisecond_and_when_the_clock_steps_back() {
        let within = ids(std::iter::repeat_n(1_000_000, 10_000));
        assert!(within.is_sorted_by(|a, b| a < b));
        let back = ids([5_000_000, 4_000_000, 3_000_000]);
        assert!(back.is_sorted_by(|a, b| a < b));
    }

    #[test]
    fn an_id_is_a_version_7_uuid_of_its_moment() {
        let id = ids([1_700_000_000_123_456])[0];
        assert_eq!(id.get_version_num(), 7);
        assert_eq!(id.as_bytes()[..6], 1_700_000_000_123_u64.to_be_bytes()[2..]);
    }
}
