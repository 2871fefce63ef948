import ArgumentParser
internal import AutoTagAudit
internal import AutoTagConfiguration

/// The options that say which findings count.
struct FindingOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "End with 1 when there are findings as bad as this or worse. (default: error)", valueName: "severity"))
  var failOn: FailOn?

  @OptionGroup var known: BaselineOptions<AuditBaseline>

  @Flag(help: "Print all rules with their severities, why they are and how to fix what they find.")
  var listRules = false
}
