use std::net::IpAddr;

use store::{testing::store, user_ips};

use crate::{Test, add_member, hour};

#[test]
fn an_address_is_kept_once_with_the_last_time() -> Test {
    let mut tx = store()?.write()?;
    add_member(&mut tx, 1, "ann")?;
    add_member(&mut tx, 2, "bob")?;
    let four: IpAddr = "10.0.0.1".parse()?;
    let six: IpAddr = "2001:db8::1".parse()?;
    user_ips::add(&mut tx, 1, four, hour(0))?;
    user_ips::add(&mut tx, 1, six, hour(1))?;
    user_ips::add(&mut tx, 1, four, hour(2))?;
    user_ips::add(&mut tx, 2, four, hour(3))?;

    let seen: Vec<_> = user_ips::of_many(&mut tx, &[1, 2])?
        .into_iter()
        .map(|it| (it.account_id, it.ip, it.used_at))
        .collect();
    let expected = [(2, four, hour(3)), (1, four, hour(2)), (1, six, hour(1))];
    assert_eq!(seen, expected);
    assert_eq!(user_ips::of_many(&mut tx, &[2])?.len(), 1);
    assert!(user_ips::of_many(&mut tx, &[])?.is_empty());
    Ok(())
}

#[test]
fn addresses_are_forgotten_when_they_were_not_used() -> Test {
    let mut tx = store()?.write()?;
    add_member(&mut tx, 1, "ann")?;
    user_ips::add(&mut tx, 1, "10.0.0.1".parse()?, hour(0))?;
    user_ips::add(&mut tx, 1, "10.0.0.2".parse()?, hour(1))?;

    assert_eq!(user_ips::forget(&mut tx, hour(1))?, 1);

    let left = user_ips::of_many(&mut tx, &[1])?;
    assert_eq!(left.len(), 1);
    assert_eq!(left[0].ip, "10.0.0.2".parse::<IpAddr>()?);
    Ok(())
}
