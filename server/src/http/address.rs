//! The client's address: the rightmost hop that is not one of our own proxies.

use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, Request};
use axum::http::HeaderMap;
use ipnet::IpNet;

use crate::config::Config;

/// The address that a request comes from.
pub fn address_of(request: &Request, config: &Config) -> Option<IpAddr> {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| *peer);
    client_address(peer, request.headers(), &config.trusted_proxies)
}

/// Reads `X-Forwarded-For` from the right, as long as the hops are proxies we trust. Anything a caller wrote himself stands
/// further left and is never believed.
pub fn client_address(peer: Option<SocketAddr>, headers: &HeaderMap, trusted: &[IpNet]) -> Option<IpAddr> {
    let is_trusted = |address: IpAddr| trusted.iter().any(|net| net.contains(&address));
    let mut address = peer?.ip().to_canonical();
    let hops = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
    let mut hops: Vec<&str> = hops.flat_map(|value| value.split(',')).map(str::trim).collect();
    while is_trusted(address) {
        let Some(hop) = hops.pop() else { break };
        match hop.parse::<IpAddr>() {
            Ok(before) => address = before.to_canonical(),
            Err(_) => break,
        }
    }
    Some(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_proxies_are_believed() {
        let trusted: Vec<IpNet> = vec!["10.0.0.0/8".parse().unwrap()];
        let seen = |peer: &str, forwarded: &str| {
            let mut headers = HeaderMap::new();
            if !forwarded.is_empty() {
                headers.insert("x-forwarded-for", forwarded.parse().unwrap());
            }
            client_address(Some(peer.parse().unwrap()), &headers, &trusted).unwrap().to_string()
        };
        assert_eq!(seen("203.0.113.9:1", "1.2.3.4"), "203.0.113.9");
        assert_eq!(seen("10.0.0.1:1", "198.51.100.7"), "198.51.100.7");
        assert_eq!(seen("10.0.0.1:1", "6.6.6.6, 198.51.100.7, 10.0.0.2"), "198.51.100.7");
        assert_eq!(seen("10.0.0.1:1", "garbage"), "10.0.0.1");
        assert_eq!(seen("[::ffff:203.0.113.9]:1", ""), "203.0.113.9");
    }
}
