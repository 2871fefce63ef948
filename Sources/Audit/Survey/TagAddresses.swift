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
    search.offsets(in: text).compactMap { address in
      let start = address + host.utf8.count
      let end = start + idLength
      guard end + ending.count <= text.count else { return nil }
      var id = ""
      for index in start..<end {
        guard ASCII.isAlphanumeric(text[index]) else { return nil }
        id.unicodeScalars.append(UnicodeScalar(text[index]))
      }
      for index in ending.indices where text[end + index] != ending[index] { return nil }
      return (address..<end + ending.count, id)
    }
  }
}

/// Google Tag Manager's container, by the snippet that Google gives out (support.google.com/tagmanager,
/// "Install a web container"): a script that pushes `gtm.start` and loads `gtm.js`, and a frame `ns.html` for
/// browsers without scripts. `gtag.js`, which loads no other tags, is not it.
enum GoogleTagManager {
  static let start = TextSearch("gtm.start")
  static let host = TextSearch("googletagmanager.com/")
  private static let script = TextSearch("googletagmanager.com/gtm.js")
  private static let frame = TextSearch("googletagmanager.com/ns.html")

  /// - Parameter text: a script's text or its `src`, or the text for browsers without scripts.
  static func isLoaded(by text: Span<UInt8>) -> Bool {
    start.isIn(text) || script.isIn(text) || frame.isIn(text)
  }
}
