internal import AutoTagBytes

/// Patterns of paths as regular expressions, so that all lists are matched, and indexed, in one way.
enum PathPattern {
  /// The text, and nothing else.
  static func literal(_ text: [UInt8], ignoresCase: Bool = false, ignoresSlash: Bool = false) -> Pattern? {
    var text = text
    if ignoresSlash { while text.count > 1, text.last == 0x2F { text.removeLast() } }
    return pattern(escaped(text) + (ignoresSlash ? [UInt8]("/?") : []), ignoresCase)
  }

  /// `*` matches the rest, `:name` one segment.
  /// - Returns: with the names of the groups: a star's is `splat`.
  static func placeholders(
    _ text: [UInt8], starTakesSlash: Bool
  ) -> (pattern: Pattern, names: [String])? {
    var source: [UInt8] = []
    var names: [String] = []
    var index = 0
    while index < text.count {
      let byte = text[index]
      if byte == UInt8(ascii: "*") {
        // `/news/*` also matches `/news`.
        if starTakesSlash, index == text.count - 1, source.last == 0x2F, index > 1 {
          source.removeLast()
          source += [UInt8]("(?:/(.*))?")
        } else {
          source += [UInt8]("(.*)")
        }
        names.append("splat")
        index += 1
        continue
      }
      let name = Array(text[(index + 1)...].prefix(while: ASCII.isWordCharacter))
      if byte == UInt8(ascii: ":"), let first = name.first, ASCII.isLetter(first) {
        source += [UInt8]("([^/]+)")
        names.append(name.text)
        index += 1 + name.count
        continue
      }
      source += escaped([byte])
      index += 1
    }
    return pattern(source, false).map { ($0, names) }
  }

  /// A pattern for text that begins with these parts, whatever is between them.
  static func beginning(_ parts: [ArraySlice<UInt8>]) -> Pattern? {
    try? Pattern(
      [UInt8(ascii: "^")] + Array(parts.map { escaped(Array($0)) }.joined(separator: [UInt8]("(.*)"))))
  }

  static func pattern(_ source: [UInt8], _ ignoresCase: Bool) -> Pattern? {
    var options: PCRE2.Options = [.dollarAtEndOnly]
    if ignoresCase { options.insert(.caseless) }
    return try? Pattern([UInt8(ascii: "^")] + source + [UInt8(ascii: "$")], options)
  }

  static func escaped(_ text: [UInt8]) -> [UInt8] {
    text.flatMap { byte -> [UInt8] in
      ASCII.isAlphanumeric(byte) || byte >= 0x80 || byte == 0x2F || byte == UInt8(ascii: "-")
        || byte == UInt8(ascii: "_") || byte < 0x21
        ? [byte] : [UInt8(ascii: "\\"), byte]
    }
  }
}
