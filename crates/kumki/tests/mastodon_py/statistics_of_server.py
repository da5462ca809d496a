"""What Mastodon.py shows of the numbers of a server that runs."""

from datetime import datetime, timedelta, timezone

from mastodon import MastodonAPIError

from members import refused, sign_in


def days(count):
    """As many days, the last of which is today."""
    today = datetime.now(timezone.utc)
    return today - timedelta(days=count - 1), today


def measure(ann, mira):
    ann.status_favourite(mira.status_post("Some #tea"))
    tag_id = mira.tag("tea").id
    start, end = days(7)
    measured = mira.admin_measures(
        start,
        end,
        active_users=True,
        new_users=True,
        interactions=True,
        opened_reports=True,
        resolved_reports=True,
        tag_accounts=tag_id,
        tag_uses=tag_id,
        tag_servers=tag_id,
        instance_accounts="far.test",
        instance_media_attachments="far.test",
        instance_reports="far.test",
        instance_statuses="far.test",
        instance_follows="far.test",
        instance_followers="far.test",
    )
    measured = {it.key: it for it in measured}
    assert len(measured) == 14, measured.keys()
    assert all(len(it.data) == 7 for it in measured.values())
    assert measured["new_users"].data[-1].value >= 2 and measured["interactions"].data[-1].value == 1
    assert measured["tag_uses"].total == "1" and measured["tag_accounts"].previous_total == "0"
    assert measured["instance_media_attachments"].human_value == "0 Bytes"
    assert measured["instance_accounts"].previous_total is None
    assert measured["active_users"].data[0].date.tzinfo is not None


def divide(mira):
    start, end = days(7)
    parts = mira.admin_dimensions(
        start,
        end,
        limit=4,
        languages=True,
        sources=True,
        servers=True,
        space_usage=True,
        software_versions=True,
        instance_accounts="far.test",
        instance_languages="far.test",
    )
    parts = {it.key: it.data for it in parts}
    assert len(parts) == 7, parts.keys()
    assert int(parts["servers"][0].value) == 1
    assert [it.key for it in parts["software_versions"]][:2] == ["mastodon", "kumki"]
    assert parts["space_usage"][0].unit == "bytes" and int(parts["space_usage"][0].value) > 0
    assert parts["instance_accounts"] == []


def retain(mira):
    start, end = days(3)
    cohorts = mira.admin_retention(start, end)
    assert [len(it.data) for it in cohorts] == [3, 2, 1]
    assert cohorts[2].frequency == "day" and 0 < cohorts[2].data[0].rate <= 1
    months = mira.admin_retention(start, end, frequency="month")
    assert 1 <= len(months) <= 2 and months[-1].frequency == "month"


ann, mira = (sign_in(name) for name in ("ann", "mira"))
measure(ann, mira)
divide(mira)
retain(mira)
refused(MastodonAPIError, ann.admin_measures, *days(1), new_users=True)
