internal import AutoTagBytes

/// The `content` of a refresh, as browsers read it (HTML standard, "shared declarative refresh steps").
enum MetaRefresh {
  /// A page that waits longer, in seconds, is read by visitors, and is no redirect.
  static let longestDelay = 10

  /// - Returns: the seconds, and the address where there is one; `nil` for what is no refresh.
  static func read(_ content: [UInt8]) -> (delay: Int, url: String?)? {
    var index = 0
    func skipSpace() { while index < content.count, ASCII.isSpace(content[index]) { index += 1 } }
    skipSpace()
    let digits = content[index...].prefix(while: ASCII.isDigit)
    guard !digits.isEmpty || index < content.count && content[index] == UInt8(ascii: ".") else { return nil }
    let delay = digits.reduce(0) { min($0 * 10 + Int($1 &- 0x30), 1_000_000) }
    index = digits.endIndex
    while index < content.count, ASCII.isDigit(content[index]) || content[index] == UInt8(ascii: ".") {
      index += 1
    }
    guard index < content.count else { return (delay, nil) }
    guard
      ASCII.isSpace(content[index]) || content[index] == UInt8(ascii: ";")
        || content[index] == UInt8(ascii: ",")
    else { return nil }
    skipSpace()
    if index < content.count, content[index] == UInt8(ascii: ";") || content[index] == UInt8(ascii: ",") {
      index += 1
    }
    skipSpace()
    guard index < content.count else { return (delay, nil) }
    var start = index
    if ASCII.lowercased(Array(content[index...].prefix(3))) == [UInt8]("url") {
      index += 3
      skipSpace()
      if index < content.count, content[index] == UInt8(ascii: "=") {
        index += 1
        skipSpace()
        start = index
      }
    }
    var url = content[start...]
    if let quote = url.first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
      url = url.dropFirst().prefix { $0 != quote }
    }
    return (delay, Array(url).text)
  }
}
