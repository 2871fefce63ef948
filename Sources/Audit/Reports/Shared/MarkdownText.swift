internal import AutoTagBytes

/// Text of a page as GitHub Flavored Markdown, in a cell of a table: nothing in it is markup, a link, a mention of
/// a user or a reference to an issue.
enum MarkdownText {
  /// Every character that Markdown may read as markup with a backslash before it, which it may have before any
  /// ASCII punctuation; so none of it is found to be an address either.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in PrintableText.of(text).unicodeScalars {
      switch scalar {
      case "@", "#":
        // GitHub looks for `@name` and `#12` when the markup is done; a space without width keeps them apart.
        result += "\\\(scalar)\u{200B}"
      case "\\", "`", "*", "_", "{", "}", "[", "]", "(", ")", "<", ">", "+", "-", ".", "!", "|", "~", "&",
        ":", "$":
        result += "\\\(scalar)"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// Text in a code span where it can be in one.
  static func code(_ text: String) -> String {
    let text = PrintableText.of(text)
    let cannot = text.utf8.contains { byte in
      // Code spans know no escapes, and a table would be cut at a bar even there.
      byte == UInt8(ascii: "`") || byte == UInt8(ascii: "|") || byte == UInt8(ascii: "\\")
    }
    return cannot || text.isEmpty || text.hasPrefix(" ") || text.hasSuffix(" ") ? escaped(text) : "`\(text)`"
  }

  static func cut(_ text: String, to count: Int) -> String {
    text.utf8.count <= count ? text : text.prefix(count - 1) + "…"
  }

  /// The end of a text, where a path's name is.
  static func cutAtStart(_ text: String, to count: Int) -> String {
    text.utf8.count <= count ? text : "…" + text.suffix(count - 1)
  }
}
