internal import AutoTagText

/// The head of a report that is a page: one file that needs no network. `page.css` has what all such reports look like; each
/// adds styles of its own. A content security policy lets nothing run but the page's own script, if it has one.
package struct PageHead {
  private let title: String
  private let style: [UInt8]
  private let styleHash: String
  private let scriptHash: String?

  /// - Parameters:
  ///   - title: the title, as text.
  ///   - style: the report's own styles, which follow those of all reports.
  ///   - styleHash: the SHA-256 in base 64 of all styles, by which the policy knows them. Tests compare it with the files, and
  ///     tell the new one where a file was changed.
  ///   - scriptHash: the one of its script; `nil` for a page without a script.
  package init(title: String, style: [UInt8], styleHash: String, scriptHash: String? = nil) {
    self.title = title
    self.style = PackageResources.page_css + style
    (self.styleHash, self.scriptHash) = (styleHash, scriptHash)
  }

  package var html: [UInt8] {
    PageTemplate(PackageResources.head_html).filled(with: [
      "title": Array(XMLText.escaped(PrintableText.of(title)).utf8),
      "style": style, "style-hash": Array("sha256-\(styleHash)".utf8),
      "script-source": Array((scriptHash.map { "'sha256-\($0)'" } ?? "'none'").utf8),
    ])
  }
}
