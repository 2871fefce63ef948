import Foundation
import Testing

/// `Tests/Oracles/odd_server.py`, running on loopback; it ends with the process that runs the tests.
public final class OddServer: Sendable {
  public let port: Int
  /// Its address, with a slash at its end.
  public let root: String
  private let folder: TemporaryFolder

  /// - Parameter certificate: with its key, for `https`.
  public init(certificate: (file: String, key: String)? = nil) throws {
    folder = try TemporaryFolder()
    let script = Oracle.root.appending(path: "Tests/Oracles/odd_server.py").path
    let log = folder.url.appending(path: "log").path
    let output = try Oracle.run(
      "python3", [script, log] + (certificate.map { [$0.file, $0.key] } ?? []))
    port = try #require(output.lines.first.flatMap { Int($0) }, "no server: \(output.standardError)")
    root = "\(certificate == nil ? "http" : "https")://127.0.0.1:\(port)/"
  }

  public var name: String { "127.0.0.1:\(port)" }

  public struct Request: Decodable, Sendable {
    public let method: String
    public let target: String
    public let host: String?
    public let agent: String?
    public let active: Int
  }

  /// All requests so far.
  public var requests: [Request] {
    get throws {
      guard let log = try? folder.text("log") else { return [] }
      return try log.split(separator: "\n").map {
        try JSONDecoder().decode(Request.self, from: Data($0.utf8))
      }
    }
  }

  /// The bytes that the server got rid of, of each large or slow body, once it has noticed.
  public func bytesSent() throws -> [Int] {
    for _ in 0..<100 where (try? folder.text("log.sent")) == nil { usleep(20_000) }
    return try folder.text("log.sent").split(separator: "\n").compactMap { Int($0) }
  }
}
