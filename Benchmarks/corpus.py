"""The sites that are measured: Debian's documentation with links and decoys planted, and the exact bytes that
a run must give.

Everything planted is written here in both forms, so that nothing is needed to know what should come out.
"""

import hashlib
import os
import random
import shutil
import subprocess

PACKAGES = ["openjdk-17-doc", "python3.11-doc", "libboost1.74-doc", "postgresql-doc-15", "qtbase5-doc-html"]
QUICK = ["python3.11-doc", "postgresql-doc-15"]
TOKEN = "u1=--CLICK-ID--"

# « and » enclose what a run must add. {n} is a number of its own.
LINKS = [
    '<a href="https://click.linksynergy.com/deeplink?id=7VeMhFdLOPg&mid=36310&murl=https%3A%2F%2Fshop.example%2F{n}«&T»">',
    '<a class="offer" href="https://click.linksynergy.com/fs-bin/click?id=3EXBwEUh9KI&amp;offerid={n}.1&amp;type=3«&amp;T»" rel="sponsored">',
    "<a href='//click.linksynergy.com/link?id=lI8cIt0J*v0&offerid={n}.2&type=2«&T»'>",
    "<a href=https://click.linksynergy.com/deeplink?id=7VeMhFdLOPg&mid={n}«&T» target=_blank>",
    '<a title="4 > 3" href="http://click.linksynergy.com/fs-bin/click?id=3EXBwEUh9KI&offerid={n}.3«&T»#top">',
]
# A link that a redirect of the site leads to Rakuten. {k} is the redirect's number.
REDIRECTED = '<a class="go" href="/go/item-{k}«?T»" rel="sponsored">'
DECOYS = [
    '<!-- <a href="https://click.linksynergy.com/deeplink?id=x&mid={n}"> -->',
    "<script>var offer = '<a href=\"https://click.linksynergy.com/deeplink?id=x&mid={n}\">';</script>",
    '<a href="https://click.linksynergy.com.example/deeplink?id={n}">',
    '<img src="https://ad.linksynergy.com/fs-bin/show?id=3EXBwEUh9KI&offerid={n}.1" width=1 height=1>',
]
OTHERS = [
    '<a href="https://www.example/page/{n}.html">', '<a href="/posts/{n}/">', '<a class="nav" href="../{n}.html#x">',
    '<a href="https://shop.example/item?id={n}&amp;colour=blue" rel="nofollow">',
]


def fetch(cache, packages):
    """Unpacks the packages' files once; gives the folder of each."""
    folders = []
    for package in packages:
        folder = os.path.join(cache, package)
        if not os.path.isdir(folder):
            fresh = folder + ".new"
            shutil.rmtree(fresh, ignore_errors=True)
            os.makedirs(fresh)
            subprocess.run(["apt-get", "download", "-qq", package], cwd=fresh, check=True)
            for name in os.listdir(fresh):
                subprocess.run(["dpkg", "-x", name, "."], cwd=fresh, check=True)
                os.remove(os.path.join(fresh, name))
            os.rename(fresh, folder)
        folders.append(folder)
    return folders


def pages(folders):
    """The HTML files: (path in the site, path here), links left out."""
    for folder in folders:
        for root, _, names in os.walk(folder):
            for name in sorted(names):
                path = os.path.join(root, name)
                if name.endswith((".html", ".htm", ".xhtml")) and not os.path.islink(path):
                    yield os.path.join(os.path.basename(folder), os.path.relpath(path, folder)), path


def chosen(path, one_in):
    return int(hashlib.sha256(path.encode()).hexdigest(), 16) % one_in == 0


def planted(path, dense, rules=0):
    """What goes into a page: the text of the source and of the expected result. With rules, every second link is
    one that a redirect leads to Rakuten."""
    dice = random.Random(path)
    pieces = [dice.choice(LINKS) for _ in range(dice.randint(3, 30) if dense else 1)]
    if rules:
        pieces[::2] = [REDIRECTED.replace("{k}", str(dice.randrange(rules))) for _ in pieces[::2]]
    pieces += [dice.choice(DECOYS) for _ in range(3 if dense else 1)]
    pieces += [dice.choice(OTHERS) for _ in range(100 if dense else 0)]
    dice.shuffle(pieces)
    old, new = [], []
    for number, piece in enumerate(pieces):
        piece = piece.replace("{n}", str(10000 + number))
        before, _, rest = piece.partition("«")
        added, _, after = rest.partition("»")
        close = "x</a>\n" if piece.startswith("<a") else "\n"
        old.append(before + after + close)
        new.append(before + added.replace("T", TOKEN) + after + close)
    return "".join(old).encode(), "".join(new).encode()


def write_rules(site, rules):
    """The site's redirects: each forwards the query to a Rakuten link."""
    os.makedirs(site, exist_ok=True)
    with open(os.path.join(site, ".htaccess"), "w", encoding="ascii") as file:
        file.write("RewriteEngine On\n")
        for number in range(rules):
            file.write(f"RewriteRule ^go/item-{number}/?$ https://click.linksynergy.com/deeplink?id=7VeMhFdLOPg"
                       f"&mid={number}&murl=https\\%3A\\%2F\\%2Fshop.example [R=302,L,QSA,NE]\n")


def build(folders, site, one_in, copies=1, rules=0):
    """Writes a site. Gives its size, its number of pages, and the expected bytes of the pages with links."""
    size = count = 0
    expected = {}
    if rules:
        write_rules(site, rules)
    for copy in range(copies):
        for path, source in pages(folders):
            if copies > 1:
                path = f"{copy}/{path}"
            with open(source, "rb") as file:
                data = file.read()
            if chosen(path, one_in):
                old, new = planted(path, one_in == 1, rules)
                end = data.rfind(b"</body>")
                end = len(data) if end < 0 else end
                expected[path] = data[:end] + new + data[end:]
                data = data[:end] + old + data[end:]
            target = os.path.join(site, path)
            os.makedirs(os.path.dirname(target), exist_ok=True)
            with open(target, "wb") as file:
                file.write(data)
            size += len(data)
            count += 1
    return size, count, expected


def build_posts(site, count):
    """Writes a site with a folder for each page, as Hugo, Jekyll and Eleventy do; every twentieth page has a link."""
    for number in range(count):
        folder = os.path.join(site, "posts", f"post-{number:06d}")
        os.makedirs(folder)
        link = LINKS[0].replace("«&T»", "").replace("{n}", str(number)) + "x</a>" if number % 20 == 0 else ""
        with open(os.path.join(folder, "index.html"), "w", encoding="ascii") as file:
            file.write(f"<!doctype html><title>x</title>\n<p>Post {number}, in a few words.{link}\n")


def build_redirects(site, rules, links=100_000):
    """Writes a site whose links are redirected every second time, by one of so many rules."""
    dice = random.Random(1)
    write_rules(site, rules)
    for page in range(links // 100):
        with open(os.path.join(site, f"{page}.html"), "w", encoding="ascii") as file:
            file.write("<!doctype html><title>x</title>\n")
            for link in range(100):
                # The same number of distinct addresses whatever the number of rules.
                target = f"/go/item-{dice.randrange(100)}" if link % 2 else f"/posts/{dice.randrange(1000)}.html"
                file.write(f"<p>Some text <a class=x href='{target}'>link {link}</a> and more text.</p>\n")
