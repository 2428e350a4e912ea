//! The brokerage firm (*cabinet de courtage*): the tenant, whose identity stands on every page it issues.

mod commands;
mod figures;
mod views;

pub use commands::{AdministratorInput, AgencyInput, AgencyUpdateInput, OpenAgency, SaveAgency};
pub use figures::{FirmFigures, premiums_of};
pub use views::{AgencySettings, AgencyView};

use crate::shared::choices;

choices! {
    /// The law the firm works under; it decides mentions, deadlines and the policy machine.
    Jurisdiction {
        /// France, registered with the ORIAS.
        France = "FR",
        /// Belgium, registered with the FSMA.
        Belgium = "BE",
        /// The CIMA zone of West and Central Africa, with the footer of article 540.
        Cima = "CIMA",
    }
}
