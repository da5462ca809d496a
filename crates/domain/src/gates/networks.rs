//! Networks of addresses, as people write them and as they are looked up.

use std::{
    fmt,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
};

/// A network, without the bits of a host.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Network {
    first: IpAddr,
    /// How many bits all its addresses have in common.
    length: u8,
}

impl Network {
    /// `203.0.113.9`, `203.0.113.9/24`, `203.0.113.9/255.255.255.0`, and the same of IPv6.
    pub fn read(text: &str) -> Option<Self> {
        let (ip, length) = match text.split_once('/') {
            Some((ip, length)) => (ip.parse().ok()?, Some(length)),
            None => (text.parse().ok()?, None),
        };
        let length = match length {
            Some(text) => read_length(ip, text)?,
            None => bits(ip),
        };
        Some(Self::new(ip, length))
    }

    fn new(ip: IpAddr, length: u8) -> Self {
        let first = match ip {
            IpAddr::V4(ip) => IpAddr::V4((u32::from(ip) & mask_v4(length)).into()),
            IpAddr::V6(ip) => IpAddr::V6((u128::from(ip) & mask_v6(length)).into()),
        };
        Self { first, length }
    }

    /// The network of one address.
    pub fn of(ip: IpAddr) -> Self {
        let ip = ip.to_canonical();
        Self::new(ip, bits(ip))
    }

    /// Clients are known by their IPv4 address if they have one, so what was written as IPv6 for them is
    /// taken for what it means.
    pub fn canonical(self) -> Self {
        let mapped = match self.first {
            IpAddr::V6(ip) if self.length >= 96 => ip.to_ipv4_mapped(),
            _ => None,
        };
        match mapped {
            Some(ip) => Self::new(IpAddr::V4(ip), self.length - 96),
            None => self,
        }
    }

    /// Whether it holds an address of a client.
    pub fn contains(self, ip: IpAddr) -> bool {
        let own = self.canonical();
        let ip = ip.to_canonical();
        bits(ip) == bits(own.first) && Self::new(ip, own.length).first == own.first
    }

    /// Whether it holds all addresses of its kind.
    pub fn is_everything(self) -> bool {
        self.canonical().length == 0
    }

    /// Its first address, as bits, and how many of them count. IPv4 has a place of its own among all.
    pub fn place(self) -> (bool, u128, u8) {
        let own = self.canonical();
        match own.first {
            IpAddr::V4(ip) => (true, u32::from(ip).into(), own.length),
            IpAddr::V6(ip) => (false, ip.into(), own.length),
        }
    }

    /// A text that sorts as addresses do, wider networks first.
    pub fn key(self) -> String {
        let own = self.canonical();
        match own.first {
            IpAddr::V4(ip) => format!("4{:08x}/{:03}", u32::from(ip), own.length),
            IpAddr::V6(ip) => format!("6{:032x}/{:03}", u128::from(ip), own.length),
        }
    }

    /// The keys of all networks that it lies in, and its own.
    pub fn keys_around(self) -> Vec<String> {
        let own = self.canonical();
        let wider = (0..=own.length).map(|it| Self::new(own.first, it).key());
        wider.collect()
    }

    /// The first key of the networks that lie in it, and the first that is behind them all.
    pub fn keys_within(self) -> (String, String) {
        let own = self.canonical();
        let last = match own.first {
            IpAddr::V4(ip) => {
                let last = u32::from(ip) | !mask_v4(own.length);
                Self::new(Ipv4Addr::from(last).into(), 32)
            }
            IpAddr::V6(ip) => {
                let last = u128::from(ip) | !mask_v6(own.length);
                Self::new(Ipv6Addr::from(last).into(), 128)
            }
        };
        // No key of a single address goes on like this.
        (own.key(), format!("{}~", last.key()))
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.first, self.length)
    }
}

fn bits(ip: IpAddr) -> u8 {
    match ip {
        IpAddr::V4(_) => 32,
        IpAddr::V6(_) => 128,
    }
}

fn mask_v4(length: u8) -> u32 {
    u32::MAX.checked_shl(32 - u32::from(length)).unwrap_or(0)
}

fn mask_v6(length: u8) -> u128 {
    u128::MAX.checked_shl(128 - u32::from(length)).unwrap_or(0)
}

/// `24`, or the mask that it stands for.
fn read_length(ip: IpAddr, text: &str) -> Option<u8> {
    if let Ok(mask) = text.parse() {
        return length_of(ip, mask);
    }
    let is_plain = text.bytes().all(|it| it.is_ascii_digit());
    let is_padded = text.len() > 1 && text.starts_with('0');
    let length = text.parse().ok().filter(|_| is_plain && !is_padded)?;
    (length <= bits(ip)).then_some(length)
}

