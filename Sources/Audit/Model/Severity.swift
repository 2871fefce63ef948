/// How bad a finding is. The configuration can give a rule another one, or turn it off.
package enum Severity: String, Sendable, Hashable, CaseIterable, Comparable {
  /// Worth knowing.
  case info
  /// A click id may be lost, or a guideline of the network is not kept.
  case warning
  /// A click id is lost.
  case error

  package static func < (one: Severity, other: Severity) -> Bool { one.rank < other.rank }

  private var rank: Int {
    switch self {
    case .info: 0
    case .warning: 1
    case .error: 2
    }
  }
}
