//! By what two files are taken for one client's: the same number, address or account, the same name and birth date, or
//! names that sound alike.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{ClientInput, ClientKind, ClientName, ClientRef, SaveClient};
use crate::shared::choices;
use crate::shared::identifiers::{Country, Identifier, NumberField, Scheme, phone};
use crate::shared::text;

choices! {
    /// What two files have in common.
    Likeness {
        /// The tax or enterprise number; an establishment's is its enterprise's.
        TaxId = "tax_id",
        /// The identity number.
        NationalId = "national_id",
        /// The bank account.
        Iban = "iban",
        /// The e-mail address.
        Email = "email",
        /// The telephone.
        Phone = "phone",
        /// Name and birth date.
        NameAndBirth = "name_and_birth_date",
        /// The name, where a birth date is not known of both.
        Name = "name",
        /// Names that sound alike.
        NearName = "near_name",
    }
}

impl Likeness {
    /// Whether it names one client and no other: then also who may not see the other file learns that there is one.
    pub const fn is_sure(self) -> bool {
        !matches!(self, Self::Name | Self::NearName)
    }

    const fn prefix(self) -> &'static str {
        match self {
            Self::TaxId => "tax",
            Self::NationalId => "national",
            Self::Iban => "iban",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::NameAndBirth | Self::Name => "name",
            Self::NearName => "near",
        }
    }
}

/// A file that is likely the same client's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct LikelyDuplicate {
    /// The client; `null` when he is a colleague's, so that the reader must ask his manager.
    pub client: Option<ClientRef>,
    /// What both have in common.
    pub reasons: Vec<Likeness>,
    /// Whether the file was put away.
    pub archived: bool,
}

/// What a file is recognised by, read from whatever of it is right already.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Traits {
    /// His name, as it is printed.
    pub name: String,
    /// His birth date.
    pub birth_date: Option<Date>,
    /// The keys, each with what it stands for.
    pub keys: Vec<(Likeness, String)>,
}

impl SaveClient {
    /// What this file is recognised by.
    pub fn traits(&self) -> Traits {
        let mut keys = Keys::default();
        for (kind, number) in [(Likeness::TaxId, &self.tax_id), (Likeness::NationalId, &self.national_id)] {
            if let Some(number) = number {
                keys.number(kind, number);
            }
        }
        keys.add(Likeness::Iban, self.iban.clone());
        keys.add(Likeness::Email, self.email.as_deref().map(text::email_identity));
        keys.add(Likeness::Phone, self.phone_e164.clone());
        keys.name(&self.name);
        Traits { name: self.name.display(), birth_date: self.birth_date, keys: keys.0 }
    }
}

/// A file in the making, as a request describes what it is recognised by.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LikenessInput {
    /// `person` or `organisation`; a person when absent.
    pub kind: Option<String>,
    /// A person's first name.
    pub first_name: Option<String>,
    /// A person's last name.
    pub last_name: Option<String>,
    /// An organisation's registered name.
    pub legal_name: Option<String>,
    /// E-mail.
    pub email: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// A person's birth date.
    pub birth_date: Option<String>,
    /// National identity number.
    pub national_id: Option<String>,
    /// Tax or enterprise number.
    pub tax_id: Option<String>,
    /// Bank account.
    pub iban: Option<String>,
}

impl From<ClientInput> for LikenessInput {
    fn from(input: ClientInput) -> Self {
        let ClientInput { kind, first_name, last_name, legal_name, email, phone, .. } = input;
        let ClientInput { birth_date, national_id, tax_id, iban, .. } = input;
        Self { kind, first_name, last_name, legal_name, email, phone, birth_date, national_id, tax_id, iban }
    }
}

impl LikenessInput {
    /// What the file is recognised by: each field counts that is right already, whatever else is wrong.
    pub fn traits(&self, today: Date, country: Country) -> Traits {
        let kind = self.kind.as_deref().and_then(ClientKind::parse).unwrap_or(ClientKind::Person);
        let line = |value: &Option<String>| text::line("", value.as_deref(), text::LINE_MAX).ok().flatten();
        let mut keys = Keys::default();
        for (likeness, field, typed) in [
            (Likeness::TaxId, NumberField::Tax, &self.tax_id),
            (Likeness::NationalId, NumberField::National, &self.national_id),
        ] {
            let number = line(typed).and_then(|typed| Identifier::read(&typed, field, kind, country, today).ok());
            if let Some(number) = number {
                keys.number(likeness, &number);
            }
        }
        keys.add(Likeness::Iban, text::iban("", self.iban.as_deref()).ok().flatten());
        let email = text::email("", self.email.as_deref()).ok().flatten();
        keys.add(Likeness::Email, email.as_deref().map(text::email_identity));
        keys.add(Likeness::Phone, line(&self.phone).and_then(|typed| phone::e164(&typed, country)));
        let name = match kind {
            ClientKind::Person => line(&self.last_name)
                .map(|last_name| ClientName::Person { first_name: line(&self.first_name), last_name }),
            ClientKind::Organisation => {
                line(&self.legal_name).map(|legal_name| ClientName::Organisation { legal_name })
            }
        };
        if let Some(name) = &name {
            keys.name(name);
        }
        Traits {
            name: name.map(|name| name.display()).unwrap_or_default(),
            birth_date: text::day("", self.birth_date.as_deref()).ok().flatten(),
            keys: keys.0,
        }
    }
}

