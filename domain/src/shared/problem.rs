//! How a request is refused: stable codes with facts, never prose. Prose stands in the app's locales.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The facts of a refusal, for the sentence that is built from the code: `max` → `200`.
pub type Facts = BTreeMap<String, String>;

/// Declares the codes once: the enum, the list and the words.
macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $word:literal;)*) => {
        /// A stable code of a refusal, part of the contract with external programs.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
        pub enum Code {$(
            $(#[$doc])*
            #[serde(rename = $word)]
            $name,
        )*}

        impl Code {
            /// Every code there is.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The code as it stands in problems and locales.
            pub const fn word(self) -> &'static str {
                match self {$(Self::$name => $word,)*}
            }

            /// Reads [`Self::word`].
            pub fn parse(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|code| code.word() == text)
            }
        }
    };
}

codes! {
    // A field.
    /// The field must be filled in.
    Required = "required";
    /// The text is longer than `max` characters.
    TooLong = "too_long";
    /// The text is shorter than `min` characters.
    TooShort = "too_short";
    /// The value has another type than the field.
    WrongType = "wrong_type";
    /// The body has no such field.
    UnknownField = "unknown_field";
    /// The value is not one of the `allowed` ones.
    NotAChoice = "not_a_choice";
    /// Not an e-mail address.
    InvalidEmail = "invalid_email";
    /// Not a telephone number.
    InvalidPhone = "invalid_phone";
    /// Not the address of a site.
    InvalidUrl = "invalid_url";
    /// An address outside that does not begin with `begin`.
    InsecureUrl = "insecure_url";
    /// An address that leads into a private network.
    PrivateAddress = "private_address";
    /// The secret was given for another address, and is not sent to this one.
    SecretForAnother = "secret_for_another";
    /// Not the name of a header, or one that is not free; or a name with a sign that cannot travel.
    InvalidHeader = "invalid_header";
    /// Not a day of the calendar.
    InvalidDate = "invalid_date";
    /// A birth date must be in the past.
    DateInFuture = "date_in_future";
    /// The day must come after `after`.
    DateNotAfter = "date_not_after";
    /// Not an IBAN (ISO 13616) with right check digits.
    InvalidIban = "invalid_iban";
    /// A tax number with wrong check digits for the `scheme` it has the form of.
    InvalidTaxId = "invalid_tax_id";
    /// A national number with wrong check digits for the `scheme` it has the form of.
    InvalidNationalId = "invalid_national_id";
    /// A registration plate that cannot be one.
    InvalidPlate = "invalid_plate";
    /// A vehicle identification number that cannot be one (ISO 3779).
    InvalidVin = "invalid_vin";
    /// A text where a number is meant.
    InvalidNumber = "invalid_number";
    /// Not an amount of money.
    InvalidAmount = "invalid_amount";
    /// More decimals than the currency has.
    TooManyDecimals = "too_many_decimals";
    /// The amount may not be negative.
    NegativeAmount = "negative_amount";
    /// Not an ISO 4217 currency.
    InvalidCurrency = "invalid_currency";
    /// The text holds control characters.
    ControlCharacters = "control_characters";
    /// The record that this field names does not exist.
    UnknownReference = "unknown_reference";
    /// Another record has this value already.
    Duplicate = "duplicate";
    /// The password is among the most common ones.
    CommonPassword = "common_password";
    /// The value is not within its bounds, `min` to `max`.
    OutOfRange = "out_of_range";
    /// The file is no PDF.
    NotAPdf = "not_a_pdf";
    /// The file is none of the types that are taken.
    FileTypeRefused = "file_type_refused";
    /// A scanner found something harmful in the file.
    FileInfected = "file_infected";
    /// The file is larger than `megabytes` MB.
    FileTooLarge = "file_too_large";
    /// Signs that do not fit here: other than plain letters, digits and a few marks.
    UnfitCharacters = "unfit_characters";
    /// The checksum sent is not that of the file received.
    ChecksumMismatch = "checksum_mismatch";

    // A request.
    /// The body or an address could not be read.
    Unreadable = "unreadable";
    /// One or more fields are wrong.
    Invalid = "invalid";
    /// No session, or it is over.
    Unauthenticated = "unauthenticated";
    /// E-mail or password is wrong.
    InvalidCredentials = "invalid_credentials";
    /// The password was right; a second factor is needed too.
    SecondFactorRequired = "second_factor_required";
    /// The code of the second factor is wrong, or was used already.
    InvalidSecondFactor = "invalid_second_factor";
    /// Too many wrong codes; recovery codes and passkeys still work.
    TooManyCodes = "too_many_codes";
    /// The sign-in took too long between its two steps, or a challenge was used already.
    SignInStepOver = "sign_in_step_over";
    /// The passkey was refused.
    InvalidPasskey = "invalid_passkey";
    /// The firm asks a second factor from this role, and the person has none yet.
    SecondFactorMissing = "second_factor_missing";
    /// The role does not allow this.
    Forbidden = "forbidden";
    /// This asks for the password again, because the last sign-in was too long ago.
    RecentSignInNeeded = "recent_sign_in_needed";
    /// The request comes from another site.
    CrossSite = "cross_site";
    /// Registration of new firms is closed.
    RegistrationClosed = "registration_closed";
    /// There is no such record.
    NotFound = "not_found";
    /// The address does not take this method.
    MethodNotAllowed = "method_not_allowed";
    /// Somebody else changed the record meanwhile.
    StaleVersion = "stale_version";
    /// The record changed since the `ETag` in `If-Match`.
    PreconditionFailed = "precondition_failed";
    /// The body is larger than allowed.
    TooLarge = "too_large";
    /// The body came too slowly.
    TooSlow = "too_slow";
    /// The body has a media type this address does not take.
    UnsupportedMediaType = "unsupported_media_type";
    /// The link to choose a password was used or is over.
    PasswordLinkOver = "password_link_over";
    /// The key was used with another body.
    IdempotencyKeyReused = "idempotency_key_reused";
    /// The first request with this key is still being worked on.
    IdempotencyInProgress = "idempotency_in_progress";
    /// The request with this key was done, but its answer can no longer be read.
    IdempotencyAnswerLost = "idempotency_answer_lost";
    /// Too many tries; the next one has to wait `wait_s` seconds.
    RateLimited = "rate_limited";
    /// A part of the service does not answer.
    Unavailable = "unavailable";
    /// The scanner of files does not answer, so no file is taken.
    ScannerUnavailable = "scanner_unavailable";
    /// A fault of ours.
    Internal = "internal";

    // A rule of the trade.
    /// The client still has policies.
    ClientHasPolicies = "client_has_policies";
    /// At the moment asked about nobody knew of the record: it was recorded at `recorded_at`.
    NotKnownYet = "not_known_yet";
    /// The file was merged into that of `merged_into`.
    ClientMerged = "client_merged";
    /// A file is not merged with itself.
    MergeWithItself = "merge_with_itself";
    /// A person and an organisation are not one client.
    MergeOfKinds = "merge_of_kinds";
    /// The file that stayed was itself merged or put away since.
    MergeSurvivorGone = "merge_survivor_gone";
    /// Of what a merge moved, `count` records moved on since.
    MergeMovedOn = "merge_moved_on";
    /// Clients are recorded already who are likely the same.
    LikelyDuplicates = "likely_duplicates";
    /// The broker named looks after the client already.
    SameOwner = "same_owner";
    /// This way of exchanging has nothing that could be tested.
    NothingToTest = "nothing_to_test";
    /// A test of the storage failed at `step`, because of `trouble`; nothing was saved.
    StorageDoesNotWork = "storage_does_not_work";
    /// The installation's environment decides where files are kept.
    StorageSetByEnvironment = "storage_set_by_environment";
    /// The file in the store is not the one that was put there.
    FileAltered = "file_altered";
    /// The company still has policies.
    CompanyHasPolicies = "company_has_policies";
    /// The company's mandate does not allow this.
    MandateMissing = "mandate_missing";
    /// The policy's state `state` does not allow this.
    PolicyStateForbids = "policy_state_forbids";
    /// The day lies outside the policy's cover, `from` to `until`.
    OutsideCover = "outside_cover";
    /// The terms of a bound policy change by an endorsement only.
    EndorsementNeeded = "endorsement_needed";
    /// The policy renews tacitly; there is nothing to renew.
    RenewsTacitly = "renews_tacitly";
    /// The next term, from `from` on, is agreed already.
    AlreadyRenewed = "already_renewed";
    /// The premium would be more than can be counted.
    PremiumTooLarge = "premium_too_large";
    /// The renewal of many policies is not in a state, `run`, that allows this.
    RunStateForbids = "run_state_forbids";
    /// Documents about many policies are not in a state, `documents`, that allows this.
    DocumentRunStateForbids = "document_run_state_forbids";
    /// A party named twice: as a client and by a name.
    PartyTwice = "party_twice";
    /// More parties than a policy names.
    TooManyParties = "too_many_parties";
    /// Another fact, `fact`, rests on the one to be withdrawn.
    FactNeeded = "fact_needed";
    /// This fact cannot be withdrawn, or is already.
    FactStays = "fact_stays";
    /// Documents lack their mandatory mentions `missing`.
    MentionsMissing = "mentions_missing";
    /// A mandatory mention that is not recorded yet.
    MentionNotRecorded = "mention_not_recorded";
    /// The template cannot be filled or is not well formed.
    TemplateInvalid = "template_invalid";
    /// The template is of another kind or language than this asks for.
    TemplateNotUsable = "template_not_usable";
    /// The document passes a limit of the engine.
    RenderingLimit = "rendering_limit";
    /// The PDF would have more table rows than anybody reads; a workbook takes them.
    TooManyRows = "too_many_rows";
    /// The document was revoked.
    DocumentRevoked = "document_revoked";
    /// Another document took this one's place.
    DocumentSuperseded = "document_superseded";
    /// The document to replace is of another kind, or about somebody or something else.
    ReplacesAnother = "replaces_another";
    /// The link is over.
    LinkExpired = "link_expired";
    /// The link is not one of ours.
    LinkInvalid = "link_invalid";
    /// The firm has policies, so this stays what it is.
    FixedByPolicies = "fixed_by_policies";
    /// Nobody grants a role above his own.
    RoleAboveOwn = "role_above_own";
    /// The last administrator cannot leave.
    LastAdministrator = "last_administrator";
    /// The user looks after `count` clients; a colleague must be named who goes on.
    ClientsNeedOwner = "clients_need_owner";
    /// The user chose his password already; there is nothing to invite him to.
    InvitationAccepted = "invitation_accepted";
    /// The letter went already.
    LetterSent = "letter_sent";
    /// A record used elsewhere cannot be removed.
    InUse = "in_use";
    /// The person keeps `max` views already.
    TooManyViews = "too_many_views";
    /// More records are selected than one act reaches, `max`.
    TooManySelected = "too_many_selected";
    /// There is no postal address.
    AddressMissing = "address_missing";
    /// The postal address lacks `part`.
    AddressIncomplete = "address_incomplete";
    /// The postal address has more than `lines` lines, or one of more than `characters` characters.
    AddressTooLong = "address_too_long";
    /// The address does not fit on the paper, even in the smallest letters.
    AddressDoesNotFit = "address_does_not_fit";
    /// The typeface lacks the letter `letter`, in line `line`.
    GlyphMissing = "glyph_missing";
    /// The client's file was put away.
    ClientArchived = "client_archived";
    /// None of those selected has an address that can be printed.
    NobodyToWriteTo = "nobody_to_write_to";
    /// An authenticator app is set up already.
    TotpEnrolled = "totp_enrolled";
    /// There is no secret that a code could confirm.
    TotpNotBegun = "totp_not_begun";
    /// The firm asks a second factor from this role, so the last one stays.
    LastFactor = "last_factor";
    /// Nobody removes his own second factors as an administrator would: that asks for the password and a code.
    OwnFactors = "own_factors";
    /// Passkeys need a name as public address, and TLS.
    PasskeysUnavailable = "passkeys_unavailable";
}

