internal import AutoTagBytes

/// A `RewriteCond`.
struct RewriteCondition: Sendable {
  enum Test: Sendable {
    case pattern(Pattern)
    case equals([UInt8])
    case less([UInt8])
    case greater([UInt8])
    case isFile
    case isFolder
    case isLink
    case expression(ApacheExpression)
    case unknown(String)
  }

  let subject: [UInt8]
  let test: Test
  /// The condition as it is written, without its flags and without `!`: the same question has the same text.
  let question: String
  let isNegated: Bool
  let ignoresCase: Bool
  /// `OR`: this or the next.
  let isAlternative: Bool

  /// The condition for messages.
  var words: String { (isNegated ? "not " : "") + question }

  /// - Throws: what httpd would refuse the file for.
  init(_ words: [[UInt8]]) throws(MalformedRule) {
    guard words.count >= 2 else { throw MalformedRule("RewriteCond needs a test string and a condition") }
    var ignoresCase = false
    var isAlternative = false
    if words.count > 2 {
      guard words[2].first == UInt8(ascii: "["), words[2].last == UInt8(ascii: "]") else {
        throw MalformedRule("the flags of a RewriteCond stand in brackets")
      }
      let flags = words[2].dropFirst().dropLast().split(separator: 0x2C, omittingEmptySubsequences: false)
      for part in flags {
        switch ASCII.lowercased(ByteText.trimmed(part)).text {
        case "nc", "nocase": ignoresCase = true
        case "or", "ornext": isAlternative = true
        case "nv", "novary": break
        case "": throw MalformedRule(RewriteFlags.nothing(of: "RewriteCond"))
        case let other: throw MalformedRule("RewriteCond has no flag \(other.uppercased())")
        }
      }
    }
    var condition = words[1]
    let isNegated = condition.first == UInt8(ascii: "!")
    if isNegated { condition.removeFirst() }
    subject = words[0]
    question = "\(words[0].text) \(condition.text)\(ignoresCase ? " [NC]" : "")"
    self.isNegated = isNegated
    self.ignoresCase = ignoresCase
    self.isAlternative = isAlternative
    test = try Self.test(condition, subject: subject, ignoresCase: ignoresCase)
  }

  private static func test(
    _ condition: [UInt8], subject: [UInt8], ignoresCase: Bool
  ) throws(MalformedRule) -> Test {
    if ASCII.lowercased(subject).text == "expr" { return .expression(ApacheExpression(condition)) }
    switch condition.first {
    case UInt8(ascii: "-") where condition.count >= 2 && ASCII.isLetter(condition[1]):
      switch condition.text {
      case "-f", "-s": return .isFile
      case "-d": return .isFolder
      case "-l", "-L", "-h": return .isLink
      default: return .unknown("the test \(condition.text) decides")
      }
    // By itself it is a pattern.
    case UInt8(ascii: "=") where condition.count > 1:
      let value = Array(condition.dropFirst())
      return .equals(value.elementsEqual([0x22, 0x22]) ? [] : value)
    case UInt8(ascii: "<") where condition.count > 1 && condition[1] != UInt8(ascii: "="):
      return .less(Array(condition.dropFirst()))
    case UInt8(ascii: ">") where condition.count > 1 && condition[1] != UInt8(ascii: "="):
      return .greater(Array(condition.dropFirst()))
    default:
      return .pattern(try Pattern(httpd: condition, ignoresCase: ignoresCase))
    }
  }
}

extension Pattern {
  /// A regular expression of httpd's, which compiles each so that `.` matches a line feed and `$` the very end
  /// (`ap_regcomp`, AP_REG_DEFAULT).
  init(httpd source: [UInt8], ignoresCase: Bool) throws(MalformedRule) {
    do {
      try self.init(
        source,
        ignoresCase ? [.dotMatchesAll, .dollarAtEndOnly, .caseless] : [.dotMatchesAll, .dollarAtEndOnly])
    } catch {
      throw MalformedRule(
        "the regular expression \(source.text) is wrong at character \(error.offset): \(error.message)")
    }
  }
}
