"""Measures a site in parts and in a stream: processor time beside copying, memory, and that the bytes are those of one run.

    python3 Benchmarks/parts.py                    100,000 pages in 16 parts, and the same as records; some minutes
    python3 Benchmarks/parts.py --records 1000000  as many pages through a pipe
    python3 Benchmarks/parts.py --gigabytes 20     so much of a pipe, in pages of 1 MB

Takes the program of `swift build -c release --static-swift-stdlib --product autotag`, or the one that AUTOTAG names.
Needs strace. Ends with 1 where bytes differ or a part opened another part's page.
"""

import argparse
import json
import os
import pathlib
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
AUTOTAG = os.path.abspath(os.environ.get("AUTOTAG", ROOT / ".build/release/autotag"))
PARTS = 16
RULES = """RewriteEngine On
RewriteCond %{REQUEST_FILENAME} !-f
RewriteRule ^offers/(.*)$ https://click.linksynergy.com/deeplink?id=A&mid=1&murl=$1 [R=302,L,QSA]
"""
failures = []


def expect(truth, text):
    print(("" if truth else "FAILED: ") + text, flush=True)
    if not truth:
        failures.append(text)


def page(number):
    """A page of 5 KB; one in 20 has a link, of which each third goes by a rule or by a redirecting page."""
    links = ('<a href="https://click.linksynergy.com/deeplink?id=A&amp;mid=7">an offer</a>\n',
             f'<a href="/offers/{number}.txt">by a rule</a>\n', f'<a href="/go/{number // 100}.html">by a page</a>\n')
    link = links[number // 20 % 3] if number % 20 == 0 else ""
    return f"<!doctype html><title>{number}</title>\n{link}{'<p>Some text of a page.</p>' * 190}\n".encode()


def make_site(root, pages):
    root.mkdir()
    (root / ".htaccess").write_text(RULES)
    for name in ("go", "offers"):
        (root / name).mkdir()
    for number in range(0, pages, 100):
        (root / f"go/{number // 100}.html").write_text(
            '<meta http-equiv="refresh" content="0;url=https://click.linksynergy.com/deeplink?id=A&amp;mid=2">\n')
        (root / f"offers/{number}.txt").write_text("none today\n")
    for number in range(pages):
        path = root / f"{number // 1000:04}/{number}.html"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(page(number))


def measured(command, **streams):
    """Processor seconds and peak memory in MiB of a process that ends well."""
    process = subprocess.Popen(list(map(str, command)), **streams)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))} ended with {process.returncode}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def rewrite(site, output, *arguments):
    return [AUTOTAG, "rewrite", site, "--output", output, "--quiet", *arguments]


def same_folders(one, other):
    return subprocess.run(["diff", "-r", one, other], stdout=subprocess.DEVNULL).returncode == 0


def measure_parts(work, pages):
    site, whole, parts, facts = work / "site", work / "whole", work / "parts", work / "facts"
    make_site(site, pages)
    measured(["cp", "-r", site, work / "warm"])
    shutil.rmtree(work / "warm")
    copied, _ = measured(["cp", "-r", site, work / "copy"])
    shutil.rmtree(work / "copy")
    alone, memory = measured(rewrite(site, whole, "--jobs", "1"), stderr=subprocess.DEVNULL)
    expect(True, f"one run: {alone:.2f} s of processor time, {alone / copied:.2f} × cp -r ({copied:.2f} s), "
           f"{memory:.0f} MiB")
    scanned, memory = measured([AUTOTAG, "scan", site, "--output", facts, "--quiet", "--jobs", "1"])
    expect(True, f"scan: {scanned:.2f} s, {memory:.0f} MiB")

    commands = [rewrite(site, parts, "--jobs", "1", "--facts", facts, "--shard", f"{part}/{PARTS}")
                for part in range(1, PARTS + 1)]
    random.Random(1).shuffle(commands)
    # One is killed once it has written something, and repeated last.
    killed = subprocess.Popen(list(map(str, commands[0])), stderr=subprocess.DEVNULL)
    while killed.poll() is None and not any(parts.glob("*/*.html")):
        time.sleep(0.001)
    killed.send_signal(signal.SIGKILL)
    expect(killed.wait() == -signal.SIGKILL, "a part was killed with SIGKILL while it wrote")
    before = os.times()
    waiting, running = commands[1:] + commands[:1], []
    while waiting or running:
        while waiting and len(running) < 2:
            running.append(subprocess.Popen(list(map(str, waiting.pop(0))), stderr=subprocess.DEVNULL))
        ended = running.pop(0)
        if ended.wait() != 0:
            sys.exit(f"{ended.args} ended with {ended.returncode}")
    after = os.times()
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    expect(same_folders(whole, parts), f"{PARTS} parts, two at once, in any order: the bytes of one run")
    expect(True, f"parts and scan: {spent + scanned:.2f} s, {(spent + scanned) / copied:.2f} × cp -r")

    traced = work / "traced"
    log = work / "strace"
    subprocess.run(["strace", "-f", "-y", "-e", "trace=open,openat", "-o", log,
                    *map(str, rewrite(site, traced, "--jobs", "1", "--facts", facts, "--shard", f"5/{PARTS}"))],
                   check=True, stderr=subprocess.DEVNULL)
    own = {str(path.relative_to(traced)) for path in traced.rglob("*") if path.is_file()}
    opened = set()
    for folder, name in re.findall(r'openat\(\w+<([^>]*)>, "([^"]*\.html)", O_RDONLY', log.read_text()):
        opened.add(os.path.relpath(os.path.join(folder, name), site))
    other = {name for name in opened if not name.startswith("..")} - own
    expect(opened and not other, f"strace: of {len(opened)} pages that a part opened {len(other)} are another part's")


