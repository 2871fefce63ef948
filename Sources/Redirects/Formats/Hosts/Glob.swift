internal import AutoTagBytes

/// A pattern of paths as minimatch reads it with its own options (github.com/isaacs/minimatch): `*` and `?` within a
/// segment, `**` as a segment for any number of them, `[…]`, `{a,b}`, `@(a|b)` and its kin, `!` in front for all other
/// paths. Letters' case counts, a slash at the end of the path does not, names with a dot in front are matched by a
/// dot only.
struct Glob {
  /// The regular expression, without anchors; `nil` where the pattern is not understood.
  private(set) var expression: [UInt8]?

  /// Braces multiply: more alternatives than any file has are not expanded.
  private static let mostAlternatives = 64

  init(_ text: [UInt8]) {
    let isNegated = text.first == UInt8(ascii: "!") && text.dropFirst().first != UInt8(ascii: "(")
    let body = isNegated ? Array(text.dropFirst()) : text
    guard let alternatives = Self.expanded(body) else { return }
    var all: [[UInt8]] = []
    for alternative in alternatives {
      guard let one = Self.expression(alternative) else { return }
      all.append(one)
    }
    let any = [UInt8]("(?:") + Array(all.joined(separator: [UInt8(ascii: "|")])) + [UInt8](")")
    expression = isNegated ? [UInt8]("(?!") + any + [UInt8]("$).*") : any
  }

  /// Returns the texts that braces stand for; `nil` where there are too many, and for ranges such as `{1..9}`.
  private static func expanded(_ text: [UInt8]) -> [[UInt8]]? {
    guard let open = text.firstIndex(of: UInt8(ascii: "{")) else { return [text] }
    var depth = 0
    var starts = [open + 1]
    for index in open..<text.count {
      switch text[index] {
      case UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: ",") where depth == 1: starts.append(index + 1)
      case UInt8(ascii: "}"): depth -= 1
      default: break
      }
      guard depth == 0 else { continue }
      starts.append(index + 1)
      guard starts.count > 2, let rests = expanded(Array(text[(index + 1)...])) else { return nil }
      var all: [[UInt8]] = []
      for (start, next) in zip(starts, starts.dropFirst()) {
        guard let inner = expanded(Array(text[start..<(next - 1)])) else { return nil }
        for middle in inner {
          for rest in rests { all.append(text[..<open] + middle + rest) }
        }
        guard all.count <= mostAlternatives else { return nil }
      }
      return all
    }
    return nil
  }

  private static func expression(_ text: [UInt8]) -> [UInt8]? {
    var result: [UInt8] = []
    let segments = text.split(separator: 0x2F, omittingEmptySubsequences: false)
    for (index, segment) in segments.enumerated() {
      let isLast = index == segments.count - 1
      if segment.elementsEqual("**".utf8) {
        // Each name with its slash, and the last one alone.
        result += [UInt8]("(?:(?!\\.)[^/]+/)*")
        if isLast { result += [UInt8]("(?:(?!\\.)[^/]+)?") }
        continue
      }
      guard let one = expression(ofSegment: segment) else { return nil }
      result += one
      if !isLast { result.append(0x2F) }
    }
    return result + (text.last == 0x2F ? [] : [UInt8]("/?"))
  }

  private static func expression(ofSegment segment: ArraySlice<UInt8>) -> [UInt8]? {
    guard let first = segment.first else { return [] }
    // A name of wildcards alone is not empty, and a dot in front of it is none of theirs.
    var result = "*?[@+!".utf8.contains(first) ? [UInt8]("(?!\\.)(?=[^/])") : []
    var rest = segment
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "@"), UInt8(ascii: "?"), UInt8(ascii: "+"), UInt8(ascii: "*"), UInt8(ascii: "!"):
        guard rest.first == UInt8(ascii: "(") else {
          result +=
            byte == UInt8(ascii: "*")
            ? [UInt8]("[^/]*") : byte == UInt8(ascii: "?") ? [UInt8]("[^/]") : PathPattern.escaped([byte])
          continue
        }
        guard let end = rest.firstIndex(of: UInt8(ascii: ")")) else { return nil }
        let inner = rest[rest.index(after: rest.startIndex)..<end]
        // Groups inside of groups are not read.
        guard !inner.contains(UInt8(ascii: "(")) else { return nil }
        rest = rest[(end + 1)...]
        let choices = inner.split(separator: UInt8(ascii: "|"), omittingEmptySubsequences: false)
          .map { expression(ofPart: $0) }
        let group = [UInt8]("(?:") + Array(choices.joined(separator: [UInt8(ascii: "|")])) + [UInt8](")")
        if byte == UInt8(ascii: "!") {
          guard let after = expression(ofSegment: rest) else { return nil }
          return result + [UInt8]("(?!") + group + after + [UInt8]("(?:/|$))[^/]*") + after
        }
        result += group + (byte == UInt8(ascii: "@") ? [] : [byte])
      case UInt8(ascii: "["):
        guard let end = rest.dropFirst().firstIndex(of: UInt8(ascii: "]")) else { return nil }
        var members = rest[..<end]
        let isNegated = members.first == UInt8(ascii: "!") || members.first == UInt8(ascii: "^")
        if isNegated { members.removeFirst() }
        guard !members.isEmpty, members.allSatisfy({ ASCII.isWordCharacter($0) || $0 == UInt8(ascii: "-") })
        else {
          return nil
        }
        result += [UInt8](isNegated ? "[^/" : "[") + members + [UInt8]("]")
        rest = rest[(end + 1)...]
      default: result += expression(ofPart: [byte])
      }
    }
    return result
  }

  /// Returns the text with wildcards of one name.
  private static func expression(ofPart text: ArraySlice<UInt8>) -> [UInt8] {
    text.flatMap { byte -> [UInt8] in
      switch byte {
      case UInt8(ascii: "*"): [UInt8]("[^/]*")
      case UInt8(ascii: "?"): [UInt8]("[^/]")
      default: PathPattern.escaped(RuleListServer.spelled([byte], .sent))
      }
    }
  }
}
