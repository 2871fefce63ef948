"""Writes the expected output of the sample sites: SampleSites/X becomes Tests/Expected/X.

Every edit is written here by hand, as a piece of the page in which « and » enclose what `autotag rewrite`
adds, and ‹ and › what it takes away. As it was before, the piece must stand exactly once in the page. Nothing
here parses HTML or knows a rule: what should happen to a link was decided by reading docs and page, and is said once per link.

    python3 Tests/Expected/make_expected.py           writes the trees
    python3 Tests/Expected/make_expected.py --check   fails when a tree is not what the edits give
"""

import gzip
import os
import re
import shutil
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
SITES = os.path.join(HERE, "..", "..", "SampleSites")

T = "u1=--CLICK-ID--"

# Trailhead's affiliate links, up to the page in the shop.
TRAIL = "https://click.linksynergy.com/deeplink?id=8mTrailhead&amp;mid=37110&amp;murl=https%3A%2F%2Fwww.cobbler.example%2F"

# site -> page -> (encoding, pieces)
EDITS = {
    "seed": {
        "index.html": ("ascii", [
            f'bids=311675.10000157&type=3&subid=0«&{T}»">Technology',
            f'v8/silver-nickel«&{T}»" data-tracking-group="rakuten">With',
            f'v8/silver-nickel«&{T}»">Without',
        ]),
    },
    "legacy": {
        # index.html has its only link in <noframes>, which no browser shows as a link.
        "menu.htm": ("ascii", [
            f"offerid=41220.10000012&type=3&subid=0«&{T}»>Northfell",
            f"www.northfell.example%252Fbulbs«&{T}»><IMG",
        ]),
        "welcome.htm": ("cp1252", [
            f'offerid=41220.10000013&amp;type=3&amp;subid=0«&amp;{T}»">Northfell’s',
            f"offerid=52001.3&type=4«&{T}»'>nice tulip",
            # of both forms in one value, the last one counts
            f'%2Fsweet-peas«&amp;{T}»">last sign written out',
            f'%2Froses«&{T}»">last sign bare',
            f'offerid=41220.16&type=3«&{T}»">Price list',
        ]),
        "tools.html": ("ascii", [
            f'offerid=60110.7&type=3&subid=0«&{T}»">Hollin',
            f'offerid=60110.8&type=3&subid=0«&{T}»"\r',
            # before the white space that ends the value
            f"hollin.example%2Ftwine«&{T}»\r   '>",
        ]),
        "bookshelf-ja.html": ("cp932", [
            f'offerid=70300.21&type=3&subid=0«&{T}»" TITLE="枯山水の予定表"',
            f'www.kumo-books.example/本/ソテツ«&amp;{T}»">ソテツ',
            f"offerid=70300.22&type=3«&{T}»>能と庭",
        ]),
        "catalogue.htm": ("utf-16-le", [
            f'offerid=41220.31&amp;type=3«&amp;{T}»">order',
            f"offerid=41220.32&type=3«&{T}»#peony>order",
        ]),
        "map.html": ("ascii", [
            f'offerid=41220.42&amp;type=3«&amp;{T}»">Northfell',
        ]),
        "guestbook.html": ("latin-1", [
            f'offerid=41220.51&type=3«&{T}»" title=',
            f'offerid=41220.52&type=3&note=\xff\xfe«&{T}»">seeds',
            # the forgotten quote: the value ends at the next one
            f'into one:\n<a href=«&{T}»"http://www.ashby',
            f'offerid=41220.54&type=3«&{T}» href="welcome.htm">two',
            f'offerid=41220.57&type=3«&{T}»">bulbs',
        ]),
        "NEWS.HTM": ("ascii", [
            f'offerid=41220.61&type=3&subid=0«&{T}»">Spring',
        ]),
        "links.xhtml": ("latin-1", [
            f'offerid=41220.71&amp;type=3«&amp;{T}»">Northfell',
            # XHTML: &amp; where the value gives no example
            f'id=lI8cIt0J*v1«&amp;{T}»" rel="nofollow"',
            f'click.linksynergy.com/deeplink«?{T}»">Northfell',
        ]),
    },
    "modern": {
        "index.html": ("utf-8", [
            f'%2Fgenmaicha%3Fu1%3Dautumn«&{T}»" rel=',
            f'offerid=880112.10000021&amp;type=3&amp;subid=0«&amp;{T}»" rel=',
            f'%2Fgenmaicha«&{T}»#brewing">',
        ]),
        "posts/three-kettles/index.html": ("utf-8", [
            f'%3Fcolour%3Dsage%26size%3D1l«&{T}»">Brook',
            f"%2Fgooseneck«&amp;{T}»' data-tracking-group",
            f'"/go/hob-3«?{T}»" rel="sponsored rakuten"',
            f'"/go/hob-3?colour=black«&{T}»#offers" data-tracking-group',
            f'%2Ffilters«&amp;{T}»">filters',
            f'%2Fprints«&{T}»">as a print',
            f'%2Fcard«&{T}»">See the offer',
        ]),
        "posts/fountain-pens/index.html": ("utf-8", [
            f"%2Fleft«&{T}»>Inkwell",
            f"%2Fink«&{T}»#drying>",
            f'%2Fpaper«&{T}»">Paper',
            f'%2Fblotter«&{T}»">and a blotter',
            f'/pens?hand=left«&{T}»">The murl',
            f'%2Fa«&{T}»"><b>samples',
            f'%2Fb«&{T}»">box',
        ]),
        "deals.html": ("utf-8", [
            f'%2Freader«&{T}»" v-on:click',
            f'%2Fclip«&{T}»" x-on:mouseenter',
            f'%2Fglobe«&{T}»"\n    data-title',
            f'%2Fslash«&{T}»"/class',
            f"%2Fcase«&{T}»' >Case",
            f'%2Fall«&{T}»">All lamps',
        ]),
        "notes/link-checklist.html": ("utf-8", [
            f'%2F2&u1=«--CLICK-ID--»">begun',
            f'deeplink?u1«=--CLICK-ID--»&id=9kPaperLn7s',
            f'&u1=«--CLICK-ID--»&mid=36001&murl=https%3A%2F%2Fwww.copperleaf.example%2F4"',
            f'%2F6&U1=Summer«&{T}»">the wrong',
            f'%2F8%3Fu1%3Dz«&{T}»">the shop',
            f'%2F9&amp;u1=«--CLICK-ID--»#leaf">empty',
            f'/deeplink«?{T}»">no query',
            f'/fs-bin/click?«{T}»">a question mark',
            f'offerid=880112.1&«{T}»">an ampersand',
            f'offerid=880112.2&amp;«{T}»">the same',
            f'/deeplink«?{T}»#tea">',
            f'offerid=880112.3«&{T}»  ">white space',
            f'offerid=880112.4«&{T}»&num;top">',
            f'offerid=880112.5&copy=1&reg_id=2«&{T}»">names',
            f'offerid=880112.6«&{T}»#what?u1=x">',
            f'offerid=880113.1«&{T}»">no scheme',
            f'offerid=880113.2«&{T}»">capitals',
            f'offerid=880113.3«&{T}»">dots',
            f'offerid=880113.4«&{T}»">letters',
            f'offerid=880113.5«&{T}»">percent',
            f'offerid=880113.6«&{T}»">the other',
            f'offerid=880113.7«&{T}»">broken',
            f'offerid=880113.8«&{T}»">with a port',
            f'offerid=880113.9«&{T}»">with the root',
            f'offerid=880113.10«&{T}»">with a name',
            f'offerid=880113.11«&{T}»">from a Japanese',
            f'"/go/copperleaf«?{T}»" data-tracking-group="rakuten">our',
            f'"/go/copperleaf?from=checklist«&{T}»" rel=',
            f'%2Fh«&{T}»" href=',
        ]),
        "storefront.html": ("utf-8", [
            f'%2Fsencha«&{T}»">Sencha',
            f'offerid=880114.2&amp;type=3«&amp;{T}»">Hojicha',
            f'offerid=880114.3«&{T}»">Matcha',
        ]),
        "404.html": ("utf-8", [
            f'%2F«&{T}»">a cup of tea',
        ]),
    },
    # The link that drops the query is left alone, in every family; so is the one that has nothing to do with
    # Rakuten.
    "redirects/netlify": {
        "index.html": ("utf-8", [
            f'www.hob.example%2Fkettle«&{T}»" rel="sponsored">Kettle',
            f"'/go/teapot«?{T}»#glaze' rel=",
        ]),
    },
    "redirects/apache": {
        "index.html": ("utf-8", [
            f'"/go/boots/«?{T}»" class="offer">Boots',
            f'"/recommends/insoles«?{T}»#wide" class=',
            f"'/go/socks?colour=moss&amp;size=42«&amp;{T}»' rel=",
        ]),
    },
    "redirects/nginx": {
        "index.html": ("utf-8", [
            f'"/go/spade«?{T}»">this spade',
            f'"/recommends/rake«?{T}»">the rake',
            f'"/go/twine?length=50m«&{T}»" data-tracking-group',
        ]),
    },
    "redirects/caddy": {
        "index.html": ("utf-8", [
            f'"/go/wool«?{T}»" rel="sponsored">wool',
            f"'/recommends/kit«?{T}»#sizes'>one kit",
            f'"/go/pattern?size=m«&{T}»" data-tracking-group',
        ]),
    },
    "redirects/wordpress": {
        "index.html": ("utf-8", [
            f'"https://paper-crane.example/go/pen«?{T}»" rel=',
            f'"/recommends/washi/«?{T}»" class="thirstylink"',
            # marked by hand: tagged although the redirect drops the query
            f'"/folding-book/?from=home&#038;v=2«&amp;{T}»" rel="rakuten"',
        ]),
    },
    "redirects/stubs": {
        "index.html": ("utf-8", [
            f'www.brightly.example%2Fbulb«&amp;{T}»">Bulb',
            # marked by hand
            f'"./go/cord/«?{T}»" rel="rakuten nofollow"',
        ]),
        # the link for those whose browser does not follow the redirect
        "go/cord/index.html": ("utf-8", [
            f'offerid=399000.9&type=3«&{T}»">Click here',
        ]),
    },
    # The same site with redirects: inline. httpd puts the rule's query in front of the request's.
    "redirects/apache-inline": {
        "index.html": ("utf-8", [
            f'"‹/go/boots/›«{TRAIL}boots&amp;{T}»" class="offer">Boots',
            f'href=‹/go/laces›«{TRAIL}laces&amp;{T}»>Laces',
            f'"‹/recommends/insoles›«{TRAIL}insoles&amp;{T}»#wide" class=',
            f"'‹/go/socks?›«https://click.linksynergy.com/fs-bin/click?id=8mTrailhead&amp;offerid=371100.14"
            f"&amp;type=3&amp;subid=0&amp;»colour=moss&amp;size=42«&amp;{T}»' rel=",
        ]),
    },
    # … and with redirects: auto.
    "redirects/apache-auto": {
        "index.html": ("utf-8", [
            f'"/go/boots/«?{T}»" class="offer">Boots',
            f'href=‹/go/laces›«{TRAIL}laces&amp;{T}»>Laces',
            f'"/recommends/insoles«?{T}»#wide" class=',
            f"'/go/socks?colour=moss&amp;size=42«&amp;{T}»' rel=",
        ]),
    },
    # … and with redirects: mend, which changes the rule.
    "redirects/apache-mend": {
        ".htaccess": ("utf-8", [
            r'‹Redirect 302 /go/laces  "https://click.linksynergy.com/deeplink?id=8mTrailhead&mid=37110&murl=https%3A%2F%2Fwww.cobbler.example%2Flaces"›'
            r'«RewriteRule ^go/laces(/.*)?$ "https://click.linksynergy.com/deeplink?id=8mTrailhead&mid=37110&murl=https\%3A\%2F\%2Fwww.cobbler.example\%2Flaces$1" [R=302,NE,QSA,L]»',
        ]),
        "index.html": ("utf-8", [
            f'"/go/boots/«?{T}»" class="offer">Boots',
            f'href=/go/laces«?{T}»>Laces',
            f'"/recommends/insoles«?{T}»#wide" class=',
            f"'/go/socks?colour=moss&amp;size=42«&amp;{T}»' rel=",
        ]),
    },
    "redirects/netlify-mend": {
        "_redirects": ("utf-8", [
            "\n«/go/cups  u1=:u1         https://click.linksynergy.com/deeplink?id=4tCopperKtl&mid=41007"
            "&murl=https%3A%2F%2Fwww.clayworks.example%2Fcups&u1=:u1  302\n»/go/cups         https:",
        ]),
        "index.html": ("utf-8", [
            f'www.hob.example%2Fkettle«&{T}»" rel="sponsored">Kettle',
            # A page hands no query on, whatever is changed.
            f'"‹/go/lid/›«https://click.linksynergy.com/deeplink?id=4tCopperKtl&amp;mid=41007'
            f'&amp;murl=https%3A%2F%2Fwww.clayworks.example%2Flids&amp;{T}»" rel=',
            f'"/go/cups«?{T}»" rel=',
            f"'/go/teapot«?{T}»#glaze' rel=",
        ]),
    },
    "redirects/nginx-mend": {
        "nginx.conf": ("utf-8", [
            "location = /go/hose         { return 302 $offer«&$args»; }",
        ]),
        "index.html": ("utf-8", [
            f'"/go/spade«?{T}»">this spade',
            f'"/go/hose«?{T}»">this hose',
            f'"/recommends/rake«?{T}»">the rake',
            f'"/go/twine?length=50m«&{T}»" data-tracking-group',
        ]),
    },
}

