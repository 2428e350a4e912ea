//! The second factor (*second facteur*): what a person proves beside his password, so that a stolen password is worth nothing.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::shared::problem::{Checker, FieldError};
use crate::shared::{PasskeyId, text};
use crate::user::Role;

/// How many recovery codes a person gets.
pub const RECOVERY_CODES: usize = 10;
/// From how few recovery codes on a person is told to make new ones.
pub const RECOVERY_CODES_LOW: i64 = 3;
/// What the audit log calls the app where it names a factor; a passkey goes by the name its owner gave it.
pub const APP_IN_THE_LOG: &str = "authenticator app";
/// How many digits an authenticator app shows (RFC 6238).
const CODE_DIGITS: usize = 6;
/// How many letters and digits a recovery code has, without the dash: 50 bits.
const RECOVERY_LEN: usize = 10;
/// The letters and digits of recovery codes: none that is taken for another (Crockford's base 32).
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// What a person typed as his second factor.
#[derive(Clone, PartialEq, Eq)]
pub enum TypedFactor {
    /// Six digits of an authenticator app.
    OneTime(String),
    /// A recovery code, in the form it is hashed in.
    Recovery(String),
}

impl TypedFactor {
    /// Reads what was typed: spaces and dashes do not count, nor does the case; `None` when it can be neither.
    pub fn parse(text: &str) -> Option<Self> {
        let compact: String = text.chars().filter(|c| !c.is_whitespace() && *c != '-').take(32).collect();
        if compact.len() == CODE_DIGITS && compact.bytes().all(|byte| byte.is_ascii_digit()) {
            return Some(Self::OneTime(compact));
        }
        let read: String = compact
            .chars()
            .map(|c| match c.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            })
            .collect();
        let known = read.bytes().all(|byte| ALPHABET.contains(&byte));
        (read.len() == RECOVERY_LEN && known).then_some(Self::Recovery(read))
    }
}

impl std::fmt::Debug for TypedFactor {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("TypedFactor(…)")
    }
}

/// A recovery code from bytes of chance, as it is hashed; five bits of each byte count.
pub fn recovery_code(chance: &[u8]) -> String {
    chance.iter().take(RECOVERY_LEN).map(|byte| char::from(ALPHABET[usize::from(byte & 31)])).collect()
}

/// The same as people read it: `7K3MA-00QXZ`.
pub fn written_recovery_code(code: &str) -> String {
    let (head, tail) = code.split_at(code.len() / 2);
    format!("{head}-{tail}")
}

/// Bytes as authenticator apps take them (RFC 4648, base 32, without padding).
pub fn base32(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let mut written = String::new();
    let (mut held, mut bits) = (0_u32, 0_u32);
    for byte in bytes {
        held = (held << 8 | u32::from(*byte)) & 0xfff;
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            written.push(char::from(LETTERS[(held >> bits & 31) as usize]));
        }
    }
    if bits > 0 {
        written.push(char::from(LETTERS[(held << (5 - bits) & 31) as usize]));
    }
    written
}

/// What a person has as his second factor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct FactorsView {
    /// Since when an authenticator app is set up.
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>, format = DateTime))]
    pub totp_since: Option<Timestamp>,
    /// His passkeys, the oldest first.
    pub passkeys: Vec<PasskeyView>,
    /// How many recovery codes are left.
    pub recovery_codes_left: i64,
    /// Whether his firm asks a second factor from his role.
    pub required: bool,
}

impl FactorsView {
    /// Whether he has a second factor at all. Recovery codes are none by themselves.
    pub fn any(&self) -> bool {
        self.totp_since.is_some() || !self.passkeys.is_empty()
    }

    /// Whether it is time for new recovery codes.
    pub fn recovery_codes_low(&self) -> bool {
        self.any() && self.recovery_codes_left <= RECOVERY_CODES_LOW
    }
}

/// One passkey of a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PasskeyView {
    /// Its id.
    pub id: PasskeyId,
    /// What the person calls it.
    pub name: String,
    /// When it was recorded.
    #[cfg_attr(feature = "schema", schema(value_type = String, format = DateTime))]
    pub created_at: Timestamp,
    /// When it was last used to sign in.
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>, format = DateTime))]
    pub last_used_at: Option<Timestamp>,
}

/// A secret for an authenticator app, shown until a first code confirms it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct TotpEnrolment {
    /// The secret, in base 32, for typing.
    pub secret: String,
    /// The secret with its name, for the QR code.
    pub uri: String,
}

impl std::fmt::Debug for TotpEnrolment {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("TotpEnrolment(…)")
    }
}

/// Fresh recovery codes, shown this once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct RecoveryCodes {
    /// The codes. None when the person has some already.
    pub recovery_codes: Vec<String>,
}

impl std::fmt::Debug for RecoveryCodes {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("RecoveryCodes(…)")
    }
}

/// The roles from which a firm asks a second factor, as a request names them and as an answer tells them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct FactorRules {
    /// Their words.
    pub roles: Vec<String>,
}

impl FactorRules {
    /// Checks every role named.
    ///
    /// # Errors
    /// All that are none.
    pub fn parse(&self) -> Result<Vec<Role>, Vec<FieldError>> {
        let mut check = Checker::default();
        let mut roles = Vec::new();
        for (place, word) in self.roles.iter().enumerate() {
            roles.extend(check.keep(Role::field(&format!("roles/{place}"), Some(word))));
        }
        roles.sort_unstable();
        roles.dedup();
        check.finish(Some(roles))
    }

    /// The rules that name these roles.
    pub fn of(roles: &[Role]) -> Self {
        Self { roles: roles.iter().map(|role| role.code().to_owned()).collect() }
    }
}

/// What a person calls a passkey.
///
/// # Errors
/// The field's error.
pub fn passkey_name(text: Option<&str>) -> Result<String, FieldError> {
    text::required_line("name", text, 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_people_type_it() {
        assert_eq!(TypedFactor::parse(" 123 456 "), Some(TypedFactor::OneTime("123456".into())));
        let code = recovery_code(&[31, 0, 8, 40, 255, 7, 19, 100, 1, 2, 99]);
        assert_eq!(code.len(), 10);
        let written = written_recovery_code(&code);
        assert_eq!(TypedFactor::parse(&written.to_lowercase()), Some(TypedFactor::Recovery(code)));
        assert_eq!(TypedFactor::parse("oIl00-00000"), Some(TypedFactor::Recovery("0110000000".into())));
        for wrong in ["", "12345", "1234567", "ABCDE-FGHJU", "AAAAA-AAAAAA", "１２３４５６"] {
            assert_eq!(TypedFactor::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_secret_is_written_as_apps_read_it() {
        for (bytes, text) in [("", ""), ("f", "MY"), ("foob", "MZXW6YQ"), ("foobar", "MZXW6YTBOI")] {
            assert_eq!(base32(bytes.as_bytes()), text);
        }
        assert_eq!(base32(b"12345678901234567890"), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    }

    #[test]
    fn rules_name_roles_and_nothing_else() {
        let rules = FactorRules { roles: vec!["ADMIN".into(), "USER".into(), "ADMIN".into()] };
        assert_eq!(rules.parse(), Ok(vec![Role::User, Role::Admin]));
        assert!(FactorRules { roles: vec!["CHEF".into()] }.parse().is_err());
    }
}
