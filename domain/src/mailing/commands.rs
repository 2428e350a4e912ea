//! What one may ask of a mailing.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{MailingFormat, MailingList, MailingOrder};
use crate::client::ClientFilter;
use crate::list::{ListFilter, Selection};
use crate::policy::PolicyFilter;
use crate::shared::problem::{Checker, Code, FieldError};
use crate::shared::{ClientId, PolicyId};

/// The most labels or envelopes of one mailing, with all copies.
pub const PIECES_MAX: u64 = 5_000;
/// The most copies of one address.
pub const COPIES_MAX: u32 = 100;

/// A mailing as a request describes it: to the ticked clients, to the holders of the ticked policies, or to all that match.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct MailingInput {
    /// The paper: `l7160`, `l7163`, `l7173`, `l7159`, `70x37`, `envelope_dl`, `envelope_c5` or `envelope_c4`.
    pub format: Option<String>,
    /// The clients, one by one.
    pub clients: Option<Vec<String>>,
    /// In place of them: policies, whose holders get one address each.
    pub policies: Option<Vec<String>>,
    /// In place of both: all that match, by the names and values of the list's own filters and `q`.
    pub matching: Option<BTreeMap<String, String>>,
    /// Which list `matching` is about: `clients`, also when absent, or `policies`.
    pub list: Option<String>,
    /// The first label that is still on the first sheet, from 1, row by row; 1 when absent.
    pub first_place: Option<i64>,
    /// How many of each; 1 when absent.
    pub copies: Option<i64>,
    /// Whether the firm's own address is printed as the sender's; on envelopes yes when absent, on labels no.
    pub sender: Option<bool>,
    /// `name`, also when absent, or `postal_code`.
    pub order: Option<String>,
}

/// To whom one writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WrittenTo {
    /// Clients.
    Clients(Selection<ClientId, ClientFilter>),
    /// The holders of policies.
    Policies(Selection<PolicyId, PolicyFilter>),
}

/// A mailing, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderMailing {
    /// The paper.
    pub format: MailingFormat,
    /// To whom.
    pub to: WrittenTo,
    /// How many labels of the first sheet are used already.
    pub used: u32,
    /// How many of each.
    pub copies: u32,
    /// Whether the sender is printed.
    pub sender: bool,
    /// In which order.
    pub order: MailingOrder,
}

impl MailingInput {
    /// Checks every field.
    ///
    /// # Errors
    /// All that is wrong.
    pub fn parse(self) -> Result<OrderMailing, Vec<FieldError>> {
        let mut check = Checker::default();
        let format = check.keep(MailingFormat::field("format", self.format.as_deref()));
        let list = match self.list.as_deref().filter(|list| !list.is_empty()) {
            Some(list) => check.keep(MailingList::field("list", Some(list))),
            None if self.policies.is_some() => Some(MailingList::Policies),
            None => Some(MailingList::Clients),
        };
        let to = list.and_then(|list| match self.written_to(list) {
            Ok(to) => Some(to),
            Err(errors) => {
                check.note_all(errors);
                None
            }
        });
        let places = format.map_or(u32::MAX, |format| format.paper().places());
        let used = check.keep(within("first_place", self.first_place, places)).map(|first| first - 1);
        let copies = check.keep(within("copies", self.copies, COPIES_MAX));
        let order = self.order.as_deref().filter(|order| !order.is_empty());
        let order = order.map_or(Ok(MailingOrder::Name), |order| MailingOrder::field("order", Some(order)));
        let order = check.keep(order);
        let whole = format.zip(to).zip(used).zip(copies).zip(order);
        check.finish(whole.map(|((((format, to), used), copies), order)| {
            let sender = self.sender.unwrap_or(!format.is_sheet());
            OrderMailing { format, to, used, copies, sender, order }
        }))
    }

