"""What a user could write with python-lolhtml: SITE OUT PROCESSES."""

import multiprocessing
import os
import sys

import lolhtml

TOKEN = "u1=--CLICK-ID--"


class Links:
    def element(self, element):
        href = element.get_attribute("href")
        host = href.partition("//")[2].partition("/")[0] if href else ""
        if host == "click.linksynergy.com" and "u1=" not in href:
            url, mark, fragment = href.partition("#")
            separator = "&amp;" if "&amp;" in url else "&" if "?" in url else "?"
            element.set_attribute("href", url + separator + TOKEN + mark + fragment)


def rewrite(paths):
    source, target = paths
    with open(source, "rb") as file:
        page = file.read()
    pieces = []
    rewriter = lolhtml.HTMLRewriter(pieces.append)
    rewriter.on("a[href]", Links())
    rewriter.write(page)
    rewriter.end()
    with open(target, "wb") as file:
        file.writelines(pieces)


def files(site, out):
    for root, _, names in os.walk(site):
        folder = os.path.join(out, os.path.relpath(root, site))
        os.makedirs(folder, exist_ok=True)
        for name in names:
            yield os.path.join(root, name), os.path.join(folder, name)


def main():
    site, out, processes = sys.argv[1], sys.argv[2], int(sys.argv[3])
    if processes == 1:
        for paths in files(site, out):
            rewrite(paths)
        return
    with multiprocessing.Pool(processes) as pool:
        for _ in pool.imap_unordered(rewrite, files(site, out), chunksize=64):
            pass


main()
