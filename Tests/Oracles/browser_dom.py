"""Opens every page of a site in Chromium before and after `autotag rewrite`, and compares the two documents.

    browser_dom.py AUTOTAG SITE FOLDER

Both are read as a browser with scripting on has them: all nodes with their attributes and text, the contents
of templates, comments. They must be equal except for the href of exactly those anchors of which the browser
itself says that they lead to the affiliate network or are marked for it, and there by exactly the parameter.
That is done twice. First the page's scripts are kept from running by a Content-Security-Policy, so that all
anchors are those of the page's bytes (it does not turn scripting off: noscript stays text). Then they run,
and what they make of templates and strings must be equal too, apart from copies of the links that are tagged.
Nothing here parses HTML or URLs; Chromium does both. FOLDER receives the output. Prints the counts.
"""

import contextlib
import http.server
import json
import os
import subprocess
import sys
import tempfile
import threading

# Runs in the page. A node is one list; an anchor's entry says what the browser makes of its href.
READ_DOCUMENT = r"""
(() => {
  const HTML = 'http://www.w3.org/1999/xhtml'
  const nodes = []
  const url = href => { try { return new URL(href, document.baseURI) } catch { return null } }
  const anchor = (element, place) => {
    const href = element.getAttribute('href')
    const u = url(href)
    const group = element.getAttribute('data-tracking-group')
    const rel = (element.getAttribute('rel') ?? '').toLowerCase().split(/[ \t\n\f\r]+/)
    const isMarked = group !== null ? group.trim().toLowerCase() === 'rakuten' : rel.includes('rakuten')
    const isOfHost = u !== null && u.hostname.replace(/\.$/, '') === 'click.linksynergy.com'
    const isForAnother = group !== null && !isMarked
    const isWebPage = u !== null && /^https?:$/.test(u.protocol)
    const leads = href.replace(/[\t\n\r]/g, '').trim()
    return {
      href, place,
      isAffiliate: (isMarked || isOfHost) && !isForAnother && isWebPage && leads !== '' && leads[0] !== '#',
      rest: u && [u.protocol, u.username, u.password, u.host, u.pathname, u.hash],
      query: u && u.search.slice(1).split('&').filter(part => part !== ''),
    }
  }
  const visit = (node, place) => {
    const entry = [node.nodeType, node.nodeName, node.namespaceURI ?? null]
    nodes.push(entry)
    if (node.nodeType === Node.ELEMENT_NODE) {
      const isAnchor = node.localName === 'a' && node.namespaceURI === HTML && node.hasAttribute('href')
      entry.push([...node.attributes].filter(a => !(isAnchor && a.name === 'href'))
        .map(a => [a.namespaceURI, a.name, a.value]))
      if (isAnchor) entry.push(anchor(node, place))
      if (node.localName === 'template' && node.content) visit(node.content, 'template')
      if (node.shadowRoot) visit(node.shadowRoot, 'shadow')
    } else if (node.nodeType === Node.DOCUMENT_TYPE_NODE) {
      entry.push([node.name, node.publicId, node.systemId])
    } else {
      entry.push(node.nodeValue)
    }
    for (const child of node.childNodes) visit(child, place)
    nodes.push(['end'])
  }
  visit(document, 'document')
  const isAnchor = element => element.localName === 'a' && element.namespaceURI === HTML
  const links = [...document.links].filter(isAnchor).map(a => a.getAttribute('href'))
  return JSON.stringify({ nodes, links, charset: document.characterSet, mode: document.compatMode })
})()
"""


