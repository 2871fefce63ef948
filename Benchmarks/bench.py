"""Measures autotag beside what a user could run instead, and beside what the machine can do at all.

    bash Benchmarks/run.sh            all of it, some ten minutes
    bash Benchmarks/run.sh --quick    a small corpus and three rounds, about a minute

Only ratios taken in one run mean anything. Each round runs every contender once on the same input; the figures
are medians over the rounds. Input and output lie on a tmpfs where there is one. After the first round each
contender's output is compared with the exact bytes expected.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile

import corpus

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)


def contenders(tools, site, out):
    """name -> (command, whether it works on a copy of the site in place, cores it may use)."""
    python = os.path.join(tools, "venv/bin/python")
    lolhtml = [python, os.path.join(HERE, "peers/lolhtml_peer.py"), site, out]
    autotag = [os.path.join(ROOT, ".build/release/autotag"), "rewrite", "--quiet"]
    return {
        "autotag, 1 worker": (autotag + [site, "--output", out, "--jobs", "1"], False, 1),
        "autotag, 2 workers": (autotag + [site, "--output", out, "--jobs", "2"], False, 2),
        "autotag --in-place, 1 worker": (autotag + [out, "--in-place", "--jobs", "1"], True, 1),
        "autotag --dry-run, 1 worker": (autotag + [site, "--dry-run", "--jobs", "1"], None, 1),
        "python-lolhtml, 1 process": (lolhtml + ["1"], False, 1),
        "python-lolhtml, 2 processes": (lolhtml + ["2"], False, 2),
        "cp -r": (["cp", "-r", site, out], False, 1),
        "C, read and write": ([os.path.join(tools, "read_write"), site, out], False, 1),
        "rg -c linksynergy -j1": (["rg", "--no-ignore", "--hidden", "-c", "-j1", "linksynergy", site], None, 1),
    }


def run(tools, command, cores):
    """Wall time in seconds and peak memory in MB, of the largest process where there are several."""
    result = subprocess.run([os.path.join(tools, "measure"), str(cores), *command], stderr=subprocess.PIPE, text=True)
    *messages, last = result.stderr.splitlines() or [""]
    if result.returncode or last.split()[2:] != ["0"]:
        sys.exit("\n".join([f"{' '.join(command)} failed", *messages, last]))
    seconds, peak, _ = last.split()
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


def measure(title, tools, site, size, count, expected, rounds, work):
    print(f"\n## {title}\n")
    print(f"{count} pages, {size / 1e6:.0f} MB, {len(expected)} of them with links; medians of {rounds} rounds.\n")
    out = os.path.join(work, "out")
    times, memory, exact = {}, {}, {}
    for round_number in range(rounds):
        for name, (command, in_place, cores) in contenders(tools, site, out).items():
            shutil.rmtree(out, ignore_errors=True)
            if in_place:
                shutil.copytree(site, out)
            seconds, peak = run(tools, command, cores)
            times.setdefault(name, []).append(seconds)
            memory[name] = max(memory.get(name, 0), peak)
            if round_number == 0 and in_place is not None and command[0] != "cp" and "read_write" not in command[0]:
                exact[name] = f"{exact_pages(out, expected)} of {len(expected)}"
                if name.startswith("autotag"):
                    if exact_pages(out, expected) != len(expected) or not untouched_pages(site, out, expected):
                        sys.exit(f"{name}: the output is not what it must be")
    base = statistics.median(times["python-lolhtml, 1 process"])
    print("| what | s | MB/s | × python-lolhtml, 1 process | peak MB | pages with links: byte-exact |")
    print("| --- | --- | --- | --- | --- | --- |")
    for name in times:
        seconds = statistics.median(times[name])
        print(f"| {name} | {seconds:.3f} | {size / 1e6 / seconds:.0f} | {base / seconds:.2f} "
              f"| {memory[name]:.0f} | {exact.get(name, '')} |", flush=True)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--quick", action="store_true")
    options.add_argument("--rounds", type=int)
    options.add_argument("--tools", required=True, help="where the peers and the corpus are kept")
    chosen = options.parse_args()
    rounds = chosen.rounds or (3 if chosen.quick else 5)
    folders = corpus.fetch(os.path.join(chosen.tools, "corpus"), corpus.QUICK if chosen.quick else corpus.PACKAGES)
    memory = "/dev/shm" if os.path.isdir("/dev/shm") else None
    with tempfile.TemporaryDirectory(dir=memory) as work:
        for title, one_in in (("Sparse: one page in 20 has a link", 20), ("Dense: every page has 3 to 30 links", 1)):
            site = os.path.join(work, "site")
            size, count, expected = corpus.build(folders, site, one_in)
            measure(title, chosen.tools, site, size, count, expected, rounds, work)
            shutil.rmtree(site)
        print("\n## Ten times the pages (sparse)\n")
        for copies in (1, 10):
            site = os.path.join(work, "site")
            _, count, _ = corpus.build(folders[-2:], site, 20, copies)
            out = os.path.join(work, "out")
            seconds, peak = [], 0
            for _ in range(rounds):
                shutil.rmtree(out, ignore_errors=True)
                one, most = run(chosen.tools, [os.path.join(ROOT, ".build/release/autotag"), "rewrite", "--quiet", site,
                                 "--output", out], 2)
                seconds.append(one)
                peak = max(peak, most)
            print(f"{count} pages: {statistics.median(seconds):.3f} s, {peak:.0f} MB at its peak", flush=True)
            shutil.rmtree(site)
        print("\n## 100,000 links, every second one behind a redirect\n")
        for rules in (100, 10_000):
            site = os.path.join(work, "site")
            corpus.build_redirects(site, rules)
            command = [os.path.join(ROOT, ".build/release/autotag"), "rewrite", "--quiet", site, "--dry-run"]
            runs = [run(chosen.tools, command, 1) for _ in range(rounds)]
            print(f"{rules} rules: {statistics.median(seconds for seconds, _ in runs):.3f} s, "
                  f"{max(peak for _, peak in runs):.0f} MB at its peak", flush=True)
            shutil.rmtree(site)


if __name__ == "__main__":
    main()
