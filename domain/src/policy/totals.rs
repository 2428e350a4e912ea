//! What a portfolio comes to: how many policies are in force, and the premium they bring, by company and line.

use super::ProductLine;
use crate::shared::{CompanyId, Currency, Money};

/// One company's policies of one line in one currency, those in force at a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyTotal {
    /// The insurer.
    pub company_id: CompanyId,
    /// The line of business.
    pub product_line: ProductLine,
    /// How many policies.
    pub count: u64,
    /// Their yearly premiums together, by the latest terms; the greatest amount there is where they are more.
    pub premium: Money,
}

/// The totals that share a key and a currency, put together; the greatest premium first.
pub fn summed<K: Copy + Ord>(
    totals: &[PolicyTotal],
    currency: Currency,
    key: impl Fn(&PolicyTotal) -> K,
) -> Vec<(K, u64, Money)> {
    let mut sums = std::collections::BTreeMap::<K, (u64, i64)>::new();
    for total in totals.iter().filter(|total| total.premium.currency == currency) {
        let sum = sums.entry(key(total)).or_default();
        *sum = (sum.0 + total.count, sum.1.saturating_add(total.premium.amount_minor));
    }
    let mut sums: Vec<(K, u64, Money)> =
        sums.into_iter().map(|(key, (count, amount_minor))| (key, count, Money { amount_minor, currency })).collect();
    sums.sort_by_key(|(_, count, premium)| std::cmp::Reverse((premium.amount_minor, *count)));
    sums
}

/// The currencies of the totals, the one of most policies first.
pub fn currencies(totals: &[PolicyTotal]) -> Vec<Currency> {
    let mut counts: Vec<(Currency, u64)> = Vec::new();
    for total in totals {
        match counts.iter_mut().find(|(currency, _)| *currency == total.premium.currency) {
            Some((_, count)) => *count += total.count,
            None => counts.push((total.premium.currency, total.count)),
        }
    }
    counts.sort_by_key(|(currency, count)| (std::cmp::Reverse(*count), currency.code()));
    counts.into_iter().map(|(currency, _)| currency).collect()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn sums_keep_to_one_currency_and_never_overflow() {
        let total = |company, line, count, amount_minor, currency| PolicyTotal {
            company_id: CompanyId::from_uuid(Uuid::from_u128(company)),
            product_line: line,
            count,
            premium: Money { amount_minor, currency },
        };
        let totals = [
            total(1, ProductLine::Motor, 2, 500, Currency::EUR),
            total(1, ProductLine::Home, 1, 100, Currency::EUR),
            total(2, ProductLine::Motor, 3, i64::MAX, Currency::EUR),
            total(2, ProductLine::Home, 1, i64::MAX, Currency::EUR),
            total(2, ProductLine::Motor, 9, 7, Currency::XOF),
        ];
        let money = |amount_minor| Money { amount_minor, currency: Currency::EUR };
        let by_company: Vec<_> = summed(&totals, Currency::EUR, |total| total.company_id);
        let first = CompanyId::from_uuid(Uuid::from_u128(1));
        let second = CompanyId::from_uuid(Uuid::from_u128(2));
        assert_eq!(by_company, [(second, 4, money(i64::MAX)), (first, 3, money(600))]);
        assert_eq!(currencies(&totals), [Currency::XOF, Currency::EUR]);
    }
}
