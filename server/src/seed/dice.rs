//! Chance that can be repeated: a stream of numbers that follows from its seed alone (`SplitMix64`, Steele et al. 2014).

use uuid::{Builder, Uuid};

/// One stream; each record has its own, so that no record depends on how many came before it.
#[derive(Debug, Clone)]
pub(super) struct Dice(u64);

impl Dice {
    /// The stream of one record of a portfolio.
    pub(super) fn of(seed: u64, kind: u64, index: u64) -> Self {
        let mut dice = Self(seed ^ kind.rotate_left(48));
        let mixed = dice.next();
        Self(mixed ^ index.wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `count`, which is not zero.
    pub(super) fn below(&mut self, count: u64) -> u64 {
        self.next() % count.max(1)
    }

    /// A number from `from` to `to`, both included.
    pub(super) fn between(&mut self, from: i64, to: i64) -> i64 {
        from + i64::try_from(self.below(to.abs_diff(from) + 1)).unwrap_or_default()
    }

    /// One of them.
    pub(super) fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[usize::try_from(self.below(of.len() as u64)).unwrap_or_default()]
    }

    /// One of them, the first ones far more often than the last ones, as with surnames.
    pub(super) fn pick_uneven<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        let count = of.len() as u64;
        let place = self.below(count) * self.below(count) / count;
        &of[usize::try_from(place).unwrap_or_default()]
    }

    /// Yes in so many of a thousand cases.
    pub(super) fn yes(&mut self, per_mille: u64) -> bool {
        self.below(1000) < per_mille
    }

    /// So many digits.
    pub(super) fn digits(&mut self, count: usize) -> String {
        (0..count).map(|_| char::from(b'0' + u8::try_from(self.below(10)).unwrap_or_default())).collect()
    }

    /// A UUIDv7 of that millisecond (RFC 9562): ids of later records sort later, as those of real ones do.
    pub(super) fn id(&mut self, at: jiff::Timestamp) -> Uuid {
        let mut bytes = [0; 10];
        bytes[..8].copy_from_slice(&self.next().to_be_bytes());
        bytes[8..].copy_from_slice(&self.next().to_be_bytes()[..2]);
        Builder::from_unix_timestamp_millis(u64::try_from(at.as_millisecond()).unwrap_or_default(), &bytes).into_uuid()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_repeats_and_another_seed_gives_another_one() {
        let rolled = |seed, index| (0..5).map(|_| Dice::of(seed, 1, index).next()).collect::<Vec<_>>();
        assert_eq!(rolled(7, 3), rolled(7, 3));
        assert_ne!(rolled(7, 3), rolled(8, 3));
        assert_ne!(rolled(7, 3), rolled(7, 4));
    }
}
