internal import AutoTagBytes

/// Text in a terminal's colours, or plain.
package struct Style {
  package enum Ink: String {
    case bold = "1"
    case dim = "2"
    case red = "1;31"
    case green = "32"
    case yellow = "33"
    case blue = "34"
  }

  package let isColored: Bool

  package init(isColored: Bool) {
    self.isColored = isColored
  }

  package func paint(_ text: String, _ ink: Ink?) -> String {
    guard isColored, let ink else { return text }
    return "\u{1B}[\(ink.rawValue)m\(text)\u{1B}[0m"
  }
}

/// Text that is safe to print: on one line, and with nothing in it that a terminal or a CI runner obeys.
package enum PrintableText {
  /// Returns text for a line, or a part of one.
  package static func of(_ text: String) -> String {
    var text = of(text, keeping: [])
    // A runner of GitHub Actions obeys a line that begins with `::`, behind white space too, and one that has `##[`
    // anywhere (ActionCommand.cs of actions/runner).
    if let first = text.firstIndex(where: { !$0.isWhitespace }), text[first...].hasPrefix("::") {
      text.replaceSubrange(first...first, with: "\\u{3a}")
    }
    return text
  }

  /// Returns text for the inside of a line, in front of which there is more.
  package static func inside(_ text: String) -> String { of(text, keeping: []) }

  /// - Parameter kept: control characters that stay as they are.
  static func of(_ text: String, keeping kept: [Unicode.Scalar]) -> String {
    var text = PathText.shown(text)
    if text.utf8.contains(UInt8(ascii: "#")) { text = text.replacing("##[", with: "#\\u{23}[") }
    guard text.unicodeScalars.contains(where: isUnprintable) else { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      if isUnprintable(scalar), !kept.contains(scalar) {
        result += "\\u{\(String(scalar.value, radix: 16))}"
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// Returns a sentence that is safe to print, with what is to be pasted on lines of its own.
  package static func onLines(_ text: String, indentation: String) -> String {
    PastedText.lines(of: text).map { of($0) }.joined(separator: "\n" + indentation)
  }

  /// Control characters, line and paragraph separators, and what changes the direction of the text around it.
  private static func isUnprintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x00...0x1F, 0x7F...0x9F, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}

/// The number of columns that a text takes on a terminal.
package enum DisplayWidth {
  package static func of(_ text: some StringProtocol) -> Int {
    // Most text is ASCII without control characters, where a byte is a column.
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.utf8.count }
    return text.reduce(0) { $0 + of($1) }
  }

  /// The widest of a character's parts: the others are marks and joiners on top of it.
  package static func of(_ character: Character) -> Int {
    character.unicodeScalars.reduce(0) { max($0, of($1)) }
  }

  private static func of(_ scalar: Unicode.Scalar) -> Int {
    if scalar.value < 0x300 { return 1 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: return isWide(scalar) ? 2 : 1
    }
  }

  /// The blocks of Unicode's East Asian Width table that are wide as a whole, and emoji. The table itself is not
  /// part of Swift's library.
  private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97C, 0xAC00...0xD7A3,
      0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x20000...0x3FFFD:
      true
    default: scalar.properties.isEmojiPresentation
    }
  }
}
