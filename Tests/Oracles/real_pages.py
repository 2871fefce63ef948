"""Plants affiliate links in real pages and compares all bytes of what `autotag rewrite` makes of them.

    real_pages.py AUTOTAG CORPUS FOLDER

CORPUS holds unpacked Debian documentation packages. Their pages become a site in FOLDER, those of some languages
re-encoded as well, since their packages have moved to UTF-8. In one page of ten links are planted, each
written below with what becomes of it, so that the expected bytes are known without autotag. Lexbor says that
the planted links are links, and that the planted text in comments and scripts is none. Prints the counts.
"""

import collections
import hashlib
import html.parser
import json
import os
import random
import re
import subprocess
import sys
import time

from selectolax.lexbor import LexborHTMLParser

TOKEN = "u1=--CLICK-ID--"
HOST = "click.linksynergy.com"

# What is planted as an element of its own; « and » enclose what autotag adds. @ is a number, § text that is
# not ASCII, in the page's encoding.
LINKS = [
    f'<a href="https://{HOST}/deeplink?id=Ab1*c-D&mid=@&murl=https%3A%2F%2Fshop.example%2F@«&{TOKEN}»">§</a>',
    f'<a href="https://{HOST}/fs-bin/click?id=A&amp;offerid=@&amp;type=3«&amp;{TOKEN}»" rel="nofollow">@</a>',
    f"<A HREF='HTTP://{HOST.upper()}/fs-bin/click?id=A&amp;offerid=@.7«&amp;{TOKEN}»' title='§'>§</A>",
    f'<a title=§ href=//{HOST}/deeplink?id=@&mid=2«&{TOKEN}» class=x>@</a>',
    f'<a\n\ttitle="a>b §"\n\thref = "https://{HOST}/deeplink?id=@&#38;mid=7«&amp;{TOKEN}»#§"\n>@</a >',
    f'<a href="https://{HOST}/deeplink?id=@&amp;u1=«--CLICK-ID--»&amp;mid=1">empty</a>',
    f'<a data-tracking-group="rakuten" href="/go/@?from=here&amp;to=there«&amp;{TOKEN}»">§</a>',
    f'<a rel="sponsored Rakuten" href="/go/@?from=here&to=§«&{TOKEN}»  ">@</a>',
]
# What stays as it is, and is no link to tag.
DEAD = [
    f'<!-- <a href="https://{HOST}/deeplink?id=dead@">§</a> -->',
    f"<script>var s = '<a href=\"https://{HOST}/deeplink?id=dead@\">§</a>'</script>",
    f'<textarea><a href="https://{HOST}/deeplink?id=dead@">§</a></textarea>',
    f'<a href="https://{HOST}.example/deeplink?id=@">§</a>',
    f'<a href="https://{HOST}/deeplink?id=@&{TOKEN}">already</a>',
]

# Text with bytes that look like ASCII inside a character: 表 and ソ end in a backslash, 功 and 許 too.
SAMPLES = {
    "ascii": "text", "utf-8": "é表ソ功", "windows-1252": "é“œ”", "iso-8859-1": "éßÿ", "windows-1251": "Яблоко",
    "shift_jis": "表ソ能", "euc_jp": "表ソ能", "gbk": "丂乗俓", "big5": "功許蓋", "euc_kr": "한글",
    "utf-16-le": "é表ソ功", "utf-16-be": "é表ソ功",
}

# Where a package's pages are taken a second time, in the encoding its readers used to have.
REENCODED = [
    ("aptitude-doc-ru/", "windows-1251", "windows-1251"), ("debian-faq-ja/", "euc_jp", "EUC-JP"),
    ("debian-faq-zh-cn/", "gbk", "GBK"), ("maint-guide-zh-tw/", "big5", "Big5"),
    ("/manual/fr/", "windows-1252", "windows-1252"), ("/manual/ja/", "shift_jis", "Shift_JIS"),
    ("/manual/zh-cn/", "gbk", "GBK"), ("/manual/tr/", "utf-16-le", "utf-16"),
    ("/manual/ja/", "utf-16-be", "utf-16"),
]
# Where Python's codec of that name is narrower than what browsers read.
PYTHON_CODECS = {"shift_jis": "cp932", "euc_kr": "cp949"}
DECLARED = re.compile(rb'(?:charset|encoding)\s*=\s*["\']?([\w-]+)')


