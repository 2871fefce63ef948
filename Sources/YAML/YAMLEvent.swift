internal import CLibYAML

/// A step of a YAML file, as libyaml reads it.
struct YAMLEvent {
  enum Kind {
    case document
    case scalar(String, isPlain: Bool)
    case listStart, listEnd
    case mappingStart, mappingEnd
    case alias(of: String)
  }

  let kind: Kind
  let position: YAMLValue.Position
  /// The name by which aliases mean the value.
  let anchor: String?
  let hasTag: Bool

  /// The deepest nesting that is read. libyaml itself knows no bound, and the events become values by recursion.
  static let maximumDepth = 1000

  /// Returns the events of a text in UTF-8 up to the beginning of a second document, which is the last event then.
  static func all(in bytes: [UInt8]) throws(YAMLParserFault) -> [YAMLEvent] {
    // The parser keeps a pointer to itself, and so does not move.
    let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
    defer { parser.deallocate() }
    guard yaml_parser_initialize(parser) == 1 else { throw YAMLParserFault(.memory) }
    defer { yaml_parser_delete(parser) }
    return try bytes.withUnsafeBufferPointer { buffer throws(YAMLParserFault) in
      yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
      // libyaml takes no null pointer, which an empty array may have.
      guard let start = buffer.baseAddress, !buffer.isEmpty else { return [] }
      yaml_parser_set_input_string(parser, start, buffer.count)
      return try events(of: parser)
    }
  }

  private static func events(of parser: UnsafeMutablePointer<yaml_parser_t>) throws(YAMLParserFault)
    -> [YAMLEvent]
  {
    var events: [YAMLEvent] = []
    var depth = 0
    var documents = 0
    while true {
      var event = yaml_event_t()
      guard yaml_parser_parse(parser, &event) == 1 else { throw YAMLParserFault(parser.pointee) }
      defer { yaml_event_delete(&event) }
      guard event.type != YAML_STREAM_END_EVENT else { return events }
      guard let read = YAMLEvent(event) else { continue }
      events.append(read)
      switch read.kind {
      case .document:
        documents += 1
        if documents > 1 { return events }
      case .listStart, .mappingStart:
        depth += 1
        guard depth <= maximumDepth else { throw YAMLParserFault(.depth(read.position)) }
      case .listEnd, .mappingEnd: depth -= 1
      case .scalar, .alias: break
      }
    }
  }

  /// - Returns: `nil` for the steps that say nothing.
  private init?(_ event: yaml_event_t) {
    var anchor: UnsafeMutablePointer<yaml_char_t>?
    var tag: UnsafeMutablePointer<yaml_char_t>?
    switch event.type {
    case YAML_DOCUMENT_START_EVENT: kind = .document
    case YAML_ALIAS_EVENT:
      kind = .alias(of: event.data.alias.anchor.map { Self.text($0) } ?? "")
    case YAML_SCALAR_EVENT:
      let scalar = event.data.scalar
      let bytes = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
      kind = .scalar(String(decoding: bytes, as: UTF8.self), isPlain: scalar.style == YAML_PLAIN_SCALAR_STYLE)
      (anchor, tag) = (scalar.anchor, scalar.tag)
    case YAML_SEQUENCE_START_EVENT:
      kind = .listStart
      (anchor, tag) = (event.data.sequence_start.anchor, event.data.sequence_start.tag)
    case YAML_SEQUENCE_END_EVENT: kind = .listEnd
    case YAML_MAPPING_START_EVENT:
      kind = .mappingStart
      (anchor, tag) = (event.data.mapping_start.anchor, event.data.mapping_start.tag)
    case YAML_MAPPING_END_EVENT: kind = .mappingEnd
    default: return nil
    }
    position = YAMLValue.Position(event.start_mark)
    self.anchor = anchor.map { Self.text($0) }
    hasTag = tag != nil
  }

  private static func text(_ name: UnsafeMutablePointer<yaml_char_t>) -> String { String(cString: name) }
}

/// A text that libyaml does not read.
struct YAMLParserFault: Error {
  enum Kind {
    case memory
    /// The bytes cannot be text of a YAML file.
    case character(offset: Int, value: Int)
    /// The text is not YAML; libyaml tells what it was about to read, and since where.
    case syntax(YAMLValue.Position, context: String?, start: YAMLValue.Position)
    case depth(YAMLValue.Position)
  }

  let kind: Kind
  /// The words of libyaml, or nothing.
  let problem: String

  fileprivate init(_ kind: Kind) {
    self.kind = kind
    problem = ""
  }

  fileprivate init(_ parser: yaml_parser_t) {
    problem = parser.problem.map { String(cString: $0) } ?? ""
    switch parser.error {
    case YAML_MEMORY_ERROR: kind = .memory
    case YAML_READER_ERROR:
      kind = .character(offset: Int(clamping: parser.problem_offset), value: Int(parser.problem_value))
    default:
      let position = YAMLValue.Position(parser.problem_mark)
      let context = parser.context.map { String(cString: $0) }
      kind = .syntax(
        position, context: context, start: context == nil ? position : YAMLValue.Position(parser.context_mark)
      )
    }
  }
}

extension YAMLValue.Position {
  fileprivate init(_ mark: yaml_mark_t) {
    self.init(line: Int(clamping: mark.line) + 1, column: Int(clamping: mark.column) + 1)
  }
}
