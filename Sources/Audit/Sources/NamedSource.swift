internal import AutoTagBytes
internal import AutoTagHTML

/// The source that a page names itself: the link “edit this page” of many themes, `…/edit/main/docs/x.md`, and the link to
/// the copy of the source that Sphinx puts into the site, `_sources/x.rst.txt`.
struct NamedSource {
  /// The path behind `/edit/`, decoded, with the branch in front; `nil` where the page names none, or several.
  private(set) var edited: String?
  /// The path behind `_sources/` without the ending `.txt`; `nil` likewise.
  private(set) var copied: String?

  /// - Parameter page: in UTF-8 or another ASCII-compatible encoding.
  init(_ page: Span<UInt8>) {
    var (edits, copies): (Set<String>, Set<String>) = ([], [])
    var lexer = TagLexer(page: page)
    var tag = TagToken()
    while lexer.next(in: page, into: &tag) {
      guard !tag.isEnd, ASCII.equals(page, tag.name, "a"), let range = tag.value(of: "href", in: page) else {
        continue
      }
      let href = CharacterReferences.decode(page.extracting(range)).bytes.text
      if let path = Self.path(of: href, behind: "/edit/") { edits.insert(path) }
      if let path = Self.path(of: href, behind: "_sources/"), path.hasSuffix(".txt") {
        copies.insert(String(path.dropLast(4)))
      }
    }
    edited = edits.count == 1 ? edits.first : nil
    copied = copies.count == 1 ? copies.first : nil
  }

  private static func path(of href: String, behind mark: String) -> String? {
    let path = href.prefix { $0 != "?" && $0 != "#" }
    guard let start = path.firstRange(of: mark) else { return nil }
    let bytes = Array(path[start.upperBound...].utf8)
    let text = PathText.of(PercentEncoding.decode(bytes.span, bytes.indices))
    return text.split(separator: "/", omittingEmptySubsequences: false).contains("..") || text.contains("\0")
      ? nil : text
  }

  /// The endings of the edited path that may be its place in the project, the longest first: the branch, which may hold
  /// slashes, and the folder of the project in the repository are in front of it. A name alone is one behind the branch only,
  /// as each folder may have a `README.md`.
  var editedCandidates: [String] {
    guard let names = edited?.split(separator: "/") else { return [] }
    return names.indices.dropFirst().filter { $0 == 1 || names.count - $0 > 1 }.map {
      names[$0...].joined(separator: "/")
    }
  }
}
