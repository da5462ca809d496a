use std::net::IpAddr;

use store::{
    Result, Tx,
    account_list::{self, Filter, IpRange, Origin, Pattern, Status, Window},
    accounts::{self, ProfileChange},
    testing::store,
    user_ips,
    users::{self, NewUser},
};

use crate::{Test, act, add_account, add_member, member, noon};

const ALL: Window = Window {
    max_id: None,
    since_id: None,
    min_id: None,
    limit: 100,
};

fn ids(tx: &mut Tx, filter: Filter) -> Result<Vec<i64>> {
    account_list::page(tx, &filter, ALL)
}

fn by_username(text: &str) -> Filter {
    Filter {
        username: Some(Pattern::starts_with(text)),
        ..Filter::default()
    }
}

fn by_display_name(text: &str) -> Filter {
    Filter {
        display_name: Some(Pattern::starts_with(text)),
        ..Filter::default()
    }
}

fn by_email(text: &str) -> Filter {
    Filter {
        email: Some(Pattern::starts_with(text)),
        ..Filter::default()
    }
}

fn by_ip(first: &str, last: &str) -> Filter {
    let bytes = |ip: &str| user_ips::to_bytes(ip.parse().expect("an address"));
    Filter {
        ip: Some(IpRange {
            first: bytes(first),
            last: bytes(last),
        }),
        ..Filter::default()
    }
}

fn set_display_name(tx: &mut Tx, id: i64, name: &str) -> Result<()> {
    let change = ProfileChange {
        display_name: Some(name.into()),
        ..ProfileChange::default()
    };
    accounts::change_profile(tx, id, &change, noon())
}

/// One account in each state; ids count up in this order.
fn add_one_of_each(tx: &mut Tx) -> Result<()> {
    let proof = act(tx)?;
    add_account(tx, -99, "here.test")?;
    add_member(tx, 1, "ann")?;
    add_account(tx, 2, "bob@far.test")?;
    add_account(tx, 3, "carl")?;
    let pending = NewUser {
        approved: false,
        ..member(3, "carl@mail.test")
    };
    users::add(tx, &pending)?;
    add_member(tx, 4, "dora")?;
    users::set_disabled(tx, 4, true, &proof)?;
    add_member(tx, 5, "eve")?;
    accounts::set_silenced(tx, 5, Some(noon()), &proof)?;
    add_account(tx, 6, "fay@far.test")?;
    accounts::set_suspended(tx, 6, noon(), noon(), &proof)?;
    add_account(tx, 7, "gus@other.test")?;
    accounts::set_sensitized(tx, 7, Some(noon()), &proof)?;
    add_member(tx, 8, "hal")?;
    users::set_disabled(tx, 8, true, &proof)?;
    accounts::set_suspended(tx, 8, noon(), noon(), &proof)
}

#[test]
fn without_a_filter_all_are_listed_but_the_server_itself() -> Test {
    let mut tx = store()?.write()?;
    add_one_of_each(&mut tx)?;

    assert_eq!(ids(&mut tx, Filter::default())?, [8, 7, 6, 5, 4, 3, 2, 1]);
    Ok(())
}

#[test]
fn accounts_are_listed_by_origin() -> Test {
    let mut tx = store()?.write()?;
    add_one_of_each(&mut tx)?;

    for (origin, expected) in [
        (Origin::Local, [8, 5, 4, 3, 1].as_slice()),
        (Origin::Remote, &[7, 6, 2]),
    ] {
        let filter = Filter {
            origin: Some(origin),
            ..Filter::default()
        };
        assert_eq!(ids(&mut tx, filter)?, expected, "{origin:?}");
    }
    Ok(())
}

#[test]
fn accounts_are_listed_by_status() -> Test {
    let mut tx = store()?.write()?;
    add_one_of_each(&mut tx)?;

    for (status, expected) in [
        (Status::Active, [7, 5, 4, 3, 2, 1].as_slice()),
        (Status::Pending, &[3]),
        (Status::Disabled, &[4]),
        (Status::Silenced, &[5]),
        (Status::Suspended, &[8, 6]),
        (Status::Sensitized, &[7]),
    ] {
        let filter = Filter {
            status: Some(status),
            ..Filter::default()
        };
        assert_eq!(ids(&mut tx, filter)?, expected, "{status:?}");
    }
    Ok(())
}

