package import AutoTagRedirects
package import AutoTagSite
import AutoTagTracking
import AutoTagWebURL
import Foundation
import TestSupport

/// A site with redirects and a link that they have to do with, as `rewrite`, `audit` and `resolve` are asked about it.
package struct AgreementSite {
  /// The site's files, by path, without the page that has the link.
  private let files: [String: String]
  private let sources: [RedirectOptions.Source]
  let baseURL: String?
  /// The link as it is asked for, relative to the root or absolute.
  let link: String

  package init(
    files: [String: String], sources: [RedirectOptions.Source] = [], baseURL: String?, link: String
  ) {
    (self.files, self.sources, self.baseURL, self.link) = (files, sources, baseURL, link)
  }

  /// A site with one file of rules, which is named under `redirects.sources` unless it is found by itself.
  /// - Parameter empty: files that are there and hold nothing.
  package init(
    rules: String, _ format: RedirectFormat, prefix: String = "/", empty: [String] = [],
    baseURL: String? = "https://shop.example/", link: String
  ) {
    var files = Dictionary(empty.filter { !$0.hasSuffix("/") }.map { ($0, "") }) { first, _ in first }
    let name = format == .htaccess ? prefix.dropFirst() + ".htaccess" : "rules"
    files[name] = rules
    let sources =
      format == .htaccess ? [] : [RedirectOptions.Source(path: name, format: format, prefix: prefix)]
    self.init(files: files, sources: sources, baseURL: baseURL, link: link)
  }

  /// The contents of the files.
  var texts: [String] { Array(files.values) }

  /// The page that has the links.
  static let page = "the-links.html"

  /// The links of the page, each on a line of its own, the first on line 2.
  var links: [PageLink] {
    [PageLink(href: link), PageLink(href: link, isMarked: true)]
      + (link.contains("#")
        ? []
        : ["u1=--CLICK-ID--", "u1=mine"].map {
          PageLink(href: link + (link.contains("?") ? "&" : "?") + $0)
        } + [PageLink(href: link + (link.contains("?") ? "&" : "?") + "u1=--CLICK-ID--", isMarked: true)])
  }

  struct PageLink {
    let href: String
    var isMarked = false

    fileprivate var markup: String {
      let value = href.replacing("&", with: "&amp;").replacing("\"", with: "&quot;")
      return "<a href=\"\(value)\"\(isMarked ? " data-tracking-group=\"network\"" : "")>x</a>"
    }
  }

  /// Returns true if a host, or all of it but its first label, stands in the files. No site makes a host of single letters.
  func names(_ host: String) -> Bool {
    let parent =
      host.split(separator: ".").count > 2
      ? host[(host.firstIndex(of: ".") ?? host.startIndex)...] : host[...]
    return files.values.contains { $0.lowercased().contains(parent.lowercased()) }
  }

  func write(to folder: TemporaryFolder) throws {
    for (path, text) in files { try folder.write(text, to: path) }
    try folder.write("", to: "autotag.yml")
    try folder.write(
      "<!doctype html>\n" + links.map(\.markup).joined(separator: "\n") + "\n", to: Self.page)
  }

  func options(_ folder: TemporaryFolder, _ mode: RedirectMode, groups: [TrackingGroup]) -> RewriteOptions {
    RewriteOptions(
      site: folder.url.path, destination: .inPlace, jobs: 1,
      rules: TaggingOptions(groups: groups, baseURL: baseURL),
      redirects: RedirectOptions(mode: mode, sources: sources))
  }

  /// The ways of the link by the site's rules, with any end.
  func ways(in folder: TemporaryFolder) throws -> [RedirectChain] {
    let rewriter = try SiteRewriter(options(folder, .tag, groups: TrackingGroup.builtIn))
    guard let scan = try rewriter.loadRedirects(for: .explaining).scan,
      let url = WebURL(link, relativeTo: scan.map.site.root)
    else { return [] }
    return scan.map.outcomes(from: url).all.map(\.chain)
  }
}
