"""Opens pages in Chromium and says where each leads by itself.

    page_targets.py < PAGES

PAGES is a JSON list of pages' texts, of which each is asked for as `/go.html?a=b`. Prints a JSON list: the address that
the page itself navigates to, or null where it stays for as long as is waited. No other host is there, and the page's own is
called 127.0.0.1:8000.
"""

import http.server
import json
import select
import sys
import tempfile
import threading
import time

from browser_dom import Browser

WAIT = 0.5


class Watcher(Browser):
    def target(self, url):
        self.events = []
        self.call("Page.navigate", in_page=True, url="about:blank")
        self.events = []
        frame = self.call("Page.navigate", in_page=True, url=url)["frameId"]
        deadline = time.monotonic() + 10
        found = None
        while time.monotonic() < deadline:
            while self.events:
                event = self.events.pop(0)
                parameters = event.get("params", {})
                if event.get("method") == "Page.loadEventFired":
                    deadline = min(deadline, time.monotonic() + WAIT)
                if event.get("method") == "Page.frameRequestedNavigation" and parameters["frameId"] == frame:
                    # The last one is followed.
                    found = parameters["url"]
            if b"\0" in self.buffer or select.select([self.reader], [], [], 0.05)[0]:
                self.events.append(self.message())
            elif found:
                return found
        return found


class Handler(http.server.BaseHTTPRequestHandler):
    page = ""

    def do_GET(self):
        body = self.page.encode() if self.path.startswith("/go.html") else b"elsewhere"
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


def main():
    pages = json.load(sys.stdin)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    origin = f"http://127.0.0.1:{server.server_port}"
    targets = []
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        browser = Watcher(profile)
        for page in pages:
            Handler.page = page
            target = browser.target(f"{origin}/go.html?a=b")
            targets.append(target and target.replace(f"127.0.0.1:{server.server_port}", "127.0.0.1:8000"))
        browser.close()
    json.dump(targets, sys.stdout)


if __name__ == "__main__":
    main()
