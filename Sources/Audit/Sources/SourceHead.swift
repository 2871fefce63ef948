internal import AutoTagBytes

/// The settings at the beginning of a source that decide about its page's address: YAML between `---`, TOML between `+++`,
/// Pelican's `Slug: x` in Markdown and `:slug: x` in reStructuredText.
struct SourceHead {
  private(set) var title: String?
  private(set) var slug: String?
  /// The address of `url` or `permalink`, without slashes at its ends.
  private(set) var address: String?

  /// The bytes of a file that are looked at.
  static let length = 1 << 12

  init(_ bytes: ArraySlice<UInt8>) {
    let text = String(decoding: bytes.prefix(Self.length), as: UTF8.self)
    var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)[...]
    let fence = lines.first.map { Self.trimmed($0) } ?? ""
    let isFenced = fence == "---" || fence == "+++"
    if isFenced { lines.removeFirst() }
    // The title of a reStructuredText is its first line, with a rule below it.
    if !isFenced, lines.count > 1, let first = lines.first, let rule = lines.dropFirst().first,
      !rule.isEmpty, rule.allSatisfy({ $0 == rule.first }), "=-#*~^".contains(rule.first ?? " ")
    {
      title = Self.trimmed(first)
      lines = lines.dropFirst(2)
    }
    for line in lines {
      let line = Self.trimmed(line)
      if isFenced ? line == fence : line.hasPrefix("#") { break }
      read(line)
    }
  }

  private mutating func read(_ line: String) {
    let line = line.hasPrefix(":") ? line.dropFirst() : line[...]
    guard let mark = line.firstIndex(where: { $0 == ":" || $0 == "=" }) else { return }
    let value = Self.unquoted(Self.trimmed(line[line.index(after: mark)...]))
    guard !value.isEmpty else { return }
    switch Self.trimmed(line[..<mark]).lowercased() {
    case "title": title = title ?? value
    case "slug": slug = slug ?? value
    case "url", "permalink": address = address ?? Self.stem(ofAddress: value)
    default: break
    }
  }

  private static func trimmed(_ text: Substring) -> String {
    ByteText.trimmed(Array(text.utf8)).text
  }

  private static func unquoted(_ text: String) -> String {
    for quote in ["\"", "'"] where text.count > 1 && text.hasPrefix(quote) && text.hasSuffix(quote) {
      return String(text.dropFirst().dropLast())
    }
    return text
  }

  private static func stem(ofAddress address: String) -> String {
    let path = address.split(separator: "/").joined(separator: "/")
    for ending in [".html", ".htm"] where path.hasSuffix(ending) {
      return SourceNames(ofPage: path)?.stem ?? path
    }
    return path
  }

  /// The slug that Pelican makes of a title in ASCII; `nil` for others, of which it makes ASCII first.
  static func pelicanSlug(_ title: String) -> String? {
    guard title.utf8.allSatisfy({ $0 < 0x80 && $0 != UInt8(ascii: "<") }) else { return nil }
    let kept = title.lowercased().filter { $0.isLetter || $0.isNumber || "_- \t".contains($0) }
    let words = kept.split { $0 == "-" || $0 == " " || $0 == "\t" }.joined(separator: "-")
    return words.isEmpty ? nil : words
  }
}
