"""Measures autotag beside what a user could run instead, and beside what the machine can do at all.

    bash Benchmarks/run.sh            all of it, with all peers on the first site; a quarter of an hour
    bash Benchmarks/run.sh --quick    a small corpus, python-lolhtml alone and three rounds; about a minute

Only ratios taken in one run mean anything. Each round runs every contender once on the same input; the figures
are medians over the rounds. Input and output lie on a tmpfs where there is one. After the first round each
contender's output is compared with the exact bytes expected. What is printed is what Benchmarks/README.md takes.
"""

import argparse
import datetime
import itertools
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile

import corpus

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
PEERS = os.path.join(HERE, "peers")
AUTOTAG = [os.path.join(ROOT, ".build/release/autotag"), "rewrite", "--quiet"]
BASE = "python-lolhtml, 1 process"
# BeautifulSoup would take an hour for all pages.
FEW = 300


class Contender:
    def __init__(self, command, cores=1, in_place=False, writes=True, is_checked=True, pages=None):
        self.command, self.cores, self.in_place, self.writes = command, cores, in_place, writes
        self.is_checked = writes and is_checked
        # How many pages it does; all unless said.
        self.pages = pages


def contenders(tools, site, out, with_peers):
    python = os.path.join(tools, "venv/bin/python")
    lolhtml = [python, os.path.join(PEERS, "lolhtml_peer.py"), site, out]
    tree = [python, os.path.join(PEERS, "tree_peer.py")]
    found = {
        "autotag, 1 worker": Contender(AUTOTAG + [site, "--output", out, "--jobs", "1"]),
        "autotag, 2 workers": Contender(AUTOTAG + [site, "--output", out, "--jobs", "2"], cores=2),
        "autotag --hard-links, 1 worker": Contender(
            AUTOTAG + [site, "--output", out, "--hard-links", "--jobs", "1"]),
        "autotag --in-place, 1 worker": Contender(AUTOTAG + [out, "--in-place", "--jobs", "1"], in_place=True),
        "autotag --dry-run, 1 worker": Contender(AUTOTAG + [site, "--dry-run", "--jobs", "1"], writes=False),
        "autotag audit, JSON, 1 worker": Contender(
            AUTOTAG[:1] + ["audit", site, "--quiet", "--fail-on", "never", "--jobs", "1", "--report", out + ".json"],
            writes=False),
        BASE: Contender(lolhtml + ["1"]),
        "python-lolhtml, 2 processes": Contender(lolhtml + ["2"], cores=2),
        "cp -r": Contender(["cp", "-r", site, out], is_checked=False),
        "C, read and write": Contender([os.path.join(tools, "read_write"), site, out], is_checked=False),
        # It reads a fresh copy, as `--in-place` does: the first reading of a file is the dearest.
        "rg -c linksynergy -j1": Contender(
            ["rg", "--no-ignore", "--hidden", "-c", "-j1", "linksynergy", out], in_place=True, writes=False),
    }
    if with_peers:
        found |= {
            "Go x/net/html": Contender([os.path.join(tools, "net_html"), site, out]),
            "node htmlparser2": Contender(["node", os.path.join(PEERS, "htmlparser2_peer.js"), site, out]),
            "perl HTML::Parser": Contender(["perl", os.path.join(PEERS, "html_parser_peer.pl"), site, out]),
            "selectolax": Contender(tree + ["selectolax", site, out]),
            "lxml": Contender(tree + ["lxml", site, out]),
            f"BeautifulSoup, {FEW} pages": Contender(tree + ["beautifulsoup", site, out, str(FEW)], pages=FEW),
        }
    return found


