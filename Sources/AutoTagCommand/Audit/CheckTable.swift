internal import AutoTagAudit
internal import AutoTagConfiguration

/// All checks of the audit as Markdown, for the documentation.
struct CheckTable {
  var text: String {
    var text = """
      # The audit's rules

      What `autotag audit` looks for. Each rule can be set to `off`, `info`, `warning` or `error` in
      `\(ConfigurationFile.name)`, under `audit.rules`. This list is written by
      `autotag audit --list-rules --format markdown`.

      | code | severity | what it finds | `rewrite` repairs it |
      | --- | --- | --- | --- |

      """
    for check in AuditCheck.all {
      text +=
        "| [`\(check.code)`](#\(check.code)) | \(check.severity.rawValue) | \(Self.escaped(check.title)) | "
      text += check.rewriteRepairs ? "yes, or in some cases |\n" : "no |\n"
    }
    for check in AuditCheck.all {
      text += "\n## \(check.code)\n\n\(Self.escaped(check.why))\n\n\(Self.escaped(check.fix))\n"
    }
    return text
  }

  /// Returns text in which nothing is HTML or a table's line to Markdown.
  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing("|", with: "\\|")
      .replacing("*", with: "\\*")
  }
}
