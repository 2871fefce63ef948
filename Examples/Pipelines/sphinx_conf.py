"""Tags the pages when Sphinx has built them: to be added to conf.py."""

import subprocess


def tag(app, exception):
    if exception is None and app.builder.format == "html":
        subprocess.run(["autotag", "rewrite", app.outdir, "--in-place", "--fail-on", "loss"], check=True)


def setup(app):
    app.connect("build-finished", tag)
    return {"parallel_read_safe": True}
