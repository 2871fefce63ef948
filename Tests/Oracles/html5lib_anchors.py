"""What HTML parsers that nobody here wrote take for the anchors of a page.

    html5lib_anchors.py trees [DIR]
    html5lib_anchors.py fuzz --seed S --count N [--engine html5lib|lexbor|both] [--jobs J] [--trees DIR]

Needs PyPI's html5lib 1.1; for lexbor PyPI's selectolax 1.0.2 or newer. DIR holds html5lib's
tree-construction files; Debian's golang-golang-x-net-dev ships them, at the place that is the default.

Everything is printed as JSON, one object a line, ASCII only. `data` is the page's bytes in hexadecimal; they
are to be read as UTF-8 with scripting on. An anchor counts when it is an `a` element of the HTML namespace:
the `a` of SVG and MathML is left out, the contents of a <template> count, the text in <noscript> does not.

`trees` reads the expected trees of the .dat files and runs no parser at all:

    {"file": "tests1.dat", "number": 12, "data": "3c61…",
     "anchors": [{"href": "x", "rel": null, "data-tracking-group": null}, …]}

`number` counts the documents of a file from 1, and fragment tests and those for scripting off, which are
left out, count too. The anchors are in the tree's order, and where the standard makes two elements of one
tag (mis-nested markup) both are there: compare the distinct triples.

`fuzz` mutates pages and asks a parser. The same seed and count print the same lines, whatever the number of
processes; page i of a seed is the same page in a longer run, and the same for both engines.

    {"number": 0, "data": "3c61…", "anchors": [["/1", null, null], …], "flags": ["select", …]}

The first two thousand or so are the pages that mutations start from: the documents of the .dat files, with an
href put into each of their <a> tags, and pieces of the sample sites.

The anchors are those with an href, as [href, rel, data-tracking-group]. With html5lib they are the tags in
the order of the page's bytes, each once, a tag that is itself repeated as often as it stands there. With
lexbor they are the distinct triples in the tree's order, which is not the bytes' order when a table moves
its contents.

With `--engine both` the line is html5lib's and has lexbor's anchors beside it, as "lexbor". On one page in
20,000 without a flag of its own they differ, because html5lib forgets a namespace or a scope; such a page has
the flag `disagree`, and lexbor, which is at the standard of 2025, is the one to believe.

Flags say where an engine is known not to be today's browser, or where a tag is no element in the end:
  select        the page has <select>: html5lib drops an anchor in it, as the standard said until 2025, and
                an anchor of the standard's may be missing here; never one too many
  template      the page has <template>, which html5lib 1.1 takes for any other element: skip it there
  foreign-end   the page has svg or math, and </p> or </br>, which html5lib does not let end them, or an end
                tag such as </title> or </td>, which it matches without a look at the namespace: skip it there
  failed        html5lib stopped with an assertion of its own; `anchors` is empty
  dropped       html5lib made an anchor and threw it away again, because a <frameset> replaced the body or
                the like; `dropped` then lists it in the same form. Whether it counts is a matter of taste:
                white space after </html> can bring it back, and lexbor does so

On one page in 100,000 lexbor's list is wrong. The namespaces are told from its tree, by where an element stands:
a <mglyph> that a table throws out into a <mi>, and an <a> that is opened again in <annotation-xml>, are HTML all
the same. lexbor lets a <frameset> replace the body after a <template>, and after U+FFFD within <svg>.

Time for 20,000 pages on two cores: html5lib 5 s, lexbor 2 s, both 6 s.
"""

import argparse
import glob
import json
import multiprocessing
import os
import random
import re
import sys

TREES = "/usr/share/gocode/src/golang.org/x/net/html/testdata/webkit"
SITES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "SampleSites")
NAMES = ("href", "rel", "data-tracking-group")
HTML = "http://www.w3.org/1999/xhtml"


# The .dat files


