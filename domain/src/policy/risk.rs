//! What is insured: the things told of it by name, and the further objects of the same policy.
//!
//! A thing whose name is known here is checked by its shape and kept in its standard writing; any other is kept as it came,
//! since companies ask for more than a list can name.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::{Number, Value};

use super::{ProductLine, Risk};
use crate::shared::problem::{Checker, Code, FieldError};
use crate::shared::{Language, choices, format, text};

/// The most things a risk may tell.
const RISK_MAX: usize = 40;
/// The most further objects of one policy: a fleet of a few hundred vehicles.
pub const RISK_OBJECTS_MAX: usize = 300;
/// The longest registration plate with its separators.
const PLATE_MAX: usize = 15;
/// The largest number a thing may be: more than any surface or workforce.
const NUMBER_MAX: f64 = 100_000_000.0;

choices! {
    /// What kind of thing is insured (*objet de risque*).
    RiskKind {
        /// A vehicle.
        Vehicle = "vehicle",
        /// A building, a dwelling, a shop.
        Premises = "premises",
        /// Somebody's health, life or journey.
        Person = "person",
        /// What somebody does for a living.
        Activity = "activity",
        /// Goods on their way.
        Goods = "goods",
        /// Anything else.
        Other = "other",
    }
}

impl ProductLine {
    /// What kinds of thing the line insures.
    pub const fn risk_kinds(self) -> &'static [RiskKind] {
        match self {
            Self::Motor => &[RiskKind::Vehicle],
            Self::Home => &[RiskKind::Premises],
            Self::BusinessProperty => &[RiskKind::Premises, RiskKind::Activity],
            Self::Construction => &[RiskKind::Activity, RiskKind::Premises],
            Self::ProfessionalLiability | Self::Liability => &[RiskKind::Activity],
            Self::Transport => &[RiskKind::Goods, RiskKind::Vehicle],
            Self::Health | Self::Life | Self::Travel => &[RiskKind::Person],
            Self::LegalProtection => &[RiskKind::Person, RiskKind::Activity],
            Self::Other => RiskKind::ALL,
        }
    }
}

/// How a thing is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A line of text.
    Text,
    /// A registration plate, in capitals; a French one of the system in force since 2009 as `AA-123-AA`.
    Plate,
    /// A vehicle identification number (ISO 3779), or the shorter number of a vehicle from before it.
    VehicleNumber,
    /// A number, not negative.
    Number,
    /// A year.
    Year,
    /// A day.
    Day,
}

/// A thing that is told of what is insured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Thing {
    /// Its name in `risk`.
    pub name: &'static str,
    /// What it is told of.
    pub kind: RiskKind,
    /// How it is written.
    pub shape: Shape,
}

const fn thing(name: &'static str, kind: RiskKind, shape: Shape) -> Thing {
    Thing { name, kind, shape }
}

/// The things that are known by name, in the order of the forms.
pub const THINGS: [Thing; 17] = [
    thing("plate", RiskKind::Vehicle, Shape::Plate),
    thing("make", RiskKind::Vehicle, Shape::Text),
    thing("model", RiskKind::Vehicle, Shape::Text),
    thing("use", RiskKind::Vehicle, Shape::Text),
    thing("vin", RiskKind::Vehicle, Shape::VehicleNumber),
    thing("first_registration", RiskKind::Vehicle, Shape::Day),
    thing("address", RiskKind::Premises, Shape::Text),
    thing("surface_m2", RiskKind::Premises, Shape::Number),
    thing("rooms", RiskKind::Premises, Shape::Number),
    thing("built_in", RiskKind::Premises, Shape::Year),
    thing("occupancy", RiskKind::Premises, Shape::Text),
    thing("people", RiskKind::Person, Shape::Number),
    thing("activity", RiskKind::Activity, Shape::Text),
    thing("activity_code", RiskKind::Activity, Shape::Text),
    thing("employees", RiskKind::Activity, Shape::Number),
    thing("goods", RiskKind::Goods, Shape::Text),
    thing("description", RiskKind::Other, Shape::Text),
];

/// The thing of that name, where it is a known one.
pub fn known_thing(name: &str) -> Option<&'static Thing> {
    THINGS.iter().find(|thing| thing.name == name)
}

/// One more object insured by the same policy: a vehicle of the fleet, a second shop.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct RiskObject {
    /// What it is.
    pub kind: RiskKind,
    /// What it is recognised by: the plate of a vehicle, the address of premises, a name.
    pub reference: String,
    /// What else is to be told.
    pub description: Option<String>,
}

