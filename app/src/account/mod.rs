//! Signing in and out, and the reader's own account.

#![expect(unreachable_pub, reason = "the component macro writes a public function that only the routes name")]

mod confirm;
mod devices;
mod own;
mod password_links;
pub mod server_fns;
mod sign_in;

pub use confirm::ConfirmPage;
pub use devices::{DevicePage, DevicesPage};
pub use own::AccountPage;
pub use password_links::{AskPasswordPage, InvitationPage, ResetPasswordPage};
pub use sign_in::SignInPage;