def documents(folder):
    """The documents of the .dat files: (file, number, data, text of the expected tree, scripting off?)."""
    for path in sorted(glob.glob(os.path.join(folder, "*.dat"))):
        with open(path, "rb") as file:
            text = file.read()
        tests = re.split(rb"(?:^|\n\n)#data\n", text)[1:]
        for number, test in enumerate(tests, 1):
            data, rest = test.split(b"\n#errors", 1) if b"\n#errors" in test else (b"", test[len(b"#errors"):])
            if b"\n#document-fragment" in rest:
                continue
            tree = rest.split(b"\n#document\n", 1)[1].decode("utf-8")
            yield os.path.basename(path), number, data, tree, b"\n#script-off" in rest


def tree_anchors(tree):
    """The HTML anchors of an expected tree. A line that does not start with `| ` continues the one before."""
    anchors = []
    depth = None
    for line in re.split(r"(?:^|\n)\| ", tree.rstrip("\n"))[1:]:
        body = line.lstrip(" ")
        indent = len(line) - len(body)
        attribute = re.fullmatch(r'([^"<].*?)="(.*)"', body, re.DOTALL)
        if body == "<a>":
            anchors.append(dict.fromkeys(NAMES))
            depth = indent + 2
        elif attribute and indent == depth:
            if attribute[1] in NAMES:
                anchors[-1][attribute[1]] = attribute[2]
        else:
            depth = None
    return anchors


def print_trees(folder):
    for file, number, data, tree, script_off in documents(folder):
        if not script_off:
            print(json.dumps({"file": file, "number": number, "data": data.hex(), "anchors": tree_anchors(tree)}))


# The pages to mutate. ~~ becomes a number of its own at each place, when the page is finished.

