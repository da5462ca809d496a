use store::{
    counters::{self, IP_BLOCK_CHANGES},
    ip_blocks::{self, IpBlock, Terms},
    testing::store,
};

use crate::{Test, act, hour, noon, plans::PAGES};

/// Networks are texts here; what they mean is decided elsewhere.
fn terms(ip: &str, network: &str) -> Terms {
    Terms {
        ip: ip.into(),
        network: network.into(),
        severity: "no_access".into(),
        comment: String::new(),
        expires_at: None,
    }
}

#[test]
fn a_rule_is_kept_as_it_was_decided_and_each_change_is_counted() -> Test {
    let mut tx = store()?.write()?;
    let proof = act(&mut tx)?;

    let added = ip_blocks::add(&mut tx, &terms("1.0.0.0/8", "401000000/008"), noon())?;
    let decided = Terms {
        severity: "sign_up_block".into(),
        comment: "Wave".into(),
        expires_at: Some(hour(1)),
        ..terms("2.0.0.0/8", "402000000/008")
    };
    let changed = ip_blocks::set(&mut tx, added.id, &decided, &proof)?;
    ip_blocks::count_hits(&mut tx, added.id, 2, noon())?;
    ip_blocks::count_hits(&mut tx, added.id, 1, hour(1))?;

    assert_eq!((changed.hits, changed.last_hit_at), (0, None));
    let expected = IpBlock {
        id: added.id,
        ip: "2.0.0.0/8".into(),
        severity: "sign_up_block".into(),
        comment: "Wave".into(),
        expires_at: Some(hour(1)),
        hits: 3,
        last_hit_at: Some(hour(1)),
        created_at: noon(),
    };
    let found = ip_blocks::find_locked(&mut tx, added.id)?.expect("the rule");
    assert_eq!(found, expected);
    assert_eq!(ip_blocks::find_by_ip(&mut tx, "2.0.0.0/8")?, Some(expected));
    ip_blocks::remove(&mut tx, added.id, &proof)?;
    assert_eq!(ip_blocks::find(&mut tx, added.id)?, None);
    assert_eq!(counters::get(&mut tx, IP_BLOCK_CHANGES)?, 3);
    Ok(())
}

#[test]
fn a_network_has_one_rule() -> Test {
    let mut tx = store()?.write()?;
    ip_blocks::add(&mut tx, &terms("1.0.0.0/8", "401000000/008"), noon())?;

    let second = ip_blocks::add(&mut tx, &terms("1.0.0.0/8", "401000000/008"), noon());

    assert!(matches!(second, Err(store::Error::Duplicate(_))));
    Ok(())
}

#[test]
fn rules_are_found_by_their_networks_and_in_the_order_of_addresses() -> Test {
    let mut tx = store()?.write()?;
    let mut ids = Vec::new();
    for (ip, network) in [
        ("2.0.0.0/8", "402000000/008"),
        ("::ffff:1.0.0.0/104", "401000000/008"),
        ("1.0.0.0/8", "401000000/008"),
        ("1.2.0.0/16", "401020000/016"),
    ] {
        ids.push(ip_blocks::add(&mut tx, &terms(ip, network), noon())?.id);
    }
    let id = |blocks: Vec<IpBlock>| blocks.into_iter().map(|it| it.id).collect::<Vec<_>>();
    let all = ("4", "~");

    let names = ["401000000/008", "402000000/008"].map(String::from);
    assert_eq!(
        id(ip_blocks::of_any(&mut tx, &names)?),
        [ids[2], ids[1], ids[0]]
    );
    let sorted = ip_blocks::between(&mut tx, all, None, 9)?;
    assert_eq!(id(sorted.clone()), [ids[2], ids[1], ids[3], ids[0]]);
    for (place, rest) in sorted.iter().zip([3, 2, 1, 0]) {
        let network = match place.ip.as_str() {
            "1.2.0.0/16" => "401020000/016",
            "2.0.0.0/8" => "402000000/008",
            _ => "401000000/008",
        };
        let after = ip_blocks::between(&mut tx, all, Some((network, &place.ip)), 9)?;
        assert_eq!(after.len(), rest, "after {}", place.ip);
    }
    let within = ("401020000/016", "40102ffff/032~");
    assert_eq!(id(ip_blocks::between(&mut tx, within, None, 9)?), [ids[3]]);
    let first = ip_blocks::between(&mut tx, all, None, 1)?;
    assert_eq!(id(first), [ids[2]]);
    assert_eq!(id(ip_blocks::page(&mut tx, PAGES[0])?)[0], ids[3]);
    assert_eq!(id(ip_blocks::all(&mut tx)?), ids);
    Ok(())
}

#[test]
fn rules_that_have_ended_are_taken_away_and_others_stay() -> Test {
    let mut tx = store()?.write()?;
    let ends = |ip: &str, hours| Terms {
        expires_at: Some(hour(hours)),
        ..terms(ip, ip)
    };
    ip_blocks::add(&mut tx, &ends("a", 1), noon())?;
    let later = ip_blocks::add(&mut tx, &ends("b", 2), noon())?;
    let never = ip_blocks::add(&mut tx, &terms("c", "c"), noon())?;

    assert_eq!(ip_blocks::remove_expired(&mut tx, noon())?, 0);
    assert_eq!(ip_blocks::remove_expired(&mut tx, hour(1))?, 1);

    assert_eq!(
        ip_blocks::of_severity(&mut tx, "no_access")?,
        [later, never]
    );
    assert_eq!(ip_blocks::of_severity(&mut tx, "sign_up_block")?, []);
    Ok(())
}
