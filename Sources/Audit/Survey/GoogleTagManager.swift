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
