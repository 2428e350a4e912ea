//! A user (*utilisateur*): a person of the firm who signs in, with one role.

mod commands;
mod list;
mod views;

pub use commands::{CreateUser, NewPassword, UserInput};
pub use list::{USER_LIST, UserFilter};
pub use views::UserView;

use crate::shared::choices;

choices! {
    /// What a person may do, from least to most within a firm; the platform's own role stands apart.
    Role {
        /// A broker: sees the clients he owns and what hangs on them.
        User = "USER",
        /// Sees the whole firm, manages its companies and templates, reads the audit log.
        Manager = "MANAGER",
        /// Manages the firm's users and settings too.
        Admin = "ADMIN",
        /// Operates the platform: opens firms, watches health; reads no client file.
        Superadmin = "SUPERADMIN",
    }
}

choices! {
    /// Whether a person can sign in.
    UserStanding {
        /// He can.
        Active = "active",
        /// He has not chosen a password yet.
        Invited = "invited",
        /// He cannot any more.
        Inactive = "inactive",
    }
}
