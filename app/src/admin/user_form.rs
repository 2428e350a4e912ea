//! The form of a user, new or known.

use domain::labels::Label;
use domain::shared::UserId;
use domain::user::{Role, UserView};
use leptos::prelude::*;
use services::access::ActionKind;

use super::server_fns;
use crate::clients::text;
use crate::forms::Filled;
use crate::locales::Words;
use crate::page::{Content, framed};
use crate::parts::{
    ButtonKind, CheckboxField, Choice, ConfirmDialog, Crumb, DialogButton, Form, FormActions, FormSection, Glyph,
    PageHeader, SelectField, TextField, Width,
};
use crate::request::{Visit, path_id};

/// Recording a user.
#[component]
pub fn NewUserPage() -> AnyView {
    framed(async |visit: Visit| {
        visit.require(ActionKind::CreateUser)?;
        visit.require_recent()?;
        let words = Words::in_language(visit.language);
        let filled = Filled::with([("role", Role::User.code())]).or_typed(&visit).await?;
        let title = words.admin().new_user();
        let body = view! {
            <PageHeader title=title breadcrumbs=crumbs(words)/>
            {form(words, &filled, true)}
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
        let title = words.admin().edit_user(&user.full_name);
        let deactivate = user.active.then(|| {
            view! {
                <DialogButton dialog="deactivate" kind=ButtonKind::Secondary icon=Glyph::Lock>
                    {words.admin().deactivate()}
                </DialogButton>
            }
        });
        let reset = visit.may(ActionKind::ResetFactors).then(|| {
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
            {form(words, &filled, false)}
            {reset_dialog(words, &user)}
            {deactivate_dialog(words, &user)}
        };
        Ok(Content::new(title, body))
    })
}

fn crumbs(words: Words) -> Vec<Crumb> {
    vec![Crumb::new(words.admin().title(), "/admin"), Crumb::new(words.admin().users(), "/admin/users")]
}

/// The account as the form's fields.
fn values(user: &UserView) -> Vec<(&'static str, String)> {
    let mut values = vec![
        ("full_name", user.full_name.clone()),
        ("email", user.email.clone()),
        ("role", user.role.code().to_owned()),
    ];
    if user.active {
        values.push(("active", "on".to_owned()));
    }
    values
}

fn form(words: Words, filled: &Filled, new: bool) -> AnyView {
    let (account, admin) = (words.account(), words.admin());
    let names = [
        ("full_name", account.full_name()),
        ("email", account.email()),
        ("role", account.role()),
        ("password", admin.first_password()),
        ("active", admin.may_sign_in()),
    ];
    let head = filled.head(words, &names, |name, value| match name {
        "role" => Role::parse(value).map(|role| role.label(words.language()).to_owned()),
        "active" => Some(words.common().yes_or_no(!value.is_empty()).to_owned()),
        _ => None,
    });
    let section = section(words, filled, new);
    let action = if new { "/forms/admin/users/create" } else { "/forms/admin/users/update" };
    view! {
        <Form action=action guarded=true>
            {head}
            {section}
            <FormActions submit=words.common().save() cancel_href="/admin/users"/>
        </Form>
    }
    .into_any()
}

fn section(words: Words, filled: &Filled, new: bool) -> AnyView {
    let (account, admin, filled) = (words.account(), words.admin(), filled.clone());
    // Nobody here grants the platform's own role.
    let roles = Role::ALL.iter().filter(|role| **role != Role::Superadmin);
    let roles = roles.map(|role| Choice::new(role.code(), role.label(words.language()))).collect();
    let last = if new {
        view! {
            <TextField
                name="password"
                label=admin.first_password()
                hint=admin.first_password_hint()
                error=filled.error("password")
                kind="password"
                autocomplete="new-password"
                required=true
            />
        }
        .into_any()
    } else {
        view! {
            <CheckboxField
                name="active"
                label=admin.may_sign_in()
                hint=admin.may_sign_in_hint()
                checked=filled.ticked("active")
                error=filled.error("active")
            />
        }
        .into_any()
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

fn deactivate_dialog(words: Words, user: &UserView) -> AnyView {
    let admin = words.admin();
    user.active
        .then(|| {
            let (id, version) = (user.id.to_string(), user.version.to_string());
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
                </ConfirmDialog>
            }
        })
        .into_any()
}