class Browser:
    """Chromium, spoken to by the DevTools protocol over its pipe: file descriptors 3 and 4 on its side."""

    def __init__(self, profile):
        to_read, self.writer = os.pipe()
        self.reader, to_write = os.pipe()

        def connect():
            # First out of the way: either may be 3 or 4 already.
            high = [os.dup2(to_read, 100), os.dup2(to_write, 101)]
            os.dup2(high[0], 3)
            os.dup2(high[1], 4)

        self.process = subprocess.Popen(
            ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
             "--no-first-run", "--disable-extensions", "--disable-background-networking",
             "--disable-component-update", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
             f"--user-data-dir={profile}", "--remote-debugging-pipe", "about:blank"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            preexec_fn=connect, close_fds=False)
        os.close(to_read)
        os.close(to_write)
        self.buffer = b""
        self.count = 0
        self.events = []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.call("Page.enable", in_page=True)
        self.call("Network.enable", in_page=True)
        self.call("Network.setCacheDisabled", in_page=True, cacheDisabled=True)

    def message(self):
        while b"\0" not in self.buffer:
            data = os.read(self.reader, 1 << 20)
            if not data:
                sys.exit("Chromium has ended")
            self.buffer += data
        text, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(text)

    def call(self, method, in_page=False, **parameters):
        self.count += 1
        command = {"id": self.count, "method": method, "params": parameters}
        if in_page:
            command["sessionId"] = self.session
        os.write(self.writer, json.dumps(command).encode() + b"\0")
        while True:
            message = self.message()
            if message.get("id") == self.count:
                if "error" in message:
                    sys.exit(f"{method}: {message['error']}")
                return message["result"]
            self.events.append(message)

    def wait_for_load(self, loader):
        while True:
            for event in self.events:
                parameters = event.get("params", {})
                if event.get("method") == "Page.lifecycleEvent" and parameters["name"] == "load":
                    if parameters["loaderId"] == loader:
                        return
            self.events = [self.message()]

    def document(self, url):
        self.events = []
        self.call("Page.setLifecycleEventsEnabled", in_page=True, enabled=True)
        result = self.call("Page.navigate", in_page=True, url=url)
        if "errorText" in result:
            sys.exit(f"{url}: {result['errorText']}")
        self.wait_for_load(result["loaderId"])
        answer = self.call("Runtime.evaluate", in_page=True, expression=READ_DOCUMENT)
        if "exceptionDetails" in answer:
            sys.exit(f"{url}: {answer['exceptionDetails']}")
        return json.loads(answer["result"]["value"])

    def close(self):
        with contextlib.suppress(OSError):
            os.write(self.writer, b'{"id":0,"method":"Browser.close"}\0')
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Handler(http.server.SimpleHTTPRequestHandler):
    """Sends no charset: the browser tells a page's encoding by the page, as for files."""

    extensions_map = {
        "": "application/octet-stream", ".html": "text/html", ".htm": "text/html", ".shtml": "text/html",
        ".xhtml": "application/xhtml+xml", ".css": "text/css", ".js": "text/javascript",
        ".svg": "image/svg+xml", ".gif": "image/gif", ".xml": "text/xml",
    }

    def guess_type(self, path):
        return self.extensions_map.get(os.path.splitext(path)[1].lower(), "application/octet-stream")

    def log_message(self, *arguments):
        pass

    def end_headers(self):
        if not self.server.runs_scripts:
            self.send_header("Content-Security-Policy", "script-src 'none'")
        super().end_headers()


class Server:
    """One address for both versions of a site: what a page calls itself must not differ."""

    def __init__(self):
        server = self

        class FolderHandler(Handler):
            def translate_path(self, path):
                # Now, and not when the connection was made: browsers connect ahead.
                self.directory = server.folder
                return super().translate_path(path)

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), FolderHandler)
        self.show(None, runs_scripts=False)
        self.address = f"http://127.0.0.1:{self.server.server_port}/"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def show(self, folder, runs_scripts):
        self.folder = folder
        self.server.runs_scripts = runs_scripts


PARAMETER = "u1=--CLICK-ID--"


def is_tagging(old, new):
    """Whether the new URL is the old one plus the parameter."""
    if old["rest"] != new["rest"]:
        return False
    if old["query"] + [PARAMETER] == new["query"]:
        return True
    empty = [part for part in old["query"] if part in ("u1", "u1=")]
    return len(empty) == 1 and [PARAMETER if part in empty else part for part in old["query"]] == new["query"]


def should_be_tagged(link):
    """Whether the link is the network's and has no u1 of its own."""
    values = [part for part in link["query"] or [] if part.split("=")[0] == "u1"]
    return link["isAffiliate"] and values in ([], ["u1"], ["u1="])


