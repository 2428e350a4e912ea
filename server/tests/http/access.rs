//! Who may do what, at every address of the API.

use domain::user::Role;
use serde_json::json;
use services::access::ActionKind;

use crate::kit::{ADMIN, MANAGER, PARTS, SUPERADMIN, Site, USER, on_each_database, parts};
use crate::openapi::{Operation, operations};

on_each_database! {
    no_address_answers_without_a_session,
    each_role_may_what_the_table_says_and_nothing_else,
}

/// Addresses that need no session, by design.
const PUBLIC: &[&str] = &[
    "POST /auth/login",
    "POST /auth/refresh",
    "POST /auth/logout",
    "POST /auth/register",
    "POST /auth/password-reset",
    "POST /auth/password-reset/{token}",
    "POST /auth/invitations/{token}",
];

/// The action behind each operation; none where every signed-in person may.
const ACTIONS: &[(&str, Option<ActionKind>)] = &[
    ("POST /auth/revoke-all", Some(ActionKind::SignOut)),
    ("GET /auth/devices", Some(ActionKind::ReadDevices)),
    ("PATCH /auth/devices/{id}", Some(ActionKind::RenameDevice)),
    ("DELETE /auth/devices/{id}", Some(ActionKind::SignOut)),
    ("GET /auth/me", None),
    ("POST /auth/confirm", Some(ActionKind::ConfirmIdentity)),
    ("POST /auth/password", Some(ActionKind::ChangePassword)),
    ("GET /auth/factors", Some(ActionKind::ReadFactors)),
    ("POST /auth/factors/totp", Some(ActionKind::EnrolFactor)),
    ("POST /auth/factors/totp/confirmation", Some(ActionKind::EnrolFactor)),
    ("POST /auth/factors/totp/removal", Some(ActionKind::RemoveFactor)),
    ("POST /auth/factors/recovery-codes", Some(ActionKind::RenewRecoveryCodes)),
    ("DELETE /auth/factors/passkeys/{id}", Some(ActionKind::RemoveFactor)),
    ("DELETE /users/{id}/factors", Some(ActionKind::ResetFactors)),
    ("GET /agency/factor-rules", Some(ActionKind::ReadFactorRules)),
    ("PUT /agency/factor-rules", Some(ActionKind::SetFactorRules)),
    ("GET /agency", Some(ActionKind::ReadAgency)),
    ("PATCH /agency", Some(ActionKind::UpdateAgency)),
    ("GET /users", Some(ActionKind::ReadUsers)),
    ("POST /users", Some(ActionKind::CreateUser)),
    ("GET /users/{id}", Some(ActionKind::ReadUsers)),
    ("PATCH /users/{id}", Some(ActionKind::UpdateUser)),
    ("DELETE /users/{id}", Some(ActionKind::UpdateUser)),
    ("POST /users/{id}/invitation", Some(ActionKind::InviteUser)),
    ("GET /clients/{id}/attachments", Some(ActionKind::ReadAttachments)),
    ("GET /policies/{id}/attachments", Some(ActionKind::ReadAttachments)),
    ("POST /attachments", Some(ActionKind::Attach)),
    ("GET /attachments/{id}", Some(ActionKind::ReadAttachments)),
    ("DELETE /attachments/{id}", Some(ActionKind::RemoveAttachment)),
    ("POST /attachments/{id}/restore", Some(ActionKind::RestoreAttachment)),
    ("GET /attachments/{id}/download", Some(ActionKind::DownloadAttachment)),
    ("GET /admin/storage-config", Some(ActionKind::ReadStorage)),
    ("PUT /admin/storage-config", Some(ActionKind::SetStorage)),
    ("POST /admin/storage-config/test", Some(ActionKind::TestStorage)),
    ("GET /admin/agencies", Some(ActionKind::ReadAgencies)),
    ("GET /admin/overview", Some(ActionKind::ReadPlatform)),
    ("POST /admin/agencies", Some(ActionKind::OpenAgency)),
    ("POST /admin/agencies/{id}/suspension", Some(ActionKind::SuspendAgency)),
    ("POST /admin/agencies/{id}/reinstatement", Some(ActionKind::ReinstateAgency)),
    ("GET /admin/letters", Some(ActionKind::ReadLetters)),
    ("POST /admin/letters/{id}/retry", Some(ActionKind::SendLetterAgain)),
    ("GET /clients", Some(ActionKind::ReadClients)),
    ("POST /clients", Some(ActionKind::CreateClient)),
    ("GET /clients/{id}", Some(ActionKind::ReadClients)),
    ("PATCH /clients/{id}", Some(ActionKind::UpdateClient)),
    ("DELETE /clients/{id}", Some(ActionKind::ArchiveClient)),
    ("POST /clients/{id}/restore", Some(ActionKind::RestoreClient)),
    ("POST /clients/{id}/hand-over", Some(ActionKind::HandOverClient)),
    ("POST /clients/hand-over", Some(ActionKind::HandOverClient)),
    ("POST /clients/archive", Some(ActionKind::ArchiveClient)),
    ("GET /clients/{id}/notes", Some(ActionKind::ReadClients)),
    ("POST /clients/{id}/notes", Some(ActionKind::NoteClient)),
    ("GET /clients/{id}/timeline", Some(ActionKind::ReadClients)),
    ("POST /clients/duplicates", Some(ActionKind::CreateClient)),
    ("POST /clients/{id}/merge", Some(ActionKind::MergeClients)),
    ("POST /clients/{id}/unmerge", Some(ActionKind::UnmergeClients)),
    ("POST /mailings", Some(ActionKind::ExportList)),
    ("POST /mailings/preview", Some(ActionKind::ExportList)),
    ("GET /companies", Some(ActionKind::ReadCompanies)),
    ("POST /companies", Some(ActionKind::CreateCompany)),
    ("GET /companies/{id}", Some(ActionKind::ReadCompanies)),
    ("PATCH /companies/{id}", Some(ActionKind::UpdateCompany)),
    ("DELETE /companies/{id}", Some(ActionKind::DeleteCompany)),
    ("GET /companies/{id}/mandates", Some(ActionKind::ReadCompanies)),
    ("PUT /companies/{id}/mandates", Some(ActionKind::SetMandates)),
    ("GET /companies/{id}/integration", Some(ActionKind::ReadIntegration)),
    ("PUT /companies/{id}/integration", Some(ActionKind::SetIntegration)),
    ("POST /companies/{id}/integration/test", Some(ActionKind::TestIntegration)),
    ("POST /companies/{id}/integration/callback-secret", Some(ActionKind::SetIntegration)),
    ("GET /companies/{id}/mandates/{mandate_id}/document", Some(ActionKind::DownloadPaper)),
    ("PUT /companies/{id}/mandates/{mandate_id}/document", Some(ActionKind::HandInPaper)),
    ("DELETE /companies/{id}/mandates/{mandate_id}/document", Some(ActionKind::RemovePaper)),
    ("GET /companies/{id}/products", Some(ActionKind::ReadCompanies)),
    ("PUT /companies/{id}/products", Some(ActionKind::SetProducts)),
    ("GET /policies", Some(ActionKind::ReadPolicies)),
    ("POST /policies", Some(ActionKind::CreatePolicy)),
    ("GET /policies/{id}", Some(ActionKind::ReadPolicies)),
    ("PATCH /policies/{id}", Some(ActionKind::UpdatePolicy)),
    ("POST /policies/{id}/bind", Some(ActionKind::BindPolicy)),
    ("POST /policies/{id}/endorsements", Some(ActionKind::EndorsePolicy)),
    ("POST /policies/{id}/renewal", Some(ActionKind::RenewPolicy)),
    ("POST /policies/{id}/suspension", Some(ActionKind::SuspendPolicy)),
    ("POST /policies/{id}/reinstatement", Some(ActionKind::ReinstatePolicy)),
    ("POST /policies/{id}/cancellation", Some(ActionKind::CancelPolicy)),
    ("POST /policies/{id}/void", Some(ActionKind::VoidPolicy)),
    ("POST /policies/{id}/withdrawals", Some(ActionKind::WithdrawFact)),
    ("GET /policies/{id}/versions", Some(ActionKind::ReadPolicies)),
    ("GET /policies/{id}/facts", Some(ActionKind::ReadPolicies)),
    ("GET /policies/{id}/parties", Some(ActionKind::ReadPolicies)),
    ("POST /policies/{id}/parties", Some(ActionKind::SetParties)),
    ("PATCH /policies/{id}/parties/{party}", Some(ActionKind::SetParties)),
    ("DELETE /policies/{id}/parties/{party}", Some(ActionKind::SetParties)),
    ("GET /search", Some(ActionKind::SearchPortfolio)),
    ("GET /renewal-runs", Some(ActionKind::ReadRenewals)),
    ("POST /renewal-runs", Some(ActionKind::StartRenewals)),
    ("GET /renewal-runs/{id}", Some(ActionKind::ReadRenewals)),
    ("GET /renewal-runs/{id}/items", Some(ActionKind::ReadRenewals)),
    ("POST /renewal-runs/{id}/confirm", Some(ActionKind::ConfirmRenewals)),
    ("POST /renewal-runs/{id}/undo", Some(ActionKind::UndoRenewals)),
    ("POST /renewal-runs/{id}/discard", Some(ActionKind::DiscardRenewals)),
    ("GET /templates", Some(ActionKind::ReadTemplates)),
    ("POST /templates", Some(ActionKind::CreateTemplate)),
    ("GET /templates/{id}", Some(ActionKind::ReadTemplates)),
    ("PATCH /templates/{id}", Some(ActionKind::UpdateTemplate)),
    ("DELETE /templates/{id}", Some(ActionKind::ArchiveTemplate)),
    ("POST /templates/{id}/restore", Some(ActionKind::RestoreTemplate)),
    ("POST /templates/{id}/versions/{n}/restore", Some(ActionKind::UpdateTemplate)),
    ("GET /templates/{id}/versions", Some(ActionKind::ReadTemplates)),
    ("POST /templates/{id}/versions", Some(ActionKind::UpdateTemplate)),
    ("GET /templates/{id}/versions/{n}", Some(ActionKind::ReadTemplates)),
    ("GET /templates/{id}/versions/{n}/preview", Some(ActionKind::ReadTemplates)),
    ("GET /clients.csv", Some(ActionKind::ExportList)),
    ("GET /clients.xlsx", Some(ActionKind::ExportList)),
    ("GET /companies.csv", Some(ActionKind::ExportList)),
    ("GET /companies.xlsx", Some(ActionKind::ExportList)),
    ("GET /policies.csv", Some(ActionKind::ExportList)),
    ("GET /policies.xlsx", Some(ActionKind::ExportList)),
    // A file is for those who may see its list.
    ("GET /documents.csv", Some(ActionKind::ReadDocuments)),
    ("GET /documents.xlsx", Some(ActionKind::ReadDocuments)),
    ("GET /templates.csv", Some(ActionKind::ReadTemplates)),
    ("GET /templates.xlsx", Some(ActionKind::ReadTemplates)),
    ("GET /users.csv", Some(ActionKind::ReadUsers)),
    ("GET /users.xlsx", Some(ActionKind::ReadUsers)),
    ("GET /audit-events.csv", Some(ActionKind::ReadAudit)),
    ("GET /audit-events.xlsx", Some(ActionKind::ReadAudit)),
    ("GET /views", Some(ActionKind::ReadViews)),
    ("POST /views", Some(ActionKind::SaveView)),
    ("GET /views/{id}", Some(ActionKind::ReadViews)),
    ("PATCH /views/{id}", Some(ActionKind::ChangeView)),
    ("DELETE /views/{id}", Some(ActionKind::DeleteView)),
    ("GET /documents", Some(ActionKind::ReadDocuments)),
    ("POST /documents", Some(ActionKind::IssueDocument)),
    ("GET /documents/{id}", Some(ActionKind::ReadDocuments)),
    ("DELETE /documents/{id}", Some(ActionKind::RevokeDocument)),
    ("POST /documents/{id}/revocation", Some(ActionKind::RevokeDocument)),
    ("POST /documents/{id}/reproduce", Some(ActionKind::ReproduceDocument)),
    ("POST /documents/{id}/signed-url", Some(ActionKind::ShareDocument)),
    ("POST /documents/{id}/email", Some(ActionKind::EmailDocument)),
    ("GET /documents/{id}/links", Some(ActionKind::ReadDocuments)),
    ("DELETE /documents/{id}/links/{link}", Some(ActionKind::RevokeLink)),
    ("GET /document-runs", Some(ActionKind::ReadDocumentRuns)),
    ("POST /document-runs", Some(ActionKind::StartDocumentRun)),
    ("GET /document-runs/{id}", Some(ActionKind::ReadDocumentRuns)),
    ("GET /document-runs/{id}/items", Some(ActionKind::ReadDocumentRuns)),
    ("POST /document-runs/{id}/cancel", Some(ActionKind::CancelDocumentRun)),
    ("POST /document-runs/{id}/retry", Some(ActionKind::RetryDocumentRun)),
    ("GET /document-runs/{id}/file", Some(ActionKind::DownloadDocumentRun)),
    ("GET /policies/{id}/certificates", Some(ActionKind::ReadDocuments)),
    ("GET /audit-events", Some(ActionKind::ReadAudit)),
    ("GET /audit-events/verification", Some(ActionKind::ReadAudit)),
];

