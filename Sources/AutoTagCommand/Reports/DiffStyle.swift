/// Colours a unified diff for a terminal, as git does.
package struct DiffStyle {
  private let isColored: Bool

  package init(isColored: Bool) {
    self.isColored = isColored
  }

  /// - Parameter diff: the diff of one file; its bytes stay as they are, colours are put around its lines.
  package func painted(_ diff: [UInt8]) -> [UInt8] {
    guard isColored else { return diff }
    var result: [UInt8] = []
    result.reserveCapacity(diff.count + 256)
    var isHeader = true
    for line in diff.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      if line.first == UInt8(ascii: "@") { isHeader = false }
      if let code = code(of: line, isHeader: isHeader) {
        result += "\u{1B}[\(code)m".utf8
        result += line
        result += "\u{1B}[0m".utf8
      } else {
        result += line
      }
      result.append(UInt8(ascii: "\n"))
    }
    // The text after the last line's end is empty, and no line.
    result.removeLast()
    return result
  }

  private func code(of line: ArraySlice<UInt8>, isHeader: Bool) -> String? {
    guard let first = line.first else { return nil }
    if isHeader { return "1" }
    return switch first {
    case UInt8(ascii: "@"): "36"
    case UInt8(ascii: "+"): "32"
    case UInt8(ascii: "-"): "31"
    default: nil
    }
  }
}
