//! Ports that give the same answers in every run, for tests and examples.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::Duration;

use super::{Clock, Entropy, PortError};
use crate::time::Timestamp;

/// A clock that moves only when it is told to.
#[derive(Debug)]
pub struct FixedClock(AtomicI64);

impl FixedClock {
    /// A clock that stands at `now`.
    pub fn new(now: Timestamp) -> Self {
        Self(AtomicI64::new(now.as_microseconds()))
    }

    /// Moves the clock on. A step past the last moment that a [`Timestamp`] can hold stops there.
    pub fn advance(&self, by: Duration) {
        let later = self.now().checked_add(by).unwrap_or(Timestamp::MAX);
        self.set(later);
    }

    /// Sets the clock, also backwards.
    pub fn set(&self, now: Timestamp) {
        self.0.store(now.as_microseconds(), Ordering::SeqCst);
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_microseconds(self.0.load(Ordering::SeqCst)).unwrap_or(Timestamp::MAX)
    }
}

/// Bytes that only look random: `SplitMix64` from a seed. Never for secrets.
#[derive(Debug)]
pub struct FixedEntropy(AtomicU64);

impl FixedEntropy {
    /// The sequence that belongs to `seed`.
    pub fn new(seed: u64) -> Self {
        Self(AtomicU64::new(seed))
    }

    fn next(&self) -> u64 {
        const STEP: u64 = 0x9e37_79b9_7f4a_7c15;
        let state = self.0.fetch_add(STEP, Ordering::SeqCst).wrapping_add(STEP);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}

impl Entropy for FixedEntropy {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), PortError> {
        for chunk in bytes.chunks_mut(8) {
            for (byte, random) in chunk.iter_mut().zip(self.next().to_le_bytes()) {
                *byte = random;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(source: &FixedEntropy, count: usize) -> Vec<u8> {
        let mut bytes = vec![0; count];
        source.fill(&mut bytes).unwrap();
        bytes
    }

    #[test]
    fn the_clock_moves_only_when_told_and_stops_at_the_end() {
        let noon = Timestamp::parse("2026-07-01T12:00:00Z").unwrap();
        let clock = FixedClock::new(noon);
        assert_eq!((clock.now(), clock.now()), (noon, noon));
        clock.advance(Duration::from_secs(60));
        assert_eq!(clock.now(), Timestamp::parse("2026-07-01T12:01:00Z").unwrap());
        clock.set(noon);
        assert_eq!(clock.now(), noon);
        clock.advance(Duration::MAX);
        assert_eq!(clock.now(), Timestamp::MAX);
    }

    #[test]
    fn a_seed_gives_the_same_bytes_in_every_run() {
        assert_eq!(bytes(&FixedEntropy::new(7), 20), bytes(&FixedEntropy::new(7), 20));
        assert_ne!(bytes(&FixedEntropy::new(7), 20), bytes(&FixedEntropy::new(8), 20));
        // The first value of SplitMix64 for the seed 0, so that ids stay the same between releases.
        assert_eq!(bytes(&FixedEntropy::new(0), 8), 0xe220_a839_7b1d_cdaf_u64.to_le_bytes());
    }

    #[test]
    fn bytes_go_on_and_do_not_repeat() {
        let source = FixedEntropy::new(7);
        let (first, second) = (bytes(&source, 16), bytes(&source, 16));
        assert_ne!(first, second);
        assert_ne!(first[..8], first[8..]);
    }
}
