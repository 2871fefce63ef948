"""Rewrites the HTML of WARC files: warc.py OUT WARC… [--facts FACTS] [--config FILE]

A variant of records.py for a web archive, read and written by PyPI's warcio. Changed responses are written anew,
decoded and with their new length; all other records go through as they are. Files are seen by all machines under these names.
"""

import argparse
import io
import os

from pyspark import TaskContext
from pyspark.sql import SparkSession
from warcio.archiveiterator import ArchiveIterator
from warcio.warcwriter import WARCWriter

import autotag_spark


def is_page(record):
    return (record.rec_type == "response" and record.http_headers is not None
            and record.http_headers.get_statuscode() == "200"
            and (record.http_headers.get_header("Content-Type") or "").lower().startswith("text/html"))


def address(record):
    return record.rec_headers.get_header("WARC-Target-URI")


def pages(path):
    with open(path, "rb") as archive:
        for record in ArchiveIterator(archive):
            if is_page(record):
                yield {"url": address(record)}, record.content_stream().read()


def rewritten(path, target, answers):
    """Writes an archive with its pages replaced by the answers, which come in the order of the pages."""
    attempt = f"{target}.{TaskContext.get().taskAttemptId()}"
    with open(path, "rb") as archive, open(attempt, "wb") as output:
        writer = WARCWriter(output, gzip=path.endswith(".gz"))
        for record in ArchiveIterator(archive):
            if is_page(record):
                answer, body = next(answers)
                record = changed(writer, record, body) if answer["changed"] else record
            writer.write_record(record)
        for _ in answers:  # none is left, but for the end line without which the others do not count
            raise ValueError(f"{path} was changed meanwhile")
    os.replace(attempt, target)


def changed(writer, record, body):
    headers = record.http_headers
    for name in ("Content-Encoding", "Transfer-Encoding"):
        headers.remove_header(name)
    headers.replace_header("Content-Length", str(len(body)))
    kept = {name: record.rec_headers.get_header(name) for name in ("WARC-Record-ID", "WARC-Date")}
    return writer.create_warc_record(
        address(record), "response", payload=io.BytesIO(body), http_headers=headers, warc_headers_dict=kept)


def job(spark, archives, output, facts=None, config=None):
    os.makedirs(output, exist_ok=True)
    archives, output = [os.path.abspath(archive) for archive in archives], os.path.abspath(output)
    autotag = autotag_spark.ship(spark.sparkContext, facts, config)
    summaries = spark.sparkContext.accumulator({}, autotag_spark.Summaries())

    def partition(archives):
        for path in archives:
            command = autotag.command("rewrite", "-", "--stream", "records", "--jobs", autotag_spark.jobs())
            answers = autotag_spark.records(pages(path), command, summaries)
            rewritten(path, os.path.join(output, os.path.basename(path)), answers)

    spark.sparkContext.parallelize(archives, len(archives)).foreachPartition(partition)
    return list(summaries.value.values())


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("output")
    arguments.add_argument("archives", nargs="+")
    arguments.add_argument("--facts")
    arguments.add_argument("--config")
    options = arguments.parse_args()
    session = SparkSession.builder.appName("autotag WARC").getOrCreate()
    autotag_spark.end(lambda: job(session, options.archives, options.output, options.facts, options.config))
