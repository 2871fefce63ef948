internal import AutoTagBytes

/// A redirect of a `.htaccess` file that a rule for all paths, such as the last one of WordPress, keeps from working.
struct RewriteShadow {
  let line: Int
  let message: String

  /// Returns what stands in the way of a file's redirects to other hosts.
  static func of(_ rules: [RewriteRule]) -> [RewriteShadow] {
    guard let index = rules.firstIndex(where: takesAll), let line = rules[index].rule.line,
      !(index > 0 && rules[index - 1].flags.isChained)
    else { return [] }
    let target = Array(rules[index].target.drop { $0 == UInt8(ascii: "/") })
    let before = rules[..<index].enumerated().compactMap { number, rule -> RewriteShadow? in
      guard leadsAway(rule), !rule.flags.isLast, !rule.flags.isEnd, !rule.flags.isChained,
        rule.flags.skips == 0, !rule.flags.startsAgain, let ownLine = rule.rule.line,
        // A rule between them may end the rules for that address.
        !rules[(number + 1)..<index].contains(where: { mayEnd($0, at: rule.target) })
      else { return nil }
      return RewriteShadow(
        line: ownLine,
        message:
          "without the flag L the rules below go on with the address that it makes, line \(line) makes a path of "
          + "the site of it, and httpd answers \(rule.flags.redirect ?? 302) without an address: add the flag L"
      )
    }
    let behind = rules[(index + 1)...].compactMap { rule -> RewriteShadow? in
      guard leadsAway(rule), !rule.isNegated, case .noMatch = rule.pattern.match(target),
        let ownLine = rule.rule.line
      else { return nil }
      return RewriteShadow(
        line: ownLine,
        message:
          "the rule is never reached by links to what is no file: line \(line) takes them all; move the rule above "
          + "that line and its conditions")
    }
    return before + behind
  }

  private static func leadsAway(_ rule: RewriteRule) -> Bool {
    rule.flags.redirect != nil && ApachePath.schemeLength(rule.target) != nil
  }

  private static func mayEnd(_ rule: RewriteRule, at address: [UInt8]) -> Bool {
    guard rule.flags.isLast || rule.flags.isEnd || rule.flags.skips > 0 else { return false }
    if case .noMatch = rule.pattern.match(address) { return rule.isNegated }
    return !rule.isNegated
  }

  /// Returns true for a rule that makes a path of the site of each that is no file and no folder, and ends the rules.
  private static func takesAll(_ rule: RewriteRule) -> Bool {
    let flags = rule.flags
    guard rule.rule.unknown == nil, rule.rule.condition == nil, !rule.isNegated, !rule.keepsPath,
      flags.redirect == nil, flags.refusal == nil, flags.isLast || flags.isEnd, !flags.isChained,
      ApachePath.schemeLength(rule.target) == nil
    else { return false }
    return ["a", "go/a", "Go-1/b_c.d/", "https://a.example/b?c"].allSatisfy {
      if case .match = rule.pattern.match(Array($0.utf8)) { true } else { false }
    }
      && rule.conditions.allSatisfy { condition in
        guard condition.isNegated, !condition.isAlternative else { return false }
        return switch condition.test {
        case .isFile, .isFolder, .isLink: true
        default: false
        }
      }
  }
}
