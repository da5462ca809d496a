use std::thread;

use store::{counters, testing::store};

use crate::Test;

#[test]
fn a_counter_begins_at_nothing_and_goes_up_and_down() -> Test {
    let mut tx = store()?.write()?;
    assert_eq!(counters::get(&mut tx, "things")?, 0);

    counters::change(&mut tx, "things", 3)?;
    counters::change(&mut tx, "things", -1)?;
    counters::change(&mut tx, "others", 10)?;

    assert_eq!(counters::get(&mut tx, "things")?, 2);
    assert_eq!(counters::get(&mut tx, "others")?, 10);
    let some = counters::some(&mut tx, &["others".into(), "unknown".into()])?;
    assert_eq!(some, [("others".into(), 10)]);
    Ok(())
}

#[test]
fn nothing_is_lost_when_many_count_at_once() -> Test {
    let store = store()?;
    let work = || -> store::Result<()> {
        for _ in 0..10 {
            let mut tx = store.write()?;
            counters::change(&mut tx, "things", 1)?;
            tx.save()?;
        }
        Ok(())
    };

    thread::scope(|scope| {
        let workers: Vec<_> = (0..4).map(|_| scope.spawn(work)).collect();
        let mut done = workers.into_iter().map(|it| it.join().expect("no panic"));
        done.try_for_each(|it| it)
    })?;

    assert_eq!(counters::get(&mut store.read()?, "things")?, 40);
    Ok(())
}