NASTY = [
    # comments, closed in every way and in none
    b"<!-->", b"<!--->", b"<!---->", b"<!-- <a href=/~~> -->", b"<!-- --!><a href=/~~>", b"<!--<!-- -->",
    b"<!--a--", b"<!- x --><a href=/~~>", b"<!x <a href=/~~>", b"<?php echo '<a href=/~~>' ?>", b"</ <a href=/~~>",
    b"</>", b"<!>", b"<!doctype html>", b"<!DOCTYPE a '>' b><a href=/~~>", b'<!DOCTYPE html PUBLIC "<a href=/~~>',
    b"<![CDATA[<a href=/~~>]]>", b"]]>", b"<![if !IE]><a href=/~~>x</a><![endif]>", b"--!>", b"-->", b"--\n>", b"<!--",
    b"<!--[if IE]><a href=/~~><![endif]-->", b"<!--[if !IE]><!--><a href=/~~><!--<![endif]-->", b"<!--->-->",
    # scripts and the other elements whose content is text
    b"<script>", b"</script>", b"<script><!--<script></script><a href=/~~></script>", b"<script><!--</script>",
    b"<script><!--<script>--></script><a href=/~~>", b"<script><!--<scripta></script>", b"</script ", b"</SCRIPT/x>",
    b"<script><!--<script </script></script>", b"<script><!---<script>-</script>", b"<script><!--><a href=/~~></script>",
    b"<style>", b"</style>", b"<title>", b"</title>", b"<textarea>", b"</textarea>", b"<textarea>\n<a href=/~~>",
    b"<xmp>", b"</xmp>", b"<iframe>", b"</iframe>", b"<noembed>", b"</noembed>", b"<noframes>", b"</noframes>",
    b"<noscript>", b"</noscript>", b"<noscript><a href=/~~></noscript>", b"<plaintext>", b"</titlex>", b"</title/>",
    b"</style\n>", b"</textarea<", b"<title>&lt;/title></title\x0c>", b"<style></styl", b"<title/>", b"<script/>",
    # tags and attributes
    b"<a href=/~~>", b"<a href='/~~'>", b'<a href="/~~">', b"<A HREF=/~~>", b"<a\nhref\n=\n/~~>", b"<a/href=/~~/>",
    b"<a href=/~~ href=/~~>", b"<a HREF=/~~ href=/~~>", b"<a x=' href=/~~>", b'<a x=">" href=/~~>', b"<a =href=/~~>",
    b"<a @click=\"a>b\" href='/~~'>", b"<a :href=\"'x'\" href=/~~>", b"<a href>", b"<a href=>", b"<a href=''>",
    b"<a href=\"/~~\"href=/~~>", b"<a href=/~~", b"<a href='/~~", b"<a<b href=/~~>", b"<ab href=/~~>", b"<a\x00 href=/~~>",
    b"<a href\x00=/~~>", b"<a \"href=/~~>", b"<a '=1 href=/~~>", b"< a href=/~~>", b"<a <href=/~~>", b"<a href=/~~<b>",
    b"<a href = '/~~' rel = rakuten>", b"<a rel='nofollow  Rakuten\tx' href=/~~>", b"<a data-tracking-group=Rakuten href=/~~>",
    b'<a href="/~~" DATA-TRACKING-GROUP=" rakuten " rel>', b"<a rel=x rel=rakuten href=/~~>", b"<a/rel/href=/~~>",
    b"<a\x0chref=/~~\x0crel=x>", b"<a href=\t/~~\t>", b"<a href='\r\n/~~\r\n'>", b'<a href="/~~\rx\r\ny">', b"<a \xff=\xfe href=/~~>",
    b"<a href=/~~\xff\xc3\xa9\xe2\x82>", b"<a href=/~~\x00>", b"<\xc3\xa1 href=/~~>", b"<a href=`/~~ x`>", b"</a href=/~~>", b"</a>",
    b"<a/>", b"<a", b"</a", b"<", b">", b"'", b'"', b"=", b"/", b" ", b"\n", b"\r", b"\x0c", b"\x00", b"\xff", b"\xef\xbb\xbf",
    # character references
    b"&amp;", b"&", b"&#", b"&#x", b"<a href=/~~&amp;a>", b"<a href=/~~&amp=a>", b"<a href=/~~&ampx>", b"<a href=/~~&amp>",
    b"<a href='/~~?a&copy=1&copyx&copy;&copy'>", b'<a href="/~~?a=1&reg_id=2&lt&lt;&LT&AMP;&nbsp">', b"<a href=/~~&notit;&notin;&notin>",
    b"<a href='/~~&#65;&#x41&#0;&#x80;&#x110000;&#xD800;&#xfdd0;&#13;&#9999999999;'>", b"<a href=/~~&#x;&#;&#X4a>",
    b"<a href='/~~&colon;&sol;&period;&num;&Tab;&NewLine;&quest;'>", b"<a href='/~~&CounterClockwiseContourIntegral;'>",
    b"<a href='/~~&NotEqualTilde;&fjlig;&bne;&acE;'>", b"<a rel='&#114;akuten' href=/~~>", b"<a href=&#47;~~>", b"<a href='&quot;/~~'>",
    # other namespaces
    b"<svg>", b"</svg>", b"<svg><a href=/~~>", b"<svg/><a href=/~~>", b"<svg><foreignObject><a href=/~~>", b"</foreignObject>",
    b"<svg><desc><a href=/~~>", b"<svg><title><a href=/~~></title>", b"<svg><script><a href=/~~></script>", b"<svg><style><a href=/~~></style>",
    b"<svg><p><a href=/~~>", b"<svg><font><a href=/~~>", b"<svg><font color=x><a href=/~~>", b"<svg></p><a href=/~~>", b"<svg><b>", b"<svg><br>",
    b"<a href=/~~><svg></a><a href=/~~>", b"<svg><![CDATA[<a href=/~~>]]><a href=/~~>", b"<svg><![CDATA[", b"<svg></br><a href=/~~>",
    b"<math>", b"</math>", b"<math><a href=/~~>", b"<math><mi><a href=/~~>", b"<math><mtext><mglyph><a href=/~~>", b"<math><mi><malignmark/>",
    b"<math><annotation-xml><a href=/~~>", b"<math><annotation-xml encoding=text/html><a href=/~~>", b"</annotation-xml>", b"</mi>",
    b"<math><annotation-xml encoding=Application/XHTML+xml><a href=/~~>", b"<math><annotation-xml><svg><a href=/~~>", b"<svg><math><mi><a href=/~~>",
    b"<math><mi><svg><desc><math><a href=/~~>", b"<svg><g></svg><a href=/~~>", b"<svg><textarea><a href=/~~></textarea>",
    b"<math><ms><textarea><a href=/~~></textarea>", b"<svg><title><svg><a href=/~~>", b"<svg><image><img>", b"</path>", b"<svg><a xlink:href=/~~>",
    b"<svg><template><a href=/~~>", b"<svg><select><a href=/~~>", b"<svg><iframe><a href=/~~></iframe>", b"<svg><noscript><a href=/~~>",
    b"<svg><xmp><a href=/~~></xmp>", b"<svg><plaintext><a href=/~~>", b"<svg></a><a href=/~~>", b"<svg><b/><a href=/~~>", b"<svg><table><tr><td><a href=/~~>",
    # the tree's odd corners
    b"<table>", b"</table>", b"<table><a href=/~~>", b"<table><tr><td><a href=/~~>", b"<table><tr><a href=/~~>", b"<table><caption><a href=/~~>",
    b"<table><colgroup><a href=/~~>", b"<table><tbody><tr></a><a href=/~~>", b"<table><style><a href=/~~></style>", b"<table><input type=hidden>",
    b"<select>", b"</select>", b"<select><a href=/~~>", b"<select><option><a href=/~~>", b"<table><td><select><a href=/~~><td><a href=/~~>",
    b"<select><script><a href=/~~></script>", b"<select><textarea><a href=/~~></textarea>", b"<select><svg><a href=/~~>", b"<select><title><a href=/~~></title>",
    b"<frameset>", b"</frameset>", b"<frameset><a href=/~~>", b"<frameset><frame><noframes><a href=/~~></noframes>", b"<frameset></frameset><a href=/~~>",
    b"<template>", b"</template>", b"<template><a href=/~~></template>", b"<template><tr><td><a href=/~~>", b"<template><svg><a href=/~~>",
    b"<template><script><a href=/~~></script>", b"<template><col><a href=/~~>", b"<template><select><a href=/~~>",
    b"<a href=/~~><a href=/~~>", b"<a href=/~~><p><a href=/~~></p>", b"<a href=/~~><b><p></a><a href=/~~>", b"<b><a href=/~~></b></a>", b"<p><b><i>", b"</b></i>",
    b"<a href=/~~><table><a href=/~~>", b"<button><a href=/~~>", b"<form><a href=/~~><form>", b"<li><a href=/~~><li>", b"<applet><a href=/~~></applet>",
    b"<object><a href=/~~></object>", b"<marquee><a href=/~~>", b"<h1><a href=/~~><h2>", b"<ruby><rt><a href=/~~>", b"<option><a href=/~~>", b"<nobr><a href=/~~><nobr>",
    b"<body>", b"</body>", b"</html>", b"<html>", b"<head>", b"</head>", b"</body><a href=/~~>", b"</html><a href=/~~>", b"<head><a href=/~~>", b"<base href=/~~>",
    b"<video><a href=/~~></video>", b"<canvas><a href=/~~></canvas>", b"<details><summary><a href=/~~>", b"<dialog><a href=/~~>", b"<image><a href=/~~>",
    b"<pre>\n<a href=/~~>", b"<listing>", b"<isindex>", b"<input>", b"<br/>", b"</br>", b"</p>", b"<p>", b"<div>", b"</div>", b"<hr>", b"<keygen>", b"<param>",
]


