"""Measures `autotag conversions` beside DuckDB and Python's csv with Decimal, which only add up each order's commission.

    bash Benchmarks/conversions.sh              1,000,000 and 10,000,000 lines
    bash Benchmarks/conversions.sh --quick      a tenth of it

A line of the report has 137 bytes, as one of Rakuten's with a code in u1; an order has one to three lines, one order in 50 is
taken back. Each round runs every contender once; the figures are medians of processor time (user and system), since other
programs change the time on the clock. All must give the same lines, orders and total.
"""

import argparse
import csv
import os
import random
import statistics
import subprocess
import sys
import tempfile
from decimal import Decimal

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
AUTOTAG = os.path.join(ROOT, ".build/release/autotag")
HEADER = ("Member ID (U1),MID,Advertiser Name,Order ID,Transaction Date,Transaction Time,SKU,Sales,# of Items,"
          "Total Commission,Process Date,Process Time\r\n")
ADVERTISERS = [(str(38000 + 37 * number), f"Advertiser & Sons Number {number:03}") for number in range(40)]
CONFIGURATION = """groups:
  - name: rakuten
    hosts: [click.linksynergy.com, linksynergy.jrs5.com]
    subid: code
"""


def build_site(folder, pages=500, links=20):
    """A site of guides whose links are tagged with codes; gives the codes by advertiser."""
    os.makedirs(os.path.join(folder, "public"))
    with open(os.path.join(folder, "autotag.yml"), "w", encoding="ascii") as file:
        file.write(CONFIGURATION)
    for page in range(pages):
        with open(os.path.join(folder, "public", f"guide-{page:03}.html"), "w", encoding="ascii") as file:
            for link in range(links):
                mid = ADVERTISERS[(page + link) % len(ADVERTISERS)][0]
                file.write(f'<p><a href="https://click.linksynergy.com/deeplink?id=A&mid={mid}&murl='
                           f'https%3A%2F%2Fshop{mid}.example%2F{page}-{link}">a shop</a>\n')
    subprocess.run([AUTOTAG, "rewrite", "public", "--in-place", "--quiet"], cwd=folder, check=True)
    codes = {}
    with open(os.path.join(folder, "autotag-codes.tsv"), encoding="utf-8") as file:
        for line in list(file)[1:]:
            code, _, destination = line.split("\t")
            codes.setdefault(destination.split("mid=")[1].split("&")[0], []).append(code)
    return codes


def write_report(path, lines, codes, first=0):
    """A report of so many lines. Orders are numbered from `first`; a part of a report is the report's own lines."""
    chance = random.Random(first + 1)
    with open(path, "w", encoding="ascii", newline="") as file:
        file.write(HEADER)
        done, order = 0, first
        while done < lines:
            mid, name = ADVERTISERS[chance.randrange(len(ADVERTISERS))]
            code = chance.choice(codes[mid])
            day = chance.randrange(28) + 1
            date, time = f"{order % 12 + 1:02}/{day:02}/26", f"{chance.randrange(24):02}:{chance.randrange(60):02}:07"
            items = [(chance.randrange(100, 99999), chance.randrange(1, 4)) for _ in range(chance.randrange(1, 4))]
            if chance.randrange(50) == 0:
                items = [items[0], (-items[0][0], -items[0][1])]
            for number, (cents, count) in enumerate(items):
                if done == lines:
                    break
                sign, cents = "-" if cents < 0 else "", abs(cents)
                file.write(
                    f'{code},{mid},"{name}",ORDER-{order:010},{date},{time},SKU-{order % 9973:05}-{number},'
                    f"{sign}{cents // 100}.{cents % 100:02},{count},{sign}{cents * 8 // 10000}.{cents * 8 % 10000:04},{date},23:00:00\r\n")
                done += 1
            order += 1
    return order


def run(tools, command, folder):
    """Processor time in seconds and peak memory in MB."""
    result = subprocess.run([os.path.join(tools, "measure"), "1", *command], stderr=subprocess.PIPE, text=True, cwd=folder)
    *messages, last = result.stderr.splitlines() or [""]
    fields = last.split()
    if result.returncode or fields[2:3] != ["0"]:
        sys.exit("\n".join([f"{' '.join(command)} failed", *messages, last]))
    return float(fields[3]), int(fields[1]) / 1024