def anchors(document):
    return [entry[4] for entry in document["nodes"] if len(entry) == 5]


def compare(page, old, new, change):
    """Fails at the first difference that should not be.

    change(old link, new link) says of each anchor whether it is tagged, and fails when it is so wrongly.
    Returns the links that are."""
    tagged = []
    assert len(old["nodes"]) == len(new["nodes"]), f"{page}: {len(old['nodes'])} nodes became {len(new['nodes'])}"
    for before, after in zip(old["nodes"], new["nodes"]):
        assert before[:4] == after[:4], f"{page}: {before} became {after}"
        if len(before) == 5 and change(before[4], after[4]):
            tagged.append({**before[4], "attributes": json.dumps(before[3])})
    for key in "charset", "mode":
        assert old[key] == new[key], f"{page}: {key} {old[key]} became {new[key]}"
    assert len(old["links"]) == len(new["links"]), f"{page}: document.links has another length"
    differing = sum(a != b for a, b in zip(old["links"], new["links"]))
    in_document = sum(link["place"] == "document" for link in tagged)
    assert differing == in_document, f"{page}: {differing} of document.links differ, {in_document} were tagged"
    return tagged


def compare_as_written(page, old, new):
    """All anchors are those of the page's bytes: exactly the network's are tagged."""
    def change(before, after):
        if not should_be_tagged(before):
            assert before == after, f"{page}: {before['href']} is no link to tag and became {after['href']}"
            return False
        assert is_tagging(before, after), f"{page}: {before['href']} became {after['href']}"
        return True

    return compare(page, old, new, change)


def compare_with_scripts(page, old, new, tagged):
    """Scripts made links too: those of strings in scripts are as they were, copies of tagged ones are tagged."""
    known = {link["href"] for link in tagged}

    def change(before, after):
        if before == after:
            return False
        assert before["href"] in known and is_tagging(before, after), (
            f"{page}: with its scripts run, {before['href']} became {after['href']}")
        return True

    copies = compare(page, old, new, change)
    assert len(copies) >= len(tagged), f"{page}: with its scripts run, fewer links are tagged"
    return copies


def main():
    autotag, site, output = sys.argv[1:]
    command = [autotag, "rewrite", site, "--output", output, "--format", "json"]
    result = subprocess.run(command, capture_output=True)
    assert result.returncode == 0, result.stderr.decode()
    summary = json.loads(result.stdout)

    files = (os.path.join(root, name) for root, _, names in os.walk(site) for name in names)
    pages = sorted(
        os.path.relpath(file, site) for file in files
        if file.lower().endswith((".html", ".htm", ".xhtml", ".shtml")) and not os.path.islink(file))
    server = Server()
    documents = {}
    with tempfile.TemporaryDirectory() as profile:
        browser = Browser(profile)
        try:
            for runs_scripts in False, True:
                for folder in site, output:
                    server.show(folder, runs_scripts)
                    for page in pages:
                        documents[folder, page, runs_scripts] = browser.document(server.address + page)
        finally:
            browser.close()
    tagged = set()
    copies = 0
    for page in pages:
        here = compare_as_written(page, documents[site, page, False], documents[output, page, False])
        copies += len(compare_with_scripts(
            page, documents[site, page, True], documents[output, page, True], here)) - len(here)
        # A browser makes two elements of one tag where paragraphs cut a link in two; no two tags of a sample
        # page are equal.
        tagged.update((page, link["href"], link["attributes"], link["place"]) for link in here)
    assert len(tagged) == summary["links"]["tagged"], (
        f"autotag counts {summary['links']['tagged']} tagged links, the browser {len(tagged)}")
    charsets = sorted({document["charset"] for document in documents.values()})
    in_templates = sum(place != "document" for *_, place in tagged)
    count = sum(len(anchors(documents[site, page, False])) for page in pages)
    print(f"{len(pages)} pages ({' '.join(charsets)}), {count} anchors, {len(tagged)} tagged, "
          f"{in_templates} of them in templates; {copies} tagged copies made by scripts")


if __name__ == "__main__":
    main()