def seeds(folder):
    """The pages that mutations start from."""
    pages = []
    for _, _, data, _, _ in documents(folder):
        if len(data) <= 1500:
            pages.append(re.sub(rb"(?i)<a(?=[\s>/])", lambda match: match[0] + b" href=/~~", data))
    for path in sorted(glob.glob(os.path.join(SITES, "**", "*.*ht*"), recursive=True)):
        if os.path.islink(path) or path.endswith(".gz"):
            continue
        with open(path, "rb") as file:
            data = file.read()
        # pages of another encoding are good bytes too; they are read as broken UTF-8
        pages += [data[start:start + 500] for start in range(0, len(data), 250)]
    return pages


def mutated(pages, generator):
    """One page: a seed, or two spliced, after a few mutations."""
    page = bytearray(generator.choice(pages)) if generator.random() < 0.85 else bytearray()
    if generator.random() < 0.3:
        other = generator.choice(pages)
        page[generator.randint(0, len(page)):] = other[generator.randint(0, len(other)):]
    for _ in range(generator.choice((1, 2, 2, 3, 4, 6, 8))):
        at = generator.randint(0, len(page))
        # most cuts are made next to a tag's or a value's edge, where they do most
        if generator.random() < 0.5:
            edges = [match.start() for match in re.finditer(rb"[<>\"'=&/ -]", page)]
            at = generator.choice(edges) if edges else at
        end = min(len(page), at + int(generator.expovariate(1 / 12)))
        kind = generator.random()
        if kind < 0.55:
            page[at:at] = generator.choice(NASTY)
        elif kind < 0.68:
            del page[at:end]
        elif kind < 0.78:
            page[at:at] = page[at:end]
        elif kind < 0.86:
            page[at:end] = page[at:end].swapcase()
        elif kind < 0.92:
            page[at:at] = bytes([generator.choice(b"<>/!-=\"'& \t\n\r\x0c\x00aAs\x80\xff]")])
        elif kind < 0.96:
            page[at:end] = generator.choice(NASTY)
        else:
            del page[at:]
    page = page[:1000]
    # plain anchors that tell what the parser takes the place for
    for _ in range(generator.choice((0, 1, 1, 2))):
        at = generator.choice((len(page), generator.randint(0, len(page))))
        page[at:at] = b"<a href=/~~>"
    return numbered(bytes(page))


