//! A firm's work on how it exchanges with its companies: settings, secrets that nobody reads again, and a test of both.

use domain::company::{
    CallbackSecret, IntegrationInput, IntegrationMode, IntegrationView, SaveIntegration, SecretChange, SecretView,
    TestReport, TestedView,
};
use domain::shared::CompanyId;
use domain::shared::problem::{Code, Facts, FieldError};

use crate::access::{Principal, ReadIntegration, SetIntegration, TestIntegration};
use crate::companies::{self, subject};
use crate::core::{Ports, expected_version, unless_stale};
use crate::error::{Error, Result};
use crate::ports::limits::Rule;
use crate::ports::outside::{AddressRefusal, Scheme};
use crate::ports::security::SealPurpose;
use crate::ports::unit::{IntegrationRecord, KeptSecret, Unit};

/// The use-cases of integrations.
#[derive(Clone)]
pub struct IntegrationService {
    ports: Ports,
}

/// A configuration whose addresses may be called, and the house that its secret is for.
struct Checked {
    said: SaveIntegration,
    change: SecretChange,
    meant_for: String,
}

impl IntegrationService {
    pub(crate) fn new(ports: Ports) -> Self {
        Self { ports }
    }

    /// How the firm exchanges with a company; nothing but the mode `none` before somebody said so.
    pub async fn find(&self, who: &Principal, company: CompanyId) -> Result<IntegrationView> {
        let mut unit = self.ports.read(who).await?;
        unit.permit::<ReadIntegration>()?;
        companies::load(&mut unit, company).await?;
        let kept = kept(&mut unit, company).await?;
        Ok(self.view(who, company, kept.as_ref()))
    }

    /// Says anew how the firm exchanges with a company. A secret that was kept stays when none is typed, but goes to no other
    /// house than the one it was given for.
    pub async fn set(
        &self,
        who: &Principal,
        company: CompanyId,
        seen: Option<i64>,
        input: IntegrationInput,
    ) -> Result<IntegrationView> {
        let mut unit = self.ports.write(who).await?;
        let permit = unit.permit::<SetIntegration>()?;
        let of = companies::load(&mut unit, company).await?;
        let before = kept(&mut unit, company).await?;
        let version = expected_version(seen, before.as_ref().map_or(0, |kept| kept.version))?;
        let Checked { said, change, meant_for } = self.check(input)?;
        let now = self.ports.now();
        let secret = match change {
            SecretChange::Remove => None,
            SecretChange::Replace(secret) => Some(KeptSecret {
                sealed: self.ports.sealer.seal(
                    SealPurpose::Integration,
                    &row(company, &meant_for),
                    secret.as_bytes(),
                )?,
                set_at: now,
                set_by: who.name(),
            }),
            SecretChange::Keep => {
                let secret = before.as_ref().and_then(|before| before.secret.clone());
                if let Some(secret) = &secret {
                    self.open(company, &meant_for, secret)?;
                }
                secret
            }
        };
        let same = before.as_ref().filter(|before| before.said == said && before.secret == secret);
        let record = IntegrationRecord {
            company,
            tested: same.and_then(|before| before.tested),
            said,
            secret,
            callback_secret: before.as_ref().and_then(|before| before.callback_secret.clone()),
            version: version + 1,
            at: now,
        };
        unless_stale(unit.integrations().save(&permit, &record).await?)?;
        let (old, new) = (self.view(who, company, before.as_ref()), self.view(who, company, Some(&record)));
        unit.record(&permit, subject(&of), Some(&old), Some(&new));
        unit.commit().await?;
        Ok(new)
    }

    /// Calls the company once: as was typed, or, where nothing was, as is saved. What is typed may use the secret that is
    /// kept, at the house it was given for.
    pub async fn test(
        &self,
        who: &Principal,
        company: CompanyId,
        typed: Option<IntegrationInput>,
    ) -> Result<TestReport> {
        let mut unit = self.ports.read(who).await?;
        unit.permit::<TestIntegration>()?;
        let of = companies::load(&mut unit, company).await?;
        let kept = kept(&mut unit, company).await?;
        drop(unit);
        let checked = if let Some(typed) = typed {
            self.check(typed)?
        } else {
            let said = kept.as_ref().map(|kept| kept.said.clone()).unwrap_or_default();
            let meant_for = self.meant_for(&said)?.1;
            Checked { said, change: SecretChange::Keep, meant_for }
        };
        if matches!(checked.said.mode, IntegrationMode::None | IntegrationMode::Email) {
            return Err(Error::Refused { code: Code::NothingToTest, facts: Facts::new() });
        }
        let keeps = matches!(checked.change, SecretChange::Keep);
        let secret = match checked.change {
            SecretChange::Remove => None,
            SecretChange::Replace(secret) => Some(secret),
            SecretChange::Keep => {
                let secret =
                    kept.as_ref().and_then(|kept| kept.secret.as_ref()).filter(|_| checked.said.needs_secret());
                secret.map(|secret| self.open(company, &checked.meant_for, secret)).transpose()?
            }
        };
        let is_saved = kept.as_ref().is_some_and(|kept| keeps && kept.said == checked.said);
        let key = who.agency().to_string();
        self.ports.limits.spend(Rule::IntegrationTests, &key).await.map_err(Error::Limited)?;
        // No transaction is open while one waits for another house.
        let report = self.ports.outside.try_out(&checked.said, secret.as_deref()).await;
        let mut unit = self.ports.write(who).await?;
        let permit = unit.permit::<TestIntegration>()?;
        if let Some(kept) = kept.as_ref().filter(|_| is_saved) {
            let now = self.ports.now();
            unit.integrations().note_test(&permit, company, kept.version, now, report.outcome).await?;
        }
        let told = serde_json::json!({
            "base_url": checked.said.base_url, "outcome": report.outcome, "status": report.status,
        });
        unit.record(&permit, subject(&of), None, Some(&told));
        unit.commit().await?;
        Ok(report)
    }