/// One more object, as a request describes it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RiskObjectInput {
    /// What it is; what the line usually insures when absent.
    pub kind: Option<String>,
    /// The plate of a vehicle, the address of premises, a name.
    pub reference: Option<String>,
    /// What else is to be told.
    pub description: Option<String>,
}

impl From<RiskObject> for RiskObjectInput {
    fn from(object: RiskObject) -> Self {
        let RiskObject { kind, reference, description } = object;
        Self { kind: Some(kind.code().to_owned()), reference: Some(reference), description }
    }
}

/// Reads what is told of the risk.
pub(super) fn risk(given: Risk) -> Result<Risk, FieldError> {
    if given.len() > RISK_MAX {
        return Err(FieldError::new("risk", Code::OutOfRange).with("min", 0).with("max", RISK_MAX));
    }
    let mut kept = Risk::new();
    for (name, value) in given {
        let field = format!("risk/{name}");
        let told = match known_thing(&name) {
            Some(thing) => shaped(&field, thing.shape, value)?,
            None => free(&field, value)?,
        };
        let named = !name.is_empty() && name.len() <= 60 && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        if !named {
            return Err(FieldError::new(&field, Code::UnknownField));
        }
        if let Some(told) = told {
            kept.insert(name, told);
        }
    }
    Ok(kept)
}

/// Reads the further objects; a line without anything in it is none.
pub(super) fn objects(check: &mut Checker, line: Option<ProductLine>, given: Vec<RiskObjectInput>) -> Vec<RiskObject> {
    if given.len() > RISK_OBJECTS_MAX {
        check.note(FieldError::new("risk_objects", Code::OutOfRange).with("min", 0).with("max", RISK_OBJECTS_MAX));
    }
    let usual = line.and_then(|line| line.risk_kinds().first().copied()).unwrap_or(RiskKind::Other);
    let blank = |text: &Option<String>| text.as_deref().is_none_or(|text| text.trim().is_empty());
    let mut objects = Vec::new();
    for (place, input) in given.into_iter().enumerate().take(RISK_OBJECTS_MAX) {
        if blank(&input.reference) && blank(&input.description) {
            continue;
        }
        let at = |part: &str| format!("risk_objects/{place}/{part}");
        let kind = match input.kind.as_deref().filter(|kind| !kind.trim().is_empty()) {
            None => Some(usual),
            word => check.keep(RiskKind::field(&at("kind"), word)),
        };
        let reference = match kind {
            Some(RiskKind::Vehicle) => plate(&at("reference"), input.reference.as_deref())
                .and_then(|plate| plate.ok_or_else(|| FieldError::new(&at("reference"), Code::Required))),
            _ => text::required_line(&at("reference"), input.reference.as_deref(), text::LINE_MAX),
        };
        let reference = check.keep(reference);
        let description = check.keep(text::line(&at("description"), input.description.as_deref(), text::LINE_MAX));
        objects.extend(kind.zip(reference).zip(description).map(|((kind, reference), description)| RiskObject {
            kind,
            reference,
            description,
        }));
    }
    objects
}

fn free(field: &str, value: Value) -> Result<Option<Value>, FieldError> {
    match value {
        Value::String(written) => Ok(text::line(field, Some(&written), text::LINE_MAX)?.map(Value::String)),
        Value::Number(_) | Value::Bool(_) => Ok(Some(value)),
        Value::Null => Ok(None),
        Value::Array(_) | Value::Object(_) => Err(FieldError::new(field, Code::WrongType)),
    }
}

fn shaped(field: &str, shape: Shape, value: Value) -> Result<Option<Value>, FieldError> {
    let written = match &value {
        Value::String(written) => Some(written.as_str()),
        Value::Number(_) if matches!(shape, Shape::Number | Shape::Year) => None,
        // A number where a text is meant, as spreadsheets make of a postal code or a model.
        Value::Number(number) => return shaped(field, shape, Value::String(number.to_string())),
        Value::Null => return Ok(None),
        _ => return Err(FieldError::new(field, Code::WrongType)),
    };
    match shape {
        Shape::Text => Ok(text::line(field, written, text::LINE_MAX)?.map(Value::String)),
        Shape::Plate => Ok(plate(field, written)?.map(Value::String)),
        Shape::VehicleNumber => Ok(vehicle_number(field, written)?.map(Value::String)),
        Shape::Day => Ok(text::day(field, written)?.map(|day| Value::String(day.to_string()))),
        Shape::Number => number(field, &value),
        Shape::Year => year(field, &value),
    }
}

