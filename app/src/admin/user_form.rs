//! The form of a user, new or known.

use domain::labels::Label;
use domain::shared::{Language, UserId};
use domain::user::{Role, USER_LIST, UserView};
use leptos::prelude::*;
use services::access::{ActionKind, Principal};

use super::server_fns;
use crate::clients::text;
use crate::forms::Filled;
use crate::lists::back_to;
use crate::locales::Words;
use crate::moments;
use crate::page::{Content, framed};
use crate::parts::{
    ButtonKind, CheckboxField, Choice, ConfirmDialog, Crumb, DialogButton, Form, FormActions, FormSection, Glyph,
    Notice, PageHeader, SelectField, SubmitButton, TextField, Width,
};
use crate::request::{Visit, path_id};

/// Recording a user.
#[component]
pub fn NewUserPage() -> AnyView {
    framed(async |visit: Visit| {
        visit.require(ActionKind::CreateUser)?;
        visit.require_recent()?;
        let words = Words::in_language(visit.language);
        let filled =
            Filled::with([("role", Role::User.code()), ("language", visit.language.code())]).or_typed(&visit).await?;
        let title = words.admin().new_user();
        let body = view! {
            <PageHeader title=title breadcrumbs=crumbs(words)/>
            {form(words, &filled, Standing::New)}
        };
        Ok(Content::new(title, body))
    })
}

/// One user's account.
#[component]
pub fn UserPage() -> AnyView {
    framed(async |visit: Visit| {
        let words = Words::in_language(visit.language);
        let user = server_fns::user(&visit, path_id(UserId::parse)?).await?;
        let filled = Filled::of_record(values(&user), user.id, user.version, user.updated_at);
        let filled = filled.or_typed(&visit).await?;
        let (clients, colleagues) = server_fns::hand_over(&visit, user.id).await?;
        let title = words.admin().edit_user(&user.full_name);
        let deactivate = user.active.then(|| {
            view! {
                <DialogButton dialog="deactivate" kind=ButtonKind::Secondary icon=Glyph::Lock>
                    {words.admin().deactivate()}
                </DialogButton>
            }
        });
        let his_own = visit.principal.as_ref().and_then(Principal::user_id) == Some(user.id);
        let reset = (visit.may(ActionKind::ResetFactors) && !his_own).then(|| {
            view! {
                <DialogButton dialog="reset-factors" kind=ButtonKind::Secondary icon=Glyph::Key>
                    {words.factors().reset()}
                </DialogButton>
            }
        });
        let body = view! {
            <PageHeader title=title.clone() lead=user.email.clone() breadcrumbs=crumbs(words)>
                {reset} {deactivate}
            </PageHeader>
            {invitation(words, &user)}
            {form(words, &filled, Standing::of(&user))}
            {reset_dialog(words, &user)}
            {deactivate_dialog(words, &user, clients, colleagues)}
        };
        Ok(Content::new(title, body))
    })
}

fn crumbs(words: Words) -> Vec<Crumb> {
    vec![Crumb::new(words.admin().title(), "/admin"), Crumb::new(words.admin().users(), back_to(&USER_LIST))]
}

/// The account as the form's fields.
fn values(user: &UserView) -> Vec<(&'static str, String)> {
    vec![
        ("full_name", user.full_name.clone()),
        ("email", user.email.clone()),
        ("role", user.role.code().to_owned()),
        ("language", user.language.code().to_owned()),
    ]
}

/// Which form of the account is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    New,
    Active,
    Inactive,
}

impl Standing {
    fn of(user: &UserView) -> Self {
        if user.active { Self::Active } else { Self::Inactive }
    }
}

fn form(words: Words, filled: &Filled, standing: Standing) -> AnyView {
    let (account, admin) = (words.account(), words.admin());
    let names = [
        ("full_name", account.full_name()),
        ("email", account.email()),
        ("role", account.role()),
        ("language", admin.letter_language()),
        ("active", admin.may_sign_in()),
    ];
    let head = filled.head(words, &names, |name, value| match name {
        "language" => Language::parse(value).map(|one| one.label(words.language()).to_owned()),
        "role" => Role::parse(value).map(|role| role.label(words.language()).to_owned()),
        "active" => Some(words.common().yes_or_no(!value.is_empty()).to_owned()),
        _ => None,
    });
    let section = section(words, filled, standing);
    let (action, submit) = match standing {
        Standing::New => ("/forms/admin/users/create", admin.invite()),
        Standing::Active | Standing::Inactive => ("/forms/admin/users/update", words.common().save()),
    };
    view! {
        <Form action=action guarded=true>
            {head}
            {section}
            <FormActions submit=submit cancel_href="/admin/users"/>
        </Form>
    }
    .into_any()
}

