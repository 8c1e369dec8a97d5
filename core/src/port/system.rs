//! The ports of the operating system.

use std::time::{SystemTime, UNIX_EPOCH};

use super::{Clock, Entropy, PortError};
use crate::time::Timestamp;

/// The clock of the operating system. One that stands before 1970 counts as 1970.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        i64::try_from(since.as_micros())
            .ok()
            .and_then(|microseconds| Timestamp::from_microseconds(microseconds).ok())
            .unwrap_or(Timestamp::MAX)
    }
}

/// The operating system's source of randomness.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), PortError> {
        getrandom::fill(bytes).map_err(|error| PortError::Entropy { reason: error.to_string() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_tells_a_time_of_this_age() {
        let written = Timestamp::parse("2025-11-22T00:00:00Z").unwrap();
        let now = SystemClock.now();
        assert!(now > written, "{now}");
        assert!(now < Timestamp::parse("2225-11-22T00:00:00Z").unwrap(), "{now}");
    }

    #[test]
    fn nobody_gets_the_same_bytes_twice() {
        let (mut first, mut second) = ([0; 32], [0; 32]);
        SystemEntropy.fill(&mut first).unwrap();
        SystemEntropy.fill(&mut second).unwrap();
        assert_ne!(first, second);
        assert_ne!(first, [0; 32]);
    }
}
