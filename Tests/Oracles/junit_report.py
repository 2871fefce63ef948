"""Reads JUnit XML from standard input with junitparser; prints its suites as JSON."""

import json
import sys

from junitparser import JUnitXml

suites = []
for suite in JUnitXml.fromstring(sys.stdin.buffer.read()):
    results = []
    for case in suite:
        found = [f"{type(result).__name__} {result.type}: {result.message}" for result in case.result]
        results.append("; ".join(found) or "passed")
    counted = suite.tests, suite.failures, suite.errors
    suite.update_statistics()
    # What the attributes say is what junitparser counts.
    assert counted == (suite.tests, suite.failures, suite.errors), (suite.name, counted)
    suites.append({"name": suite.name, "tests": suite.tests, "failures": suite.failures,
                   "errors": suite.errors, "results": results})
print(json.dumps(suites))