/// One field that is wrong, with the JSON pointer (RFC 6901) to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct FieldError {
    /// `/last_name`, `/premium/amount_minor`.
    pub pointer: String,
    /// What is wrong.
    pub code: Code,
    /// The facts of the sentence.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schema(value_type = std::collections::HashMap<String, String>))]
    pub args: Facts,
}

impl FieldError {
    /// An error at a field without facts.
    pub fn new(field: &str, code: Code) -> Self {
        Self { pointer: format!("/{field}"), code, args: Facts::new() }
    }

    /// The same, with one more fact.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.args.insert(name.to_owned(), value.to_string());
        self
    }
}

/// Collects every wrong field of an input, so that all are told at once.
#[derive(Debug, Default)]
pub struct Checker {
    errors: Vec<FieldError>,
}

impl Checker {
    /// Keeps the value of a good field; notes the error of a wrong one.
    pub fn keep<T>(&mut self, result: Result<T, FieldError>) -> Option<T> {
        result.map_err(|error| self.errors.push(error)).ok()
    }

    /// Notes an error.
    pub fn note(&mut self, error: FieldError) {
        self.errors.push(error);
    }

    /// Notes several errors.
    pub fn note_all(&mut self, errors: Vec<FieldError>) {
        self.errors.extend(errors);
    }

    /// The command, when no field was wrong.
    ///
    /// # Errors
    /// Every field error noted.
    pub fn finish<T>(self, command: Option<T>) -> Result<T, Vec<FieldError>> {
        match command {
            Some(command) if self.errors.is_empty() => Ok(command),
            _ => Err(self.errors),
        }
    }
}

/// A refusal by a rule of the trade: an enum variant with its facts.
pub trait Refusal {
    /// The stable code.
    fn code(&self) -> Code;
    /// The facts of the sentence.
    fn facts(&self) -> Facts;
}
