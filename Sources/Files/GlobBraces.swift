/// Braces in a glob: `{a,b}/**` stands for `a/**` and `b/**`. They may hold slashes and other braces; without a comma they
/// are a name's own, as in a shell.
enum GlobBraces {
  /// The most patterns that one stands for.
  private static let limit = 256

  /// - Returns: the patterns without braces; `nil` where there would be more than 256.
  static func expanded(_ pattern: String) -> [String]? {
    var done: [String] = []
    var pending = [Array(pattern.utf8)]
    while let next = pending.popLast() {
      guard done.count + pending.count < limit else { return nil }
      guard let (range, choices) = group(in: next) else {
        done.append(String(decoding: next, as: UTF8.self))
        continue
      }
      guard choices.count <= limit else { return nil }
      for choice in choices.reversed() {
        pending.append(Array(next[..<range.lowerBound] + next[choice] + next[range.upperBound...]))
      }
    }
    return done
  }

  /// The first braces with a comma, and what stands between their commas.
  private static func group(in text: [UInt8]) -> (range: Range<Int>, choices: [Range<Int>])? {
    // The braces that are open, each with the starts of its choices.
    var open: [[Int]] = []
    var found: (range: Range<Int>, choices: [Range<Int>])?
    var index = 0
    while index < text.count {
      switch text[index] {
      case UInt8(ascii: "\\"): index += 1
      case UInt8(ascii: "["): index = GlobBrackets.end(from: index, in: text) ?? index
      case UInt8(ascii: "{"): open.append([index + 1])
      case UInt8(ascii: ",") where !open.isEmpty: open[open.count - 1].append(index + 1)
      case UInt8(ascii: "}") where !open.isEmpty:
        let starts = open.removeLast()
        if starts.count > 1 {
          let ends = starts.dropFirst().map { $0 - 1 } + [index]
          found = (starts[0] - 1..<index + 1, zip(starts, ends).map { $0..<$1 })
          // Of braces in braces the inner ones come first.
          return found
        }
      default: break
      }
      index += 1
    }
    return found
  }

  /// Returns true if a brace is not closed.
  static func areOpen(in pattern: String) -> Bool {
    let text = Array(pattern.utf8)
    var depth = 0
    var index = 0
    while index < text.count {
      switch text[index] {
      case UInt8(ascii: "\\"): index += 1
      case UInt8(ascii: "["): index = GlobBrackets.end(from: index, in: text) ?? index
      case UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "}"): depth -= depth > 0 ? 1 : 0
      default: break
      }
      index += 1
    }
    return depth > 0
  }
}

/// Brackets in a glob: `[a-z]`, `[!0-9]`, `[[:alpha:]]`, within one name.
enum GlobBrackets {
  /// The offset of the bracket that closes the one at `start`; `nil` where none does.
  static func end(from start: Int, in text: [UInt8]) -> Int? {
    var index = start + 1
    if index < text.count, text[index] == UInt8(ascii: "!") || text[index] == UInt8(ascii: "^") { index += 1 }
    // The first one is a character of the set.
    if index < text.count, text[index] == UInt8(ascii: "]") { index += 1 }
    while index < text.count {
      switch text[index] {
      case UInt8(ascii: "]"): return index
      case UInt8(ascii: "/"): return nil
      case UInt8(ascii: "\\"): index += 1
      case UInt8(ascii: "[") where index + 1 < text.count && text[index + 1] == UInt8(ascii: ":"):
        var close = index + 2
        while close + 1 < text.count, text[close] != UInt8(ascii: ":") || text[close + 1] != UInt8(ascii: "]")
        { close += 1 }
        if close + 1 < text.count { index = close + 1 }
      default: break
      }
      index += 1
    }
    return nil
  }

  /// Returns true if a bracket is not closed.
  static func areOpen(in pattern: String) -> Bool {
    let text = Array(pattern.utf8)
    var index = 0
    while index < text.count {
      if text[index] == UInt8(ascii: "\\") {
        index += 1
      } else if text[index] == UInt8(ascii: "[") {
        guard let end = end(from: index, in: text) else { return true }
        index = end
      }
      index += 1
    }
    return false
  }
}
