import ArgumentParser

/// Why a command cannot do what was asked, where no other error says it better.
struct CommandFailure: Error {
  let status: ExitCode
  /// What is wrong and what to do about it.
  let message: String
}
