internal import AutoTagAudit
internal import AutoTagConfiguration

/// All rules of the audit as Markdown, for the documentation.
struct RuleTable {
  var text: String {
    var text = """
      # The audit's rules

      What `autotag audit` looks for. Each rule can be set to `off`, `info`, `warning` or `error` in
      `\(ConfigurationFile.name)`, under `audit.rules`. This list is written by
      `autotag audit --list-rules --format markdown`.

      | code | severity | what it finds | `rewrite` repairs it |
      | --- | --- | --- | --- |

      """
    for rule in RuleSet.all {
      text += "| [`\(rule.code)`](#\(rule.code)) | \(rule.severity.rawValue) | \(Self.escaped(rule.title)) | "
      text += rule.rewriteRepairs ? "yes, or in some cases |\n" : "no |\n"
    }
    for rule in RuleSet.all {
      text += "\n## \(rule.code)\n\n\(Self.escaped(rule.why))\n\n\(Self.escaped(rule.fix))\n"
    }
    return text
  }

  /// Returns text in which nothing is HTML or a table's line to Markdown.
  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing("|", with: "\\|")
      .replacing("*", with: "\\*")
  }
}