impl Traits {
    /// What a file found by a key has in common with this one; none when it is somebody else's after all.
    pub fn confirmed(&self, key: Likeness, name: &str, birth_date: Option<Date>) -> Option<Likeness> {
        let born_alike = self.birth_date.zip(birth_date).map(|(own, other)| own == other);
        match (key, born_alike) {
            (Likeness::Name | Likeness::NameAndBirth | Likeness::NearName, Some(false)) => None,
            (Likeness::Name | Likeness::NameAndBirth, Some(true)) => Some(Likeness::NameAndBirth),
            (Likeness::Name | Likeness::NameAndBirth, None) => Some(Likeness::Name),
            (Likeness::NearName, _) => sounds_alike(&self.name, name).then_some(Likeness::NearName),
            (sure, _) => Some(sure),
        }
    }
}

#[derive(Default)]
struct Keys(Vec<(Likeness, String)>);

impl Keys {
    fn add(&mut self, likeness: Likeness, value: Option<String>) {
        if let Some(value) = value {
            let key = (likeness, format!("{}:{value}", likeness.prefix()));
            if !self.0.contains(&key) {
                self.0.push(key);
            }
        }
    }

    fn number(&mut self, likeness: Likeness, number: &Identifier) {
        let compact = number.key();
        // An enterprise is one client by whichever of its numbers he gives.
        let enterprise = match number.scheme {
            Some(Scheme::Siret) => compact.get(..9).map(str::to_owned),
            Some(Scheme::FrenchVat) => compact.get(4..).map(str::to_owned),
            Some(Scheme::Ninea) => {
                compact.get(..compact.len().saturating_sub(3)).filter(|head| head.len() > 6).map(str::to_owned)
            }
            _ => None,
        };
        self.add(likeness, Some(compact));
        self.add(likeness, enterprise);
    }

    fn name(&mut self, name: &ClientName) {
        self.add(Likeness::Name, Some(name.sort_key()));
        // A last name alone sounds like too many.
        if !matches!(name, ClientName::Person { first_name: None, .. }) {
            self.add(Likeness::NearName, sound(&name.display()));
        }
    }
}

/// Words that say what an organisation is, not who, and the small words within names.
const COMMON: [&str; 28] = [
    "sarl",
    "sas",
    "sasu",
    "sa",
    "eurl",
    "sci",
    "snc",
    "scs",
    "suarl",
    "gie",
    "ei",
    "eirl",
    "srl",
    "sprl",
    "bv",
    "nv",
    "asbl",
    "ste",
    "societe",
    "ets",
    "etablissements",
    "de",
    "du",
    "des",
    "la",
    "le",
    "les",
    "et",
];

/// The words of a name that count.
fn words(name: &str) -> BTreeSet<String> {
    let key = text::search_key(name);
    let all = key.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    all.filter(|word| !COMMON.contains(word)).map(str::to_owned).collect()
}

/// How a name sounds, whichever way round it is written: its words without vowels, silent and doubled letters.
fn sound(name: &str) -> Option<String> {
    let heard: BTreeSet<String> = words(name).iter().map(|word| heard(word)).collect();
    (!heard.is_empty()).then(|| heard.into_iter().collect::<Vec<_>>().join(" "))
}

