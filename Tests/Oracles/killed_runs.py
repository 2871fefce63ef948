"""Kills `autotag rewrite --in-place` at random moments and looks at what it leaves.

    killed_runs.py AUTOTAG FOLDER KILLS

After each kill every file is whole: its bytes are the old or the new ones, a page is never new while its
.gz is old, and beside the site's files there are only temporary ones. The next run then completes the work
and leaves nothing behind. What is new was written here, not by autotag. Prints what the kills hit.
"""

import gzip
import os
import random
import subprocess
import sys
import time

PAGES = 1000
SEED = 20260
LINK = b'https://click.linksynergy.com/deeplink?id=A%d&mid=%d'


def make_site():
    """path -> (old bytes, new bytes) of every file."""
    site = {}
    for n in range(PAGES):
        paragraphs = [b"<p>line %d of page %d</p>\n" % (line, n) for line in range(20 + n % 30)]
        for line in range(n % 3, len(paragraphs), 7):
            paragraphs[line] = b'<p><a href="' + LINK % (n, line) + b'@">offer</a></p>\n'
        body = b"<!doctype html>\n<title>%d</title>\n" % n + b"".join(paragraphs)
        old = body.replace(b'@"', b'"')
        # Every eighth page has no link, so that nothing may happen to it.
        new = old
        if n % 8:
            new = body.replace(b'@"', b'&u1=--CLICK-ID--"')
        else:
            old = new = body.replace(b"click.linksynergy.com", b"shop.example").replace(b'@"', b'"')
        path = "%02d/page-%d.html" % (n % 20, n)
        site[path] = (old, new)
        if n % 5 == 0:
            site[path + ".gz"] = (gzip.compress(old, 6, mtime=0), new)
    site["style.css"] = (b"a { color: red }\n",) * 2
    return site


def contents(folder):
    found = {}
    for root, _, files in os.walk(folder):
        for name in files:
            path = os.path.join(root, name)
            with open(path, "rb") as file:
                found[os.path.relpath(path, folder)] = file.read()
    return found


def is_temporary(path):
    name = os.path.basename(path)
    return name.startswith(".autotag-") and name.endswith(".tmp")


def state(path, data, site):
    """Which version a file is: "old", "new", or "both" where nothing changes; fails when it is neither."""
    old, new = site[path]
    if path.endswith(".gz"):
        page_old, page_new = site[path[:-3]]
        if page_old == page_new:
            assert data == old, f"{path} changed, and its page does not"
            return "both"
        if data == old:
            return "old"
        assert gzip.decompress(data) == new, f"{path} holds neither the old nor the new page"
        return "new"
    if old == new:
        assert data == old, f"{path} changed, and it has no link"
        return "both"
    if data == old:
        return "old"
    assert data == new, f"{path} is neither old nor new: {len(data)} bytes of {len(old)} or {len(new)}"
    return "new"


def write(folder, path, data):
    with open(os.path.join(folder, path), "wb") as file:
        file.write(data)


def main():
    autotag, folder, kills = sys.argv[1], sys.argv[2], int(sys.argv[3])
    site = make_site()
    for path, (old, _) in site.items():
        os.makedirs(os.path.dirname(os.path.join(folder, path)), exist_ok=True)
        write(folder, path, old)

    def run():
        command = [autotag, "rewrite", folder, "--in-place", "--quiet"]
        result = subprocess.run(command, capture_output=True)
        assert result.returncode == 0, f"status {result.returncode}: {result.stderr.decode()}"

    def expect_finished(found):
        assert found.keys() == site.keys(), f"other files: {sorted(found.keys() ^ site.keys())[:5]}"
        unfinished = [path for path, data in found.items() if state(path, data, site) == "old"]
        assert not unfinished, f"still old: {unfinished[:5]}"

    def restore(found):
        for path, data in found.items():
            if path in site and data != site[path][0]:
                write(folder, path, site[path][0])

    durations = []
    for _ in range(3):
        start = time.monotonic()
        run()
        durations.append(time.monotonic() - start)
        found = contents(folder)
        expect_finished(found)
        restore(found)
    duration = min(durations)

    randomness = random.Random(SEED)
    partly = temporaries = ended = 0
    for number in range(kills):
        # One part of the run after the other, each at a random moment in it.
        delay = duration * (number + randomness.random()) / kills
        process = subprocess.Popen([autotag, "rewrite", folder, "--in-place", "--quiet"])
        time.sleep(delay)
        if process.poll() is not None:
            # Nothing was hit; runs take less time by now.
            ended += 1
            duration *= 0.97
        process.kill()
        process.wait()

        found = contents(folder)
        left = [path for path in found if path not in site]
        assert all(map(is_temporary, left)), f"after kill {number}: {left}"
        assert len(found) - len(left) == len(site), f"after kill {number}: files are missing"
        states = {path: state(path, found[path], site) for path in site}
        for path in site:
            if path.endswith(".gz") and states[path] == "old":
                assert states[path[:-3]] == "old", f"{path} would never be made again: its page is done"
        temporaries += bool(left)
        partly += {"old", "new"} <= set(states.values())

        run()
        found = contents(folder)
        expect_finished(found)
        restore(found)
    print(f"{kills} kills in runs of {min(durations) * 1000:.0f} ms: {partly} left the site partly done, "
          f"{temporaries} a temporary file, {ended} came after the end")


if __name__ == "__main__":
    main()
