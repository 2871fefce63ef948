internal import AutoTagBytes

/// Programs whose texts hold HTML. A link in one is written as the language has it, so that an edit could break it.
enum ProgramFormat {
  /// - Returns: the format, as in “JavaScript”; `nil` for what may be a page.
  static func of(_ text: [UInt8]) -> String? {
    if text.starts(with: "#!/".utf8) { return "a script" }
    let start = endOfComments(text)
    if isImport(text[start...]) { return "JavaScript" }
    // A page that shows such a beginning has its links outside of quotes.
    return beginsProgram(text[start...]) && isFirstLinkInText(text) ? "JavaScript" : nil
  }

  /// Beginnings of programs: none begins the text of a page.
  private static let beginnings = [
    "(function", "!function", ";(function", "(()", "(async", "\"use strict\"", "'use strict'", "window.",
    "document.", "$(", "jQuery(", "module.exports", "exports.", "import(", "import{", "export default",
    "export const", "export function",
  ].map { Array($0.utf8) }

  /// Words in front of a name and one of `=`, `(`, `;`.
  private static let declarations = ["var", "let", "const", "function", "async function"].map {
    Array("\($0) ".utf8)
  }

  private static func beginsProgram(_ text: ArraySlice<UInt8>) -> Bool {
    if beginnings.contains(where: { text.starts(with: $0) }) { return true }
    guard let word = declarations.first(where: { text.starts(with: $0) }) else { return false }
    let name = text.dropFirst(word.count)
    let rest = name.drop { ASCII.isAlphanumeric($0) || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "$") }
    let next = rest.drop(while: ASCII.isSpace).first
    return rest.startIndex > name.startIndex && next.map { "=(;,".utf8.contains($0) } ?? false
  }

  /// Returns true for `import a, {b} from "c"`, which a page made of components may follow.
  private static func isImport(_ text: ArraySlice<UInt8>) -> Bool {
    guard text.starts(with: "import ".utf8) else { return false }
    let line = text.prefix { $0 != 0x0A && $0 != UInt8(ascii: ";") }
    let words = line.split(separator: 0x20).map { Array($0) }
    guard let last = words.last, let quote = last.first,
      quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'"),
      last.filter({ $0 != 0x0D }).last == quote, last.count > 2
    else { return false }
    return words.count == 2 || words[words.count - 2].text == "from"
  }

  private static func endOfComments(_ text: [UInt8]) -> Int {
    var index = 0
    while index < text.count {
      if ASCII.isSpace(text[index]) {
        index += 1
      } else if text[index...].starts(with: "//".utf8) {
        index = text[index...].firstIndex(of: 0x0A) ?? text.count
      } else if text[index...].starts(with: "/*".utf8) {
        index += 2
        while index < text.count, !text[index...].starts(with: "*/".utf8) { index += 1 }
        index = min(index + 2, text.count)
      } else {
        break
      }
    }
    return index
  }

  /// Returns true if the first start tag of a link stands in a text of the program.
  private static func isFirstLinkInText(_ text: [UInt8]) -> Bool {
    var quote: UInt8?
    var index = 0
    while index < text.count {
      let byte = text[index]
      let next = index + 1 < text.count ? text[index + 1] : 0
      if byte == UInt8(ascii: "<"), next | 0x20 == UInt8(ascii: "a"), index + 2 < text.count,
        ASCII.isWhitespace(text[index + 2])
      {
        return quote != nil
      }
      // A tag outside of texts, which no comparison is: `i<n`.
      if quote == nil, byte == UInt8(ascii: "<"), ASCII.isLetter(next),
        index == 0 || "\n\r>;{}".utf8.contains(text[index - 1])
      {
        return false
      }
      if let open = quote {
        if byte == UInt8(ascii: "\\") { index += 1 }
        if byte == open || byte == 0x0A && open != UInt8(ascii: "`") { quote = nil }
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") || byte == UInt8(ascii: "`") {
        quote = byte
      } else if byte == UInt8(ascii: "/"), next == byte {
        while index < text.count, text[index] != 0x0A { index += 1 }
      } else if byte == UInt8(ascii: "/"), next == UInt8(ascii: "*") {
        index += 2
        while index < text.count, !text[index...].starts(with: "*/".utf8) { index += 1 }
      }
      index += 1
    }
    return false
  }
}
