internal import AutoTagBytes

/// One directive of an nginx configuration.
struct NginxDirective {
  let file: String
  let line: Int
  /// The name and the arguments, without their quotes.
  var words: [[UInt8]]
  /// The ranges of the words in the file without a byte-order mark, without their quotes.
  var ranges: [Range<Int>] = []
  var block: [NginxDirective]?

  var name: String { words.first?.text ?? "" }

  var text: String { words.map(\.text).joined(separator: " ") }

  var arguments: ArraySlice<[UInt8]> { words.dropFirst() }
}

/// A reader of an nginx configuration, as `ngx_conf_read_token` does: words up to `;` or `{`, quoted or not, `#`
/// begins a comment where a word could begin. The files that it includes are put in the place of `include`.
struct NginxReader {
  private let file: String
  private let bytes: [UInt8]
  private let files: IncludedFiles
  private let depth: Int
  private var index = 0
  private var line = 1
  private(set) var diagnostics: [RedirectDiagnostic] = []

  /// Deeper blocks than any configuration has.
  private static let deepest = 64
  /// Files that include others, one in the other.
  private static let mostIncludes = 16
  /// The bound of files that are included, each as often as it is.
  private static let mostFiles = 1_000
  private var fileCount = 0

  init(_ bytes: [UInt8], file: String, including files: IncludedFiles) {
    self.init(bytes, file: file, including: files, depth: 0)
  }

  private init(_ bytes: [UInt8], file: String, including files: IncludedFiles, depth: Int) {
    self.bytes = ByteText.withoutMark(bytes)
    self.file = file
    self.files = files
    self.depth = depth
  }

  private enum Token {
    case word([UInt8], Range<Int>, line: Int)
    case end
    case open
    case close
  }

  mutating func read() -> [NginxDirective] {
    var stack: [(directive: NginxDirective?, content: [NginxDirective])] = [(nil, [])]
    var words: [[UInt8]] = []
    var ranges: [Range<Int>] = []
    var start = 1
    while let token = next() {
      switch token {
      case .word(let word, let range, let line):
        if words.isEmpty { start = line }
        words.append(word)
        ranges.append(range)
      case .end:
        if !words.isEmpty {
          let directive = NginxDirective(file: file, line: start, words: words, ranges: ranges)
          stack[stack.count - 1].content += included(directive) ?? [directive]
        }
        (words, ranges) = ([], [])
      case .open where words.first?.text.hasSuffix("_by_lua_block") == true:
        // What stands in it is a program, which OpenResty takes as it is.
        let program = LuaText.block(bytes, from: index)
        line += bytes[index..<program.end].count { $0 == 0x0A }
        index = program.end
        if !program.isClosed { malformed(start, "the block is not closed") }
        words.append(Array(program.text))
        stack[stack.count - 1].content.append(NginxDirective(file: file, line: start, words: words))
        (words, ranges) = ([], [])
      case .open:
        guard stack.count < Self.deepest else {
          malformed(line, "blocks are nested too deep")
          return stack[0].content
        }
        if words.isEmpty { malformed(line, "a block has no name") }
        stack.append((NginxDirective(file: file, line: words.isEmpty ? line : start, words: words), []))
        (words, ranges) = ([], [])
      case .close:
        if !words.isEmpty {
          malformed(start, "a ; is missing after \(words.map(\.text).joined(separator: " "))")
        }
        (words, ranges) = ([], [])
        guard stack.count > 1 else {
          malformed(line, "a } closes nothing")
          continue
        }
        Self.close(&stack)
      }
    }
    if !words.isEmpty { malformed(start, "the file ends before the ; of \(words[0].text)") }
    while stack.count > 1 {
      malformed(stack[stack.count - 1].directive?.line ?? line, "the block is not closed")
      Self.close(&stack)
    }
    return stack[0].content
  }

  /// Returns the directives of the files that an `include` names; `nil` for another directive, and where they are not read.
  /// A name is relative to the folder of the main file, whichever file has it.
  private mutating func included(_ directive: NginxDirective) -> [NginxDirective]? {
    guard directive.words.count == 2, directive.name == "include" else { return nil }
    let name = directive.words[1].text
    switch files.find(name, nil) {
    case .missing(let reason):
      guard case .mayRedirect = IncludedName(name) else { return [] }
      diagnostics.append(
        RedirectDiagnostic(
          .notUnderstood, file: file, line: directive.line,
          "what include \(name) names \(reason): if it redirects, put it beside this file or name it under "
            + "redirects.sources"))
      return nil
    case .files(let found):
      guard depth < Self.mostIncludes, fileCount + found.count <= Self.mostFiles else {
        malformed(directive.line, "files include one another, or more than are read")
        return nil
      }
      return found.flatMap { file in
        fileCount += 1
        var reader = NginxReader(file.bytes, file: file.name, including: files, depth: depth + 1)
        reader.fileCount = fileCount
        let directives = reader.read()
        fileCount = reader.fileCount
        diagnostics += reader.diagnostics
        return directives
      }
    }
  }

  private static func close(_ stack: inout [(directive: NginxDirective?, content: [NginxDirective])]) {
    let (directive, content) = stack.removeLast()
    guard var directive else { return }
    directive.block = content
    stack[stack.count - 1].content.append(directive)
  }

  private mutating func malformed(_ line: Int, _ message: String) {
    diagnostics.append(RedirectDiagnostic(.malformed, file: file, line: line, message))
  }

  private mutating func next() -> Token? {
    while index < bytes.count {
      switch bytes[index] {
      case 0x0A:
        line += 1
        index += 1
      case let byte where ASCII.isSpace(byte):
        index += 1
      case UInt8(ascii: "#"):
        while index < bytes.count, bytes[index] != 0x0A { index += 1 }
      case UInt8(ascii: ";"):
        index += 1
        return .end
      case UInt8(ascii: "{"):
        index += 1
        return .open
      case UInt8(ascii: "}"):
        index += 1
        return .close
      default: return word()
      }
    }
    return nil
  }

  private mutating func word() -> Token {
    let start = line
    var word: [UInt8] = []
    let quote = bytes[index]
    let isQuoted = quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'")
    if isQuoted { index += 1 }
    let first = index
    while index < bytes.count {
      let byte = bytes[index]
      if isQuoted {
        if byte == quote {
          index += 1
          return .word(word, first..<index - 1, line: start)
        }
      } else if ASCII.isSpace(byte) || byte == UInt8(ascii: ";") || byte == UInt8(ascii: "{") {
        // `${name}` is a variable and opens no block.
        guard byte == UInt8(ascii: "{"), word.last == UInt8(ascii: "$") else { break }
      }
      if byte == UInt8(ascii: "\\"), index + 1 < bytes.count {
        let escaped = bytes[index + 1]
        if escaped == 0x0A { line += 1 }
        switch escaped {
        case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "\\"): word.append(escaped)
        case UInt8(ascii: "t"): word.append(0x09)
        case UInt8(ascii: "r"): word.append(0x0D)
        case UInt8(ascii: "n"): word.append(0x0A)
        default: word += [byte, escaped]
        }
        index += 2
        continue
      }
      if byte == 0x0A { line += 1 }
      word.append(byte)
      index += 1
    }
    if isQuoted { malformed(start, "a quote is not closed") }
    return .word(word, first..<index, line: start)
  }
}
