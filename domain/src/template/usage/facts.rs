//! The facts of a document: what its usage asks for beyond the books, each with its shape and its name on the screens.

use super::TemplateUsage;
use crate::shared::Language;

/// The most rows of a table of facts.
pub const TABLE_ROWS_MAX: usize = 5_000;

/// How a fact is written in `data`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FactShape {
    /// One line of text.
    Line,
    /// Text of several lines; a blank line parts paragraphs.
    Text,
    /// A day, `YYYY-MM-DD`.
    Day,
    /// An amount, `{"amount_minor": 123456, "currency": "EUR"}`; it may be negative.
    Money,
    /// Yes or no.
    YesNo,
    /// Rows with these columns, as an array of objects. Columns are never tables.
    Table(&'static [Fact]),
}

/// One fact of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fact {
    /// Its name under `data`.
    pub name: &'static str,
    /// How it is written.
    pub shape: FactShape,
    /// Whether the document cannot be without it; of a column, whether a row cannot.
    pub required: bool,
    /// Its name in French.
    fr: &'static str,
    /// Its name in English.
    en: &'static str,
}

impl Fact {
    /// What it is called on the screens.
    pub const fn label(&self, language: Language) -> &'static str {
        match language {
            Language::Fr => self.fr,
            Language::En => self.en,
        }
    }

    /// The columns, where it is a table.
    pub const fn columns(&self) -> &'static [Self] {
        match self.shape {
            FactShape::Table(columns) => columns,
            _ => &[],
        }
    }
}

/// Writes facts as a table: name, shape, whether it must be there, French and English.
macro_rules! facts {
    ($($name:literal $shape:ident $([$($columns:tt)*])? $(($need:ident))? $fr:literal / $en:literal;)*) => {
        &[$(Fact {
            name: $name,
            shape: facts!(@shape $shape $([$($columns)*])?),
            required: facts!(@need $($need)?),
            fr: $fr,
            en: $en,
        },)*]
    };
    (@shape Table [$($columns:tt)*]) => { FactShape::Table(facts! { $($columns)* }) };
    (@shape $shape:ident) => { FactShape::$shape };
    (@need required) => { true };
    (@need) => { false };
}

const LIMITS: &[Fact] = facts! {
    "label" Line (required) "Garantie" / "Guarantee";
    "limit" Line "Plafond" / "Limit";
};

const LIMITS_AND_DEDUCTIBLES: &[Fact] = facts! {
    "label" Line (required) "Garantie" / "Guarantee";
    "limit" Line "Plafond" / "Limit";
    "deductible" Line "Franchise" / "Deductible";
};

const CERTIFICATE: &[Fact] = &[guarantees(LIMITS, false), line("purpose", "Objet de l’attestation", "Purpose")];
const MOTOR_CERTIFICATE: &[Fact] =
    &[guarantees(LIMITS, false), line("territories", "Territoires couverts", "Territories covered")];
const LIABILITY_CERTIFICATE: &[Fact] = &[
    Fact {
        name: "activities",
        shape: FactShape::Text,
        required: true,
        fr: "Activités assurées",
        en: "Activities insured",
    },
    guarantees(LIMITS_AND_DEDUCTIBLES, true),
];

const fn guarantees(columns: &'static [Fact], required: bool) -> Fact {
    Fact { name: "guarantees", shape: FactShape::Table(columns), required, fr: "Garanties", en: "Guarantees" }
}

const fn line(name: &'static str, fr: &'static str, en: &'static str) -> Fact {
    Fact { name, shape: FactShape::Line, required: false, fr, en }
}

const COVER_NOTE: &[Fact] = &[
    Fact {
        name: "covered_from", shape: FactShape::Day, required: true, fr: "Garanti à partir du", en: "Covered from"
    },
    Fact { name: "covered_to", shape: FactShape::Day, required: true, fr: "Garanti jusqu’au", en: "Covered to" },
    guarantees(LIMITS, true),
];

