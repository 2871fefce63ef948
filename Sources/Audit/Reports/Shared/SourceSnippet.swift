internal import AutoTagText

/// A line of a page with a part marked by carets below it, as compilers show it:
///
/// ```text
///    |
/// 12 | <a href="https://click.linksynergy.com/…&u1=a&u1=b">
///    |                                              ^^^^
/// ```
struct SourceSnippet {
  private let line: Int
  private let excerpt: Finding.Excerpt
  /// Maximum columns that the line of the page takes.
  private let width: Int

  init(line: Int, excerpt: Finding.Excerpt, width: Int) {
    (self.line, self.excerpt, self.width) = (line, excerpt, max(width, 20))
  }

  /// The width of the margin with the line number, without its bar.
  var margin: Int { String(line).utf8.count + 1 }

  /// - Parameter carets: the colour of the carets.
  func lines(style: Style, carets: Style.Ink) -> [String] {
    let bar = style.paint(String(repeating: " ", count: margin) + "|", .blue)
    let (before, marked, after) = fitted()
    let count = max(1, DisplayWidth.of(marked))
    return [
      bar,
      style.paint("\(line) |", .blue) + " \(before)\(style.paint(marked, carets))\(after)",
      bar + " " + String(repeating: " ", count: DisplayWidth.of(before))
        + style.paint(String(repeating: "^", count: count), carets),
    ]
  }

  /// The three parts, safe to print, with as much of the line around the mark as fits.
  private func fitted() -> (before: String, marked: String, after: String) {
    let before = printable(excerpt.before)
    let after = printable(excerpt.after)
    // What is left out has an ellipsis in its place, for which a column is kept on either side.
    let left = max(DisplayWidth.of(before), excerpt.isCutBefore ? 1 : 0)
    let right = max(DisplayWidth.of(after), excerpt.isCutAfter ? 1 : 0)
    let kept = min(left, 1) + min(right, 1)
    let marked = printable(excerpt.marked)
    guard DisplayWidth.of(marked) <= width - kept else {
      let start = min(left, 1)
      return (
        cutAtStart(before, to: start, isCut: excerpt.isCutBefore),
        cut(marked, to: width - start, isCut: true), ""
      )
    }
    let free = width - DisplayWidth.of(marked)
    // Two thirds of what is free go to the left, where the link's beginning is; what one side does not need goes
    // to the other.
    let leftShare = left + right <= free ? left : max(min(left, free * 2 / 3), free - right)
    return (
      cutAtStart(before, to: leftShare, isCut: excerpt.isCutBefore), marked,
      cut(after, to: free - min(left, leftShare), isCut: excerpt.isCutAfter)
    )
  }

  private func printable(_ text: String) -> String {
    // A tab is one column here, so that the carets stand where they should on every terminal.
    PrintableText.of(String(text.map { $0 == "\t" ? " " : $0 }))
  }

  /// The beginning of a text.
  private func cut(_ text: String, to columns: Int, isCut: Bool) -> String {
    Self.prefix(text, columns, isCut: isCut)
  }

  /// The end of a text.
  private func cutAtStart(_ text: String, to columns: Int, isCut: Bool) -> String {
    String(Self.prefix(String(text.reversed()), columns, isCut: isCut).reversed())
  }

  private static func prefix(_ text: String, _ columns: Int, isCut: Bool) -> String {
    if !isCut, DisplayWidth.of(text) <= columns { return text }
    guard columns > 0 else { return "" }
    var result = ""
    var width = 1
    for character in text {
      width += DisplayWidth.of(character)
      guard width <= columns else { break }
      result.append(character)
    }
    return result + "…"
  }
}
