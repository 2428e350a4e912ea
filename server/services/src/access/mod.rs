//! Who may do what. The only way to a row leads through here: a principal opens a unit, the unit gives permits, and every
//! repository method asks for one.

mod action;
mod permit;
mod principal;

pub use action::*;
pub use permit::{Includes, OwnerScope, Permit};
pub use principal::{Actor, Principal, RequestContext, Standing};
