"""Runs the steps of a composite GitHub action as a runner does, as far as action.yml of this project needs.

    github_runner.py ACTION-FOLDER WORKSPACE < {"input": "value", …}

Prints {"succeeded", "outputs", "summary", "uploads", "log"} as JSON. A step that uses another action is noted with its
inputs, under `uploads`, and is not run.
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import yaml


class Runner:
    def __init__(self, folder, workspace, given):
        self.action = yaml.safe_load(pathlib.Path(folder, "action.yml").read_text("utf-8"))
        unknown = set(given) - set(self.action["inputs"])
        assert not unknown, f"the action has no input {unknown}"
        self.inputs = {name: given.get(name, about.get("default", "")) for name, about in self.action["inputs"].items()}
        self.workspace = workspace
        self.temporary = tempfile.mkdtemp()
        self.steps = {}
        self.path = os.environ["PATH"]
        self.environment = {
            "GITHUB_ACTION_PATH": os.path.abspath(folder), "GITHUB_ACTION_REPOSITORY": "owner/autotag",
            "GITHUB_ACTIONS": "true", "RUNNER_TEMP": self.temporary}
        for name in "GITHUB_OUTPUT", "GITHUB_PATH", "GITHUB_STEP_SUMMARY":
            self.environment[name] = os.path.join(self.temporary, name)
            open(self.environment[name], "w").close()

    def value(self, name):
        kind, *rest = name.split(".")
        if kind == "inputs":
            return self.inputs[rest[0]]
        assert kind == "steps" and rest[1] == "outputs", name
        return self.steps.get(rest[0], {}).get(rest[2], "")

    def expression(self, text):
        """An expression of action.yml: names, strings, `always()`, `&&`, `==` and `!=`."""
        names = re.sub(r"\b(?:inputs|steps)\.[\w.-]+", lambda match: repr(self.value(match[0])), text)
        return eval(names.replace("&&", "and").replace("always()", "True"), {"__builtins__": {}})

    def filled(self, text):
        return re.sub(r"\$\{\{(.*?)\}\}", lambda match: str(self.expression(match[1].strip())), text)

    def run(self):
        succeeded, uploads, log = True, [], ""
        for step in self.action["runs"]["steps"]:
            condition = step.get("if", "")
            if "always()" not in condition and not succeeded:
                continue
            if condition and not self.expression(re.fullmatch(r"\$\{\{(.*)\}\}", condition)[1].strip()):
                continue
            if "uses" in step:
                uploads.append({"uses": step["uses"], **{name: self.filled(text) for name, text in step["with"].items()}})
                continue
            assert step["shell"] == "bash"
            open(self.environment["GITHUB_OUTPUT"], "w").close()
            environment = {
                **os.environ, **self.environment, "PATH": self.path,
                **{name: self.filled(text) for name, text in step.get("env", {}).items()}}
            done = subprocess.run(
                ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", self.filled(step["run"])], cwd=self.workspace,
                env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            log += done.stdout.decode("utf-8", "replace")
            succeeded = succeeded and done.returncode == 0
            if "id" in step:
                lines = pathlib.Path(self.environment["GITHUB_OUTPUT"]).read_text("utf-8").splitlines()
                self.steps[step["id"]] = dict(line.split("=", 1) for line in lines)
            added = pathlib.Path(self.environment["GITHUB_PATH"]).read_text("utf-8").split("\n")
            self.path = os.pathsep.join([name for name in added if name] + [os.environ["PATH"]])
        summary = pathlib.Path(self.environment["GITHUB_STEP_SUMMARY"]).read_text("utf-8")
        outputs = {name: self.filled(about["value"]) for name, about in self.action["outputs"].items()}
        return {"succeeded": succeeded, "outputs": outputs, "summary": summary, "uploads": uploads, "log": log}


if __name__ == "__main__":
    print(json.dumps(Runner(sys.argv[1], sys.argv[2], json.load(sys.stdin)).run()))
