/// Rules that a redirect file holds, or names, and that are not read: the file is broken as a whole, or what it includes is not
/// there. They may answer each link that nothing else answers.
package struct UnreadRules: Sendable {
  /// The line that tells of them. Its `unknown` is the reason; its reach are the hosts that they are known to name.
  package let rule: RedirectRule
  /// The beginning of the paths that they may answer.
  let prefix: [UInt8]

  /// - Parameters:
  ///   - text: the line in words.
  ///   - reason: in a clause.
  ///   - fileFault: the reason for which the server refuses the file that names them; `nil` where it takes it.
  init(
    _ format: RedirectFormat, file: String, line: Int, text: String, below prefix: [UInt8],
    reach: RedirectRule.Reach, because reason: String, fileFault: String? = nil
  ) {
    rule = RedirectRule(
      format, file: file, line: line, text: text, unknown: reason, reach: reach, fileFault: fileFault)
    self.prefix = prefix
  }

  /// The words for the rules of a file that is broken as a whole.
  static let wholeFile = "the whole file"

  /// Makes the rules of a file that is broken as a whole.
  init(
    of bytes: [UInt8], _ format: RedirectFormat, file: String, line: Int, below prefix: [UInt8],
    because reason: String
  ) {
    self.init(
      format, file: file, line: line, text: Self.wholeFile, below: prefix,
      reach: RedirectRule.Reach(hosts: NamedHosts.all(in: Self.plain(bytes))), because: reason)
  }

  /// Returns the text without the backslashes that JSON may have in front of slashes.
  private static func plain(_ bytes: [UInt8]) -> [UInt8] { bytes.filter { $0 != UInt8(ascii: "\\") } }

  func mayAnswer(_ path: [UInt8]) -> Bool { path.starts(with: prefix) }
}