fn section(words: Words, filled: &Filled, standing: Standing) -> AnyView {
    let (account, admin, filled) = (words.account(), words.admin(), filled.clone());
    // Nobody here grants the platform's own role.
    let roles = Role::ALL.iter().filter(|role| **role != Role::Superadmin);
    let roles = roles.map(|role| Choice::new(role.code(), role.label(words.language()))).collect();
    let languages = Language::ALL.iter().map(|one| Choice::new(one.code(), one.label(words.language()))).collect();
    let last = match standing {
        Standing::New => view! { <p class="field muted">{admin.invitation_note()}</p> }.into_any(),
        Standing::Active => ().into_any(),
        Standing::Inactive => view! {
            <CheckboxField
                name="active"
                label=admin.may_sign_in()
                checked=filled.ticked("active")
                error=filled.error("active")
            />
        }
        .into_any(),
    };
    view! {
        <FormSection title=admin.user_details()>
            {text(&filled, "full_name", account.full_name(), true, Width::Half)}
            <TextField
                name="email"
                label=account.email()
                value=filled.value("email")
                error=filled.error("email")
                kind="email"
                autocomplete="off"
                required=true
                width=Width::Half
            />
            <SelectField
                name="role"
                label=account.role()
                hint=admin.role_hint()
                value=filled.value("role")
                error=filled.error("role")
                options=roles
                required=true
                width=Width::Half
            />
            <SelectField
                name="language"
                label=admin.letter_language()
                value=filled.value("language")
                error=filled.error("language")
                options=languages
                width=Width::Half
            />
            {last}
        </FormSection>
    }
    .into_any()
}

fn reset_dialog(words: Words, user: &UserView) -> AnyView {
    let (factors, id) = (words.factors(), user.id.to_string());
    view! {
        <ConfirmDialog
            id="reset-factors"
            title=factors.reset_question(&user.full_name)
            action="/forms/admin/users/reset-factors"
            confirm=factors.reset()
        >
            <input type="hidden" name="id" value=id/>
            <p>{factors.reset_consequence()}</p>
        </ConfirmDialog>
    }
    .into_any()
}

/// Since when somebody is invited, and a way to write to him again.
fn invitation(words: Words, user: &UserView) -> AnyView {
    let admin = words.admin();
    let invited_at = user.invited_at.filter(|_| user.active);
    invited_at
        .map(|at| {
            let id = user.id.to_string();
            view! {
                <Notice>{admin.invited_since(moments::day(at))}</Notice>
                <Form action="/forms/admin/users/invite">
                    <input type="hidden" name="id" value=id/>
                    <div class="form-actions"><SubmitButton kind=ButtonKind::Secondary>{admin.invite_again()}</SubmitButton></div>
                </Form>
            }
        })
        .into_any()
}

fn deactivate_dialog(words: Words, user: &UserView, clients: i64, colleagues: Vec<(UserId, String)>) -> AnyView {
    let admin = words.admin();
    let count = u64::try_from(clients).unwrap_or_default();
    let people = colleagues.into_iter().map(|(id, name)| Choice::new(id.to_string(), name)).collect::<Vec<_>>();
    user.active
        .then(|| {
            let (id, version) = (user.id.to_string(), user.version.to_string());
            let hand_over = (count > 0).then(|| {
                view! {
                    <SelectField
                        name="hand_over_to"
                        label=admin.hand_over_to()
                        hint=admin.hand_over_hint(count)
                        options=people
                        required=true
                    />
                }
            });
            view! {
                <ConfirmDialog
                    id="deactivate"
                    title=admin.deactivate_question(&user.full_name)
                    action="/forms/admin/users/deactivate"
                    confirm=admin.deactivate()
                >
                    <input type="hidden" name="id" value=id/>
                    <input type="hidden" name="version" value=version/>
                    <p>{admin.deactivate_consequence()}</p>
                    {hand_over}
                </ConfirmDialog>
            }
        })
        .into_any()
}