const LETTER: &[Fact] = facts! {
    "subject" Line (required) "Objet" / "Subject";
    "body" Text (required) "Texte" / "Text";
};

const CANCELLATION_LETTER: &[Fact] = facts! {
    "to_company" YesNo "Adressée à la compagnie" / "Addressed to the company";
    "reason" Text (required) "Motif" / "Reason";
    "ends_on" Day (required) "Fin du contrat le" / "Policy ends on";
    "legal_basis" Line "Fondement juridique" / "Legal basis";
};

const ENDORSEMENT_LETTER: &[Fact] = facts! {
    "effective_on" Day (required) "Effet de l’avenant le" / "Endorsement takes effect on";
    "changes" Table ["label" Line (required) "Modification" / "Change"; "before" Line "Avant" / "Before"; "after" Line "Après" / "After";]
        (required) "Modifications" / "Changes";
    "premium_difference" Money "Différence de prime" / "Premium difference";
};

const PREMIUM_NOTICE: &[Fact] = facts! {
    "due_on" Day (required) "Échéance" / "Due on";
    "period_from" Day (required) "Période du" / "Period from";
    "period_to" Day (required) "Période au" / "Period to";
    "lines" Table ["label" Line (required) "Libellé" / "Description"; "net" Money "Prime nette" / "Net premium"; "taxes" Money "Taxes" / "Taxes"; "total" Money "Total" / "Total";]
        (required) "Décompte" / "Breakdown";
    "total" Money (required) "Total à payer" / "Total to pay";
    "payment_terms" Text "Modalités de paiement" / "Payment terms";
};

const REMINDER: &[Fact] = facts! {
    "due_on" Day (required) "Échéance impayée" / "Unpaid due date";
    "amount_due" Money (required) "Montant dû" / "Amount due";
    "pay_before" Day "À payer avant le" / "Pay before";
};

const FORMAL_NOTICE: &[Fact] = facts! {
    "due_on" Day (required) "Échéance impayée" / "Unpaid due date";
    "amount_due" Money (required) "Montant dû" / "Amount due";
    "sent_on" Day (required) "Envoyée le" / "Sent on";
    "suspended_on" Day "Suspension de la garantie le" / "Cover suspended on";
    "may_be_cancelled_on" Day "Résiliation possible le" / "Cancellation possible on";
    "delivery" Line "Numéro du recommandé" / "Registered post number";
};

const CLIENT_STATEMENT: &[Fact] = facts! {
    "from_day" Day (required) "Relevé du" / "Statement from";
    "to_day" Day (required) "Relevé au" / "Statement to";
    "opening_balance" Money "Solde initial" / "Opening balance";
    "entries" Table ["day" Day "Date" / "Date"; "label" Line (required) "Libellé" / "Description"; "debit" Money "Débit" / "Debit"; "credit" Money "Crédit" / "Credit"; "balance" Money "Solde" / "Balance";]
        (required) "Mouvements" / "Entries";
    "closing_balance" Money (required) "Solde final" / "Closing balance";
};

const PRODUCTION_BORDEREAU: &[Fact] = facts! {
    "from_day" Day (required) "Période du" / "Period from";
    "to_day" Day (required) "Période au" / "Period to";
    "entries" Table ["policy_number" Line (required) "Contrat" / "Policy"; "client" Line "Client" / "Client"; "label" Line "Opération" / "Transaction"; "effective_on" Day "Effet" / "Effective on"; "net" Money "Prime nette" / "Net premium"; "taxes" Money "Taxes" / "Taxes"; "total" Money "Prime totale" / "Total premium";]
        (required) "Opérations" / "Transactions";
    "total_net" Money "Total des primes nettes" / "Total net premiums";
    "total_taxes" Money "Total des taxes" / "Total taxes";
    "total" Money "Total des primes" / "Total premiums";
};

