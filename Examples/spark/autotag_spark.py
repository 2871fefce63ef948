"""autotag in Spark's tasks: the program and its facts sent along, one process for each partition, its end judged."""

import atexit
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections import namedtuple

from pyspark import AccumulatorParam, SparkFiles, TaskContext

MEANINGS = {
    2: "wrong usage, settings, facts or input, which no retry mends",
    4: "the input was cut off",
}
DONE = (0, 1, 3)  # 1: problems that --fail-on counts; 3: files failed and are listed; all is written in both cases


class AutoTagError(Exception):
    """A run whose result must not be used: the exit status, what it means, and the end of standard error."""

    def __init__(self, command, status, errors):
        meaning = f"killed by signal {-status}" if status < 0 else MEANINGS.get(status, "unknown")
        errors = errors or "nothing on standard error"
        super().__init__(f"{' '.join(command)}\nended with {status} ({meaning}): {errors}")
        self.status = status
        self.permanent = status == 2


class AutoTag(namedtuple("AutoTag", "program facts config")):
    """The names under which Spark keeps the program and its files on each machine."""

    def command(self, verb, *arguments, facts=None):
        command = [SparkFiles.get(self.program), verb, *arguments]
        if self.config:
            command += ["--config", SparkFiles.get(self.config)]
        if verb == "rewrite":
            facts = facts or self.facts and SparkFiles.get(self.facts)
            command += ["--facts", facts] if facts else ["--redirects", "off"]
        return command


def program():
    """The program on the driver: $AUTOTAG, else the one in PATH."""
    found = os.environ.get("AUTOTAG") or shutil.which("autotag")
    if not found:
        raise SystemExit("there is no autotag in PATH; AUTOTAG names another one")
    return found


def ship(context, facts=None, config=None):
    """Sends the program, its facts and its configuration to the executors, and tries there and then if they fit.

    A task that fails is tried again by Spark whatever the reason; what no retry mends is found before the first.
    """
    # An executor may ask for them as long as the context lives, and in it a name means one file.
    folder = tempfile.mkdtemp(prefix="autotag-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    copied = [file and shutil.copy(file, os.path.join(folder, f"{os.path.basename(folder)}-{kind}"))
              for file, kind in ((facts, "facts"), (config, "autotag.yml"))]
    files = [os.path.abspath(program()), *copied]
    for file in filter(None, files):
        context.addFile(file)
    context.addPyFile(os.path.abspath(__file__))
    autotag = AutoTag(*(file and os.path.basename(file) for file in files))
    for _ in records([], autotag.command("rewrite", "-", "--stream", "records")):
        pass
    return autotag


def run(command, stdin=subprocess.DEVNULL, stdout=None, stderr=None):
    """Runs to the end; raises where the result must not be used."""
    with stderr or tempfile.TemporaryFile() as errors:
        status = subprocess.run(command, stdin=stdin, stdout=stdout, stderr=errors).returncode
        judge(command, status, errors)


def feed(pages, command):
    """Feeds pages, as records does, to a process that answers nothing."""
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stderr=errors)
        feeder = Feeder(pages, process)
        feeder.run()
        status = process.wait()
        if feeder.failure:
            raise feeder.failure
        judge(command, status, errors)


def judge(command, status, errors):
    if status not in DONE:
        raise AutoTagError(command, status, tail(errors))


def tail(file, most=8192):
    """The end of what a process said, which may be long."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - most))
    return file.read().decode(errors="replace").strip()


def jobs():
    """The cores of a task, for --jobs: autotag would take all of the machine."""
    task = TaskContext.get()
    return str(task.cpus() if task else 1)


def records(pages, command, summaries=None):
    """Feeds pages, each ({"path": …} or {"url": …}, bytes), to one process; yields (answer, bytes) for each, in order.

    Neither side is asked page by page: a thread writes while this reads, so that both pipes may be full and memory
    holds a page or two. Nothing counts without the end line: an exception then fails the task, and Spark tries it again.
    """
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors)
        feeder = Feeder(pages, process)
        feeder.start()
        answered, summary = 0, None
        try:
            for line in process.stdout:
                answer = json.loads(line) if line.endswith(b"\n") else {}
                if "end" in answer:
                    summary = answer["summary"]
                    break
                body = process.stdout.read(answer.get("length", 0) + 1)
                if len(body) != answer.get("length", -1) + 1:
                    break  # it was killed in the middle: its status is told below
                answered += 1
                yield answer, body[:-1]
            status = process.wait()
        finally:
            process.kill()  # where the caller has enough, or failed: without effect on a process that ended
            process.wait()
            process.stdout.close()
            feeder.join()  # Spark's pages are nobody else's to read until then
        if feeder.failure:
            raise feeder.failure
        judge(command, status, errors)
        if summary is None or answered != feeder.count:
            raise AutoTagError(command, status, f"{answered} of {feeder.count} records came back, the end line "
                               + ("too" if summary else "did not"))
        if summaries is not None:
            summaries.add({TaskContext.get().partitionId(): summary})


class Feeder(threading.Thread):
    def __init__(self, pages, process):
        super().__init__(daemon=True)
        self.pages, self.process, self.count, self.failure = pages, process, 0, None

    def run(self):
        pipe = self.process.stdin
        try:
            for key, body in self.pages:
                head = {**key, "id": self.count, "length": len(body)}
                pipe.write(json.dumps(head).encode() + b"\n")
                pipe.write(body)
                pipe.write(b"\n")
                self.count += 1
        except BrokenPipeError:
            pass  # the process ended before its input did, and its status says why
        except BaseException as failure:
            self.failure = failure
            self.process.kill()  # an input that ends early must not look like one that is whole
        try:
            pipe.close()
        except BrokenPipeError:
            pass


class Summaries(AccumulatorParam):
    """Summaries by partition: one that Spark computed twice counts once."""

    def zero(self, value):
        return {}

    def addInPlace(self, one, other):
        return {**one, **other}


def whole(outcomes):
    """The results of (result, error) of each part; ends with 2 where one has an error, which no retry mends."""
    errors = [error for _, error in outcomes if error]
    if errors:
        print(f"{len(errors)} of {len(outcomes)} parts: {errors[0]}", file=sys.stderr)
        sys.exit(2)
    return [result for result, _ in outcomes]


def end(job):
    """Runs a job, which returns its summaries, and ends as autotag would."""
    try:
        sys.exit(told(job()))
    except AutoTagError as error:
        print(error, file=sys.stderr)
        sys.exit(max(error.status, 1))


def told(summaries):
    """Prints what the parts of a job did, and returns the exit status that autotag would have."""
    count = lambda kind, name: sum(part[kind][name] for part in summaries)
    print(f"{count('pages', 'read')} pages read, {count('pages', 'changed')} changed, "
          f"{count('links', 'tagged')} links tagged")
    failed = [problem for part in summaries for problem in part["problems"] if problem["severity"] == "failure"]
    for problem in failed:
        print(f"failed: {problem['file']}: {problem['message']}")
    return 3 if failed or any(part["unread_files"] for part in summaries) else 0
