"""What Mastodon.py can do between members, against a server that runs.

The only argument is JSON: the server's address, and the tokens of ann, bob and carl.
"""

import json
import sys

from mastodon import Mastodon, MastodonAPIError

GIVEN = json.loads(sys.argv[1])


def sign_in(name):
    return Mastodon(
        access_token=GIVEN["tokens"][name], api_base_url=GIVEN["url"], ratelimit_method="throw"
    )


def names(accounts):
    return [it.username for it in accounts]


def between(client, other):
    (relationship,) = client.account_relationships(other)
    return relationship


def follow(ann, bob):
    id = bob.me().id
    seen = ann.account_follow(id, reblogs=False, notify=True)
    assert seen.following and not seen.showing_reblogs and seen.notifying, seen
    assert names(ann.account_followers(id)) == ["ann"]
    assert names(ann.account_following(ann.me())) == ["bob"]
    assert between(bob, ann.me()).followed_by
    assert [it.type for it in bob.notifications()] == ["follow"]
    assert ann.account_pin(id).endorsed
    assert names(ann.endorsements()) == ["bob"]
    assert not ann.account_unpin(id).endorsed
    assert not bob.account_remove_from_followers(ann.me()).followed_by
    assert not between(ann, id).following
    assert ann.account_follow(id).showing_reblogs
    assert not ann.account_unfollow(id).following


def ask_to_follow(ann, bob):
    bob.account_update_credentials(locked=True)
    asking = ann.me()
    assert ann.account_follow(bob.me()).requested
    assert names(bob.follow_requests()) == ["ann"]
    assert bob.me().source.follow_requests_count == 1
    bob.follow_request_reject(asking)
    ann.account_follow(bob.me())
    bob.follow_request_authorize(asking)
    assert between(ann, bob.me()).following
    assert bob.follow_requests() == []
    ann.account_unfollow(bob.me())
    bob.account_update_credentials(locked=False)


def block_and_mute(ann, bob, carl):
    id = bob.me().id
    assert ann.account_block(id).blocking
    assert ann.account_block(carl.me()).blocking
    page = ann.blocks(limit=1)
    assert names(page) == ["carl"]
    assert names(ann.fetch_next(page)) == ["bob"]
    try:
        bob.account_follow(ann.me())
    except MastodonAPIError as error:
        assert error.args[1] == 403, repr(error)
    else:
        raise AssertionError("a follow slipped past a block")
    assert not ann.account_unblock(id).blocking
    ann.account_unblock(carl.me())

    seen = ann.account_mute(id, notifications=False, duration=3600)
    assert seen.muting and not seen.muting_notifications, seen
    (muted,) = ann.mutes()
    assert muted.username == "bob" and muted.mute_expires_at is not None, muted
    assert not ann.account_unmute(id).muting
    ann.domain_block("far.example")
    assert ann.domain_blocks() == ["far.example"]
    ann.domain_unblock("far.example")
    assert ann.domain_blocks() == []


def find(ann, bob, carl):
    assert ann.account_note_set(bob.me(), "Met in Graz").note == "Met in Graz"
    for client in (ann, bob, carl):
        client.account_update_credentials(discoverable=True)
    assert names(ann.account_search("bo")) == ["bob"]
    assert ann.account_search("bo", following=True) == []
    assert sorted(names(ann.directory(order="new", local=True))) == ["ann", "bob", "carl"]
    ann.account_follow(bob.me())
    bob.account_follow(carl.me())
    (familiar,) = ann.account_familiar_followers(carl.me())
    assert names(familiar.accounts) == ["bob"]
    (suggested,) = ann.suggestions()
    suggested = getattr(suggested, "account", suggested)
    assert suggested.username == "carl", suggested
    ann.suggestion_delete(carl.me())
    assert ann.suggestions() == []


def main():
    ann, bob, carl = (sign_in(name) for name in ("ann", "bob", "carl"))
    follow(ann, bob)
    ask_to_follow(ann, bob)
    block_and_mute(ann, bob, carl)
    find(ann, bob, carl)


main()