def encoding(data):
    """The encoding a page says it has, as Python's codec; None for pages that are not in what they say."""
    found = DECLARED.search(data[:2048])
    name = found.group(1).decode().lower() if found else "ascii"
    name = {"us-ascii": "ascii", "euc-kr": "euc_kr", "iso-8859-1": "windows-1252"}.get(name, name)
    try:
        data.decode(PYTHON_CODECS.get(name, name))
    except (LookupError, UnicodeDecodeError):
        return None
    return name if name in SAMPLES else None


class Places(html.parser.HTMLParser):
    """Where in a page something can be planted: right after these tags, outside of scripts and comments, and
    of noscript, which is text where scripts run (and lexbor lets none run)."""

    def __init__(self, text):
        super().__init__(convert_charrefs=False)
        self.starts = [0]
        for match in re.finditer("\n", text):
            self.starts.append(match.end())
        self.places = []
        self.is_in_noscript = False
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        if tag == "noscript":
            self.is_in_noscript = True
        elif tag in ("body", "p", "li", "td", "dd", "div") and not self.is_in_noscript:
            line, column = self.getpos()
            self.places.append(self.starts[line - 1] + column + len(self.get_starttag_text()))

    def handle_endtag(self, tag):
        if tag == "noscript":
            self.is_in_noscript = False


def old_and_new(piece):
    return re.sub("«[^»]*»", "", piece), piece.replace("«", "").replace("»", "")


def plant(data, codec, number):
    """The page with planted links, the page that is expected of it, how many links, and the live hrefs."""
    randomness = random.Random(number)
    # One character for each byte, so that places in the text are places in the bytes.
    places = Places(data.decode("latin-1")).places
    if not places:
        return None
    pieces = []
    for place in sorted(randomness.choices(places, k=randomness.randint(1, 6))):
        kind = LINKS if randomness.random() < 0.75 else DEAD
        piece = randomness.choice(kind).replace("@", str(randomness.randrange(10**6)))
        pieces.append((place, piece.replace("§", SAMPLES[codec]), kind is LINKS))
    before, after, position = [], [], 0
    for place, piece, _ in pieces:
        for result, text in zip((before, after), old_and_new(piece)):
            result += [data[position:place], text.encode(PYTHON_CODECS.get(codec, codec))]
        position = place
    before.append(data[position:])
    after.append(data[position:])
    return b"".join(before), b"".join(after), sum(live for *_, live in pieces)


def lexbor_count(data):
    """How many untagged links to the network or of its group lexbor finds, by the rules that the planted keep."""
    count = 0
    for anchor in LexborHTMLParser(data).css("a[href]"):
        href = anchor.attributes["href"] or ""
        is_ours = re.match(rf"(https?:)?//{re.escape(HOST)}/", href, re.I)
        is_marked = anchor.attributes.get("data-tracking-group") == "rakuten" or "Rakuten" in (
            anchor.attributes.get("rel") or "")
        count += bool(is_ours or is_marked) and TOKEN not in href
    return count


