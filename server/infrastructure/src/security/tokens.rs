//! Access tokens (RFC 9068): one algorithm, issuer, audience and type; the session named in them decides.

use domain::shared::{SessionId, UserId};
use jiff::Timestamp;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};
use services::ports::security::{AccessClaims, AccessTokens};
use services::{Error, Result};

use super::secret::MasterSecret;

const ISSUER: &str = "monassurance";
const AUDIENCE: &str = "monassurance-api";
const TYPE: &str = "at+jwt";

/// Makes and reads access tokens with a key derived from the installation's secret.
#[derive(Clone)]
pub struct JwtTokens {
    encoding: EncodingKey,
    decoding: DecodingKey,
}

impl std::fmt::Debug for JwtTokens {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("JwtTokens(…)")
    }
}

#[derive(Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    sub: String,
    sid: String,
    iat: i64,
    nbf: i64,
    exp: i64,
}

impl JwtTokens {
    /// Derives the key.
    pub fn new(secret: &MasterSecret) -> Self {
        let key = secret.derive("access token");
        Self { encoding: EncodingKey::from_secret(&key), decoding: DecodingKey::from_secret(&key) }
    }
}

impl AccessTokens for JwtTokens {
    fn issue(&self, claims: &AccessClaims, now: Timestamp) -> Result<String> {
        let mut header = Header::new(Algorithm::HS256);
        header.typ = Some(TYPE.to_owned());
        let claims = Claims {
            iss: ISSUER.to_owned(),
            aud: AUDIENCE.to_owned(),
            sub: claims.user.to_string(),
            sid: claims.session.to_string(),
            iat: now.as_second(),
            nbf: now.as_second(),
            exp: claims.expires_at.as_second(),
        };
        jsonwebtoken::encode(&header, &claims, &self.encoding).map_err(|error| Error::Internal(Box::new(error)))
    }

    fn read(&self, token: &str, now: Timestamp) -> Option<AccessClaims> {
        let mut validation = Validation::new(Algorithm::HS256);
        validation.set_issuer(&[ISSUER]);
        validation.set_audience(&[AUDIENCE]);
        validation.set_required_spec_claims(&["exp", "nbf", "iss", "aud", "sub"]);
        // The library asks the machine's clock; ours is passed in, so both moments are compared below.
        validation.validate_exp = false;
        validation.validate_nbf = false;
        let read = jsonwebtoken::decode::<Claims>(token, &self.decoding, &validation).ok()?;
        let (claims, now) = (read.claims, now.as_second());
        if read.header.typ.as_deref() != Some(TYPE) || claims.exp <= now || claims.nbf > now {
            return None;
        }
        Some(AccessClaims {
            user: UserId::parse(&claims.sub)?,
            session: SessionId::parse(&claims.sid)?,
            expires_at: Timestamp::from_second(claims.exp).ok()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_token_works_from_its_making_until_its_end_and_only_with_its_key() {
        let tokens = JwtTokens::new(&MasterSecret::new([1; 32]));
        let at = |second| Timestamp::from_second(second).unwrap();
        let claims = AccessClaims {
            user: UserId::from_uuid(Uuid::from_u128(1)),
            session: SessionId::from_uuid(Uuid::from_u128(2)),
            expires_at: at(1_000_900),
        };
        let token = tokens.issue(&claims, at(1_000_000)).unwrap();
        assert_eq!(tokens.read(&token, at(1_000_899)), Some(claims));
        assert_eq!(tokens.read(&token, at(1_000_900)), None);
        assert_eq!(tokens.read(&token, at(999_999)), None);
        assert_eq!(JwtTokens::new(&MasterSecret::new([2; 32])).read(&token, at(1_000_001)), None);
        let (head, rest) = token.split_once('.').unwrap();
        assert_eq!(tokens.read(&format!("{head}.{}x", &rest[..rest.len() - 1]), at(1_000_001)), None);
        assert_eq!(tokens.read("eyJhbGciOiJub25lIn0.e30.", at(1_000_001)), None);
    }
}
