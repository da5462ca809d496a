//! Events on their way between processes that share a database.

use domain::Event;
use store::relay::LONGEST;

/// How many ids one text has room for: an id has up to 19 digits.
const IDS: usize = 300;

/// The events as texts that are short enough to be sent.
pub(crate) fn pack(events: &[Event]) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    for event in events.iter().flat_map(split) {
        // Numbers and texts can always be written.
        let text = serde_json::to_string(&event).unwrap_or_default();
        match texts.last_mut() {
            Some(last) if last.len() + text.len() < LONGEST => {
                last.push('\n');
                last.push_str(&text);
            }
            _ => texts.push(text),
        }
    }
    texts
}

/// Only an event that names many people can be too long.
fn split(event: &Event) -> Vec<Event> {
    let Event::Home {
        status_id,
        account_ids,
    } = event
    else {
        return vec![event.clone()];
    };
    let home = |ids: &[i64]| Event::Home {
        status_id: *status_id,
        account_ids: ids.to_vec(),
    };
    account_ids.chunks(IDS).map(home).collect()
}

/// The events of one text.
pub(crate) fn unpack(text: &str) -> Result<Vec<Event>, serde_json::Error> {
    text.lines().map(serde_json::from_str).collect()
}

#[cfg(test)]
mod tests {
    use domain::Event;
    use store::relay::LONGEST;

    use super::{pack, unpack};

    #[test]
    fn what_is_too_long_for_one_text_comes_in_several() {
        let ids: Vec<i64> = (0..2000).map(|it| i64::MAX - it).collect();
        let mut events = vec![Event::Home {
            status_id: i64::MAX,
            account_ids: ids.clone(),
        }];
        events.extend((0..500).map(|status_id| Event::Posted { status_id }));

        let texts = pack(&events);

        assert!(texts.iter().all(|it| it.len() <= LONGEST));
        let read: Vec<Event> = texts
            .iter()
            .flat_map(|it| unpack(it).expect("readable"))
            .collect();
        let at_home = read.iter().flat_map(|it| match it {
            Event::Home { account_ids, .. } => account_ids.clone(),
            _ => Vec::new(),
        });
        assert_eq!(at_home.collect::<Vec<i64>>(), ids);
        assert_eq!(read.last(), Some(&Event::Posted { status_id: 499 }));
    }
}
