import ArgumentParser
internal import AutoTagAudit
internal import AutoTagBaseline
internal import AutoTagConfiguration

/// The options that say which findings count.
struct FindingOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "End with 1 when there are findings as bad as this or worse. (default: error)", valueName: "severity"))
  var failOn: FailOn?

  @Option(
    help: ArgumentHelp(
      """
      Leave out the findings that FILE holds. (default: \(Baseline.Kind.audit.fileName) beside the configuration, else in the \
      site's root, if any)
      """,
      valueName: "file"), completion: .file(extensions: ["json"]))
  var baseline: String?

  @Option(
    help: ArgumentHelp(
      "Write what is found now to FILE (- for standard output), to be the baseline of later runs; end with 0.",
      valueName: "file"),
    completion: .file(extensions: ["json"]))
  var writeBaseline: String?

  @Flag(help: "Print all rules with their severities, why they are and how to fix what they find.")
  var listRules = false
}
