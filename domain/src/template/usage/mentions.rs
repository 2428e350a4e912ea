//! The mandatory mentions of a document that come from the books: without them it does not leave.

use super::TemplateUsage;
use crate::agency::Jurisdiction;
use crate::shared::choices;

choices! {
    /// A mention that must stand in a document, by the place in the data it comes from.
    Mention {
        /// The firm's address (French Insurance Code R.521-1; CIMA Code article 540).
        AgencyAddress = "agency.address",
        /// The firm's registration: ORIAS in France (French Insurance Code L.512-1), FSMA in Belgium (Act of 4 April 2014, article 259).
        AgencyRegistration = "agency.registration",
        /// The footer that names the firm, its licence and its guarantee in the CIMA zone (CIMA Code article 540).
        LegalMentions = "agency.legal_mentions",
        /// The client's address: that of the policyholder on a motor certificate (French Insurance Code R.211-15), his last
        /// known one on a formal notice (L.113-3).
        ClientAddress = "client.address",
        /// The insurer's address (French Insurance Code R.211-15).
        CompanyAddress = "company.address",
        /// The vehicle's registration plate (French Insurance Code R.211-15 and R.211-17).
        Plate = "policy.risk.plate",
        /// The vehicle's make (French Insurance Code R.211-15 and R.211-17).
        Make = "policy.risk.make",
    }
}

impl Mention {
    /// The JSON pointer to it without its first slash, as field errors name it.
    pub fn pointer(self) -> String {
        self.code().replace('.', "/")
    }

    /// Whether every paper of a firm carries it, whatever its template prints.
    pub const fn names_the_firm(self) -> bool {
        matches!(self, Self::AgencyAddress | Self::AgencyRegistration | Self::LegalMentions)
    }
}

/// What decides about the mentions beside the usage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MentionCase<'a> {
    /// The law the firm works under.
    pub jurisdiction: Jurisdiction,
    /// Whether the letter goes to the company instead of the client.
    pub to_company: bool,
    /// The source of the template.
    pub source: &'a str,
}

impl TemplateUsage {
    /// The mentions that a document of this usage must carry from the books.
    pub fn mentions(self, case: &MentionCase<'_>) -> Vec<Mention> {
        if self == Self::Other {
            return Vec::new();
        }
        let mut mentions = vec![Mention::AgencyAddress];
        mentions.push(match case.jurisdiction {
            Jurisdiction::France | Jurisdiction::Belgium => Mention::AgencyRegistration,
            Jurisdiction::Cima => Mention::LegalMentions,
        });
        let own = self.own_mentions(case.to_company);
        mentions.extend(own.iter().copied().filter(|mention| !self.is_usual() || case.source.contains(mention.code())));
        mentions
    }

    const fn own_mentions(self, to_company: bool) -> &'static [Mention] {
        match self {
            Self::MotorCertificate => &[Mention::CompanyAddress, Mention::ClientAddress, Mention::Plate, Mention::Make],
            Self::LiabilityCertificate | Self::CoverNote => &[Mention::CompanyAddress, Mention::ClientAddress],
            Self::CancellationLetter if to_company => &[Mention::CompanyAddress],
            Self::CancellationLetter
            | Self::EndorsementLetter
            | Self::Reminder
            | Self::FormalNotice
            | Self::PremiumNotice
            | Self::ClientStatement => &[Mention::ClientAddress],
            Self::ProductionBordereau | Self::RemittanceBordereau | Self::CommissionBordereau => {
                &[Mention::CompanyAddress]
            }
            Self::Certificate | Self::Letter | Self::AdviceRecord | Self::FirstContact | Self::Quote | Self::Other => {
                &[]
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_motor_certificate_names_vehicle_insured_and_insurer() {
        let case = MentionCase { jurisdiction: Jurisdiction::France, to_company: false, source: "" };
        let pointers: Vec<&str> =
            TemplateUsage::MotorCertificate.mentions(&case).into_iter().map(Mention::code).collect();
        let expected = [
            "agency.address",
            "agency.registration",
            "company.address",
            "client.address",
            "policy.risk.plate",
            "policy.risk.make",
        ];
        assert_eq!(pointers, expected);
    }

    #[test]
    fn in_the_cima_zone_the_footer_stands_for_the_registration() {
        let case = MentionCase { jurisdiction: Jurisdiction::Cima, to_company: false, source: "" };
        let mentions = TemplateUsage::Letter.mentions(&case);
        assert_eq!(mentions, [Mention::AgencyAddress, Mention::LegalMentions]);
        assert!(TemplateUsage::Other.mentions(&case).is_empty());
    }

    #[test]
    fn a_usual_paper_asks_for_the_address_that_its_template_prints_and_a_letter_to_the_company_for_the_companys() {
        let case = |source, to_company| MentionCase { jurisdiction: Jurisdiction::France, to_company, source };
        let asks = |usage: TemplateUsage, source, to_company, mention| {
            usage.mentions(&case(source, to_company)).contains(&mention)
        };
        assert!(!asks(TemplateUsage::PremiumNotice, "<p>x</p>", false, Mention::ClientAddress));
        assert!(asks(TemplateUsage::PremiumNotice, "{{ client.address.city }}", false, Mention::ClientAddress));
        assert!(
            asks(TemplateUsage::FormalNotice, "<p>x</p>", false, Mention::ClientAddress),
            "it goes by registered post"
        );
        assert!(asks(TemplateUsage::CancellationLetter, "", true, Mention::CompanyAddress));
        assert!(!asks(TemplateUsage::CancellationLetter, "", true, Mention::ClientAddress));
    }
}
