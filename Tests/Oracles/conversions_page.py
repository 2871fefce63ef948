"""Opens the pages of `autotag conversions` in Chromium and looks at them.

    conversions_page.py FOLDER PAGE...

Each must be HTML without a fault for html5lib. At three widths and in both colour schemes it must fit its width, ask for
nothing by network, say nothing on the console and have no fault for axe-core; no text of a chart may be cut off or lie on
another, and no cell may be wider than its place. On paper the tables of the charts are open, and no table is a list of cards. FOLDER, where it is not empty,
receives screenshots. Prints the number of pages.
"""

import json
import os
import pathlib
import sys
import tempfile

import html5lib

import html_report
from browser_dom import Browser

WIDTHS = 1200, 760, 360
LOOK = r"""
(() => {
  const faults = []
  for (const chart of document.querySelectorAll('.chart')) {
    const plot = chart.querySelector('.plot').getBoundingClientRect()
    for (const svg of chart.querySelectorAll('svg')) {
      const place = svg.getBoundingClientRect()
      const boxes = [...svg.querySelectorAll('text')].filter(text => getComputedStyle(text).display !== 'none')
        .map(text => [text.textContent, text.getBoundingClientRect()])
      for (const [text, box] of boxes) {
        if (box.left < place.left - 1 || box.right > place.right + 1 || box.top < place.top || box.bottom > place.bottom)
          faults.push(`${text} is cut off`)
      }
      boxes.forEach(([text, box], index) => boxes.slice(index + 1).forEach(([other, next]) => {
        if (box.left < next.right && next.left < box.right && box.top + 3 < next.bottom && next.top + 3 < box.bottom)
          faults.push(`${text} lies on ${other}`)
      }))
    }
    if (plot.width < 100) faults.push(`the plot is ${plot.width} pixels wide`)
  }
  for (const cell of document.querySelectorAll('th, td, .figure')) {
    if (cell.closest('thead') && getComputedStyle(cell.closest('thead')).position === 'absolute') continue
    if (cell.scrollWidth > cell.clientWidth + 1) faults.push(`“${cell.textContent.slice(0, 60)}” is wider than its place`)
  }
  const wide = document.documentElement.scrollWidth - innerWidth
  if (wide > 0) faults.push(`${wide} pixels too wide`)
  return faults
})()
"""


def check(report, axe, name, folder):
    for width in WIDTHS:
        for scheme in html_report.SCHEMES:
            report.open(width, scheme)
            report.run("for (const details of document.querySelectorAll('details')) details.open = true")
            faults = report.run(LOOK)
            if folder:
                report.screenshot(os.path.join(folder, f"conversions-{name}-{width}-{scheme}.png"))
            assert not faults, f"{name}, {width}: {faults[:5]}"
            report.check_silence()
            report.run(axe)
            result = json.loads(report.run("axe.run().then(result => JSON.stringify(result.violations.map(v => ("
                                           "{id: v.id, nodes: v.nodes.map(n => [n.html, n.failureSummary])}))))"))
            assert not result, f"{name}, {width}, {scheme}: {json.dumps(result, indent=1)[:3000]}"
    # A sheet is as narrow as a small screen.
    report.open(WIDTHS[-1])
    report.browser.call("Emulation.setEmulatedMedia", in_page=True, media="print")
    # What a style shows that was not laid out before is seen with the next frame.
    report.run("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(1))))")
    closed = report.run("[...document.querySelectorAll('details table, details li')].filter(e => !e.checkVisibility("
                        "{contentVisibilityAuto: true}) || !e.getBoundingClientRect().height).length")
    assert not closed, f"{name}: on paper {closed} tables are closed"
    cards = report.run("[...document.querySelectorAll('td')].filter(e => getComputedStyle(e).display !== 'table-cell').length")
    assert not cards, f"{name}: on paper {cards} cells are in no table"
    report.browser.call("Emulation.setEmulatedMedia", in_page=True, media="")


def main():
    folder, *files = sys.argv[1:]
    axe = html_report.axe_script()
    for file in files:
        html5lib.HTMLParser(strict=True).parse(pathlib.Path(file).read_text("utf-8"))
    with tempfile.TemporaryDirectory() as profile:
        browser = Browser(profile)
        try:
            for domain in "Runtime", "Log":
                browser.call(f"{domain}.enable", in_page=True)
            for file in files:
                check(html_report.Report(browser, file), axe, pathlib.Path(file).stem, folder)
        finally:
            browser.close()
    print(f"{len(files)} pages")


if __name__ == "__main__":
    main()
