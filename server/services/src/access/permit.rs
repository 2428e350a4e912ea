//! A permit: the proof, in the type system, that somebody may do something in this unit.

use std::marker::PhantomData;

use domain::shared::UserId;
use domain::user::Role;

use super::action::{self as actions, Action};
use super::principal::{Principal, Standing};
use crate::error::Error;

/// How much of the firm is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OwnerScope {
    /// All of it.
    Firm,
    /// The clients this broker owns, and what hangs on them.
    Owner(UserId),
}

/// The proof that a principal may do `A`. It can only come from `unit.permit::<A>()`.
#[derive(Debug)]
pub struct Permit<A: Action> {
    scope: OwnerScope,
    word: &'static str,
    action: PhantomData<A>,
}

/// Says that whoever may do `Self` may do `B` as a part of it.
pub trait Includes<B: Action>: Action {}

impl Includes<actions::WritePolicyFacts> for actions::CreatePolicy {}
impl Includes<actions::WritePolicyFacts> for actions::UpdatePolicy {}
impl Includes<actions::WritePolicyFacts> for actions::BindPolicy {}
impl Includes<actions::WritePolicyFacts> for actions::EndorsePolicy {}
impl Includes<actions::WritePolicyFacts> for actions::RenewPolicy {}
impl Includes<actions::WritePolicyFacts> for actions::SuspendPolicy {}
impl Includes<actions::WritePolicyFacts> for actions::ReinstatePolicy {}
impl Includes<actions::WritePolicyFacts> for actions::CancelPolicy {}
impl Includes<actions::WritePolicyFacts> for actions::VoidPolicy {}
impl Includes<actions::WritePolicyFacts> for actions::WithdrawFact {}

impl Includes<actions::SteerRenewals> for actions::ConfirmRenewals {}
impl Includes<actions::SteerRenewals> for actions::UndoRenewals {}
impl Includes<actions::SteerRenewals> for actions::DiscardRenewals {}
impl Includes<actions::SteerDocumentRun> for actions::CancelDocumentRun {}
impl Includes<actions::SteerDocumentRun> for actions::RetryDocumentRun {}
impl Includes<actions::WriteLetter> for actions::CreateUser {}
impl Includes<actions::WriteLetter> for actions::InviteUser {}
impl Includes<actions::WriteLetter> for actions::AskPasswordReset {}
impl Includes<actions::WriteLetter> for actions::ResetPassword {}
impl Includes<actions::WriteLetter> for actions::ChangePassword {}
impl Includes<actions::WriteLetter> for actions::ResetFactors {}
impl Includes<actions::WriteLetter> for actions::EmailDocument {}
impl Includes<actions::ShareDocument> for actions::EmailDocument {}
impl Includes<actions::ChoosePassword> for actions::ResetPassword {}
impl Includes<actions::ChoosePassword> for actions::AcceptInvitation {}
impl Includes<actions::SetAgencyStanding> for actions::SuspendAgency {}
impl Includes<actions::SetAgencyStanding> for actions::ReinstateAgency {}
impl Includes<actions::UseFactor> for actions::SignIn {}
impl Includes<actions::UseFactor> for actions::RemoveFactor {}
impl Includes<actions::UseFactor> for actions::RenewRecoveryCodes {}
impl Includes<actions::WriteRecoveryCodes> for actions::EnrolFactor {}
impl Includes<actions::WriteRecoveryCodes> for actions::RemoveFactor {}
impl Includes<actions::WriteRecoveryCodes> for actions::RenewRecoveryCodes {}

impl<A: Action> Permit<A> {
    pub(crate) fn grant(principal: &Principal) -> Result<Self, Error> {
        if !A::KIND.allows(principal.standing()) {
            return Err(Error::Forbidden(domain::shared::problem::Code::Forbidden));
        }
        if principal.lacks_factor() && !A::KIND.leads_to_a_factor() {
            return Err(Error::Forbidden(domain::shared::problem::Code::SecondFactorMissing));
        }
        let scope = match (principal.standing(), principal.user_id()) {
            (Standing::Person(Role::User), Some(user)) => OwnerScope::Owner(user),
            _ => OwnerScope::Firm,
        };
        Ok(Self { scope, word: A::KIND.word(), action: PhantomData })
    }

    /// How much of the firm is seen.
    pub fn scope(&self) -> OwnerScope {
        self.scope
    }

    /// The word in the audit log.
    pub(crate) fn word(&self) -> &'static str {
        self.word
    }

    /// The permit for a part of the action. The audit event still tells of the whole.
    pub(crate) fn part<B: Action>(&self) -> Permit<B>
    where
        A: Includes<B>,
    {
        Permit { scope: self.scope, word: self.word, action: PhantomData }
    }
}
