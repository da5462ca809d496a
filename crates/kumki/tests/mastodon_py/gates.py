"""What Mastodon.py can do at the gates, against a server that runs."""

from datetime import datetime, timezone

from mastodon import MastodonAPIError, MastodonNotFoundError

from members import ids, refused, sign_in


def block_addresses(mira):
    made = mira.admin_create_ip_block("203.0.113.77/24", "sign_up_block", comment="Wave", expires_in=60)
    assert made.ip == "203.0.113.0/24" and made.severity == "sign_up_block" and made.comment == "Wave"
    assert made.expires_at > datetime.now(timezone.utc) and made.created_at.tzinfo is not None
    changed = mira.admin_update_ip_block(made, severity="no_access", comment="Worse")
    assert changed.severity == "no_access" and changed.comment == "Worse"
    assert changed.ip == made.ip and changed.expires_at == made.expires_at
    assert mira.admin_ip_block(made).severity == "no_access"
    refused(MastodonAPIError, mira.admin_create_ip_block, "203.0.113.0/24", "no_access")
    refused(MastodonAPIError, mira.admin_create_ip_block, "520.1.1.1", "no_access")
    refused(MastodonAPIError, mira.admin_create_ip_block, "198.51.100.1", "suspend")
    refused(MastodonAPIError, mira.admin_create_ip_block, "127.0.0.1", "no_access")
    other = mira.admin_create_ip_block("2001:DB8::1", "sign_up_requires_approval")
    assert other.ip == "2001:db8::1/128" and other.expires_at is None
    assert ids(mira.admin_ip_blocks()) == [other.id, made.id]
    assert ids(mira.admin_ip_blocks(limit=1)) == [other.id]
    for block in (made, other):
        mira.admin_delete_ip_block(block)
    assert mira.admin_ip_blocks() == []
    refused(MastodonNotFoundError, mira.admin_ip_block, made)
    refused(MastodonNotFoundError, mira.admin_delete_ip_block, made)


def block_mail(mira):
    made = mira.admin_create_email_domain_block("Junk.Example")
    assert made.domain == "junk.example" and made.created_at.tzinfo is not None
    # It makes numbers of some texts.
    assert len(made.history) == 7 and int(made.history[0].uses) == int(made.history[0].accounts) == 0
    refused(MastodonAPIError, mira.admin_create_email_domain_block, "junk.example")
    refused(MastodonAPIError, mira.admin_create_email_domain_block, "no domain")
    assert mira.admin_email_domain_block(made).domain == "junk.example"
    assert ids(mira.admin_email_domain_blocks()) == [made.id]
    mira.admin_delete_email_domain_block(made)
    refused(MastodonNotFoundError, mira.admin_email_domain_block, made)


def block_people(mira):
    hash_of_jo = "f3bc2d6713ffe88ad3317725055cce67a3f74860b61d2f2d3a9843dff52d2ced"
    made = mira.admin_create_canonical_email_block(email="Jo.Doe+news@Mail.Example")
    assert made.canonical_email_hash == hash_of_jo
    assert [it.id for it in mira.admin_test_canonical_email_block("jodoe@mail.example")] == [made.id]
    assert mira.admin_test_canonical_email_block("else@mail.example") == []
    other = mira.admin_create_canonical_email_block(canonical_email_hash="0" * 64)
    refused(MastodonAPIError, mira.admin_create_canonical_email_block, canonical_email_hash=hash_of_jo)
    refused(MastodonAPIError, mira.admin_create_canonical_email_block, canonical_email_hash="x")
    assert ids(mira.admin_canonical_email_blocks()) == [other.id, made.id]
    assert mira.admin_canonical_email_block(made).canonical_email_hash == hash_of_jo
    for block in (made, other):
        mira.admin_delete_canonical_email_block(block)
    assert mira.admin_canonical_email_blocks() == []


ann, mira = (sign_in(name) for name in ("ann", "mira"))
block_addresses(mira)
block_mail(mira)
block_people(mira)
refused(MastodonAPIError, ann.admin_ip_blocks)
