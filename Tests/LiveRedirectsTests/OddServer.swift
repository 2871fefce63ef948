import Foundation
import LiveRedirects
import TestSupport
import Testing

/// `Tests/Oracles/odd_server.py`, running on loopback; it ends with the process that runs the tests.
final class OddServer: Sendable {
  let port: Int
  private let scheme: String
  private let folder: TemporaryFolder

  /// - Parameter certificate: with its key, for `https`.
  init(certificate: (file: String, key: String)? = nil) throws {
    folder = try TemporaryFolder()
    let script = Oracle.root.appending(path: "Tests/Oracles/odd_server.py").path
    let log = folder.url.appending(path: "log").path
    let output = try Oracle.run(
      "python3", [script, log] + (certificate.map { [$0.file, $0.key] } ?? []))
    port = try #require(output.lines.first.flatMap { Int($0) }, "no server: \(output.standardError)")
    scheme = certificate == nil ? "http" : "https"
  }

  var name: String { "127.0.0.1:\(port)" }

  func url(_ path: String) throws -> WebAddress {
    try #require(WebAddress("\(scheme)://\(name)/\(path)"))
  }

  struct Request: Decodable {
    let method: String
    let target: String
    let host: String?
    let agent: String?
    let active: Int
  }

  /// All requests so far.
  var requests: [Request] {
    get throws {
      guard let log = try? folder.text("log") else { return [] }
      return try log.split(separator: "\n").map {
        try JSONDecoder().decode(Request.self, from: Data($0.utf8))
      }
    }
  }

  /// How many bytes of its 10 MB body the server got rid of, once it has noticed.
  func bytesSent() throws -> [Int] {
    for _ in 0..<100 where (try? folder.text("log.sent")) == nil { usleep(20_000) }
    return try folder.text("log.sent").split(separator: "\n").compactMap { Int($0) }
  }
}
