package import AutoTagAudit
package import AutoTagTracking

/// Problems as lines of text, in the form that editors jump to.
package struct ProblemLines {
  private let style: Style
  /// The most problems of one code that are shown; the others are counted. Failures are all shown. `nil` for no limit.
  private let limit: Int?

  package init(style: Style, limit: Int? = nil) {
    self.style = style
    self.limit = limit
  }

  package func text(_ problems: [Problem]) -> String {
    var shown: [String: Int] = [:]
    var folded: [String: Int] = [:]
    var text = ""
    for problem in problems {
      if problem.severity != .failure, let limit {
        guard shown[problem.code, default: 0] < limit else {
          folded[problem.code, default: 0] += 1
          continue
        }
        shown[problem.code, default: 0] += 1
      }
      text += line(problem) + "\n"
    }
    for (code, count) in folded.sorted(by: { $0.key < $1.key }) {
      text += style.paint("… and \(count) more [\(PrintableText.of(code))] (use --verbose)", .dim) + "\n"
    }
    return text
  }

  private func line(_ problem: Problem) -> String {
    let location = [problem.line, problem.column].compactMap { $0.map { ":\($0)" } }.joined()
    let mark =
      switch problem.severity {
      case .note: ""
      case .loss: style.paint("loss:", .red) + " "
      case .failure: style.paint("error:", .red) + " "
      }
    let code = style.paint("[\(PrintableText.of(problem.code))]", .dim)
    return style.paint(PrintableText.of(problem.file) + location + ":", .bold)
      + " \(mark)\(PrintableText.of(problem.message)) \(code)"
  }
}
