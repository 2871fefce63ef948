"""What ada makes of URLs: needs PyPI's ada-url.

    ada_urls.py < pairs

Reads [{"url": "../x", "base": "https://example.com/"}, …] and prints a list of strings in the same order: the
address without user name and password; null where it is invalid or neither http nor https.
"""

import json
import sys

import ada_url


def address(pair):
    try:
        url = ada_url.URL(pair["url"], base=pair["base"])
    except ValueError:
        return None
    if url.protocol not in ("http:", "https:"):
        return None
    url.username = url.password = ""
    return url.href


json.dump([address(pair) for pair in json.load(sys.stdin)], sys.stdout)