def feed(pages, make, pipe):
    """Writes records into a pipe, and the number of bytes that were written."""
    written = 0
    with pipe:
        chunk = []
        for number in range(pages):
            body = make(number)
            head = b'{"path":"%d/%d.html","length":%d}\n' % (number // 1000, number, len(body))
            chunk += [head, body, b"\n"]
            if number % 200 == 199:
                written += pipe.write(b"".join(chunk))
                chunk.clear()
        written += pipe.write(b"".join(chunk))
    return written


def measure_stream(work, pages, make, name):
    """A stream is fed by a process of its own, so that the figures are autotag's alone."""
    reading, writing = os.pipe()
    feeder = os.fork()
    if feeder == 0:
        os.close(reading)
        feed(pages, make, os.fdopen(writing, "wb", buffering=1 << 20))
        os._exit(0)
    os.close(writing)
    command = [AUTOTAG, "rewrite", "-", "--stream", "records", "--redirects", "off", "--quiet"]
    tail = subprocess.Popen(["tail", "-n", "1"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    spent, memory = measured(command, stdin=reading, stdout=tail.stdin)
    os.close(reading)
    os.waitpid(feeder, 0)
    end = json.loads(tail.communicate()[0])
    expect(end["end"] and end["summary"]["pages"]["read"] == pages,
           f"{name}: {spent:.1f} s of processor time, {memory:.0f} MiB at its peak")


def measure_redirecting_pages(work, pages):
    """A site of nothing but redirecting pages, of which everything is kept, and a page with a link to each hundredth."""
    site = work / "redirecting"
    site.mkdir()
    for number in range(pages):
        path = site / f"{number // 1000:04}/{number}.html"
        path.parent.mkdir(exist_ok=True)
        path.write_text('<meta http-equiv="refresh" content="0;url=https://click.linksynergy.com/deeplink?id=A&amp;'
                        f'mid={number}">\n')
    links = "".join(f'<a href="/{number // 1000:04}/{number}.html">x</a>\n' for number in range(0, pages, 100))
    (site / "index.html").write_text(links)
    for name, command in {"rewrite": rewrite(site, work / "out", "--jobs", "1"),
                          "audit": [AUTOTAG, "audit", site, "--quiet", "--fail-on", "never", "--jobs", "1"]}.items():
        spent, memory = measured(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        expect(True, f"{name} of {pages} redirecting pages: {spent:.2f} s, {memory:.0f} MiB at its peak")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--pages", type=int, default=100_000)
    parser.add_argument("--records", type=int)
    parser.add_argument("--gigabytes", type=int)
    options = parser.parse_args()
    work = pathlib.Path(tempfile.mkdtemp(dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else None))
    try:
        if options.gigabytes:
            body = page(0) + b"<p>text</p>\n" * 85_000
            pages = options.gigabytes * 10**9 // len(body)
            measure_stream(work, pages, lambda _: body, f"{options.gigabytes} GB in {pages} records")
        elif options.records:
            measure_stream(work, options.records, page, f"{options.records} pages of 5 KB as records")
        else:
            measure_parts(work, options.pages)
            measure_stream(work, options.pages, page, f"{options.pages} pages of 5 KB as records")
            measure_redirecting_pages(work, options.pages)
    finally:
        shutil.rmtree(work)
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
