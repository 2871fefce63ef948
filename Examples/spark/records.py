"""Rewrites the pages of a table: records.py IN OUT [--facts FACTS | --scan FACTS] [--config FILE]

IN is Parquet with a column "path" (from the site's root) or "url", and "content"; other formats are one word of Spark's
away. OUT has these columns and "changed", "tagged" and "failed". --scan writes the site's facts from IN first; without
facts no redirect is followed.
"""

import argparse

from pyspark.sql import SparkSession

import autotag_spark


def pages(rows, key):
    return (({key: row[0]}, row[1]) for row in rows)


def scan(table, facts, config=None):
    """Writes the facts of a site in a table. Any page may redirect, so that all go through one process here."""
    key = "path" if "path" in table.columns else "url"
    rows = table.select(key, "content").rdd.toLocalIterator(prefetchPartitions=True)
    command = [autotag_spark.program(), "scan", "-", "--stream", "records", "--output", facts, "--quiet"]
    autotag_spark.feed(pages(rows, key), command + (["--config", config] if config else []))


def job(spark, table, output, facts=None, config=None):
    """Rewrites a table into another one, and returns the summaries of its partitions."""
    autotag = autotag_spark.ship(spark.sparkContext, facts, config)
    summaries = spark.sparkContext.accumulator({}, autotag_spark.Summaries())
    key = "path" if "path" in table.columns else "url"

    def partition(rows):
        command = autotag.command("rewrite", "-", "--stream", "records", "--jobs", autotag_spark.jobs())
        for answer, body in autotag_spark.records(pages(rows, key), command, summaries):
            yield answer[key], bytearray(body), answer["changed"], answer["tagged"], answer.get("failed")

    schema = f"{key} string, content binary, changed boolean, tagged long, failed string"
    tagged = table.select(key, "content").rdd.mapPartitions(partition)
    # Spark itself writes under an attempt's name, and commits one attempt of each task.
    spark.createDataFrame(tagged, schema, verifySchema=False).write.mode("overwrite").parquet(output)
    return list(summaries.value.values())


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("input")
    arguments.add_argument("output")
    arguments.add_argument("--facts")
    arguments.add_argument("--scan", metavar="FACTS")
    arguments.add_argument("--config")
    options = arguments.parse_args()
    session = SparkSession.builder.appName("autotag records").getOrCreate()
    table = session.read.parquet(options.input)

    def run():
        if options.scan:
            scan(table, options.scan, options.config)
        return job(session, table, options.output, options.scan or options.facts, options.config)

    autotag_spark.end(run)
