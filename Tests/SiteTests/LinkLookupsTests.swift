import AutoTagBytes
import AutoTagHTML
import AutoTagRedirects
import AutoTagTracking
import AutoTagWebURL
import Testing

@testable import AutoTagSite

/// The bytes of its links must let go of a page exactly where looking behind every one of them does: redirect rules of
/// all kinds that have first names, pages in all folders, links in spellings that nobody would think of.
@Suite("Links are let go only where no redirect has to do with them")
struct LinkLookupsTests {
  static let rakuten = "https://click.linksynergy.com/deeplink?id=A"
  static let stub = to(rakuten)

  static func to(_ url: String) -> String { "<meta http-equiv=refresh content='0; url=\(url)'>" }

  /// Sites by the files that redirect: path, format, text.
  static let sites: [[(file: String, format: RedirectFormat, text: String)]] = [
    [(".htaccess", .htaccess, "RewriteEngine On\nRewriteRule ^go/item-[0-9]+/?$ \(rakuten) [R,L,QSA,NE]\n")],
    [(".htaccess", .htaccess, "RewriteEngine On\nRewriteRule ^GO/(.*)$ \(rakuten) [R,L,QSA,NE,NC]\n")],
    [(".htaccess", .htaccess, "Redirect /go/item-1 \(rakuten)\nRedirectMatch ^/out \(rakuten)\n")],
    [(".htaccess", .htaccess, "RewriteEngine On\nRewriteRule item-1$ \(rakuten) [R,L,QSA,NE]\n")],
    [(".htaccess", .htaccess, "Redirect /g \(rakuten)\nFallbackResource /go/item-1\n")],
    [("a/.htaccess", .htaccess, "RewriteEngine On\nRewriteRule ^go/item-1$ \(rakuten) [R,L,QSA,NE]\n")],
    [("_redirects", .netlify, "/go/* \(rakuten) 302\n/old /go/item-1\n/:x/item-2 \(rakuten)\n")],
    [("_redirects", .netlify, "/go/item-1 \(rakuten) 302\n/caf%C3%A9/x \(rakuten) 302\n")],
    [("links.csv", .csv, "from,to\n/go/item-1,\(rakuten)\n/out/x,/go/item-1\n")],
    [
      ("go/item-1/index.html", .redirectPage, stub), ("old.html", .redirectPage, stub),
      ("out.html", .redirectPage, stub),
    ],
    [
      ("a/index.html", .redirectPage, stub.replacing(rakuten, with: "/go/item-1")),
      ("_redirects", .cloudflare, "/go/item-1 \(rakuten) 302\n"),
    ],
    // Pages that lead to pages, to other sites, nowhere, and by another page or by a rule to the network.
    [
      ("a/index.html", .redirectPage, to("posts/2026/x.html")),
      ("out.html", .redirectPage, to("https://other.example/")),
      ("old.html", .redirectPage, to("/nowhere")),
      ("go/item-1/index.html", .redirectPage, to("../../b.html")),
      ("b.html", .redirectPage, to("GO/item-2")), ("_redirects", .netlify, "/GO/item-2 \(rakuten) 302\n"),
      ("posts/index.html", .redirectPage, to("../a/b/c.html")),
      ("café.html", .redirectPage, to("go/item-1/")),
      ("GO/x.html", .redirectPage, to("../posts")),
    ],
    [("nginx.conf", .nginx, "server { location /go/ { return 302 \(rakuten)&$args; } }")],
  ]

  static let pages = [
    "index.html", "x.html", "go/index.html", "a/b/c.html", "a/x.html", "posts/2026/x.html", "café/x.html",
    "GO/x.html", "a b/x.html",
  ]

  static let pieces = [
    "/", "/", "/", "go", "go/item-1", "/go/item-1", "GO", "item-1", "item-2", "..", "../", "../../", ".",
    "./", "//", "\\",
    "%67o", "%2e%2e/", "&#47;", "&#46;&#46;/", "&amp;", "&", "\t", "\n", " ", "?", "#", "http:", "https:",
    "mailto:",
    "x:", "1:", "posts", "out", "old", "a", "b", "café", "caf%C3%A9", "index.html", ".html", "\0",
    "shop.example", "{{ a }}", "<?= b ?>", "<%", "{{",
    "//shop.example/", "https://shop.example/", "u1=x", "_", "~", "*",
  ]

  /// Rewrites a page with every link taken all the way: a base that is the page itself makes no other difference.
  private static func thorough(_ page: [UInt8], _ file: String, by rewriter: PageRewriter) -> PageOutcome {
    let base = Array("<base href=''>\n".utf8)
    // The first base counts.
    guard !page.starts(with: "<base".utf8) else { return rewriter.rewrite(page, file: file) }
    var outcome = rewriter.rewrite(base + page, file: file)
    outcome.edits = outcome.edits.map { edit in
      Edit(
        range: edit.range.lowerBound - base.count..<edit.range.upperBound - base.count,
        replacement: edit.replacement)
    }
    outcome.problems = outcome.problems.map { problem in
      Problem(
        problem.severity, file: problem.file, line: problem.line.map { $0 - 1 }, column: problem.column,
        code: problem.kind, message: problem.words.source)
    }
    return outcome
  }

