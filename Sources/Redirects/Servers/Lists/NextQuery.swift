internal import AutoTagBytes
internal import AutoTagWebURL

/// The query of a redirect of Next.js: `{...request, ...destination}` of its prepare-destination.ts, written by its
/// stringifyQuery. The request's names come first in their order; a name that both have keeps its place and gets the
/// target's value. What the request has is encoded anew; a target's values are written decoded as they are, so that a
/// `%26` in one of them breaks apart.
enum NextQuery {
  /// - Parameters:
  ///   - query: the request's, without `?`; empty where there is none.
  ///   - location: the target with its query encoded.
  static func merged(_ query: [UInt8], into location: [UInt8]) -> [UInt8] {
    let hash = location.firstIndex(of: 0x23) ?? location.count
    let mark = location[..<hash].firstIndex(of: 0x3F) ?? hash
    let own = parameters(Array(location[min(mark + 1, hash)..<hash]))
    var written: [[UInt8]] = []
    var done: Set<[UInt8]> = []
    let asked = parameters(query)
    for (name, _) in asked where done.insert(name).inserted {
      let values = own.filter { $0.name == name }.map(\.value)
      written +=
        values.isEmpty
        ? asked.filter { $0.name == name }.map { encoded(name) + [0x3D] + encoded($0.value) }
        : values.map { encoded(name) + [0x3D] + $0 }
    }
    for (name, value) in own where !done.contains(name) { written.append(name + [0x3D] + value) }
    guard !written.isEmpty else { return Array(location[..<mark] + location[hash...]) }
    return location[..<mark] + [0x3F] + Array(written.joined(separator: [0x26])) + location[hash...]
  }

  private static func parameters(_ query: [UInt8]) -> [(name: [UInt8], value: [UInt8])] {
    func decoded(_ text: ArraySlice<UInt8>) -> [UInt8] {
      URLEncoding.decoded(text.map { $0 == UInt8(ascii: "+") ? 0x20 : $0 })
    }
    var found: [([UInt8], [UInt8])] = []
    var parameters = QueryParameters(query.indices)
    while let parameter = parameters.next(in: query.span) {
      found.append((decoded(query[parameter.name]), parameter.value.map { decoded(query[$0]) } ?? []))
    }
    return found
  }

  /// Encodes as `encodeURIComponent` does.
  private static func encoded(_ text: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    for byte in text {
      if ASCII.isAlphanumeric(byte) || "-_.!~*'()".utf8.contains(byte) {
        result.append(byte)
      } else {
        URLEncoding.appendEncoded(byte, to: &result)
      }
    }
    return result
  }
}
