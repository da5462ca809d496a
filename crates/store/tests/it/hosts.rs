use store::{hosts, testing::store};

use crate::{Test, hour, noon};

#[test]
fn failures_are_counted_by_days_until_something_gets_through() -> Test {
    let mut tx = store()?.write()?;

    assert_eq!(hosts::add_failure(&mut tx, "a.test", 10)?, 1);
    assert_eq!(hosts::add_failure(&mut tx, "a.test", 10)?, 1);
    assert_eq!(hosts::add_failure(&mut tx, "a.test", 12)?, 2);
    hosts::add_failure(&mut tx, "b.test", 12)?;
    assert_eq!(hosts::failures(&mut tx, "a.test")?, [10, 12]);

    hosts::clear(&mut tx, "a.test")?;
    assert_eq!(hosts::add_failure(&mut tx, "a.test", 13)?, 1);
    assert_eq!(hosts::failures(&mut tx, "b.test")?, [12]);
    Ok(())
}

#[test]
fn who_is_given_up_is_known_with_the_time_of_the_next_try() -> Test {
    let mut tx = store()?.write()?;
    let all = ["a.test", "b.test", "c.test"].map(str::to_owned);
    hosts::set_unavailable(&mut tx, "a.test", hour(1), noon())?;
    hosts::add_failure(&mut tx, "b.test", 1)?;

    let found = hosts::unavailable_among(&mut tx, &all)?;
    assert_eq!(found, [("a.test".to_owned(), Some(hour(1)))]);
    let mut troubled = hosts::troubled_among(&mut tx, &all)?;
    troubled.sort_unstable();
    assert_eq!(troubled, ["a.test", "b.test"]);

    hosts::set_next_try(&mut tx, "a.test", hour(2))?;
    let found = hosts::unavailable_among(&mut tx, &all)?;
    assert_eq!(found[0].1, Some(hour(2)));
    hosts::clear(&mut tx, "a.test")?;
    assert_eq!(hosts::unavailable_among(&mut tx, &all)?, []);
    Ok(())
}