def numbered(page):
    """The page with a number for each ~~, so that no two tags are alike."""
    count = 0

    def number(match):
        nonlocal count
        count += 1
        return b"%d" % count

    return re.sub(rb"~~", number, page)


def flags(page):
    page = page.lower()
    found = [name for name in ("select", "template") if b"<" + name.encode() in page]
    if re.search(rb"<(svg|math)", page) and re.search(rb"</(p|br|title|desc|m[inos]|mtext|annotation-xml|t[dh])", page):
        found.append("foreign-end")
    return found


# The parsers


def html5lib_engine():
    import html5lib
    from html5lib.treebuilders import base, getTreeBuilder

    builder = getTreeBuilder("etree")

    class Recorder(builder):
        """A tree builder that remembers the anchors it made of tags, not those it made of other anchors."""

        def reset(self):
            super().reset()
            self.anchors = []
            self.cloning = False

        def insertElementNormal(self, token):
            return self.remember(super().insertElementNormal(token))

        def insertElementTable(self, token):
            before = len(self.anchors)
            element = super().insertElementTable(token)
            # outside a table this method calls the other one
            return element if len(self.anchors) > before else self.remember(element)

        def remember(self, element):
            if element.name == "a" and element.namespace == HTML and not self.cloning:
                self.anchors.append(element)
            return element

        def reconstructActiveFormattingElements(self):
            self.cloning = True
            super().reconstructActiveFormattingElements()
            self.cloning = False

    # HTMLParser sets `insertFromTable` and with it one of the two methods, by a property of the base class
    assert isinstance(base.TreeBuilder.insertFromTable, property)
    parser = html5lib.HTMLParser(tree=Recorder)

    def anchors(page):
        text = page.decode("utf-8", "replace")
        try:
            parser.parse(text.removeprefix("\ufeff"), scripting=True)
        except AssertionError:
            return None, []
        kept, dropped = [], []
        for element in parser.tree.anchors:
            if element.attributes.get("href") is None:
                continue
            node = element
            while node.parent is not None:
                node = node.parent
            triple = [element.attributes.get(name) for name in NAMES]
            (kept if node is parser.tree.document else dropped).append(triple)
        return kept, dropped

    return anchors


