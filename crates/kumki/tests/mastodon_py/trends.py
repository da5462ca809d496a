"""What Mastodon.py can do about what trends, against a server that runs."""

from mastodon import MastodonAPIError, MastodonNotFoundError

from members import ids, refused, sign_in


def decide_on_tags(mira, everybody):
    tag, = mira.admin_trending_tags(limit=5)
    assert tag.name == "GardenDay" and tag.requires_review and not tag.trendable and tag.usable
    assert len(tag.history) == 7 and tag.history[0].day.tzinfo is not None
    assert everybody.trending_tags() == []
    approved = mira.admin_approve_trending_tag(tag.id)
    assert approved.trendable and not approved.requires_review
    assert [it.name for it in everybody.trending_tags()] == ["GardenDay"]
    assert not mira.admin_reject_trending_tag(tag.id).trendable
    assert everybody.trending_tags() == []


def decide_on_statuses(mira, everybody):
    status, = mira.admin_trending_statuses()
    assert status.account.acct == "ann"
    assert mira.admin_approve_trending_status(status.id).id == status.id
    assert ids(everybody.trending_statuses()) == [status.id]
    mira.admin_reject_trending_status(status.id)
    assert everybody.trending_statuses() == []


def decide_on_links(mira, everybody):
    link, = mira.admin_trending_links()
    assert link.title == "Bridge reopens" and len(link.history) == 7
    assert isinstance(link.id, int)
    assert mira.admin_approve_trending_link(link.id).url == link.url
    assert [it.url for it in everybody.trending_links()] == [link.url]
    mira.admin_reject_trending_link(link.id)
    assert everybody.trending_links() == []


ann, mira = (sign_in(name) for name in ("ann", "mira"))
decide_on_tags(mira, ann)
decide_on_statuses(mira, ann)
decide_on_links(mira, ann)
refused(MastodonAPIError, ann.admin_trending_tags)
refused(MastodonNotFoundError, mira.admin_approve_trending_link, 4711)