# Expected trees of a site under another name: the same site, tagged in another mode.
SITE_OF = {
    "redirects/apache-inline": "redirects/apache", "redirects/apache-auto": "redirects/apache",
    "redirects/apache-mend": "redirects/apache", "redirects/netlify-mend": "redirects/netlify",
    "redirects/nginx-mend": "redirects/nginx",
}

# Configuration stays behind when a site is copied.
NOT_COPIED = {"autotag.yml", "autotag.lock"}


def make(site, target):
    """Copies one sample site to `target` and applies its edits."""
    shutil.copytree(os.path.join(SITES, SITE_OF.get(site, site)), target, symlinks=True,
                    ignore=lambda folder, names: NOT_COPIED & set(names))
    for page, (encoding, pieces) in EDITS[site].items():
        path = os.path.join(target, page)
        with open(path, "rb") as file:
            data = file.read()
        for piece in pieces:
            old = re.sub("[‹›]", "", re.sub("«[^»]*»", "", piece)).encode(encoding)
            new = re.sub("[«»]", "", re.sub("‹[^›]*›", "", piece)).encode(encoding)
            if data.count(old) != 1:
                sys.exit(f"{site}/{page}: {data.count(old)} times in the page, not once: {piece}")
            data = data.replace(old, new)
        with open(path, "wb") as file:
            file.write(data)
        if os.path.exists(path + ".gz"):
            with open(path + ".gz", "wb") as file:
                file.write(gzip.compress(data, 9, mtime=0))


