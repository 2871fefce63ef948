/// The conditions of one rule that files cannot decide, once those that they can are taken away: all of the groups must
/// hold, and of each group one.
///
/// They are one question a rule, so that a list of two hundred addresses makes one branch and not two hundred. A single
/// condition is asked under its own name: what one rule asks for and the next for its opposite has one answer.
struct OpenConditions {
  struct Condition {
    /// The condition without its negation.
    let question: String
    let isNegated: Bool
    let isUsuallyTrue: Bool
  }

  private var groups: [[Condition]] = []

  /// Adds a group. It has at least one condition.
  mutating func require(oneOf conditions: [Condition]) { groups.append(conditions) }

  /// Returns true if all groups hold, as the visitor's answers say. Without a group they do.
  func hold(_ rule: RedirectRule, _ visitor: inout VisitorAnswers) -> Bool {
    // What is known by now is asked no more: a visitor does not pass a condition and its negation.
    var groups: [[Condition]] = []
    for group in self.groups {
      let known = group.map { condition in
        visitor.known(condition.question).map { $0 != condition.isNegated }
      }
      if known.contains(true) { continue }
      let open = zip(group, known).filter { $1 == nil }.map(\.0)
      guard !open.isEmpty else { return false }
      groups.append(open)
    }
    guard let first = groups.first else { return true }
    if groups.count == 1, first.count == 1, let only = first.first {
      return visitor.holds(
        only.question, "the condition \(only.question)", usually: only.isUsuallyTrue != only.isNegated, rule)
        != only.isNegated
    }
    let text = groups.map { group in
      group.map { ($0.isNegated ? "not " : "") + $0.question }.joined(separator: " or ")
    }.joined(separator: " and ")
    guard
      visitor.holds(
        text, "the condition \(Self.short(text))",
        usually: groups.allSatisfy { $0.contains(where: \.isUsuallyTrue) }, rule)
    else { return false }
    // All groups hold, so that what stands alone in one is known.
    for group in groups where group.count == 1 {
      visitor.learn(group[0].question, isTrue: !group[0].isNegated)
    }
    return true
  }

  /// The text, short enough for a message.
  private static func short(_ text: String) -> String {
    text.count > 120 ? text.prefix(119) + "…" : text
  }
}
