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
    let lines = LineStarts(of: page)
    let changes = changes(edits, page, lines)
    guard !changes.isEmpty else { return [] }
    var diff = Array("--- ".utf8) + quoted("a/".utf8 + path) + Array("\n+++ ".utf8)
    diff += quoted("b/".utf8 + path) + Array("\n".utf8)
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
        for new in change.newLines { append("+", change.text.span, new, to: &body) }
        newCount += change.newLines.count - change.lines.count
        line = change.lines.upperBound
      }
      for context in line..<end { append(" ", page, lines[context], to: &body) }
      let (old, new) = (extent(start, end - start), extent(start + shift, newCount))
      diff += "@@ -\(old) +\(new) @@\n".utf8
      diff += body
      shift += newCount - (end - start)
      first = last + 1
    }
    return diff
  }

  /// Returns lines as a hunk's heading names them: an empty range by the line in front of it.
  private static func extent(_ start: Int, _ count: Int) -> String {
    "\(count == 0 ? start : start + 1),\(count)"
  }

  /// Lines that change together, without the first and the last of them that stay as they are.
  private struct Change {
    /// Those of the old page; empty where lines are only added.
    let lines: Range<Int>
    let text: [UInt8]
    /// The places in `text` of the lines that come in their stead; empty where lines are only removed.
    let newLines: [Range<Int>]

    init(_ lines: Range<Int>, _ edits: [Edit], _ page: Span<UInt8>, _ starts: LineStarts) {
      let start = lines.isEmpty ? 0 : starts[lines.lowerBound].lowerBound
      let end = lines.isEmpty ? 0 : starts[lines.upperBound - 1].upperBound
      let text = Splice.joined(
        page.extracting(start..<end),
        edits.map { edit in
          Edit(
            range: edit.range.lowerBound - start..<edit.range.upperBound - start,
            replacement: edit.replacement)
        })
      let newStarts = LineStarts(of: text.span)
      let most = min(lines.count, newStarts.count)
      var before = 0
      while before < most,
        UnifiedDiff.isEqual(page, starts[lines.lowerBound + before], text.span, newStarts[before])
      { before += 1 }
      var after = 0
      while after < most - before,
        UnifiedDiff.isEqual(
          page, starts[lines.upperBound - 1 - after], text.span, newStarts[newStarts.count - 1 - after])
      { after += 1 }
      self.lines = lines.lowerBound + before..<lines.upperBound - after
      newLines = (before..<newStarts.count - after).map { newStarts[$0] }
      self.text = text
    }
  }

  private static func isEqual(
    _ one: Span<UInt8>, _ oneRange: Range<Int>, _ other: Span<UInt8>, _ otherRange: Range<Int>
  ) -> Bool {
    oneRange.count == otherRange.count
      && zip(oneRange, otherRange).allSatisfy { one[$0] == other[$1] }
  }

  private static func changes(_ edits: [Edit], _ page: Span<UInt8>, _ lines: LineStarts) -> [Change] {
    var places: [(lines: Range<Int>, edits: [Edit])] = []
    for edit in edits {
      let first = lines.line(at: edit.range.lowerBound)
      let last = lines.line(at: max(edit.range.lowerBound, edit.range.upperBound - 1))
      let end = min(last + 1, lines.count)
      if let previous = places.last, previous.lines.upperBound > first {
        places[places.count - 1].lines = previous.lines.lowerBound..<max(end, previous.lines.upperBound)
        places[places.count - 1].edits.append(edit)
      } else {
        places.append((first..<end, [edit]))
      }
    }
    var changes: [Change] = []
    for place in places {
      let change = Change(place.lines, place.edits, page, lines)
      if !change.lines.isEmpty || !change.newLines.isEmpty { changes.append(change) }
    }
    return changes
  }

  private static func append(
    _ mark: Unicode.Scalar, _ page: Span<UInt8>, _ line: Range<Int>, to diff: inout [UInt8]
  ) {
    diff.append(UInt8(ascii: mark))
    page.extracting(line).withUnsafeBufferPointer { diff.append(contentsOf: $0) }
    if page[line.upperBound - 1] != 0x0A {
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

/// The offsets at which the lines of a text start; each line holds its LF. An empty text has none.
private struct LineStarts {
  private var starts: [Int]
  private let end: Int

  init(of text: Span<UInt8>) {
    end = text.count
    starts = end == 0 ? [] : [0]
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
