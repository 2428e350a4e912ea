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
    // What the caller wrote himself may be no text at all; it stands left of what our proxy wrote, on the same line.
    let lines = headers.get_all("x-forwarded-for").iter().map(|value| String::from_utf8_lossy(value.as_bytes()));
    let lines: Vec<_> = lines.collect();
    let mut hops: Vec<&str> = lines.iter().flat_map(|line| line.split(',')).map(str::trim).collect();
    while is_trusted(address) {
        let Some(hop) = hops.pop() else { break };
        let before = hop.parse::<IpAddr>().or_else(|_| hop.parse::<SocketAddr>().map(|with_port| with_port.ip()));
        match before {
            Ok(before) => address = before.to_canonical(),
            Err(_) => break,
        }
    }
    Some(address)
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn only_our_own_proxies_are_believed() {
        let trusted: Vec<IpNet> = vec!["10.0.0.0/8".parse().unwrap()];
        let bytes_seen = |peer: &str, forwarded: &[u8]| {
            let mut headers = HeaderMap::new();
            if !forwarded.is_empty() {
                headers.insert("x-forwarded-for", HeaderValue::from_bytes(forwarded).unwrap());
            }
            client_address(Some(peer.parse().unwrap()), &headers, &trusted).unwrap().to_string()
        };
        let seen = |peer: &str, forwarded: &str| bytes_seen(peer, forwarded.as_bytes());
        assert_eq!(bytes_seen("10.0.0.1:1", b"\xff, 203.0.113.9"), "203.0.113.9");
        assert_eq!(seen("203.0.113.9:1", "1.2.3.4"), "203.0.113.9");
        assert_eq!(seen("10.0.0.1:1", "198.51.100.7"), "198.51.100.7");
        assert_eq!(seen("10.0.0.1:1", "6.6.6.6, 198.51.100.7, 10.0.0.2"), "198.51.100.7");
        assert_eq!(seen("10.0.0.1:1", "garbage"), "10.0.0.1");
        assert_eq!(seen("10.0.0.1:1", "198.51.100.7:4444"), "198.51.100.7");
        assert_eq!(seen("[::ffff:203.0.113.9]:1", ""), "203.0.113.9");
    }
}
