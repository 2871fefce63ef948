internal import AutoTagBytes

/// Text as XML 1.0 spells it, in content and in attribute values with double quotes.
package enum XMLText {
  package static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\t", "\n", "\r": result += "&#\(scalar.value);"
      default:
        // XML can hold no control characters and no U+FFFE and U+FFFF, however they are written.
        if scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
          || (0xFFFE...0xFFFF).contains(scalar.value)
        {
          result += "\\u{\(String(scalar.value, radix: 16))}"
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result
  }
}

/// Text of a page as GitHub Flavored Markdown, in a cell of a table: nothing in it is markup, a link, a mention of
/// a user or a reference to an issue.
package enum MarkdownText {
  /// Every character that Markdown may read as markup with a backslash before it, which it may have before any
  /// ASCII punctuation; so none of it is found to be an address either.
  package static func escaped(_ text: String) -> String {
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
  package static func code(_ text: String) -> String {
    let text = PrintableText.of(text)
    let cannot = text.utf8.contains { byte in
      // Code spans know no escapes, and a table would be cut at a bar even there.
      byte == UInt8(ascii: "`") || byte == UInt8(ascii: "|") || byte == UInt8(ascii: "\\")
    }
    return cannot || text.isEmpty || text.hasPrefix(" ") || text.hasSuffix(" ") ? escaped(text) : "`\(text)`"
  }

  package static func cut(_ text: String, to count: Int) -> String {
    text.utf8.count <= count ? text : text.prefix(count - 1) + "…"
  }

  /// The end of a text, where a path's name is.
  package static func cutAtStart(_ text: String, to count: Int) -> String {
    text.utf8.count <= count ? text : "…" + text.suffix(count - 1)
  }
}
