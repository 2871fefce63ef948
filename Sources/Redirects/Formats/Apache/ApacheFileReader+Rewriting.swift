internal import AutoTagBytes

// The directives of mod_rewrite.

extension ApacheFileReader {
  mutating func takeRewriting(_ directive: ApacheDirective, _ section: RedirectRule.Condition?) {
    var words = directive.rewriteWords
    switch directive.name {
    case "rewriteengine":
      let word = directive.words.first.map { ASCII.lowercased($0).text }
      if word != "on", word != "off" { malformed(directive, MalformedRule("RewriteEngine is On or Off")) }
      folder.isEngineOn = word != "off"
      folder.engineCondition = section
    case "rewritebase":
      guard let base = directive.words.first, base.first == UInt8(ascii: "/") else {
        malformed(directive, MalformedRule("RewriteBase needs a path that begins with /"))
        return
      }
      folder.base = base
    case "rewritecond":
      do {
        pending.conditions.append(try RewriteCondition(words))
        pending.section = section
      } catch {
        malformed(directive, error)
        pending.unknown = "its condition in line \(directive.line) is malformed"
      }
    case "rewriterule":
      if let other = pending.section, other != section {
        pending.unknown = "its conditions stand in \(other.text), and it does not"
      }
      if !requestSections.isEmpty, words.first?.starts(with: "^/".utf8) == true {
        pending.unknown = "its pattern is compared with the path on the server's disk"
        words[0] = []
      }
      let rule = note(directive, unknown: pending.unknown, in: section)
      do {
        let rewrite = try RewriteRule(words, conditions: pending.conditions, rule: rule)
        if rule.unknown == nil, let unknown = rewrite.rule.unknown {
          rules[rules.count - 1].unknown = unknown
          diagnose(.notUnderstood, directive.line, "the rule is not understood: \(unknown)")
        }
        warnOfPercentDigits(rewrite, directive.line)
        folder.rewriteRules.append(rewrite)
      } catch {
        malformed(directive, error)
        if let meant = RewriteRule(meantBy: directive, conditions: pending.conditions, rule: rule) {
          folder.rewriteRules.append(meant)
        }
      }
      pending = PendingConditions()
    case "rewritemap":
      malformed(
        directive,
        MalformedRule("RewriteMap is not allowed here: it belongs into the server's own configuration"))
    default:
      do {
        try folder.inheritance.read(directive.words)
      } catch {
        malformed(directive, error)
      }
      if section != nil || !requestSections.isEmpty {
        diagnose(
          .notUnderstood, directive.line,
          "RewriteOptions stands in a section: the rules of folders above are taken to count or not as if it always held"
        )
      }
    }
  }

  /// A target written percent-encoded, as deep links are, loses parts of it: `%3` is a group of the last
  /// RewriteCond.
  mutating func warnOfPercentDigits(_ rewrite: RewriteRule, _ line: Int) {
    let text = rewrite.substitution
    let hit = text.indices.dropLast().first {
      text[$0] == UInt8(ascii: "%") && ASCII.isDigit(text[$0 + 1])
        && ($0 == 0 || text[$0 - 1] != UInt8(ascii: "\\"))
    }
    guard let hit, rewrite.conditions.isEmpty else { return }
    let flag = rewrite.flags.escapesNothing ? "" : " and add the flag NE"
    diagnose(
      .suspicious, line,
      "%\(Unicode.Scalar(text[hit + 1])) in the target stands for a group of a RewriteCond, and there is "
        + "none, so that the address loses it: write \\%\(flag)")
  }
}
