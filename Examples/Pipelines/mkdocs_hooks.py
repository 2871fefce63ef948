"""Tags the pages when MkDocs has built them. In mkdocs.yml:

    hooks: [mkdocs_hooks.py]
"""

import subprocess

from mkdocs.exceptions import PluginError


def on_post_build(config, **kwargs):
    done = subprocess.run(["autotag", "rewrite", config["site_dir"], "--in-place", "--fail-on", "loss"])
    if done.returncode:
        raise PluginError(f"autotag ended with {done.returncode}, see above")
