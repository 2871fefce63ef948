import Foundation
import Testing

/// The time, memory and output of a run of the command. Needs any Python 3.
public struct Measured: Decodable, Sendable {
  public let status: Int
  /// Processor time of all its threads.
  public let processorSeconds: Double
  /// The largest resident set, in KiB.
  public let peakKilobytes: Int
  public let output: String
  public let errors: String

  public static func run(_ arguments: String...) async throws -> Measured {
    let output = try await Oracle.slowScript("measure.py", [Product.autotag] + arguments)
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(Measured.self, from: output.standardOutput)
  }
}
