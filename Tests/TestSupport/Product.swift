public import Foundation

/// The built command, as a user runs it.
public enum Product {
  /// It lies beside the running test bundle.
  public static let autotag = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
    .appending(path: "autotag").path

  public static func run(
    _ arguments: String..., input: Data? = nil, environment: [String: String] = [:], in folder: URL? = nil
  ) throws -> Oracle.Output {
    try Oracle.run(autotag, arguments, input: input, environment: environment, in: folder)
  }
}
