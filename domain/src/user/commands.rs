//! What one may ask about users.

use serde::{Deserialize, Serialize};

use super::Role;
use crate::shared::Language;
use crate::shared::problem::{Checker, Code, FieldError};
use crate::shared::text;

/// The shortest password, in characters (NIST SP 800-63B asks for 8).
const PASSWORD_MIN: usize = 8;
/// The longest password, in bytes.
const PASSWORD_MAX: usize = 1024;

/// Passwords that everybody tries first, in small letters, one a line, sorted; beside those that hold the product's name.
/// Where they come from and under which licences: `common_passwords.md`.
const COMMON: &str = include_str!("common_passwords.txt");

/// A user as a request describes him.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct UserInput {
    /// The address he signs in with.
    pub email: Option<String>,
    /// His name.
    pub full_name: Option<String>,
    /// His role.
    pub role: Option<String>,
    /// Whether he may sign in; yes when absent.
    pub active: Option<bool>,
    /// The language he is written to in: `fr` when absent, or `en`.
    #[serde(default)]
    pub language: Option<String>,
    /// The colleague who takes his clients over, when he is deactivated; write-only.
    #[serde(default)]
    pub hand_over_to: Option<String>,
    /// His first password, write-only. Without one he is invited by mail to choose it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
}

/// A user to record, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreateUser {
    /// The address as typed.
    pub email: String,
    /// His name.
    pub full_name: String,
    /// His role.
    pub role: Role,
    /// Whether he may sign in.
    pub active: bool,
    /// The language he is written to in.
    pub language: Language,
}

impl UserInput {
    /// Checks every field but the password.
    ///
    /// # Errors
    /// All that is wrong.
    pub fn parse(&self) -> Result<CreateUser, Vec<FieldError>> {
        let mut check = Checker::default();
        let email = check.keep(
            text::email("email", self.email.as_deref())
                .and_then(|email| email.ok_or_else(|| FieldError::new("email", Code::Required))),
        );
        let full_name = check.keep(text::required_line("full_name", self.full_name.as_deref(), text::LINE_MAX));
        let role = check.keep(Role::field("role", self.role.as_deref()));
        let language = check.keep(self.parse_language());
        let user = email.zip(full_name).zip(role).zip(language).map(|(((email, full_name), role), language)| {
            CreateUser { email, full_name, role, active: self.active.unwrap_or(true), language }
        });
        check.finish(user)
    }
}

impl UserInput {
    fn parse_language(&self) -> Result<Language, FieldError> {
        let Some(code) = self.language.as_deref().filter(|code| !code.is_empty()) else { return Ok(Language::Fr) };
        let known = Language::ALL.into_iter().find(|language| language.code() == code);
        known.ok_or_else(|| FieldError::new("language", Code::NotAChoice).with("allowed", "fr, en"))
    }
}

/// A password that may be set: 8 characters to 1,024 bytes, exactly as typed, and not a common one.
pub struct NewPassword(String);

impl NewPassword {
    /// Checks a password that somebody wants to set.
    ///
    /// # Errors
    /// The field's error.
    pub fn parse(field: &str, text: Option<&str>) -> Result<Self, FieldError> {
        let password = text.unwrap_or_default();
        if password.is_empty() {
            return Err(FieldError::new(field, Code::Required));
        }
        if password.chars().count() < PASSWORD_MIN {
            return Err(FieldError::new(field, Code::TooShort).with("min", PASSWORD_MIN));
        }
        if password.len() > PASSWORD_MAX {
            return Err(FieldError::new(field, Code::TooLong).with("max", PASSWORD_MAX));
        }
        let folded = password.to_lowercase();
        if COMMON.lines().any(|common| common == folded) || folded.contains("monassurance") {
            return Err(FieldError::new(field, Code::CommonPassword));
        }
        Ok(Self(password.to_owned()))
    }

    /// The password, for hashing.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for NewPassword {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("NewPassword(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_long_enough_and_not_a_common_one() {
        let refused = |text: &str| NewPassword::parse("p", Some(text)).err().map(|error| error.code);
        assert_eq!(refused(""), Some(Code::Required));
        assert_eq!(refused("1234567"), Some(Code::TooShort));
        for common in ["Password1", "MOTDEPASSE123", "azertyuiop", "Marseille13", "iloveyou", "mon-MonAssurance-2026"] {
            assert_eq!(refused(common), Some(Code::CommonPassword), "{common}");
        }
        assert_eq!(refused(&"x".repeat(1025)), Some(Code::TooLong));
        assert_eq!(refused(&"é".repeat(513)), Some(Code::TooLong));
        for good in ["        ", "  éléphant  ", "e\u{301}le\u{301}phant", &"é".repeat(512), &"x".repeat(1024)] {
            let kept = NewPassword::parse("p", Some(good)).map(|password| password.expose().to_owned());
            assert_eq!(kept.as_deref(), Ok(good), "exactly as typed");
        }
    }

    #[test]
    fn the_list_of_common_passwords_is_long_sorted_and_as_it_is_compared() {
        let common: Vec<&str> = COMMON.lines().collect();
        assert!(common.len() >= 10_000, "{}", common.len());
        assert!(common.is_sorted() && common.iter().all(|one| one.len() >= PASSWORD_MIN && one.to_lowercase() == *one));
    }
}
