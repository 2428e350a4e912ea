//! The codes of authenticator apps: RFC 6238 on RFC 4226, with HMAC-SHA-1, 30 seconds and six digits, as every app has it.

use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use services::ports::security::OneTimeCodes;
use sha1::Sha1;
use subtle::ConstantTimeEq;

/// The seconds of a step.
const STEP_S: i64 = 30;
/// How many steps an app's clock may be off, either way (RFC 6238, 5.2).
const DRIFT: i64 = 1;

/// Checks codes by the RFC itself, on the HMAC that is here anyway.
#[derive(Debug, Clone, Copy, Default)]
pub struct TotpCodes;

impl OneTimeCodes for TotpCodes {
    fn step_of(&self, secret: &[u8], code: &str, now: Timestamp) -> Option<i64> {
        let step = now.as_second().div_euclid(STEP_S);
        let mut found = None;
        // Every step is compared, so that the time taken tells nothing.
        for near in step - DRIFT..=step + DRIFT {
            let right = code_at(secret, near)?;
            if bool::from(right.as_bytes().ct_eq(code.as_bytes())) {
                found = Some(near);
            }
        }
        found
    }
}

/// The six digits of a step.
fn code_at(secret: &[u8], step: i64) -> Option<String> {
    let mut mac = Hmac::<Sha1>::new_from_slice(secret).ok()?;
    mac.update(&step.to_be_bytes());
    let digest = mac.finalize().into_bytes();
    let place = usize::from(digest.last()? & 15);
    let bytes: [u8; 4] = digest.get(place..place + 4)?.try_into().ok()?;
    let number = u32::from_be_bytes(bytes) & 0x7fff_ffff;
    Some(format!("{:06}", number % 1_000_000))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &[u8] = b"12345678901234567890";

    #[test]
    fn the_codes_are_those_of_the_rfc() {
        // RFC 6238, appendix B, the last six of its eight digits.
        for (second, code) in
            [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924"), (20_000_000_000, "353130")]
        {
            let at = Timestamp::from_second(second).unwrap();
            assert_eq!(TotpCodes.step_of(SECRET, code, at), Some(second / 30), "{second}");
        }
    }

    #[test]
    fn a_code_counts_one_step_early_or_late_and_no_more() {
        let at = |second| Timestamp::from_second(second).unwrap();
        for (second, step) in [(29, Some(1)), (30, Some(1)), (59, Some(1)), (89, Some(1)), (90, None), (150, None)] {
            assert_eq!(TotpCodes.step_of(SECRET, "287082", at(second)), step, "{second}");
        }
        assert_eq!(TotpCodes.step_of(SECRET, "287083", at(59)), None);
        assert_eq!(TotpCodes.step_of(SECRET, "", at(59)), None);
    }
}
