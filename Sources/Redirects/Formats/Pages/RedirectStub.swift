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
  private static let largest = 2 << 10
  private static let longestText = 1_000
  private static let mostAnchors = 2

  let isSmall: Bool
  /// Those of the site itself: what other hosts' scripts do, such as counting visitors, is not to lead on.
  private(set) var scripts: [Script] = []
  /// The addresses in links, forms and other attributes that scripts read.
  private(set) var addresses: [UInt8] = []
  /// True if a script's element has an address of its own for it.
  private var handsAddress = false
  /// True if the page says what it does.
  private let saysRedirect: Bool
  private var anchors = 0
  private var textLength = 0
  private var textStart = 0

  init(_ page: Span<UInt8>) {
    isSmall = page.count <= Self.largest
    saysRedirect = isSmall && Self.holds("redirect", in: ASCII.lowercased(Self.bytes(of: page)))
  }

  var isStub: Bool { isSmall && anchors <= Self.mostAnchors && textLength <= Self.longestText }

  /// True if a script that is not read is most likely to lead on.
  var mayLeave: Bool { isStub && !scripts.isEmpty && (saysRedirect || handsAddress) }

  /// True if it may lead anywhere, and not only to an address of the page.
  var isOpen: Bool { saysRedirect }

  /// Returns true if the page may be one that leads on in such a way, by its bytes. False positives are possible, false
  /// negatives are not. It is asked about every page of a site.
  static func mayBe(_ page: Span<UInt8>) -> Bool {
    guard page.count <= largest else { return false }
    let bytes = bytes(of: page)
    let text = ASCII.lowercased(bytes)
    guard holds("<script", in: text) || holds("onload", in: text) else { return false }
    // The word `function` stands in nearly every script.
    return signs.contains { holds($0, in: text) } || holds("Function(", in: bytes) || handsAddress(text)
  }

  /// Words of which a page has one, where it says that it leads on or has code that may.
  private static let signs = [
    "redirect", "click(", "submit(", "dispatchevent(", "eval(", "document.write",
  ]

  /// Returns true if a script's element may have an address in an attribute for it.
  private static func handsAddress(_ text: [UInt8]) -> Bool {
    var rest = text[...]
    while let script = rest.firstRange(of: "<script".utf8) {
      let tag = rest[script.upperBound...].prefix { $0 != UInt8(ascii: ">") }
      if tag.firstRange(of: "data-".utf8) != nil { return true }
      rest = rest[script.upperBound...]
    }
    return false
  }

  private static func bytes(of page: Span<UInt8>) -> [UInt8] { page.withUnsafeBufferPointer { Array($0) } }

  private static func holds(_ word: String, in text: [UInt8]) -> Bool {
    ByteSearch.contains(Array(word.utf8), in: text)
  }

  // MARK: Tags

  /// Notes the text up to a tag.
  mutating func take(textBefore tag: TagToken) {
    textLength += max(0, tag.range.lowerBound - textStart)
    textStart = max(textStart, tag.range.upperBound)
  }

  /// Notes that an element's content is no text.
  mutating func skipContent(upTo position: Int) { textStart = max(textStart, position) }

  mutating func take(attribute name: String, _ value: [UInt8], of element: [UInt8]) {
    let isAnchor = element == Array("a".utf8)
    if name == "href", isAnchor { anchors += 1 }
    guard name == "href" && isAnchor || name == "action" || name.hasPrefix("data-"),
      ByteSearch.contains([0x2F, 0x2F], in: value)
    else { return }
    addresses += value + [0x20]
    if name.hasPrefix("data-"), element == Array("script".utf8) { handsAddress = true }
  }

  mutating func take(script source: String, line: Int) {
    guard source.firstRange(of: "//") == nil else { return }
    scripts.append(Script(source: source, line: line))
  }
}
