internal import AutoTagText

/// Text as pages have it: escaped, and with nothing in it that changes the text around it.
package enum HTMLText {
  package static func escaped(_ text: String) -> String { XMLText.escaped(PrintableText.of(text)) }

  /// Returns text that stands below the first line of a cell, in smaller letters.
  /// - Parameter isShort: true for words that are not broken where they are beside a number.
  package static func second(_ text: String, isShort: Bool = false) -> String {
    "<span class=\"second\(isShort ? " short" : "")\">\(escaped(text))</span>"
  }

  /// Returns text with what stands in backticks as code, and with what is to be pasted on lines of its own.
  package static func prose(_ text: String) -> String {
    let lines = PastedText.lines(of: text).map(escaped)
    let parts = lines.joined(separator: "<br>").split(separator: "`", omittingEmptySubsequences: false)
    return parts.enumerated().map { index, part in
      index % 2 == 0 ? String(part) : index + 1 < parts.count ? "<code>\(part)</code>" : "`\(part)"
    }.joined()
  }
}
