"""Hrefs, each with the scheme and the host that ada finds in it: the WHATWG URL parser of Node.js.

Usage: url_hosts.py COUNT SEED

Prints one JSON object a line: href, base (or null), protocol and hostname (both null where ada finds no valid
URL), ownPage (whether the href is empty or a fragment alone, as the URL parser sees it).
"""

import json
import random
import sys

import ada_url

GROUP_HOST = "click.linksynergy.com"

BASES = [
    None,
    "https://site.example/dir/page.html",
    "http://site.example/",
    "https://click.linksynergy.com/fs-bin/",
    "http://click.linksynergy.com/",
    "file:///C:/site/index.html",
    "file://server/share/",
    "foo://opaque.example/path/",
    "foo:/path",
    "mailto:someone@site.example",
]

SCHEMES = [
    ("https:", 12), ("http:", 10), ("HTTPS:", 2), ("hTtP:", 2), ("", 12), ("https", 1), ("ws:", 1),
    ("wss:", 1), ("ftp:", 1), ("file:", 3), ("foo:", 2), ("a+b-c.9:", 1), ("mailto:", 1), ("javascript:", 1),
    ("data:", 1), ("tel:", 1), ("1http:", 1), (":", 1), ("ht tp:", 1), ("ht\ttp:", 1), ("https\n:", 1),
    ("https%3A", 1), ("httpſ:", 1), ("blob:https:", 1),
]

SLASHES = [
    ("//", 20), ("/", 3), ("", 4), ("\\\\", 3), ("/\\", 2), ("\\/", 2), ("///", 2), ("////", 1), ("/\t/", 1),
    ("\n//", 1), ("//\r", 1), ("\\", 1), ("/ /", 1),
]

USERINFO = [
    ("", 30), ("user@", 2), ("user:secret@", 2), ("a@b@", 1), ("@", 1), (":@", 1), ("@@", 1),
    (GROUP_HOST + "@", 2), (GROUP_HOST + ":80@", 1), ("u%40v@", 1), ("é@", 1), ("[@", 1), ("a b@", 1),
    ("x" * 300 + "@", 1),
]

PORTS = [
    ("", 30), (":80", 2), (":443", 2), (":8080", 1), (":", 1), (":0080", 1), (":65535", 1), (":65536", 1),
    (":8a", 1), (":-1", 1), (":99999999999999999999", 1), (": 80", 1), (":8\t0", 1), (":80:80", 1),
    (":" + "0" * 300 + "1", 1),
]

PATHS = [
    ("", 6), ("/", 6), ("/deeplink?id=A&mid=1&murl=https%3A%2F%2Fshop.example%2F", 8), ("?id=A", 3),
    ("#top", 2), ("\\path", 2), ("/a/../b", 1), ("/a b", 1), ("?a@b", 1), ("#a@" + GROUP_HOST, 1),
    ("/@" + GROUP_HOST, 1),
]

FRAMES = [
    ("", 30), (" ", 3), ("\t", 1), ("\n ", 1), ("\r\n", 1), ("\x00", 1), ("\x1f", 1), ("\x0b", 1),
    ("\u00a0", 1), ("\ufeff", 1), ("\x7f", 1),
]

OTHER_HOSTS = [
    "site.example", "click.linksynergy.com.evil.example", "notclick.linksynergy.com", "linksynergy.com",
    "ad.linksynergy.com", "click.linksynergy.co", "click-linksynergy.com", "clicklinksynergy.com",
    "bücher.example", "BÜCHER.example", "faß.example", "ångström.example", "例え.テスト", "例え。テスト",
    "مثال.إختبار", "דוגמה.example", "xn--bcher-kva.example", "XN--BCHER-KVA.example", "xn--a", "xn--", "XN--8I7CAA.example", "é.xn--a",
    "%78n--8i7caa.example", "☃.example",
    "i❤.example", "a\u200db.example", "क्\u200dष.example", "ΒΌΛΟΣ.example", "σς.example", "ﬁsh.example",
    "ⅷ.example", "①.example", "a..b", ".", "..", ".a", "a_b.example", "-a.example", "a-.example",
    "ab--cd.example", "é.-a.example", "éa--b.example", "éa-.example", "a b", "a%20b", "a%00b", "a%2Fb", "%",
    "%zz", "%2", "%25", "a^b", "a|b", "a<b", "a>b", 'a"b', "a{b}", "a`b", "a'b", "a!b", "a$b", "a&b", "a*b",
    "a;b", "a=b", "a,b", "a~b", "a+b", "(a)", "a\x01b", "a\x7fb", "a℀b", "a\ufffdb", "%ff", "%C3%BC.example",
    "%c3.example", "localhost", "LOCALHOST", "C:", "c|", "é" * 64 + ".example", "x" * 64 + ".example",
    "á.example.", "á..example", "á.example..",
]

ALPHABET = list("/\\:@?#.%[]0xa1c-&= \t\n\r") + ["é", "\u00ad", "。", "ｃ", "\u200b", "\U0001f600"]


