internal import AutoTagBytes

/// The URL standard's IPv4 parser, which takes `0x7f.1`, `0177.0.0.1` and `2130706433` for `127.0.0.1`.
enum IPv4Address {
  /// Returns true if the host must be an IPv4 address: its last label, a trailing dot aside, is a number.
  static func endsInNumber(_ host: Span<UInt8>) -> Bool {
    var end = host.count
    if end > 0, host[end - 1] == UInt8(ascii: ".") { end -= 1 }
    var start = end
    while start > 0, host[start - 1] != UInt8(ascii: ".") { start -= 1 }
    guard start < end, ASCII.isDigit(host[start]) else { return false }
    return (start..<end).allSatisfy { ASCII.isDigit(host[$0]) } || number(host, start..<end) != nil
  }

  /// - Returns: `nil` where a browser finds the host invalid.
  static func parse(_ host: Span<UInt8>) -> UInt32? {
    let labels = labels(host)
    guard labels.count <= 4 else { return nil }
    var address: UInt64 = 0
    for (index, label) in labels.enumerated() {
      guard let number = number(host, label) else { return nil }
      if index < labels.count - 1 {
        guard number <= 255 else { return nil }
        address |= number << UInt64(8 * (3 - index))
      } else {
        guard number < 1 << UInt64(8 * (5 - labels.count)) else { return nil }
        address |= number
      }
    }
    return UInt32(address)
  }

  /// The ranges between the dots, without the empty one after a trailing dot.
  private static func labels(_ host: Span<UInt8>) -> [Range<Int>] {
    var labels: [Range<Int>] = []
    var start = 0
    for index in host.indices where host[index] == UInt8(ascii: ".") {
      labels.append(start..<index)
      start = index + 1
    }
    if start < host.count || labels.isEmpty { labels.append(start..<host.count) }
    return labels
  }

  /// A decimal, octal (`0…`) or hexadecimal (`0x…`) number; one too large for any label is 2^40.
  private static func number(_ host: Span<UInt8>, _ label: Range<Int>) -> UInt64? {
    guard !label.isEmpty else { return nil }
    var start = label.lowerBound
    var radix: UInt64 = 10
    if label.count >= 2, host[start] == UInt8(ascii: "0") {
      let isHex = host[start + 1] | 0x20 == UInt8(ascii: "x")
      radix = isHex ? 16 : 8
      start += isHex ? 2 : 1
    }
    var value: UInt64 = 0
    for index in start..<label.upperBound {
      guard let digit = ASCII.hexDigit(host[index]), UInt64(digit) < radix else { return nil }
      value = min(value * radix + UInt64(digit), 1 << 40)
    }
    return value
  }
}
