"""Everything that Mastodon.py can do about accounts as a moderator, against a server that runs.

The only argument is JSON: what the test made, and where the server is.
"""

import json
import re
import sys
import time
from datetime import datetime, timezone
from email import message_from_bytes, policy
from pathlib import Path

import requests
from mastodon import (
    Mastodon,
    MastodonAPIError,
    MastodonIllegalArgumentError,
    MastodonNotFoundError,
    MastodonUnauthorizedError,
)

GIVEN = json.loads(sys.argv[1])
URL = GIVEN["url"]
PASSWORD = GIVEN["password"]
OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob"
SCOPES = ["read", "write", "admin:read", "admin:write"]


def mail_of(name):
    return f"{name}@mail.example"


def refused(kind, status, text, call, *args, **kwargs):
    """The call fails with exactly that kind of error, that status and that text."""
    try:
        call(*args, **kwargs)
    except MastodonAPIError as error:
        assert type(error) is kind, repr(error)
        assert error.args[1] == status, repr(error)
        assert error.args[3] == text, repr(error)
    else:
        raise AssertionError(f"{call.__name__} was not refused")


def new_client(**more):
    client_id, secret = Mastodon.create_app(
        "Mastodon.py", scopes=SCOPES, api_base_url=URL, redirect_uris=OUT_OF_BAND
    )
    return Mastodon(client_id, secret, api_base_url=URL, ratelimit_method="throw", **more)


def sign_in_by_password():
    client = new_client()
    token = client.log_in(mail_of("mira"), PASSWORD, scopes=SCOPES, allow_http=True)
    assert token
    try:
        new_client().log_in(mail_of("mira"), "wrong password", scopes=SCOPES, allow_http=True)
    except MastodonIllegalArgumentError:
        pass
    else:
        raise AssertionError("a wrong password signed somebody in")
    return client


def fields_of(page):
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))


def sign_in_by_code():
    """As in a browser: sign in, consent, read the code, give it to the program."""
    client = new_client()
    browser = requests.Session()
    address = client.auth_request_url(
        scopes=SCOPES, redirect_uris=OUT_OF_BAND, allow_http=True
    )
    page = browser.get(address).text
    form = {"email": mail_of("mira"), "password": PASSWORD, **unescaped(fields_of(page))}
    page = browser.post(f"{URL}/auth/sign_in", data=form).text
    assert "Mastodon.py" in page, page
    consent = page.split("</form>")[0]
    form = {"decision": "allow", **unescaped(fields_of(consent))}
    page = browser.post(f"{URL}/oauth/authorize", data=form).text
    code = re.search(r'id="code">([^<]+)<', page).group(1)
    assert client.log_in(code=code, scopes=SCOPES, redirect_uri=OUT_OF_BAND, allow_http=True)
    assert client.account_verify_credentials().username == "mira"
    return client


def unescaped(fields):
    from html import unescape

    return {name: unescape(value) for name, value in fields.items()}