#[test]
fn accounts_are_listed_by_domain_and_not_by_what_is_below_it() -> Test {
    let mut tx = store()?.write()?;
    add_one_of_each(&mut tx)?;
    add_account(&mut tx, 9, "ida@sub.far.test")?;

    for (domain, expected) in [
        ("far.test", [6, 2].as_slice()),
        ("sub.far.test", &[9]),
        ("nowhere.test", &[]),
    ] {
        let filter = Filter {
            domain: Some(domain.into()),
            ..Filter::default()
        };
        assert_eq!(ids(&mut tx, filter)?, expected, "{domain}");
    }
    Ok(())
}

#[test]
fn accounts_are_listed_by_role() -> Test {
    let mut tx = store()?.write()?;
    let proof = act(&mut tx)?;
    for (id, role) in [(1, None), (2, Some(1)), (3, Some(3)), (4, Some(1))] {
        add_member(&mut tx, id, &format!("name{id}"))?;
        users::set_role(&mut tx, id, role, &proof)?;
    }
    add_account(&mut tx, 5, "bob@far.test")?;

    for (role_ids, expected) in [
        (vec![1], [4, 2].as_slice()),
        (vec![1, 3], &[4, 3, 2]),
        (vec![2], &[]),
        (vec![], &[]),
    ] {
        let filter = Filter {
            role_ids: Some(role_ids.clone()),
            ..Filter::default()
        };
        assert_eq!(ids(&mut tx, filter)?, expected, "{role_ids:?}");
    }
    Ok(())
}

#[test]
fn accounts_are_listed_by_who_invited_them() -> Test {
    let mut tx = store()?.write()?;
    add_member(&mut tx, 1, "ann")?;
    for (id, inviter) in [(2, Some(1)), (3, None), (4, Some(1)), (5, Some(2))] {
        add_account(&mut tx, id, &format!("name{id}"))?;
        let email = format!("{id}@mail.test");
        let invited = NewUser {
            invited_by_account_id: inviter,
            ..member(id, &email)
        };
        users::add(&mut tx, &invited)?;
    }

    let filter = Filter {
        invited_by: Some(1),
        ..Filter::default()
    };
    assert_eq!(ids(&mut tx, filter)?, [4, 2]);
    Ok(())
}

#[test]
fn a_text_is_what_a_name_starts_with_in_any_case() -> Test {
    let mut tx = store()?.write()?;
    add_account(&mut tx, 1, "Anna")?;
    add_account(&mut tx, 2, "anne@far.test")?;
    add_account(&mut tx, 3, "joan")?;

    for (text, expected) in [
        ("AN", [2, 1].as_slice()),
        ("anna", &[1]),
        ("oan", &[]),
        ("annas", &[]),
        ("", &[3, 2, 1]),
    ] {
        assert_eq!(ids(&mut tx, by_username(text))?, expected, "{text}");
    }
    Ok(())
}

#[test]
fn display_names_are_found_in_any_case_of_any_script() -> Test {
    let mut tx = store()?.write()?;
    for (id, name) in [
        (1, "Ünal"),
        (2, "ünsal"),
        (3, "Жанна"),
        (4, "unal"),
        (5, "🐘 Ann"),
    ] {
        add_account(&mut tx, id, &format!("name{id}"))?;
        set_display_name(&mut tx, id, name)?;
    }

    for (text, expected) in [
        ("ÜN", [2, 1].as_slice()),
        ("жан", &[3]),
        ("un", &[4]),
        ("🐘", &[5]),
        ("%NAL", &[4, 1]),
        ("Ü%s", &[2]),
    ] {
        assert_eq!(ids(&mut tx, by_display_name(text))?, expected, "{text}");
    }
    Ok(())
}

#[test]
fn wildcards_stand_for_anything_unless_they_are_escaped() -> Test {
    let mut tx = store()?.write()?;
    for (id, name) in [
        (1, "ab"),
        (2, "axb"),
        (3, "a_b"),
        (4, "a%b"),
        (5, "axxB"),
        (6, r"a\b"),
    ] {
        add_account(&mut tx, id, name)?;
        set_display_name(&mut tx, id, name)?;
        users::add(&mut tx, &member(id, &name.to_lowercase()))?;
    }

    for (text, expected) in [
        ("A_B", [6, 4, 3, 2].as_slice()),
        ("a%b", &[6, 5, 4, 3, 2, 1]),
        ("%xB", &[5, 2]),
        ("_", &[6, 5, 4, 3, 2, 1]),
        (r"a\_", &[3]),
        (r"a\%", &[4]),
        (r"a\\", &[6]),
        ("b%", &[]),
    ] {
        assert_eq!(
            ids(&mut tx, by_username(text))?,
            expected,
            "user name {text}"
        );
        assert_eq!(
            ids(&mut tx, by_display_name(text))?,
            expected,
            "display name {text}"
        );
        assert_eq!(ids(&mut tx, by_email(text))?, expected, "e-mail {text}");
    }
    Ok(())
}

