//! The form of a company's mandates: one row for each act, and one for each further mandate there is.

use domain::company::{MandateInput, MandateKind, MandateView};
use domain::labels::Label;
use domain::policy::ProductLine;
use domain::shared::problem::FieldError;
use leptos::prelude::*;
use services::access::ActionKind;

use super::server_fns;
use crate::forms::{Fields, Filled};
use crate::locales::Words;
use crate::page::{Content, framed, path_value};
use crate::parts::{CheckboxField, Crumb, DateField, Form, FormActions, FormErrors, FormSection, PageHeader, Width};
use crate::request::Visit;

/// The most rows a form is read for.
const ROWS_MAX: usize = 50;

/// Saying what a company lets the firm do.
#[component]
pub fn MandatesPage() -> AnyView {
    framed(async |visit: Visit| {
        visit.require(ActionKind::SetMandates)?;
        let words = Words::in_language(visit.language);
        let company = server_fns::find(&visit, &path_value("id")).await?;
        let mandates = server_fns::mandates(&visit, company.id).await?;
        let rows = rows(&mandates);
        let filled = Filled::with(values(&rows)).or_typed(&visit).await?;
        let title = words.companies().mandates_of(&company.name);
        let own = format!("/companies/{}", company.id);
        let crumbs = vec![Crumb::new(words.companies().title(), "/companies"), Crumb::new(company.name, own.clone())];
        let errors = errors(words, &filled, &rows);
        let sections: Vec<AnyView> = (0..rows.len()).map(|row| section(words, &filled, &rows, row)).collect();
        let (message, id) = (filled.message(), company.id.to_string());
        let body = view! {
            <PageHeader title=title.clone() lead=words.companies().mandates_lead() breadcrumbs=crumbs/>
            <Form action="/forms/companies/mandates" guarded=true>
                <FormErrors errors=errors message=message/>
                <input type="hidden" name="id" value=id/>
                {sections}
                <FormActions submit=words.common().save() cancel_href=own/>
            </Form>
        };
        Ok(Content::new(title, body))
    })
}

/// One row of the form: an act, and the mandate that is there for it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct MandateRow {
    kind: MandateKind,
    mandate: Option<MandateView>,
}

/// Every act once, with its mandate where there is one; further mandates of an act have rows of their own.
fn rows(mandates: &[MandateView]) -> Vec<MandateRow> {
    let mut rows = Vec::new();
    for kind in MandateKind::ALL.iter().copied() {
        let mut given = mandates.iter().filter(|mandate| mandate.kind == kind).cloned().map(Some).peekable();
        if given.peek().is_none() {
            rows.push(MandateRow { kind, mandate: None });
        }
        rows.extend(given.map(|mandate| MandateRow { kind, mandate }));
    }
    rows
}

/// The rows as the form's fields.
fn values(rows: &[MandateRow]) -> Vec<(String, String)> {
    let mut values = Vec::new();
    for (row, MandateRow { kind, mandate }) in rows.iter().enumerate() {
        values.push((format!("kind_{row}"), kind.code().to_owned()));
        let Some(mandate) = mandate else { continue };
        values.push((format!("given_{row}"), "on".to_owned()));
        values
            .extend(mandate.product_lines.iter().map(|line| (format!("lines_{row}_{}", line.code()), "on".to_owned())));
        values.push((format!("{row}_valid_from"), mandate.valid_from.to_string()));
        values.extend(mandate.valid_until.map(|until| (format!("{row}_valid_until"), until.to_string())));
    }
    values
}

/// The mandates that the form describes, each with its row.
pub(super) fn read(fields: &Fields) -> (Vec<MandateInput>, Vec<usize>) {
    let given = (0..ROWS_MAX).filter(|row| fields.ticked(&format!("given_{row}")));
    let mandate = |row: usize| MandateInput {
        kind: fields.text(&format!("kind_{row}")),
        product_lines: fields.ticked_under(&format!("lines_{row}_")),
        valid_from: fields.text(&format!("{row}_valid_from")),
        valid_until: fields.text(&format!("{row}_valid_until")),
    };
    given.map(|row| (mandate(row), row)).unzip()
}

