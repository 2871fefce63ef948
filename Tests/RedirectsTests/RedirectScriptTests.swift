import AutoTagRedirects
import AutoTagTracking
import AutoTagWebURL
import Foundation
import RedirectAgreement
import TestSupport
import Testing

/// Pages whose scripts lead somewhere else, at once or a little later, and pages whose scripts do not.
struct RedirectScriptTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let page: String
    /// The ways, that of the usual visitor first: addresses, `stays`, or `unknown` where a link to the page is told of,
    /// `silent` where it is not known either, and hardly a group's.
    let ways: [String]

    init(_ script: String, _ ways: String...) {
      page = script.hasPrefix("<") ? script : "<script>\(script)</script>"
      self.ways = ways
    }

    var testDescription: String { page }
  }

  static let network = "https://click.linksynergy.com/x"

  static let literals = [
    Case("location.href = 'https://' + 'click.' + \"linksynergy.com\" + `/x`", network),
    Case("const host = 'click.linksynergy.com'; const p = '/x'; location = 'https://' + host + p", network),
    Case("const host = 'click.linksynergy.com'\nlocation.replace(`https://${host}/x`)", network),
    Case(
      "const h = 'linksynergy.com'; const u = `https://click.${h}`; window.location = `${u}/${'x'}`", network),
    Case("location.assign(['https:/', 'click.linksynergy.com', 'x'].join('/'))", network),
    Case("var a = ['https://click', 'linksynergy', 'com/x']; location.href = a.join('.')", network),
    Case("location.href = atob('aHR0cHM6Ly9jbGljay5saW5rc3luZXJneS5jb20veA==')", network),
    Case("var b = 'aHR0cHM6Ly9jbGljay5saW5rc3luZXJneS5jb20veA'; location = window.atob(b)", network),
    Case("location.href = decodeURIComponent('https%3A%2F%2Fclick.linksynergy.com%2Fx')", network),
    Case("location.href = 'x/moc.ygrenysknil.kcilc//:sptth'.split('').reverse().join('')", network),
    Case("location.href = String.fromCharCode(104,116,116,112,115) + '://click.linksynergy.com/x'", network),
    Case("location.href = 'HTTPS://CLICK.LINKSYNERGY.COM/'.toLowerCase().slice(0, -1) + '/x'", network),
    Case("location.href = 'hxxps://click.linksynergy.com/x'.replace('hxxp', 'http')", network),
    Case("location.href = '\\x68ttps:\\u002f\\u{2f}click.linksynergy.com\\57x'", network),
    Case("location.href = new URL('https://click.linksynergy.com/x').href", network),
    Case("const links = {a: '/a', go: 'https://click.linksynergy.com/x'}; location = links.go", network),
    Case("const links = {'go': 'https://click.linksynergy.com/x'}; location.href = links['go']", network),
    Case("var u = 'https://click.linksynergy.com/x', v = 1\nlocation.href = u;", network),
    Case(
      "<script>var u = 'https://click.linksynergy.com/x'</script>\n<script>location = u</script>", network),
    Case("location.href = 'https://e.com/a?u=' + encodeURIComponent('/b c')", "https://e.com/a?u=%2Fb%20c"),
    Case("location.href = location.origin + '/x'", "https://shop.example/x"),
    // The address stands in a variable, and the page's own query or fragment follows.
    Case("var u = 'https://click.linksynergy.com/x'; location = u + location.hash", network),
    Case("var u = 'https://' + 'click.linksynergy.com'; location = u + '/x' + location.hash", network),
    Case("location.href = location.pathname.replace('go', 'to')", "/to.html"),
    Case("location.href = location.href.replace(/go\\.html/, 'x')", "https://shop.example/x"),
  ]

  static let statements = [
    Case("window.open('https://click.linksynergy.com/x', '_self')", network),
    Case("window.open(\"https://click.linksynergy.com/x\", \"_top\")", network),
    Case("open('https://click.linksynergy.com/x', '_parent')", network),
    Case("window . open ( 'https://click.linksynergy.com/x' , '_self' )", network),
    Case("window.open('https://click.linksynergy.com/x', '_blank')", "stays"),
    Case("window.open('https://click.linksynergy.com/x')", "stays"),
    Case("var r = new XMLHttpRequest(); r.open('GET', '_self')", "stays"),
    Case("window['location'] = 'https://click.linksynergy.com/x'", network),
    Case("window.location['href'] = 'https://click.linksynergy.com/x'", network),
    Case("window[\"location\"][\"replace\"]('https://click.linksynergy.com/x')", network),
    Case("top.location = 'https://click.linksynergy.com/x'", network),
    Case("self.location = 'https://click.linksynergy.com/x'", network),
    Case("parent.location.href = 'https://click.linksynergy.com/x'", network),
    Case("document.location.assign('https://click.linksynergy.com/x')", network),
    Case("window?.location?.replace('https://click.linksynergy.com/x')", network),
    Case("var a = 1, b = location.href = 'https://click.linksynergy.com/x'", network),
    Case("/**/ <!--\nlocation.href = 'https://click.linksynergy.com/x'\n//-->", network),
    Case("var r = /location = '\\/no'/; location = '/x'", "/x"),
    Case("var my = {location: 1}; my.location = '/no'; my.location.href = '/no'", "stays"),
    Case("function f(location) {} var s = 'location.href = 1'", "stays"),
  ]

  static let functions = [
    Case("function go() { location.href = 'https://click.linksynergy.com/x' } go()", network),
    Case("go(); function go() { location.href = 'https://click.linksynergy.com/x' }", network),
    Case(
      "function go(to) { window.location = to } setTimeout(function () { go('https://click.linksynergy.com/x') }, 10)",
      network),
    Case("const go = () => location.replace('https://click.linksynergy.com/x'); setTimeout(go, 10)", network),
    Case("const go = url => { location.replace(url) }\ngo('https://click.linksynergy.com/x')", network),
    Case("function go() { location = 'https://click.linksynergy.com/x' } window.onload = go", network),
    Case("function go() { location = 'https://click.linksynergy.com/x' } setTimeout('go()', 10)", network),
    Case(
      "<body onload=\"go()\"><script>function go() { location = 'https://click.linksynergy.com/x' }</script>",
      network),
    Case(
      "document.addEventListener('DOMContentLoaded', () => { location = 'https://click.linksynergy.com/x' })",
      network),
    Case(
      "window.addEventListener('load', function () { location = 'https://click.linksynergy.com/x' }, false)",
      network),
    Case("addEventListener(\"pageshow\", e => location = 'https://click.linksynergy.com/x')", network),
    Case("(() => { location = 'https://click.linksynergy.com/x' })()", network),
    Case("!function () { location = 'https://click.linksynergy.com/x' }()", network),
    Case("(function (l) { l; location = 'https://click.linksynergy.com/x' }).call(this)", network),
    Case("(function (u) { location.href = u }('https://click.linksynergy.com/x'))", network),
    Case("(async function () { location = 'https://click.linksynergy.com/x' })()", network),
    Case("requestAnimationFrame(() => { location = 'https://click.linksynergy.com/x' })", network),
    Case("Promise.resolve().then(function () { location = 'https://click.linksynergy.com/x' })", network),
    Case("setTimeout(location.href = 'https://click.linksynergy.com/x', 10)", network),
    Case(
      "try { location.href = 'https://click.linksynergy.com/x' } catch (e) { location.href = '/no' }", network
    ),
    Case("do { location.href = 'https://click.linksynergy.com/x' } while (false)", network),
    // Who waits that long reads the page.
    Case("setTimeout(function () { location = 'https://click.linksynergy.com/x' }, 1800000)", "stays"),
    // What visitors do is no redirect.
    Case("function go() { location.href = 'https://click.linksynergy.com/x' }", "stays"),
    Case(
      "document.addEventListener('click', function () { location = 'https://click.linksynergy.com/x' })",
      "stays"),
    Case("window.addEventListener('scroll', () => location = 'https://click.linksynergy.com/x')", "stays"),
    Case("b.onclick = () => { location = 'https://click.linksynergy.com/x' }; var b", "stays"),
    Case("var menu = {}; menu.onchange = function () { window.location = this.value }", "stays"),
    Case("<select onchange=\"location = this.value\"><option value=/x>x</select>", "stays"),
    Case("<button onclick=\"location.href='https://click.linksynergy.com/x'\">x</button>", "stays"),
    Case("<form onsubmit=\"location.href='https://click.linksynergy.com/x'; return false\"></form>", "stays"),
    Case(
      "document.querySelectorAll('a').forEach(function (a) { a.addEventListener('click', function () { location = a.href }) })",
      "stays"),
    Case(
      "var $ = () => ({on: () => 0}); $('#s').on('submit', function () { location = '/s?q=' + $('#q') })",
      "stays"),
    Case("class Menu { go() { location.href = 'https://click.linksynergy.com/x' } }", "stays"),
    Case("function a() { b() } function b() { a() } a()", "stays"),
  ]

  static let branches = [
    Case(
      "if (window.a) { location.href = 'https://click.linksynergy.com/x' } else { location.href = '/b' }",
      network, "/b"),
    Case(
      "if (window.a) location.href = 'https://click.linksynergy.com/x'; else location.href = '/b'", network,
      "/b"),
    Case("if (window.a) { location.href = 'https://click.linksynergy.com/x' }", "stays", network),
    Case(
      "if (!window.a) return0(); location.href = 'https://click.linksynergy.com/x'; function return0() {}",
      network),
    Case(
      "(function () { if (!window.a) return; location.href = 'https://click.linksynergy.com/x' })()", "stays",
      network),
    Case(
      "if (window.a) location = '/a'; else if (window.b) location = '/b'\nelse location.replace('https://click.linksynergy.com/x')",
      "/a", "/b", network),
    Case("if (window.a) { location = '/a' }\nlocation.href = 'https://click.linksynergy.com/x'", network),
    Case(
      "window.a ? location.href = '/a' : location.href = 'https://click.linksynergy.com/x'", "/a", network),
    Case("location.href = window.a ? '/a' : 'https://click.linksynergy.com/x'", "/a", network),
    Case("var u = window.a ? '/a' : 'https://click.linksynergy.com/x'; location = u", "/a", network),
    Case("var u = '/a'; if (window.a) u = 'https://click.linksynergy.com/x'; location = u", network, "/a"),
    Case("window.a && location.replace('https://click.linksynergy.com/x')", "stays", network),
    Case("window.a || location.replace('https://click.linksynergy.com/x')", "stays", network),
    Case(
      "switch (window.a) { case 1: location = '/a'; break; default: location = 'https://click.linksynergy.com/x' }",
      "/a", network),
    Case(
      "switch (window.a) { case 'x': case 'y': location = 'https://click.linksynergy.com/x'; break }",
      "stays", network),
    Case(
      "var n = 2, t = setInterval(function () { n--; if (n <= 0) { clearInterval(t); location = 'https://click.linksynergy.com/x' } }, 10)",
      "stays", network),
    Case("for (var i = 0; i < 1; i++) location.href = 'https://click.linksynergy.com/x'", "stays", network),
    Case(
      "var links = {a: '/a', b: 'https://click.linksynergy.com/x'}; location = links[window.k || 'b']", "/a",
      network),
    Case(
      "var l = ['/a', 'https://click.linksynergy.com/x']; location = l[Math.floor(Math.random() * l.length)]",
      "/a", network),
    // Decided by the address alone
    Case(
      "if (location.search) { location = '/no' } else { location = 'https://click.linksynergy.com/x' }",
      network),
    Case(
      "if (location.protocol !== 'https:') location.replace('https://' + location.host + location.pathname)",
      "stays"),
    Case("if (top != self) top.location = self.location", "stays"),
    Case(
      "if (window.top !== window.self) { top.location.href = 'https://click.linksynergy.com/x' }", "stays"),
    Case("if (self == top) location.href = 'https://click.linksynergy.com/x'", network),
    Case("if (window) location.href = 'https://click.linksynergy.com/x'", network),
  ]

  static let unknown = [
    Case("fetch('/l.json').then(r => r.json()).then(d => { location.href = d.url })", "unknown"),
    Case("var id = new URLSearchParams(location.search).get('id'); location.href = '/go/' + id", "silent"),
    Case("location.href = document.getElementById('x').href", "unknown"),
    Case(
      "<a id=x href=https://click.linksynergy.com/x>x</a><script>if (window.a) location = document.getElementById('x').href</script>",
      "stays", "unknown"),
    Case(
      "var u = new URLSearchParams(location.search).get('u'); if (u) location.href = u", "stays", "unknown"),
    Case("if (window.links && links[id]) { location = links[id] }", "stays", "unknown"),
    Case(
      "<script type=application/json id=l>{\"a\": \"https:\\/\\/click.linksynergy.com\\/x\"}</script><script>if (window.a) location = a['x' + 1]</script>",
      "stays", "unknown"),
    Case("location.href = 'https://click.' + window.name + '/x'", "unknown"),
    // A part of the address is changed after it was made, that may be its host.
    Case("var u = new URL('https://click.linksynergy.com/x'); u.host = window.name; location = u", "unknown"),
    Case("var u = {href: '\(network)'}; u.href = window.a; location = u.href", "unknown"),
    // The host is the site's own.
    Case("location.href = 'https://shop.example/' + Math.random()", "silent"),
    Case("if (window.lang) location.href = '/' + lang + location.pathname", "stays", "silent"),
    Case(
      "if (navigator.language != 'en') location.href = navigator.language + '/index.html'", "stays", "silent"),
    Case("if (screen.width < 600) { window.location = window.mobile }", "stays", "silent"),
    Case("location.href = location.pathname.replace(/(a)/, '$1')", "silent"),
  ]

  /// Other names of what leads on.
  static let aliases = [
    Case("var l = location; l.href = '\(network)'", network),
    Case("const l = window.location\nl.replace('\(network)')", network),
    Case("let w = window; w.location = '\(network)'", network),
    Case("var d = document; d.location.href = '\(network)'", network),
    Case("var w = window, l = w.location; l.href = '\(network)'", network),
    Case("(function (w, d) { w.location.href = '\(network)' })(window, document)", network),
    Case("(function (l) { l.assign('\(network)') })(location)", network),
    Case("(function (w) { w.location = '\(network)' })(this)", network),
    Case("const go = (w, u) => { w.location.replace(u) }; go(window, '\(network)')", network),
    Case("var l = document.location; l.href = l.origin + '/x'", "https://shop.example/x"),
    Case("var w = self; w.open('\(network)', '_self')", network),
    Case("const map = {go: '\(network)'}; (function (m) { location = m.go })(map)", network),
    Case("var l = location; l = '\(network)'", "stays"),
    Case("var l = location.href; l.href = '\(network)'", "stays"),
    Case("var l = {href: 1}; l.href = '\(network)'", "stays"),
    Case("function f(l) { l.href = '\(network)' } f({})", "stays"),
    Case("var a = document.createElement('a'); a.href = '\(network)'", "stays"),
    Case("var l = location, l2 = {location: 1}; l2.location = '\(network)'; l.x = 1", "stays"),
  ]

  /// Addresses of which no more is known than where they begin.
  static let partial = [
    Case("location.href = '\(network)?id=' + Math.random()", network + "?id=…"),
    Case("location = `\(network)?id=${window.name}&mid=1`", network + "?id=…&mid=1"),
    Case(
      "var id = new URLSearchParams(location.search).get('a'); location = '\(network)/' + id", network + "/…"),
    Case(
      "location.replace(location.protocol + '//click.linksynergy.com/x?id=' + Date.now())", network + "?id=…"),
    Case("location = '//click.linksynergy.com/x#' + Date.now()", "//click.linksynergy.com/x#…"),
    Case("location.href = 'https://e.com/' + Math.random()", "https://e.com/…"),
    Case("if (window.a) location = '\(network)?' + a; else location = '/b'", network + "?…", "/b"),
    Case("location = window.a ? '/a' : '\(network)?' + Date.now()", "/a", network + "?…"),
    Case("var u = new URL('\(network)'); u.searchParams.set('a', 1); location = u", network + "…"),
    Case(
      "var u = new URL('https://click.linksynergy.com'); u.searchParams.set('a', 1); location = u.href",
      "https://click.linksynergy.com/…"),
    Case("var u = new URL('\(network)?a#b'); if (window.a) u.search = '?b'; location = u", network + "…"),
    Case("var u = new URL('\(network)'); location = u; u.search = '?b'", network + "…"),
    Case(
      "var u = new URL('\(network)'); u.pathname = Date.now(); location = u",
      "https://click.linksynergy.com/…"),
    Case("var u = new URL('\(network)?c'); u.hash = Date.now(); location = u", network + "?c#…"),
    Case("var u = new URL('\(network)?c'); u.search += '&d'; location = u", network + "…"),
  ]

  /// Addresses of which a part is changed after they were made.
  static let changed = [
    Case("var u = new URL('\(network)'); u.search = 'a=1'; location = u", network + "?a=1"),
    Case("var u = new URL('\(network)?b#c'); u.search = '?a=1'; location.href = u.href", network + "?a=1#c"),
    Case("var u = new URL('\(network)?b#c'); u.search = ''; location = u", network + "#c"),
    Case("var u = new URL('\(network)?b#c'); u.hash = 'd'; location = u", network + "?b#d"),
    Case(
      "var u = new URL('\(network)?b'); u.pathname = 'y'; location = u", "https://click.linksynergy.com/y?b"),
    Case(
      "var u = new URL('\(network)', location.href)\nu.search = '?a'\nu.hash = '#b'\nlocation = u",
      network + "?a#b"),
    Case(
      "(function () { f(); function f() {}\nvar u = new URL('\(network)')\nu.search = '?a'\nlocation = String(u) })()",
      network + "?a"),
    Case("var u = '\(network)'; u.search = '?a'; location = u", "unknown"),
  ]

  static let all = literals + statements + functions + branches + unknown + aliases + partial + changed

  @Test(arguments: all)
  func leads(_ test: Case) throws {
    let site = try #require(SiteAddress("https://shop.example/"))
    #expect(try Self.ways(of: test.page, site) == test.ways)
    try AgreementSite(
      files: ["go.html": test.page], baseURL: "https://shop.example/", link: "/go.html"
    ).expectAgreement()
  }

  /// Pages that lead to a group's host, and hand on the query with which they are asked for.
  @Test(arguments: [
    "var u = 'https://click.linksynergy.com/x'; location = u + location.search",
    "var u = 'https://click.linksynergy.com/x'; location.href = u + location.search",
    "var u = 'https://click.linksynergy.com/x'; location.replace(u + window.location.search)",
    "var u = 'https://click.linksynergy.com/x', s = location.search; location.href = u + s",
    "var u = 'https://click.linksynergy.com/x'; setTimeout(() => { location = u + location.search }, 9)",
    "var h = 'click.linksynergy.com'; location = 'https://' + h + '/x' + location.search",
    "var u = 'https://click.linksynergy.com/x'; location = `${u}${location.search}`",
    "var u = ['https://click.linksynergy.com/x', location.search]; location = u.join('')",
    "var u = 'https://click.linksynergy.com/x?id=1&'; location = u + location.search.slice(1)",
    "var u = new URL('https://click.linksynergy.com/x'); u.search = location.search; location = u",
    "const u = new URL('https://click.linksynergy.com/x?id=1'); u.search = location.search; location.href = u.href",
    "var u = new URL('https://click.linksynergy.com/x'); u.search = window.location.search.slice(1); location = u",
    "var l = location, u = new URL('https://click.linksynergy.com/x')\nu.search = l.search\nl.replace(u.toString())",
    "(function (w, u) { w.location = u + w.location.search })(window, 'https://click.linksynergy.com/x')",
  ])
  func handsOnItsQuery(_ script: String) throws {
    let page = "<script>\(script)</script>"
    let site = try #require(SiteAddress("https://shop.example/"))
    #expect(
      try Self.ways(of: page, site, query: "?a=b").allSatisfy {
        $0.hasPrefix(Self.network) && $0.hasSuffix("a=b")
      })
    try AgreementSite(files: ["go.html": page], baseURL: "https://shop.example/", link: "/go.html")
      .expectAgreement()
  }

  /// The ways of a page, each once.
  private static func ways(of page: String, _ site: SiteAddress, query: String = "") throws -> [String] {
    let source = RedirectPageSource().read(Array(page.utf8), named: "go.html", prefix: "/")
    let map = RedirectMap(sources: [source], site: site, files: SiteFiles(["go.html"]))
    let classifier = LinkClassifier(groups: TrackingGroup.builtIn)
    var ways: [String] = []
    for outcome in map.outcomes(from: try #require(WebURL("/go.html\(query)", relativeTo: site.root))).all {
      let way: String
      switch outcome.chain.end {
      case .unknown(let rule, _):
        way = rule.hasOpenTarget || rule.names(hostOf: classifier.groups) ? "unknown" : "silent"
      default: way = outcome.chain.hops.first?.location ?? "stays"
      }
      if !ways.contains(way) { ways.append(way) }
    }
    return ways
  }

  @Test("as Chromium goes", Oracle.needs("chromium", Oracle.python))
  func leadsWhereChromiumGoes() throws {
    let input = try JSONEncoder().encode(Self.all.map(\.page))
    let run = try Oracle.run(
      Oracle.python, [Oracle.root.appending(path: "Tests/Oracles/page_targets.py").path], input: input)
    try #require(run.status == 0, "\(run.standardError)")
    let targets = try JSONDecoder().decode([String?].self, from: run.standardOutput)
    try #require(targets.count == Self.all.count)
    let site = try #require(SiteAddress("http://127.0.0.1:8000/"))
    for (test, target) in zip(Self.all, targets) {
      let ways = try Self.ways(of: test.page, site, query: "?a=b").map { way in
        ["stays", "unknown", "silent"].contains(way) || way.contains("…")
          ? way : WebURL(way, relativeTo: site.root)?.description ?? way
      }
      let way = target ?? "stays"
      let isUnknown =
        ways.contains("unknown") || ways.contains("silent")
        || ways.contains { partial in
          let known = partial.hasPrefix("//") ? "http:" + partial : partial
          return known.firstIndex(of: "…").map { way.hasPrefix(known[..<$0]) } ?? false
        }
      #expect(ways.contains(way) || isUnknown, "\(test.page): Chromium \(way), autotag \(ways)")
    }
  }
}
