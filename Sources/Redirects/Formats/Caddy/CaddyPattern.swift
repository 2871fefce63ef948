internal import AutoTagBytes

/// Go's regular expressions (pkg.go.dev/regexp), which are RE2's: those of PCRE2 without what looks around or back.
enum CaddyPattern {
  static func compiled(_ source: [UInt8]) throws(MalformedRule) -> Pattern {
    for text in ["(?=", "(?!", "(?<=", "(?<!", "(?>", "\\1", "\\2", "\\3"]
    where ByteSearch.contains(Array(text.utf8), in: source) {
      throw MalformedRule("the regular expression \(source.text) has \(text), which Go's do not have")
    }
    do {
      return try Pattern(source, .dollarAtEndOnly)
    } catch {
      throw MalformedRule(
        "the regular expression \(source.text) is wrong at character \(error.offset): \(error.message)")
    }
  }

  /// Fills a template with the groups of a match (`Regexp.Expand`): `$1`, `${1}`, `$name`, `$$`.
  static func filled(
    _ template: [UInt8], _ pattern: Pattern, _ ranges: [Range<Int>?], _ subject: [UInt8]
  ) -> ExpandedText {
    var text = ExpandedText()
    var rest = template[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "$") else {
        text.append(byte)
        continue
      }
      if rest.first == byte {
        text.append(byte)
        rest.removeFirst()
        continue
      }
      let isBraced = rest.first == CaddyToken.open
      let name = rest.dropFirst(isBraced ? 1 : 0).prefix(while: ASCII.isWordCharacter)
      let end = isBraced ? name.endIndex + 1 : name.endIndex
      guard !name.isEmpty,
        !isBraced || name.endIndex < rest.endIndex && rest[name.endIndex] == CaddyToken.close
      else {
        text.append(byte)
        continue
      }
      let number =
        name.allSatisfy(ASCII.isDigit)
        ? Int(Array(name).text) : pattern.groupNames.first { $0.name.utf8.elementsEqual(name) }?.group
      if let number, ranges.indices.contains(number), let range = ranges[number] {
        text.append(subject[range])
      }
      rest = rest[end...]
    }
    return text
  }

  /// Replaces every match (`Regexp.ReplaceAllString`).
  /// - Returns: `nil` where that is too much work, or makes too much.
  static func replacing(
    _ pattern: Pattern, in subject: [UInt8], by template: [UInt8], _ work: inout RequestWork
  ) -> [UInt8]? {
    var text = ExpandedText()
    var end = 0
    var search = 0
    while search <= subject.count {
      guard work.add(subject.count) else { return nil }
      let ranges: [Range<Int>?]
      switch pattern.match(subject, from: search) {
      case .gaveUp: return nil
      case .noMatch: ranges = []
      case .match(let found): ranges = found
      }
      guard let match = ranges.first ?? nil, match.lowerBound >= end else { break }
      text.append(subject[end..<match.lowerBound])
      // An empty match right behind another one counts for nothing.
      if match.upperBound > end || match.lowerBound == 0 {
        guard let filled = filled(template, pattern, ranges, subject).bytes else { return nil }
        text.append(filled)
      }
      end = match.upperBound
      search = max(match.upperBound, search + 1)
      // Behind an empty match the search goes on with the next character.
      while match.isEmpty, search < subject.count, subject[search] & 0xC0 == 0x80 { search += 1 }
    }
    text.append(subject[end...])
    return text.bytes
  }
}
