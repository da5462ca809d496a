"""What Mastodon.py reads and decides about notifications, against a server that runs."""

from mastodon import MastodonNotFoundError

from members import ids, refused, sign_in, wait_for


def types(page):
    return [it.type for it in page]


def one_by_one(ann, bob, carl):
    post = ann.status_post("Good morning")
    bob.account_follow(ann.me())
    bob.status_favourite(post)
    bob.status_reblog(post)
    answer = carl.status_reply(post, "And to you")
    wait_for("all four are there", lambda: len(ann.notifications()) == 4)
    page = ann.notifications()
    assert types(page) == ["mention", "reblog", "favourite", "follow"]
    assert page[0].status.id == answer.id and page[0].account.acct == "carl"
    assert types(ann.notifications(types=["follow", "mention"])) == ["mention", "follow"]
    assert types(ann.notifications(exclude_types=["mention"])) == ["reblog", "favourite", "follow"]
    assert types(ann.notifications(mentions_only=True)) == ["mention"]
    assert types(ann.notifications(account_id=carl.me())) == ["mention"]
    first = ann.notifications(limit=2)
    assert ids(ann.fetch_next(first)) == ids(page)[2:]
    assert ids(ann.fetch_previous(ann.fetch_next(first))) == ids(page)[:2]
    assert ann.notifications(id=page[1]).type == "reblog"
    assert ann.notifications_unread_count().count == 4
    ann.markers_set("notifications", page[1])
    assert ann.notifications_unread_count().count == 1

    ann.notifications_dismiss(page[0])
    assert ids(ann.notifications()) == ids(page)[1:]
    refused(MastodonNotFoundError, ann.notifications, id=page[0])
    ann.notifications_clear()
    assert ann.notifications() == []


def in_groups(ann, bob, carl):
    post = ann.status_post("Good evening")
    bob.status_favourite(post)
    carl.status_favourite(post)
    carl.account_follow(ann.me())
    wait_for("all three are there", lambda: len(ann.notifications()) == 3)
    shown = ann.grouped_notifications(expand_accounts="full")
    follow, likes = shown.notification_groups
    assert (follow.type, likes.type, likes.notifications_count) == ("follow", "favourite", 2)
    assert ids(shown.statuses) == [post.id]
    assert sorted(it.acct for it in shown.accounts) == ["bob", "carl"]
    partial = ann.grouped_notifications(expand_accounts="partial_avatars")
    assert [it.acct for it in partial.accounts] == ["carl"]
    assert [it.acct for it in ann.grouped_notification_accounts(likes.group_key)] == ["carl", "bob"]
    alone = ann.grouped_notification(likes.group_key)
    assert [it.group_key for it in alone.notification_groups] == [likes.group_key]
    assert ann.unread_grouped_notifications_count() == 2
    ungrouped = ann.grouped_notifications(grouped_types=["follow"])
    assert [it.notifications_count for it in ungrouped.notification_groups] == [1, 1, 1]
    ann.dismiss_grouped_notification(likes.group_key)
    left = ann.grouped_notifications().notification_groups
    assert [it.type for it in left] == ["follow"]
    ann.notifications_clear()


def put_aside(ann, bob, carl):
    assert ann.notifications_policy().for_not_following == "accept"
    changed = ann.update_notifications_policy(for_not_following="filter")
    assert changed.for_not_following == "filter"
    for member in (bob, carl):
        member.status_post("@ann Buy this")
    wait_for("both ask", lambda: len(ann.notification_requests()) == 2)
    assert ann.notifications() == []
    by_carl, by_bob = ann.notification_requests()
    assert (by_carl.account.acct, by_bob.account.acct) == ("carl", "bob")
    assert int(by_carl.notifications_count) == 1 and "Buy" in by_carl.last_status.content
    assert ann.notification_request(by_bob).account.acct == "bob"
    summary = ann.notifications_policy().summary
    assert (summary.pending_requests_count, summary.pending_notifications_count) == (2, 2)

    ann.dismiss_notification_request(by_carl)
    assert ids(ann.notification_requests()) == [by_bob.id]
    ann.accept_notification_request(by_bob)
    wait_for("it is merged", ann.notifications_merged)
    assert [it.account.acct for it in ann.notifications()] == ["bob"]
    assert ann.notification_requests() == []
    bob.status_post("@ann Thank you")
    wait_for("it comes by itself", lambda: len(ann.notifications()) == 2)


def many_requests(ann, bob, carl):
    bob.account_unfollow(ann.me())
    bob.update_notifications_policy(for_not_following="filter")
    ann.status_post("@bob Hello")
    carl.status_post("@bob Hello")
    asking = wait_for("both ask", lambda: len(bob.notification_requests()) == 2)
    assert asking
    by_carl, by_ann = bob.notification_requests()
    bob.dismiss_multiple_notification_requests([by_carl])
    assert ids(bob.notification_requests()) == [by_ann.id]
    bob.accept_multiple_notification_requests([by_ann])
    assert bob.notification_requests() == []
    wait_for("it is merged", bob.notifications_merged)
    assert [it.account.acct for it in bob.notifications(mentions_only=True)] == ["ann"]


def main():
    ann, bob, carl = (sign_in(name) for name in ("ann", "bob", "carl"))
    one_by_one(ann, bob, carl)
    in_groups(ann, bob, carl)
    put_aside(ann, bob, carl)
    many_requests(ann, bob, carl)


main()
