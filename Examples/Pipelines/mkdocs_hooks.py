"""Tags the pages when MkDocs has built them. In mkdocs.yml:

    hooks: [mkdocs_hooks.py]
"""

import subprocess

from mkdocs.exceptions import PluginError


def on_post_build(config, **kwargs):
    try:
        done = subprocess.run(["autotag", "rewrite", config["site_dir"], "--in-place", "--fail-on", "loss"])
    except FileNotFoundError:
        raise PluginError("autotag is not installed, or not on the PATH: the pages are not tagged") from None
    if done.returncode:
        raise PluginError(f"autotag ended with {done.returncode}, see above")