def main():
    autotag, corpus, folder = sys.argv[1:]
    expected, links, codecs = {}, 0, collections.Counter()
    planted_pages = 0
    before = os.path.join(folder, "site")

    def add(path, data, codec, wide=None):
        nonlocal links, planted_pages
        new = data
        number = int.from_bytes(hashlib.sha256(path.encode()).digest()[:4], "big")
        if number % 10 == 0 and codec:
            planted = plant(data, codec, number)
            if planted:
                data, new, count = planted
                if codec.startswith("utf-8") or codec == "ascii":
                    found = lexbor_count(data)
                    assert found == count, f"{path}: planted {count} links, lexbor finds {found}"
                links += count
                planted_pages += data != new
        if wide:
            mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}[wide]
            data, new = (mark + text.decode("utf-8").encode(wide) for text in (data, new))
        codecs[wide or codec or "unknown"] += 1
        expected[path] = new
        file = os.path.join(before, path)
        os.makedirs(os.path.dirname(file), exist_ok=True)
        with open(file, "wb") as output:
            output.write(data)

    for root, folders, files in os.walk(corpus):
        folders.sort()
        for name in sorted(files):
            file = os.path.join(root, name)
            if not re.search(r"\.html?(\.|$)", name) or os.path.islink(file):
                continue
            path = os.path.relpath(file, corpus).replace("usr/share/doc/", "")
            with open(file, "rb") as page:
                data = page.read()
            suffix = "" if re.search(r"\.html?$", path) else ".html"
            add(path + suffix, data, encoding(data))
            for part, codec, charset in REENCODED:
                if part not in path or encoding(data) != "utf-8":
                    continue
                if codec.startswith("utf-16"):
                    add(f"{codec}/{path}{suffix}", data, "utf-8", wide=codec)
                    continue
                text = DECLARED.sub(lambda found: found.group().replace(found.group(1), charset.encode()), data)
                text = text.decode("utf-8").encode(PYTHON_CODECS.get(codec, codec), "xmlcharrefreplace")
                add(f"{codec}/{path}{suffix}", text, codec)

    def run(*arguments):
        start = time.monotonic()
        command = [autotag, "rewrite", *arguments, "--format", "json"]
        result = subprocess.run(command, capture_output=True)
        assert result.returncode == 0, f"status {result.returncode}: {result.stdout.decode()[:2000]}"
        return json.loads(result.stdout), time.monotonic() - start

    def compare(tree):
        count = 0
        for root, _, files in os.walk(tree):
            for name in files:
                path = os.path.relpath(os.path.join(root, name), tree)
                with open(os.path.join(root, name), "rb") as file:
                    assert file.read() == expected[path], f"{path} in {tree} is not what was expected"
                count += 1
        assert count == len(expected), f"{tree} has {count} files, not {len(expected)}"

    def identities(tree):
        found = {}
        for path in expected:
            status = os.stat(os.path.join(tree, path))
            found[path] = status.st_ino, status.st_mtime_ns
        return found

    def expect_counts(summary, tagged, changed):
        found = summary["links"]["tagged"], summary["pages"]["changed"], summary["pages"]["read"]
        assert found == (tagged, changed, len(expected)), f"{found}, not {(tagged, changed, len(expected))}"

    # Into another folder, and that result into a third.
    output, again = os.path.join(folder, "out"), os.path.join(folder, "again")
    summary, duration = run(before, "--output", output)
    expect_counts(summary, links, planted_pages)
    compare(output)
    expect_counts(run(output, "--output", again)[0], 0, 0)
    compare(again)
    # A second run into the same folder leaves every file alone.
    there = identities(output)
    run(before, "--output", output)
    assert identities(output) == there, "files of the output that were right were written again"

    # In place: what has no edit keeps its inode and time.
    old = identities(before)
    contents = {}
    for path in expected:
        with open(os.path.join(before, path), "rb") as file:
            contents[path] = file.read()
    summary, in_place = run(before, "--in-place")
    expect_counts(summary, links, planted_pages)
    compare(before)
    new = identities(before)
    touched = {path for path in expected if old[path] != new[path]}
    assert touched == {path for path in expected if contents[path] != expected[path]}, "other files were touched"
    expect_counts(run(before, "--in-place")[0], 0, 0)
    assert identities(before) == new, "a second run touched files"
    compare(before)

    size = sum(map(len, expected.values())) // 1_000_000
    print(f"{len(expected)} pages of {size} MB, {planted_pages} edited, {links} links; "
          f"{duration:.1f} s to a folder, {in_place:.1f} s in place")
    print(", ".join(f"{name} {count}" for name, count in codecs.most_common()))


if __name__ == "__main__":
    main()
