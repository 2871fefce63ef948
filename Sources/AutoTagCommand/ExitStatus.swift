import ArgumentParser

/// The exit statuses of the command. `autotag --help` lists them.
enum ExitStatus {
  /// A link that should be trackable is not.
  static let notTrackable = ExitCode(1)
  /// An audit has findings that count, or a rewrite problems.
  static let findings = ExitCode(1)
  static let usage = ExitCode(2)
  static let filesFailed = ExitCode(3)
  /// A stream ended before its end.
  static let cut = ExitCode(4)
  /// The status that a shell gives to a program that wrote into a closed pipe.
  static let brokenPipe = ExitCode(128 + 13)
}
