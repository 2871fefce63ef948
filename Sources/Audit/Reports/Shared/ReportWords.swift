internal import AutoTagBytes
package import AutoTagText

// The words of reports for people. Reports for programs use the raw values.

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

extension Severity {
  package var ink: Style.Ink {
    switch self {
    case .error: .red
    case .warning: .yellow
    case .info: .blue
    }
  }
}

extension AuditSummary {
  /// The sentence of a report without a finding, which says what is held back.
  var nothing: String {
    guard pagesRead > 0 || inBaseline + ignored > 0 else { return "No page was read." }
    var held: [String] = []
    if inBaseline > 0 { held.append("the baseline holds back \(Count.of(inBaseline, "finding"))") }
    if ignored > 0 { held.append("audit.ignore leaves out \(Count.of(ignored, "finding"))") }
    return held.isEmpty
      ? "Nothing was found." : "Nothing else was found: \(held.joined(separator: ", and "))."
  }
}

extension AuditSummary {
  /// The words to be put behind the number of findings that `rewrite` repairs, where that makes no link trackable: each
  /// such link has another fault; empty where it makes some.
  var caveat: String { count(.repairable) == 0 ? ", which alone makes no more links trackable" : "" }
}

extension AuditedLink.State {
  /// The best first.
  static let fromBest: [AuditedLink.State] = [.trackable, .repairable, .needsHand]

  /// The heading of a count.
  var title: String {
    switch self {
    case .trackable: "trackable"
    case .repairable: "trackable after rewrite"
    case .needsHand: "needs a hand"
    }
  }
}

extension Finding {
  /// “index.html:12:5”, in the form that editors jump to.
  var location: String { isOfWholeFile ? file : "\(file):\(line):\(column)" }

  /// “../content/posts/a.md:4”, the place in the page's source, from the site's root; `nil` where nothing tells.
  var sourcePlace: String? { source.map { PathText.shown($0.path) + ($0.line.map { ":\($0)" } ?? "") } }
}
