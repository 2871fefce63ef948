internal import AutoTagBytes

/// A directive of a Caddyfile, with its block.
struct CaddyDirective: Sendable {
  var words: [CaddyToken]
  var block: [CaddyDirective]?

  var name: String { words[0].text.text }
  var arguments: ArraySlice<CaddyToken> { words.dropFirst() }
  var file: String { words[0].file }
  var line: Int { words[0].line }
  var text: String { words.map(\.text.text).joined(separator: " ") }
}

/// A block of a Caddyfile that stands in no other.
struct CaddyBlock: Sendable {
  enum Kind: Sendable {
    case site
    /// The global options: the first block, without an address.
    case options
    /// The content of a site's block without the block, as a file that others import has it.
    case part
  }

  let kind: Kind
  var addresses: [CaddyToken] = []
  var directives: [CaddyDirective]
}

/// The structure of a Caddyfile: snippets and other files are put where they are imported.
struct CaddyFile {
  private(set) var blocks: [CaddyBlock] = []
  private(set) var diagnostics: [RedirectDiagnostic] = []
  private var snippets: [[UInt8]: [CaddyToken]] = [:]
  private var tokens: [CaddyToken] = []
  private let mainFile: String
  private let files: IncludedFiles
  /// Imports that are not found, and true for those that stand in a site's block.
  private var missing: [(token: CaddyToken, name: String, isInSite: Bool)] = []

  private static let deepest = 64
  /// Files and snippets that import others, one in the other.
  private static let mostImports = 16
  /// The bound of words with all that is imported: a list of 10,000 redirects has 40,000.
  private static let mostTokens = 1_000_000

  init(_ bytes: [UInt8], file: String, files: IncludedFiles) {
    mainFile = file
    self.files = files
    expand(Self.tokens(bytes, file), depth: 0)
    readBlocks()
  }

  private static func tokens(_ bytes: [UInt8], _ file: String) -> [CaddyToken] {
    var lexer = CaddyLexer(bytes, file: file)
    var tokens: [CaddyToken] = []
    while let token = lexer.next() { tokens.append(token) }
    return tokens
  }

  private mutating func diagnose(_ kind: RedirectDiagnostic.Kind, _ token: CaddyToken?, _ message: String) {
    diagnostics.append(
      RedirectDiagnostic(kind, file: token?.file ?? mainFile, line: token?.line ?? 1, message))
  }

  private mutating func malformed(_ token: CaddyToken?, _ message: String) {
    diagnose(.malformed, token, "\(message); Caddy does not start until that is corrected")
  }

  // MARK: Imports

  private mutating func expand(_ source: [CaddyToken], depth: Int) {
    var nesting = 0
    var index = 0
    while index < source.count {
      let token = source[index]
      if nesting == 0, let name = Self.snippetName(token), index + 1 < source.count,
        source[index + 1].isBrace(CaddyToken.open)
      {
        index = takeSnippet(name, source, from: index + 2)
        continue
      }
      if token.startsLine, !token.isQuoted, token.text == [UInt8]("import") {
        let arguments = source[(index + 1)...].prefix { !$0.startsLine }
        index += 1 + arguments.count
        if let last = arguments.last, last.isBrace(CaddyToken.open) {
          let block = CaddyImportBlock(source, from: index)
          index = block.end
          if !block.isClosed { malformed(token, "the block of import is not closed") }
          take(import: token, Array(arguments.dropLast()), block, depth, isInSite: nesting > 0 || depth > 0)
        } else {
          take(import: token, Array(arguments), nil, depth, isInSite: nesting > 0 || depth > 0)
        }
        continue
      }
      if token.isBrace(CaddyToken.open) { nesting += 1 }
      if token.isBrace(CaddyToken.close) { nesting -= 1 }
      guard tokens.count < Self.mostTokens else { return }
      tokens.append(token)
      index += 1
    }
  }

  private static func snippetName(_ token: CaddyToken) -> [UInt8]? {
    guard token.startsLine, !token.isQuoted, token.text.count > 2, token.text.first == UInt8(ascii: "("),
      token.text.last == UInt8(ascii: ")")
    else { return nil }
    return Array(token.text.dropFirst().dropLast())
  }

  /// - Returns: the index behind the snippet's block.
  private mutating func takeSnippet(_ name: [UInt8], _ source: [CaddyToken], from start: Int) -> Int {
    var nesting = 1
    for index in start..<source.count {
      if source[index].isBrace(CaddyToken.open) { nesting += 1 }
      if source[index].isBrace(CaddyToken.close) { nesting -= 1 }
      if nesting == 0 {
        snippets[name] = Array(source[start..<index])
        return index + 1
      }
    }
    malformed(source[start - 2], "the snippet is not closed")
    return source.count
  }

  private mutating func take(
    import token: CaddyToken, _ arguments: [CaddyToken], _ block: CaddyImportBlock?, _ depth: Int,
    isInSite: Bool
  ) {
    guard let name = arguments.first, !name.text.isEmpty else {
      malformed(token, "import needs the name of a snippet or of a file")
      return
    }
    guard depth < Self.mostImports, tokens.count < Self.mostTokens else {
      malformed(token, "imports name one another, or more than is read")
      return
    }
    var imported: [CaddyToken] = []
    if let snippet = snippets[name.text] {
      imported = snippet
    } else {
      switch files.find(name.text.text, token.file == mainFile ? nil : token.file) {
      case .files(let found): imported = found.flatMap { Self.tokens($0.bytes, $0.name) }
      case .missing(let reason):
        diagnose(
          .notUnderstood, token,
          "what import \(name.text.text) names \(reason): if it redirects, put it beside this file or "
            + "name it under redirects.sources")
        if case .mayRedirect = IncludedName(name.text.text) {
          missing.append((token, name.text.text, isInSite))
        }
        return
      }
    }
    let values = Array(arguments.dropFirst())
    if !imported.isEmpty { imported[0].startsLine = true }
    imported = imported.map { Self.filled($0, values) }
    do {
      let block = block ?? CaddyImportBlock([], from: 0)
      guard let filled = block.filling(imported, most: Self.mostTokens) else {
        malformed(token, "imports name one another, or more than is read")
        return
      }
      imported = filled
    }
    expand(imported, depth: depth + 1)
  }