def pick(choices, rng):
    return rng.choices([value for value, _ in choices], [weight for _, weight in choices])[0]


def group_host(rng):
    """The group's host, as browsers still read it or nearly so."""
    host = GROUP_HOST
    if rng.random() < 0.3:
        host = "".join(rng.choice((c.upper(), c)) for c in host)
    disguise = rng.randrange(12)
    letters = list(host)
    for _ in range(rng.randrange(1, 4)):
        place = rng.randrange(len(letters))
        letter = letters[place]
        if len(letter) > 1:
            continue
        if disguise == 0:
            letters[place] = "%%%02x" % ord(letter)
        elif disguise == 1:
            letters[place] = "%%%02X" % ord(letter)
        elif disguise == 2 and letter.isalpha():
            letters[place] = chr(ord(letter) - 0x21 + 0xFF01)
        elif disguise == 3:
            letters[place] = letter + "\u00ad"
        elif disguise == 4:
            letters[place] = letter + rng.choice("\t\n\r")
        elif disguise == 5 and letter == ".":
            letters[place] = rng.choice("。．｡")
        elif disguise == 6:
            letters[place] = letter + rng.choice(["\u200b", "\ufe0f", "\u2060", "\u200c"])
        elif disguise == 7 and letter.isalpha():
            bold = 0x1D41A if letter.islower() else 0x1D400
            letters[place] = chr(bold + ord(letter.lower()) - 0x61)
        elif disguise == 8 and letter == "k":
            letters[place] = "\u212a"
    host = "".join(letters)
    if rng.random() < 0.1:
        host = "".join("%%%02X" % byte if byte >= 0x80 else chr(byte) for byte in host.encode())
    return host + rng.choices(["", ".", "..", "。"], [12, 3, 1, 1])[0]


def ipv4(rng):
    parts = [rng.choice([0, 1, 10, 127, 192, 255, 256, 0xFFFF, 0xFFFFFF, 2**32 - 1, 2**32, 2**70])
             for _ in range(rng.choice([1, 2, 3, 4, 4, 4, 5]))]
    notations = ["%d", "%d", "%d", "0%o", "0x%x", "0X%X", "000%o", "0x", "09", "%dz", "", "%d ", "0x%xg"]
    text = ".".join(n % p if "%" in n else n for p, n in ((p, rng.choice(notations)) for p in parts))
    return text + rng.choice(["", "", "", ".", ".."])


def ipv6(rng):
    pieces = ["%x" % rng.choice([0, 0, 1, 0xA, 0xDB8, 0x2001, 0xFFFF, 0x12345])
              for _ in range(rng.randrange(0, 10))]
    if rng.random() < 0.3 and pieces:
        pieces[-1] = rng.choice(["127.0.0.1", "1.2.3", "1.2.3.4.5", "01.2.3.4", "256.1.1.1", "1.2.3.4", "1..2.3"])
    if rng.random() < 0.7:
        pieces.insert(rng.randrange(len(pieces) + 1), "")
    text = ":".join(pieces)
    if rng.random() < 0.4:
        text = rng.choice([":" + text, text + ":", text.upper(), text + "%eth0", "::" + text])
    return rng.choice(["[%s]", "[%s]", "[%s]", "[%s", "%s]", "[[%s]]", "[%s]x"]) % text


def host(rng):
    kind = rng.random()
    if kind < 0.5:
        return group_host(rng)
    if kind < 0.8:
        return rng.choice(OTHER_HOSTS)
    return ipv4(rng) if kind < 0.9 else ipv6(rng)


def href(rng):
    kind = rng.random()
    if kind < 0.08:
        text = rng.choice(["", "#", "#top", "?x", "page.html", "../x", "/", "/x", ".", "x:y", "//", "\\", "//?x"])
    else:
        text = pick(SCHEMES, rng) + pick(SLASHES, rng) + pick(USERINFO, rng) + host(rng)
        text += pick(PORTS, rng) + pick(PATHS, rng)
    while rng.random() < 0.15:
        place = rng.randrange(len(text) + 1)
        text = text[:place] + rng.choice(ALPHABET) + text[place + rng.randrange(2):]
    return pick(FRAMES, rng) + text + pick(FRAMES, rng)


def main():
    count, seed = int(sys.argv[1]), int(sys.argv[2])
    rng = random.Random(seed)
    c0_or_space = "".join(map(chr, range(0x21)))
    for _ in range(count):
        text = href(rng)
        base = rng.choice(BASES)
        line = {"href": text, "base": base, "protocol": None, "hostname": None}
        try:
            url = ada_url.URL(text, base)
            line["protocol"], line["hostname"] = url.protocol, url.hostname
        except ValueError:
            pass
        seen = text.strip(c0_or_space).translate({9: None, 10: None, 13: None})
        line["ownPage"] = seen == "" or seen.startswith("#")
        print(json.dumps(line))


main()