#[test]
fn accounts_are_listed_by_the_e_mail_of_their_user() -> Test {
    let mut tx = store()?.write()?;
    for (id, email) in [
        (1, "ann@mail.test"),
        (2, "ann@other.test"),
        (3, "bob@mail.test"),
    ] {
        add_account(&mut tx, id, &format!("name{id}"))?;
        users::add(&mut tx, &member(id, email))?;
    }
    add_account(&mut tx, 4, "ann@far.test")?;

    for (text, expected) in [
        ("ANN@", [2, 1].as_slice()),
        ("ann@mail.test", &[1]),
        ("%@mail.test", &[3, 1]),
        ("mail.test", &[]),
    ] {
        assert_eq!(ids(&mut tx, by_email(text))?, expected, "{text}");
    }
    Ok(())
}

#[test]
fn accounts_are_listed_by_a_range_of_addresses() -> Test {
    let mut tx = store()?.write()?;
    for (id, seen_at) in [
        (1, ["10.0.0.0", "10.0.0.255"].as_slice()),
        (2, &["10.0.1.0"]),
        (3, &["9.255.255.255"]),
        (4, &["2001:db8::1"]),
        (5, &["2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "10.0.0.7"]),
        (6, &["2001:db9::"]),
        (7, &["::ffff:10.0.0.9"]),
    ] {
        add_member(&mut tx, id, &format!("name{id}"))?;
        for ip in seen_at {
            user_ips::add(&mut tx, id, ip.parse()?, noon())?;
        }
    }

    for (first, last, expected) in [
        ("10.0.0.0", "10.0.0.255", [7, 5, 1].as_slice()),
        ("10.0.1.0", "10.0.1.0", &[2]),
        ("0.0.0.0", "255.255.255.255", &[7, 5, 3, 2, 1]),
        (
            "2001:db8::",
            "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff",
            &[5, 4],
        ),
        ("192.168.0.0", "192.168.255.255", &[]),
    ] {
        assert_eq!(
            ids(&mut tx, by_ip(first, last))?,
            expected,
            "{first} to {last}"
        );
    }
    Ok(())
}

#[test]
fn filters_are_mixed() -> Test {
    let mut tx = store()?.write()?;
    let proof = act(&mut tx)?;
    add_one_of_each(&mut tx)?;
    users::set_role(&mut tx, 1, Some(3), &proof)?;
    users::set_role(&mut tx, 4, Some(3), &proof)?;
    user_ips::add(&mut tx, 1, "10.0.0.1".parse()?, noon())?;
    user_ips::add(&mut tx, 5, "10.0.0.2".parse()?, noon())?;

    let local = Filter {
        origin: Some(Origin::Local),
        ..Filter::default()
    };
    let active = Filter {
        status: Some(Status::Active),
        ..local.clone()
    };
    assert_eq!(ids(&mut tx, active.clone())?, [5, 4, 3, 1]);

    let suspended_far = Filter {
        domain: Some("far.test".into()),
        status: Some(Status::Suspended),
        ..Filter::default()
    };
    assert_eq!(ids(&mut tx, suspended_far)?, [6]);

    let staff = Filter {
        role_ids: Some(vec![3]),
        ..active
    };
    assert_eq!(ids(&mut tx, staff.clone())?, [4, 1]);

    let all_at_once = Filter {
        username: Some(Pattern::starts_with("a")),
        email: Some(Pattern::starts_with("%mail")),
        ..staff.clone()
    };
    let seen = Filter {
        ip: by_ip("10.0.0.0", "10.0.0.255").ip,
        ..all_at_once
    };
    assert_eq!(ids(&mut tx, seen.clone())?, [1]);

    let contradiction = Filter {
        origin: Some(Origin::Remote),
        ..seen
    };
    assert!(ids(&mut tx, contradiction)?.is_empty());

    let nobody = Filter {
        username: Some(Pattern::starts_with("zoe")),
        ..local
    };
    assert!(ids(&mut tx, nobody)?.is_empty());
    Ok(())
}

#[test]
fn a_window_shows_a_part_of_the_list() -> Test {
    let mut tx = store()?.write()?;
    for id in 1..10 {
        add_account(&mut tx, id, &format!("name{id}"))?;
    }
    let window = |max_id, since_id, min_id| Window {
        max_id,
        since_id,
        min_id,
        limit: 3,
    };

    for (window, expected) in [
        (window(None, None, None), [9, 8, 7].as_slice()),
        (window(Some(7), None, None), &[6, 5, 4]),
        (window(Some(1), None, None), &[]),
        (window(None, Some(4), None), &[9, 8, 7]),
        (window(None, Some(7), None), &[9, 8]),
        (window(None, Some(9), None), &[]),
        (window(Some(9), Some(6), None), &[8, 7]),
        (window(None, None, Some(4)), &[7, 6, 5]),
        (window(None, None, Some(8)), &[9]),
        (window(Some(6), None, Some(4)), &[5]),
        (window(None, Some(8), Some(2)), &[5, 4, 3]),
        (Window { limit: 0, ..ALL }, &[]),
    ] {
        let page = account_list::page(&mut tx, &Filter::default(), window)?;
        assert_eq!(page, expected, "{window:?}");
        let page = account_list::page(&mut tx, &by_username("name"), window)?;
        assert_eq!(page, expected, "with a filter: {window:?}");
    }
    Ok(())
}

/// More than are worth looking at one by one; odd ids are of this server, even ones of another.
fn add_many(tx: &mut Tx) -> Result<()> {
    for id in 1..=1300 {
        if id % 2 == 0 {
            add_account(tx, id, &format!("bulk{id}@far.test"))?;
        } else {
            add_member(tx, id, &format!("bulk{id}"))?;
        }
        set_display_name(tx, id, &format!("Bulk {id}"))?;
    }
    Ok(())
}

#[test]
fn a_text_that_fits_many_accounts_finds_the_same() -> Test {
    let mut tx = store()?.write()?;
    add_many(&mut tx)?;
    for id in 1301..=2400 {
        add_member(&mut tx, id, &format!("other{id}"))?;
    }
    let window = Window { limit: 3, ..ALL };

    for filter in [by_username("BULK"), by_display_name("bulk ")] {
        let newest = account_list::page(&mut tx, &filter, window)?;
        assert_eq!(newest, [1300, 1299, 1298], "{filter:?}");

        let older = Window {
            max_id: Some(100),
            ..window
        };
        assert_eq!(account_list::page(&mut tx, &filter, older)?, [99, 98, 97]);

        let above = Window {
            min_id: Some(1298),
            ..window
        };
        assert_eq!(account_list::page(&mut tx, &filter, above)?, [1300, 1299]);

        let local = Filter {
            origin: Some(Origin::Local),
            ..filter.clone()
        };
        assert_eq!(
            account_list::page(&mut tx, &local, window)?,
            [1299, 1297, 1295]
        );

        let few_of_many = Filter {
            email: Some(Pattern::starts_with("bulk77")),
            ..filter
        };
        let few = [779, 777, 775];
        assert_eq!(account_list::page(&mut tx, &few_of_many, window)?, few);
    }
    Ok(())
}

#[test]
fn an_e_mail_that_fits_many_users_finds_the_same() -> Test {
    let mut tx = store()?.write()?;
    for id in 1..=1100 {
        add_member(&mut tx, id, &format!("bulk{id}"))?;
    }
    add_member(&mut tx, 1101, "ann")?;
    let window = Window { limit: 3, ..ALL };

    let page = account_list::page(&mut tx, &by_email("Bulk"), window)?;
    assert_eq!(page, [1100, 1099, 1098]);

    let both_many = Filter {
        username: Some(Pattern::starts_with("bulk")),
        ..by_email("bulk")
    };
    let page = account_list::page(&mut tx, &both_many, window)?;
    assert_eq!(page, [1100, 1099, 1098]);
    Ok(())
}

#[test]
fn a_range_that_many_were_seen_in_finds_the_same() -> Test {
    let mut tx = store()?.write()?;
    for id in 1..=1100_u32 {
        add_member(&mut tx, id.into(), &format!("name{id}"))?;
        let ip = IpAddr::from((0x0a00_0000 + id).to_be_bytes());
        user_ips::add(&mut tx, id.into(), ip, noon())?;
    }
    add_member(&mut tx, 1101, "ann")?;
    user_ips::add(&mut tx, 1101, "11.0.0.1".parse()?, noon())?;
    let window = Window { limit: 3, ..ALL };

    let all = by_ip("10.0.0.0", "10.255.255.255");
    let page = account_list::page(&mut tx, &all, window)?;
    assert_eq!(page, [1100, 1099, 1098]);

    let named = Filter {
        username: Some(Pattern::starts_with("name10")),
        ..all
    };
    let page = account_list::page(&mut tx, &named, window)?;
    assert_eq!(page, [1099, 1098, 1097]);
    Ok(())
}
