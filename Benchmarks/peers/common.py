"""What the peers in Python have in common."""

import os

TOKEN = "u1=--CLICK-ID--"


def tagged(href):
    """The link with the token, where it is a Rakuten link or one of the site's redirects to such."""
    href = href or ""
    host = href.partition("//")[2].partition("/")[0]
    if "u1=" in href or not (host == "click.linksynergy.com" or href.startswith("/go/")):
        return href
    url, mark, fragment = href.partition("#")
    separator = "&amp;" if "&amp;" in url else "&" if "?" in url else "?"
    return url + separator + TOKEN + mark + fragment


def files(site, out):
    for root, _, names in os.walk(site):
        folder = os.path.join(out, os.path.relpath(root, site))
        os.makedirs(folder, exist_ok=True)
        for name in sorted(names):
            yield os.path.join(root, name), os.path.join(folder, name)
