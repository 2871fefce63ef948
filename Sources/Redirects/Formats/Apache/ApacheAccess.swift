internal import AutoTagBytes

/// Who may ask for what is in a folder: `Require` (mod_authz_core), `Order`, `Allow` and `Deny` (mod_access_compat). httpd
/// asks them before the rules of mod_rewrite and mod_alias, and answers 403.
struct ApacheAccess: Sendable {
  /// One condition of `Require`, or several.
  indirect enum Requirement: Sendable {
    case granted
    case denied
    /// The visitor decides: an address, an expression.
    case open(String, isUsual: Bool)
    case all([Rule])
    case any([Rule])
    case none([Rule])
  }

  struct Rule: Sendable {
    let requirement: Requirement
    let isNegated: Bool
    let rule: RedirectRule
  }

  private enum Order: Sendable { case denyFirst, allowFirst }

  /// An `Allow` or a `Deny`.
  private struct Origin: Sendable {
    let isAllowed: Bool
    /// `from all`
    let isForAll: Bool
    let rule: RedirectRule
  }

  private var requirements: [Rule] = []
  private var order: (order: Order, rule: RedirectRule)?
  private var origins: [Origin] = []
  private var isAnyEnough = false
  /// The containers that are open, with what stands in them so far.
  private var containers: [(name: String, rule: RedirectRule, content: [Rule])] = []

  static let names: Set<String> = ["require", "order", "allow", "deny", "satisfy"]
  static let containerNames: Set<String> = ["<requireall", "<requireany", "<requirenone"]

  var hasRequirements: Bool { !requirements.isEmpty }
  var hasOrigins: Bool { order != nil || !origins.isEmpty }

  /// - Throws: what httpd refuses the file for.
  mutating func take(_ directive: ApacheDirective, _ rule: RedirectRule) throws(MalformedRule) {
    let words = directive.words.map { ASCII.lowercased($0).text }
    switch directive.name {
    case "require":
      guard !words.isEmpty else { throw MalformedRule("Require needs the name of who may ask") }
      let isNegated = words[0] == "not"
      add(
        Rule(
          requirement: Self.requirement(Array(words.dropFirst(isNegated ? 1 : 0)), directive.text),
          isNegated: isNegated, rule: rule))
    case "order":
      switch words {
      case ["deny,allow"]: order = (.denyFirst, rule)
      case ["allow,deny"], ["mutual-failure"]: order = (.allowFirst, rule)
      default:
        throw MalformedRule("Order is deny,allow or allow,deny, without a space")
      }
    case "allow", "deny":
      guard words.count > 1, words[0] == "from" else {
        throw MalformedRule(
          "\(directive.name == "allow" ? "Allow" : "Deny") is followed by from, and by an address or all")
      }
      origins.append(
        Origin(isAllowed: directive.name == "allow", isForAll: words.dropFirst().contains("all"), rule: rule))
    case "satisfy": isAnyEnough = words == ["any"]
    default: break
    }
  }

  mutating func open(_ name: String, _ rule: RedirectRule) { containers.append((name, rule, [])) }

  mutating func close() {
    guard let (name, rule, content) = containers.popLast() else { return }
    let requirement: Requirement =
      switch name {
      case "<requireall": .all(content)
      case "<requirenone": .none(content)
      default: .any(content)
      }
    add(Rule(requirement: requirement, isNegated: false, rule: rule))
  }

  private mutating func add(_ rule: Rule) {
    if containers.isEmpty {
      requirements.append(rule)
    } else {
      containers[containers.count - 1].content.append(rule)
    }
  }

  private static func requirement(_ words: [String], _ text: String) -> Requirement {
    switch words.first {
    case "all": words.dropFirst().first == "denied" ? .denied : .granted
    case "method": words.contains("get") ? .granted : .denied
    case "ip", "host", "forward-dns", "local": .open(text, isUsual: false)
    case "expr", "env": .open(text, isUsual: true)
    // Whoever may see the site's pages has a name and a password.
    default: .granted
    }
  }

  // MARK: Evaluation

  /// Returns the line for which a request is refused; `nil` where it is not.
  /// - Parameters:
  ///   - requirements: the folder or section whose `Require`s count, as those of the innermost do.
  ///   - origins: the one whose `Order`, `Allow` and `Deny` count.
  static func refusal(
    _ requirements: ApacheAccess?, _ origins: ApacheAccess?, _ visitor: inout VisitorAnswers
  ) -> RedirectRule? {
    let first = requirements?.requirementRefusal(&visitor)
    let second = origins?.originRefusal(&visitor)
    if origins?.isAnyEnough == true || requirements?.isAnyEnough == true, requirements != nil, origins != nil
    {
      return first == nil || second == nil ? nil : first
    }
    return first ?? second
  }

  private func requirementRefusal(_ visitor: inout VisitorAnswers) -> RedirectRule? {
    let active = requirements.filter { $0.rule.applies(&visitor) }
    guard let last = active.last else { return nil }
    return Self.isAny(active, &visitor) ? nil : last.rule
  }

  private static func isAny(_ rules: [Rule], _ visitor: inout VisitorAnswers) -> Bool {
    // What is negated grants nothing by itself.
    for rule in rules where !rule.isNegated && holds(rule, &visitor) { return true }
    return rules.allSatisfy(\.isNegated)
  }

  private static func holds(_ rule: Rule, _ visitor: inout VisitorAnswers) -> Bool {
    switch rule.requirement {
    case .granted: return !rule.isNegated
    case .denied: return rule.isNegated
    // A list of those who are kept out is for others than the site's visitors.
    case .open where rule.isNegated: return true
    case .open(let text, let isUsual):
      return visitor.holds(text, "the condition \(text)", usually: isUsual, rule.rule)
    case .all(let rules):
      for rule in rules where rule.rule.applies(&visitor) && !holds(rule, &visitor) { return false }
      return true
    case .any(let rules): return isAny(rules.filter { $0.rule.applies(&visitor) }, &visitor)
    case .none(let rules):
      for rule in rules where rule.rule.applies(&visitor) {
        // As above: it lists whom the site does without.
        if case .open = rule.requirement { continue }
        if holds(rule, &visitor) { return false }
      }
      return true
    }
  }

  private func originRefusal(_ visitor: inout VisitorAnswers) -> RedirectRule? {
    var order = Order.denyFirst
    if let own = self.order, own.rule.applies(&visitor) { order = own.order }
    let active = origins.filter { $0.rule.applies(&visitor) }
    // Who is denied by address is none of the site's visitors.
    let denial = active.last { !$0.isAllowed && $0.isForAll }
    var isAllowed = active.contains { $0.isAllowed && $0.isForAll }
    if !isAllowed, denial != nil || order == .allowFirst {
      for origin in active where origin.isAllowed && !isAllowed {
        isAllowed = visitor.holds(
          origin.rule.text, "the condition \(origin.rule.text)", usually: false, origin.rule)
      }
    }
    switch order {
    case .denyFirst: return isAllowed ? nil : denial?.rule
    case .allowFirst: return isAllowed && denial == nil ? nil : denial?.rule ?? self.order?.rule
    }
  }
}
