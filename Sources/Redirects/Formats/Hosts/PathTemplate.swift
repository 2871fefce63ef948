internal import AutoTagBytes

/// A text with parameters as path-to-regexp 6 takes it apart (github.com/pillarjs/path-to-regexp/tree/v6.1.0):
/// `:name`, `:name(pattern)`, `(pattern)`, `{prefix:name(pattern)suffix}`, each with one of the modifiers `*`, `+`, `?`.
struct PathTemplate {
  enum Part {
    case text([UInt8])
    case parameter(Parameter)
  }

  struct Parameter {
    var prefix: [UInt8] = []
    /// `nil` for one without a name, empty for a group in braces that holds no parameter.
    var name: String?
    /// `nil` where none is written.
    var pattern: [UInt8]?
    var suffix: [UInt8] = []
    var modifier: UInt8?

    var isOptional: Bool { modifier == UInt8(ascii: "?") || modifier == UInt8(ascii: "*") }
    var isRepeated: Bool { modifier == UInt8(ascii: "*") || modifier == UInt8(ascii: "+") }
  }

  private(set) var parts: [Part] = []
  /// The part that cannot be read.
  private(set) var problem: String?

  private let text: [UInt8]
  private var offset = 0

  init(_ text: [UInt8]) {
    self.text = text
    while offset < text.count, problem == nil { readPart() }
  }

  private mutating func readPart() {
    let byte = text[offset]
    switch byte {
    case UInt8(ascii: "\\"):
      guard offset + 1 < text.count else { return fail("a \\ ends it") }
      append([text[offset + 1]])
      offset += 2
    case UInt8(ascii: "{"): readGroup()
    case UInt8(ascii: ":"), UInt8(ascii: "("): readParameter(prefix: [])
    case UInt8(ascii: "/"), UInt8(ascii: "."):
      offset += 1
      // A slash or a dot right in front of a parameter belongs to it: `/:path*` matches nothing too.
      if offset < text.count, text[offset] == UInt8(ascii: ":") || text[offset] == UInt8(ascii: "(") {
        readParameter(prefix: [byte])
      } else {
        append([byte])
      }
    case UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "?"), UInt8(ascii: "}"):
      fail("\([byte].text) stands where it means nothing")
    default:
      append([byte])
      offset += 1
    }
  }

  private mutating func fail(_ problem: String) {
    self.problem = problem
  }

  private mutating func append(_ literal: [UInt8]) {
    if case .text(let before)? = parts.last {
      parts[parts.count - 1] = .text(before + literal)
    } else {
      parts.append(.text(literal))
    }
  }

  private mutating func readGroup() {
    offset += 1
    var parameter = Parameter(prefix: readLiteral(), name: "")
    if offset < text.count, text[offset] != UInt8(ascii: "}") {
      guard readNameAndPattern(of: &parameter) else { return }
      parameter.suffix = readLiteral()
    }
    guard offset < text.count, text[offset] == UInt8(ascii: "}") else { return fail("a } is missing") }
    offset += 1
    parameter.modifier = readModifier()
    parts.append(.parameter(parameter))
  }

  private mutating func readLiteral() -> [UInt8] {
    var literal: [UInt8] = []
    while offset < text.count, !":({}*+?".utf8.contains(text[offset]) {
      if text[offset] == UInt8(ascii: "\\"), offset + 1 < text.count { offset += 1 }
      literal.append(text[offset])
      offset += 1
    }
    return literal
  }

  private mutating func readParameter(prefix: [UInt8]) {
    var parameter = Parameter(prefix: prefix)
    guard readNameAndPattern(of: &parameter) else { return }
    parameter.modifier = readModifier()
    parts.append(.parameter(parameter))
  }

  /// - Returns: `false` where they cannot be read.
  private mutating func readNameAndPattern(of parameter: inout Parameter) -> Bool {
    parameter.name = nil
    if offset < text.count, text[offset] == UInt8(ascii: ":") {
      let name = Array(text[(offset + 1)...].prefix(while: ASCII.isWordCharacter)).text
      guard !name.isEmpty else {
        fail("a name is missing after :")
        return false
      }
      offset += 1 + name.utf8.count
      parameter.name = name
    }
    guard offset < text.count, text[offset] == UInt8(ascii: "(") else {
      if parameter.name == nil { fail("a parameter is missing") }
      return parameter.name != nil
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
      return false
    }
    let pattern = Array(text[start..<(offset - 1)])
    guard pattern.first != UInt8(ascii: "?") else {
      fail("a pattern begins with ?")
      return false
    }
    guard !Self.hasCapturingGroup(pattern) else {
      fail("a pattern holds a group that captures")
      return false
    }
    parameter.pattern = pattern
    return true
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

  private mutating func readModifier() -> UInt8? {
    guard offset < text.count, "*+?".utf8.contains(text[offset]) else { return nil }
    offset += 1
    return text[offset - 1]
  }
}