def run(tools, command, cores):
    """Wall time in seconds and peak memory in MB, of the largest process where there are several."""
    result = subprocess.run([os.path.join(tools, "measure"), str(cores), *command], stderr=subprocess.PIPE, text=True,
                            env=os.environ | {"NODE_PATH": "/usr/share/nodejs"})
    *messages, last = result.stderr.splitlines() or [""]
    if result.returncode or last.split()[2:3] != ["0"]:
        sys.exit("\n".join([f"{' '.join(command)} failed", *messages, last]))
    seconds, peak, *_ = last.split()
    return float(seconds), int(peak) / 1024


def exact_pages(out, expected):
    """How many of the pages with links have exactly the expected bytes."""
    def read(path):
        try:
            with open(os.path.join(out, path), "rb") as file:
                return file.read()
        except OSError:
            return None
    return sum(read(path) == data for path, data in expected.items())


def untouched_pages(site, out, expected):
    """Whether all other pages are as they were."""
    for root, _, names in os.walk(site):
        for name in names:
            path = os.path.relpath(os.path.join(root, name), site)
            if path not in expected:
                with open(os.path.join(site, path), "rb") as one, open(os.path.join(out, path), "rb") as other:
                    if one.read() != other.read():
                        return False
    return True


def size_of(site, pages):
    """Of as many pages as a peer does that is asked to do so many."""
    paths = (os.path.join(root, name) for root, _, names in os.walk(site) for name in sorted(names))
    return sum(os.path.getsize(path) for path in itertools.islice(paths, pages))


def measure(title, tools, site, size, count, expected, rounds, work, with_peers):
    """Prints the table, and gives the median of each contender's seconds."""
    print(f"\n### {title}\n")
    print(f"{count} pages, {size / 1e6:.0f} MB, {len(expected)} of them with links; medians of {rounds} rounds.\n")
    out = os.path.join(work, "out")
    times, memory, exact, sizes = {}, {}, {}, {}
    for round_number in range(rounds):
        for name, contender in contenders(tools, site, out, with_peers).items():
            shutil.rmtree(out, ignore_errors=True)
            if contender.in_place:
                shutil.copytree(site, out)
            seconds, peak = run(tools, contender.command, contender.cores)
            times.setdefault(name, []).append(seconds)
            memory[name] = max(memory.get(name, 0), peak)
            if round_number > 0:
                continue
            sizes[name] = size_of(site, contender.pages) if contender.pages else size
            if contender.is_checked and not contender.pages:
                exact[name] = f"{exact_pages(out, expected)} of {len(expected)}"
                if name.startswith("autotag"):
                    if exact_pages(out, expected) != len(expected) or not untouched_pages(site, out, expected):
                        sys.exit(f"{name}: the output is not what it must be")
    medians = {name: statistics.median(seconds) for name, seconds in times.items()}
    print(f"| what | s | MB/s | × {BASE} | peak MB | pages with links: byte-exact |")
    print("| --- | --- | --- | --- | --- | --- |")
    for name, seconds in medians.items():
        speed = sizes[name] / 1e6 / seconds
        print(f"| {name} | {seconds:.3f} | {speed:.0f} | {speed / (size / 1e6 / medians[BASE]):.2f} "
              f"| {memory[name]:.0f} | {exact.get(name, '')} |", flush=True)
    return medians


def ratios(medians, *pairs):
    """How many times as fast as another a contender is."""
    print()
    for name, other in pairs:
        print(f"- {name}: {medians[other] / medians[name]:.2f} × {other}")
    print(f"- the second worker: {medians['autotag, 1 worker'] / medians['autotag, 2 workers']:.2f} × one", flush=True)


