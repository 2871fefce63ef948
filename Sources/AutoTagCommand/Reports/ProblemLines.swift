internal import AutoTagAudit
package import AutoTagText
package import AutoTagTracking

/// Problems as lines of text, in the form that editors jump to. What is said of many places in the same words is said once,
/// at the first of them, with the others behind it; so is what could not be written for one reason, such as a full disk.
package struct ProblemLines {
  private let style: Style
  /// The most problems of one code that are shown, those with the same words as one; the others are counted. Failures are all
  /// shown. `nil` shows each problem by itself.
  private let limit: Int?

  /// The most other places that are named.
  private static let mostPlaces = 3

  package init(style: Style, limit: Int? = nil) {
    self.style = style
    self.limit = limit
  }

  package func text(_ problems: [Problem]) -> String {
    guard let limit else { return problems.map { line($0) + "\n" }.joined() }
    var shown: [String: Int] = [:]
    var folded: [String: Int] = [:]
    var text = ""
    for group in Self.groups(of: problems) {
      let (code, first) = (group[0].code, group[0])
      if first.severity != .failure {
        guard shown[code, default: 0] < limit else {
          folded[code, default: 0] += group.count
          continue
        }
        shown[code, default: 0] += 1
      }
      text += line(first) + "\n"
      if group.count > 1 { text += style.paint(others(group.dropFirst()), .dim) + "\n" }
    }
    for (code, count) in folded.sorted(by: { $0.key < $1.key }) {
      text += style.paint("… and \(count) more [\(PrintableText.of(code))] (use --verbose)", .dim) + "\n"
    }
    return text
  }

  /// Returns problems of one code and the same words together, in the order of the first ones; each failure alone but those of one
  /// cause.
  private static func groups(of problems: [Problem]) -> [[Problem]] {
    var groups: [[Problem]] = []
    var indices: [String: Int] = [:]
    for problem in problems {
      let key = "\(problem.code) \(problem.cause.map(String.init) ?? problem.message)"
      if problem.severity != .failure || problem.cause != nil, let index = indices[key] {
        groups[index].append(problem)
      } else {
        indices[key] = groups.count
        groups.append([problem])
      }
    }
    return groups
  }

  private func others(_ problems: ArraySlice<Problem>) -> String {
    let places = problems.prefix(Self.mostPlaces).map(Self.place).joined(separator: ", ")
    return "  and at \(Count.of(problems.count, "more place")): \(places)"
      + (problems.count > Self.mostPlaces ? ", … (use --verbose)" : "")
  }

  private static func place(_ problem: Problem) -> String {
    PrintableText.of(problem.file)
      + [problem.line, problem.column].compactMap { $0.map { ":\($0)" } }.joined()
  }

  private func line(_ problem: Problem) -> String {
    let mark =
      switch problem.severity {
      case .note: ""
      case .loss: style.paint("loss:", .red) + " "
      case .failure: style.paint("error:", .red) + " "
      }
    let code = style.paint("[\(PrintableText.of(problem.code))]", .dim)
    let place = style.paint(Self.place(problem) + ":", .bold)
    guard let joint = problem.message.firstRange(of: Problem.joint) else {
      return "\(place) \(mark)\(PrintableText.onLines(problem.message, indentation: "    ")) \(code)"
    }
    let (fault, fix) = (problem.message[..<joint.lowerBound], problem.message[joint.upperBound...])
    let shown = PrintableText.onLines(Self.shortened(fault, besides: fix), indentation: "    ")
    return "\(place) \(mark)\(shown) \(code)\n  "
      + "\(style.paint("fix:", .bold)) \(PrintableText.onLines(String(fix), indentation: "    "))"
  }

  /// Returns the words about a fault without the rest of an address that the remedy has too.
  private static func shortened(_ fault: Substring, besides fix: Substring) -> String {
    fault.split(separator: " ", omittingEmptySubsequences: false).map { word in
      guard word.hasPrefix("https://") || word.hasPrefix("http://") else { return String(word) }
      let ending = word.reversed().prefix { ",;:.".contains($0) }
      let address = word.dropLast(ending.count)
      let names = address.split(separator: "/", maxSplits: 2)
      guard names.count == 3, fix.contains(names[1]) else { return String(word) }
      return "\(names[0])//\(names[1])/…\(String(ending.reversed()))"
    }.joined(separator: " ")
  }
}
