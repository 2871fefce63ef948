internal import AutoTagBytes

/// The `source` patterns of Vercel: path-to-regexp 6 with the options strict and sensitive, as Vercel
/// compiles them (vercel.com/docs/project-configuration, "source").
struct VercelPath {
  private(set) var source: [UInt8] = []
  /// The groups in order; an unnamed one is empty.
  private(set) var names: [String] = []
  /// The name or the group that cannot be read.
  private(set) var problem: String?

  private let text: [UInt8]
  private var offset = 0

  /// - Parameter prefix: what stands in front of every path, without a slash at its end.
  init(_ text: [UInt8], prefix: [UInt8] = []) {
    self.text = text
    source = PathPattern.escaped(prefix)
    while offset < text.count, problem == nil { readPart() }
  }

  /// `nil` where the source cannot be read.
  var pattern: Pattern? { problem == nil ? PathPattern.pattern(source, false) : nil }

  private mutating func readPart() {
    let byte = text[offset]
    switch byte {
    case UInt8(ascii: "\\"):
      guard offset + 1 < text.count else { return fail("a \\ ends it") }
      source += PathPattern.escaped([text[offset + 1]])
      offset += 2
    case UInt8(ascii: "{"): readGroup()
    case UInt8(ascii: ":"), UInt8(ascii: "("): readParameter(prefix: [])
    case UInt8(ascii: "/"), UInt8(ascii: "."):
      // A slash or a dot right in front of a parameter belongs to it: `/:path*` matches nothing too.
      if offset + 1 < text.count,
        text[offset + 1] == UInt8(ascii: ":") || text[offset + 1] == UInt8(ascii: "(")
      {
        offset += 1
        readParameter(prefix: [byte])
      } else {
        source += PathPattern.escaped([byte])
        offset += 1
      }
    case UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "?"), UInt8(ascii: "}"), UInt8(ascii: ")"):
      fail("\(String(decoding: [byte], as: UTF8.self)) stands where it means nothing")
    default:
      source += PathPattern.escaped([byte])
      offset += 1
    }
  }

  private mutating func fail(_ problem: String) {
    self.problem = problem
  }

  /// `{prefix:name(pattern)suffix}` with a modifier.
  private mutating func readGroup() {
    offset += 1
    let prefix = readLiteral()
    guard offset < text.count else { return fail("a } is missing") }
    if text[offset] == UInt8(ascii: "}") {
      offset += 1
      let modifier = readModifier()
      source += [UInt8]("(?:") + PathPattern.escaped(prefix) + [UInt8](")") + modifier
      return
    }
    guard let pattern = readNameAndPattern() else { return }
    let suffix = readLiteral()
    guard offset < text.count, text[offset] == UInt8(ascii: "}") else { return fail("a } is missing") }
    offset += 1
    append(prefix: prefix, pattern, suffix: suffix, modifier: readModifier())
  }

  private mutating func readLiteral() -> [UInt8] {
    var literal: [UInt8] = []
    while offset < text.count, !":({})".utf8.contains(text[offset]) {
      if text[offset] == UInt8(ascii: "\\"), offset + 1 < text.count { offset += 1 }
      literal.append(text[offset])
      offset += 1
    }
    return literal
  }

  private mutating func readParameter(prefix: [UInt8]) {
    guard let pattern = readNameAndPattern() else { return }
    append(prefix: prefix, pattern, suffix: [], modifier: readModifier())
  }

  /// - Returns: the group's pattern; its name is noted.
  private mutating func readNameAndPattern() -> [UInt8]? {
    var name = ""
    if offset < text.count, text[offset] == UInt8(ascii: ":") {
      name = Array(text[(offset + 1)...].prefix(while: ASCII.isWordCharacter)).text
      guard !name.isEmpty else {
        fail("a name is missing after :")
        return nil
      }
      offset += 1 + name.utf8.count
    }
    names.append(name)
    guard offset < text.count, text[offset] == UInt8(ascii: "(") else {
      if name.isEmpty { fail("a parameter is missing") }
      return [UInt8]("[^/]+?")
    }
    var depth = 0
    let start = offset + 1
    while offset < text.count {
      switch text[offset] {
      case UInt8(ascii: "\\"): offset += 1
      case UInt8(ascii: "("): depth += 1
      case UInt8(ascii: ")"): depth -= 1
      default: break
      }
      offset += 1
      if depth == 0 { break }
    }
    guard depth == 0, offset <= text.count, offset > start + 1 else {
      fail("a pattern in parentheses is empty or not closed")
      return nil
    }
    let pattern = Array(text[start..<(offset - 1)])
    if pattern.first == UInt8(ascii: "?") {
      fail("a pattern begins with ?")
      return nil
    }
    if Self.hasCapturingGroup(pattern) {
      fail("a pattern holds a group that captures")
      return nil
    }
    return pattern
  }

  /// path-to-regexp refuses `(` without `?` behind it in a pattern.
  private static func hasCapturingGroup(_ pattern: [UInt8]) -> Bool {
    for index in pattern.indices where pattern[index] == UInt8(ascii: "(") {
      let isEscaped = index > 0 && pattern[index - 1] == UInt8(ascii: "\\")
      let isPlain = index + 1 < pattern.count && pattern[index + 1] == UInt8(ascii: "?")
      if !isEscaped, !isPlain { return true }
    }
    return false
  }

  private mutating func readModifier() -> [UInt8] {
    guard offset < text.count, "*+?".utf8.contains(text[offset]) else { return [] }
    offset += 1
    return [text[offset - 1]]
  }

  private mutating func append(prefix: [UInt8], _ pattern: [UInt8], suffix: [UInt8], modifier: [UInt8]) {
    let (before, after) = (PathPattern.escaped(prefix), PathPattern.escaped(suffix))
    let isRepeated = modifier == [UInt8(ascii: "*")] || modifier == [UInt8(ascii: "+")]
    if before.isEmpty, after.isEmpty {
      source +=
        isRepeated
        ? [UInt8]("((?:") + pattern + [UInt8](")") + modifier + [UInt8](")")
        : [UInt8]("(") + pattern + [UInt8](")") + modifier
    } else if isRepeated {
      source += [UInt8]("(?:") + before + [UInt8]("((?:") + pattern + [UInt8](")(?:") + after + before
      source += [UInt8]("(?:") + pattern + [UInt8]("))*)") + after + [UInt8](")")
      if modifier == [UInt8(ascii: "*")] { source += [UInt8]("?") }
    } else {
      source +=
        [UInt8]("(?:") + before + [UInt8]("(") + pattern + [UInt8](")") + after + [UInt8](")") + modifier
    }
  }
}
