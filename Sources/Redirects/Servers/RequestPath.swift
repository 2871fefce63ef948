internal import AutoTagBytes

/// The path of a request, as servers take it before they ask any rule.
enum RequestPath {
  /// Decodes each `%xx`.
  /// - Parameter wasEncoded: given each byte that was written so.
  /// - Returns: `nil` where a percent sign begins none.
  static func percentDecoded(_ path: [UInt8], _ wasEncoded: (UInt8) -> Void) -> [UInt8]? {
    var text: [UInt8] = []
    var offset = 0
    while offset < path.count {
      guard path[offset] == UInt8(ascii: "%") else {
        text.append(path[offset])
        offset += 1
        continue
      }
      guard offset + 2 < path.count, let high = ASCII.hexDigit(path[offset + 1]),
        let low = ASCII.hexDigit(path[offset + 2])
      else { return nil }
      wasEncoded(high << 4 | low)
      text.append(high << 4 | low)
      offset += 3
    }
    return text
  }

  /// Resolves dot segments and merges slashes.
  /// - Returns: `nil` where the path climbs out of the root.
  static func normalized(_ path: [UInt8]) -> [UInt8]? {
    let slash = UInt8(ascii: "/")
    var segments: [ArraySlice<UInt8>] = []
    let written = path.split(separator: slash, omittingEmptySubsequences: false)
    for (index, segment) in written.enumerated() {
      let isLast = index == written.count - 1
      if segment.elementsEqual("..".utf8) {
        guard !segments.isEmpty else { return nil }
        segments.removeLast()
        if isLast { segments.append([]) }
      } else if segment.elementsEqual(".".utf8) {
        if isLast { segments.append([]) }
      } else if !segment.isEmpty || isLast {
        segments.append(segment)
      }
    }
    return [slash] + Array(segments.joined(separator: [slash]))
  }
}
