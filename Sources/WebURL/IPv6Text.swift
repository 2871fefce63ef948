/// The URL standard's IPv6 serializer: the first longest run of two or more zero pieces is `::`.
package enum IPv6Text {
  package static func of(_ address: UInt128) -> String {
    let pieces = (0..<8).map { Int(address >> (112 - 16 * UInt128($0)) & 0xFFFF) }
    var best = 0..<0
    var start = 0
    while start < 8 {
      var end = start
      while end < 8, pieces[end] == 0 { end += 1 }
      if end - start > max(best.count, 1) { best = start..<end }
      start = max(end, start + 1)
    }
    func hex(_ range: Range<Int>) -> String {
      range.map { String(pieces[$0], radix: 16) }.joined(separator: ":")
    }
    return best.isEmpty ? hex(0..<8) : "\(hex(0..<best.lowerBound))::\(hex(best.upperBound..<8))"
  }
}
