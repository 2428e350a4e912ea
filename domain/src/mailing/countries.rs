//! The countries of the world as envelopes name them: in French, the language of the post between countries (UPU), in capitals.

use super::postal::plain;

/// A country, by its code (ISO 3166-1 alpha-2) and its names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Nation {
    /// The code.
    pub code: &'static str,
    french: &'static str,
    english: &'static str,
}

/// Where the postal code stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CodePlace {
    /// Before the town.
    Before,
    /// After the town.
    After,
    /// On a line of its own below the town.
    Below,
}

impl Nation {
    /// France.
    pub const FRANCE: Self = Self { code: "FR", french: "France", english: "France" };

    /// The country of that code.
    pub fn of_code(code: &str) -> Option<Self> {
        let found = NATIONS.iter().find(|(known, ..)| known.eq_ignore_ascii_case(code.trim()));
        found.map(|(code, french, english)| Self { code, french, english })
    }

    /// The country that somebody wrote: its code, its name in French or English, or another name in use.
    pub fn parse(text: &str) -> Option<Self> {
        let name = plain(text);
        let alias = ALIASES.iter().find(|(alias, _)| *alias == name).map(|(_, code)| *code);
        alias.and_then(Self::of_code).or_else(|| Self::of_code(&name)).or_else(|| {
            let is_called =
                |(_, french, english): &&(&str, &str, &str)| plain(french) == name || plain(english) == name;
            NATIONS.iter().find(is_called).map(|(code, french, english)| Self { code, french, english })
        })
    }

    /// Its name on the last line of an address.
    pub fn written(self) -> String {
        self.french.to_uppercase()
    }

    /// Whether the French post delivers there as at home, so that no country is written (the DOM and Monaco).
    pub(super) fn is_french_post(self) -> bool {
        matches!(self.code, "FR" | "GP" | "MQ" | "GF" | "RE" | "YT" | "PM" | "BL" | "MF" | "MC")
    }

    /// Whether its addresses are written as French ones: these, and where the French postcodes run on.
    pub(super) fn writes_as_french(self) -> bool {
        self.is_french_post() || matches!(self.code, "NC" | "PF" | "WF" | "TF")
    }

    /// Whether an address there needs its postal code.
    pub(super) fn needs_code(self) -> bool {
        const WITH: &str = "BE LU CH LI DE AT IT ES PT NL GB US CA DK SE NO FI PL CZ SK HU GR MA TN DZ";
        self.writes_as_french() || WITH.split(' ').any(|code| code == self.code)
    }

    /// Where the postal code stands (UPU, addressing systems of the members).
    pub(super) fn code_place(self) -> CodePlace {
        match self.code {
            "US" | "CA" | "AU" | "NZ" | "IN" | "SG" | "TH" | "TW" | "KR" | "ID" => CodePlace::After,
            "GB" | "IE" | "GG" | "JE" | "IM" | "GI" | "ZA" => CodePlace::Below,
            _ => CodePlace::Before,
        }
    }
}

/// Names in use beside those of the list, as [`plain`] writes them.
const ALIASES: &[(&str, &str)] = &[
    ("USA", "US"),
    ("ETATS UNIS D AMERIQUE", "US"),
    ("UNITED STATES OF AMERICA", "US"),
    ("UK", "GB"),
    ("ANGLETERRE", "GB"),
    ("ENGLAND", "GB"),
    ("ECOSSE", "GB"),
    ("GREAT BRITAIN", "GB"),
    ("GRANDE BRETAGNE", "GB"),
    ("HOLLANDE", "NL"),
    ("IVORY COAST", "CI"),
    ("RCI", "CI"),
    ("RDC", "CD"),
    ("CONGO KINSHASA", "CD"),
    ("CONGO BRAZZAVILLE", "CG"),
    ("REPUBLIQUE DU CONGO", "CG"),
    ("CENTRAFRIQUE", "CF"),
    ("CABO VERDE", "CV"),
    ("SWAZILAND", "SZ"),
    ("BIRMANIE", "MM"),
    ("REPUBLIQUE TCHEQUE", "CZ"),
    ("LA REUNION", "RE"),
    ("TURKEY", "TR"),
    ("FRANCE METROPOLITAINE", "FR"),
    ("BELGIE", "BE"),
    ("SCHWEIZ", "CH"),
    ("SVIZZERA", "CH"),
    ("DEUTSCHLAND", "DE"),
    ("ESPANA", "ES"),
    ("ITALIA", "IT"),
];