def lexbor_engine():
    from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser

    points = {"svg": {"foreignobject", "desc", "title"}, "math": {"mi", "mo", "mn", "ms", "mtext"}}

    def inside(node, namespace):
        """What the children of a node are that is itself in `namespace`."""
        name = node.tag.lower()
        if namespace == "html":
            return name if name in ("svg", "math") else "html"
        if name in points[namespace]:
            return "html" if namespace == "svg" else "text"
        if namespace == "math" and name == "annotation-xml":
            encoding = (node.attributes.get("encoding") or "").lower()
            return "html" if encoding in ("text/html", "application/xhtml+xml") else "annotation"
        return namespace

    def anchors(page):
        # The bytes are decoded here, by the standard's rules for UTF-8, as a browser does before it parses.
        text = page.decode("utf-8", "replace").removeprefix("\ufeff")
        parser = LexborHTMLParser(text, scripting=True, options=LexborDocumentOptions.WO_EVENTS)
        found = {}
        todo = [(parser.root, "html")] if parser.root else []
        while todo:
            node, namespace = todo.pop()
            if node.next is not None:
                todo.append((node.next, namespace))
            if not node.is_element_node:
                continue
            if namespace == "annotation":
                inner = "svg" if node.tag == "svg" else inside(node, "math")
            elif namespace == "text" and node.tag in ("mglyph", "malignmark"):
                inner = "math"
            elif namespace in ("html", "text"):
                inner = inside(node, "html")
                attributes = node.attributes if node.tag == "a" else {}
                if "href" in attributes:
                    # an attribute without a value is reported as None; it is there, and empty
                    found[tuple(attributes[name] or "" if name in attributes else None for name in NAMES)] = True
                if node.tag == "template":
                    for fragment in node.template_fragments():
                        if fragment.child is not None:
                            todo.append((fragment.child, "html"))
            else:
                inner = inside(node, namespace)
            if node.child is not None:
                todo.append((node.child, inner))
        return [list(triple) for triple in found], []

    return anchors


state = {}


def both_engines():
    html5lib, lexbor = html5lib_engine(), lexbor_engine()

    def anchors(page):
        return (*html5lib(page), lexbor(page)[0])

    return anchors


ENGINES = {"html5lib": html5lib_engine, "lexbor": lexbor_engine, "both": both_engines}


def start(engine, seed, folder):
    state.update(anchors=ENGINES[engine](), seed=seed, pages=seeds(folder))


def line(number):
    pages = state["pages"]
    if number < len(pages):
        page = numbered(pages[number])
    else:
        page = mutated(pages, random.Random(f"{state['seed']}:{number}"))
    kept, dropped, *second = state["anchors"](page)
    result = {"number": number, "data": page.hex(), "anchors": kept or [], "flags": flags(page)}
    if kept is None:
        result["flags"].append("failed")
    if dropped:
        result["flags"].append("dropped")
        result["dropped"] = dropped
    if second:
        if not result["flags"] and {tuple(triple) for triple in kept} != {tuple(triple) for triple in second[0]}:
            result["flags"].append("disagree")
        result["lexbor"] = second[0]
    return json.dumps(result)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    modes = arguments.add_subparsers(dest="mode", required=True)
    trees = modes.add_parser("trees")
    trees.add_argument("folder", nargs="?", default=TREES)
    fuzz = modes.add_parser("fuzz")
    fuzz.add_argument("--seed", type=int, required=True)
    fuzz.add_argument("--count", type=int, required=True)
    fuzz.add_argument("--engine", choices=ENGINES, default="html5lib")
    fuzz.add_argument("--jobs", type=int, default=os.cpu_count())
    fuzz.add_argument("--trees", default=TREES)
    chosen = arguments.parse_args()
    if chosen.mode == "trees":
        print_trees(chosen.folder)
        return
    with multiprocessing.Pool(chosen.jobs, start, (chosen.engine, chosen.seed, chosen.trees)) as pool:
        for text in pool.imap(line, range(chosen.count), chunksize=100):
            sys.stdout.write(text + "\n")


if __name__ == "__main__":
    main()
