//! Limits: how often somebody may try something. All rules stand in the table below; who applies one names it and the key that
//! is counted.

use async_trait::async_trait;

/// Declares the rules once: the enum, its words, its settings and what is usual.
macro_rules! rules {
    ($($(#[doc = $doc:literal])* $name:ident = $word:literal, $setting:literal: $usual:literal $manner:ident;)*) => {
        /// A rule on how often somebody may try.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Rule {$(
            $(#[doc = $doc])*
            $name,
        )*}

        impl Rule {
            /// Every rule.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// Its word in answers and logs.
            pub const fn word(self) -> &'static str {
                match self {$(Self::$name => $word,)*}
            }

            /// The setting that changes it.
            pub const fn setting(self) -> &'static str {
                match self {$(Self::$name => $setting,)*}
            }

            /// What holds where nobody set it.
            pub const fn usual(self) -> &'static str {
                match self {$(Self::$name => $usual,)*}
            }

            /// How it counts.
            pub const fn manner(self) -> Manner {
                match self {$(Self::$name => Manner::$manner,)*}
            }
        }
    };
}

rules! {
    /// Wrong passwords from one address, whatever the account.
    SignInPerAddress = "sign_in_per_address", "MONASSURANCE_RATE_LIMIT_SIGN_IN_PER_ADDRESS": "30/15m" Growing;
    /// Wrong passwords for one account from anywhere, and from each of its known devices.
    SignInPerAccount = "sign_in_per_account", "MONASSURANCE_RATE_LIMIT_SIGN_IN_PER_ACCOUNT": "10/15m" Growing;
    /// Wrong passwords for one account from one address, while the account has too many: the owner, at an address from which
    /// nobody has failed, still gets in.
    SignInPerPair = "sign_in_per_pair", "MONASSURANCE_RATE_LIMIT_SIGN_IN_PER_PAIR": "3/15m" Growing;
    /// Requests for a link to choose a forgotten password, from one address and for one account.
    PasswordResets = "password_resets", "MONASSURANCE_RATE_LIMIT_PASSWORD_RESETS": "20/1h" Steady;
    /// Downloads of documents by one user, or from one address by signed links.
    Downloads = "downloads", "MONASSURANCE_RATE_LIMIT_DOWNLOADS": "600/10m" Steady;
    /// Requests to one route by one user, or from one address. A program that records a whole portfolio stays below.
    Requests = "requests", "MONASSURANCE_RATE_LIMIT_REQUESTS": "12000/1m" Steady;
    /// Tests of the connections to companies, by one firm.
    IntegrationTests = "integration_tests", "MONASSURANCE_RATE_LIMIT_INTEGRATION_TESTS": "20/10m" Steady;
    /// Browsers' reports of broken content policies from one address.
    Reports = "reports", "MONASSURANCE_RATE_LIMIT_REPORTS": "60/1m" Steady;
}

/// How a rule counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// So many in a time; what is spent comes back evenly.
    Steady,
    /// So many are free. After that each try waits twice as long as the one before, up to the time; one is forgiven each time.
    Growing,
}

/// The wait after the last free try of a growing rule.
pub const FIRST_WAIT_S: u64 = 15;

/// A number of tries in a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quota {
    /// How many.
    pub number: u32,
    /// In how many seconds.
    pub period_s: u32,
}

impl Quota {
    /// Reads `30/15m`: so many tries in so many seconds, minutes or hours.
    fn parse(text: &str) -> Option<Self> {
        let (number, period) = text.split_once('/')?;
        let (count, unit) = period.split_at_checked(period.len().checked_sub(1)?)?;
        let unit_s = match unit {
            "s" => 1,
            "m" => 60,
            "h" => 3600,
            _ => return None,
        };
        let quota = Self { number: number.parse().ok()?, period_s: count.parse::<u32>().ok()?.checked_mul(unit_s)? };
        (quota.number > 0 && quota.period_s > 0).then_some(quota)
    }
}

/// What holds in this installation, rule by rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quotas([Option<Quota>; Rule::ALL.len()]);

impl Default for Quotas {
    /// What is usual.
    fn default() -> Self {
        let mut quotas = Self::off();
        for rule in Rule::ALL {
            quotas.0[*rule as usize] = Quota::parse(rule.usual());
        }
        quotas
    }
}

impl Quotas {
    /// No limit at all.
    pub fn off() -> Self {
        Self([None; Rule::ALL.len()])
    }

    /// Sets a limit as its setting says: `30/15m`, or `off`. The answer is whether it could be read.
    #[must_use]
    pub fn read(&mut self, rule: Rule, text: &str) -> bool {
        let quota = Quota::parse(text);
        self.0[rule as usize] = quota;
        quota.is_some() || text == "off"
    }

    /// The limit; `None` when there is none.
    pub fn of(&self, rule: Rule) -> Option<Quota> {
        self.0[rule as usize]
    }
}

/// A try that has to wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limited {
    /// By which rule.
    pub rule: Rule,
    /// What the rule allows.
    pub quota: Quota,
    /// For how many seconds.
    pub wait_s: u64,
    /// Whether it is the first refusal after a try that counted: what is told of a burst is told once.
    pub first: bool,
}

/// Counts tries. It always answers: instances that share a counter and cannot reach it count for themselves.
#[async_trait]
pub trait Limits: Send + Sync {
    /// Spends one try, unless there is none left; a refused one costs nothing.
    async fn spend(&self, rule: Rule, key: &str) -> Result<(), Limited>;

    /// Gives one try back.
    async fn give_back(&self, rule: Rule, key: &str);

    /// Forgets every try of a key.
    async fn forget(&self, rule: Rule, key: &str);
}

/// What counts as one address. A customer of IPv6 has a whole network of 64 bits, and may come from any part of it.
pub fn network(address: &str) -> String {
    match address.parse::<std::net::Ipv6Addr>() {
        Ok(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
        Err(_) => address.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_of_64_bits_counts_as_one_address() {
        assert_eq!(network("2001:db8:1:2:3:4:5:6"), network("2001:db8:1:2:ffff::1"));
        assert_ne!(network("2001:db8:1:2::1"), network("2001:db8:1:3::1"));
        assert_eq!(network("203.0.113.9"), "203.0.113.9");
    }

    #[test]
    fn what_is_usual_can_be_read() {
        let quotas = Quotas::default();
        assert!(Rule::ALL.iter().all(|rule| quotas.of(*rule).is_some()));
    }
}
