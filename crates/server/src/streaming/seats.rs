//! Who is connected, and what they wait for.

use std::{
    collections::{HashMap, hash_map::Entry},
    net::IpAddr,
    sync::{
        Arc, Mutex, MutexGuard, OnceLock, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use domain::{
    Event,
    streaming::{Stream, Watcher},
};
use tokio::{
    sync::{broadcast, mpsc, watch},
    time::timeout,
};

use super::{channel::Channel, entrance::Reader, hub, refusal::Refusal};
use crate::App;

/// How many events may wait to be passed on.
const EVENTS: usize = 4096;
/// How many messages may wait for a reader. Most are shared by all that wait for them.
const QUEUE: usize = 256;
/// How many connections a member may have at a time.
const MOST: usize = 32;
/// How many streams one connection may watch.
const MOST_STREAMS: usize = 100;
/// How long somebody waits until this process hears what others tell.
const PATIENCE: Duration = Duration::from_secs(5);

/// Everybody who is connected.
pub(crate) struct Streams {
    events: broadcast::Sender<Arc<Event>>,
    seats: Mutex<Seats>,
    is_begun: AtomicBool,
    /// Whether what happens is heard at the moment.
    hears: watch::Sender<bool>,
}

#[derive(Default)]
struct Seats {
    next: u64,
    taken: HashMap<u64, Arc<Place>>,
    /// How many connections members have, those too that are cut and have yet to end.
    by_member: HashMap<i64, usize>,
    is_over: bool,
}

/// One connection.
pub(super) struct Place {
    id: u64,
    account_id: i64,
    token_id: i64,
    ip: IpAddr,
    queue: mpsc::Sender<Told>,
    is_cut: watch::Sender<bool>,
    watched: Mutex<Vec<Watched>>,
}

/// One stream on a connection.
#[derive(Clone)]
pub(super) struct Watched {
    pub(super) watcher: Arc<Watcher>,
    label: Arc<str>,
}

/// A message on its way to somebody.
pub(super) struct Told {
    pub(super) message: Arc<Message>,
    /// Which of her streams it belongs to, as it stands in the message.
    pub(super) label: Arc<str>,
}

/// Something that is told, perhaps to many.
#[derive(Debug)]
pub(super) struct Message {
    pub(super) event: &'static str,
    pub(super) payload: Option<String>,
    quoted: OnceLock<String>,
}

impl Message {
    pub(super) fn new(event: &'static str, payload: Option<String>) -> Arc<Self> {
        Arc::new(Self {
            event,
            payload,
            quoted: OnceLock::new(),
        })
    }

    /// The payload as a text inside JSON, which is made once for all who need it.
    pub(super) fn quoted(&self) -> Option<&str> {
        let payload = self.payload.as_ref()?;
        let quote = || serde_json::Value::from(payload.as_str()).to_string();
        Some(self.quoted.get_or_init(quote))
    }
}

impl Default for Streams {
    fn default() -> Self {
        Self {
            events: broadcast::Sender::new(EVENTS),
            seats: Mutex::default(),
            is_begun: AtomicBool::new(false),
            hears: watch::Sender::new(false),
        }
    }
}

impl Streams {
    /// What has happened, and is saved. Whom it cuts is cut when this returns.
    pub(crate) fn hear(&self, event: Event) {
        match event {
            Event::Cut { account_id } => self.cut(|it| it.account_id == account_id),
            Event::Revoked { token_id } => self.cut(|it| it.token_id == token_id),
            // Fails when nobody has ever been connected.
            _ => drop(self.events.send(event.into())),
        }
    }

    fn cut(&self, is_meant: impl Fn(&Place) -> bool) {
        self.seats().taken.retain(|_, place| {
            let is_cut = is_meant(place);
            if is_cut {
                place.cut();
            }
            !is_cut
        });
    }

    /// Ends the streams to some addresses.
    pub(crate) fn cut_from(&self, is_meant: impl Fn(IpAddr) -> bool) {
        self.cut(|it| is_meant(it.ip));
    }

    /// Ends all streams: they have missed something.
    pub(super) fn cut_all(&self) {
        self.cut(|_| true);
    }

    /// Ends all streams, and begins no others.
    pub(crate) fn close(&self) {
        self.seats().is_over = true;
        self.cut_all();
    }

    /// Comes back when what happens from now on is heard.
    pub(super) async fn open(&self, app: &App) -> Result<(), Refusal> {
        if !self.is_begun.swap(true, Ordering::Relaxed) {
            hub::begin(app, self.events.subscribe());
        }
        let mut hears = self.hears.subscribe();
        let begun = timeout(PATIENCE, hears.wait_for(|it| *it)).await;
        match begun {
            Ok(Ok(_)) => Ok(()),
            _ => Err(Refusal::Unavailable),
        }
    }

    /// Whoever was connected while nothing was heard is not any more.
    pub(super) fn set_hearing(&self, hears: bool) {
        self.hears.send_replace(hears);
        if !hears {
            self.cut_all();
        }
    }

    /// Whether anybody is there to pass events on to.
    pub(super) fn has_ears(&self) -> bool {
        self.events.receiver_count() > 0
    }

    /// Everybody who watches something, and where they sit.
    pub(super) fn watched(&self) -> Vec<(Arc<Place>, Watched)> {
        let places: Vec<Arc<Place>> = self.seats().taken.values().cloned().collect();
        let mut all = Vec::with_capacity(places.len());
        for place in places {
            let watched = place.watched.lock().unwrap_or_else(PoisonError::into_inner);
            all.extend(watched.iter().map(|it| (place.clone(), it.clone())));
        }
        all
    }

    /// Never waits: whose queue is full is cut.
    pub(super) fn tell(&self, place: &Place, watched: &Watched, message: Arc<Message>) {
        let label = watched.label.clone();
        if place.queue.try_send(Told { message, label }).is_err() {
            self.cut(|it| it.id == place.id);
        }
    }

    fn seats(&self) -> MutexGuard<'_, Seats> {
        self.seats.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Place {
    fn cut(&self) {
        self.is_cut.send_replace(true);
    }
}

/// A reader's end of a connection. She is connected as long as she has it.
pub(super) struct Seat {
    streams: Arc<Streams>,
    place: Arc<Place>,
    queue: mpsc::Receiver<Told>,
    is_cut: watch::Receiver<bool>,
}

impl Seat {
    pub(super) fn take(streams: &Arc<Streams>, reader: &Reader) -> Result<Self, Refusal> {
        let mut seats = streams.seats();
        if seats.is_over || !*streams.hears.borrow() {
            return Err(Refusal::Unavailable);
        }
        let own = seats.by_member.entry(reader.account_id).or_default();
        if *own >= MOST {
            return Err(Refusal::TooMany);
        }
        *own += 1;
        let (sender, queue) = mpsc::channel(QUEUE);
        seats.next += 1;
        let place = Arc::new(Place {
            id: seats.next,
            account_id: reader.account_id,
            token_id: reader.token_id,
            ip: reader.ip,
            queue: sender,
            is_cut: watch::Sender::new(false),
            watched: Mutex::default(),
        });
        seats.taken.insert(place.id, place.clone());
        Ok(Self {
            streams: streams.clone(),
            queue,
            is_cut: place.is_cut.subscribe(),
            place,
        })
    }

    /// Watching the same again changes nothing.
    pub(super) fn watch(&self, channel: Channel) -> Result<(), Refusal> {
        let mut watched = self.watched();
        if watched.iter().any(|it| it.watcher.stream == channel.stream) {
            return Ok(());
        }
        if watched.len() >= MOST_STREAMS {
            return Err(Refusal::TooMany);
        }
        watched.push(Watched {
            watcher: Arc::new(Watcher::new(self.place.account_id, channel.stream)),
            label: channel.label,
        });
        Ok(())
    }

    pub(super) fn leave(&self, stream: &Stream) {
        self.watched().retain(|it| it.watcher.stream != *stream);
    }

    fn watched(&self) -> MutexGuard<'_, Vec<Watched>> {
        let watched = &self.place.watched;
        watched.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What comes next; nothing when the reader was cut, whatever still waits for her.
    pub(super) async fn next(&mut self) -> Option<Told> {
        tokio::select! {
            biased;
            _ = self.is_cut.wait_for(|it| *it) => None,
            told = self.queue.recv() => told,
        }
    }

    /// Comes back when the reader was cut.
    pub(super) async fn cut(&self) {
        let _ = self.is_cut.clone().wait_for(|it| *it).await;
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut seats = self.streams.seats();
        seats.taken.remove(&self.place.id);
        if let Entry::Occupied(mut own) = seats.by_member.entry(self.place.account_id) {
            *own.get_mut() -= 1;
            if *own.get() == 0 {
                own.remove();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use domain::{Event, streaming::Stream};

    use super::{Channel, Message, QUEUE, Seat, Streams};
    use crate::streaming::entrance::Reader;

    fn streams() -> Arc<Streams> {
        let streams = Arc::<Streams>::default();
        streams.set_hearing(true);
        streams
    }

    fn seat(streams: &Arc<Streams>) -> Seat {
        let seat = Seat::take(streams, &Reader::with_scopes("read")).expect("a seat");
        let channel = Channel {
            stream: Stream::Direct,
            label: "[]".into(),
        };
        seat.watch(channel).expect("watched");
        seat
    }

    fn tell_all(streams: &Streams) {
        for (place, watched) in streams.watched() {
            streams.tell(&place, &watched, Message::new("update", None));
        }
    }

    #[tokio::test]
    async fn who_does_not_keep_up_is_cut_and_keeps_nobody_waiting() {
        let streams = streams();
        let (mut slow, mut quick) = (seat(&streams), seat(&streams));

        for _ in 0..=QUEUE {
            tell_all(&streams);
            assert!(quick.next().await.is_some());
        }

        assert!(slow.next().await.is_none());
        assert_eq!(streams.watched().len(), 1);
        tell_all(&streams);
        assert!(quick.next().await.is_some());
    }

    #[tokio::test]
    async fn nothing_is_read_after_the_cut() {
        let streams = streams();
        let mut seat = seat(&streams);
        tell_all(&streams);

        streams.hear(Event::Cut { account_id: 1 });

        assert!(seat.next().await.is_none());
    }

    #[tokio::test]
    async fn a_stream_that_misses_something_ends() {
        let streams = streams();
        let mut seat = seat(&streams);

        streams.set_hearing(false);

        assert!(seat.next().await.is_none());
        assert!(Seat::take(&streams, &Reader::with_scopes("read")).is_err());
    }

    #[tokio::test]
    async fn a_seat_that_is_given_up_is_free() {
        let streams = streams();
        for _ in 0..100 {
            drop(seat(&streams));
        }

        assert!(streams.watched().is_empty());
        assert!(streams.seats().by_member.is_empty());
    }
}