/// Reads a registration plate of any country: capitals, digits, single separators. The letters and digits of a French plate
/// (arrêté du 9 février 2009) get their hyphens; what brokers write while a plate is awaited is kept.
fn plate(field: &str, written: Option<&str>) -> Result<Option<String>, FieldError> {
    let Some(line) = text::line(field, written, text::LINE_MAX)? else { return Ok(None) };
    let wrong = || FieldError::new(field, Code::InvalidPlate);
    let line = line.to_uppercase();
    let separator = |c: char| matches!(c, ' ' | '-' | '.' | '/' | '\u{b7}' | '\u{2010}' | '\u{2011}' | '\u{2013}');
    if !line.chars().all(|c| c.is_alphanumeric() || separator(c)) || !line.chars().any(char::is_alphanumeric) {
        return Err(wrong());
    }
    let compact: String = line.chars().filter(|c| !separator(*c)).collect();
    if compact.len() == 7 && compact.is_ascii() {
        let (front, rest) = compact.split_at(2);
        let (digits, back) = rest.split_at(3);
        let letters = |part: &str| part.chars().all(|c| c.is_ascii_uppercase());
        if letters(front) && letters(back) && digits.chars().all(|c| c.is_ascii_digit()) {
            return Ok(Some(format!("{front}-{digits}-{back}")));
        }
    }
    let parts: Vec<&str> = line.split(separator).filter(|part| !part.is_empty()).collect();
    let between = if line.contains(' ') { " " } else { "-" };
    let plate = parts.join(between);
    if plate.chars().count() > PLATE_MAX { Err(wrong()) } else { Ok(Some(plate)) }
}

fn vehicle_number(field: &str, written: Option<&str>) -> Result<Option<String>, FieldError> {
    let Some(line) = text::line(field, written, text::LINE_MAX)? else { return Ok(None) };
    let number: String = line.chars().filter(|c| !c.is_whitespace() && *c != '-').collect::<String>().to_uppercase();
    let plain = number.chars().all(|c| c.is_ascii_alphanumeric());
    let standard = number.len() == 17 && !number.contains(['I', 'O', 'Q']);
    if plain && (standard || (4..17).contains(&number.len())) {
        Ok(Some(number))
    } else {
        Err(FieldError::new(field, Code::InvalidVin))
    }
}

fn number(field: &str, value: &Value) -> Result<Option<Value>, FieldError> {
    let number = match value {
        Value::Number(number) => number.clone(),
        Value::String(written) => {
            let Some(written) = text::line(field, Some(written), 40)? else { return Ok(None) };
            let plain: String = written.chars().filter(|c| !c.is_whitespace()).collect::<String>().replace(',', ".");
            let whole = plain.parse::<u64>().ok().map(Number::from);
            let number = whole.or_else(|| plain.parse::<f64>().ok().and_then(Number::from_f64));
            number.ok_or_else(|| FieldError::new(field, Code::InvalidNumber))?
        }
        _ => return Err(FieldError::new(field, Code::WrongType)),
    };
    match number.as_f64() {
        Some(size) if (0.0..=NUMBER_MAX).contains(&size) => Ok(Some(Value::Number(number))),
        _ => Err(FieldError::new(field, Code::OutOfRange).with("min", 0).with("max", NUMBER_MAX)),
    }
}

fn year(field: &str, value: &Value) -> Result<Option<Value>, FieldError> {
    let Some(Value::Number(year)) = number(field, value)? else { return Ok(None) };
    let in_time = |year: &u64| i16::try_from(*year).is_ok_and(|year| (1000..=2200).contains(&year));
    match year.as_u64().filter(in_time) {
        Some(year) => Ok(Some(Value::from(year))),
        None => Err(FieldError::new(field, Code::OutOfRange).with("min", 1000).with("max", 2200)),
    }
}

