"""Opens the HTML report of an audit in Chromium and uses it as a person would.

    html_report.py ODD LARGE [FOLDER]

ODD is a report with odd text in every place, LARGE one with 50,000 links. At two widths and in both colour
schemes the report must show all, ask for nothing by network, say nothing on the console, fit its width and have
no fault for axe-core, an accessibility checker. The filters are used by keyboard and by address, and a search in
the large report must answer in a blink. FOLDER receives screenshots. Prints the times.
"""

import base64
import importlib.util
import json
import os
import pathlib
import sys
import tempfile

from browser_dom import Browser

WIDTHS = 1280, 400
SCHEMES = "light", "dark"
# Of the page with 50,000 links, whatever is searched for.
MOST_ELEMENTS = 3000


def axe_script():
    """Only this file of the package is used: it is not imported, and the browser that it would drive not there."""
    package = importlib.util.find_spec("axe_playwright_python")
    return pathlib.Path(package.submodule_search_locations[0], "axe.min.js").read_text("utf-8")


class Report:
    """One report in the browser."""

    def __init__(self, browser, file):
        self.browser = browser
        self.url = pathlib.Path(file).resolve().as_uri()

    def open(self, width=1280, scheme="light", address=""):
        browser = self.browser
        browser.call("Emulation.setDeviceMetricsOverride", in_page=True, width=width, height=900,
                     deviceScaleFactor=1, mobile=width < 600)
        browser.call("Emulation.setEmulatedMedia", in_page=True, features=[
            {"name": "prefers-color-scheme", "value": scheme}, {"name": "prefers-reduced-motion", "value": "reduce"}])
        # From another document, so that the same file with another address is loaded anew.
        browser.call("Page.navigate", in_page=True, url="about:blank")
        browser.events = []
        browser.call("Page.setLifecycleEventsEnabled", in_page=True, enabled=True)
        answer = browser.call("Page.navigate", in_page=True, url=self.url + address)
        assert "errorText" not in answer, answer
        self.events = []
        while True:
            self.events += browser.events
            if any(event.get("method") == "Page.lifecycleEvent" and event["params"]["name"] == "load"
                   and event["params"]["loaderId"] == answer["loaderId"] for event in browser.events):
                break
            browser.events = [browser.message()]
        browser.events = []

    def run(self, script):
        answer = self.browser.call("Runtime.evaluate", in_page=True, expression=script, awaitPromise=True,
                                   returnByValue=True)
        assert "exceptionDetails" not in answer, f"{script[:100]}: {answer['exceptionDetails']}"
        return answer["result"].get("value")

    def press(self, key, text=None):
        for kind in ("keyDown", "keyUp"):
            parameters = {"text": text} if text and kind == "keyDown" else {}
            self.browser.call("Input.dispatchKeyEvent", in_page=True, type=kind, key=key, code=key, **parameters)

    def type(self, text):
        self.browser.call("Input.insertText", in_page=True, text=text)

    def screenshot(self, file):
        data = self.browser.call("Page.captureScreenshot", in_page=True, captureBeyondViewport=True)["data"]
        with open(file, "wb") as output:
            output.write(base64.b64decode(data))

    def check_silence(self):
        """Nothing on the console, no exception, and no request but for the file itself."""
        events = self.events + self.browser.events
        for event in events:
            method, parameters = event.get("method"), event.get("params", {})
            assert method not in ("Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded"), (
                json.dumps(event)[:600])
            if method == "Network.requestWillBeSent":
                url = parameters["request"]["url"]
                assert url.split("#")[0] == self.url or url.startswith(("data:image/svg+xml", "about:")), url


def check_looks(report, axe, name, folder):
    """At all widths and in all schemes, with everything unfolded."""
    for width in WIDTHS:
        for scheme in SCHEMES:
            for view in "links", "findings":
                report.open(width, scheme, f"#view={view}")
                report.run("for (const details of document.querySelectorAll('details')) details.open = true;"
                           "[...document.querySelectorAll('.open')].slice(0, 5).forEach(button => button.click())")
                wide = report.run("document.documentElement.scrollWidth - innerWidth")
                assert wide <= 0, f"{name}: {wide} pixels wider than {width}"
                report.check_silence()
                report.run(axe)
                result = json.loads(report.run("axe.run().then(result => JSON.stringify(result.violations.map(v => ("
                                               "{id: v.id, impact: v.impact, nodes: v.nodes.map(n => [n.html, n.failureSummary])}))))"))
                assert not result, f"{name}, {width}, {scheme}, {view}: {json.dumps(result, indent=1)[:3000]}"
                if folder:
                    report.screenshot(os.path.join(folder, f"{name}-{view}-{width}-{scheme}.png"))


def count(report):
    return report.run("document.getElementById('count').textContent")


