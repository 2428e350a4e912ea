//! The form of a company's mandates: one row for each act, and one for each further mandate there is.

use domain::company::{MandateInput, MandateKind, MandateView};
use domain::labels::Label;
use domain::policy::ProductLine;
use domain::shared::CompanyId;
use domain::shared::problem::FieldError;
use leptos::prelude::*;
use services::access::ActionKind;

use super::server_fns;
use crate::forms::{Fields, Filled};
use crate::locales::Words;
use crate::page::{Content, framed};
use crate::parts::{CheckboxField, Crumb, DateField, Form, FormActions, FormSection, PageHeader, Width};
use crate::request::{Visit, path_id};

/// Saying what a company lets the firm do.
#[component]
pub fn MandatesPage() -> AnyView {
    framed(async |visit: Visit| {
        visit.require(ActionKind::SetMandates)?;
        let words = Words::in_language(visit.language);
        let company = server_fns::find(&visit, path_id(CompanyId::parse)?).await?;
        let mandates = server_fns::mandates(&visit, company.id).await?;
        let recorded = values(&mandates.items);
        let filled = Filled::of_record(recorded.clone(), company.id, mandates.version, company.updated_at);
        let filled = filled.or_typed(&visit).await?;
        let rows = rows(|name| filled.ticked(name) || recorded.iter().any(|(known, _)| known == name));
        let title = words.companies().mandates_of(&company.name);
        let own = format!("/companies/{}", company.id);
        let crumbs = vec![Crumb::new(words.companies().title(), "/companies"), Crumb::new(company.name, own.clone())];
        let names = names(words, &rows);
        let names: Vec<(&str, &str)> = names.iter().map(|(name, label)| (name.as_str(), label.as_str())).collect();
        let head = filled.head(words, &names, |name, value| {
            let is_box = name.starts_with("given_") || name.starts_with("lines_");
            is_box.then(|| words.common().yes_or_no(!value.is_empty()).to_owned())
        });
        let sections: Vec<AnyView> = rows.iter().map(|row| section(words, &filled, *row)).collect();
        let body = view! {
            <PageHeader title=title.clone() lead=words.companies().mandates_lead() breadcrumbs=crumbs/>
            <Form action="/forms/companies/mandates" guarded=true>
                {head}
                {sections}
                <FormActions submit=words.common().save() cancel_href=own/>
            </Form>
        };
        Ok(Content::new(title, body))
    })
}

/// One row of the form: an act, and which mandate for it this is, from 1. Its fields are named after it, so that a row says
/// the same whatever mandates somebody else adds meanwhile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct MandateRow {
    kind: MandateKind,
    number: usize,
}

impl MandateRow {
    fn key(self) -> String {
        format!("{}_{}", self.kind.code(), self.number)
    }

    fn given(self) -> String {
        format!("given_{}", self.key())
    }

    fn lines(self) -> String {
        format!("lines_{}_", self.key())
    }

    fn id(self) -> String {
        format!("{}_id", self.key())
    }

    fn valid_from(self) -> String {
        format!("{}_valid_from", self.key())
    }

    fn valid_until(self) -> String {
        format!("{}_valid_until", self.key())
    }

    /// The act; a further mandate for it is numbered.
    fn title(self, words: Words) -> String {
        let label = self.kind.label(words.language());
        match self.number {
            1 => label.to_owned(),
            number => format!("{label} ({})", words.companies().further(number)),
        }
    }
}

/// Every act once; further mandates of an act have rows of their own, as far as the form names them.
fn rows(is_named: impl Fn(&str) -> bool) -> Vec<MandateRow> {
    let mut rows = Vec::new();
    for kind in MandateKind::ALL.iter().copied() {
        let all = (1..).map(|number| MandateRow { kind, number });
        rows.extend(all.take_while(|row| row.number == 1 || is_named(&row.valid_from())));
    }
    rows
}

/// The mandates as the form's fields.
fn values(mandates: &[MandateView]) -> Vec<(String, String)> {
    let mut values = Vec::new();
    for kind in MandateKind::ALL.iter().copied() {
        let first = MandateRow { kind, number: 1 };
        values.extend([(first.valid_from(), String::new()), (first.valid_until(), String::new())]);
        for (number, mandate) in (1..).zip(mandates.iter().filter(|mandate| mandate.kind == kind)) {
            let row = MandateRow { kind, number };
            values.push((row.id(), mandate.id.to_string()));
            values.push((row.given(), "on".to_owned()));
            let lines = mandate.product_lines.iter();
            values.extend(lines.map(|line| (format!("{}{}", row.lines(), line.code()), "on".to_owned())));
            values.push((row.valid_from(), mandate.valid_from.to_string()));
            let until = mandate.valid_until.map(|until| until.to_string()).unwrap_or_default();
            values.push((row.valid_until(), until));
        }
    }
    values
}