  @Test(
    "whatever the links and the rules are", arguments: sites.indices,
    [nil, "https://shop.example/", "https://shop.example/a/"])
  func agrees(site: Int, baseURL: String?) throws {
    var dice = Dice(seed: UInt64(site) * 31 + UInt64(baseURL?.utf8.count ?? 0))
    let address = baseURL.flatMap { SiteAddress($0) } ?? .unknown
    let files = Self.sites[site]
    let prefix = address.root.path
    let sources = files.map { file in
      let folder = file.file.split(separator: "/").dropLast().map { $0 + "/" }.joined()
      return file.format.source.read(
        Array(file.text.utf8), named: file.file, prefix: file.format == .htaccess ? prefix + folder : prefix)
    }
    let map = RedirectMap(sources: sources, site: address, files: SiteFiles(files.map(\.file) + Self.pages))
    let scan = RedirectScan(
      map: map, classifier: LinkClassifier(groups: [.rakuten]), mode: .auto, annotates: false)
    var rules = TaggingOptions()
    rules.baseURL = baseURL
    rules.redirects = scan
    let rewriter = PageRewriter(rules: rules, wanted: .decisions)
    // As a run does it, to which links that lead nowhere are all the same.
    let classifier = LinkClassifier(groups: [.rakuten])
    let narrowMap = RedirectMap(
      sources: sources, site: address, files: SiteFiles(files.map(\.file) + Self.pages),
      isWanted: { end in
        switch end {
        case .external(let url): classifier.group(hosting: url.origin) != nil
        case .page: false
        case .unknown, .deadEnd, .loop, .tooLong, .notWeb: true
        }
      })
    rules.redirects = RedirectScan(map: narrowMap, classifier: classifier, mode: .auto, annotates: false)
    let narrow = PageRewriter(rules: rules)
    var edits = 0
    for round in 0..<400 {
      let file = Self.pages[dice.next(Self.pages.count)]
      var page = dice.next(8) == 0 ? "<base href='\(dice.link(Self.pieces))'>" : ""
      for _ in 0..<(1 + dice.next(6)) {
        let quote = ["\"", "'", ""][dice.next(3)]
        page +=
          "<a \(dice.next(9) == 0 ? "rel=rakuten " : "")href=\(quote)\(dice.link(Self.pieces))\(quote)>x</a>\n"
      }
      let bytes = Array(page.utf8)
      let one = rewriter.rewrite(bytes, file: file)
      let other = Self.thorough(bytes, file, by: rewriter)
      let isSame =
        one.edits == other.edits && one.links == other.links && one.problems == other.problems
        && one.records.map(\.decision) == other.records.map(\.decision)
      #expect(isSame, "round \(round), \(file): \(page)")
      let run = narrow.rewrite(bytes, file: file)
      let isRunTheSame =
        run.edits == other.edits && run.links == other.links && run.problems == other.problems
      #expect(isRunTheSame, "round \(round), \(file): \(page)")
      edits += one.edits.count
    }
    #expect(edits > 20)
  }

  @Test("a page whose links have nothing to do with redirects is not parsed")
  func quick() throws {
    let source = RedirectFormat.netlify.source.read(
      Array("/go/x \(Self.rakuten) 302".utf8), named: "_redirects", prefix: "/")
    let map = RedirectMap(sources: [source], site: .unknown, files: SiteFiles([]))
    var rules = TaggingOptions()
    rules.redirects = RedirectScan(
      map: map, classifier: LinkClassifier(groups: [.rakuten]), mode: .tag, annotates: false)
    let walker = CountingWalker()
    let rewriter = PageRewriter(rules: rules, reader: LinkReader(walker: walker))
    let page = "<a href=/posts/1>x</a><a href=../x.html#y>x</a><a href=#top>x</a><a href=z/go>x</a>"
    _ = rewriter.rewrite(Array(page.utf8), file: "posts/2026/index.html")
    #expect(walker.walks == 0)
    let outcome = rewriter.rewrite(
      Array((page + "<a href='/go/x'>x</a>").utf8), file: "posts/2026/index.html")
    #expect(walker.walks == 1 && outcome.links["rakuten"]?.affiliate == 1)
  }
}

private final class CountingWalker: ViewWalker {
  private let walker = LibXML2Walker()
  private(set) var walks = 0

  func walk(_ view: [UInt8], into report: inout ViewReport) -> Bool {
    walks += 1
    return walker.walk(view, into: &report)
  }
}

/// The same numbers on every run (SplitMix64).
private struct Dice {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next(_ limit: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return Int((mixed ^ mixed >> 31) % UInt64(limit))
  }

  mutating func link(_ pieces: [String]) -> String {
    (0...next(5)).map { _ in pieces[next(pieces.count)] }.joined()
  }
}
