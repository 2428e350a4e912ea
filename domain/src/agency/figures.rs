//! What a firm comes to, for who operates the platform: figures only, and nobody's name.

use serde::{Deserialize, Serialize};

use crate::shared::{AgencyId, Money};

/// One firm in figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct FirmFigures {
    /// The firm.
    pub agency_id: AgencyId,
    /// Its name.
    pub name: String,
    /// Whether its people may sign in.
    pub active: bool,
    /// How many people may sign in.
    pub users: u64,
    /// How many clients' files are in use.
    pub clients: u64,
    /// How many policies are recorded, quotes and those of the past included.
    pub policies: u64,
    /// How many of them are in force now.
    pub in_force: u64,
    /// The yearly premiums of those in force, one sum for each currency.
    pub premiums: Vec<Money>,
    /// How many letters could not be delivered.
    pub failed_letters: u64,
    /// How many renewals of many policies stopped half-way.
    pub stopped_renewals: u64,
}

impl FirmFigures {
    /// How much of the work in the background failed.
    pub const fn failed(&self) -> u64 {
        self.failed_letters.saturating_add(self.stopped_renewals)
    }
}

/// The premiums of several firms together, one sum for each currency, in the order in which the currencies come.
pub fn premiums_of(firms: &[FirmFigures]) -> Vec<Money> {
    let mut sums: Vec<Money> = Vec::new();
    for premium in firms.iter().flat_map(|firm| &firm.premiums) {
        match sums.iter_mut().find(|sum| sum.currency == premium.currency) {
            Some(sum) => sum.amount_minor = sum.amount_minor.saturating_add(premium.amount_minor),
            None => sums.push(*premium),
        }
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shared::Currency;

    #[test]
    fn premiums_are_summed_up_within_their_currency() {
        let money = |amount_minor, currency| Money { amount_minor, currency };
        let firm = |premiums| FirmFigures {
            agency_id: AgencyId::PLATFORM,
            name: "A".into(),
            active: true,
            users: 0,
            clients: 0,
            policies: 0,
            in_force: 0,
            premiums,
            failed_letters: 1,
            stopped_renewals: 2,
        };
        let firms = [
            firm(vec![money(1, Currency::EUR)]),
            firm(vec![money(i64::MAX, Currency::XOF), money(2, Currency::EUR)]),
            firm(vec![money(9, Currency::XOF)]),
        ];
        assert_eq!(premiums_of(&firms), [money(3, Currency::EUR), money(i64::MAX, Currency::XOF)]);
        assert_eq!(firms[0].failed(), 3);
    }
}
