import Foundation
import Testing

/// What a run of the command took. Needs any Python 3.
public struct Measured: Decodable, Sendable {
  public let status: Int
  /// Of all its threads.
  public let processorSeconds: Double
  /// The most memory it had at a time.
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