def letter_to(address, subject):
    """The newest letter to somebody, which a job writes."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        for file in sorted(Path(GIVEN["mail"]).glob("*.eml"), reverse=True):
            letter = message_from_bytes(file.read_bytes(), policy=policy.default)
            if letter["to"] == address and subject in letter["subject"]:
                return letter.get_body(("plain",)).get_content()
        time.sleep(0.02)
    raise AssertionError(f"no letter to {address}")


def sign_up(name):
    """A newcomer, through the API, who confirms the address and waits for approval."""
    client = new_client()
    reason = "I would like to join."
    client.create_account(
        name, PASSWORD, mail_of(name), agreement=True, reason=reason, scopes=SCOPES
    )
    link = re.search(r"https?://\S+confirmation_token=\S+", letter_to(mail_of(name), "onfirm"))
    page = requests.get(link.group(0)).text
    page = requests.post(f"{URL}/auth/confirmation", data=unescaped(fields_of(page)))
    assert page.status_code == 200, page.text
    return client


def names(accounts):
    return [it["username"] for it in accounts]


def lists(client, ids):
    v2 = client.admin_accounts_v2
    everybody = names(v2())
    assert set(everybody) == {"mira", "ann", "pen", "newbie", "rob"}, everybody
    assert names(v2(origin="remote")) == ["rob"]
    assert "rob" not in names(v2(origin="local"))
    assert names(v2(by_domain="https://remote.example")) == ["rob"]
    assert names(v2(status="pending")) == ["newbie", "pen"]
    assert set(names(v2(status="active"))) == set(everybody)
    for status in ["disabled", "silenced", "suspended"]:
        assert v2(status=status) == []
    assert names(v2(username="an")) == ["ann"]
    assert names(v2(display_name="ro")) == ["rob"]
    assert names(v2(email="pen@")) == ["pen"]
    assert "mira" in names(v2(ip="127.0.0.1"))
    assert names(v2(permissions="staff")) == ["mira"]
    role = client.admin_account(ids["mira"]).role
    assert names(v2(role_ids=[role])) == ["mira"]
    assert v2(invited_by=ids["mira"]) == []
    assert names(v2(limit=2)) == everybody[:2]
    assert names(v2(max_id=client.admin_account(ids[everybody[1]]))) == everybody[2:]
    assert names(v2(since_id=ids[everybody[1]])) == everybody[:1]
    assert names(v2(min_id=ids[everybody[3]], limit=1)) == [everybody[2]]
    assert names(v2(max_id=datetime(2024, 1, 1, tzinfo=timezone.utc))) == ["rob"]
    for wrong in [{"origin": "elsewhere"}, {"status": "asleep"}, {"permissions": "all"}]:
        try:
            v2(**wrong)
        except MastodonIllegalArgumentError:
            continue
        raise AssertionError(wrong)

    v1 = client.admin_accounts_v1
    assert "rob" not in names(v1())
    assert names(v1(remote=True)) == ["rob"]
    assert names(v1(by_domain="remote.example")) == ["rob"]
    assert names(v1(status="pending")) == ["newbie", "pen"]
    for status in ["disabled", "silenced", "suspended"]:
        assert v1(status=status) == []
    assert names(v1(username="an")) == ["ann"]
    assert names(v1(remote=True, display_name="ro")) == ["rob"]
    assert names(v1(email="pen@")) == ["pen"]
    assert "mira" in names(v1(ip="127.0.0.1"))
    assert names(v1(staff_only=True)) == ["mira"]
    local = names(v1())
    assert names(v1(max_id=ids[local[0]], limit=1)) == [local[1]]
    assert names(v1(since_id=ids[local[0]])) == []
    assert names(v1(min_id=ids[local[-1]], limit=1)) == [local[-2]]
    assert names(client.admin_accounts()) == local


def one(client, ids):
    pen = client.admin_account(ids["pen"])
    assert pen.email == mail_of("pen")
    assert pen.confirmed is True and pen.approved is False
    assert isinstance(pen.created_at, datetime)
    assert pen.account.acct == "pen"
    assert (pen.suspended, pen.silenced, pen.disabled, pen.sensitized) == (False,) * 4
    mira = client.admin_account(ids["mira"])
    assert mira.role.name == "Owner" and mira.ip == "127.0.0.1"
    assert [it.ip for it in mira.ips] == ["127.0.0.1"]
    rob = client.admin_account(GIVEN["remote"])
    assert (rob.domain, rob.email, rob.role) == ("remote.example", None, None)
    refused(MastodonNotFoundError, 404, "Record not found", client.admin_account, 4711)


def decide(client, ids):
    assert client.admin_account(ids["newbie"]).invite_request == "I would like to join."
    assert client.admin_account_approve(ids["newbie"]).approved is True
    not_allowed = "This action is not allowed"
    refused(MastodonAPIError, 403, not_allowed, client.admin_account_approve, ids["newbie"])
    refused(MastodonAPIError, 403, not_allowed, client.admin_account_reject, ids["newbie"])
    client.admin_account_reject(ids["pen"])
    refused(MastodonNotFoundError, 404, "Record not found", client.admin_account, ids["pen"])


def moderate(client, ids):
    ann = ids["ann"]
    text = "Please read the rules."
    client.admin_account_moderate(
        ann,
        report_id=GIVEN["report"],
        warning_preset_id=GIVEN["preset"],
        text=text,
    )
    warning = letter_to(mail_of("ann"), "arning")
    assert "No advertising." in warning and text in warning, warning

    client.admin_account_moderate(ann, "disable", send_email_notification=False)
    assert client.admin_account(ann).disabled is True
    assert names(client.admin_accounts_v2(status="disabled")) == ["ann"]
    assert client.admin_account_enable(ann).disabled is False

    client.admin_account_moderate(ann, "sensitive")
    assert client.admin_account(ann).sensitized is True
    assert client.admin_account_unsensitive(ann).sensitized is False

    client.admin_account_moderate(GIVEN["remote"], "silence")
    assert client.admin_account_unsilence(GIVEN["remote"]).silenced is False
    client.admin_account_moderate(ann, "silence")
    assert names(client.admin_accounts_v2(status="silenced")) == ["ann"]
    assert client.admin_account_unsilence(ann).silenced is False

    not_allowed = "This action is not allowed"
    refused(MastodonAPIError, 403, not_allowed, client.admin_account_unsuspend, ann)
    refused(MastodonAPIError, 403, not_allowed, client.admin_account_delete, ann)
    client.admin_account_moderate(ann, "suspend")
    assert names(client.admin_accounts_v2(status="suspended")) == ["ann"]
    assert client.admin_account_unsuspend(ann).suspended is False
    client.admin_account_moderate(ann, "suspend")
    client.admin_account_delete(ann)
    assert client.admin_account(ann).suspended is True

    wrong = "Validation failed: Type is not included in the list"
    refused(MastodonAPIError, 422, wrong, client.admin_account_moderate, ids["newbie"], "tickle")
    refused(MastodonNotFoundError, 404, "Record not found", client.admin_account_moderate, 4711, "silence")


def strangers(newcomer):
    """What is refused to those who are nobody, or nobody in particular."""
    anonymous = Mastodon(api_base_url=URL, ratelimit_method="throw")
    not_allowed = "This action is not allowed"
    refused(MastodonAPIError, 403, not_allowed, anonymous.admin_account, 4711)
    # Where a list is expected, the client loses the text.
    refused(MastodonAPIError, 403, None, anonymous.admin_accounts_v2)
    refused(
        MastodonUnauthorizedError,
        401,
        "The access token is invalid",
        anonymous.account_verify_credentials,
    )
    refused(MastodonAPIError, 403, not_allowed, newcomer.admin_account, 4711)


def versions(token):
    for mode in ["created", "changed"]:
        client = Mastodon(access_token=token, api_base_url=URL, version_check_mode=mode)
        assert client.verify_minimum_version("4.6.0"), mode
        assert client.admin_accounts_v2(limit=1)
        assert client.admin_accounts_v1(limit=1)
        assert client.admin_account(GIVEN["remote"]).username == "rob"
        assert client.account_verify_credentials().username == "mira"
        instance = client.instance()
        assert instance.version.startswith("4.7.0"), instance.version


def main():
    newcomer = sign_up("newbie")
    by_password = sign_in_by_password()
    client = sign_in_by_code()
    ids = {it["username"]: it["id"] for it in client.admin_accounts_v2()}

    lists(client, ids)
    one(client, ids)
    decide(client, ids)
    strangers(newcomer)
    moderate(client, ids)
    versions(client.access_token)

    client.revoke_access_token(allow_http=True)
    kept = Mastodon(access_token=by_password.access_token, api_base_url=URL)
    assert kept.account_verify_credentials().username == "mira"
    by_password.revoke_access_token(allow_http=True)
    refused(
        MastodonUnauthorizedError,
        401,
        "The access token was revoked",
        kept.account_verify_credentials,
    )


main()