const REMITTANCE_BORDEREAU: &[Fact] = facts! {
    "from_day" Day (required) "Période du" / "Period from";
    "to_day" Day (required) "Période au" / "Period to";
    "entries" Table ["policy_number" Line (required) "Contrat" / "Policy"; "client" Line "Client" / "Client"; "paid_on" Day "Encaissé le" / "Paid on"; "collected" Money "Encaissé" / "Collected"; "commission" Money "Commission" / "Commission"; "due" Money "À reverser" / "To remit";]
        (required) "Encaissements" / "Collections";
    "total_collected" Money "Total encaissé" / "Total collected";
    "total_commission" Money "Total des commissions" / "Total commissions";
    "total_due" Money "Total à reverser" / "Total to remit";
};

const COMMISSION_BORDEREAU: &[Fact] = facts! {
    "from_day" Day (required) "Période du" / "Period from";
    "to_day" Day (required) "Période au" / "Period to";
    "entries" Table ["policy_number" Line (required) "Contrat" / "Policy"; "client" Line "Client" / "Client"; "base" Money "Assiette" / "Base"; "rate" Line "Taux" / "Rate"; "expected" Money "Attendue" / "Expected"; "received" Money "Reçue" / "Received"; "variance" Money "Écart" / "Variance";]
        (required) "Commissions" / "Commissions";
    "total_expected" Money "Total attendu" / "Total expected";
    "total_received" Money "Total reçu" / "Total received";
    "total_variance" Money "Écart total" / "Total variance";
};

const ADVICE_RECORD: &[Fact] = facts! {
    "needs" Text (required) "Exigences et besoins du client" / "Demands and needs of the client";
    "proposal" Text (required) "Solution proposée" / "Solution proposed";
    "reasons" Text (required) "Raisons du conseil" / "Reasons for the advice";
    "refused" Text "Garanties conseillées et refusées" / "Cover advised but declined";
};

const FIRST_CONTACT: &[Fact] = facts! {
    "companies" Text "Compagnies avec lesquelles le cabinet travaille" / "Companies the firm works with";
    "remuneration" Line (required) "Rémunération" / "Remuneration";
    "complaints" Text (required) "Réclamations" / "Complaints";
    "mediator" Text (required) "Médiateur" / "Mediator";
};

const QUOTE: &[Fact] = &[
    Fact { name: "valid_until", shape: FactShape::Day, required: true, fr: "Valable jusqu’au", en: "Valid until" },
    guarantees(LIMITS_AND_DEDUCTIBLES, true),
    Fact { name: "total", shape: FactShape::Money, required: true, fr: "Prime totale", en: "Total premium" },
    Fact { name: "remarks", shape: FactShape::Text, required: false, fr: "Observations", en: "Remarks" },
];

impl TemplateUsage {
    /// The facts of a document of this usage, in the order of the form. Each is in the snapshot, `null` (a table: `[]`) when
    /// it was not given.
    pub const fn facts(self) -> &'static [Fact] {
        match self {
            Self::Certificate => CERTIFICATE,
            Self::MotorCertificate => MOTOR_CERTIFICATE,
            Self::LiabilityCertificate => LIABILITY_CERTIFICATE,
            Self::CoverNote => COVER_NOTE,
            Self::Letter => LETTER,
            Self::CancellationLetter => CANCELLATION_LETTER,
            Self::EndorsementLetter => ENDORSEMENT_LETTER,
            Self::PremiumNotice => PREMIUM_NOTICE,
            Self::Reminder => REMINDER,
            Self::FormalNotice => FORMAL_NOTICE,
            Self::ClientStatement => CLIENT_STATEMENT,
            Self::ProductionBordereau => PRODUCTION_BORDEREAU,
            Self::RemittanceBordereau => REMITTANCE_BORDEREAU,
            Self::CommissionBordereau => COMMISSION_BORDEREAU,
            Self::AdviceRecord => ADVICE_RECORD,
            Self::FirstContact => FIRST_CONTACT,
            Self::Quote => QUOTE,
            Self::Other => &[],
        }
    }

    /// The fact of that name.
    pub fn fact(self, name: &str) -> Option<&'static Fact> {
        self.facts().iter().find(|fact| fact.name == name)
    }
}