/// A mask is ones and then zeros, for an address of its own kind.
fn length_of(ip: IpAddr, mask: IpAddr) -> Option<u8> {
    let length = match (ip, mask) {
        (IpAddr::V4(_), IpAddr::V4(mask)) => {
            let ones = u32::from(mask).leading_ones();
            (u32::from(mask).count_ones() == ones).then_some(ones)?
        }
        (IpAddr::V6(_), IpAddr::V6(mask)) => {
            let ones = u128::from(mask).leading_ones();
            (u128::from(mask).count_ones() == ones).then_some(ones)?
        }
        _ => return None,
    };
    u8::try_from(length).ok()
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use super::Network;

    fn network(text: &str) -> Network {
        Network::read(text).expect(text)
    }

    #[test]
    fn a_network_is_read_in_any_notation_and_loses_its_host() {
        for (text, shown) in [
            ("8.8.8.8", "8.8.8.8/32"),
            ("8.8.8.8/24", "8.8.8.0/24"),
            ("8.8.8.8/255.255.255.0", "8.8.8.0/24"),
            ("8.8.8.8/0", "0.0.0.0/0"),
            ("8.8.8.8/0.0.0.0", "0.0.0.0/0"),
            ("2001:DB8::1", "2001:db8::1/128"),
            ("2001:0db8::/32", "2001:db8::/32"),
            ("2001:db8::1/ffff:ffff::", "2001:db8::/32"),
            ("::1/0", "::/0"),
            ("::ffff:1.2.3.4", "::ffff:1.2.3.4/128"),
            ("::ffff:1.2.3.4/120", "::ffff:1.2.3.0/120"),
        ] {
            assert_eq!(network(text).to_string(), shown, "{text}");
        }
    }

    #[test]
    fn what_is_no_network_is_not_read() {
        for text in [
            "",
            "520.1.1.1",
            "1.2.3",
            "1.2.3.4/33",
            "1.2.3.4/-1",
            "1.2.3.4/+8",
            "1.2.3.4/",
            "1.2.3.4/08",
            "1.2.3.4/24/24",
            "1.2.3.4/255.0.255.0",
            "1.2.3.4/ffff::",
            "01.2.3.4",
            " 1.2.3.4",
            "1.2.3.4 ",
            "1.2.3.4 /8",
            "::1/129",
            "::1/300",
            "::1%lo",
            "[::1]",
            "localhost",
            "1.2.3.4:80",
            "١.٢.٣.٤",
        ] {
            assert_eq!(Network::read(text), None, "{text:?}");
        }
    }

    #[test]
    fn an_address_is_held_by_the_networks_whose_keys_are_around_it() {
        for (text, ip, is_held) in [
            ("203.0.113.0/24", "203.0.113.255", true),
            ("203.0.113.0/24", "203.0.114.0", false),
            ("0.0.0.0/0", "255.255.255.255", true),
            ("::/0", "2001:db8::1", true),
            ("2001:db8::/32", "2001:db8:ffff::1", true),
            ("2001:db8::/32", "2001:db9::", false),
            ("203.0.113.9", "::ffff:203.0.113.9", true),
            ("::ffff:203.0.113.0/120", "203.0.113.9", true),
            // The two kinds are kept apart.
            ("::/0", "203.0.113.9", false),
            ("0.0.0.0/0", "2001:db8::1", false),
        ] {
            let ip: IpAddr = ip.parse().expect(ip);
            let around = Network::of(ip).keys_around();
            assert_eq!(network(text).contains(ip), is_held, "{text} {ip}");
            assert_eq!(
                around.contains(&network(text).key()),
                is_held,
                "{text} {ip}"
            );
        }
        let ip = "203.0.113.9".parse().expect("an address");
        assert_eq!(Network::of(ip).keys_around().len(), 33);
    }

    #[test]
    fn keys_sort_as_addresses_do_and_wider_networks_come_first() {
        let sorted = [
            "1.0.0.0/8",
            "1.0.0.0/32",
            "1.2.0.0/16",
            "1.2.3.4",
            "9.0.0.0/8",
            "100.0.0.0/8",
            "::/0",
            "::1",
            "2001:db8::/32",
            "2001:db8::/64",
        ];
        let keys = sorted.map(|it| network(it).key());

        assert!(keys.is_sorted(), "{keys:?}");
        let (first, end) = network("1.2.0.0/16").keys_within();
        let within = |text: &str| (&first..&end).contains(&&network(text).key());
        assert!(within("1.2.0.0/16") && within("1.2.255.255") && within("1.2.3.0/24"));
        assert!(!within("1.0.0.0/8") && !within("1.3.0.0/32") && !within("1.1.255.255"));
        assert!(!within("1.2.0.0/15"), "it is around and not within");
    }
}