/// A value as a reader of `language` writes it.
pub fn told(name: &str, value: &Value, language: Language) -> String {
    match (value, language) {
        (Value::String(written), _) => match (known_thing(name).map(|thing| thing.shape), written.parse::<Date>()) {
            (Some(Shape::Day), Ok(day)) => format::day(day),
            _ => written.clone(),
        },
        (Value::Bool(true), Language::Fr) => "oui".to_owned(),
        (Value::Bool(false), Language::Fr) => "non".to_owned(),
        (Value::Bool(true), Language::En) => "yes".to_owned(),
        (Value::Bool(false), Language::En) => "no".to_owned(),
        (Value::Number(number), Language::Fr) => number.to_string().replace('.', ","),
        (other, _) => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(name: &str, value: Value) -> Result<Option<Value>, Code> {
        risk(Risk::from([(name.to_owned(), value)])).map(|mut risk| risk.remove(name)).map_err(|error| error.code)
    }

    #[test]
    fn a_known_thing_is_kept_in_its_standard_writing() {
        let cases = [
            ("plate", json!("ab 123 cd"), json!("AB-123-CD")),
            ("plate", json!("ww123xy"), json!("WW-123-XY")),
            ("plate", json!("1-abc-234"), json!("1-ABC-234")),
            ("plate", json!("dk 1234 a"), json!("DK 1234 A")),
            ("plate", json!(" 123  abc 75 "), json!("123 ABC 75")),
            ("plate", json!("en cours"), json!("EN COURS")),
            ("vin", json!("vf1 bb0a 0f 12345678"), json!("VF1BB0A0F12345678")),
            ("vin", json!("RC-4411"), json!("RC4411")),
            ("surface_m2", json!("1 250,5"), json!(1250.5)),
            ("surface_m2", json!("80"), json!(80)),
            ("rooms", json!(4), json!(4)),
            ("built_in", json!("1890"), json!(1890)),
            ("first_registration", json!("03/02/2019"), json!("2019-02-03")),
            ("model", json!(208), json!("208")),
            ("cover_level", json!("gold"), json!("gold")),
            ("seats", json!(5), json!(5)),
        ];
        for (name, given, kept) in cases {
            assert_eq!(read(name, given.clone()), Ok(Some(kept)), "{name} {given}");
        }
        assert_eq!(read("plate", json!("  ")), Ok(None));
        assert_eq!(read("people", Value::Null), Ok(None));
    }

    #[test]
    fn what_a_thing_cannot_be_is_refused() {
        let cases = [
            ("plate", json!("AB_123"), Code::InvalidPlate),
            ("plate", json!("ABCDEFGH 12345678"), Code::InvalidPlate),
            ("plate", json!("---"), Code::InvalidPlate),
            ("vin", json!("VF1BB0A0F1234567O"), Code::InvalidVin),
            ("vin", json!("VF1BB0A0F123456789"), Code::InvalidVin),
            ("surface_m2", json!("grand"), Code::InvalidNumber),
            ("surface_m2", json!(-3), Code::OutOfRange),
            ("surface_m2", json!(1e300), Code::OutOfRange),
            ("built_in", json!(19.5), Code::OutOfRange),
            ("built_in", json!("3000"), Code::OutOfRange),
            ("first_registration", json!("hier"), Code::InvalidDate),
            ("make", json!(["a"]), Code::WrongType),
            ("make", json!(true), Code::WrongType),
            ("seats", json!({}), Code::WrongType),
            ("a b", json!("x"), Code::UnknownField),
        ];
        for (name, given, code) in cases {
            assert_eq!(read(name, given.clone()), Err(code), "{name} {given}");
        }
    }

    #[test]
    fn further_objects_are_of_the_lines_kind_unless_said_otherwise() {
        let object = |kind: Option<&str>, reference: &str| RiskObjectInput {
            kind: kind.map(str::to_owned),
            reference: Some(reference.to_owned()),
            description: None,
        };
        let given =
            vec![object(None, "gh456ij"), RiskObjectInput::default(), object(Some("premises"), "3 rue du Dépôt")];
        let mut check = Checker::default();
        let kept = objects(&mut check, Some(ProductLine::Motor), given);
        let kept: Vec<_> = kept.iter().map(|object| (object.kind, object.reference.as_str())).collect();
        assert_eq!(kept, [(RiskKind::Vehicle, "GH-456-IJ"), (RiskKind::Premises, "3 rue du Dépôt")]);
        assert_eq!(check.finish(Some(())), Ok(()));

        let mut check = Checker::default();
        let wrong = vec![
            RiskObjectInput { description: Some("camion".into()), ..RiskObjectInput::default() },
            object(Some("boat"), "x"),
        ];
        assert_eq!(objects(&mut check, Some(ProductLine::Motor), wrong), []);
        let wrong: Vec<_> =
            check.finish(Some(())).unwrap_err().into_iter().map(|one| (one.pointer, one.code)).collect();
        assert_eq!(
            wrong,
            [
                ("/risk_objects/0/reference".to_owned(), Code::Required),
                ("/risk_objects/1/kind".to_owned(), Code::NotAChoice)
            ]
        );
    }

    #[test]
    fn every_line_insures_something_that_can_be_told() {
        for line in ProductLine::ALL {
            let kinds = line.risk_kinds();
            assert!(THINGS.iter().any(|thing| kinds.contains(&thing.kind)), "{line:?}");
        }
    }
}
