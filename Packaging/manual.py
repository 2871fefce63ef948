#!/usr/bin/env python3
"""Writes the man pages: autotag.1 from the help of the program, autotag.yml.5 from the README's configuration section.

usage: manual.py PROGRAM README FOLDER"""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

NAME = "autotag \\- makes the affiliate links of a static site trackable"
EXIT_STATUS = "Exit status: "


def escaped(text: str) -> str:
    """Text as roff prints it: no line is a request, hyphens are those that can be copied."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("`", "\\(ga").replace("^", "\\(ha").replace("~", "\\(ti")
    return "\n".join("\\&" + line if line.startswith((".", "'")) else line for line in text.split("\n"))


def marked(text: str) -> str:
    """A paragraph of Markdown: code is bold, a link is its text."""
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    parts = re.split(r"(`[^`]*`)", text)
    return "".join(rf"\fB{escaped(part[1:-1])}\fR" if part.startswith("`") else escaped(part) for part in parts)


def literal(text: str) -> str:
    return f".PP\n.RS 4\n.nf\n{escaped(text)}\n.fi\n.RE\n"


def help_text(program: str, *command: str) -> str:
    environment = {"PATH": os.environ["PATH"], "COLUMNS": "80"}
    return subprocess.run([program, "help", *command], check=True, capture_output=True, text=True, env=environment).stdout


def sections(text: str) -> list[tuple[str, str]]:
    """The help's titled sections; its titles stand at the line's start, in capitals."""
    parts = re.split(r"^(?:([A-Z][A-Z ]+):)[ \n]", text, flags=re.M)
    return list(zip(parts[1::2], (part.strip("\n") for part in parts[2::2])))


def prose(text: str) -> str:
    """Paragraphs; those with indented lines are shown as they are."""
    result = ""
    for paragraph in re.split(r"\n\n+", text):
        head, rest = paragraph.split("\n", 1) if paragraph.startswith("Examples:") else (paragraph, "")
        result += f".PP\n{escaped(head)}\n"
        if rest:
            result += literal(re.sub(r"^  ", "", rest, flags=re.M))
    return result


def entries(text: str) -> str:
    """The options of a section: names two columns in, what they do twenty-six."""
    result = ""
    for line in text.split("\n"):
        if re.match(r" {2,3}\S", line):
            name, _, description = line.strip().partition("  ")
            result += f".TP\n\\fB{escaped(name)}\\fR\n"
            line = description
        if line.strip():
            result += escaped(line.strip()) + "\n"
    return result


def program_page(program: str, heading: str) -> str:
    root = dict(sections(help_text(program)))
    commands = re.findall(r"^  (\w+) {2,}", root["SUBCOMMANDS"], flags=re.M)
    overview, _, status = root["OVERVIEW"].partition(EXIT_STATUS)
    page = heading + f".SH NAME\n{NAME}\n.SH SYNOPSIS\n"
    usages = {command: dict(sections(help_text(program, command)))["USAGE"] for command in commands}
    lines = [line.strip() for usage in usages.values() for line in usage.split("\n")]
    page += "\n.br\n".join(escaped(line) for line in lines) + "\n"
    page += ".SH DESCRIPTION\n" + prose(overview.strip())
    page += ".SH OPTIONS\n" + entries(root["OPTIONS"])
    for command in commands:
        page += f".SH AUTOTAG {command.upper()}\n"
        for title, text in sections(help_text(program, command)):
            if title == "OVERVIEW":
                page += prose(text)
            elif title != "USAGE":
                page += f".SS {title.capitalize()}\n" + entries(text)
    page += f".SH EXIT STATUS\n{escaped(status.strip())}\n"
    page += (
        ".SH FILES\n.TP\n\\fBautotag.yml\\fR\nThe configuration, in the site's root: see\n.BR autotag.yml (5).\n"
        ".TP\n\\fBautotag.lock\\fR\nThe answers of the servers that \\-\\-online asked, beside the configuration.\n"
        ".TP\n\\fBautotag\\-baseline.json\\fR\nFindings that are known, in the site's root.\n"
    )
    return page + ".SH SEE ALSO\n.BR autotag.yml (5)\n"


def configuration_page(readme: str, heading: str) -> str:
    found = re.search(r"^## Configuration\n(.*?)^## ", readme, flags=re.M | re.S)
    if not found:
        sys.exit("README.md has no section Configuration")
    page = heading + ".SH NAME\nautotag.yml \\- the configuration of autotag\n.SH DESCRIPTION\n"
    for part in re.split(r"(```yaml\n.*?```\n)", found.group(1), flags=re.S):
        if part.startswith("```"):
            page += literal(part.split("\n", 1)[1].removesuffix("```\n").rstrip())
        else:
            page += "".join(f".PP\n{marked(paragraph)}\n" for paragraph in part.strip().split("\n\n"))
    return page + ".SH SEE ALSO\n.BR autotag (1)\n"


def main() -> None:
    program, readme, folder = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    day = time.strftime("%Y-%m-%d", time.gmtime(int(os.environ.get("SOURCE_DATE_EPOCH", time.time()))))
    version = subprocess.run([program, "--version"], check=True, capture_output=True, text=True).stdout.split("\n")[0]
    folder.mkdir(parents=True, exist_ok=True)

    def write(name: str, page: str) -> None:
        # A section's first paragraph needs no request.
        (folder / name).write_text(re.sub(r"^(\.S[HS] .*\n)\.PP\n", r"\1", page, flags=re.M), encoding="utf-8")

    def heading(name: str, section: int) -> str:
        return f'.TH {name.upper()} {section} {day} "{version}"\n.ad l\n.nh\n'

    write("autotag.1", program_page(program, heading("autotag", 1)))
    write("autotag.yml.5", configuration_page(readme.read_text(encoding="utf-8"), heading("autotag.yml", 5)))


main()
