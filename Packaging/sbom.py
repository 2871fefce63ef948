#!/usr/bin/env python3
"""Writes down what a release is made of.

usage: sbom.py bom VERSION SCRATCH FILE    a CycloneDX bill of materials
       sbom.py licenses                    the licenses of the libraries in the static program, on standard output"""

import datetime
import json
import os
import re
import subprocess
import sys
import uuid
from pathlib import Path

# Debian's development package, the license, and in which of the files the library is: the static program holds all,
# the Debian package needs those that are no part of it.
DEBIAN = {
    "libxml2-dev": "MIT",
    "libidn2-dev": "LGPL-3.0-or-later OR GPL-2.0-or-later",
    "libunistring-dev": "LGPL-3.0-or-later OR GPL-2.0-or-later",
    "libpcre2-dev": "BSD-3-Clause",
    "libyaml-dev": "MIT",
    "zlib1g-dev": "Zlib",
    "libc6-dev": "LGPL-2.1-or-later",
    "libstdc++-12-dev": "GPL-3.0-or-later WITH GCC-exception-3.1",
}


def output(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def licensed(expression: str) -> list:
    return [{"expression": expression}] if " " in expression else [{"license": {"id": expression}}]


def component(name: str, version: str, license: str, purl: str, description: str = "") -> dict:
    found = {"type": "library", "bom-ref": purl, "name": name, "version": version}
    if description:
        found["description"] = description
    return found | {"licenses": licensed(license), "purl": purl}


def components(scratch: Path) -> list[dict]:
    swift = re.search(r"Swift version (\S+)", output("swift", "--version"))
    if not swift:
        sys.exit("sbom.py: swift --version tells no version")
    runtime = component(
        "swift", swift.group(1), "Apache-2.0", f"pkg:github/swiftlang/swift@{swift.group(1)}",
        "the runtime and libdispatch, linked statically")
    found = [runtime]
    resolved = json.loads(Path("Package.resolved").read_text())
    for pin in sorted(resolved["pins"], key=lambda pin: pin["identity"]):
        name, version = pin["identity"], pin["state"]["version"]
        patch = "; without Foundation, see Packaging/argument-parser.patch" if name == "swift-argument-parser" else ""
        found.append(component(
            name, version, "Apache-2.0", f"pkg:github/apple/{name}@{version}", f"linked statically{patch}"))
    for package, license in DEBIAN.items():
        source, version = output("dpkg-query", "-W", "-f", "${source:Package} ${source:Version}", package).split()
        built = ", built without ICU and lzma" if package == "libxml2-dev" else ""
        purl = f"pkg:deb/debian/{source}@{version.replace('+', '%2B').replace('~', '%7E')}?arch=source"
        found.append(component(
            source, version, license, purl, f"static in the tarball{built}; the Debian package uses the system's"))
    return found


def bom(version: str, scratch: Path, file: Path) -> None:
    program = component("autotag", version, "Apache-2.0", f"pkg:generic/autotag@{version}")
    program["type"] = "application"
    parts = components(scratch)
    commit = os.environ["AUTOTAG_COMMIT"]
    time = datetime.datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), datetime.timezone.utc)
    document = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        # The same release has the same number.
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'autotag {version} {commit}')}",
        "version": 1,
        "metadata": {
            "timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "component": program,
            "properties": [{"name": "autotag:commit", "value": commit}],
        },
        "components": parts,
        "dependencies": [{"ref": program["bom-ref"], "dependsOn": [part["bom-ref"] for part in parts]}],
    }
    file.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")


def licenses() -> None:
    print("The static program holds these libraries; Packaging/build.sh of autotag's sources links it anew with others.")
    print("Swift's runtime, libdispatch, swift-argument-parser and swift-system: Apache-2.0, see LICENSE; the first and")
    print("the last two with the Runtime Library Exception.")
    for package, license in DEBIAN.items():
        source = output("dpkg-query", "-W", "-f", "${source:Package} ${source:Version}", package)
        print(f"\n\n==== {source}: {license}\n")
        print(Path(f"/usr/share/doc/{package}/copyright").read_text(encoding="utf-8").strip())


if sys.argv[1] == "bom":
    bom(sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]))
else:
    licenses()
