//! Waking workers when there may be something to do.

use store::jobs::LANES;
use tokio::sync::Notify;

/// One bell for each lane: a worker of another lane would find nothing, and go on sleeping.
#[derive(Debug, Default)]
pub(crate) struct Bells([Notify; LANES.len()]);

impl Bells {
    /// Wakes a worker of each lane.
    pub(crate) fn ring(&self) {
        self.0.iter().for_each(Notify::notify_one);
    }

    /// Waits until somebody rings for that lane, or has rung while nobody listened.
    pub(crate) async fn hear(&self, lane: i32) {
        let number = LANES.iter().position(|it| *it == lane).unwrap_or_default();
        self.0[number].notified().await;
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use store::jobs::LANES;
    use tokio::time::timeout;

    use super::Bells;

    #[tokio::test]
    async fn whoever_sleeps_in_whatever_lane_is_woken() {
        let bells = Bells::default();

        bells.ring();

        for lane in LANES {
            let heard = timeout(Duration::from_secs(5), bells.hear(lane)).await;
            assert!(heard.is_ok(), "{lane}");
        }
    }
}
