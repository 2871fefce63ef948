"""What a user could write with python-lolhtml: SITE OUT PROCESSES."""

import multiprocessing
import sys

import lolhtml

from common import files, tagged


class Links:
    def element(self, element):
        href = element.get_attribute("href")
        new = tagged(href)
        if new != href:
            element.set_attribute("href", new)


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
