internal import AutoTagBytes

/// The targets of a rule of Redirection that asks for more than the address (5.4.2: matches/*.php).
struct RedirectionMatch {
  /// A target, and who is led to it.
  struct Outcome {
    var target: String
    /// The target that it may have instead, for messages.
    var otherTarget = ""
    /// The visitors for whom it holds, where that is not all.
    var visitor: String?
    var conditions: [ListedCondition] = []
    /// The reason why it is not known if it is the one.
    var unknown: String?
  }

  /// In their order. One without a target does not redirect: the next rule is tried.
  private(set) var outcomes: [Outcome]
  /// True if the rule is asked only where WordPress has no page, after all others.
  private(set) var isForMissingPages = false

  init(_ type: String, _ data: JSONNode?) {
    func target(_ name: String) -> String { data?[name]?.string ?? "" }
    let (matched, other) = (target("url_from"), target("url_notfrom"))
    let isPattern = data?["regex"]?.isTrue == true
    switch type {
    case "url": outcomes = [Outcome(target: data?["url"]?.string ?? data?.string ?? "")]
    case "page":
      outcomes = [Outcome(target: target("url"))]
      isForMissingPages = true
    case "login":
      outcomes = Self.either(
        "“logged in”", target("logged_in"), target("logged_out"), ("visitors who are logged in", "others"))
    case "role":
      let role = target("role")
      outcomes = Self.either(
        "“role \(role)”", matched, other, ("visitors with the role \(role)", "visitors without it"))
    case "server": outcomes = Self.server(target("server"), matched, other)
    // The text is compared with the whole User-Agent, and those of all browsers begin so.
    case "agent" where !isPattern && !target("agent").hasPrefix("Mozilla/"):
      outcomes = [Outcome(target: other, visitor: "browsers, whose User-Agent is not \(target("agent"))")]
    case let type where matched == other && !matched.isEmpty:
      outcomes = [Outcome(target: matched, visitor: "visitors of any \(Self.asked(type, data))")]
    case let type:
      let choice =
        matched.isEmpty || other.isEmpty
        ? "whether it leads to \(matched.isEmpty ? other : matched)" : "between \(matched) and \(other)"
      outcomes = [
        Outcome(
          target: matched.isEmpty ? other : matched,
          otherTarget: matched.isEmpty ? "" : other,
          unknown: "the visitor's \(Self.asked(type, data)) decides \(choice)")
      ]
    }
  }

  /// Returns both outcomes of what the visitor decides, that of most visitors first.
  private static func either(
    _ question: String, _ matched: String, _ other: String, _ visitors: (matched: String, other: String)
  ) -> [Outcome] {
    [
      Outcome(
        target: other, visitor: visitors.other, conditions: [.open(question, isNegated: true)]),
      Outcome(
        target: matched, visitor: visitors.matched, conditions: [.open(question, isNegated: false)]),
    ]
  }

  private static func server(_ server: String, _ matched: String, _ other: String) -> [Outcome] {
    let scheme = server.firstRange(of: "://")?.upperBound ?? server.startIndex
    let host = Array(server[scheme...].utf8)
    guard let pattern = PathPattern.literal(host) else { return [] }
    return [
      Outcome(target: matched, conditions: [.host(pattern, text: host.text, isNegated: false)]),
      Outcome(target: other, conditions: [.host(pattern, text: host.text, isNegated: true)]),
    ]
  }

  /// The part of the request that a match looks at, with what it looks for.
  private static func asked(_ type: String, _ data: JSONNode?) -> String {
    func value(_ name: String) -> String { data?[name]?.string.map { " “\($0)”" } ?? "" }
    return switch type {
    case "agent": "User-Agent (it looks for\(value("agent")))"
    case "referrer": "referrer (it looks for\(value("referrer")))"
    case "header": "header\(value("name")) (it looks for\(value("value")))"
    case "cookie": "cookie\(value("name")) (it looks for\(value("value")))"
    case "ip": "IP address"
    case "language": "language (it looks for\(value("language")))"
    case "custom": "treatment by a WordPress filter\(value("filter"))"
    default: type
    }
  }
}
