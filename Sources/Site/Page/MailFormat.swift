internal import AutoTagBytes

/// Messages with a head of fields (RFC 5322), as mails, news and saved pages (MHTML) have one, and answers of web servers. The
/// HTML in their bodies is encoded, or signed.
enum MailFormat {
  /// Fields that nothing but a message has.
  private static let own: Set<String> = [
    "from", "received", "return-path", "message-id", "mime-version", "delivered-to", "dkim-signature",
  ]
  private static let others: Set<String> = [
    "to", "cc", "subject", "date", "reply-to", "sender", "content-type", "content-transfer-encoding",
    "list-id",
  ]

  private static let longestHead = 64 * 1024

  /// - Returns: the format, as in “a mail”; `nil` for what may be a page.
  static func of(_ text: [UInt8]) -> String? {
    if text.starts(with: "HTTP/1.".utf8) || text.starts(with: "HTTP/2 ".utf8) { return "a server's answer" }
    var names: Set<String> = []
    var isFirst = true
    for line in text.prefix(longestHead).split(separator: 0x0A, omittingEmptySubsequences: false) {
      defer { isFirst = false }
      let line = line.last == 0x0D ? line.dropLast() : line
      if line.isEmpty {
        let known = names.intersection(own)
        return !known.isEmpty && known.count + names.intersection(others).count > 1 ? "a mail" : nil
      }
      // The line in front of each mail of a mailbox, and the next line of a field.
      if isFirst, line.starts(with: "From ".utf8) { continue }
      if !isFirst, line.first == 0x20 || line.first == 0x09 { continue }
      let name = line.prefix { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ":") && $0 != UInt8(ascii: "<") }
      guard !name.isEmpty, line.dropFirst(name.count).first == UInt8(ascii: ":") else { return nil }
      names.insert(ASCII.lowercased(Array(name)).text)
    }
    return nil
  }
}