    /// Reads the query of a page: the list's own, as [`Selection::read`] does, and beside it how the addresses are printed.
    ///
    /// # Errors
    /// What is no number.
    pub fn of_query(
        list: MailingList,
        pairs: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, Vec<FieldError>> {
        let mut check = Checker::default();
        let (mut input, mut ids, mut matching) = (Self::default(), Vec::new(), BTreeMap::new());
        let mut all = false;
        for (name, value) in pairs.into_iter().filter(|(_, value)| !value.trim().is_empty()) {
            match name.as_str() {
                "format" => input.format = Some(value),
                "first_place" => input.first_place = check.keep(number("first_place", &value)),
                "copies" => input.copies = check.keep(number("copies", &value)),
                // Anything else leaves it to the paper.
                "sender" => {
                    let words = [("yes", true), ("no", false)];
                    input.sender = words.into_iter().find_map(|(word, is)| (word == value).then_some(is));
                }
                "order" => input.order = Some(value),
                "all" => all = true,
                "id" => ids.push(value),
                _ => {
                    matching.insert(name, value);
                }
            }
        }
        // Who goes from labels to envelopes leaves the started sheet behind.
        let format = input.format.as_deref().and_then(MailingFormat::parse);
        if format.is_some_and(|format| !format.is_sheet()) {
            input.first_place = None;
        }
        match list {
            _ if all => input.matching = Some(matching),
            MailingList::Clients => input.clients = Some(ids),
            MailingList::Policies => input.policies = Some(ids),
        }
        input.list = Some(list.code().to_owned());
        check.finish(Some(input))
    }

    fn written_to(&self, list: MailingList) -> Result<WrittenTo, Vec<FieldError>> {
        let matching = self.matching.as_ref();
        let other = |field: &str| Err(vec![FieldError::new(field, Code::UnknownField)]);
        match list {
            MailingList::Clients if self.policies.is_some() => other("policies"),
            MailingList::Policies if self.clients.is_some() => other("clients"),
            MailingList::Clients => {
                named("clients", self.clients.as_deref(), matching, ClientId::parse).map(WrittenTo::Clients)
            }
            MailingList::Policies => {
                named("policies", self.policies.as_deref(), matching, PolicyId::parse).map(WrittenTo::Policies)
            }
        }
    }
}

fn named<I, F: ListFilter>(
    field: &str,
    ids: Option<&[String]>,
    matching: Option<&BTreeMap<String, String>>,
    parse: fn(&str) -> Option<I>,
) -> Result<Selection<I, F>, Vec<FieldError>> {
    Selection::named(field, ids, matching, parse)
}

fn number(field: &str, text: &str) -> Result<i64, FieldError> {
    text.trim().parse().map_err(|_| FieldError::new(field, Code::InvalidNumber))
}

/// A number from 1 to `max`; 1 when absent.
fn within(field: &str, number: Option<i64>, max: u32) -> Result<u32, FieldError> {
    let number = u32::try_from(number.unwrap_or(1)).ok().filter(|number| (1..=max).contains(number));
    number.ok_or_else(|| FieldError::new(field, Code::OutOfRange).with("min", 1).with("max", max))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "0193c0de-0000-7000-8000-00000000dead";

    fn labels() -> MailingInput {
        MailingInput { format: Some("l7160".into()), clients: Some(vec![ID.into()]), ..MailingInput::default() }
    }

    #[test]
    fn labels_begin_at_the_first_place_and_tell_no_sender_unless_asked() {
        let order = labels().parse().unwrap();
        assert_eq!((order.used, order.copies, order.sender, order.order), (0, 1, false, MailingOrder::Name));
        let envelopes = MailingInput { format: Some("envelope_dl".into()), ..labels() };
        assert!(envelopes.parse().unwrap().sender);
        let policies = MailingInput { clients: None, policies: Some(vec![ID.into()]), ..labels() };
        assert!(matches!(policies.parse().unwrap().to, WrittenTo::Policies(Selection::Ids(ids)) if ids.len() == 1));
    }

    #[test]
    fn a_page_keeps_the_lists_filters_and_its_own_fields_apart() {
        let pairs = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
            pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
        };
        let typed =
            [("all", "1"), ("kind", "person"), ("sort", "city"), ("q", ""), ("format", "70x37"), ("copies", " 2 ")];
        let input = MailingInput::of_query(MailingList::Clients, pairs(&typed)).unwrap();
        assert_eq!((input.copies, input.sender, input.format.as_deref()), (Some(2), None, Some("70x37")));
        let kept = BTreeMap::from([("kind".to_owned(), "person".to_owned()), ("sort".to_owned(), "city".to_owned())]);
        assert_eq!((input.matching, input.clients), (Some(kept), None));
        let typed = [("id", ID), ("kind", "person"), ("sender", "no")];
        let input = MailingInput::of_query(MailingList::Policies, pairs(&typed)).unwrap();
        assert_eq!((input.policies, input.matching, input.sender), (Some(vec![ID.to_owned()]), None, Some(false)));
        let typed = [("id", ID), ("first_place", "9"), ("format", "envelope_c5")];
        let input = MailingInput::of_query(MailingList::Clients, pairs(&typed)).unwrap();
        assert_eq!(input.first_place, None, "an envelope is no started sheet");
        let wrong = MailingInput::of_query(MailingList::Clients, pairs(&[("copies", "deux")])).unwrap_err();
        assert_eq!((wrong[0].pointer.as_str(), wrong[0].code), ("/copies", Code::InvalidNumber));
    }

    #[test]
    fn all_that_is_wrong_is_told_at_its_field() {
        let wrong = |input: MailingInput| -> Vec<(String, Code)> {
            input.parse().unwrap_err().into_iter().map(|error| (error.pointer, error.code)).collect()
        };
        let some = |text: &str| Some(text.to_owned());
        let at = |pointer: &str, code| (pointer.to_owned(), code);
        assert_eq!(wrong(MailingInput::default()), [at("/format", Code::Required), at("/clients", Code::Required)]);
        let last = |first_place| MailingInput { first_place: Some(first_place), ..labels() };
        assert_eq!(wrong(last(22)), [at("/first_place", Code::OutOfRange)]);
        assert_eq!(wrong(last(0)), [at("/first_place", Code::OutOfRange)]);
        let envelope = MailingInput { format: some("envelope_c5"), first_place: Some(2), ..labels() };
        assert_eq!(wrong(envelope), [at("/first_place", Code::OutOfRange)], "an envelope has one place");
        let bent = MailingInput { format: some("l9999"), copies: Some(101), order: some("age"), ..labels() };
        assert_eq!(
            wrong(bent),
            [at("/format", Code::NotAChoice), at("/copies", Code::OutOfRange), at("/order", Code::NotAChoice)]
        );
        let both = MailingInput { policies: Some(vec![ID.into()]), ..labels() };
        assert_eq!(wrong(both), [at("/clients", Code::UnknownField)]);
        let matching = Some(BTreeMap::from([("kind".to_owned(), "robot".to_owned())]));
        let narrowed = MailingInput { clients: None, matching, ..labels() };
        assert_eq!(wrong(narrowed), [at("/matching/kind", Code::NotAChoice)]);
        let list = MailingInput { list: some("companies"), ..labels() };
        assert_eq!(wrong(list), [at("/list", Code::NotAChoice)]);
    }
}
