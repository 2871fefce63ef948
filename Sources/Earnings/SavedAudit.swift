package import AutoTagAudit
internal import AutoTagBytes

/// The links of an audit that was saved as JSON (`autotag audit --format json`).
package struct SavedAudit {
  /// The site's root as it was named.
  package let site: String
  /// The pages with their links; findings are left out.
  package let pages: [AuditedPage]

  /// Reads a report.
  /// - Parameter file: its name in errors.
  package init(_ bytes: [UInt8], file: String) throws(SavedAuditError) {
    let root: JSONNode
    do throws(JSONReader.Failure) {
      root = try JSONReader.read(bytes)
    } catch {
      throw SavedAuditError(file: file, line: error.line, error.message)
    }
    guard root["format"]?.int == 1, let site = root["site"]?.string, let pages = root["pages"]?.array else {
      throw SavedAuditError(file: file, line: root.line, "this is no report of an audit")
    }
    if let problems = root["problems"]?.array, !problems.isEmpty {
      throw SavedAuditError(
        file: file, line: root.line, "the audit could not read all files, so links are missing")
    }
    if let sites = root["sites"]?.array, sites.count > 1 {
      throw SavedAuditError(
        file: file, line: root.line, "the audit is of several sites, whose link codes are apart")
    }
    self.site = site
    var read: [AuditedPage] = []
    for page in pages {
      guard let name = page["file"]?.string, let links = page["links"]?.array else {
        throw SavedAuditError(file: file, line: page.line, "a page has no “file” or no “links”")
      }
      var own: [AuditedLink] = []
      for link in links {
        guard let made = Self.link(link) else {
          throw SavedAuditError(file: file, line: link.line, "a link lacks something that a report has")
        }
        own.append(made)
      }
      read.append(AuditedPage(file: name, links: own, findings: []))
    }
    self.pages = read
  }

  private static func link(_ node: JSONNode) -> AuditedLink? {
    guard let line = node["line"]?.int, let column = node["column"]?.int, let href = node["href"]?.string,
      let group = node["group"]?.string,
      let kind = node["kind"]?.string.flatMap(AuditedLink.Kind.init(rawValue:)),
      let state = node["state"]?.string.flatMap(AuditedLink.State.init(rawValue:))
    else { return nil }
    let chain = node["chain"]?["end"]?.string.map { end in
      AuditedLink.Chain(hops: [], end: end, query: .unknown, decidingHop: nil, reason: nil)
    }
    return AuditedLink(
      line: line, column: column, href: href, text: node["text"]?.string ?? "", group: group, kind: kind,
      id: node["id"]?.string, mid: node["mid"]?.string, offerid: node["offerid"]?.string,
      destination: node["destination"]?.string, state: state, chain: chain)
  }
}

/// A saved audit that cannot be understood.
package struct SavedAuditError: Error, Sendable, Equatable, CustomStringConvertible {
  package let description: String

  init(file: String, line: Int, _ fault: String) {
    description =
      "\(file):\(line): \(fault): write it with autotag audit --format json, or name the site with --site"
  }
}
