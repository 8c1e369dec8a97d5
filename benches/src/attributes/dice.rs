//! Numbers that have no order and are the same in every run.

/// `SplitMix64`: small, and each seed gives a sequence of its own.
#[derive(Debug)]
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number from 0 to `limit`, without `limit` itself.
    pub(crate) fn below(&mut self, limit: u32) -> u32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        // The remainder of a number of 64 bits is even enough among some thousands.
        let remainder = mixed.checked_rem(u64::from(limit)).unwrap_or_default();
        u32::try_from(remainder).unwrap_or_default()
    }

    /// A number from `least` to `most`.
    pub(crate) fn between(&mut self, least: u32, most: u32) -> u32 {
        let width = most.saturating_sub(least).saturating_add(1);
        least.saturating_add(self.below(width))
    }

    /// Whether something happens that happens once in `times`.
    pub(crate) fn once_in(&mut self, times: u32) -> bool {
        self.below(times) == 0
    }

    /// One of the choices, the default of their type where there is none.
    pub(crate) fn pick<T: Copy + Default>(&mut self, choices: &[T]) -> T {
        let place = self.below(u32::try_from(choices.len()).unwrap_or(u32::MAX));
        usize::try_from(place)
            .ok()
            .and_then(|place| choices.get(place))
            .copied()
            .unwrap_or_default()
    }

    /// So many different choices, in the order in which they are there.
    pub(crate) fn pick_some<T: Copy>(&mut self, choices: &[T], count: u32) -> Vec<T> {
        let mut wanted = count;
        let mut left = u32::try_from(choices.len()).unwrap_or(u32::MAX);
        let mut picked = Vec::new();
        for choice in choices {
            if self.below(left) < wanted {
                picked.push(*choice);
                wanted = wanted.saturating_sub(1);
            }
            left = left.saturating_sub(1);
        }
        picked
    }
}

#[cfg(test)]
mod tests {
    use super::Dice;

    #[test]
    fn the_same_seed_gives_the_same_numbers_within_their_limits() {
        let numbers = |seed| {
            let mut dice = Dice::new(seed);
            (0..1_000).map(|_| dice.between(3, 12)).collect::<Vec<_>>()
        };
        assert_eq!(numbers(1), numbers(1));
        assert_ne!(numbers(1), numbers(2));
        assert!((3..=12).all(|number| numbers(1).contains(&number)));
        assert!(numbers(1).iter().all(|number| (3..=12).contains(number)));
    }

    #[test]
    fn choices_are_different_and_as_many_as_wanted() {
        let mut dice = Dice::new(1);
        for count in 0..=4 {
            let mut picked = dice.pick_some(&[1, 2, 3, 4], count);
            picked.dedup();
            assert_eq!(u32::try_from(picked.len()).unwrap(), count);
        }
        assert_eq!(dice.pick::<u32>(&[]), 0);
    }
}
