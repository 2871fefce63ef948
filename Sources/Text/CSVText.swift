internal import AutoTagBytes

/// Records of comma-separated values (RFC 4180) for spreadsheets and databases.
///
/// Values are as they are given but for two things. A spreadsheet takes a cell that begins with `=`, `+`, `-` or `@` (the
/// wide forms too), a tab or a line's end for a formula, so that a stranger who wrote it could run one on the reader's
/// machine: such a value gets an apostrophe in front, the usual guard (OWASP, “CSV Injection”), which other readers have to
/// take off; a decimal number is none. Where programs separate cells by semicolons or tabs, what stands behind one in a value
/// begins a cell too, so that it gets its apostrophe there. So do two
/// colons: a runner of GitHub Actions obeys a printed line that begins with them. And control characters that a terminal obeys are written as
/// `\u{1b}`: the values may be printed.
package enum CSVText {
  /// A record with its line end.
  package static func row(_ fields: [String]) -> [UInt8] {
    var bytes: [UInt8] = []
    for (index, field) in fields.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      write(field, to: &bytes)
    }
    return bytes + "\r\n".utf8
  }

  /// True if a value is written as it is: no spreadsheet takes it for a formula, and no terminal obeys it.
  package static func keeps(_ field: String) -> Bool { guarded(printable(field)) == field }

  private static func printable(_ field: String) -> String {
    PrintableText.of(field, keeping: ["\t", "\n", "\r"])
  }

  private static let formulaStarts: Set<Unicode.Scalar> = [
    "=", "+", "-", "@", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}",
  ]
  /// Characters behind which another program may begin a cell or a line.
  private static let separators: Set<Unicode.Scalar> = [";", "\t", "\r", "\n", "\u{FF1B}"]

  /// Returns the value with an apostrophe before each formula that a spreadsheet could see in it.
  private static func guarded(_ text: String) -> String {
    // Nearly all begin with a letter or a digit and are one word.
    let isPlain =
      (text.utf8.first.map { ASCII.isAlphanumeric($0) } ?? true)
      && text.utf8.allSatisfy { 0x20..<0x80 ~= $0 && $0 != UInt8(ascii: ";") }
    guard !isPlain, !isNumber(text) else { return text }
    var result = String.UnicodeScalarView()
    // True where a formula's first character would be the first of a cell.
    var isOpen = true
    var isLeading = true
    let scalars = Array(text.unicodeScalars)
    for (index, scalar) in scalars.enumerated() {
      let isCommand = scalar == ":" && index + 1 < scalars.count && scalars[index + 1] == ":"
      // A tab or a line's end at the beginning may itself be taken for one.
      let isStart =
        formulaStarts.contains(scalar) || result.isEmpty && "\t\r\n".unicodeScalars.contains(scalar)
      if isOpen, isStart || isCommand { result.append("'") }
      if separators.contains(scalar) || isLeading && scalar == "," {
        isOpen = true
      } else if !isSkipped(scalar) {
        (isOpen, isLeading) = (false, false)
      }
      result.append(scalar)
    }
    return String(result)
  }

  /// True for what spreadsheets take off the beginning of a cell, or do not see.
  private static func isSkipped(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "\"" || scalar.properties.isWhitespace || scalar.properties.generalCategory == .format
  }

  /// True for `-12.50`: digits behind a minus, with one point between them at most.
  private static func isNumber(_ text: String) -> Bool {
    let parts = text.utf8.dropFirst(text.hasPrefix("-") ? 1 : 0).split(
      separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return parts.count <= 2 && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy { 0x30...0x39 ~= $0 } }
  }

  private static func write(_ field: String, to bytes: inout [UInt8]) {
    let text = guarded(printable(field))
    let needsQuotes = text.utf8.contains { byte in
      byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\n")
        || byte == UInt8(ascii: "\r")
    }
    // Some readers drop spaces around a value without quotes.
    let isPlain = !needsQuotes && text.utf8.first != UInt8(ascii: " ") && text.utf8.last != UInt8(ascii: " ")
    if isPlain {
      bytes += text.utf8
    } else {
      bytes.append(UInt8(ascii: "\""))
      for byte in text.utf8 {
        if byte == UInt8(ascii: "\"") { bytes.append(byte) }
        bytes.append(byte)
      }
      bytes.append(UInt8(ascii: "\""))
    }
  }
}
