//! Where a request comes from.

use std::net::{IpAddr, SocketAddr};

use axum::extract::ConnectInfo;
use axum::http::{Extensions, HeaderMap};
use ipnet::IpNet;

const FORWARDED: &str = "x-forwarded-for";

/// The address of the peer, or, where that is a trusted proxy, the last address before it that is not.
///
/// What stands further left in the header may have been made up by whoever sent the request.
pub(crate) fn of(extensions: &Extensions, headers: &HeaderMap, trusted: &[IpNet]) -> IpAddr {
    let peer = extensions.get::<ConnectInfo<SocketAddr>>();
    let peer = peer.map_or(IpAddr::from([127, 0, 0, 1]), |it| it.0.ip().to_canonical());
    let is_trusted = |ip: &IpAddr| trusted.iter().any(|it| it.contains(ip));

    let mut nearest = peer;
    let hops = headers
        .get_all(FORWARDED)
        .iter()
        .filter_map(|it| it.to_str().ok());
    let hops: Vec<&str> = hops.flat_map(|it| it.split(',')).collect();
    for hop in hops.iter().rev() {
        if !is_trusted(&nearest) {
            break;
        }
        match hop.trim().parse::<IpAddr>() {
            Ok(ip) => nearest = ip.to_canonical(),
            Err(_) => break,
        }
    }
    nearest
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, SocketAddr};

    use axum::{
        extract::ConnectInfo,
        http::{Extensions, HeaderMap, HeaderValue},
    };
    use ipnet::IpNet;

    use super::of;

    fn from(peer: [u8; 4], forwarded: &'static str) -> String {
        let mut extensions = Extensions::new();
        extensions.insert(ConnectInfo(SocketAddr::from((peer, 4711))));
        let headers = HeaderMap::from_iter([(
            "x-forwarded-for".parse().expect("a name"),
            HeaderValue::from_static(forwarded),
        )]);
        let trusted = [IpNet::from(IpAddr::from([127, 0, 0, 1]))];
        of(&extensions, &headers, &trusted).to_string()
    }

    #[test]
    fn only_a_trusted_proxy_is_believed_and_only_about_its_own_caller() {
        assert_eq!(from([127, 0, 0, 1], "203.0.113.9"), "203.0.113.9");
        assert_eq!(from([127, 0, 0, 1], "1.2.3.4, 203.0.113.9"), "203.0.113.9");
        assert_eq!(
            from([127, 0, 0, 1], "203.0.113.9, 127.0.0.1"),
            "203.0.113.9"
        );
        assert_eq!(from([198, 51, 100, 7], "203.0.113.9"), "198.51.100.7");
        assert_eq!(from([127, 0, 0, 1], "made up"), "127.0.0.1");
        assert_eq!(from([127, 0, 0, 1], "::ffff:203.0.113.9"), "203.0.113.9");
    }
}
