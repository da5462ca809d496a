"""What Mastodon.py finds, against a server that runs."""

from members import ids, sign_in


def names(found):
    return [it.acct for it in found.accounts]


def people(ann, bob):
    bob.account_update_credentials(display_name="Bob, the Gardener")
    for words in ("bob", "@bob", "gardener", "Garden", "the gard"):
        assert names(ann.search(words)) == ["bob"], words
        assert [it.acct for it in ann.account_search(words)] == ["bob"], words
    assert names(ann.search("gardener", result_type="hashtags")) == []
    assert names(ann.search("rdener")) == []
    assert ann.account_search("gardener", following=True) == []
    ann.account_follow(bob.me())
    assert [it.acct for it in ann.account_search("gardener", following=True)] == ["bob"]
    assert ann.account_lookup("bob").display_name == "Bob, the Gardener"
    found = ann.search(bob.me().url)
    assert names(found) == ["bob"] and found.statuses == []


def posts(ann, bob, carl):
    bob.account_update_credentials(indexable=True)
    roses = bob.status_post("Roses need water", visibility="public")
    carl.status_post("Roses need nothing", visibility="public")
    answer = ann.status_reply(roses, "Roses, and tulips?")
    found = ann.search("roses", result_type="statuses").statuses
    assert ids(found) == [answer.id, roses.id]
    assert ids(ann.search("roses -tulips").statuses) == [roses.id]
    assert ids(ann.search("roses from:bob").statuses) == [roses.id]
    assert ids(ann.search("roses", account_id=bob.me().id).statuses) == [roses.id]
    assert ids(ann.search("roses", max_id=answer.id).statuses) == [roses.id]
    second = ann.search("roses", result_type="statuses", limit=1, offset=1)
    assert ids(second.statuses) == [roses.id]
    assert ids(ann.search(roses.url).statuses) == [roses.id]


def hashtags(ann):
    ann.status_post("#TeaTime and #teapots", visibility="public")
    found = ann.search("#tea", result_type="hashtags", exclude_unreviewed=False).hashtags
    assert sorted(it.name.lower() for it in found) == ["teapots", "teatime"]
    assert found[0].history is not None and found[0].url.startswith("http")


def main():
    ann, bob, carl = (sign_in(name) for name in ("ann", "bob", "carl"))
    people(ann, bob)
    posts(ann, bob, carl)
    hashtags(ann)


main()
