"""What a user could write with a library that makes a tree: LIBRARY SITE OUT [PAGES]. A tree is written back whole, so
hardly any page keeps its bytes. With a number, only so many pages are done."""

import itertools
import sys

from common import files, tagged


def with_selectolax(page):
    from selectolax.lexbor import LexborHTMLParser
    tree = LexborHTMLParser(page)
    for link in tree.css("a[href]"):
        link.attrs["href"] = tagged(link.attributes["href"])
    return tree.html.encode()


def with_lxml(page):
    import lxml.html
    if not page.strip():
        return page
    tree = lxml.html.document_fromstring(page)
    for link in tree.iter("a"):
        if "href" in link.attrib:
            link.attrib["href"] = tagged(link.attrib["href"])
    return lxml.html.tostring(tree, doctype=tree.getroottree().docinfo.doctype or None)


def with_beautifulsoup(page):
    import bs4
    tree = bs4.BeautifulSoup(page, "html.parser")
    for link in tree.find_all("a", href=True):
        link["href"] = tagged(link["href"])
    return tree.encode(formatter="minimal")


def main():
    rewrite = {"selectolax": with_selectolax, "lxml": with_lxml, "beautifulsoup": with_beautifulsoup}[sys.argv[1]]
    most = int(sys.argv[4]) if len(sys.argv) > 4 else None
    for source, target in itertools.islice(files(sys.argv[2], sys.argv[3]), most):
        with open(source, "rb") as file:
            page = file.read()
        if source.endswith((".html", ".htm", ".xhtml")):
            page = rewrite(page)
        with open(target, "wb") as file:
            file.write(page)


main()
