"""Rewrites a site's folder in parts: folder.py SITE OUT [--parts N] [--config FILE]

SITE and OUT are seen by all machines under these names (NFS, a mounted store). The summary of the whole goes to
OUT.json.
"""

import argparse
import json
import os
import shutil

from pyspark import TaskContext
from pyspark.sql import SparkSession

import autotag_spark


def job(spark, site, output, parts, config=None, facts=None):
    site, output = os.path.abspath(site), os.path.abspath(output)
    work = f"{output}.parts"
    shutil.rmtree(work, ignore_errors=True)
    os.makedirs(work)
    options = ["--config", os.path.abspath(config)] if config else []
    if facts is None:
        facts = os.path.join(work, "facts")
        autotag_spark.run([autotag_spark.program(), "scan", site, "--output", facts, "--quiet", *options])
    autotag = autotag_spark.ship(spark.sparkContext, facts, config)

    def shards(numbers):
        return [shard(autotag, site, output, work, f"{number}/{parts}") for number in numbers]

    outcomes = spark.sparkContext.parallelize(range(1, parts + 1), parts).mapPartitions(shards).collect()
    summaries = autotag_spark.whole(outcomes)
    autotag_spark.run([autotag_spark.program(), "merge", *summaries, "--output", f"{output}.json", "--quiet"])
    shutil.rmtree(work, ignore_errors=True)
    with open(f"{output}.json") as file:
        return json.load(file)


def shard(autotag, site, output, work, part):
    """Makes one part under a name of this attempt's, then gives the files theirs; (summary's file, error).

    An attempt that was killed leaves files under its own name alone, and may still write there while the next one runs.
    """
    task = TaskContext.get()
    name = os.path.join(work, f"{part.replace('/', '-of-')}.{task.taskAttemptId()}")
    command = autotag.command(
        "rewrite", site, "--output", f"{name}.files", "--shard", part, "--format", "json", "--quiet",
        "--allow-empty", "--jobs", autotag_spark.jobs())
    try:
        with open(f"{name}.json", "wb") as summary:
            autotag_spark.run(command, stdout=summary)
    except autotag_spark.AutoTagError as error:
        if error.permanent:
            return None, str(error)  # a task that fails is tried again; one that says so is not
        raise
    move(f"{name}.files", output)
    return f"{name}.json", None


def move(source, target):
    """Renames the files of a folder into another one, which other parts fill too; repeated, it does the same."""
    os.makedirs(target, exist_ok=True)
    for entry in os.scandir(source):
        if entry.is_dir(follow_symlinks=False):
            move(entry.path, os.path.join(target, entry.name))
        else:
            os.replace(entry.path, os.path.join(target, entry.name))


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("site")
    arguments.add_argument("output")
    arguments.add_argument("--parts", type=int, default=16)
    arguments.add_argument("--config")
    options = arguments.parse_args()
    session = SparkSession.builder.appName("autotag folder").getOrCreate()
    autotag_spark.end(lambda: [job(session, options.site, options.output, options.parts, options.config)])
