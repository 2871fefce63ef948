public import Foundation
public import Testing

/// Programs and files of others with which tests compare. `Tests/run.sh` installs them. A test whose oracle is missing is
/// skipped with a message; in CI it runs and fails.
public enum Oracle {
  /// The root of this package.
  public static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The Python with the packages of `Tests/Oracles/requirements.txt`.
  public static let python = root.appending(path: ".build/oracles/bin/python").path

  /// A trait for tests that need these files or programs, each an absolute path or a name on the PATH.
  public static func needs(_ names: String...) -> ConditionTrait {
    let missing = names.filter { find($0) == nil }
    return .enabled(
      if: missing.isEmpty || ProcessInfo.processInfo.environment["CI"] != nil,
      "\(missing.joined(separator: ", ")) not here: run Tests/run.sh, which installs it")
  }

  /// The absolute path of a file, or of a program on the PATH.
  public static func find(_ name: String) -> String? {
    if name.hasPrefix("/") { return FileManager.default.fileExists(atPath: name) ? name : nil }
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    return path.split(separator: ":").map { "\($0)/\(name)" }.first {
      FileManager.default.isExecutableFile(atPath: $0)
    }
  }

  /// The output and exit status of a program.
  public struct Output: Sendable {
    public let status: Int32
    public let standardOutput: Data
    public let standardError: String

    /// Standard output as lines of text.
    public var lines: [Substring] {
      String(decoding: standardOutput, as: UTF8.self).split(separator: "\n")
    }
  }

  /// Runs a program to its end.
  /// - Parameters:
  ///   - program: an absolute path, or a name on the PATH.
  ///   - input: what it reads from standard input; nothing when `nil`.
  ///   - environment: variables in addition to this process's own.
  public static func run(
    _ program: String, _ arguments: [String] = [], input: Data? = nil, environment: [String: String] = [:],
    in folder: URL? = nil
  ) throws -> Output {
    let executable = try #require(find(program), "\(program) is not installed: run Tests/run.sh")
    let scratch = try TemporaryFolder()
    // Files instead of pipes: no program waits for a reader, however much it prints.
    let (standardInput, standardOutput, standardError) = (
      scratch.url.appending(path: "in"), scratch.url.appending(path: "out"),
      scratch.url.appending(path: "err")
    )
    try (input ?? Data()).write(to: standardInput)
    let status = try ChildProcess.run(
      executable, arguments,
      environment: ProcessInfo.processInfo.environment.merging(environment) { $1 },
      folder: folder?.path, input: standardInput.path, output: standardOutput.path,
      error: standardError.path)
    return Output(
      status: status, standardOutput: try Data(contentsOf: standardOutput),
      standardError: String(decoding: try Data(contentsOf: standardError), as: UTF8.self))
  }

  /// Runs a script of `Tests/Oracles` with the oracles' Python; it must end well.
  public static func script(_ name: String, _ arguments: [String] = [], input: Data? = nil) throws -> Output {
    let path = root.appending(path: "Tests/Oracles/\(name)").path
    let output = try run(python, [path] + arguments, input: input)
    try #require(output.status == 0, "\(name): \(output.standardError)")
    return output
  }

  /// Runs a script that takes long, like `script` but on a new thread, so that the few threads that tests share stay free.
  public static func slowScript(_ name: String, _ arguments: [String] = []) async throws -> Output {
    try await withCheckedThrowingContinuation { continuation in
      Thread.detachNewThread { continuation.resume(with: Result { try script(name, arguments) }) }
    }
  }
}
