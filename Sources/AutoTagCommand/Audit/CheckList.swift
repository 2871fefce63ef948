internal import AutoTagAudit
internal import AutoTagConfiguration
internal import AutoTagText

/// All checks of the audit, for people.
struct CheckList {
  let style: Style

  private static let width = 80

  var text: String {
    var text = ""
    for check in AuditCheck.all {
      text +=
        "\(style.paint(check.code, .bold)) · \(style.paint(check.severity.rawValue, check.severity.ink))"
      text += check.rewriteRepairs ? " · rewrite repairs it, always or in some cases\n" : "\n"
      text += wrapped(check.title + ".", "  ")
      text += wrapped(check.why, "  why  ")
      text += wrapped(check.fix, "  fix  ") + "\n"
    }
    return text
      + "Each can be set to off, info, warning or error in \(ConfigurationFile.name), under audit.rules.\n"
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