def summed(path):
    """Lines and commission of csv-summary's rows about files, and orders where the report has tables."""
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    files = [row for row in rows if row["file"] and row["counted"] == "yes"]
    return sum(int(row["lines"]) for row in files), sum(Decimal(row["commission"]) for row in files)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--quick", action="store_true")
    options.add_argument("--lines", type=int, metavar="N", help="so many lines, to try the script itself")
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--tools", required=True)
    chosen = options.parse_args()
    lines = chosen.lines or (100_000 if chosen.quick else 1_000_000)
    memory = "/dev/shm" if os.path.isdir("/dev/shm") else None
    with tempfile.TemporaryDirectory(dir=memory) as work:
        codes = build_site(work)
        paths = {name: os.path.join(work, name) for name in ("one.csv", "ten.csv", "half-1.csv", "half-2.csv")}
        write_report(paths["one.csv"], lines, codes)
        write_report(paths["ten.csv"], 10 * lines, codes)
        following = write_report(paths["half-1.csv"], lines // 2, codes)
        write_report(paths["half-2.csv"], lines - lines // 2, codes, following)
        size = os.path.getsize(paths["one.csv"])
        print(f"{lines} lines, {size / 1e6:.0f} MB; medians of {chosen.rounds} rounds.\n")
        sums = os.path.join(work, "sums.csv")
        with open(os.path.join(work, "bare.yml"), "w", encoding="ascii") as file:
            file.write("# The defaults.\n")
        bare = [AUTOTAG, "conversions", "--quiet", "--fail-on", "never", "--currency", "USD", "--config", "bare.yml"]
        joined = bare[:-1] + ["autotag.yml"]
        summary = ["--report", f"csv-summary:{sums}"]
        python = os.path.join(chosen.tools, "venv/bin/python")
        contenders = {
            "autotag": (bare + ["one.csv"] + summary, "one.csv"),
            "autotag, two files": (bare + ["half-1.csv", "half-2.csv"] + summary, None),
            "autotag, two reports": (bare + ["one.csv", "--report", "month.html"] + summary, "one.csv"),
            "autotag, --site": (joined + ["one.csv", "--site", "public"] + summary, "one.csv"),
            "autotag, ten times the lines": (bare + ["ten.csv"] + summary, "ten.csv"),
            "DuckDB, one thread": ([python, os.path.join(HERE, "peers/duckdb_peer.py"), "one.csv"], "one.csv"),
            "DuckDB, ten times the lines": ([python, os.path.join(HERE, "peers/duckdb_peer.py"), "ten.csv"], "ten.csv"),
            "Python, csv and Decimal": ([python, os.path.join(HERE, "peers/csv_decimal_peer.py"), "one.csv"], "one.csv"),
        }
        # The truth: each peer's own words.
        expected = {}
        for name in ("one.csv", "ten.csv"):
            for peer in ("duckdb_peer.py", "csv_decimal_peer.py") if name == "one.csv" else ("duckdb_peer.py",):
                words = subprocess.run([python, os.path.join(HERE, "peers", peer), name], cwd=work, check=True,
                                       capture_output=True, text=True).stdout.split()
                told = int(words[0]), Decimal(words[2])
                if expected.setdefault(name, told) != told:
                    sys.exit(f"{peer} gives {told} for {name}, not {expected[name]}")
        times, peaks = {}, {}
        for _ in range(chosen.rounds):
            for name, (command, report) in contenders.items():
                seconds, peak = run(chosen.tools, command, work)
                times.setdefault(name, []).append(seconds)
                peaks[name] = max(peaks.get(name, 0), peak)
                if name.startswith("autotag") and report and summed(sums) != expected[report]:
                    sys.exit(f"{name} gives {summed(sums)}, not {expected[report]}")
        medians = {name: statistics.median(seconds) for name, seconds in times.items()}
        print("| what | s of processor time | × autotag | peak MB |\n| --- | ---: | ---: | ---: |")
        for name, seconds in medians.items():
            print(f"| {name} | {seconds:.3f} | {seconds / medians['autotag']:.2f} | {peaks[name]:.0f} |")


if __name__ == "__main__":
    main()
