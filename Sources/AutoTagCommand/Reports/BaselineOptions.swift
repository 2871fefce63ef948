import ArgumentParser
internal import AutoTagBaseline

/// A command whose findings may be known by a baseline.
protocol BaselineUser: Sendable {
  /// The words about `--baseline`, from what it leaves out to where it is looked for.
  static var baselineHelp: String { get }
}

/// The options about findings that are known. The commands that have them differ in the kind of baseline.
struct BaselineOptions<User: BaselineUser>: ParsableArguments {
  @Option(
    help: ArgumentHelp("\(User.baselineHelp)", valueName: "file"), completion: .file(extensions: ["json"]))
  var baseline: String?

  @Option(
    help: ArgumentHelp(
      "Write what is found now to FILE (- for standard output), to be the baseline of later runs; end with 0.",
      valueName: "file"),
    completion: .file(extensions: ["json"]))
  var writeBaseline: String?
}

enum AuditBaseline: BaselineUser {
  static var baselineHelp: String {
    """
    Leave out the findings that FILE holds. (default: \(Baseline.Kind.audit.fileName) beside the configuration, else in the \
    site's root, if any)
    """
  }
}

enum ConversionsBaseline: BaselineUser {
  static var baselineHelp: String {
    """
    Leave out the findings that FILE holds; the sums stay. (default: \(Baseline.Kind.conversions.fileName) beside the \
    configuration, if any)
    """
  }
}
