/// The names that a Swift file defines and uses, found without a compiler: words that begin with a capital letter,
/// outside of comments and of the text of strings. Code that is interpolated into a string counts.
struct SwiftNames {
  /// The types that the file declares at its top level, other than private ones.
  private(set) var defined: Set<String> = []
  private(set) var used: Set<String> = []
  private(set) var imports: Set<String> = []

  private static let declarations: Set = ["struct", "enum", "class", "protocol", "actor", "typealias"]
  private static let modifiers: Set = ["public", "package", "internal", "final", "indirect", "nonisolated"]

  init(_ source: String) {
    let code = Self.code(of: Array(source.utf8))
    for line in code.split(separator: UInt8(ascii: "\n")) {
      let words = line.split { !Self.isWordCharacter($0) && $0 != UInt8(ascii: "@") }
        .map { String(decoding: $0, as: UTF8.self) }
      used.formUnion(words.filter { $0.first?.isUppercase ?? false })
      let statement = words.drop { $0.hasPrefix("@") || Self.modifiers.contains($0) }
      guard line.first != UInt8(ascii: " "), let keyword = statement.first,
        let name = statement.dropFirst().first
      else { continue }
      if Self.declarations.contains(keyword) { defined.insert(name) }
      if keyword == "import" { imports.insert(name) }
    }
  }

  private static func isWordCharacter(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"):
      true
    default: false
    }
  }

  /// Returns the source with comments and the text of strings blanked out.
  private static func code(of source: [UInt8]) -> [UInt8] {
    var code = source
    var index = 0
    /// The interpolations around the index: the string's quotes, and the parentheses that are open in it.
    var outer: [(quotes: Int, hashes: Int, parentheses: Int)] = []
    func follows(_ text: String) -> Bool { source[index...].starts(with: text.utf8) }
    func blank(_ count: Int) {
      for _ in 0..<count where index < source.count {
        if source[index] != UInt8(ascii: "\n") { code[index] = UInt8(ascii: ".") }
        index += 1
      }
    }
    /// Blanks a string up to its end, or up to an interpolation.
    func blankText(_ quotes: Int, _ hashes: Int) {
      let fence = String(repeating: "#", count: hashes)
      let end = String(repeating: "\"", count: quotes) + fence
      while index < source.count {
        if follows("\\" + fence + "(") {
          blank(hashes + 2)
          outer.append((quotes, hashes, 1))
          return
        }
        if follows("\\" + fence) {
          blank(hashes + 2)
        } else if follows(end) {
          return blank(quotes + hashes)
        } else {
          blank(1)
        }
      }
    }
    while index < source.count {
      let hashes = source[index...].prefix { $0 == UInt8(ascii: "#") }.count
      if follows("//") {
        blank(source[index...].prefix { $0 != UInt8(ascii: "\n") }.count)
      } else if follows("/*") {
        while index < source.count, !follows("*/") { blank(1) }
        blank(2)
      } else if source[(index + hashes)...].first == UInt8(ascii: "\"") {
        let quotes = source[(index + hashes)...].starts(with: "\"\"\"".utf8) ? 3 : 1
        blank(hashes + quotes)
        blankText(quotes, hashes)
      } else {
        if follows("("), !outer.isEmpty { outer[outer.count - 1].parentheses += 1 }
        if follows(")"), let last = outer.last {
          outer[outer.count - 1].parentheses -= 1
          if last.parentheses == 1 {
            outer.removeLast()
            blank(1)
            blankText(last.quotes, last.hashes)
            continue
          }
        }
        index += 1
      }
    }
    return code
  }
}
