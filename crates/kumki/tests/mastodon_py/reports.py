"""What Mastodon.py can do with reports, against a server that runs."""

from mastodon import MastodonAPIError, MastodonNotFoundError

from members import ids, refused, sign_in


def tell(ann, bob, bobs):
    post = bob.status_post("Buy this")
    report = ann.report(bobs, status_ids=[post], comment="Advertising", category="spam")
    assert not report.action_taken and report.category == "spam"
    assert report.status_ids == [post.id] and report.target_account.acct == "bob"
    refused(MastodonNotFoundError, ann.report, 1)
    refused(MastodonAPIError, ann.report, bobs, comment="x" * 1001)
    return report, post


def work(mira, report, post):
    listed = mira.admin_reports()
    assert ids(listed) == [report.id]
    shown = mira.admin_report(report)
    assert shown.comment == "Advertising" and ids(shown.statuses) == [post.id]
    assert shown.account.username == "ann" and shown.target_account.username == "bob"
    assert shown.assigned_account is None and shown.rules == []

    assert mira.admin_report_assign(report).assigned_account.username == "mira"
    assert mira.admin_report_unassign(report).assigned_account is None
    done = mira.admin_report_resolve(report)
    assert done.action_taken and done.action_taken_by_account.username == "mira"
    assert ids(mira.admin_reports()) == []
    assert ids(mira.admin_reports(resolved=True)) == [report.id]
    assert ids(mira.admin_reports(resolved=True, unresolved=True)) == [report.id]
    assert ids(mira.admin_reports(unresolved=False)) == []
    assert not mira.admin_report_reopen(report).action_taken
    assert ids(mira.admin_reports(target_account_id=shown.target_account)) == [report.id]
    assert ids(mira.admin_reports(account_id=shown.target_account)) == []
    refused(MastodonNotFoundError, mira.admin_report, 999)


def page(mira, ann, bobs):
    for _ in range(3):
        ann.report(bobs)
    first = mira.admin_reports(limit=2)
    rest = mira.fetch_next(first)
    assert len(first) == 2 and len(rest) == 2 and not set(ids(first)) & set(ids(rest))
    assert ids(mira.fetch_previous(rest)) == ids(first)


def act(mira, bob, bobs, report):
    mira.admin_account_moderate(bobs, "silence", report_id=report, text="No advertising.")
    assert mira.admin_report(report).action_taken
    assert ids(mira.admin_reports()) == []
    told = [it for it in bob.notifications() if it.type == "moderation_warning"]
    assert told[0].moderation_warning.text == "No advertising."


ann, bob, mira = (sign_in(name) for name in ("ann", "bob", "mira"))
bobs = bob.me()
report, post = tell(ann, bob, bobs)
assert any(it.type == "admin.report" and it.report.id == report.id for it in mira.notifications())
work(mira, report, post)
page(mira, ann, bobs)
act(mira, bob, bobs, report)
refused(MastodonAPIError, ann.admin_reports)
