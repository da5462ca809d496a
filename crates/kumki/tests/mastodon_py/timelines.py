"""The timelines that Mastodon.py reads, against a server that runs."""

from members import GIVEN, ids, sign_in, wait_for


def walk(reader, page, expected):
    """A timeline of five, two at a time: down to its end, and up again."""
    first = page()
    assert ids(first) == expected[:2], (ids(first), expected)
    second = reader.fetch_next(first)
    third = reader.fetch_next(second)
    assert (ids(second), ids(third)) == (expected[2:4], expected[4:])
    assert not reader.fetch_next(third)
    assert ids(reader.fetch_previous(third)) == expected[2:4]
    assert ids(reader.fetch_previous(second)) == expected[:2]
    assert ids(reader.fetch_remaining(page())) == expected


def main():
    ann, bob, carl = (sign_in(name) for name in ("ann", "bob", "carl"))
    ann.account_follow(bob.me())
    friends = ann.list_create("Friends")
    ann.list_accounts_add(friends, [bob.me()])
    posts = [bob.status_post(f"Number {it} #Tea", visibility="public") for it in range(5)]
    newest_first = ids(reversed(posts))
    hidden = carl.status_post("Not for everybody #Tea", visibility="unlisted")

    wait_for("all posts are there", lambda: len(ann.timeline_home()) == 5)
    walk(ann, lambda: ann.timeline_home(limit=2), newest_first)
    walk(carl, lambda: carl.timeline_public(limit=2), newest_first)
    walk(carl, lambda: carl.timeline_local(limit=2), newest_first)
    walk(carl, lambda: carl.timeline_hashtag("tea", limit=2), newest_first)
    walk(ann, lambda: ann.timeline_list(friends, limit=2), newest_first)
    walk(carl, lambda: carl.account_statuses(bob.me(), limit=2), newest_first)
    assert carl.timeline_public(remote=True) == []
    assert hidden.id not in ids(ann.timeline_public()) + ids(ann.timeline_hashtag("tea"))

    oldest, *_, newest = posts
    assert ids(ann.timeline_home(min_id=oldest, limit=1)) == [posts[1].id]
    assert ids(ann.timeline_home(since_id=oldest, limit=1)) == [newest.id]
    assert ids(ann.timeline_home(max_id=newest, since_id=oldest)) == ids(reversed(posts[1:4]))

    shown = bob.status_post(
        "Look", media_ids=bob.media_post(GIVEN["picture"]), visibility="public"
    )
    assert ids(carl.timeline_public(only_media=True)) == [shown.id]
    assert ids(carl.account_statuses(bob.me(), only_media=True)) == [shown.id]

    letter = bob.status_post("@ann In private", visibility="direct")
    (conversation,) = wait_for("the letter is there", ann.conversations)
    assert conversation.last_status.id == letter.id and conversation.unread
    assert not ann.conversations_read(conversation).unread
    assert letter.id not in ids(carl.account_statuses(bob.me()))

    ann.markers_set("home", newest)
    assert ann.markers_get("home")["home"].last_read_id == newest.id


main()