def listing(folder):
    """What a tree holds: path -> bytes, link target, or None for a folder. Compressed files unpacked."""
    tree = {}
    for root, folders, files in os.walk(folder):
        for name in folders + files:
            path = os.path.join(root, name)
            key = os.path.relpath(path, folder)
            if os.path.islink(path):
                tree[key] = "-> " + os.readlink(path)
            elif os.path.isdir(path):
                tree[key] = None
            else:
                with open(path, "rb") as file:
                    tree[key] = file.read()
                if name.endswith(".gz"):
                    tree[key] = gzip.decompress(tree[key])
    return tree


def main():
    check = sys.argv[1:] == ["--check"]
    for site in EDITS:
        target = os.path.join(HERE, site)
        with tempfile.TemporaryDirectory() as folder:
            fresh = os.path.join(folder, site)
            make(site, fresh)
            if check:
                if listing(fresh) != listing(target):
                    sys.exit(f"Tests/Expected/{site} is not what the edits give: run make_expected.py")
            else:
                shutil.rmtree(target, ignore_errors=True)
                shutil.copytree(fresh, target, symlinks=True)
        print(f"{site}: {sum(len(p) for _, p in EDITS[site].values())} links edited on {len(EDITS[site])} pages")


if __name__ == "__main__":
    main()
