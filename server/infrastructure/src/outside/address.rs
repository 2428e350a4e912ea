//! Addresses as a firm writes them, and which of those they lead to are called.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use services::ports::outside::{AddressRefusal, Scheme};
use url::{Host, Url};

/// Where a call goes.
#[derive(Debug, Clone)]
pub(super) struct Place {
    scheme: Scheme,
    /// Always read as `https`, so that a host is read in the same way for each scheme: also `0x7f.1` is an address.
    url: Url,
    host: Host<String>,
    /// The port.
    pub(super) port: u16,
}

impl Place {
    /// Reads an address of this scheme.
    pub(super) fn read(scheme: Scheme, text: &str) -> Result<Self, AddressRefusal> {
        let beginning = scheme.beginning();
        let (start, rest) = text.split_at_checked(beginning.len()).ok_or(AddressRefusal::OtherScheme)?;
        if !start.eq_ignore_ascii_case(beginning) {
            return Err(AddressRefusal::OtherScheme);
        }
        // A parser of addresses takes these away or turns them round; who writes them means something else than is read.
        if rest.contains(|c: char| c == '\\' || c.is_whitespace() || c.is_control()) || rest.starts_with('/') {
            return Err(AddressRefusal::Unreadable);
        }
        let url = Url::parse(&format!("https://{rest}")).map_err(|_| AddressRefusal::Unreadable)?;
        let says_more = !url.username().is_empty() || url.password().is_some() || url.fragment().is_some();
        let host = url.host().map(|host| host.to_owned()).filter(|_| !says_more).ok_or(AddressRefusal::Unreadable)?;
        let usual = if scheme == Scheme::Sftp { 22 } else { 443 };
        let port = url.port().unwrap_or(usual);
        Ok(Self { scheme, url, host, port })
    }

    /// The address as it is kept and called.
    pub(super) fn text(&self) -> String {
        self.url.as_str().replacen("https://", self.scheme.beginning(), 1)
    }

    /// Scheme, host and port.
    pub(super) fn origin(&self) -> String {
        format!("{}{}:{}", self.scheme.beginning(), self.host, self.port)
    }

    /// The host as certificates and name servers know it: without the brackets of an address.
    pub(super) fn name(&self) -> String {
        match &self.host {
            Host::Ipv6(address) => address.to_string(),
            host => host.to_string(),
        }
    }

    /// The host as requests name it: with its port, where that is not the usual one.
    pub(super) fn authority(&self) -> String {
        match self.port {
            443 => self.host.to_string(),
            port => format!("{}:{port}", self.host),
        }
    }

    /// Path and query.
    pub(super) fn target(&self) -> String {
        match self.url.query() {
            Some(query) => format!("{}?{query}", self.url.path()),
            None => self.url.path().to_owned(),
        }
    }

    /// The address, where the host is one and no name.
    pub(super) fn literal(&self) -> Option<IpAddr> {
        match self.host {
            Host::Ipv4(address) => Some(address.into()),
            Host::Ipv6(address) => Some(address.into()),
            Host::Domain(_) => None,
        }
    }

    /// Whether the host is this machine by its name (RFC 6761).
    pub(super) fn is_local_name(&self) -> bool {
        let name = self.name();
        let name = name.trim_end_matches('.');
        name == "localhost" || name.ends_with(".localhost")
    }
}

/// Whether the operator opened this very machine.
pub(crate) fn opens_loopback(open: &[IpNet]) -> bool {
    open.iter()
        .any(|net| net.contains(&IpAddr::V4(Ipv4Addr::LOCALHOST)) || net.contains(&IpAddr::V6(Ipv6Addr::LOCALHOST)))
}

/// Whether an address is called: it is public, or in a network that the operator opened.
pub(crate) fn may_be_called(address: IpAddr, open: &[IpNet]) -> bool {
    let address = address.to_canonical();
    is_public(address) || open.iter().any(|net| net.contains(&address))
}

/// What IPv4 keeps for itself (the IANA special-purpose registry): this network, private ones, shared and link-local ones with
/// the metadata services of clouds, benchmarks, examples, relays, multicast and what is reserved.
const NOT_PUBLIC_4: &[(Ipv4Addr, u8)] = &[
    (Ipv4Addr::UNSPECIFIED, 8),
    (Ipv4Addr::new(10, 0, 0, 0), 8),
    (Ipv4Addr::new(100, 64, 0, 0), 10),
    (Ipv4Addr::new(127, 0, 0, 0), 8),
    (Ipv4Addr::new(169, 254, 0, 0), 16),
    (Ipv4Addr::new(172, 16, 0, 0), 12),
    (Ipv4Addr::new(192, 0, 0, 0), 24),
    (Ipv4Addr::new(192, 0, 2, 0), 24),
    (Ipv4Addr::new(192, 88, 99, 0), 24),
    (Ipv4Addr::new(192, 168, 0, 0), 16),
    (Ipv4Addr::new(198, 18, 0, 0), 15),
    (Ipv4Addr::new(198, 51, 100, 0), 24),
    (Ipv4Addr::new(203, 0, 113, 0), 24),
    (Ipv4Addr::new(224, 0, 0, 0), 3),
];

