import Foundation
import Testing

/// A server that a test starts on loopback with a configuration of its own, gone with the test.
public final class LoopbackServer {
  private let process = Process()
  public let folder: TemporaryFolder

  /// Returns ports that are free at this moment.
  public static func freePorts(_ count: Int) throws -> [Int] {
    let script = """
      import socket
      sockets = [socket.socket() for _ in range(\(count))]
      for s in sockets: s.bind(("127.0.0.1", 0))
      print(*(s.getsockname()[1] for s in sockets))
      """
    return try Oracle.run("python3", ["-c", script]).lines.flatMap { $0.split(separator: " ") }
      .compactMap { Int($0) }
  }

  /// - Parameters:
  ///   - program: runs in the foreground with the arguments.
  ///   - port: accepts connections once the server is there.
  public init(_ program: String, _ arguments: [String], in folder: TemporaryFolder, port: Int) throws {
    self.folder = folder
    process.executableURL = URL(filePath: try #require(Oracle.find(program)))
    process.arguments = arguments
    let log = try folder.write("", to: "server.log")
    process.standardError = try FileHandle(forWritingTo: log)
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    for _ in 0..<200 {
      let ask = try Oracle.run(
        "python3", ["-c", "import socket; socket.create_connection(('127.0.0.1', \(port)), 1)"])
      if ask.status == 0 { return }
      guard process.isRunning else { break }
      usleep(20_000)
    }
    let problem = (try? folder.text("server.log")) ?? ""
    process.terminate()
    throw Failure(message: "\(program) does not start: \(problem)")
  }

  /// Starts Caddy with a Caddyfile, and with a home of its own to write to.
  public static func caddy(_ file: String, in folder: TemporaryFolder, port: Int) throws -> LoopbackServer {
    let homes = ["HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"].map { "\($0)=\(folder.url.path)" }
    return try LoopbackServer(
      "env", homes + ["caddy", "run", "--config", file, "--adapter", "caddyfile"], in: folder, port: port)
  }

  public struct Failure: Error {
    public let message: String

    public init(message: String) { self.message = message }
  }

  deinit {
    process.terminate()
    process.waitUntilExit()
  }

  public struct Request: Encodable {
    public let port: Int
    public let target: String
    public let host: String

    public init(port: Int, target: String, host: String) {
      (self.port, self.target, self.host) = (port, target, host)
    }
  }

  public struct Answer: Decodable, Equatable {
    public let status: Int
    public let location: String?
  }

  /// Returns the answers of servers, in the order of the requests.
  public static func answers(to requests: [Request]) throws -> [Answer] {
    let encoder = JSONEncoder()
    let lines = try requests.map { String(decoding: try encoder.encode($0), as: UTF8.self) }
    let path = Oracle.root.appending(path: "Tests/Oracles/locations.py").path
    let output = try Oracle.run("python3", [path], input: Data(lines.joined(separator: "\n").utf8))
    try #require(output.status == 0, "\(output.standardError)")
    return try output.lines.map { try JSONDecoder().decode(Answer.self, from: Data($0.utf8)) }
  }
}
