import ArgumentParser
internal import AutoTagText

/// The options that make a build fail by what a rewrite found.
struct GateOptions: ParsableArguments {
  /// The least problem that ends a run with 1.
  enum FailOn: String, WordChoice {
    case loss, warning
  }

  @Option(
    help: ArgumentHelp(
      """
      End with 1 when there are problems as bad as this or worse: loss, a click id that would be lost; warning, any \
      problem. The files are written all the same. (default: end with 0)
      """, valueName: "severity"))
  var failOn: FailOn?

  /// The line that says why a run ends with 1, which a summary without a loss does not show.
  /// - Parameter codes: the codes with their numbers, where they are said.
  static func line(
    _ count: Int, _ noun: String, failingOn severity: String, of codes: [String] = []
  ) -> String {
    "\(Count.of(count, noun)) at or above --fail-on \(severity)\(codes.isEmpty ? "" : ": " + codes.joined(separator: ", ")).\n"
  }

  @Option(
    help: ArgumentHelp(
      """
      Compare with FILE, the --format json of the last run: fewer affiliate links of a group, or more losses, are a \
      loss of this run.
      """, valueName: "file"),
    completion: .file(extensions: ["json"]))
  var compare: String?
}
