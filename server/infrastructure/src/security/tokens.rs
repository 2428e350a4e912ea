//! Access tokens (RFC 9068): one algorithm, issuer, audience and type; the session named in them decides.

use domain::shared::{SessionId, UserId};
use jiff::Timestamp;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};
use services::ports::security::{ACCESS_LIFE, AccessClaims, AccessTokens};
use services::{Error, Result};

use super::secret::{MasterKey, MasterSecret, short_id};

const ISSUER: &str = "monassurance";
const AUDIENCE: &str = "monassurance-api";
const TYPE: &str = "at+jwt";

/// The longest token that is looked at, in bytes; ours have some 400.
const TOKEN_MAX: usize = 4096;

/// Makes and reads access tokens with keys derived from the installation's secret.
#[derive(Debug, Clone)]
pub struct JwtTokens {
    secret: MasterSecret,
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
    /// Signs under keys of `secret`.
    pub fn new(secret: &MasterSecret) -> Self {
        Self { secret: secret.clone() }
    }
}

fn derived(key: &MasterKey) -> [u8; 32] {
    key.derive("access token")
}

impl AccessTokens for JwtTokens {
    fn issue(&self, claims: &AccessClaims, now: Timestamp) -> Result<String> {
        let mut header = Header::new(Algorithm::HS256);
        header.typ = Some(TYPE.to_owned());
        let key = derived(&self.secret.current());
        header.kid = Some(short_id(&key));
        let claims = Claims {
            iss: ISSUER.to_owned(),
            aud: AUDIENCE.to_owned(),
            sub: claims.user.to_string(),
            sid: claims.session.to_string(),
            iat: now.as_second(),
            nbf: now.as_second(),
            exp: claims.expires_at.as_second(),
        };
        let key = EncodingKey::from_secret(&key);
        jsonwebtoken::encode(&header, &claims, &key).map_err(|error| Error::Internal(Box::new(error)))
    }

