"""Everything that Mastodon.py can do about lists, filters and tags, against a server that runs.

The only argument is JSON: where the server is, and the password of its members.
"""

import json
import sys

from mastodon import Mastodon, MastodonAPIError, MastodonNotFoundError

GIVEN = json.loads(sys.argv[1])
URL = GIVEN["url"]


def sign_in(name):
    client_id, secret = Mastodon.create_app(
        "Mastodon.py", scopes=["read", "write", "follow"], api_base_url=URL
    )
    client = Mastodon(client_id, secret, api_base_url=URL, ratelimit_method="throw")
    client.log_in(
        f"{name}@mail.example", GIVEN["password"], scopes=["read", "write", "follow"], allow_http=True
    )
    return client


def refused(kind, call, *args, **kwargs):
    try:
        call(*args, **kwargs)
    except kind:
        return
    raise AssertionError(f"{call.__name__} was not refused")


def lists(client, me):
    friends = client.list_create("Friends", replies_policy="followed", exclusive=True)
    assert (friends.title, friends.replies_policy, friends.exclusive) == ("Friends", "followed", True)
    client.list_accounts_add(friends, [me])
    assert [it.id for it in client.list_accounts(friends)] == [me.id]
    assert [it.id for it in client.list_accounts(friends, limit=0)] == [me.id]
    assert [it.id for it in client.account_lists(me)] == [friends.id]
    refused(MastodonAPIError, client.list_accounts_add, friends, [me])
    client.list_accounts_delete(friends, [me])
    assert client.list_accounts(friends) == []
    renamed = client.list_update(friends, "Family")
    assert (client.list(friends).title, renamed.exclusive) == ("Family", False)
    client.list_delete(friends)
    refused(MastodonNotFoundError, client.list, friends)
    assert client.lists() == []


def filters(client):
    keywords = [
        {"keyword": "tea", "whole_word": True},
        {"keyword": "milk", "whole_word": False},
    ]
    made = client.create_filter_v2(
        "Drinks", ["home", "public"], "hide", expires_in=3600, keywords_attributes=keywords
    )
    assert (made.title, made.context, made.filter_action) == ("Drinks", ["home", "public"], "hide")
    assert made.expires_at is not None
    tea, milk = client.filter_keywords_v2(made)
    assert [(it.keyword, it.whole_word) for it in (tea, milk)] == [("tea", True), ("milk", False)]
    changed = client.update_filter_v2(
        made,
        title="Hot drinks",
        filter_action="blur",
        keywords_attributes=[{"id": milk.id, "_destroy": True}, {"keyword": "coffee"}],
    )
    assert [it.keyword for it in changed.keywords] == ["tea", "coffee"]
    assert changed.filter_action == "blur"
    cocoa = client.add_filter_keyword_v2(made, "cocoa", whole_word=True)
    client.delete_filter_keyword_v2(cocoa)

    post = client.status_post("A cup of TEA", visibility="unlisted")
    assert post.filtered[0].filter.title == "Hot drinks"
    assert post.filtered[0].keyword_matches == ["tea"]
    entry = client.add_filter_status_v2(made, post)
    assert client.filter_status_v2(entry).status_id == post.id
    assert [it.id for it in client.filter_statuses_v2(made)] == [entry.id]
    assert client.status(post).filtered[0].status_matches == [str(post.id)]
    client.delete_filter_status_v2(entry)
    assert client.filter_v2(made).statuses == []
    assert [it.id for it in client.filters_v2()] == [made.id]
    client.delete_filter_v2(made)
    assert client.filters_v2() == []
    assert client.status(post).filtered == []


def filters_v1(client):
    made = client.filter_create("noise", ["home"], irreversible=True, expires_in=60)
    assert (made.phrase, made.irreversible, made.whole_word) == ("noise", True, True)
    changed = client.filter_update(made, phrase="loud", context=["public"])
    assert (client.filter(made).phrase, changed.context) == ("loud", ["public"])
    assert [it.id for it in client.filters()] == [made.id]
    client.filter_delete(made)
    assert client.filters() == []


def tags(client, me):
    assert client.tag("Gardening").following is False
    assert client.tag_follow("Gardening").following is True
    client.tag_follow("tea")
    followed = client.followed_tags(limit=1)
    assert [it.name for it in client.fetch_remaining(followed)] == ["tea", "Gardening"]
    assert client.tag_unfollow("gardening").following is False
    assert [it.name for it in client.followed_tags()] == ["tea"]

    client.status_post("#Gardening again", visibility="public")
    history = client.tag("gardening").history
    assert (len(history), int(history[0].uses), int(history[0].accounts)) == (7, 1, 1)
    assert [it.name for it in client.featured_tag_suggestions()] == ["Gardening"]
    shown = client.featured_tag_create("gardening")
    assert int(shown.statuses_count) == 1 and shown.last_status_at is not None
    assert [it.id for it in client.account_featured_tags(me)] == [shown.id]
    assert client.tag_feature("tea").featuring is True
    assert [it.name for it in client.featured_tags()] == ["gardening", "tea"]
    assert client.tag_unfeature("tea").featuring is False
    client.featured_tag_delete(shown)
    assert client.featured_tags() == []
    refused(MastodonAPIError, client.featured_tag_create, "no name")


def main():
    client = sign_in("ann")
    me = client.account_verify_credentials()
    lists(client, me)
    filters(client)
    filters_v1(client)
    tags(client, me)


main()
