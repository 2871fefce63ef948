internal import AutoTagBytes

/// The script that AnyTrack's tag loads: `https://assets.anytrack.io/` and the property's id, 12 letters or
/// digits, and `.js` (as public pages and AnyTrack's guide "Install the AnyTrack Tag" have it).
enum AnyTrackAddress {
  private static let host = "assets.anytrack.io/"
  private static let idLength = 12
  private static let ending = Array(".js".utf8)

  static let search = TextSearch(host)

  /// The addresses in a script's text or in its `src`.
  static func all(in text: Span<UInt8>) -> [(range: Range<Int>, property: String)] {
    search.places(in: text).compactMap { place in
      let start = place + host.utf8.count
      let end = start + idLength
      guard end + ending.count <= text.count else { return nil }
      var id = ""
      for index in start..<end {
        guard ASCII.isAlphanumeric(text[index]) else { return nil }
        id.unicodeScalars.append(UnicodeScalar(text[index]))
      }
      for offset in ending.indices where text[end + offset] != ending[offset] { return nil }
      return (place..<end + ending.count, id)
    }
  }
}
