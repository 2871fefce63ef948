import Foundation
import TestSupport

/// Hrefs with what ada, the URL parser of Node.js, finds in them.
enum URLOracle {
  struct Case: Decodable, CustomStringConvertible {
    let href: String
    let base: String?
    /// The scheme with its colon; `nil` where there is no valid URL.
    let `protocol`: String?
    let hostname: String?
    /// `true` where the href is empty or a fragment alone.
    let ownPage: Bool

    var description: String {
      "\(href.debugDescription) on \(base ?? "no base"): \(`protocol` ?? "invalid") \(hostname ?? "")"
    }
  }

  static func cases(count: Int, seed: Int) throws -> [Case] {
    let output = try Oracle.script("url_hosts.py", ["\(count)", "\(seed)"])
    let decoder = JSONDecoder()
    return try output.lines.map { try decoder.decode(Case.self, from: Data($0.utf8)) }
  }
}
