internal import AutoTagBytes

/// A `RewriteRule` with the conditions in front of it (httpd.apache.org/docs/2.4/mod/mod_rewrite.html).
struct RewriteRule: Sendable {
  var rule: RedirectRule
  let pattern: Pattern
  let substitution: [UInt8]
  let conditions: [RewriteCondition]
  let flags: RewriteFlags
  let isNegated: Bool
  /// The substitution ends in `?`, which takes the query away: the rest is not split any more.
  let endsInMark: Bool

  /// The substitution without a `?` at its end.
  var target: [UInt8] { endsInMark ? substitution.dropLast() : substitution }

  /// A substitution of `-`: nothing is replaced.
  var keepsPath: Bool { substitution == [UInt8(ascii: "-")] }

  init(
    _ words: [[UInt8]], conditions: [RewriteCondition], rule: RedirectRule
  ) throws(MalformedRule) {
    guard words.count >= 2 else { throw MalformedRule("RewriteRule needs a pattern and a substitution") }
    // A space in the flags ends them: `[R=303, L]` is `[R=303,` to httpd.
    if words.count > 2, words[2].first != UInt8(ascii: "[") || words[2].last != UInt8(ascii: "]") {
      throw MalformedRule("the flags of a RewriteRule stand in brackets, without a space between them")
    }
    var unknown: String?
    let flags = words.count > 2 ? RewriteFlags(words[2], unknown: &unknown) : RewriteFlags()
    if let fault = flags.fault { throw MalformedRule(fault) }
    var source = words[0]
    isNegated = source.first == UInt8(ascii: "!")
    if isNegated { source.removeFirst() }
    pattern = try Pattern(httpd: source, ignoresCase: flags.ignoresCase)
    substitution = words[1]
    endsInMark = words[1].last == UInt8(ascii: "?")
    self.flags = flags
    self.conditions = conditions
    self.rule = rule
    unknown = unknown ?? Self.unknownVariable(in: substitution)
    if rule.unknown == nil, let unknown { self.rule.unknown = unknown }
  }

  /// Makes the rule that a line means which httpd refuses the file for; `nil` where nobody can tell.
  init?(meantBy directive: ApacheDirective, conditions: [RewriteCondition], rule: RedirectRule) {
    let ranges = directive.rewriteWordRanges
    guard ranges.count >= 2 else { return nil }
    var words = ranges.prefix(2).map { Array(directive.arguments[$0]) }
    // Brackets may be missing, and spaces too many.
    let rest = directive.arguments[ranges[1].upperBound...].filter {
      ASCII.isAlphanumeric($0) || "=,".utf8.contains($0)
    }
    let flags = rest.split(separator: UInt8(ascii: ",")).filter { flag in
      var unknown: String?
      let read = RewriteFlags([0x5B] + flag + [0x5D], unknown: &unknown)
      return unknown == nil && read.fault == nil
    }
    words.append([0x5B] + flags.joined(separator: [0x2C]) + [0x5D])
    do { try self.init(words, conditions: conditions, rule: rule) } catch { return nil }
  }

  private static func unknownVariable(in text: [UInt8]) -> String? {
    for offset in text.indices.dropLast()
    where text[offset] == UInt8(ascii: "$") && text[offset + 1] == UInt8(ascii: "{")
      && (offset == 0 || text[offset - 1] != UInt8(ascii: "\\"))
    {
      return "a RewriteMap decides, and it is not in this file"
    }
    return nil
  }

  /// The literal text that the path of a candidate must begin with, for `CandidateIndex`.
  var prefix: (text: [UInt8], ignoresCase: Bool)? {
    guard !isNegated, let prefix = pattern.literalPrefix else { return nil }
    return (prefix, pattern.isCaseless)
  }
}
