"""What Mastodon.py can do with posts, against a server that runs."""

from datetime import datetime, timedelta, timezone

from mastodon import MastodonAPIError, MastodonNotFoundError

from members import GIVEN, ids, refused, sign_in


def write_and_change(ann, bob):
    words = "Tea at four, @bob? #Tea"
    asked = dict(visibility="unlisted", language="de", spoiler_text="Tea", idempotency_key="once")
    post = ann.status_post(words, **asked)
    assert (post.visibility, post.language, post.spoiler_text) == ("unlisted", "de", "Tea")
    assert post.sensitive and post.edited_at is None
    assert [it.acct for it in post.mentions] == ["bob"] and [it.name for it in post.tags] == ["Tea"]
    assert ann.status_post(words, **asked).id == post.id
    assert ann.status_source(post).text == words
    assert ids(bob.statuses([post])) == [post.id]

    changed = ann.status_update(post, "Tea at five, @bob", spoiler_text="Later")
    assert "five" in changed.content and changed.edited_at is not None
    history = bob.status_history(post)
    assert [it.spoiler_text for it in history] == ["Tea", "Later"]
    assert "four" in history[0].content
    refused(MastodonAPIError, bob.status_update, post, "Mine")
    refused(MastodonAPIError, bob.status_delete, post)

    deleted = ann.status_delete(post)
    assert deleted.text == "Tea at five, @bob"
    refused(MastodonNotFoundError, bob.status, post)
    refused(MastodonAPIError, ann.status_post, "")


def show_a_picture(ann):
    sent = ann.media_post(GIVEN["picture"], description="An elephant")
    post = ann.status_post("Look", media_ids=sent)
    assert [it.description for it in post.media_attachments] == ["An elephant"]
    new = ann.generate_media_edit_attributes(sent.id, description="A grey elephant")
    changed = ann.status_update(post, "Look here", media_attributes=[new])
    assert [it.description for it in changed.media_attachments] == ["A grey elephant"]
    assert ann.status_history(post)[0].media_attachments[0].description == "An elephant"


def vote(ann, bob, carl):
    wanted = ann.make_poll(["Green", "Black", "White"], 3600, multiple=True)
    poll = ann.status_post("Which?", poll=wanted).poll
    assert (poll.multiple, poll.expired, poll.voted, poll.own_votes) == (True, False, True, [])
    assert bob.poll_vote(poll, [0]).own_votes == [0]
    # Whoever may choose many need not choose them at once.
    assert bob.poll_vote(poll, 2).own_votes == [0, 2]
    refused(MastodonAPIError, bob.poll_vote, poll, 0)
    seen = carl.poll_vote(poll, [2])
    assert (seen.votes_count, seen.voters_count) == (3, 2)
    assert [it.votes_count for it in seen.options] == [1, 0, 2]

    wanted = ann.make_poll(["Yes", "No"], 3600, hide_totals=True)
    poll = ann.status_post("Really?", poll=wanted).poll
    refused(MastodonAPIError, bob.poll_vote, poll, [0, 1])
    voted = bob.poll_vote(poll, 1)
    assert voted.own_votes == [1] and voted.options[1].votes_count is None
    refused(MastodonAPIError, bob.poll_vote, poll, 0)
    refused(MastodonAPIError, carl.poll_vote, poll, 2)


def post_later(ann):
    at = datetime.now(timezone.utc) + timedelta(hours=1)
    later = ann.status_post("Later", scheduled_at=at, visibility="private")
    assert (later.params.text, later.params.visibility) == ("Later", "private")
    assert abs(later.scheduled_at - at) < timedelta(seconds=1)
    assert ids(ann.scheduled_statuses()) == [later.id]
    moved = ann.scheduled_status_update(later, at + timedelta(hours=1))
    assert moved.scheduled_at - later.scheduled_at == timedelta(hours=1)
    assert ann.scheduled_status(later).scheduled_at == moved.scheduled_at
    ann.scheduled_status_delete(later)
    assert ann.scheduled_statuses() == []
    refused(MastodonNotFoundError, ann.scheduled_status, later)
    soon = datetime.now(timezone.utc) + timedelta(minutes=1)
    refused(MastodonAPIError, ann.status_post, "Soon", scheduled_at=soon)


def like_boost_keep_and_pin(ann, bob):
    post = ann.status_post("Good morning")
    assert bob.status_favourite(post).favourited
    assert [it.acct for it in ann.status_favourited_by(post)] == ["bob"]
    assert ids(bob.favourites()) == [post.id]
    boost = bob.status_reblog(post, visibility="unlisted")
    assert boost.reblog.id == post.id and boost.reblog.reblogged
    assert [it.acct for it in ann.status_reblogged_by(post)] == ["bob"]
    counted = ann.status(post)
    assert (counted.favourites_count, counted.reblogs_count) == (1, 1)
    assert bob.status_bookmark(post).bookmarked and ids(bob.bookmarks()) == [post.id]
    assert bob.status_mute(post).muted and not bob.status_unmute(post).muted
    assert ann.status_pin(post).pinned
    assert ids(bob.account_statuses(ann.me(), pinned=True)) == [post.id]
    refused(MastodonAPIError, bob.status_pin, post)

    assert not ann.status_unpin(post).pinned
    assert not bob.status_unbookmark(post).bookmarked and bob.bookmarks() == []
    assert not bob.status_unfavourite(post).favourited and bob.favourites() == []
    assert not bob.status_unreblog(post).reblogged
    counted = ann.status(post)
    assert (counted.favourites_count, counted.reblogs_count) == (0, 0)


def answer_and_quote(ann, bob, carl):
    first = ann.status_post("Who comes?")
    second = bob.status_reply(first, "Me")
    assert "@ann" in bob.status_source(second).text and second.in_reply_to_id == first.id
    third = carl.status_post("And me", in_reply_to_id=second)
    around = ann.status_context(second)
    assert (ids(around.ancestors), ids(around.descendants)) == ([first.id], [third.id])
    assert ann.status(first).replies_count == 1

    quote = bob.status_post("Hear, hear", quoted_status_id=first)
    assert quote.quote.quoted_status.id == first.id, quote.quote
    assert ids(ann.status_quotes(first)) == [quote.id]
    revoked = ann.status_quote_revoke(first, quote)
    assert revoked.quote.state == "revoked", revoked.quote


def main():
    ann, bob, carl = (sign_in(name) for name in ("ann", "bob", "carl"))
    write_and_change(ann, bob)
    show_a_picture(ann)
    vote(ann, bob, carl)
    post_later(ann)
    like_boost_keep_and_pin(ann, bob)
    answer_and_quote(ann, bob, carl)


main()
