"""What Mastodon.py can do about other servers, against a server that runs."""

from mastodon import MastodonAPIError, MastodonNotFoundError

from members import ids, refused, sign_in


def decide(mira):
    made = mira.admin_create_domain_block(
        "Spam.Example", "silence", reject_media=True, private_comment="see case 88",
        public_comment="Ads", obfuscate=True,
    )
    assert made.domain == "spam.example" and made.severity == "silence"
    assert made.reject_media and not made.reject_reports and made.obfuscate
    assert made.private_comment == "see case 88" and made.public_comment == "Ads"
    assert len(made.digest) == 64 and made.created_at.tzinfo is not None

    changed = mira.admin_update_domain_block(made, severity="suspend", reject_reports=True)
    assert changed.severity == "suspend" and changed.reject_reports and changed.reject_media
    assert mira.admin_domain_blocks(made).severity == "suspend"
    refused(MastodonAPIError, mira.admin_create_domain_block, "spam.example", "noop")
    refused(MastodonAPIError, mira.admin_create_domain_block, "not a name")
    refused(MastodonAPIError, mira.admin_create_domain_block, "far.example", "limit")
    return made


def page(mira, first):
    more = [mira.admin_create_domain_block(f"{name}.example", "noop") for name in ("a", "b", "c")]
    # It takes a limit, and does not send it.
    everything = ids(mira.admin_domain_blocks())
    assert everything == [more[2].id, more[1].id, more[0].id, first.id]
    assert ids(mira.admin_domain_blocks(max_id=more[1])) == everything[2:]
    assert ids(mira.admin_domain_blocks(min_id=more[0])) == everything[:2]


def take_back(mira):
    for block in mira.admin_domain_blocks():
        mira.admin_delete_domain_block(block)
    assert mira.admin_domain_blocks() == []
    refused(MastodonNotFoundError, mira.admin_domain_blocks, 4711)
    refused(MastodonNotFoundError, mira.admin_delete_domain_block, 4711)


ann, mira = (sign_in(name) for name in ("ann", "mira"))
made = decide(mira)
page(mira, made)
take_back(mira)
refused(MastodonAPIError, ann.admin_domain_blocks)
