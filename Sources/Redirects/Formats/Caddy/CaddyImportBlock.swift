internal import AutoTagBytes

/// The block of an `import`, which the imported puts in the place of `{block}`, and parts of it in the place of
/// `{blocks.name}`, since Caddy 2.9 (caddyserver.com/docs/caddyfile/directives/import#passing-blocks).
struct CaddyImportBlock {
  private let content: [CaddyToken]
  /// The content of each directive in it by the directive's name: its arguments and its block, without braces.
  private var parts: [[UInt8]: [CaddyToken]] = [:]
  /// The index behind the closing brace.
  let end: Int
  let isClosed: Bool

  /// - Parameter start: the index behind the opening brace.
  init(_ source: [CaddyToken], from start: Int) {
    var nesting = 1
    var index = start
    while index < source.count {
      if source[index].isBrace(CaddyToken.open) { nesting += 1 }
      if source[index].isBrace(CaddyToken.close) { nesting -= 1 }
      if nesting == 0 { break }
      index += 1
    }
    content = Array(source[start..<index])
    isClosed = index < source.count
    end = min(index + 1, source.count)
    readParts()
  }

  private mutating func readParts() {
    var index = 0
    while index < content.count {
      let name = content[index].text
      index += 1
      var part: [CaddyToken] = []
      var nesting = 0
      while index < content.count, nesting > 0 || !content[index].startsLine {
        let token = content[index]
        index += 1
        if token.isBrace(CaddyToken.open) {
          nesting += 1
          if nesting == 1 { continue }
        }
        if token.isBrace(CaddyToken.close) {
          nesting -= 1
          if nesting == 0 { continue }
        }
        part.append(token)
      }
      parts[name] = part
    }
  }

  /// Returns the imported words with the block in them; `nil` if they would be more than `most`. A name of which the block
  /// has nothing goes, and within a snippet that is defined there it stays (`doImport` of caddyconfig/caddyfile/parse.go).
  func filling(_ imported: [CaddyToken], most: Int) -> [CaddyToken]? {
    let start = [UInt8]("{blocks.")
    var filled: [CaddyToken] = []
    var nesting = 0
    var snippetNesting: Int?
    for (index, token) in imported.enumerated() {
      if token.isBrace(CaddyToken.open) {
        if nesting == 0, index > 0, imported[index - 1].startsLine,
          imported[index - 1].text.first == UInt8(ascii: "("),
          imported[index - 1].text.last == UInt8(ascii: ")")
        {
          snippetNesting = 0
        }
        nesting += 1
      } else if token.isBrace(CaddyToken.close) {
        nesting -= 1
        if nesting == snippetNesting { snippetNesting = nil }
      }
      var isPlace = false
      var inserted: [CaddyToken] = []
      if snippetNesting != nil {
        // Who imports that snippet has a block of its own.
      } else if token.text == [UInt8]("{block}") {
        isPlace = true
        inserted = content
      } else if token.text.starts(with: start), token.text.last == CaddyToken.close {
        isPlace = true
        inserted = parts[Array(token.text.dropFirst(start.count).dropLast())] ?? []
      }
      if !isPlace {
        filled.append(token)
      } else if !inserted.isEmpty {
        // What stands in the midst of a line goes on there.
        inserted[0].startsLine = token.startsLine
        filled += inserted
      }
      guard filled.count <= most else { return nil }
    }
    return filled
  }
}
