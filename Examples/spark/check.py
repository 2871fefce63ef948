"""Runs the examples in a small cluster of real processes, kills executors, and compares with local runs."""

import gzip
import io
import json
import os
import pathlib
import shutil
import stat
import subprocess
import sys
import tarfile
import time

import pyspark
from pyspark.sql import SparkSession
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

import autotag_spark
import folder
import records
import tars
import warc

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
REAL = os.path.abspath(os.environ.get("AUTOTAG", ROOT / ".build/release/autotag"))
WORK = ROOT / ".build/spark/check"
SPARK_WORK = pathlib.Path(pyspark.__file__).parent / "work"  # a cluster in one machine puts its executors' files there
START = time.monotonic()


def say(text):
    print(f"{time.monotonic() - START:5.1f} s  {text}", flush=True)


def expect(truth, text):
    if not truth:
        sys.exit(f"FAILED: {text}")
    say(text)


def autotag(*arguments, **streams):
    return subprocess.run([REAL, *map(str, arguments)], check=True, **streams)


RULES = """RewriteEngine On
RewriteCond %{REQUEST_FILENAME} !-f
RewriteRule ^offers/(.*)$ https://click.linksynergy.com/deeplink?id=A&mid=1&murl=$1 [R=302,L,QSA]
"""


def make_site(root, pages):
    """Of 40 files 29 are pages, 3 a page's .gz, 6 assets, 1 redirects, 1 keeps a rule from its address."""
    root.mkdir(parents=True)
    (root / ".htaccess").write_text(RULES)
    for name in ("go", "offers"):
        (root / name).mkdir()
    for number in range(pages // 40):
        (root / f"go/{number}.html").write_text(
            '<meta http-equiv="refresh" content="0;url=https://click.linksynergy.com/deeplink?id=A&amp;mid=2">\n')
        (root / f"offers/{number}.txt").write_text("none today\n")
        below = root / f"d{number:03}"
        below.mkdir()
        for asset in range(6 if number else 5):
            (below / f"{asset}.bin").write_bytes(bytes(range(256)) * 4 + bytes([number % 256, asset]))
        for page in range(29):
            text = (f"<title>{number}</title><h1>Page {page}</h1>\r\n<p>{'text ' * 200}\n"
                    f'<a href="https://click.linksynergy.com/deeplink?id=A&amp;mid={page}">direct</a>\n'
                    f'<a href="/offers/{(number + page) % (pages // 20)}.txt">a rule, or a file in its place</a>\n'
                    f'<a href="/go/{(number * 7 + page) % (pages // 40)}.html">a page of another part</a>\n').encode()
            (below / f"{page}.html").write_bytes(text)
            if page < 3:
                (below / f"{page}.html.gz").write_bytes(gzip.compress(text, mtime=0))


def contents(root):
    found = {}
    for path in pathlib.Path(root).rglob("*"):
        if not path.is_dir():
            found[str(path.relative_to(root))] = path.read_bytes()
    return found


def as_streamed(whole, site):
    """A whole run's files as a stream gives them: compressed siblings are as they were."""
    return {name: site[name] if name.endswith(".gz") else body for name, body in whole.items()}


def comparable(summary):
    """A summary without what a run has of its own: where it wrote, with which facts, for how long."""
    summary = json.loads(pathlib.Path(summary).read_text())
    for part in (summary, *summary["sites"]):
        for key in ("output", "facts", "duration_seconds"):
            part.pop(key, None)
    return summary


def killed(kind):
    told = WORK / "state" / kind
    expect(told.exists() and told.read_text(), f"{kind}: its executor was killed with SIGKILL: {told.read_text()}")


def check_folder(spark, site):
    with open(WORK / "whole.json", "wb") as file:
        autotag("rewrite", site, "--output", WORK / "whole", "--format", "json", "--quiet", stdout=file,
                stderr=subprocess.DEVNULL)
    whole = contents(WORK / "whole")
    expect(len(whole) == 4000 and whole != contents(site), f"folder: a site of {len(whole)} files, tagged by one run")

    folder.job(spark, site, WORK / "parts", 8)
    killed("folder")
    expect(not (WORK / "parts.parts").exists(), "folder: nothing of the attempts is left")
    expect(contents(WORK / "parts") == whole, "folder: 8 parts are the whole run, byte for byte")
    expect(comparable(WORK / "parts.json") == comparable(WORK / "whole.json"), "folder: so is the merged summary")

    bare = WORK / "bare"
    shutil.copytree(site, bare, ignore=shutil.ignore_patterns("*.txt"))
    autotag("scan", bare, "--output", WORK / "facts-without-names", "--quiet")
    folder.job(spark, site, WORK / "control", 2, facts=str(WORK / "facts-without-names"))
    control = contents(WORK / "control")
    other = [name for name in whole if control.get(name) != whole[name]]
    expect(other and control.keys() == whole.keys(), f"control: without the names of files {len(other)} files differ")
    return whole


def check_records(spark, site, expected):
    rows = [(name, bytearray(body)) for name, body in contents(site).items()]
    spark.createDataFrame(rows, "path string, content binary").repartition(4).write.parquet(str(WORK / "table"))
    table = spark.read.option("recursiveFileLookup", True).parquet(str(WORK / "table"))
    records.scan(table, str(WORK / "facts-of-table"))
    autotag("scan", site, "--output", WORK / "facts-of-site", "--quiet")
    same = (WORK / "facts-of-table").read_bytes() == (WORK / "facts-of-site").read_bytes()
    expect(same, "records: facts from the table are those of the folder")
    summaries = records.job(spark, table, str(WORK / "tagged"), str(WORK / "facts-of-table"))
    killed("records")
    answers = spark.read.parquet(str(WORK / "tagged")).collect()
    found = {row.path: bytes(row.content) for row in answers}
    same = len(answers) == len(expected) and found == expected
    expect(same, f"records: {len(found)} files are those of a folder's run")
    read = sum(summary["pages"]["read"] for summary in summaries)
    expect(read == sum(name.endswith(".html") for name in expected), f"records: {read} pages counted, each once")

    odd = spark.createDataFrame([("a.html", bytearray(b"<p>")), ("../b.html", bytearray(b"<p>"))], table.schema)
    summaries = records.job(spark, odd, str(WORK / "odd"), str(WORK / "facts-of-table"))
    failed = [row.path for row in spark.read.parquet(str(WORK / "odd")).collect() if row.failed]
    expect(failed == ["../b.html"] and autotag_spark.told(summaries) == 3, "records: a page that fails is listed")


def check_tars(spark, site, expected):
    names = sorted(expected)
    archives = []
    for part in range(4):
        archives.append(str(WORK / f"part-{part}.tar"))
        with tarfile.open(archives[-1], "w") as tar:
            for name in names[part::4]:
                tar.add(site / name, name)
    tars.job(spark, archives, WORK / "tars", str(WORK / "facts-of-site"))
    killed("tar")
    left = sorted(os.listdir(WORK / "tars"))
    expect(left == [os.path.basename(name) for name in archives], "tars: no file is left over")
    expect(members(WORK / "tars") == expected, f"tars: {len(expected)} files in 4 archives are those of a folder's run")

    with tarfile.open(WORK / "site.tar", "w") as tar:
        tar.add(site, ".")
    tars.job(spark, [WORK / "site.tar"], WORK / "alone")
    expect(members(WORK / "alone") == expected, "tars: so is a site in an archive, by its own facts")


def members(directory):
    found = {}
    for path in directory.iterdir():
        with tarfile.open(path) as tar:
            for member in filter(tarfile.TarInfo.isfile, tar):
                found[os.path.normpath(member.name)] = tar.extractfile(member).read()
    return found


def check_warc(spark, site):
    pages = [path.read_bytes() for path in sorted(site.rglob("*.html"))[:20]]
    source, target = WORK / "crawl.warc.gz", WORK / "warc/crawl.warc.gz"
    with open(source, "wb") as file:
        writer = WARCWriter(file, gzip=True)
        for number, page in enumerate(pages):
            records_of_page = (f"{number}", "text/html; charset=utf-8", page), (f"{number}.png", "image/png", page)
            for name, kind, body in records_of_page:
                headers = [("Content-Type", kind)]
                if number % 2:
                    body, headers = gzip.compress(body), headers + [("Content-Encoding", "gzip")]
                headers.append(("Content-Length", str(len(body))))
                writer.write_record(writer.create_warc_record(
                    f"https://www.example.com/{name}", "response", payload=io.BytesIO(body),
                    http_headers=StatusAndHeaders("200 OK", headers, protocol="HTTP/1.1")))
    warc.job(spark, [source], WORK / "warc")
    before, after = bodies(source), bodies(target)
    command = [REAL, "rewrite", "-", "--quiet"]
    tagged = [subprocess.run(command, input=page, stdout=subprocess.PIPE, check=True).stdout for page in pages]
    right = after[::2] == tagged and after[1::2] == before[1::2] and tagged != pages
    expect(right, f"WARC: {len(tagged)} pages are those of single runs, the other records as they were")
    subprocess.run([sys.executable, "-m", "warcio.cli", "check", target], check=True)
    expect(True, "WARC: lengths and digests are right")


def bodies(path):
    with open(path, "rb") as file:
        return [record.content_stream().read() for record in ArchiveIterator(file)]


def check_pipe():
    """What feeds and reads a process, without Spark: pipes that are full, and every way to end too early."""
    command = [REAL, "rewrite", "-", "--stream", "records", "--redirects", "off"]
    sizes = [2_000_000, 0, 9] * 3
    pages = [({"path": f"{number}.html"}, b"<p>" + b"text " * size) for number, size in enumerate(sizes)]
    found = list(autotag_spark.records(pages, command))
    expect([body for _, body in found] == [body for _, body in pages], "pipe: pages of 10 MB, both ways at once")

    def broken():
        yield pages[0]
        raise ValueError("the source failed")

    trials = [
        ("a source that fails", broken(), command, ValueError, "the source failed"),
        ("no end line", pages, ["head", "-c", "1000"], autotag_spark.AutoTagError, "0 of"),
        ("a signal", pages, ["sh", "-c", "kill -9 $$"], autotag_spark.AutoTagError, "killed by signal 9"),
        ("wrong usage", pages, [*command, "--shard", "1/2"], autotag_spark.AutoTagError, "which no retry mends"),
    ]
    for name, source, program, kind, text in trials:
        try:
            list(autotag_spark.records(source, program))
            sys.exit(f"FAILED: pipe: {name} was taken for a whole run")
        except kind as error:
            expect(text in str(error), f"pipe: {name} is an error")
    answers = autotag_spark.records(pages, command)
    next(answers)
    answers.close()
    expect(True, "pipe: a reader that has enough ends the process")


def check_shells(site):
    """The same without Spark: array jobs' tasks in any order, and GNU parallel."""
    autotag("scan", site, "--output", WORK / "facts-of-shells", "--quiet")
    whole = WORK / "shells-whole"
    with open(WORK / "shells-whole.json", "wb") as file:
        autotag("rewrite", site, "--output", whole, "--format", "json", "--quiet", stdout=file,
                stderr=subprocess.DEVNULL)
    environment = {**os.environ, "AUTOTAG": REAL}
    for index in ("AWS_BATCH_JOB_ARRAY_INDEX", "JOB_COMPLETION_INDEX", "SLURM_ARRAY_TASK_ID"):
        out = WORK / index.lower()
        for task in (2, 0, 1):
            subprocess.run(["bash", HERE.parent / "array-job.sh", site, WORK / "facts-of-shells", out, "3"],
                           env={**environment, index: str(task)}, check=True, stderr=subprocess.DEVNULL)
        parts = pathlib.Path(f"{out}.parts")
        autotag("merge", *parts.glob("summary-*.json"), "--output", f"{out}.json", "--quiet")
        autotag("merge", *parts.glob("audit-*.json"), "--output", f"{out}.audit", "--quiet")
        same = contents(out) == contents(whole) and comparable(f"{out}.json") == comparable(f"{whole}.json")
        expect(same, f"array job: 3 tasks by {index} are the whole run, and so is their summary")
    with open(WORK / "shells-whole.audit", "wb") as file:
        autotag("audit", site, "--format", "json", "--fail-on", "never", stdout=file, stderr=subprocess.DEVNULL)
    one, other = (json.loads(pathlib.Path(f"{path}.audit").read_text()) for path in (out, whole))
    same = {key for key in other if one.get(key) != other[key]} <= {"duration_seconds"} and one.keys() == other.keys()
    expect(same, "array job: the merged audit is the audit of the whole")
    if not shutil.which("parallel"):
        return say("GNU parallel is not installed: left out")
    subprocess.run(["bash", HERE.parent / "parallel.sh", site, WORK / "parallel", "4"], env=environment, check=True,
                   stderr=subprocess.DEVNULL)
    same = contents(WORK / "parallel") == contents(whole)
    same = same and comparable(WORK / "parallel.json") == comparable(f"{whole}.json")
    expect(same, "GNU parallel: 4 parts are the whole run, and so is their summary")


def session():
    killer = WORK / "autotag"
    killer.write_text(f"#!{sys.executable}\n{(HERE / 'killer.py').read_text()}")
    killer.chmod(killer.stat().st_mode | stat.S_IXUSR)
    (WORK / "state").mkdir()
    told = {"AUTOTAG_REAL": REAL, "AUTOTAG_STATE": str(WORK / "state")}
    os.environ.update(told, AUTOTAG=str(killer), SPARK_LOCAL_IP="127.0.0.1", PYSPARK_PYTHON=sys.executable)
    builder = SparkSession.builder.master("local-cluster[2,1,1024]").config("spark.ui.enabled", False)
    builder = builder.config("spark.ui.showConsoleProgress", False)
    builder = builder.config("spark.driver.extraJavaOptions", f"-Djava.io.tmpdir={WORK}")
    builder = builder.config("spark.speculation", True)
    builder = builder.config("spark.sql.files.openCostInBytes", 64 * 1024 * 1024)  # small files are partitions too
    for name, value in told.items():
        builder = builder.config(f"spark.executorEnv.{name}", value)
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("OFF")
    for module in (folder, records, tars, warc):
        spark.sparkContext.addPyFile(module.__file__)
    return spark


def main():
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    os.chdir(WORK)
    site, small, tiny = WORK / "site", WORK / "small", WORK / "tiny"
    make_site(site, 4000)
    make_site(small, 400)
    make_site(tiny, 120)
    autotag("rewrite", small, "--output", WORK / "small-whole", "--quiet", stderr=subprocess.DEVNULL)
    expected = as_streamed(contents(WORK / "small-whole"), contents(small))
    check_pipe()
    check_shells(tiny)
    spark = session()
    say(f"Spark {spark.version} in two executors")
    check_folder(spark, site)
    check_records(spark, small, expected)
    check_tars(spark, small, expected)
    check_warc(spark, small)
    spark.stop()
    shutil.rmtree(SPARK_WORK, ignore_errors=True)
    say("all is well")


if __name__ == "__main__":
    main()