  /// The rules of imports that are not found. Beside blocks of sites they are other sites', or snippets.
  var unread: [UnreadRules] {
    let hasSites = blocks.contains { if case .site = $0.kind { true } else { false } }
    return missing.map { token, name, isInSite in
      UnreadRules(
        .caddy, file: token.file, line: token.line, text: "import \(name)", below: [],
        reach: RedirectRule.Reach(isOpen: isInSite || !hasSites), because: "what it imports is not read")
    }
  }

  /// Puts an import's arguments in the place of `{args[0]}` and, as it was written up to Caddy 2.7, `{args.0}`.
  private static func filled(_ token: CaddyToken, _ values: [CaddyToken]) -> CaddyToken {
    guard ByteSearch.contains([UInt8]("{args"), in: token.text) else { return token }
    var token = token
    var text = ExpandedText()
    var rest = token.text[...]
    while !rest.isEmpty {
      guard rest.starts(with: [UInt8]("{args")), let end = rest.firstIndex(of: CaddyToken.close) else {
        text.append(rest.removeFirst())
        continue
      }
      let number = rest[(rest.startIndex + 5)..<end].filter(ASCII.isDigit)
      if let index = Int(number.text), values.indices.contains(index) {
        text.append(values[index].text)
      } else {
        text.append(rest[...end])
      }
      rest = rest[(end + 1)...]
    }
    token.text = text.bytes ?? token.text
    return token
  }

  // MARK: Blocks

  private mutating func readBlocks() {
    var index = 0
    while index < tokens.count {
      let first = tokens[index]
      if first.isBrace(CaddyToken.close) {
        malformed(first, "a } closes nothing")
        index += 1
        continue
      }
      // Addresses go on behind a comma, on the next line too.
      var addresses: [CaddyToken] = []
      var expectsMore = false
      while index < tokens.count, !tokens[index].isBrace(CaddyToken.open),
        addresses.isEmpty || expectsMore || !tokens[index].startsLine
      {
        var token = tokens[index]
        expectsMore = token.text.last == UInt8(ascii: ",")
        if expectsMore { token.text.removeLast() }
        addresses.append(token)
        index += 1
      }
      if index < tokens.count, tokens[index].isBrace(CaddyToken.open) {
        index += 1
        let directives = directives(from: &index, isInBlock: true)
        if addresses.isEmpty, !blocks.isEmpty {
          malformed(tokens[index - 1], "a site's block has no address")
        }
        blocks.append(
          CaddyBlock(kind: addresses.isEmpty ? .options : .site, addresses: addresses, directives: directives)
        )
      } else if blocks.isEmpty, CaddyOrder.isKnown(first.text.text) {
        // A part of a site's block, as others import it.
        index = 0
        blocks.append(CaddyBlock(kind: .part, directives: directives(from: &index, isInBlock: false)))
      } else {
        // One site may do without braces.
        blocks.append(
          CaddyBlock(
            kind: .site, addresses: addresses, directives: directives(from: &index, isInBlock: false)))
      }
    }
  }

  private mutating func directives(from index: inout Int, isInBlock: Bool) -> [CaddyDirective] {
    var stack: [(directive: CaddyDirective?, content: [CaddyDirective])] = [(nil, [])]
    func close() {
      let (directive, content) = stack.removeLast()
      guard var directive else { return }
      directive.block = content
      stack[stack.count - 1].content.append(directive)
    }
    let opened = index
    while index < tokens.count {
      let token = tokens[index]
      if token.isBrace(CaddyToken.close) {
        index += 1
        if stack.count == 1 {
          if isInBlock { return stack[0].content }
          malformed(token, "a } closes nothing")
        } else {
          close()
        }
        continue
      }
      var words = [token]
      index += 1
      while index < tokens.count, !tokens[index].startsLine {
        words.append(tokens[index])
        index += 1
      }
      if words.count > 1, words[words.count - 1].isBrace(CaddyToken.close) {
        malformed(token, "a } stands on a line of its own")
        words.removeLast()
      }
      guard words.count > 1, words[words.count - 1].isBrace(CaddyToken.open) else {
        if token.isBrace(CaddyToken.open) {
          malformed(token, "a block has no directive")
          words[0].text = [UInt8]("route")
          stack.append((CaddyDirective(words: words), []))
        } else {
          stack[stack.count - 1].content.append(CaddyDirective(words: words))
        }
        continue
      }
      words.removeLast()
      guard stack.count < Self.deepest else {
        malformed(token, "blocks are nested too deep")
        index = tokens.count
        return stack[0].content
      }
      stack.append((CaddyDirective(words: words), []))
    }
    if isInBlock || stack.count > 1 {
      let token = stack.last?.directive?.words.first ?? (opened > 0 ? tokens[opened - 1] : nil)
      malformed(token, "the block is not closed")
    }
    while stack.count > 1 { close() }
    return stack[0].content
  }
}
