"""Measures CPU seconds of Spark jobs that tag a table or a folder, beside jobs that only copy it: cost.py [--pages N]

All processes count: Spark's own, Python's and autotag's. AUTOTAG names the program; debug builds tell nothing.
"""

import argparse
import ctypes
import os
import pathlib
import resource
import shutil
import subprocess
import sys
import tempfile

from pyspark.sql import SparkSession

import autotag_spark
import folder
import records

PARTS = 16
SCHEMA = "path string, content binary, changed boolean, tagged long, failed string"


def page(number):
    link = f'<a href="https://click.linksynergy.com/deeplink?id=A&amp;mid={number % 1000}">an offer</a>\n'
    link = link if number % 20 == 0 else ""
    return f"<!doctype html><title>{number}</title>\n{link}{'<p>Some text of a page.</p>' * 190}\n".encode()


def make(work, pages):
    """A site of pages of 5 KB, of which one in 20 has a link, as a folder and as a table."""
    for number in range(pages):
        path = work / f"site/{number // 1000}/{number}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(page(number))
    session = SparkSession.builder.getOrCreate()
    numbers = session.sparkContext.range(pages, numSlices=PARTS)
    rows = numbers.map(lambda number: (f"{number // 1000}/{number}.html", page(number)))
    session.createDataFrame(rows, "path string, content binary").write.parquet(str(work / "table"))


def job(kind, work):
    """One job, in a process of its own; its start is a cost of all of them alike, which "nothing" measures."""
    session = SparkSession.builder.getOrCreate()
    for module in (folder, records):
        session.sparkContext.addPyFile(module.__file__)
    site, table, output = work / "site", work / "table", work / f"out-{kind.replace(' ', '-')}"
    if kind == "nothing":
        session.sparkContext.parallelize([1]).map(lambda one: one).collect()
    elif kind == "table copied":
        rows = session.read.parquet(str(table)).rdd.mapPartitions(lambda rows: ((*row, False, 0, None) for row in rows))
        session.createDataFrame(rows, SCHEMA, verifySchema=False).write.parquet(str(output))
    elif kind == "table tagged":
        rows = session.read.parquet(str(table))
        records.scan(rows, str(work / "facts"))
        records.job(session, rows, str(output), str(work / "facts"))
    elif kind == "folder copied":
        def copy(folders):
            for name in folders:
                shutil.copytree(site / name, output / name)
        session.sparkContext.parallelize(os.listdir(site), PARTS).foreachPartition(copy)
    elif kind == "folder tagged":
        folder.job(session, site, output, PARTS)


def cpu_seconds(kind, work):
    """What all processes below take, those too whose parents are gone: they become children of this one."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, __file__, "--job", kind, "--work", work]
    done = subprocess.run(command, stderr=subprocess.PIPE, text=True)
    if done.returncode:
        sys.exit(f"{kind}: {done.stderr[-4000:]}")
    try:
        while True:
            os.wait()
    except ChildProcessError:
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main(pages):
    set_child_subreaper = 36
    ctypes.CDLL(None).prctl(set_child_subreaper, 1, 0, 0, 0)
    with tempfile.TemporaryDirectory() as work:
        cpu_seconds("make", f"{work}:{pages}")
        start = cpu_seconds("nothing", work)
        print(f"{pages} pages; CPU seconds without the {start:.1f} that Spark takes to start")
        for what in ("table", "folder"):
            kinds = (f"{what} copied", f"{what} tagged")
            copied, tagged = (max(cpu_seconds(kind, work) - start, 0.01) for kind in kinds)
            times = tagged / copied
            print(f"{what}: copied {copied:.1f}, tagged {tagged:.1f}, which is {times:.1f} times as much", flush=True)


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--pages", type=int, default=100_000)
    arguments.add_argument("--job", help=argparse.SUPPRESS)
    arguments.add_argument("--work", help=argparse.SUPPRESS)
    options = arguments.parse_args()
    if options.job == "make":
        place, _, number = options.work.rpartition(":")
        make(pathlib.Path(place), int(number))
    elif options.job:
        job(options.job, pathlib.Path(options.work))
    else:
        autotag_spark.program()
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        main(options.pages)
