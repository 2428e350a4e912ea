//! The address of a storage's server, and whether it is called.

use std::net::{IpAddr, SocketAddr};

use ipnet::IpNet;
use services::ports::files::AddressRefusal;
use tokio::net::{TcpStream, lookup_host};
use url::{Host, Url};

use super::trouble::CallTrouble;
use crate::outside::address::{may_be_called, opens_loopback};

/// How many addresses of a name are tried.
const ADDRESSES_MAX: usize = 3;

/// Reads an address as an operator's page says it. Without TLS it is called only in a network that the environment opened: a
/// bucket's keys sign requests and are never sent, but the files are.
pub(super) fn read(text: &str, open: &[IpNet]) -> Result<String, AddressRefusal> {
    if text.contains(|c: char| c == '\\' || c.is_whitespace() || c.is_control()) {
        return Err(AddressRefusal::Unreadable);
    }
    let url = Url::parse(text).map_err(|_| AddressRefusal::OtherScheme)?;
    let is_plain = match url.scheme() {
        "https" => false,
        "http" => true,
        _ => return Err(AddressRefusal::OtherScheme),
    };
    let says_more = !url.username().is_empty()
        || url.password().is_some()
        || url.fragment().is_some()
        || url.query().is_some()
        || url.path() != "/";
    let literal = match url.host() {
        Some(_) if says_more => return Err(AddressRefusal::Unreadable),
        Some(Host::Ipv4(address)) => Some(IpAddr::V4(address)),
        Some(Host::Ipv6(address)) => Some(IpAddr::V6(address)),
        Some(Host::Domain(_)) => None,
        None => return Err(AddressRefusal::Unreadable),
    };
    if let Some(address) = literal
        && !may_be_called(address, open)
    {
        return Err(AddressRefusal::Private);
    }
    if is_local(&url) && !opens_loopback(open) {
        return Err(AddressRefusal::Private);
    }
    let opened = literal.map_or(!open.is_empty(), |address| is_opened(address, open));
    if is_plain && !opened {
        return Err(AddressRefusal::OtherScheme);
    }
    Ok(url.as_str().trim_end_matches('/').to_owned())
}

/// Connects to where a request goes. Each address that its name leads to must be one that is called, or none of them is.
pub(super) async fn connected(url: &Url, open: &[IpNet]) -> Result<TcpStream, CallTrouble> {
    let name = name(url).ok_or(CallTrouble::NotReached)?;
    let port = url.port_or_known_default().ok_or(CallTrouble::NotReached)?;
    let found: Vec<SocketAddr> = lookup_host((name, port)).await.map_err(|_| CallTrouble::NotReached)?.collect();
    let called = |address: &SocketAddr| {
        if url.scheme() == "https" { may_be_called(address.ip(), open) } else { is_opened(address.ip(), open) }
    };
    if !found.iter().all(called) {
        return Err(CallTrouble::PrivateAddress);
    }
    for address in found.iter().take(ADDRESSES_MAX) {
        if let Ok(stream) = TcpStream::connect(address).await {
            stream.set_nodelay(true).ok();
            return Ok(stream);
        }
    }
    Err(CallTrouble::NotReached)
}

/// The host as name servers and certificates know it.
pub(super) fn name(url: &Url) -> Option<String> {
    match url.host()? {
        Host::Ipv6(address) => Some(address.to_string()),
        host => Some(host.to_string()),
    }
}

fn is_opened(address: IpAddr, open: &[IpNet]) -> bool {
    let address = address.to_canonical();
    open.iter().any(|net| net.contains(&address))
}

/// Whether the host is this machine by its name (RFC 6761).
fn is_local(url: &Url) -> bool {
    let name = name(url).unwrap_or_default();
    let name = name.trim_end_matches('.');
    name == "localhost" || name.ends_with(".localhost")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_private_server_is_called_only_where_the_operator_opened_its_network() {
        let open: Vec<IpNet> = vec!["10.0.0.0/8".parse().unwrap()];
        assert_eq!(read("https://s3.hebergeur.fr/", &[]).unwrap(), "https://s3.hebergeur.fr");
        assert_eq!(read("http://10.1.2.3:9000", &open).unwrap(), "http://10.1.2.3:9000");
        assert_eq!(read("http://minio.interne:9000", &open).unwrap(), "http://minio.interne:9000");
        for (text, refusal) in [
            ("http://s3.hebergeur.fr", AddressRefusal::OtherScheme),
            ("ftp://s3.hebergeur.fr", AddressRefusal::OtherScheme),
            ("s3.hebergeur.fr", AddressRefusal::OtherScheme),
            ("https://10.1.2.3", AddressRefusal::Private),
            ("https://169.254.169.254", AddressRefusal::Private),
            ("https://localhost:9000", AddressRefusal::Private),
            ("https://0x7f.1:9000", AddressRefusal::Private),
            ("https://key:secret@s3.hebergeur.fr", AddressRefusal::Unreadable),
            ("https://s3.hebergeur.fr/bucket", AddressRefusal::Unreadable),
            ("https://s3.hebergeur.fr?x=1", AddressRefusal::Unreadable),
        ] {
            assert_eq!(read(text, &[]).err(), Some(refusal), "{text}");
        }
        assert_eq!(read("http://127.0.0.1:9000", &open).err(), Some(AddressRefusal::Private));
        assert_eq!(read("http://1.1.1.1", &open).err(), Some(AddressRefusal::OtherScheme));
    }
}
