"""Tags the pages when Sphinx has built them: to be added to conf.py."""

import subprocess

from sphinx.util import logging


def tag(app, exception):
    if exception is not None or app.builder.format != "html":
        return
    try:
        done = subprocess.run(["autotag", "rewrite", app.outdir, "--in-place", "--fail-on", "loss"])
        fault = f"autotag ended with {done.returncode}, see above" if done.returncode else None
    except FileNotFoundError:
        fault = "autotag is not installed, or not on the PATH: the pages are not tagged"
    if fault:
        logging.getLogger(__name__).error(fault)
        app.statuscode = 1


def setup(app):
    app.connect("build-finished", tag)
    return {"parallel_read_safe": True}