    fn read(&self, token: &str, now: Timestamp) -> Option<AccessClaims> {
        if token.len() > TOKEN_MAX {
            return None;
        }
        // The header is a stranger's word until the signature is checked: it only chooses among our own keys.
        let kid = jsonwebtoken::decode_header(token).ok()?.kid?;
        let key = self.secret.find(|key| short_id(&derived(key)) == kid)?;
        if !key.may_have_made(ACCESS_LIFE, now) {
            return None;
        }
        let mut validation = Validation::new(Algorithm::HS256);
        validation.set_issuer(&[ISSUER]);
        validation.set_audience(&[AUDIENCE]);
        validation.set_required_spec_claims(&["exp", "nbf", "iss", "aud", "sub"]);
        // The library asks the machine's clock; ours is passed in, so both moments are compared below.
        validation.validate_exp = false;
        validation.validate_nbf = false;
        let read =
            jsonwebtoken::decode::<Claims>(token, &DecodingKey::from_secret(&derived(&key)), &validation).ok()?;
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
    use serde_json::{Value, json};
    use uuid::Uuid;

    use super::super::secret::tests::place;
    use super::*;

    const START: i64 = 1_000_000;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn claims() -> AccessClaims {
        AccessClaims {
            user: UserId::from_uuid(Uuid::from_u128(1)),
            session: SessionId::from_uuid(Uuid::from_u128(2)),
            expires_at: at(START + 900),
        }
    }

    #[test]
    fn a_token_works_from_its_making_until_its_end_and_only_with_its_key() {
        let tokens = JwtTokens::new(&MasterSecret::new([1; 32]));
        let token = tokens.issue(&claims(), at(START)).unwrap();
        assert_eq!(tokens.read(&token, at(START + 899)), Some(claims()));
        assert_eq!(tokens.read(&token, at(START + 900)), None);
        assert_eq!(tokens.read(&token, at(START - 1)), None);
        assert_eq!(JwtTokens::new(&MasterSecret::new([2; 32])).read(&token, at(START + 1)), None);
    }

    /// A token with our own key, and with what the test puts into it.
    fn forged(header: Value, body: Value) -> String {
        let secret = MasterSecret::new([1; 32]);
        let mut full: Header = Header::new(Algorithm::HS256);
        full.typ = Some(TYPE.to_owned());
        full.kid = Some(short_id(&derived(&secret.current())));
        let mut header_of: Value = serde_json::to_value(&full).unwrap();
        for (name, value) in header.as_object().unwrap() {
            header_of[name] = value.clone();
        }
        let header: Header = serde_json::from_value(header_of).unwrap();
        let mut claims = json!({
            "iss": ISSUER, "aud": AUDIENCE, "sub": Uuid::from_u128(1), "sid": Uuid::from_u128(2),
            "iat": START, "nbf": START, "exp": START + 900,
        });
        for (name, value) in body.as_object().unwrap() {
            claims[name] = value.clone();
        }
        // Another algorithm takes another kind of key; the same bytes are the likeliest mistake.
        jsonwebtoken::encode(&header, &claims, &EncodingKey::from_secret(&derived(&secret.current()))).unwrap()
    }

    #[test]
    fn a_token_that_says_anything_else_is_no_token() {
        let tokens = JwtTokens::new(&MasterSecret::new([1; 32]));
        let read = |token: &str| tokens.read(token, at(START + 1));
        let good = forged(json!({}), json!({}));
        assert_eq!(read(&good), Some(claims()));
        let wrong = [
            (json!({ "alg": "HS384" }), json!({})),
            (json!({ "alg": "HS512" }), json!({})),
            (json!({ "typ": "JWT" }), json!({})),
            (json!({ "kid": "00000000" }), json!({})),
            (json!({ "kid": null }), json!({})),
            (json!({}), json!({ "exp": START })),
            (json!({}), json!({ "exp": (START + 900).to_string() })),
            (json!({}), json!({ "exp": null })),
            (json!({}), json!({ "nbf": START + 600 })),
            (json!({}), json!({ "aud": "another-api" })),
            (json!({}), json!({ "aud": ["another-api"] })),
            (json!({}), json!({ "iss": "somebody" })),
            (json!({}), json!({ "sub": "me" })),
            (json!({}), json!({ "sid": 5 })),
        ];
        for (header, body) in wrong {
            assert_eq!(read(&forged(header.clone(), body.clone())), None, "{header} {body}");
        }
        let (head, rest) = good.split_once('.').unwrap();
        let (body, signature) = rest.split_once('.').unwrap();
        for token in [
            "eyJhbGciOiJub25lIn0.e30.".to_owned(),
            format!("eyJhbGciOiJub25lIiwidHlwIjoiYXQrand0In0.{body}."),
            format!("{head}.{body}."),
            format!("{head}.{body}"),
            format!("{head}.{body}.{}A", &signature[..signature.len() - 1]),
            format!("{head}.{body}x.{signature}"),
            String::new(),
            "..".to_owned(),
            "a".repeat(1024 * 1024),
            format!("{head}.{}.{signature}", "a".repeat(1024 * 1024)),
        ] {
            assert_eq!(read(&token), None, "{}", &token[..token.len().min(80)]);
        }
    }

    #[test]
    fn a_token_outlives_the_rotation_of_its_key_but_not_its_removal() {
        let path = place("tokens");
        let now = SystemClock.now();
        let claims = AccessClaims { expires_at: at(now.as_second() + 900), ..claims() };
        let running = JwtTokens::new(&MasterSecret::read_or_make(&path, [1; 32]).unwrap());
        let fresh = || JwtTokens::new(&MasterSecret::read_or_make(&path, [0; 32]).unwrap());
        let old = running.issue(&claims, now).unwrap();
        let keys = MasterSecret::rotate(&path, [2; 32], now).unwrap();
        let new = fresh().issue(&claims, now).unwrap();
        let kid = |token: &str| jsonwebtoken::decode_header(token).unwrap().kid.unwrap();
        assert_ne!(kid(&old), kid(&new));
        for tokens in [&running, &fresh()] {
            assert_eq!(tokens.read(&old, now), Some(claims.clone()));
            assert_eq!(tokens.read(&new, now), Some(claims.clone()));
        }
        // Whoever stole the old key can make nothing with it once its own tokens are over.
        let later = AccessClaims { expires_at: at(now.as_second() + 5000), ..claims.clone() };
        let stolen = JwtTokens::new(&MasterSecret::new([1; 32])).issue(&later, now).unwrap();
        assert_eq!(fresh().read(&stolen, at(now.as_second() + 1000)), None);
        MasterSecret::forget(&path, &keys[1].id()).unwrap();
        assert_eq!(fresh().read(&old, now), None);
        assert_eq!(fresh().read(&new, now), Some(claims));
        std::fs::remove_dir_all(path.parent().unwrap()).unwrap();
    }

    use services::ports::clock::Clock;

    use crate::time::SystemClock;
}