/// The one part of IPv6 that is given out to the world, and what is taken from it again: examples, the tunnels that carry an
/// IPv4 address of which nobody here knows where it leads, and the registry's own.
const PUBLIC_6: (Ipv6Addr, u8) = (Ipv6Addr::new(0x2000, 0, 0, 0, 0, 0, 0, 0), 3);
const NOT_PUBLIC_6: &[(Ipv6Addr, u8)] = &[
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23),
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32),
    (Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16),
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20),
];

fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => !NOT_PUBLIC_4.iter().any(|(net, bits)| in_v4(*net, *bits, address)),
        IpAddr::V6(address) => {
            let within =
                |(net, bits): &(Ipv6Addr, u8)| Ipv6Net::new(*net, *bits).is_ok_and(|net| net.contains(&address));
            within(&PUBLIC_6) && !NOT_PUBLIC_6.iter().any(within)
        }
    }
}

fn in_v4(net: Ipv4Addr, bits: u8, address: Ipv4Addr) -> bool {
    Ipv4Net::new(net, bits).is_ok_and(|net| net.contains(&address))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn called(text: &str, open: &[IpNet]) -> bool {
        may_be_called(text.parse().unwrap(), open)
    }

    #[test]
    fn only_public_addresses_are_called_and_what_the_operator_opened() {
        for public in ["1.1.1.1", "81.253.1.2", "172.32.0.1", "2606:4700::1111", "2a01:e0a::1"] {
            assert!(called(public, &[]), "{public}");
        }
        let private = [
            "0.0.0.0",
            "10.1.2.3",
            "100.100.100.200",
            "127.0.0.1",
            "127.8.8.8",
            "169.254.169.254",
            "172.16.0.1",
            "192.168.1.1",
            "192.0.0.192",
            "198.18.0.1",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:169.254.169.254",
            "::127.0.0.1",
            "64:ff9b::7f00:1",
            "fc00::1",
            "fd00:ec2::254",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "2002:7f00:1::",
            "2001::1",
            "2001:db8::1",
        ];
        for private in private {
            assert!(!called(private, &[]), "{private}");
        }
        let open = ["10.0.0.0/8".parse().unwrap()];
        assert!(called("10.1.2.3", &open) && called("::ffff:10.1.2.3", &open) && !called("127.0.0.1", &open));
    }

    #[test]
    fn an_address_is_read_as_it_is_called() {
        let read = |text| Place::read(Scheme::Https, text);
        let place = read("HTTPS://Api.Compagnie.fr/courtiers?a=b").unwrap();
        assert_eq!(place.text(), "https://api.compagnie.fr/courtiers?a=b");
        assert_eq!(
            (place.origin().as_str(), place.target().as_str()),
            ("https://api.compagnie.fr:443", "/courtiers?a=b")
        );
        let place = Place::read(Scheme::Sftp, "sftp://depot.compagnie.fr/in").unwrap();
        assert_eq!((place.text().as_str(), place.port), ("sftp://depot.compagnie.fr/in", 22));
        // However a loopback address is written, it is one.
        for text in
            ["https://127.1/", "https://0x7f.0.0.1/", "https://2130706433/", "https://0177.0.0.1/", "https://[::1]/"]
        {
            assert!(read(text).unwrap().literal().is_some_and(|address| address.is_loopback()), "{text}");
        }
        for text in ["https://localhost", "https://a.localhost.", "https://LOCALHOST:8443/x"] {
            assert!(read(text).unwrap().is_local_name(), "{text}");
        }
        for (text, refusal) in [
            ("http://a.fr", AddressRefusal::OtherScheme),
            ("a.fr", AddressRefusal::OtherScheme),
            ("file:///etc/passwd", AddressRefusal::OtherScheme),
            ("https://", AddressRefusal::Unreadable),
            ("https:///a.fr", AddressRefusal::Unreadable),
            ("https://user:pass@a.fr", AddressRefusal::Unreadable),
            ("https://a.fr/#x", AddressRefusal::Unreadable),
            ("https://a.fr\\@b.fr", AddressRefusal::Unreadable),
            ("https://a b.fr", AddressRefusal::Unreadable),
        ] {
            assert_eq!(read(text).err(), Some(refusal), "{text}");
        }
    }
}
