"""Rewrites tar archives: tars.py OUT TAR… [--facts FACTS] [--config FILE]

With facts the archives are parts of one site; without them each is a site of its own, and is read for its facts first.
They and OUT are seen by all machines under these names. The names of the archives differ.
"""

import argparse
import json
import os
import shutil

from pyspark import TaskContext
from pyspark.sql import SparkSession

import autotag_spark


def job(spark, archives, output, facts=None, config=None):
    """Rewrites archives into a folder, and returns their summaries."""
    archives, output = [os.path.abspath(archive) for archive in archives], os.path.abspath(output)
    work = f"{output}.parts"
    shutil.rmtree(work, ignore_errors=True)
    for folder in (work, output):
        os.makedirs(folder, exist_ok=True)
    autotag = autotag_spark.ship(spark.sparkContext, facts, config)

    def partition(archives):
        return [rewritten(autotag, archive, output, work) for archive in archives]

    outcomes = spark.sparkContext.parallelize(archives, len(archives)).mapPartitions(partition).collect()
    shutil.rmtree(work, ignore_errors=True)
    return autotag_spark.whole(outcomes)


def rewritten(autotag, archive, output, work):
    """Makes one archive under a name of this attempt's and gives it its own; (summary, error)."""
    name = os.path.basename(archive)
    attempt = os.path.join(work, f"{name}.{TaskContext.get().taskAttemptId()}")
    try:
        facts = None
        if not autotag.facts:
            facts = f"{attempt}.facts"
            with open(archive, "rb") as tar:
                autotag_spark.run(
                    autotag.command("scan", "-", "--stream", "tar", "--output", facts, "--quiet"), stdin=tar)
        command = autotag.command(
            "rewrite", "-", "--stream", "tar", "--format", "json", "--quiet", "--jobs", autotag_spark.jobs(),
            facts=facts)
        with open(archive, "rb") as tar, open(attempt, "wb") as tagged, open(f"{attempt}.json", "w+b") as summary:
            autotag_spark.run(command, stdin=tar, stdout=tagged, stderr=summary)
    except autotag_spark.AutoTagError as error:
        if error.permanent:
            return None, str(error)  # a task that fails is tried again; one that says so is not
        raise
    os.replace(attempt, os.path.join(output, name))
    with open(f"{attempt}.json") as summary:
        return json.load(summary), None


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("output")
    arguments.add_argument("archives", nargs="+")
    arguments.add_argument("--facts")
    arguments.add_argument("--config")
    options = arguments.parse_args()
    session = SparkSession.builder.appName("autotag tars").getOrCreate()
    autotag_spark.end(lambda: job(session, options.archives, options.output, options.facts, options.config))
