// What reports for people call the model's values. Reports for programs use their raw values.

extension Severity {
  /// The worst first.
  static let fromWorst: [Severity] = [.error, .warning, .info]

  /// “1 error”, “2 warnings”, “3 info”.
  func count(_ number: Int) -> String {
    switch self {
    case .info: "\(number) info"
    case .warning: Count.of(number, "warning")
    case .error: Count.of(number, "error")
    }
  }
}

extension AuditedLink.State {
  /// The best first.
  static let fromBest: [AuditedLink.State] = [.trackable, .repairable, .needsHand]

  /// As the heading of a count.
  var title: String {
    switch self {
    case .trackable: "trackable"
    case .repairable: "repaired by rewrite"
    case .needsHand: "needs a hand"
    }
  }
}

extension Finding {
  /// Whether it is about the file as a whole and not about a place in it.
  var isOfWholeFile: Bool { excerpt == nil && line == 1 && column == 1 }

  /// “index.html:12:5”, in the form that editors jump to.
  var place: String { isOfWholeFile ? file : "\(file):\(line):\(column)" }
}