def machine():
    version = subprocess.run(["swift", "--version"], capture_output=True, text=True).stdout
    swift = re.search(r"Swift version (\S+)", version)
    return (f"{datetime.date.today()}, {len(os.sched_getaffinity(0))} virtual cores, "
            f"{platform.freedesktop_os_release()['PRETTY_NAME']}, Swift {swift.group(1) if swift else '?'}")


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--quick", action="store_true")
    options.add_argument("--rounds", type=int)
    options.add_argument("--tools", required=True, help="where the peers and the corpus are kept")
    chosen = options.parse_args()
    rounds = chosen.rounds or (3 if chosen.quick else 5)
    folders = corpus.fetch(os.path.join(chosen.tools, "corpus"), corpus.QUICK if chosen.quick else corpus.PACKAGES)
    memory = "/dev/shm" if os.path.isdir("/dev/shm") else None
    print(f"{machine()}, `bash Benchmarks/run.sh{' --quick' if chosen.quick else ''}`:")
    with tempfile.TemporaryDirectory(dir=memory) as work:
        site, out = os.path.join(work, "site"), os.path.join(work, "out")

        def table(title, one_in, rules, *pairs, with_peers=False):
            size, count, expected = corpus.build(folders, site, one_in, rules=rules)
            medians = measure(title, chosen.tools, site, size, count, expected, rounds, work, with_peers)
            ratios(medians, *pairs)
            shutil.rmtree(site)

        table("Sparse: one page in 20 has a link", 20, 0, ("autotag, 1 worker", BASE),
              ("autotag, 1 worker", "C, read and write"), ("autotag, 2 workers", "cp -r"),
              ("autotag --in-place, 1 worker", "rg -c linksynergy -j1"), ("autotag --in-place, 1 worker", BASE),
              with_peers=not chosen.quick)
        table("Dense: every page has 3 to 30 links", 1, 0, ("autotag, 1 worker", BASE),
              ("autotag audit, JSON, 1 worker", BASE))
        table("Dense with AutoScan: 10,000 rules, every second link a redirect", 1, 10_000, ("autotag, 1 worker", BASE))

        def median(command, cores):
            runs = []
            for _ in range(rounds):
                shutil.rmtree(out, ignore_errors=True)
                runs.append(run(chosen.tools, command, cores))
            return statistics.median(seconds for seconds, _ in runs), max(peak for _, peak in runs)

        print("\n### Ten times the pages (sparse)\n")
        for copies in (1, 10):
            _, count, _ = corpus.build(folders[-2:], site, 20, copies)
            seconds, peak = median(AUTOTAG + [site, "--output", out], 2)
            print(f"- {count} pages: {seconds:.3f} s, {peak:.0f} MB at its peak", flush=True)
            shutil.rmtree(site)
        print("\n### A folder for each page, all in one folder\n")
        for posts in (5_000, 20_000) if chosen.quick else (5_000, 20_000, 100_000):
            corpus.build_posts(site, posts)
            for name, command in (("--output", AUTOTAG + [site, "--output", out, "--jobs", "1"]),
                                  ("--dry-run", AUTOTAG + [site, "--dry-run", "--jobs", "1"]),
                                  ("cp -r", ["cp", "-r", site, out])):
                seconds, peak = median(command, 1)
                print(f"- {posts} folders, {name}: {seconds:.3f} s, {1e6 * seconds / posts:.0f} µs a folder, "
                      f"{peak:.0f} MB at its peak", flush=True)
            shutil.rmtree(site)
        print("\n### 100,000 links, every second one behind a redirect\n")
        for rules in (100, 10_000):
            corpus.build_redirects(site, rules)
            seconds, peak = median(AUTOTAG + [site, "--dry-run"], 1)
            print(f"- {rules} rules: {seconds:.3f} s, {peak:.0f} MB at its peak", flush=True)
            shutil.rmtree(site)
        print("\n### One page, from start to exit\n")
        os.makedirs(site)
        with open(os.path.join(site, "index.html"), "w", encoding="ascii") as file:
            file.write("<a href='https://click.linksynergy.com/deeplink?id=A'>x</a>\n")
        for name, command in (("autotag", AUTOTAG + [site, "--output", out]),
                              ("python3 -c ''", ["/usr/bin/python3", "-c", ""])):
            runs = [median(command, 1)[0] for _ in range(5)]
            print(f"- {name}: {1000 * statistics.median(runs):.1f} ms", flush=True)


if __name__ == "__main__":
    main()
