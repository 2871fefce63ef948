internal import AutoTagBytes
internal import AutoTagHTML

/// The signs that a page shows next to nothing, so that what its scripts do with it is most likely to lead on: pages of
/// "You are being redirected" are a few lines long, with a link for those who are not.
struct RedirectStub {
  /// A script that is a file of its own, which is not read.
  struct Script {
    let source: String
    let line: Int
  }

  /// The most bytes of such a page, and of the text that it shows.
  private static let largest = 8 << 10
  private static let longestText = 1_000
  private static let mostAnchors = 2

  let isSmall: Bool
  private(set) var scripts: [Script] = []
  /// The addresses in links, forms and other attributes that scripts read.
  private(set) var addresses: [UInt8] = []
  /// True if the page says what it does.
  private let saysRedirect: Bool
  private var anchors = 0
  private var textLength = 0
  private var textStart = 0

  init(_ page: Span<UInt8>) {
    isSmall = page.count <= Self.largest
    saysRedirect = isSmall && Self.holds(["redirect"], page)
  }

  var isStub: Bool { isSmall && anchors <= Self.mostAnchors && textLength <= Self.longestText }

  /// True if a script that is not read is most likely to lead on.
  var mayLeave: Bool { isStub && !scripts.isEmpty && (saysRedirect || !addresses.isEmpty) }

  /// True if it may lead anywhere, and not only to an address of the page.
  var isOpen: Bool { saysRedirect }

  /// Returns true if the page may be one that leads on in such a way, by its bytes. False positives are possible, false
  /// negatives are not.
  static func mayBe(_ page: Span<UInt8>) -> Bool {
    page.count <= largest
      && holds(["<script", "onload"], page)
      && holds(
        [
          "redirect", "click", "submit", "eval", "function(", "write", "dispatchevent", "data-", "href",
          "action",
        ], page)
  }

  private static func holds(_ words: [String], _ page: Span<UInt8>) -> Bool {
    let text = ASCII.lowercased(page.indices.map { page[$0] })
    return words.contains { ByteSearch.contains(Array($0.utf8), in: text) }
  }

  // MARK: Tags

  /// Notes the text up to a tag.
  mutating func take(textBefore tag: TagToken) {
    textLength += max(0, tag.range.lowerBound - textStart)
    textStart = max(textStart, tag.range.upperBound)
  }

  /// Notes that an element's content is no text.
  mutating func skipContent(upTo position: Int) { textStart = max(textStart, position) }

  mutating func take(attribute name: String, _ value: [UInt8], isAnchor: Bool) {
    if name == "href", isAnchor { anchors += 1 }
    guard name == "href" && isAnchor || name == "action" || name.hasPrefix("data-") else { return }
    if ByteSearch.contains([0x2F, 0x2F], in: value) { addresses += value + [0x20] }
  }

  mutating func take(script source: String, line: Int) { scripts.append(Script(source: source, line: line)) }
}
