"""Reads GitHub Flavored Markdown from standard input with markdown-it-py; prints what is in it as JSON.

HTML is let through, so that it is seen, and addresses in text become links, as on GitHub.
"""

import json
import sys

from markdown_it import MarkdownIt


def text_of(inline):
    return "".join(token.content for token in inline.children)


def read(text):
    """The HTML, the tables' texts and the links of a document."""
    html, tables, links = [], [], []
    for token in MarkdownIt("gfm-like", {"html": True}).parse(text):
        if token.type == "table_open":
            tables.append([])
        elif token.type == "tr_open":
            tables[-1].append([])
        elif token.type == "html_block":
            html.append(token.content)
        elif token.type == "inline":
            html += [child.content for child in token.children if child.type == "html_inline"]
            links += [child.tag for child in token.children if child.type in ("link_open", "image")]
            if tables and len(token.map) and token.level >= 4:
                tables[-1][-1].append(text_of(token))
    return {"html": html, "tables": tables, "links": links}


if __name__ == "__main__":
    print(json.dumps(read(sys.stdin.read())))
