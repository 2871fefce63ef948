internal import AutoTagBytes

/// The test by which httpd decides for each request about a section.
enum ApacheSectionTest: Sendable {
  case expression(ApacheExpression)
  /// The name of the file that the request is mapped to.
  case fileName(Pattern)
  case undecided

  /// The test of a section; `nil` for one that is not decided for each request.
  static func of(_ directive: ApacheDirective) -> ApacheSectionTest? {
    let words = directive.words
    switch directive.name {
    case "<if", "<elseif":
      return words.count == 1 ? .expression(ApacheExpression(words[0])) : .undecided
    case "<files":
      if words.count == 2, words[0].elementsEqual([UInt8(ascii: "~")]) { return pattern(words[1]) }
      return words.count == 1 ? pattern(Self.wildcard(words[0])) : .undecided
    case "<filesmatch": return words.count == 1 ? pattern(words[0]) : .undecided
    default: return nil
    }
  }

  private static func pattern(_ source: [UInt8]) -> ApacheSectionTest {
    (try? Pattern(httpd: source, ignoresCase: false)).map { .fileName($0) } ?? .undecided
  }

  /// Returns the regular expression of a name with `*`, `?` and classes (`apr_fnmatch`).
  private static func wildcard(_ name: [UInt8]) -> [UInt8] {
    var source: [UInt8] = [UInt8(ascii: "^")]
    var isInClass = false
    for byte in name {
      switch byte {
      case UInt8(ascii: "]"): isInClass = false
      case _ where isInClass: break
      case UInt8(ascii: "["): isInClass = true
      case UInt8(ascii: "*"): source.append(UInt8(ascii: "."))
      case UInt8(ascii: "?"):
        source.append(UInt8(ascii: "."))
        continue
      case _ where !ASCII.isAlphanumeric(byte) && byte < 0x80: source.append(UInt8(ascii: "\\"))
      default: break
      }
      source.append(byte)
    }
    return source + [UInt8(ascii: "$")]
  }
}
