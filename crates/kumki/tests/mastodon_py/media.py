"""Everything that Mastodon.py can do about pictures and films, against a server that runs.

The only argument is JSON: where the server is, and the password of its members.
"""

import io
import json
import struct
import sys
import urllib.request
import zlib

from mastodon import Mastodon, MastodonAPIError, MastodonNotFoundError

GIVEN = json.loads(sys.argv[1])
URL = GIVEN["url"]


def sign_in(name):
    client_id, secret = Mastodon.create_app(
        "Mastodon.py", scopes=["read", "write"], api_base_url=URL
    )
    client = Mastodon(client_id, secret, api_base_url=URL, ratelimit_method="throw")
    client.log_in(
        f"{name}@mail.example", GIVEN["password"], scopes=["read", "write"], allow_http=True
    )
    return client


def refused(kind, call, *args, **kwargs):
    try:
        call(*args, **kwargs)
    except kind:
        return
    raise AssertionError(f"{call.__name__} was not refused")


def png(width, height):
    def chunk(kind, data):
        whole = kind + data
        return struct.pack(">I", len(data)) + whole + struct.pack(">I", zlib.crc32(whole))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = zlib.compress((b"\0" + b"\x7f" * width) * height)
    parts = [(b"IHDR", head), (b"IDAT", pixels), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*it) for it in parts)


def fetch(address):
    with urllib.request.urlopen(address) as answer:
        return answer.headers["content-type"], answer.read()


def pictures(client):
    sent = client.media_post(
        io.BytesIO(png(640, 480)), "image/png", description="A wall", focus=(-0.5, 0.25)
    )
    assert (sent.type, sent.description) == ("image", "A wall")
    assert (sent.meta.focus.x, sent.meta.focus.y) == (-0.5, 0.25)
    assert (sent.meta.original.width, sent.meta.original.height) == (640, 480)
    kind, content = fetch(sent.url)
    assert kind == "image/png" and content.startswith(b"\x89PNG"), kind
    changed = client.media_update(sent, description="A grey wall", focus=(1, 1))
    assert (changed.description, changed.meta.focus.x) == ("A grey wall", 1)

    # It waits until the server has worked on it.
    large = client.media_post(io.BytesIO(png(2400, 1600)), "image/png", synchronous=True)
    assert large.url is not None and client.media(large).url == large.url

    post = client.status_post("Walls", media_ids=[sent, large])
    assert [it.id for it in post.media_attachments] == [sent.id, large.id]
    refused(MastodonAPIError, client.status_post, "Again", media_ids=[sent])
    refused(MastodonNotFoundError, client.media, sent)


def films(client):
    film = b"\0\0\0\x20ftypisom\0\0\x02\0isomiso2avc1mp41\0\0\0\x0cmdatabcd"
    sent = client.media_post(
        io.BytesIO(film), "video/mp4", thumbnail=io.BytesIO(png(64, 36)), thumbnail_mime_type="image/png"
    )
    assert sent.type == "video" and sent.preview_url is not None
    assert fetch(sent.url) == ("video/mp4", film)
    refused(MastodonAPIError, client.media_post, io.BytesIO(b"<svg/>"), "image/png")


def profile(client):
    me = client.account_update_credentials(
        avatar=png(200, 200), avatar_mime_type="image/png", header=png(300, 100), header_mime_type="image/png"
    )
    for address in (me.avatar, me.header):
        assert fetch(address)[0] == "image/png"
    bare = client.account_delete_header()
    assert bare.avatar == me.avatar and bare.header != me.header
    assert client.account_delete_avatar().avatar != me.avatar


ANN = sign_in("ann")
pictures(ANN)
films(ANN)
profile(ANN)
