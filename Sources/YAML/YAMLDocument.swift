internal import AutoTagBytes

/// Reads a YAML file that holds one document without repeated keys.
package struct YAMLDocument {
  /// The parts of YAML that a file may use.
  package enum Dialect: Sendable {
    /// No anchors, no aliases, no tags.
    case plain
    /// Anchors and aliases too, and tags, which say nothing.
    case full
  }

  private let dialect: Dialect
  private let text: String
  /// The values that aliases may mean, with how many values each has and how deep they are nested.
  private var anchors: [String: (value: YAMLValue, count: Int, depth: Int)] = [:]
  /// The number of values so far, those behind aliases counted each time.
  private var count = 0

  private static let mostValues = 1 << 20

  /// - Returns: `nil` for a file that holds nothing, or comments only.
  package static func read(
    _ bytes: [UInt8], _ dialect: Dialect = .plain
  ) throws(YAMLFault) -> YAMLValue? {
    var document = YAMLDocument(dialect: dialect, text: try text(of: bytes))
    return try document.root()
  }

  private init(dialect: Dialect, text: String) { (self.dialect, self.text) = (dialect, text) }

  private static func text(of bytes: [UInt8]) throws(YAMLFault) -> String {
    let span = bytes.span
    do throws(UTF8.ValidationError) {
      let text = String(copying: try UTF8Span(validating: span))
      // libyaml would count a byte-order mark as the first column.
      return text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
    } catch {
      let before = bytes[..<error.byteOffsets.lowerBound]
      let line = before.count { $0 == UInt8(ascii: "\n") } + 1
      throw YAMLFault(line: line, "the file is not in UTF-8: save it as UTF-8")
    }
  }

  private mutating func root() throws(YAMLFault) -> YAMLValue? {
    let events: [YAMLEvent]
    do {
      events = try YAMLEvent.all(in: Array(text.utf8))
    } catch {
      throw explained(error)
    }
    var rest = events[...]
    guard rest.popFirst() != nil else { return nil }
    let root = try value(&rest)?.value
    if let second = rest.first {
      throw error(second.position, "the file holds a second document: keep one, without ---")
    }
    return root
  }

  /// Takes a value off the events; libyaml sends the ends of all lists and mappings.
  /// - Returns: the value, and how deep lists and mappings are nested in it; `nil` at the end of the list or mapping
  ///   that it would be in.
  private mutating func value(
    _ events: inout ArraySlice<YAMLEvent>, depth: Int = 0
  ) throws(YAMLFault) -> (value: YAMLValue, depth: Int)? {
    guard let event = events.popFirst() else { return nil }
    guard dialect == .full || event.anchor == nil else {
      throw error(event.position, "anchors and aliases are not used here: write the value out")
    }
    guard dialect == .full || !event.hasTag else {
      throw error(event.position, "tags are not used here: put a value that starts with ! in quotes")
    }
    let before = count
    try add(1, at: event)
    var height = 0
    /// Returns the next value of a list or a mapping.
    func next(_ events: inout ArraySlice<YAMLEvent>) throws(YAMLFault) -> YAMLValue? {
      guard let next = try self.value(&events, depth: depth + 1) else { return nil }
      height = max(height, next.depth + 1)
      return next.value
    }
    let content: YAMLValue.Content
    switch event.kind {
    case .scalar(let text, let isPlain):
      content = YAMLValue.content(of: text, isPlain: isPlain)
    case .listStart:
      var values: [YAMLValue] = []
      while let value = try next(&events) { values.append(value) }
      content = .list(values)
    case .mappingStart:
      var pairs: [(key: YAMLValue, value: YAMLValue)] = []
      while let key = try next(&events), let value = try next(&events) { pairs.append((key, value)) }
      try refuseRepeatedKeys(of: pairs)
      content = .mapping(pairs)
    case .alias(let name):
      guard let meant = anchors[name] else { throw error(event.position, Self.quotes("*")) }
      try add(meant.count, at: event)
      guard depth + meant.depth < YAMLEvent.maximumDepth else {
        throw error(event.position, "lists or mappings are nested too deeply")
      }
      return (YAMLValue(content: meant.value.content, position: event.position), meant.depth)
    case .listEnd, .mappingEnd, .document:
      return nil
    }
    let value = YAMLValue(content: content, position: event.position)
    if let name = event.anchor { anchors[name] = (value, count - before, height) }
    return (value, height)
  }

  /// Counts values, so that a few aliases of aliases cannot become millions.
  private mutating func add(_ more: Int, at event: YAMLEvent) throws(YAMLFault) {
    count += more
    guard count <= Self.mostValues else {
      throw error(event.position, "the file has more than \(Self.mostValues) values")
    }
  }

  private func refuseRepeatedKeys(of pairs: [(key: YAMLValue, value: YAMLValue)]) throws(YAMLFault) {
    var first: [String: YAMLValue.Position] = [:]
    for (key, _) in pairs {
      guard let name = key.scalar else { continue }
      if let position = first.updateValue(key.position, forKey: name) {
        throw error(position, "the key “\(name)” is here more than once: keep one")
      }
    }
  }

  private func error(_ position: YAMLValue.Position, _ message: String) -> YAMLFault {
    YAMLFault(line: position.line, column: position.column, message)
  }

  /// A fault of the YAML in words that say what to do.
  private func explained(_ fault: YAMLParserFault) -> YAMLFault {
    switch fault.kind {
    case .syntax(let position, let context, let start):
      return explained(fault.problem, at: position, context: context, since: start)
    case .character(let offset, let value):
      let character = value > 0 ? " (U+\(String(value, radix: 16, uppercase: true)))" : ""
      let line = text.utf8.prefix(offset).count { $0 == UInt8(ascii: "\n") } + 1
      return YAMLFault(line: line, "not valid YAML: \(fault.problem)\(character)")
    case .depth(let position):
      return error(position, "lists or mappings are nested too deeply")
    case .memory:
      return YAMLFault("the memory does not suffice to read it")
    }
  }

  private func explained(
    _ problem: String, at position: YAMLValue.Position, context: String?, since start: YAMLValue.Position
  ) -> YAMLFault {
    switch context {
    case "while scanning an alias": return error(start, Self.quotes("*"))
    case "while scanning an anchor": return error(start, Self.quotes("&"))
    case "while scanning a tag": return error(start, Self.quotes("!"))
    default: break
    }
    guard position.line < lines.count || character(at: position) != nil else {
      // What is never closed is found at the end of the file; the user looks for its start.
      let about = context.map { " (\($0) that starts here)" } ?? ""
      return error(start, "not valid YAML: \(problem)\(about)")
    }
    if let character = character(at: position) {
      if character == "\t" {
        return error(position, "a tab stands here, and YAML is indented by spaces: replace it")
      }
      if problem == "found character that cannot start any token" {
        return error(position, Self.quotes(String(character)))
      }
    }
    let about = context.map { " (\($0) that starts on line \(start.line))" } ?? ""
    return error(position, "not valid YAML: \(problem)\(about)")
  }

  private static func quotes(_ character: String) -> String {
    "a value that starts with \(character) must be in quotes, as in \"\(character)…\""
  }

  private func character(at position: YAMLValue.Position) -> Unicode.Scalar? {
    guard lines.indices.contains(position.line - 1) else { return nil }
    return lines[position.line - 1].dropFirst(position.column - 1).first
  }

  private var lines: [Substring.UnicodeScalarView] {
    text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
  }
}