def check_filters(report):
    report.open()
    assert count(report) == "4 links", count(report)
    # By keyboard alone: `/` goes to the search.
    report.press("/", text="/")
    assert report.run("document.activeElement.id") == "search"
    report.type("DYSON")
    assert count(report) == "1 of 4 links", count(report)
    report.run("new Promise(resolve => setTimeout(resolve, 400))")
    assert report.run("location.hash") == "#q=DYSON"
    rows = report.run("[...document.querySelectorAll('#table tbody tr')].map(row => row.textContent)")
    assert len(rows) == 1 and "Stiefel" in rows[0], rows
    # The next stop but one after the search and the choice is the first filter.
    report.run("document.querySelector('#chips button').focus()")
    report.press("Enter", text="\r")
    assert count(report) == "0 of 4 links", count(report)
    assert report.run("document.querySelector('#chips button').getAttribute('aria-pressed')") == "true"
    assert "No link is like that." in report.run("document.getElementById('table').textContent")
    # A row opens by keyboard and says so.
    report.open(address="#q=nginx.conf")
    report.run("document.querySelector('.open').focus()")
    report.press("Enter", text="\r")
    assert report.run("document.querySelector('.open').getAttribute('aria-expanded')") == "true"
    detail = report.run("document.querySelector('.detail').innerText")
    for text in "/out?to=<laces>", "302 by nginx.conf:12", "dropped here", "</script><script>alert(1)</script>":
        assert text in detail or text in report.run("document.querySelector('.entry').innerText"), (text, detail)
    # By address, as a bookmark.
    report.open(address="#view=findings&show=warning")
    assert count(report) == "2 of 36 findings", count(report)
    report.open(address="#view=findings&only=rel-missing")
    assert count(report) == "31 of 36 findings", count(report)
    # From the overview to the table.
    report.open()
    report.run("[...document.querySelectorAll('#advertisers button')].find(b => b.textContent === 'mid 37110').click()")
    assert count(report) == "1 of 4 links", count(report)
    report.run("document.querySelector('#tokens button').click()")
    assert count(report) == "4 links", count(report)
    # Sorted by the heading's button, which says how.
    report.run("document.querySelector('#table th button').click()")
    assert report.run("document.querySelector('#table th').getAttribute('aria-sort')") == "ascending"
    report.check_silence()


def check_inertness(report):
    """Of what a page holds, nothing became an element, an attribute that runs, or a link."""
    for view in "links", "findings":
        report.open(address=f"#view={view}")
        report.run("document.querySelectorAll('.open').forEach(button => button.click())")
        found = report.run("""[...document.querySelectorAll('img, iframe, object, embed, form, base, body script, a[href]')]
            .filter(e => !(e.matches('.skip') || e.matches('script#audit') || e === document.scripts[document.scripts.length - 1]))
            .map(e => e.outerHTML.slice(0, 200))""")
        assert not found, found
        handlers = report.run("""[...document.querySelectorAll('*')].flatMap(e => [...e.attributes])
            .filter(a => /^on/.test(a.name) || /javascript:/i.test(a.value) && a.name !== 'title').map(a => a.name + '=' + a.value)""")
        assert not handlers, handlers


def check_print(report):
    """On paper every finding has its fix; afterwards the page is as it was."""
    report.open()
    before = report.run("document.documentElement.outerHTML")
    report.run("dispatchEvent(new Event('beforeprint'))")
    report.browser.call("Emulation.setEmulatedMedia", in_page=True, media="print")
    found = report.run("""({
      fixes: [...document.querySelectorAll('#print li')].filter(e => e.checkVisibility() && /How to fix it: ./.test(e.innerText)).length,
      closed: document.querySelectorAll('.rules details:not([open])').length,
      table: document.getElementById('explore').checkVisibility()})""")
    assert found["fixes"] > 4 and not found["closed"] and not found["table"], found
    report.browser.call("Emulation.setEmulatedMedia", in_page=True, media="")
    report.run("dispatchEvent(new Event('afterprint'))")
    assert report.run("document.documentElement.outerHTML") == before
    report.check_silence()


def check_without_scripts(report):
    """The counts, the rules and the findings are there as plain text."""
    report.browser.call("Emulation.setScriptExecutionDisabled", in_page=True, value=True)
    report.open()
    text = report.run("document.body.innerText")
    for part in "Scripts are turned off", "1 trackable (25 %)", "How to fix it:", "All findings", ".htaccess:9:1":
        assert part in text, (part, text[:2000])
    assert report.run("document.querySelectorAll('main section h2').length") > 3
    assert not report.run("document.getElementById('made').checkVisibility()")
    assert not report.run("[...document.querySelectorAll('main img, main a, main iframe')].length")
    report.browser.call("Emulation.setScriptExecutionDisabled", in_page=True, value=False)


def check_speed(report):
    report.open()
    load = report.run("performance.now()")
    times = report.run("""(async () => {
      const search = document.getElementById('search')
      const drawn = () => new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve)))
      const times = {}
      const elements = {}
      for (let round = 0; round < 5; round++) {
        for (const query of ['d', 'dy', 'dyson', 'zzz', 'mid 36310 boots', '%', '']) {
          search.value = query
          const start = performance.now()
          search.dispatchEvent(new Event('input'))
          document.body.offsetHeight
          times[query] = Math.min(times[query] ?? Infinity, performance.now() - start)
          await drawn()
          elements[query] = document.querySelectorAll('*').length
        }
      }
      return [times, elements]
    })()""")
    # What a browser has to draw is what makes a search slow; times would tell what else the machine does.
    times, elements = times
    for query, count in elements.items():
        assert count < MOST_ELEMENTS, f"a search for “{query}” draws {count} elements"
    total = report.run("document.getElementById('count').textContent")
    report.check_silence()
    print(f"{total}: loaded in {load:.0f} ms, a search takes {max(times.values()):.0f} ms at most, "
          f"{max(elements.values())} elements at most")


def main():
    odd, large = sys.argv[1:3]
    folder = sys.argv[3] if len(sys.argv) > 3 else None
    axe = axe_script()
    with tempfile.TemporaryDirectory() as profile:
        browser = Browser(profile)
        try:
            for domain in "Runtime", "Log":
                browser.call(f"{domain}.enable", in_page=True)
            report = Report(browser, odd)
            check_looks(report, axe, "odd", folder)
            check_filters(report)
            check_inertness(report)
            check_print(report)
            check_without_scripts(report)
            check_speed(Report(browser, large))
        finally:
            browser.close()


if __name__ == "__main__":
    main()