extension PathTemplate {
  /// The names of the groups of a source's pattern in order; an unnamed one is empty.
  var groupNames: [String] {
    parts.compactMap {
      guard case .parameter(let parameter) = $0, parameter.name != "" else { return nil }
      return parameter.name ?? ""
    }
  }

  /// Returns the regular expression of a source, with the options strict and sensitive; `nil` where it cannot be read.
  /// - Parameter prefix: what stands in front of every path, without a slash at its end.
  func pattern(prefix: [UInt8]) -> Pattern? {
    problem == nil ? PathPattern.pattern(PathPattern.escaped(prefix) + expression, false) : nil
  }

  /// The regular expression of a source, without anchors.
  var expression: [UInt8] {
    parts.flatMap { part in
      switch part {
      case .text(let text): PathPattern.escaped(text)
      case .parameter(let parameter): Self.expression(parameter)
      }
    }
  }

  /// Returns the same template with each optional parameter once as one that is needed and once left out, those with
  /// it in front; `nil` where more than `most` are optional.
  func variants(most: Int) -> [PathTemplate]? {
    let index = parts.firstIndex {
      if case .parameter(let parameter) = $0 { parameter.isOptional } else { false }
    }
    guard let index, case .parameter(var parameter) = parts[index] else { return [self] }
    guard most > 0 else { return nil }
    parameter.modifier = parameter.isRepeated ? UInt8(ascii: "+") : nil
    var with = self
    with.parts[index] = .parameter(parameter)
    var without = self
    without.parts.remove(at: index)
    guard let first = with.variants(most: most - 1), let second = without.variants(most: most - 1) else {
      return nil
    }
    return first + second
  }

  /// Returns true if one of these parameters takes several segments.
  func hasRepetition(of names: Set<String>) -> Bool {
    parts.contains {
      guard case .parameter(let parameter) = $0 else { return false }
      return parameter.isRepeated && names.contains(parameter.name ?? "")
    }
  }

  /// Returns the same template in which these parameters take one segment.
  func withoutRepetition(of names: Set<String>) -> PathTemplate {
    var result = self
    result.parts = parts.map { part in
      guard case .parameter(var parameter) = part, parameter.isRepeated, names.contains(parameter.name ?? "")
      else {
        return part
      }
      parameter.modifier = nil
      return .parameter(parameter)
    }
    return result
  }

  /// Returns true if a path that begins with a text may match.
  func mayBegin(with text: [UInt8]) -> Bool {
    guard case .text(let own)? = parts.first else { return true }
    let common = min(own.count, text.count)
    return ASCII.lowercased(Array(own[..<common])) == Array(text[..<common])
      && (own.count >= text.count || parts.count > 1)
  }

  private static func expression(_ parameter: Parameter) -> [UInt8] {
    let (before, after) = (PathPattern.escaped(parameter.prefix), PathPattern.escaped(parameter.suffix))
    let modifier = parameter.modifier.map { [$0] } ?? []
    if parameter.name == "" { return [UInt8]("(?:") + before + [UInt8](")") + modifier }
    let pattern = parameter.pattern ?? [UInt8]("[^/]+?")
    if before.isEmpty, after.isEmpty {
      return parameter.isRepeated
        ? [UInt8]("((?:") + pattern + [UInt8](")") + modifier + [UInt8](")")
        : [UInt8]("(") + pattern + [UInt8](")") + modifier
    }
    guard parameter.isRepeated else {
      return [UInt8]("(?:") + before + [UInt8]("(") + pattern + [UInt8](")") + after + [UInt8](")") + modifier
    }
    var source = [UInt8]("(?:") + before + [UInt8]("((?:") + pattern + [UInt8](")(?:") + after + before
    source += [UInt8]("(?:") + pattern + [UInt8]("))*)") + after + [UInt8](")")
    return parameter.isOptional ? source + [UInt8]("?") : source
  }

  /// Returns the text with values in the parameters' places, as `compile` makes it without encoding and without
  /// looking if the values fit; `nil` where it fails: for a parameter that is needed and has none.
  func filled(_ values: [String: [UInt8]]) -> [UInt8]? {
    guard problem == nil else { return nil }
    var result: [UInt8] = []
    for part in parts {
      switch part {
      case .text(let text): result += text
      case .parameter(let parameter):
        if let value = parameter.name.flatMap({ values[$0] }) {
          result += parameter.prefix + value + parameter.suffix
        } else if !parameter.isOptional {
          return nil
        }
      }
    }
    return result
  }
}