const ROLES: [(&str, Role); 4] =
    [(USER, Role::User), (MANAGER, Role::Manager), (ADMIN, Role::Admin), (SUPERADMIN, Role::Superadmin)];

/// Who may do what is asked there; fails for an operation that nobody thought about.
fn roles(operation: &Operation) -> &'static [Role] {
    let name = operation.to_string();
    let known = ACTIONS.iter().find(|(known, _)| *known == name);
    let (_, action) = known.unwrap_or_else(|| panic!("{name}: which action is it? Add it to ACTIONS"));
    action.map_or(Role::ALL, |action| action.allowed().roles)
}

/// The address with ids that nobody has.
fn nobodys(operation: &Operation) -> String {
    let nobodys = "0193c0de-0000-7000-8000-00000000dead";
    let path = operation.path.replace("{id}", nobodys).replace("{party}", nobodys).replace("{mandate_id}", nobodys);
    path.replace("{link}", nobodys).replace("{n}", "1")
}

async fn no_address_answers_without_a_session(site: &'static Site) {
    for operation in operations() {
        let public = PUBLIC.contains(&operation.to_string().as_str());
        assert_eq!(operation.is_public, public, "{operation}: the API document says otherwise");
        if public {
            continue;
        }
        let ask = || site.api(&operation.method, &nobodys(&operation));
        ask().send().await.problem(401, "unauthenticated");
        if operation.has_body {
            for body in ["{}", "{", ""] {
                ask().raw("application/json", body).send().await.problem(401, "unauthenticated");
            }
        }
        for (name, value) in
            [("authorization", "Bearer x"), ("cookie", "monassurance=AAAAAAAAAAAAAAAAAAAAAA"), ("idempotency-key", "k")]
        {
            ask().header(name, value).send().await.problem(401, "unauthenticated");
        }
    }
}

