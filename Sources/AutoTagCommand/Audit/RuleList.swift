internal import AutoTagAudit
internal import AutoTagConfiguration

/// All rules of the audit, for people.
struct RuleList {
  let style: Style

  private static let width = 80

  var text: String {
    var text = ""
    for rule in RuleSet.all {
      text += "\(style.paint(rule.code, .bold)) · \(style.paint(rule.severity.rawValue, ink(rule.severity)))"
      text += rule.rewriteRepairs ? " · rewrite repairs it, always or in some cases\n" : "\n"
      text += wrapped(rule.title + ".", "  ")
      text += wrapped(rule.why, "  why  ")
      text += wrapped(rule.fix, "  fix  ") + "\n"
    }
    return text
      + "Each can be set to off, info, warning or error in \(ConfigurationFile.name), under audit.rules.\n"
  }

  private func ink(_ severity: Severity) -> Style.Ink {
    switch severity {
    case .error: .red
    case .warning: .yellow
    case .info: .blue
    }
  }

  /// - Parameter label: in front of the first line; those after it are indented as far.
  private func wrapped(_ text: String, _ label: String) -> String {
    let indentation = String(repeating: " ", count: label.count)
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if !line.isEmpty, label.count + line.count + 1 + word.count > Self.width {
        lines.append(line)
        line = ""
      }
      line += (line.isEmpty ? "" : " ") + word
    }
    lines.append(line)
    return label + lines.joined(separator: "\n" + indentation) + "\n"
  }
}
