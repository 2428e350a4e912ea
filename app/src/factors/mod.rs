//! Second factors: one's own, the second step of signing in, and the firm's rule.

#![expect(unreachable_pub, reason = "the component macro writes a public function that only the routes name")]

mod passkeys;
mod rules;
mod security;
pub mod server_fns;
mod step;
mod totp;

pub use passkeys::{NewPasskeyPage, PasskeySignInPage};
pub use rules::FactorRulesPage;
pub use security::{RecoveryCodesPage, SecurityPage};
pub use step::SecondFactorPage;
pub use totp::TotpPage;

/// The link that leads to signing in with a passkey; shown by the script where the browser can.
pub(crate) fn passkey_link(language: domain::shared::Language, address: String) -> leptos::prelude::AnyView {
    passkeys::link(language, address)
}

/// The page of one's own second factors, to which everybody is led who must set one up first.
pub(crate) const SECURITY: &str = "/account/security";