/// The errors of the mandates given, each at its row of the form.
pub(super) fn at_rows(errors: Vec<FieldError>, rows: &[usize]) -> Vec<FieldError> {
    let place = |error: FieldError| {
        let path = error.pointer.trim_start_matches('/');
        let moved = path.split_once('/').and_then(|(index, field)| {
            let row = rows.get(index.parse::<usize>().ok()?)?;
            Some(format!("/{row}/{field}"))
        });
        FieldError { pointer: moved.unwrap_or_else(|| error.pointer.clone()), ..error }
    };
    errors.into_iter().map(place).collect()
}

fn errors(words: Words, filled: &Filled, rows: &[MandateRow]) -> Vec<crate::parts::FieldError> {
    let word = words.companies();
    let mut names = Vec::new();
    for row in 0..rows.len() {
        let title = row_title(words, rows, row);
        names.push((format!("{row}_valid_from"), format!("{title}, {}", word.valid_from())));
        names.push((format!("{row}_valid_until"), format!("{title}, {}", word.valid_until())));
    }
    let names: Vec<(&str, &str)> = names.iter().map(|(name, label)| (name.as_str(), label.as_str())).collect();
    filled.errors_at(&names)
}

/// The act; a further mandate for it is numbered.
fn row_title(words: Words, rows: &[MandateRow], row: usize) -> String {
    let Some(MandateRow { kind, .. }) = rows.get(row) else { return String::new() };
    let number = rows.iter().take(row + 1).filter(|other| other.kind == *kind).count();
    let label = kind.label(words.language());
    if number > 1 { format!("{label} ({})", words.companies().further(number)) } else { label.to_owned() }
}

fn section(words: Words, filled: &Filled, rows: &[MandateRow], row: usize) -> AnyView {
    let (word, filled) = (words.companies(), filled.clone());
    let title = row_title(words, rows, row);
    let kind = filled.value(&format!("kind_{row}"));
    let (given, from, until) = (format!("given_{row}"), format!("{row}_valid_from"), format!("{row}_valid_until"));
    let lines: Vec<AnyView> = ProductLine::ALL
        .iter()
        .map(|line| {
            let name = format!("lines_{row}_{}", line.code());
            let ticked = filled.ticked(&name);
            let label = line.label(words.language());
            view! { <CheckboxField name=name label=label checked=ticked width=Width::Third/> }.into_any()
        })
        .collect();
    view! {
        <FormSection title=title>
            <input type="hidden" name=format!("kind_{row}") value=kind/>
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
            kind,
            product_lines: vec![ProductLine::Motor],
            valid_from: "2026-01-01".parse().unwrap(),
            valid_until: None,
        }
    }

    #[test]
    fn each_act_has_a_row_and_each_further_mandate_too() {
        let rows = rows(&[mandate(MandateKind::IssueCertificates), mandate(MandateKind::IssueCertificates)]);
        let kinds: Vec<MandateKind> = rows.iter().map(|row| row.kind).collect();
        assert_eq!(
            kinds,
            [
                MandateKind::CollectPremiums,
                MandateKind::IssueCertificates,
                MandateKind::IssueCertificates,
                MandateKind::IssueCoverNotes
            ]
        );
        assert_eq!(
            row_title(Words::in_language(domain::shared::Language::En), &rows, 2),
            "Issuing certificates (mandate 2)"
        );
    }

    #[test]
    fn an_error_of_a_mandate_stands_at_its_row() {
        let errors = at_rows(vec![FieldError::new("0/valid_from", Code::Required)], &[2]);
        assert_eq!(errors[0].pointer, "/2/valid_from");
    }
}