async fn each_role_may_what_the_table_says_and_nothing_else(site: &'static Site) {
    for operation in operations().iter().filter(|operation| !operation.is_public) {
        let allowed = roles(operation);
        for (email, role) in ROLES {
            let may = allowed.contains(&role);
            // What every role may and would end the session that all tests share is proven in `sessions`.
            if may && operation.path.starts_with("/auth/") {
                continue;
            }
            let mut ask = site.as_user(email, &operation.method, &nobodys(operation)).await;
            if operation.has_body {
                let list = match operation.path.rsplit('/').next() {
                    Some("mandates" | "products") => json!({ "items": [] }),
                    Some("factor-rules") => json!({ "roles": [] }),
                    _ => json!({}),
                };
                // A file is sent in parts.
                ask = if operation.path == "/attachments" { ask.raw(PARTS, parts(&[], None)) } else { ask.body(&list) };
            }
            let answer = ask.send().await;
            if may {
                assert!(matches!(answer.status, 200 | 404 | 422), "{} may {operation}: {answer:?}", role.code());
            } else {
                answer.problem(403, "forbidden");
            }
        }
    }
}

#[test]
fn the_table_names_no_address_that_is_gone() {
    let there: Vec<String> = operations().iter().map(ToString::to_string).collect();
    for (name, _) in ACTIONS {
        assert!(there.contains(&(*name).to_owned()), "{name} is gone; take it from ACTIONS");
    }
    for name in PUBLIC {
        assert!(there.contains(&(*name).to_owned()), "{name} is gone; take it from PUBLIC");
    }
}

#[test]
fn the_access_matrix_in_the_docs_is_the_programs() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/access-matrix.md");
    let written = std::fs::read_to_string(path).unwrap_or_default();
    assert_eq!(
        written,
        server::cli::access_matrix() + "\n",
        "roles changed: read the difference, then write it with `monassurance access-matrix > docs/access-matrix.md`"
    );
}