/// The mandates that the form describes, each with its row.
pub(super) fn read(fields: &Fields) -> (Vec<MandateInput>, Vec<MandateRow>) {
    let mandate = |row: MandateRow| MandateInput {
        id: fields.text(&row.id()),
        kind: Some(row.kind.code().to_owned()),
        product_lines: fields.ticked_under(&row.lines()),
        valid_from: fields.text(&row.valid_from()),
        valid_until: fields.text(&row.valid_until()),
    };
    let given = rows(|name| fields.ticked(name)).into_iter().filter(|row| fields.ticked(&row.given()));
    given.map(|row| (mandate(row), row)).unzip()
}

/// The errors of the mandates given, each at its row of the form.
pub(super) fn at_rows(errors: Vec<FieldError>, rows: &[MandateRow]) -> Vec<FieldError> {
    let place = |error: FieldError| {
        let path = error.pointer.trim_start_matches('/');
        let moved = path.split_once('/').and_then(|(index, field)| {
            let row = rows.get(index.parse::<usize>().ok()?)?;
            Some(format!("/{}/{field}", row.key()))
        });
        FieldError { pointer: moved.unwrap_or_else(|| error.pointer.clone()), ..error }
    };
    errors.into_iter().map(place).collect()
}

/// The fields by name, each under the title of its row.
fn names(words: Words, rows: &[MandateRow]) -> Vec<(String, String)> {
    let word = words.companies();
    let mut names = Vec::new();
    for row in rows {
        let title = row.title(words);
        names.push((row.given(), format!("{title}, {}", word.given())));
        names.push((row.valid_from(), format!("{title}, {}", word.valid_from())));
        names.push((row.valid_until(), format!("{title}, {}", word.valid_until())));
        for line in ProductLine::ALL {
            let label = line.label(words.language());
            names.push((format!("{}{}", row.lines(), line.code()), format!("{title}, {label}")));
        }
    }
    names
}

fn section(words: Words, filled: &Filled, row: MandateRow) -> AnyView {
    let (word, filled) = (words.companies(), filled.clone());
    let (given, from, until) = (row.given(), row.valid_from(), row.valid_until());
    let lines: Vec<AnyView> = ProductLine::ALL
        .iter()
        .map(|line| {
            let name = format!("{}{}", row.lines(), line.code());
            let ticked = filled.ticked(&name);
            let label = line.label(words.language());
            view! { <CheckboxField name=name label=label checked=ticked width=Width::Third/> }.into_any()
        })
        .collect();
    view! {
        <FormSection title=row.title(words)>
            <input type="hidden" name=row.id() value=filled.value(&row.id())/>
            <CheckboxField name=given.clone() label=word.given() checked=filled.ticked(&given)/>
            <DateField
                name=from.clone()
                label=word.valid_from()
                value=filled.value(&from)
                error=filled.error(&from)
                required=true
            />
            <DateField
                name=until.clone()
                label=word.valid_until()
                value=filled.value(&until)
                error=filled.error(&until)
            />
            <fieldset class="field line-choices" data-width="full">
                <legend class="field-label">{word.lines()}</legend>
                <p class="field-hint">{word.lines_hint()}</p>
                <div class="form-grid">{lines}</div>
            </fieldset>
        </FormSection>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use domain::shared::problem::Code;

    use super::*;

    fn mandate(kind: MandateKind) -> MandateView {
        MandateView {
            id: domain::shared::MandateId::parse("0193c0de-0000-7000-8000-000000000001").unwrap(),
            document: None,
            kind,
            product_lines: vec![ProductLine::Motor],
            valid_from: "2026-01-01".parse().unwrap(),
            valid_until: None,
        }
    }

    #[test]
    fn each_act_has_a_row_and_each_further_mandate_too() {
        let values = values(&[mandate(MandateKind::IssueCertificates), mandate(MandateKind::IssueCertificates)]);
        let rows = rows(|name| values.iter().any(|(known, _)| known == name));
        let kinds: Vec<(MandateKind, usize)> = rows.iter().map(|row| (row.kind, row.number)).collect();
        assert_eq!(
            kinds,
            [
                (MandateKind::CollectPremiums, 1),
                (MandateKind::IssueCertificates, 1),
                (MandateKind::IssueCertificates, 2),
                (MandateKind::IssueCoverNotes, 1),
            ]
        );
        let english = Words::in_language(domain::shared::Language::En);
        assert_eq!(rows[2].title(english), "Issuing certificates (mandate 2)");
    }

    #[test]
    fn an_error_of_a_mandate_stands_at_its_row() {
        let row = MandateRow { kind: MandateKind::IssueCoverNotes, number: 1 };
        let errors = at_rows(vec![FieldError::new("0/valid_from", Code::Required)], &[row]);
        assert_eq!(errors[0].pointer, "/issue_cover_notes_1/valid_from");
    }
}
