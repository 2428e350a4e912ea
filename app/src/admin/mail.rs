//! The firm's letters: which went, which wait, and why one did not go.

use domain::labels::Label;
use domain::letter::{LetterState, LetterView};
use leptos::prelude::*;
use services::access::ActionKind;

use super::server_fns;
use crate::forms::Filled;
use crate::listing::Listing;
use crate::locales::Words;
use crate::moments;
use crate::page::{Content, framed};
use crate::parts::{
    Badge, ButtonKind, Card, Cell, Choice, Column, Crumb, Description, DescriptionList, EmptyState, FilterBar, Form,
    FormErrors, Glyph, LinkButton, Notice, PageHeader, Row, SearchField, SelectField, SubmitButton, Table, Tone,
};
use crate::request::{Visit, path_part, query_value, tell_no_referrer};

/// The firm's letters, newest first.
#[component]
pub fn MailPage() -> AnyView {
    framed(async |visit: Visit| {
        let words = Words::in_language(visit.language);
        let (admin, language) = (words.admin(), visit.language);
        let listing = Listing::of(&visit, &["state"], &["-created_at", "created_at"]);
        let page = server_fns::letters(&visit, &listing).await?;
        let refused = Filled::default().or_typed(&visit).await?;
        let lead = admin.letters_found(page.total.unwrap_or_default());
        let pages = listing.pages(&page);
        let found = if !page.items.is_empty() {
            table(words, &listing, page.items)
        } else if listing.is_narrowed() {
            listing.nothing_found()
        } else {
            view! { <EmptyState icon=Glyph::Document title=admin.letters_none() hint=admin.letters_none_hint()/> }
                .into_any()
        };
        let states = LetterState::ALL.iter().map(|state| Choice::new(state.code(), state.label(language))).collect();
        let (q, state, sort) = (listing.text("q"), listing.text("state"), listing.kept_sort());
        let chosen = LetterState::parse(&state).map_or_else(|| state.clone(), |state| state.label(language).to_owned());
        let body = view! {
            <PageHeader title=admin.mail() lead=lead breadcrumbs=vec![Crumb::new(admin.title(), "/admin")]/>
            <FormErrors errors=refused.errors() message=refused.message()/>
            <FilterBar action=listing.path()>
                <SearchField label=admin.letter_search() value=q/>
                <SelectField
                    name="state"
                    label=words.common().status()
                    value=state
                    options=states
                    empty=admin.any_state()
                />
                {sort}
            </FilterBar>
            {listing.chips(vec![("state", chosen)])}
            {found}
            {pages}
        };
        Ok(Content::new(admin.mail(), body))
    })
}

const fn tone(state: LetterState) -> Tone {
    match state {
        LetterState::Waiting => Tone::Info,
        LetterState::Sent => Tone::Success,
        LetterState::Failed => Tone::Danger,
    }
}

fn table(words: Words, listing: &Listing, letters: Vec<LetterView>) -> AnyView {
    let (admin, common, language) = (words.admin(), words.common(), words.language());
    let columns = vec![
        Column::text(admin.recipient()),
        Column::text(admin.letter()),
        Column::text(common.status()),
        listing.sorting(Column::text(admin.written_at()), "created_at"),
    ];
    let rows = letters
        .into_iter()
        .map(|letter| {
            let state = letter.state.label(language);
            view! {
                <Row>
                    <Cell main=true href=format!("/admin/mail/{}", letter.id)>
                        {letter.recipient_name}<small class="row-note">{letter.recipient}</small>
                    </Cell>
                    <Cell label=admin.letter()>{letter.kind.label(language)}</Cell>
                    <Cell label=common.status()><Badge tone=tone(letter.state) label=state/></Cell>
                    <Cell label=admin.written_at() code=true>{moments::instant(letter.created_at)}</Cell>
                </Row>
            }
        })
        .collect_view();
    view! { <Table caption=admin.mail() columns=columns>{rows}</Table> }.into_any()
}

/// One letter.
#[component]
pub fn LetterPage() -> AnyView {
    framed(async |visit: Visit| {
        tell_no_referrer();
        let words = Words::in_language(visit.language);
        let admin = words.admin();
        let letter = server_fns::letter(&visit, &path_part("id").unwrap_or_default()).await?;
        let text = match query_value("read") {
            Some(_) => Some(server_fns::letter_text(&visit, letter.id).await?),
            None => None,
        };
        let refused = Filled::default().or_typed(&visit).await?;
        let crumbs = vec![Crumb::new(admin.title(), "/admin"), Crumb::new(admin.mail(), "/admin/mail")];
        let label = letter.state.label(visit.language);
        let badge = view! { <Badge tone=tone(letter.state) label=label/> }.into_any();
        let (subject, href) = (letter.subject.clone(), format!("/admin/mail/{}?read=1", letter.id));
        let read = (letter.state == LetterState::Sent && text.is_none() && visit.may(ActionKind::OpenLetter))
            .then(|| view! { <LinkButton href=href icon=Glyph::Document>{admin.read_letter()}</LinkButton> });
        let facts = facts(words, &letter);
        let body = view! {
            <PageHeader title=subject.clone() breadcrumbs=crumbs badges=badge>{read}</PageHeader>
            <FormErrors errors=refused.errors() message=refused.message()/>
            {problem(words, &letter)}
            <Card>{facts}</Card>
            {text.map(|text| said(words, text))}
            {again(&visit, words, &letter)}
        };
        Ok(Content::new(subject, body))
    })
}

fn problem(words: Words, letter: &LetterView) -> AnyView {
    let tone = tone(letter.state);
    letter.last_error.map(|why| view! { <Notice tone=tone>{why.label(words.language())}</Notice> }).into_any()
}

fn facts(words: Words, letter: &LetterView) -> AnyView {
    let (admin, letter) = (words.admin(), letter.clone());
    let next = (letter.state == LetterState::Waiting)
        .then(|| view! { <Description term=admin.next_try() value=Some(moments::instant(letter.next_try_at))/> });
    view! {
        <DescriptionList>
            <Description term=admin.recipient() value=Some(letter.recipient_name.clone())/>
            <Description term=words.common().email() value=Some(letter.recipient.clone())/>
            <Description term=admin.letter() value=Some(letter.kind.label(words.language()).to_owned())/>
            <Description term=admin.written_at() value=Some(moments::instant(letter.created_at))/>
            <Description term=admin.tries() value=Some(letter.attempts.to_string())/>
            {next}
            <Description term=admin.sent_at() value=letter.sent_at.map(moments::instant)/>
        </DescriptionList>
    }
    .into_any()
}

fn said(words: Words, text: Option<String>) -> AnyView {
    match text {
        Some(text) => {
            view! { <Card title=words.admin().letter_text()><p class="free-text">{text}</p></Card> }.into_any()
        }
        None => view! { <Notice tone=Tone::Info>{words.admin().letter_gone()}</Notice> }.into_any(),
    }
}

fn again(visit: &Visit, words: Words, letter: &LetterView) -> AnyView {
    (letter.state != LetterState::Sent && visit.may(ActionKind::SendLetterAgain))
        .then(|| {
            let id = letter.id.to_string();
            view! {
                <Form action="/forms/admin/mail/again">
                    <input type="hidden" name="id" value=id/>
                    <div class="form-actions">
                        <SubmitButton kind=ButtonKind::Primary>{words.admin().send_again()}</SubmitButton>
                    </div>
                </Form>
            }
        })
        .into_any()
}