/// Code, name in French, name in English.
const NATIONS: &[(&str, &str, &str)] = &[
    ("AD", "Andorre", "Andorra"),
    ("AE", "Émirats arabes unis", "United Arab Emirates"),
    ("AF", "Afghanistan", "Afghanistan"),
    ("AG", "Antigua-et-Barbuda", "Antigua and Barbuda"),
    ("AI", "Anguilla", "Anguilla"),
    ("AL", "Albanie", "Albania"),
    ("AM", "Arménie", "Armenia"),
    ("AO", "Angola", "Angola"),
    ("AR", "Argentine", "Argentina"),
    ("AS", "Samoa américaines", "American Samoa"),
    ("AT", "Autriche", "Austria"),
    ("AU", "Australie", "Australia"),
    ("AW", "Aruba", "Aruba"),
    ("AX", "Îles Åland", "Åland Islands"),
    ("AZ", "Azerbaïdjan", "Azerbaijan"),
    ("BA", "Bosnie-Herzégovine", "Bosnia and Herzegovina"),
    ("BB", "Barbade", "Barbados"),
    ("BD", "Bangladesh", "Bangladesh"),
    ("BE", "Belgique", "Belgium"),
    ("BF", "Burkina Faso", "Burkina Faso"),
    ("BG", "Bulgarie", "Bulgaria"),
    ("BH", "Bahreïn", "Bahrain"),
    ("BI", "Burundi", "Burundi"),
    ("BJ", "Bénin", "Benin"),
    ("BL", "Saint-Barthélemy", "Saint Barthélemy"),
    ("BM", "Bermudes", "Bermuda"),
    ("BN", "Brunei", "Brunei"),
    ("BO", "Bolivie", "Bolivia"),
    ("BQ", "Bonaire, Saint-Eustache et Saba", "Bonaire, Sint Eustatius and Saba"),
    ("BR", "Brésil", "Brazil"),
    ("BS", "Bahamas", "Bahamas"),
    ("BT", "Bhoutan", "Bhutan"),
    ("BW", "Botswana", "Botswana"),
    ("BY", "Bélarus", "Belarus"),
    ("BZ", "Belize", "Belize"),
    ("CA", "Canada", "Canada"),
    ("CC", "Îles Cocos", "Cocos Islands"),
    ("CD", "République démocratique du Congo", "Democratic Republic of the Congo"),
    ("CF", "République centrafricaine", "Central African Republic"),
    ("CG", "Congo", "Congo"),
    ("CH", "Suisse", "Switzerland"),
    ("CI", "Côte d'Ivoire", "Côte d'Ivoire"),
    ("CK", "Îles Cook", "Cook Islands"),
    ("CL", "Chili", "Chile"),
    ("CM", "Cameroun", "Cameroon"),
    ("CN", "Chine", "China"),
    ("CO", "Colombie", "Colombia"),
    ("CR", "Costa Rica", "Costa Rica"),
    ("CU", "Cuba", "Cuba"),
    ("CV", "Cap-Vert", "Cape Verde"),
    ("CW", "Curaçao", "Curaçao"),
    ("CX", "Île Christmas", "Christmas Island"),
    ("CY", "Chypre", "Cyprus"),
    ("CZ", "Tchéquie", "Czechia"),
    ("DE", "Allemagne", "Germany"),
    ("DJ", "Djibouti", "Djibouti"),
    ("DK", "Danemark", "Denmark"),
    ("DM", "Dominique", "Dominica"),
    ("DO", "République dominicaine", "Dominican Republic"),
    ("DZ", "Algérie", "Algeria"),
    ("EC", "Équateur", "Ecuador"),
    ("EE", "Estonie", "Estonia"),
    ("EG", "Égypte", "Egypt"),
    ("ER", "Érythrée", "Eritrea"),
    ("ES", "Espagne", "Spain"),
    ("ET", "Éthiopie", "Ethiopia"),
    ("FI", "Finlande", "Finland"),
    ("FJ", "Fidji", "Fiji"),
    ("FK", "Îles Falkland", "Falkland Islands"),
    ("FM", "Micronésie", "Micronesia"),
    ("FO", "Îles Féroé", "Faroe Islands"),
    ("FR", "France", "France"),
    ("GA", "Gabon", "Gabon"),
    ("GB", "Royaume-Uni", "United Kingdom"),
    ("GD", "Grenade", "Grenada"),
    ("GE", "Géorgie", "Georgia"),
    ("GF", "Guyane française", "French Guiana"),
    ("GG", "Guernesey", "Guernsey"),
    ("GH", "Ghana", "Ghana"),
    ("GI", "Gibraltar", "Gibraltar"),
    ("GL", "Groenland", "Greenland"),
    ("GM", "Gambie", "Gambia"),
    ("GN", "Guinée", "Guinea"),
    ("GP", "Guadeloupe", "Guadeloupe"),
    ("GQ", "Guinée équatoriale", "Equatorial Guinea"),
    ("GR", "Grèce", "Greece"),
    ("GT", "Guatemala", "Guatemala"),
    ("GU", "Guam", "Guam"),
    ("GW", "Guinée-Bissau", "Guinea-Bissau"),
    ("GY", "Guyana", "Guyana"),
    ("HK", "Hong Kong", "Hong Kong"),
    ("HN", "Honduras", "Honduras"),
    ("HR", "Croatie", "Croatia"),
    ("HT", "Haïti", "Haiti"),
    ("HU", "Hongrie", "Hungary"),
    ("ID", "Indonésie", "Indonesia"),
    ("IE", "Irlande", "Ireland"),
    ("IL", "Israël", "Israel"),
    ("IM", "Île de Man", "Isle of Man"),
    ("IN", "Inde", "India"),
    ("IQ", "Irak", "Iraq"),
    ("IR", "Iran", "Iran"),
    ("IS", "Islande", "Iceland"),
    ("IT", "Italie", "Italy"),
    ("JE", "Jersey", "Jersey"),
    ("JM", "Jamaïque", "Jamaica"),
    ("JO", "Jordanie", "Jordan"),
    ("JP", "Japon", "Japan"),
    ("KE", "Kenya", "Kenya"),
    ("KG", "Kirghizistan", "Kyrgyzstan"),
    ("KH", "Cambodge", "Cambodia"),
    ("KI", "Kiribati", "Kiribati"),
    ("KM", "Comores", "Comoros"),
    ("KN", "Saint-Christophe-et-Niévès", "Saint Kitts and Nevis"),
    ("KP", "Corée du Nord", "North Korea"),
    ("KR", "Corée du Sud", "South Korea"),
    ("KW", "Koweït", "Kuwait"),
    ("KY", "Îles Caïmans", "Cayman Islands"),
    ("KZ", "Kazakhstan", "Kazakhstan"),
    ("LA", "Laos", "Laos"),
    ("LB", "Liban", "Lebanon"),
    ("LC", "Sainte-Lucie", "Saint Lucia"),
    ("LI", "Liechtenstein", "Liechtenstein"),
    ("LK", "Sri Lanka", "Sri Lanka"),
    ("LR", "Libéria", "Liberia"),
    ("LS", "Lesotho", "Lesotho"),
    ("LT", "Lituanie", "Lithuania"),
    ("LU", "Luxembourg", "Luxembourg"),
    ("LV", "Lettonie", "Latvia"),
    ("LY", "Libye", "Libya"),
    ("MA", "Maroc", "Morocco"),
    ("MC", "Monaco", "Monaco"),
    ("MD", "Moldavie", "Moldova"),
    ("ME", "Monténégro", "Montenegro"),
    ("MF", "Saint-Martin", "Saint Martin"),
    ("MG", "Madagascar", "Madagascar"),
    ("MH", "Îles Marshall", "Marshall Islands"),
    ("MK", "Macédoine du Nord", "North Macedonia"),
    ("ML", "Mali", "Mali"),
    ("MM", "Myanmar", "Myanmar"),
    ("MN", "Mongolie", "Mongolia"),
    ("MO", "Macao", "Macao"),
    ("MP", "Îles Mariannes du Nord", "Northern Mariana Islands"),
    ("MQ", "Martinique", "Martinique"),
    ("MR", "Mauritanie", "Mauritania"),
    ("MS", "Montserrat", "Montserrat"),
    ("MT", "Malte", "Malta"),
    ("MU", "Maurice", "Mauritius"),
    ("MV", "Maldives", "Maldives"),
    ("MW", "Malawi", "Malawi"),
    ("MX", "Mexique", "Mexico"),
    ("MY", "Malaisie", "Malaysia"),
    ("MZ", "Mozambique", "Mozambique"),
    ("NA", "Namibie", "Namibia"),
    ("NC", "Nouvelle-Calédonie", "New Caledonia"),
    ("NE", "Niger", "Niger"),
    ("NF", "Île Norfolk", "Norfolk Island"),
    ("NG", "Nigéria", "Nigeria"),
    ("NI", "Nicaragua", "Nicaragua"),
    ("NL", "Pays-Bas", "Netherlands"),
    ("NO", "Norvège", "Norway"),
    ("NP", "Népal", "Nepal"),
    ("NR", "Nauru", "Nauru"),
    ("NU", "Niue", "Niue"),
    ("NZ", "Nouvelle-Zélande", "New Zealand"),
    ("OM", "Oman", "Oman"),
    ("PA", "Panama", "Panama"),
    ("PE", "Pérou", "Peru"),
    ("PF", "Polynésie française", "French Polynesia"),
    ("PG", "Papouasie-Nouvelle-Guinée", "Papua New Guinea"),
    ("PH", "Philippines", "Philippines"),
    ("PK", "Pakistan", "Pakistan"),
    ("PL", "Pologne", "Poland"),
    ("PM", "Saint-Pierre-et-Miquelon", "Saint Pierre and Miquelon"),
    ("PN", "Îles Pitcairn", "Pitcairn Islands"),
    ("PR", "Porto Rico", "Puerto Rico"),
    ("PS", "Palestine", "Palestine"),
    ("PT", "Portugal", "Portugal"),
    ("PW", "Palaos", "Palau"),
    ("PY", "Paraguay", "Paraguay"),
    ("QA", "Qatar", "Qatar"),
    ("RE", "Réunion", "Réunion"),
    ("RO", "Roumanie", "Romania"),
    ("RS", "Serbie", "Serbia"),
    ("RU", "Russie", "Russia"),
    ("RW", "Rwanda", "Rwanda"),
    ("SA", "Arabie saoudite", "Saudi Arabia"),
    ("SB", "Îles Salomon", "Solomon Islands"),
    ("SC", "Seychelles", "Seychelles"),
    ("SD", "Soudan", "Sudan"),
    ("SE", "Suède", "Sweden"),
    ("SG", "Singapour", "Singapore"),
    ("SH", "Sainte-Hélène", "Saint Helena"),
    ("SI", "Slovénie", "Slovenia"),
    ("SJ", "Svalbard", "Svalbard"),
    ("SK", "Slovaquie", "Slovakia"),
    ("SL", "Sierra Leone", "Sierra Leone"),
    ("SM", "Saint-Marin", "San Marino"),
    ("SN", "Sénégal", "Senegal"),
    ("SO", "Somalie", "Somalia"),
    ("SR", "Suriname", "Suriname"),
    ("SS", "Soudan du Sud", "South Sudan"),
    ("ST", "Sao Tomé-et-Principe", "Sao Tome and Principe"),
    ("SV", "El Salvador", "El Salvador"),
    ("SX", "Saint-Martin (partie néerlandaise)", "Sint Maarten"),
    ("SY", "Syrie", "Syria"),
    ("SZ", "Eswatini", "Eswatini"),
    ("TC", "Îles Turques-et-Caïques", "Turks and Caicos Islands"),
    ("TD", "Tchad", "Chad"),
    ("TF", "Terres australes françaises", "French Southern Territories"),
    ("TG", "Togo", "Togo"),
    ("TH", "Thaïlande", "Thailand"),
    ("TJ", "Tadjikistan", "Tajikistan"),
    ("TK", "Tokélaou", "Tokelau"),
    ("TL", "Timor-Leste", "Timor-Leste"),
    ("TM", "Turkménistan", "Turkmenistan"),
    ("TN", "Tunisie", "Tunisia"),
    ("TO", "Tonga", "Tonga"),
    ("TR", "Turquie", "Türkiye"),
    ("TT", "Trinité-et-Tobago", "Trinidad and Tobago"),
    ("TV", "Tuvalu", "Tuvalu"),
    ("TW", "Taïwan", "Taiwan"),
    ("TZ", "Tanzanie", "Tanzania"),
    ("UA", "Ukraine", "Ukraine"),
    ("UG", "Ouganda", "Uganda"),
    ("US", "États-Unis", "United States"),
    ("UY", "Uruguay", "Uruguay"),
    ("UZ", "Ouzbékistan", "Uzbekistan"),
    ("VA", "Saint-Siège", "Holy See"),
    ("VC", "Saint-Vincent-et-les-Grenadines", "Saint Vincent and the Grenadines"),
    ("VE", "Venezuela", "Venezuela"),
    ("VG", "Îles Vierges britanniques", "British Virgin Islands"),
    ("VI", "Îles Vierges des États-Unis", "US Virgin Islands"),
    ("VN", "Viêt Nam", "Vietnam"),
    ("VU", "Vanuatu", "Vanuatu"),
    ("WF", "Wallis-et-Futuna", "Wallis and Futuna"),
    ("WS", "Samoa", "Samoa"),
    ("XK", "Kosovo", "Kosovo"),
    ("YE", "Yémen", "Yemen"),
    ("YT", "Mayotte", "Mayotte"),
    ("ZA", "Afrique du Sud", "South Africa"),
    ("ZM", "Zambie", "Zambia"),
    ("ZW", "Zimbabwe", "Zimbabwe"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_is_known_by_its_code_and_by_its_names() {
        let cases = [
            ("be", "BELGIQUE"),
            ("Belgium", "BELGIQUE"),
            (" Côte d’Ivoire ", "CÔTE D'IVOIRE"),
            ("cote d'ivoire", "CÔTE D'IVOIRE"),
            ("Etats-Unis", "ÉTATS-UNIS"),
            ("uk", "ROYAUME-UNI"),
            ("Schweiz", "SUISSE"),
        ];
        for (text, written) in cases {
            assert_eq!(Nation::parse(text).map(Nation::written).as_deref(), Some(written), "{text}");
        }
        for nothing in ["", "Atlantide", "XX", "FRANCES"] {
            assert_eq!(Nation::parse(nothing), None, "{nothing}");
        }
    }

    #[test]
    fn each_code_and_name_stands_there_once() {
        for (place, (code, french, english)) in NATIONS.iter().enumerate() {
            assert!(code.len() == 2 && !french.is_empty() && !english.is_empty(), "{code}");
            for (other, known) in NATIONS.iter().take(place).map(|(code, french, _)| (code, french)) {
                assert!(other < code && known != french, "{code} after {other}");
            }
        }
        for (_, code) in ALIASES {
            assert!(Nation::of_code(code).is_some(), "{code}");
        }
    }
}
