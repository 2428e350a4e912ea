//! How often a password may be tried. Wrong ones count by address and by account, and each one too many waits longer. The owner
//! is never locked out: with the right password he gets in from a browser on which he signed in before, and from any address
//! from which nobody has failed, while somebody else hammers his account.

use domain::audit::SystemActor;
use domain::session::AccountView;
use domain::shared::AgencyId;
use domain::shared::problem::Code;
use sha2::{Digest, Sha256};

use super::IdentityService;
use crate::access::{NoteSignInLimit, Principal, RequestContext};
use crate::error::{Error, Result};
use crate::ports::limits::{Limited, Rule, network};
use crate::ports::security::Purpose;
use crate::ports::sign_in::Account;
use crate::ports::unit::Subject;

/// A try that was spent before the password is looked at, so that many at once cannot all slip through.
pub(super) struct Try {
    spent: Vec<(Rule, String)>,
    /// Counts failures in a row: a success forgets them.
    in_a_row: Option<String>,
}

impl IdentityService {
    /// The mark that a browser keeps once `account` signed in on it.
    pub fn device_mark(&self, account: &AccountView) -> String {
        let device = hex::encode(&self.ports.chance.secret()[..16]);
        let signer = &self.ports.signer;
        let signature = signer.sign(Purpose::KnownDevice, &marked(&device, account));
        format!("{device}.{}.{signature}", signer.key_id())
    }

    /// Spends one try.
    pub(super) async fn spend_try(
        &self,
        identity: &str,
        account: Option<&Account>,
        context: &RequestContext,
    ) -> Result<Try> {
        let limits = &self.ports.limits;
        let name = account_key(identity);
        if let Some(device) = account.and_then(|account| self.known_device(account, context)) {
            let key = format!("{name}:{device}");
            return match limits.spend(Rule::SignInPerAccount, &key).await {
                Ok(()) => Ok(Try { spent: Vec::new(), in_a_row: None }.and(Rule::SignInPerAccount, key)),
                Err(limited) => self.refuse_try(limited, account, context).await,
            };
        }
        let address = network(context.ip_address.as_deref().unwrap_or("unknown"));
        if let Err(limited) = limits.spend(Rule::SignInPerAddress, &address).await {
            return self.refuse_try(limited, account, context).await;
        }
        let attempt = Try { spent: Vec::new(), in_a_row: None }.and(Rule::SignInPerAddress, address.clone());
        let pair = format!("{name}:{address}");
        let by_pair = limits.spend(Rule::SignInPerPair, &pair).await;
        let attempt = Try { in_a_row: Some(pair), ..attempt };
        match (limits.spend(Rule::SignInPerAccount, &name).await, by_pair) {
            (Ok(()), _) => Ok(attempt.and(Rule::SignInPerAccount, name)),
            (Err(_), Ok(())) => Ok(attempt),
            (Err(by_account), Err(by_pair)) => {
                // Whichever opens first lets him in.
                let wait_s = by_account.wait_s.min(by_pair.wait_s);
                self.take_back(attempt.spent).await;
                self.refuse_try(Limited { wait_s, ..by_account }, account, context).await
            }
        }
    }

    /// Spends one try of somebody who is signed in and gives his password again: whoever sits at his device guesses no faster.
    pub(super) async fn spend_try_of(&self, who: &Principal, account: Option<&Account>) -> Result<Try> {
        let key = format!("session:{}", who.session().ok_or(Error::Forbidden(Code::Forbidden))?);
        match self.ports.limits.spend(Rule::SignInPerAccount, &key).await {
            Ok(()) => Ok(Try { spent: Vec::new(), in_a_row: None }.and(Rule::SignInPerAccount, key)),
            Err(limited) => self.refuse_try(limited, account, who.context()).await,
        }
    }

    /// Takes a try back that was no failure.
    pub(super) async fn forgive_try(&self, attempt: Try) {
        self.take_back(attempt.spent).await;
        if let Some(pair) = attempt.in_a_row {
            self.ports.limits.forget(Rule::SignInPerPair, &pair).await;
        }
    }

    async fn take_back(&self, spent: Vec<(Rule, String)>) {
        for (rule, key) in spent {
            self.ports.limits.give_back(rule, &key).await;
        }
    }

    /// Refuses, and tells the firm of a burst once.
    async fn refuse_try<T>(&self, limited: Limited, account: Option<&Account>, context: &RequestContext) -> Result<T> {
        if limited.first {
            tracing::warn!(rule = limited.rule.word(), wait_s = limited.wait_s, "sign-ins have to wait");
            // An unknown account leaves the same trace, in the platform's own chain.
            let agency = account.map_or(AgencyId::PLATFORM, |account| account.view.agency_id);
            let who = Principal::system(SystemActor::SignIn, agency, context.door).within(context.clone());
            let mut unit = self.ports.write(&who).await?;
            let permit = unit.permit::<NoteSignInLimit>()?;
            let subject = account.map_or_else(
                || Subject::new("user", "unknown", "unknown"),
                |account| Subject::new("user", account.view.id, &account.view.full_name),
            );
            unit.record_act(&permit, subject);
            unit.commit().await?;
        }
        Err(Error::Limited(limited))
    }

    /// The browser that asks, when the account signed in on it before.
    fn known_device<'a>(&self, account: &Account, context: &'a RequestContext) -> Option<&'a str> {
        let (device, rest) = context.device_mark.as_deref()?.split_once('.')?;
        let (key_id, signature) = rest.split_once('.')?;
        let message = marked(device, &account.view);
        self.ports.signer.verify(Purpose::KnownDevice, key_id, &message, signature).then_some(device)
    }
}

/// What counts as one account. Unknown ones count as known ones do, by a digest that tells nobody's name to whoever reads the
/// counters.
pub(super) fn account_key(identity: &str) -> String {
    hex::encode(&Sha256::digest(identity.as_bytes())[..16])
}

impl Try {
    fn and(mut self, rule: Rule, key: String) -> Self {
        self.spent.push((rule, key));
        self
    }
}

/// What the mark of a device signs. The account is not in the mark itself: a cookie tells nobody who signed in.
fn marked(device: &str, account: &AccountView) -> String {
    format!("{device} {}", account.id)
}
