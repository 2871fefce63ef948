package import SiteRewriter
package import TrackingLinks

/// A page as the rules see it.
package struct PageUnderAudit: Sendable {
  /// The file, relative to the site's root with `/`.
  package let file: String

  /// In UTF-8 or another ASCII-compatible encoding.
  package let bytes: [UInt8]

  /// What `rewrite` does with the page's links.
  package let records: [LinkRecord]

  /// The same links, their addresses in parts.
  package let links: [WrittenLink]

  package let groups: [TrackingGroup]

  package init(file: String, bytes: [UInt8], records: [LinkRecord], groups: [TrackingGroup]) {
    self.file = file
    self.bytes = bytes
    self.records = records
    self.groups = groups
    links = records.enumerated().map { WrittenLink($1, at: $0, in: bytes) }
  }
}
