//! The countries in which our firms are at home: what a number without its country means there.

use super::phone::Plan;
use crate::agency::Jurisdiction;

/// Declares the countries once: code, calling plan, and the time zones by which a firm of the CIMA zone tells its country.
macro_rules! countries {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $plan:expr, [$($zone:literal),*];)*) => {
        /// A country whose numbers we know.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Country {$(
            $(#[$doc])*
            $name,
        )*}

        impl Country {
            /// Every country.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// Its code (ISO 3166-1 alpha-2).
            pub const fn code(self) -> &'static str {
                match self {$(Self::$name => $code,)*}
            }

            /// How its telephone numbers are written.
            pub const fn plan(self) -> Plan {
                match self {$(Self::$name => $plan,)*}
            }

            const fn zones(self) -> &'static [&'static str] {
                match self {$(Self::$name => &[$($zone),*],)*}
            }
        }
    };
}

/// A plan: calling code, the digit dialled before a national number, and the lengths without it.
const fn plan(code: &'static str, trunk: Option<char>, lengths: &'static [usize]) -> Plan {
    Plan { code, trunk, lengths }
}

// The numbering plans follow the national notifications to the ITU (recommendation E.164, operational bulletins).
countries! {
    /// France.
    France = "FR", plan("33", Some('0'), &[9]), ["Europe/Paris"];
    /// Belgium.
    Belgium = "BE", plan("32", Some('0'), &[8, 9]), ["Europe/Brussels"];
    /// Luxembourg, next door to both.
    Luxembourg = "LU", plan("352", None, &[6, 7, 8, 9, 10, 11]), ["Europe/Luxembourg"];
    /// Monaco, whose firms are in the French register.
    Monaco = "MC", plan("377", None, &[8, 9]), ["Europe/Monaco"];
    /// Switzerland, next door to France.
    Switzerland = "CH", plan("41", Some('0'), &[9]), ["Europe/Zurich"];
    /// Benin: eight digits, and from 30 November 2024 ten, `01` before them.
    Benin = "BJ", plan("229", None, &[10, 8]), ["Africa/Porto-Novo"];
    /// Burkina Faso.
    BurkinaFaso = "BF", plan("226", None, &[8]), ["Africa/Ouagadougou"];
    /// Cameroon.
    Cameroon = "CM", plan("237", None, &[9]), ["Africa/Douala"];
    /// The Central African Republic.
    CentralAfrica = "CF", plan("236", None, &[8]), ["Africa/Bangui"];
    /// Chad.
    Chad = "TD", plan("235", None, &[8]), ["Africa/Ndjamena"];
    /// The Comoros.
    Comoros = "KM", plan("269", None, &[7]), ["Indian/Comoro"];
    /// The Congo (Brazzaville).
    Congo = "CG", plan("242", None, &[9]), ["Africa/Brazzaville"];
    /// Côte d’Ivoire: ten digits since 31 January 2021, the first of which is 0 and stays.
    CoteDIvoire = "CI", plan("225", None, &[10]), ["Africa/Abidjan"];
    /// Equatorial Guinea.
    EquatorialGuinea = "GQ", plan("240", None, &[9]), ["Africa/Malabo"];
    /// Gabon: nine digits at home, eight after the country's code.
    Gabon = "GA", plan("241", Some('0'), &[8, 7]), ["Africa/Libreville"];
    /// Guinea-Bissau.
    GuineaBissau = "GW", plan("245", None, &[9, 7]), ["Africa/Bissau"];
    /// Mali.
    Mali = "ML", plan("223", None, &[8]), ["Africa/Bamako"];
    /// Niger.
    Niger = "NE", plan("227", None, &[8]), ["Africa/Niamey"];
    /// Senegal.
    Senegal = "SN", plan("221", None, &[9]), ["Africa/Dakar"];
    /// Togo.
    Togo = "TG", plan("228", None, &[8]), ["Africa/Lome"];
}

impl Country {
    /// The country of that ISO 3166-1 code.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|country| country.code().eq_ignore_ascii_case(code.trim()))
    }

    /// The country where a firm is at home: that of its law, and in the CIMA zone, which has fourteen, that of its letterhead
    /// or its clock. A firm whose clock tells nothing is taken for a Senegalese one.
    pub fn of_firm(law: Jurisdiction, time_zone: &str, letterhead: Option<&str>) -> Self {
        match law {
            Jurisdiction::France => Self::France,
            Jurisdiction::Belgium => Self::Belgium,
            Jurisdiction::Cima => {
                let printed = letterhead.and_then(Self::parse);
                let by_clock = || Self::ALL.iter().copied().find(|country| country.zones().contains(&time_zone));
                printed.or_else(by_clock).unwrap_or(Self::Senegal)
            }
        }
    }
}