fn heard(word: &str) -> String {
    let word = word.replace("ph", "f").replace("qu", "k").replace("ck", "k").replace("ou", "w");
    let bare = word.trim_end_matches(['e', 's', 't', 'd', 'x', 'z']);
    let mut heard = String::new();
    for (place, letter) in if bare.is_empty() { word.as_str() } else { bare }.chars().enumerate() {
        let letter = match letter {
            'y' => 'i',
            'c' | 'q' => 'k',
            'z' => 's',
            other => other,
        };
        let silent = letter == 'h' || (place > 0 && matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u' | 'w'));
        if !silent && !heard.ends_with(letter) {
            heard.push(letter);
        }
    }
    heard
}

/// Whether two names are one but for a slip: few letters differ, and no figure.
fn sounds_alike(one: &str, other: &str) -> bool {
    let joined = |name: &str| words(name).into_iter().collect::<Vec<_>>().join(" ");
    let (one, other) = (joined(one), joined(other));
    let figures = |name: &str| name.chars().filter(char::is_ascii_digit).collect::<String>();
    let longest = one.chars().count().max(other.chars().count());
    longest > 0 && figures(&one) == figures(&other) && distance(&one, &other) <= 1 + longest / 10
}

/// How many letters must be put in, taken out or changed to make one text the other (Levenshtein).
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (line, letter) in one.chars().enumerate() {
        let mut before = line;
        let mut left = line + 1;
        for (place, theirs) in other.iter().enumerate() {
            let above = row.get(place + 1).copied().unwrap_or_default();
            let changed = before + usize::from(letter != *theirs);
            before = above;
            let cheapest = changed.min(above + 1).min(left + 1);
            if let Some(cell) = row.get_mut(place) {
                *cell = left;
            }
            left = cheapest;
        }
        if let Some(last) = row.last_mut() {
            *last = left;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: Date = Date::constant(2026, 11, 23);

    fn person(first: &str, last: &str) -> LikenessInput {
        LikenessInput {
            kind: Some("person".into()),
            first_name: Some(first.into()),
            last_name: Some(last.into()),
            ..LikenessInput::default()
        }
    }

    fn alike(one: &LikenessInput, other: &LikenessInput) -> Vec<Likeness> {
        let (one, other) = (one.traits(TODAY, Country::France), other.traits(TODAY, Country::France));
        let mut reasons = Vec::new();
        for (likeness, key) in &one.keys {
            if other.keys.iter().any(|(_, theirs)| theirs == key) {
                reasons.extend(one.confirmed(*likeness, &other.name, other.birth_date));
            }
        }
        reasons
    }

    #[test]
    fn distances_are_counted_in_letters() {
        for (one, other, letters) in
            [("", "", 0), ("chat", "chat", 0), ("chat", "chats", 1), ("niche", "chien", 4), ("été", "ete", 2)]
        {
            assert_eq!(distance(one, other), letters, "{one} {other}");
            assert_eq!(distance(other, one), letters, "{other} {one}");
        }
    }

    #[test]
    fn names_meet_across_accents_order_and_slips_but_not_across_people() {
        for (one, other) in [
            (("Élodie", "Durand"), ("elodie", "DURANT")),
            (("Marie", "Dupond"), ("Marie", "Dupont")),
            (("Durand", "Élodie"), ("Élodie", "Durand")),
            (("Mathieu", "Lefèvre"), ("Matthieu", "Lefevre")),
            (("Aïssatou", "Diop"), ("Aissatou", "Diopp")),
        ] {
            let reasons = alike(&person(one.0, one.1), &person(other.0, other.1));
            assert!(reasons.contains(&Likeness::NearName), "{one:?} {other:?}: {reasons:?}");
        }
        for (one, other) in [
            (("Marie", "Dupont"), ("Paul", "Dupont")),
            (("Anaïs", "Essai 00001"), ("Anaïs", "Essai 00002")),
            (("Luc", "Martin"), ("Luc", "Moretti")),
        ] {
            assert_eq!(alike(&person(one.0, one.1), &person(other.0, other.1)), [], "{one:?} {other:?}");
        }
    }

    #[test]
    fn a_birth_date_makes_sure_or_tells_apart() {
        let born = |day: &str| LikenessInput { birth_date: Some(day.into()), ..person("Marie", "Martin") };
        assert!(alike(&born("1980-01-01"), &born("1980-01-01")).contains(&Likeness::NameAndBirth));
        assert_eq!(alike(&born("1980-01-01"), &born("1981-01-01")), []);
        assert!(alike(&born("1980-01-01"), &person("Marie", "Martin")).contains(&Likeness::Name));
    }

    #[test]
    fn numbers_meet_in_every_spelling_and_an_establishment_is_its_enterprise() {
        let firm = |number: &str| LikenessInput {
            kind: Some("organisation".into()),
            legal_name: Some(format!("Firme {number}")),
            tax_id: Some(number.into()),
            ..LikenessInput::default()
        };
        assert_eq!(alike(&firm("552 100 554"), &firm("55210055400013")), [Likeness::TaxId]);
        assert_eq!(alike(&firm("FR40303265045"), &firm("303 265 045")), [Likeness::TaxId]);
        let reach = |email: &str, phone: &str| LikenessInput {
            email: Some(email.into()),
            phone: Some(phone.into()),
            ..LikenessInput::default()
        };
        assert_eq!(
            alike(&reach("Zoe@Exemple.test", "06 12 34 56 78"), &reach("zoe@exemple.test", "+33612345678")),
            [Likeness::Email, Likeness::Phone]
        );
        assert_eq!(alike(&reach("zoe@", "06"), &reach("zoe@", "06")), []);
    }
}
