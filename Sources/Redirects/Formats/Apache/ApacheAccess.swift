internal import AutoTagBytes

/// The access to a folder: `Require` (mod_authz_core), `Order`, `Allow` and `Deny` (mod_access_compat). httpd
/// asks them before the rules of mod_rewrite and mod_alias, and answers 403.
struct ApacheAccess: Sendable {
  /// One condition of `Require`, or several.
  indirect enum Requirement: Sendable {
    case granted
    case denied
    /// A name and a password.
    case login
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
  /// `AuthType`, `AuthName`: true where it is set, `nil` where nothing is said of it.
  private(set) var hasAuthType: Bool?
  private(set) var hasAuthName: Bool?
  /// The containers that are open, with what stands in them so far.
  private var containers: [(name: String, rule: RedirectRule, content: [Rule])] = []

  static let names: Set<String> = ["require", "order", "allow", "deny", "satisfy", "authtype", "authname"]
  static let containerNames: Set<String> = ["<requireall", "<requireany", "<requirenone"]

  var hasRequirements: Bool { !requirements.isEmpty }
  var hasOrigins: Bool { order != nil || !origins.isEmpty }

  /// - Throws: what httpd refuses the file for.
  mutating func take(_ directive: ApacheDirective, _ rule: RedirectRule) throws(MalformedRule) {
    let words = directive.words.map { ASCII.lowercased($0).text }
    switch directive.name {
    case "require":
      let isNegated = words.first == "not"
      let written = directive.words.map(\.text).dropFirst(isNegated ? 1 : 0)
      if let fault = ApacheAccessSyntax.requireFault(Array(written)) { throw fault }
      if isNegated, containers.last?.name != "<requireall" {
        throw MalformedRule("Require not counts in <RequireAll> alone, and grants nobody anything by itself")
      }
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
      if let fault = ApacheAccessSyntax.originFault(directive.words.dropFirst().map(\.text)) { throw fault }
      origins.append(
        Origin(isAllowed: directive.name == "allow", isForAll: words.dropFirst().contains("all"), rule: rule))
    case "satisfy": isAnyEnough = words == ["any"]
    case "authtype": hasAuthType = words != ["none"]
    case "authname": hasAuthName = true
    default: break
    }
  }

  mutating func open(_ name: String, _ rule: RedirectRule) { containers.append((name, rule, [])) }

  /// - Throws: what httpd refuses the file for.
  mutating func close() throws(MalformedRule) {
    guard let (name, rule, content) = containers.popLast() else { return }
    if content.isEmpty { throw MalformedRule("\(name)> has nothing in it that counts") }
    let requirement: Requirement =
      switch name {
      case "<requireall": .all(content)
      case "<requirenone": .none(content)
      default: .any(content)
      }
    if name == "<requirenone", containers.last?.name != "<requireall" {
      throw MalformedRule("<RequireNone> counts in <RequireAll> alone, and grants nobody anything by itself")
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
    case "user", "valid-user", "group", "file-owner", "file-group", "ldap-user", "ldap-group", "dbd-group":
      .login
    default: .granted
    }
  }

  // MARK: Evaluation

  /// The answer to who may not ask.
  struct Refusal {
    let status: Int
    let rule: RedirectRule
  }

  /// Returns the refusal of a request; `nil` where it is answered. Whoever may see the site's pages has a name and a
  /// password.
  /// - Parameter folders: those that a request is for, and their sections, the ones that count most last.
  static func refusal(_ folders: [ApacheAccess], _ visitor: inout VisitorAnswers) -> Refusal? {
    let requirements = folders.last(where: \.hasRequirements)
    let origins = folders.last(where: \.hasOrigins)
    if let rule = refusal(requirements, origins, hasLogin: true, &visitor) {
      return Refusal(status: 403, rule: rule)
    }
    // httpd does not know how to ask for a name (`authorize_userless_checker`, `note_basic_auth_failure`).
    let isSetUp =
      folders.lazy.reversed().compactMap(\.hasAuthType).first == true
      && folders.lazy.compactMap(\.hasAuthName).first == true
    guard !isSetUp, let rule = refusal(requirements, origins, hasLogin: false, &visitor) else { return nil }
    return Refusal(status: 500, rule: rule)
  }

  /// Returns the line by which every visitor is asked for a name and a password; `nil` where not all are, or where nobody
  /// gets in at all.
  var loginForAll: RedirectRule? {
    var visitor = VisitorAnswers()
    return Self.refusal(self, self, hasLogin: true, &visitor) == nil && !hasOpenRules
      ? Self.refusal(self, self, hasLogin: false, &visitor) : nil
  }

  /// True if a section or the visitor decides about one of the conditions.
  private var hasOpenRules: Bool {
    func isOpen(_ rule: Rule) -> Bool {
      if rule.rule.condition != nil { return true }
      return switch rule.requirement {
      case .open: true
      case .all(let rules), .any(let rules), .none(let rules): rules.contains(where: isOpen)
      case .granted, .denied, .login: false
      }
    }
    return requirements.contains(where: isOpen)
  }

  private static func refusal(
    _ requirements: ApacheAccess?, _ origins: ApacheAccess?, hasLogin: Bool, _ visitor: inout VisitorAnswers
  ) -> RedirectRule? {
    let first = requirements?.requirementRefusal(hasLogin: hasLogin, &visitor)
    let second = origins?.originRefusal(&visitor)
    let isAnyEnough = origins?.isAnyEnough == true || requirements?.isAnyEnough == true
    if isAnyEnough, requirements?.hasRequirements == true, origins?.hasOrigins == true {
      return first == nil || second == nil ? nil : first
    }
    return first ?? second
  }

  private func requirementRefusal(hasLogin: Bool, _ visitor: inout VisitorAnswers) -> RedirectRule? {
    let active = requirements.filter { $0.rule.applies(&visitor) }
    guard let last = active.last else { return nil }
    return Self.any(active, hasLogin, &visitor) == .granted ? nil : last.rule
  }

  /// The result of one `Require` or of several (`authz_status` of mod_authz_core). What is neutral in the end is refused.
  private enum Result { case granted, denied, neutral }

  private static func any(_ rules: [Rule], _ hasLogin: Bool, _ visitor: inout VisitorAnswers) -> Result {
    var result = Result.neutral
    for rule in rules {
      switch Self.result(of: rule, hasLogin, &visitor) {
      case .granted: return .granted
      case .denied: result = .denied
      case .neutral: break
      }
    }
    return result
  }

  private static func all(_ rules: [Rule], _ hasLogin: Bool, _ visitor: inout VisitorAnswers) -> Result {
    var result = Result.neutral
    for rule in rules {
      switch Self.result(of: rule, hasLogin, &visitor) {
      case .granted: result = .granted
      case .denied: return .denied
      case .neutral: break
      }
    }
    return result
  }

  private static func result(of rule: Rule, _ hasLogin: Bool, _ visitor: inout VisitorAnswers) -> Result {
    // What is negated grants nothing by itself.
    guard rule.isNegated else { return result(of: rule.requirement, rule.rule, hasLogin, &visitor) }
    // A list of those who are kept out is for others than the site's visitors.
    if case .open = rule.requirement { return .neutral }
    return result(of: rule.requirement, rule.rule, hasLogin, &visitor) == .granted ? .denied : .neutral
  }

  private static func result(
    of requirement: Requirement, _ rule: RedirectRule, _ hasLogin: Bool, _ visitor: inout VisitorAnswers
  ) -> Result {
    func active(_ rules: [Rule]) -> [Rule] { rules.filter { $0.rule.applies(&visitor) } }
    switch requirement {
    case .granted: return .granted
    case .denied: return .denied
    case .login: return hasLogin ? .granted : .denied
    case .open(let text, let isUsual):
      return visitor.holds(text, "the condition \(text)", usually: isUsual, rule) ? .granted : .denied
    case .all(let rules): return all(active(rules), hasLogin, &visitor)
    case .any(let rules): return any(active(rules), hasLogin, &visitor)
    case .none(let rules):
      // As above: it lists whom the site does without.
      let others = active(rules).filter { if case .open = $0.requirement { false } else { true } }
      return any(others, hasLogin, &visitor) == .granted ? .denied : .neutral
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
