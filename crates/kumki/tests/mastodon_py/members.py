"""What the scripts beside this one have in common: who takes part, what is refused, and what takes a moment.

The only argument of a script is JSON: the server's address, the tokens of its members, and a picture.
"""

import json
import sys
import time

from mastodon import Mastodon

GIVEN = json.loads(sys.argv[1])
PATIENCE = 30


def sign_in(name):
    return Mastodon(
        access_token=GIVEN["tokens"][name], api_base_url=GIVEN["url"], ratelimit_method="throw"
    )


def refused(kind, call, *args, **kwargs):
    try:
        call(*args, **kwargs)
    except kind:
        return
    raise AssertionError(f"{call.__name__} was not refused")


def wait_for(what, look):
    """Asks again until it is so, but not for ever."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        found = look()
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError(f"still waiting for this: {what}")


def ids(page):
    return [it.id for it in page]
