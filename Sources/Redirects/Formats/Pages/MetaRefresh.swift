internal import AutoTagBytes

/// The `content` of a refresh, as browsers read it (HTML standard, "shared declarative refresh steps").
enum MetaRefresh {
  /// - Returns: the seconds, and the address where there is one; `nil` for what is no refresh.
  static func read(_ content: [UInt8]) -> (delay: Int, url: String?)? {
    var place = 0
    func skipSpace() { while place < content.count, ASCII.isSpace(content[place]) { place += 1 } }
    skipSpace()
    let digits = content[place...].prefix(while: ASCII.isDigit)
    guard !digits.isEmpty || place < content.count && content[place] == UInt8(ascii: ".") else { return nil }
    let delay = digits.reduce(0) { min($0 * 10 + Int($1 &- 0x30), 1_000_000) }
    place = digits.endIndex
    while place < content.count, ASCII.isDigit(content[place]) || content[place] == UInt8(ascii: ".") {
      place += 1
    }
    guard place < content.count else { return (delay, nil) }
    guard
      ASCII.isSpace(content[place]) || content[place] == UInt8(ascii: ";")
        || content[place] == UInt8(ascii: ",")
    else { return nil }
    skipSpace()
    if place < content.count, content[place] == UInt8(ascii: ";") || content[place] == UInt8(ascii: ",") {
      place += 1
    }
    skipSpace()
    guard place < content.count else { return (delay, nil) }
    var start = place
    if ASCII.lowercased(Array(content[place...].prefix(3))) == [UInt8]("url") {
      place += 3
      skipSpace()
      if place < content.count, content[place] == UInt8(ascii: "=") {
        place += 1
        skipSpace()
        start = place
      }
    }
    var url = content[start...]
    if let quote = url.first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
      url = url.dropFirst().prefix { $0 != quote }
    }
    return (delay, Array(url).text)
  }
}
