/// A server's answer, as far as it was read.
package struct HTTPAnswer {
  let status: Int
  /// The header fields in the order of the answer, names in lower case, values without the white space around them.
  let fields: [(name: String, value: [UInt8])]
  /// The body up to the limit; empty for a redirect, whose body nobody needs.
  let body: [UInt8]

  package init(status: Int, fields: [(name: String, value: [UInt8])], body: [UInt8]) {
    self.status = status
    self.fields = fields
    self.body = body
  }

  func values(of name: String) -> [[UInt8]] { fields.filter { $0.name == name }.map(\.value) }
}

/// The reason why there is no answer.
enum HTTPFailure: Error, Equatable {
  case unknownHost
  /// All addresses of the host are private ones; this is one of them.
  case privateAddress(String)
  case refused
  case timeout
  /// The server's certificate is not trusted, and why.
  case certificate(String)
  /// TLS fails otherwise.
  case tls(String)
  /// The connection ended, or what came is no HTTP.
  case broken(String)
  case noClient
}

enum HTTPMethod: String {
  case head = "HEAD"
  case get = "GET"
}

/// The limits of one request.
struct HTTPLimits {
  /// The longest time for the whole request.
  var timeout: Duration
  /// The longest time for connecting, and between two bytes.
  var idleTimeout: Duration
  var body = most
  var head = most

  /// The most bytes of a head, and of a body, that are read.
  static let most = 64 * 1024

  /// The most bytes of a location: `most` are read, of which percent-encoding makes three times as many.
  static let longestLocation = 3 * most
}
