package import AutoTagBytes

/// The change of one page in the form that `patch` and `git apply` read (POSIX, "Diff -u Output Format").
package enum UnifiedDiff {
  private static let contextLines = 3

  /// - Parameters:
  ///   - file: the page's path relative to the site's root, with `/`.
  ///   - page: the page as it was.
  ///   - edits: those of the page, ascending.
  package static func of(file: String, page: [UInt8], edits: [Edit]) -> [UInt8] {
    of(path: Array(file.utf8), page: page.span, edits: edits)
  }

  /// - Parameter path: the path's bytes, of whatever encoding: what applies the diff looks for that file.
  static func of(path: [UInt8], page: Span<UInt8>, edits: [Edit]) -> [UInt8] {
    guard !edits.isEmpty else { return [] }
    var diff = Array("--- ".utf8) + quoted("a/".utf8 + path) + Array("\n+++ ".utf8)
    diff += quoted("b/".utf8 + path) + Array("\n".utf8)
    let lines = LineStarts(of: page)
    let changes = changes(edits, lines)
    var first = 0
    // The lines that the new page has more so far.
    var shift = 0
    while first < changes.count {
      var last = first
      while last + 1 < changes.count,
        changes[last + 1].lines.lowerBound - changes[last].lines.upperBound <= 2 * contextLines
      { last += 1 }
      let start = max(0, changes[first].lines.lowerBound - contextLines)
      let end = min(lines.count, changes[last].lines.upperBound + contextLines)
      var body: [UInt8] = []
      var newCount = end - start
      var line = start
      for change in changes[first...last] {
        for context in line..<change.lines.lowerBound { append(" ", page, lines[context], to: &body) }
        for old in change.lines { append("-", page, lines[old], to: &body) }
        let new = newLines(of: change, page, lines)
        let newStarts = LineStarts(of: new.span)
        for line in 0..<newStarts.count { append("+", new.span, newStarts[line], to: &body) }
        newCount += newStarts.count - change.lines.count
        line = change.lines.upperBound
      }
      for context in line..<end { append(" ", page, lines[context], to: &body) }
      diff += "@@ -\(start + 1),\(end - start) +\(start + 1 + shift),\(newCount) @@\n".utf8
      diff += body
      shift += newCount - (end - start)
      first = last + 1
    }
    return diff
  }

  /// Whole lines that change together.
  private struct Change {
    var lines: Range<Int>
    var edits: [Edit]
  }

  private static func changes(_ edits: [Edit], _ lines: LineStarts) -> [Change] {
    var changes: [Change] = []
    for edit in edits {
      let first = lines.line(at: edit.range.lowerBound)
      let last = lines.line(at: max(edit.range.lowerBound, edit.range.upperBound - 1))
      if let previous = changes.last, previous.lines.upperBound > first {
        changes[changes.count - 1].lines =
          previous.lines.lowerBound..<max(last + 1, previous.lines.upperBound)
        changes[changes.count - 1].edits.append(edit)
      } else {
        changes.append(Change(lines: first..<last + 1, edits: [edit]))
      }
    }
    return changes
  }

  private static func newLines(of change: Change, _ page: Span<UInt8>, _ lines: LineStarts) -> [UInt8] {
    let start = lines[change.lines.lowerBound].lowerBound
    let end = lines[change.lines.upperBound - 1].upperBound
    let edits = change.edits.map { edit in
      Edit(
        range: edit.range.lowerBound - start..<edit.range.upperBound - start, replacement: edit.replacement)
    }
    return Splice.joined(page.extracting(start..<end), edits)
  }

  private static func append(
    _ mark: Unicode.Scalar, _ page: Span<UInt8>, _ line: Range<Int>, to diff: inout [UInt8]
  ) {
    diff.append(UInt8(ascii: mark))
    page.extracting(line).withUnsafeBufferPointer { diff.append(contentsOf: $0) }
    if line.isEmpty || page[line.upperBound - 1] != 0x0A {
      diff += "\n\\ No newline at end of file\n".utf8
    }
  }

  /// Returns the path as git writes it: quoted where it has control characters, quotes, backslashes or bytes outside ASCII.
  private static func quoted(_ path: [UInt8]) -> [UInt8] {
    guard path.contains(where: { $0 < 0x20 || $0 >= 0x7F || $0 == 0x22 || $0 == 0x5C }) else {
      // Without the tab `patch` would take what follows a space for a date.
      return path.contains(0x20) ? path + [0x09] : path
    }
    var result = "\""
    for byte in path {
      switch byte {
      case 0x22, 0x5C: result += "\\" + String(UnicodeScalar(byte))
      case 0x20..<0x7F: result.unicodeScalars.append(UnicodeScalar(byte))
      default:
        let octal = String(byte, radix: 8)
        result += "\\" + String(repeating: "0", count: 3 - octal.count) + octal
      }
    }
    return Array((result + "\"").utf8)
  }
}

/// The offsets at which the lines of a text start; each line holds its LF.
private struct LineStarts {
  private var starts: [Int] = [0]
  private let end: Int

  init(of text: Span<UInt8>) {
    end = text.count
    for index in 0..<text.count where text[index] == 0x0A { starts.append(index + 1) }
    if starts.count > 1, starts.last == end { starts.removeLast() }
  }

  var count: Int { starts.count }

  subscript(line: Int) -> Range<Int> {
    starts[line]..<(line + 1 < starts.count ? starts[line + 1] : end)
  }

  /// The line that holds the byte at `offset`.
  func line(at offset: Int) -> Int {
    var low = 0
    var high = starts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }
}
