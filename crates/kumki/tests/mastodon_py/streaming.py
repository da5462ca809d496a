"""What Mastodon.py hears while it happens, against a server that runs."""

import queue

from mastodon import StreamListener

from members import PATIENCE, sign_in, wait_for


class Heard(StreamListener):
    """Keeps what was heard until somebody asks for it."""

    def __init__(self):
        super().__init__()
        self.events = queue.Queue()

    def on_any_event(self, name, data):
        self.events.put((name, data))

    def next(self, name, patience=PATIENCE):
        """The next event of that name; others before it are not of interest."""
        while True:
            heard, data = self.events.get(timeout=patience)
            if heard == name:
                return data

    def has_heard(self, say):
        """Whether what is said now is heard. A socket does not tell when a subscription has begun."""
        said = say()
        try:
            while self.next("update", patience=0.5).id != said.id:
                pass
            return True
        except queue.Empty:
            return False


def listen(open_stream, *args):
    """Listens until the script ends: closing a stream that says nothing takes as long as it is silent."""
    heard = Heard()
    handle = open_stream(*args, heard, run_async=True, timeout=PATIENCE)
    wait_for("the stream has begun", lambda: handle.connection and handle.is_receiving())
    return heard


def user(ann, bob):
    heard = listen(ann.stream_user)
    post = bob.status_post("Tea is ready", visibility="public")
    assert heard.next("update").id == post.id
    bob.status_update(post, "Tea is cold")
    assert "cold" in heard.next("status.update").content
    mine = ann.status_post("I am coming")
    bob.status_favourite(mine)
    note = heard.next("notification")
    assert (note.type, note.account.acct, note.status.id) == ("favourite", "bob", mine.id)
    letter = bob.status_post("@ann Hurry", visibility="direct")
    assert heard.next("notification").status.id == letter.id
    made = ann.create_filter_v2("Cold", ["home"], "hide")
    heard.next("filters_changed")
    ann.delete_filter_v2(made)
    bob.status_delete(post)
    assert str(heard.next("delete")) == str(post.id)


def notifications_and_letters(ann, bob, carl):
    heard = listen(ann.stream_user_notifications)
    carl.status_post("@ann Good night")
    assert heard.next("notification").account.acct == "carl"
    heard = listen(ann.stream_direct)
    letter = bob.status_post("@ann Psst", visibility="direct")
    assert heard.next("conversation").last_status.id == letter.id


def timelines(ann, bob, carl):
    everybody, here = listen(carl.stream_public), listen(carl.stream_local)
    tea = listen(carl.stream_hashtag, "tea")
    friends = ann.list_create("Friends")
    ann.list_accounts_add(friends, [bob.me()])
    list_of_ann = listen(ann.stream_list, friends)

    plain = bob.status_post("For everybody", visibility="public")
    tagged = bob.status_post("With a #Tea tag", visibility="public")
    hidden = bob.status_post("For friends", visibility="private")
    for heard in (everybody, here):
        assert [heard.next("update").id for _ in range(2)] == [plain.id, tagged.id]
    assert tea.next("update").id == tagged.id
    assert [list_of_ann.next("update").id for _ in range(3)] == [plain.id, tagged.id, hidden.id]


def many_on_one_socket(ann, bob):
    socket = ann.stream_open_websocket(timeout=PATIENCE)
    home, tea = Heard(), Heard()
    socket.subscribe("user", home)
    socket.subscribe("hashtag", tea, tag="tea")
    tag = lambda: bob.status_post("More #tea", visibility="public")
    wait_for("both are subscribed", lambda: home.has_heard(tag) and tea.has_heard(tag))
    letter = bob.status_post("@ann On the socket", visibility="direct")
    assert home.next("notification").status.id == letter.id
    socket.unsubscribe("hashtag", tag="tea")
    wait_for("it is not subscribed any more", lambda: home.has_heard(tag) and not tea.has_heard(tag))
    socket.close()
    socket.join(PATIENCE)
    assert not socket.is_alive()


def main():
    ann, bob, carl = (sign_in(name) for name in ("ann", "bob", "carl"))
    assert ann.stream_healthy()
    ann.account_follow(bob.me())
    user(ann, bob)
    notifications_and_letters(ann, bob, carl)
    timelines(ann, bob, carl)
    many_on_one_socket(ann, bob)


main()
