//! The doors of the administration, as far as the reader's role opens them.

use leptos::prelude::*;
use services::access::ActionKind;

use super::server_fns;
use crate::locales::Words;
use crate::page::{Content, framed};
use crate::parts::{Glyph, Icon, PageHeader};
use crate::request::Visit;

/// The firm, its users, the audit log, and the platform's firms.
#[component]
pub fn AdminPage() -> AnyView {
    framed(async |visit: Visit| {
        server_fns::allowed(&visit)?;
        let words = Words::in_language(visit.language).admin();
        let storage = Words::in_language(visit.language).storage();
        let factors = Words::in_language(visit.language).factors();
        let doors = [
            (ActionKind::UpdateAgency, "/admin/agency", Glyph::Company, words.own_agency(), words.own_agency_lead()),
            (ActionKind::ReadUsers, "/admin/users", Glyph::Clients, words.users(), words.users_lead()),
            (ActionKind::ReadAudit, "/admin/audit", Glyph::Audit, words.audit(), words.audit_lead()),
            (ActionKind::ReadLetters, "/admin/mail", Glyph::Document, words.mail(), words.mail_lead()),
            (ActionKind::ReadFactorRules, "/admin/security", Glyph::Key, factors.rules(), factors.rules_lead()),
            (ActionKind::ReadStorage, "/admin/storage", Glyph::Document, storage.title(), storage.lead()),
            (ActionKind::ReadAgencies, "/admin/agencies", Glyph::Company, words.agencies(), words.agencies_lead()),
        ];
        let doors = doors
            .into_iter()
            .filter(|(action, ..)| visit.may(*action))
            .map(|(_, href, icon, title, lead)| {
                view! {
                    <li class="door">
                        <span class="door-icon"><Icon glyph=icon/></span>
                        <div>
                            <h2 class="card-title"><a class="row-link" href=href>{title}</a></h2>
                            <p class="card-lead">{lead}</p>
                        </div>
                    </li>
                }
            })
            .collect_view();
        let body = view! {
            <PageHeader title=words.title() lead=words.lead()/>
            <ul class="doors">{doors}</ul>
        };
        Ok(Content::new(words.title(), body))
    })
}