    /// Makes a new key for the company's calls; the one before counts no longer. It is told this once.
    pub async fn renew_callback_secret(&self, who: &Principal, company: CompanyId) -> Result<CallbackSecret> {
        let mut unit = self.ports.write(who).await?;
        let permit = unit.permit::<SetIntegration>()?;
        let of = companies::load(&mut unit, company).await?;
        let before = kept(&mut unit, company).await?;
        let secret = hex::encode(self.ports.chance.secret());
        let now = self.ports.now();
        let sealed = self.ports.sealer.seal(SealPurpose::Integration, &row(company, CALLBACK), secret.as_bytes())?;
        let empty = IntegrationRecord {
            company,
            said: SaveIntegration::default(),
            secret: None,
            callback_secret: None,
            tested: None,
            version: 0,
            at: now,
        };
        let base = before.clone().unwrap_or(empty);
        let record = IntegrationRecord {
            callback_secret: Some(KeptSecret { sealed, set_at: now, set_by: who.name() }),
            version: base.version + 1,
            at: now,
            ..base
        };
        unless_stale(unit.integrations().save(&permit, &record).await?)?;
        let (old, new) = (self.view(who, company, before.as_ref()), self.view(who, company, Some(&record)));
        unit.record(&permit, subject(&of), Some(&old), Some(&new));
        unit.commit().await?;
        Ok(CallbackSecret { callback_secret: secret })
    }

    /// Every field, and where its addresses lead.
    fn check(&self, input: IntegrationInput) -> Result<Checked> {
        let (said, change) = input.parse()?;
        let (said, meant_for) = self.meant_for(&said)?;
        Ok(Checked { said, change, meant_for })
    }

    /// The configuration with its addresses as they are called, and the houses that its secret is for.
    fn meant_for(&self, said: &SaveIntegration) -> std::result::Result<(SaveIntegration, String), Vec<FieldError>> {
        let scheme = if said.mode == IntegrationMode::Sftp { Scheme::Sftp } else { Scheme::Https };
        let mut wrong = Vec::new();
        let mut origins = vec![said.authentication.code().to_owned()];
        let mut read = |field: &str, scheme: Scheme, text: Option<&str>| {
            let address = self.ports.outside.read(scheme, text?);
            let address = address.map_err(|refusal| wrong.push(refused(field, scheme, refusal))).ok()?;
            origins.push(address.origin);
            Some(address.text)
        };
        let base_url = read("base_url", scheme, said.base_url.as_deref());
        let token_url = read("token_url", Scheme::Https, said.token_url.as_deref());
        if wrong.is_empty() {
            Ok((SaveIntegration { base_url, token_url, ..said.clone() }, origins.join(" ")))
        } else {
            Err(wrong)
        }
    }

    /// A secret as it was typed. It is sealed for the houses it was given for, and opens for no other.
    fn open(&self, company: CompanyId, meant_for: &str, secret: &KeptSecret) -> Result<String> {
        let opened = self.ports.sealer.open(SealPurpose::Integration, &row(company, meant_for), &secret.sealed);
        let text = opened.and_then(|bytes| String::from_utf8(bytes).ok());
        text.ok_or_else(|| Error::field(FieldError::new("secret", Code::SecretForAnother)))
    }

    fn view(&self, who: &Principal, company: CompanyId, kept: Option<&IntegrationRecord>) -> IntegrationView {
        let said = kept.map(|kept| kept.said.clone()).unwrap_or_default();
        let known = |secret: &KeptSecret| SecretView { set_at: secret.set_at, set_by: secret.set_by.clone() };
        IntegrationView {
            company_id: company,
            mode: said.mode,
            email: said.email,
            base_url: said.base_url,
            authentication: said.authentication,
            username: said.username,
            header_name: said.header_name,
            token_url: said.token_url,
            scope: said.scope,
            secret: kept.and_then(|kept| kept.secret.as_ref()).map(known),
            report_format: said.report_format,
            timeout_s: said.timeout_s,
            callback_url: format!("{}/callbacks/{}/{company}", self.ports.settings.public_url, who.agency()),
            callback_secret: kept.and_then(|kept| kept.callback_secret.as_ref()).map(known),
            tested: kept.and_then(|kept| kept.tested).map(|(at, outcome)| TestedView { at, outcome }),
            version: kept.map_or(0, |kept| kept.version),
            updated_at: kept.map(|kept| kept.at),
        }
    }
}

/// The word under which the key of a company's calls is sealed.
const CALLBACK: &str = "callback";

/// The row that a secret is sealed for, with the houses it may be sent to.
fn row(company: CompanyId, meant_for: &str) -> String {
    format!("company {company} {meant_for}")
}

async fn kept(unit: &mut Box<dyn Unit>, company: CompanyId) -> Result<Option<IntegrationRecord>> {
    let permit = unit.permit::<ReadIntegration>()?;
    unit.integrations().find(&permit, company).await
}

fn refused(field: &str, scheme: Scheme, refusal: AddressRefusal) -> FieldError {
    match refusal {
        AddressRefusal::Unreadable => FieldError::new(field, Code::InvalidUrl),
        AddressRefusal::OtherScheme => FieldError::new(field, Code::InsecureUrl).with("begin", scheme.beginning()),
        AddressRefusal::Private => FieldError::new(field, Code::PrivateAddress),
    }
}
