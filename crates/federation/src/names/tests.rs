use domain::{Site, news::follow_uri};

use super::{
    account, account_of_featured, account_of_followers, account_of_key, activity, actor, block,
    block_of, favourite_of, featured, follow_of, followers, instance_actor, is_instance_actor,
    is_own, key, like, status_of, status_of_activity, undo,
};

fn site() -> Site {
    Site::new("kumki.example", "https://kumki.example")
}

fn loopback() -> Site {
    Site::new("localhost:3000", "http://localhost:3000")
}

#[test]
fn what_is_named_is_found_by_its_name() {
    for site in [site(), loopback()] {
        let mina = actor(&site, "mina");
        assert_eq!(account(&site, &mina), Some("mina"));
        assert_eq!(account_of_key(&site, &key(&mina)), Some("mina"));
        assert_eq!(account_of_followers(&site, &followers(&mina)), Some("mina"));
        assert_eq!(account_of_featured(&site, &featured(&mina)), Some("mina"));
        let post = format!("{mina}/statuses/7");
        assert_eq!(status_of(&site, &post), Some(7));
        assert_eq!(status_of_activity(&site, &activity(&post)), Some(7));
        assert_eq!(follow_of(&site, &follow_uri(&mina, 8)), Some(8));
        assert_eq!(favourite_of(&site, &like(&mina, 9)), Some(9));
        assert_eq!(block_of(&site, &block(&mina, 10)), Some(10));
        assert!(is_instance_actor(&site, &instance_actor(&site)));
        for name in [&mina, &post, &follow_uri(&mina, 8)] {
            assert!(is_own(&site, name), "{name}");
        }
    }
}

#[test]
fn the_names_of_other_servers_mean_nothing_here() {
    let others = [
        "https://kumki.example.evil/users/mina",
        "https://kumki.example@evil.example/users/mina",
        "https://evil.example/https://kumki.example/users/mina",
        "http://kumki.example/users/mina",
        "https://kumki.example:8443/users/mina",
        "https://sub.kumki.example/users/mina",
        "mailto:mina@kumki.example",
        "",
    ];
    for uri in others {
        assert!(!is_own(&site(), uri), "{uri}");
        assert_eq!(account(&site(), uri), None, "{uri}");
    }
    assert!(!is_own(&loopback(), "http://localhost:3001/users/mina"));
}

#[test]
fn a_host_is_the_same_however_it_is_written() {
    let site = site();
    assert!(is_own(&site, "https://KUMKI.example/users/mina"));
    assert!(is_own(&site, "https://kumki.example:443/users/mina"));
    assert_eq!(
        account(&site, "https://Kumki.Example/users/mina"),
        Some("mina")
    );
}

#[test]
fn what_only_looks_like_a_name_is_none() {
    let site = site();
    for rest in [
        "/users/",
        "/users/mina/outbox",
        "/users/mina?a",
        "/@mina",
        "/users/mina#main-key",
    ] {
        assert_eq!(account(&site, &site.address(rest)), None, "{rest}");
    }
    for rest in [
        "/users/mina/statuses/",
        "/users/mina/statuses/+7",
        "/users/mina/statuses/007",
        "/users/mina/statuses/-7",
        "/users/mina/statuses/7/activity",
        "/users/a/b/statuses/7",
        "/users/mina/statuses/99999999999999999999",
    ] {
        assert_eq!(status_of(&site, &site.address(rest)), None, "{rest}");
    }
    let mina = actor(&site, "mina");
    assert_eq!(follow_of(&site, &undo(&follow_uri(&mina, 8))), None);
    assert_eq!(follow_of(&site, &like(&mina, 8)), None);
}
