internal import AutoTagBytes
internal import Yams

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

  /// The most aliases of a file: each may stand for a text that holds others.
  private static let mostAliases = 32
  /// The most values of a file, those behind aliases counted each time.
  private static let mostValues = 1 << 20
  private static let mostLevels = 1000

  /// - Returns: `nil` for a file that holds nothing, or comments only.
  package static func read(
    _ bytes: [UInt8], _ dialect: Dialect = .plain
  ) throws(YAMLFault) -> YAMLValue? {
    let document = YAMLDocument(dialect: dialect, text: try text(of: bytes))
    try document.expectFewAliases()
    return try document.root()
  }

  private static func text(of bytes: [UInt8]) throws(YAMLFault) -> String {
    let span = bytes.span
    do throws(UTF8.ValidationError) {
      let text = String(copying: try UTF8Span(validating: span))
      // The YAML library would count a byte-order mark as the first column.
      return text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
    } catch {
      let before = bytes[..<error.byteOffsets.lowerBound]
      let line = before.count { $0 == UInt8(ascii: "\n") } + 1
      throw YAMLFault(line: line, "the file is not in UTF-8: save it as UTF-8")
    }
  }

  /// Refuses a file of aliases of aliases before the YAML library puts them in. What begins with `*` in a text counts too.
  private func expectFewAliases() throws(YAMLFault) {
    var count = 0
    var line = 1
    var before = UInt8(ascii: "\n")
    var isComment = false
    var isStar = false
    for byte in text.utf8 {
      if isStar, ASCII.isWordCharacter(byte) || byte == UInt8(ascii: "-") {
        count += 1
        guard count <= Self.mostAliases else {
          throw YAMLFault(
            line: line, "the file has more than \(Self.mostAliases) aliases: write the values out")
        }
      }
      let isStart =
        before <= 0x20 || before == UInt8(ascii: ",") || before == UInt8(ascii: "[")
        || before == UInt8(ascii: "{")
      if byte == UInt8(ascii: "#"), before <= 0x20 { isComment = true }
      isStar = !isComment && isStart && byte == UInt8(ascii: "*")
      if byte == UInt8(ascii: "\n") { (line, isComment) = (line + 1, false) }
      before = byte
    }
  }

  private func root() throws(YAMLFault) -> YAMLValue? {
    do {
      // The parser keeps a pointer to the text's bytes, which only a string on the heap has.
      let onHeap = text.utf8.count < 16 ? text + String(repeating: "\n", count: 16) : text
      let parser = try Parser(yaml: onHeap, resolver: .basic, encoding: .utf8)
      let root = try parser.singleRoot()
      // Nodes know their anchors only as long as the parser lives.
      return try withExtendedLifetime(parser) {
        var left = Self.mostValues
        return try root.map { try value($0, &left) }
      }
    } catch let error as YAMLFault {
      throw error
    } catch let error as YamlError {
      throw explained(error)
    } catch {
      throw YAMLFault("not valid YAML: \(error)")
    }
  }

  /// - Parameters:
  ///   - left: the number of values that there may still be.
  ///   - depth: the number of lists and mappings around it.
  private func value(
    _ node: Node, _ left: inout Int, depth: Int = 0
  ) throws(YAMLFault) -> YAMLValue {
    let position = YAMLValue.Position(line: node.mark?.line ?? 1, column: node.mark?.column ?? 1)
    left -= 1
    guard left > 0 else { throw error(position, "the file has more than \(Self.mostValues) values") }
    // Aliases may nest what the library has bounded.
    guard depth < Self.mostLevels else {
      throw error(position, "lists or mappings are nested too deeply")
    }
    guard dialect == .full || node.anchor == nil else {
      throw error(position, "anchors and aliases are not used here: write the value out")
    }
    // The resolver knows no types, so that another name than these was written into the file.
    guard
      dialect == .full
        || [Tag.Name.str, .seq, .map, .implicit].contains(Tag.Name(rawValue: node.tag.description))
    else {
      throw error(position, "tags are not used here: put a value that starts with ! in quotes")
    }
    switch node {
    case .scalar(let scalar):
      return YAMLValue(
        content: YAMLValue.content(of: scalar.string, isPlain: scalar.style == .plain), position: position)
    case .sequence(let sequence):
      var values: [YAMLValue] = []
      for node in sequence { values.append(try value(node, &left, depth: depth + 1)) }
      return YAMLValue(content: .list(values), position: position)
    case .mapping(let mapping):
      var pairs: [(key: YAMLValue, value: YAMLValue)] = []
      for (key, node) in mapping {
        pairs.append((try value(key, &left, depth: depth + 1), try value(node, &left, depth: depth + 1)))
      }
      return YAMLValue(content: .mapping(pairs), position: position)
    case .alias:
      throw error(position, "anchors and aliases are not used here: write the value out")
    }
  }

  private func error(_ position: YAMLValue.Position, _ message: String) -> YAMLFault {
    YAMLFault(line: position.line, column: position.column, message)
  }

  /// A YAML error in words that say what to do.
  private func explained(_ yamlError: YamlError) -> YAMLFault {
    switch yamlError {
    case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      if problem == "but found another document" {
        return error(mark.position, "the file holds a second document: keep one, without ---")
      }
      if problem == "found undefined alias" {
        return error(mark.position, Self.quotes("*"))
      }
      if problem.hasPrefix("Maximum nesting level") {
        return error(mark.position, "lists or mappings are nested too deeply")
      }
      let start = context.map { $0.mark.position } ?? mark.position
      switch context?.text {
      case "while scanning an alias": return error(start, Self.quotes("*"))
      case "while scanning an anchor": return error(start, Self.quotes("&"))
      case "while scanning a tag": return error(start, Self.quotes("!"))
      default: break
      }
      guard mark.line < lines.count || character(at: mark.position) != nil else {
        // What is never closed is found at the end of the file; the user looks for its start.
        let about = context.map { " (\($0.text) that starts here)" } ?? ""
        return error(start, "not valid YAML: \(problem)\(about)")
      }
      if let character = character(at: mark.position) {
        if character == "\t" {
          return error(mark.position, "a tab stands here, and YAML is indented by spaces: replace it")
        }
        if problem == "found character that cannot start any token" {
          return error(mark.position, Self.quotes(String(character)))
        }
      }
      let about = context.map { " (\($0.text) that starts on line \($0.mark.line))" } ?? ""
      return error(mark.position, "not valid YAML: \(problem)\(about)")
    case .reader(let problem, let offset, let value, _):
      let character = value > 0 ? " (U+\(String(value, radix: 16, uppercase: true)))" : ""
      let line = offset.map { text.prefix($0).count { $0.isNewline } + 1 }
      return YAMLFault(line: line, "not valid YAML: \(problem)\(character)")
    case .duplicatedKeysInMapping(let duplicates, let context):
      let keys = duplicates.map { "“\($0)”" }.joined(separator: ", ")
      return error(context.mark.position, "the key \(keys) is here more than once: keep one")
    case .memory:
      // What the YAML library says of more than a thousand levels.
      return YAMLFault("not valid YAML: lists or mappings are nested too deeply")
    default:
      return YAMLFault("not valid YAML: \(yamlError)")
    }
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

extension Mark {
  fileprivate var position: YAMLValue.Position { .init(line: line, column: column) }
}
