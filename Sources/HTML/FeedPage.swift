package import AutoTagBytes

/// A feed, RSS or Atom, as a text whose links can be read and edited as a page's.
///
/// Links are where readers of feeds look for them: the text of `<link>` in RSS, `href` of `<link>` in Atom and of `<a>` in XHTML, and
/// the HTML in `<description>`, `<content:encoded>`, and Atom's `<summary>` and `<content>`, which stands there escaped or as CDATA.
/// `text` is the feed with its escaped HTML decoded, so that only there offsets differ from the feed's; `edit(_:)` finds
/// the way back. Line ends stand where the feed has them.
package struct FeedPage: Sendable {
  /// A part of `text` that holds links.
  package enum Part: Sendable {
    /// One address.
    /// - Parameters:
    ///   - tag: the start tag with it; the address alone where it is text.
    ///   - isEscaped: true where `&` is written `&amp;`, as in all of XML but for CDATA.
    case address(tag: Range<Int>, value: Range<Int>, isEscaped: Bool)
    /// HTML, to be read by itself: it may end anywhere.
    case html(Range<Int>)
  }

  /// In the order of the feed.
  package private(set) var parts: [Part] = []
  package private(set) var text: [UInt8] = []
  /// The ranges of `text` that name an entry and lead nowhere: `<guid>` and `<id>`.
  package private(set) var identifiers: [Range<Int>] = []

  /// A place from which on the offsets of `text` and of the feed differ by the same number.
  private struct Step {
    let text: Int
    let feed: Int
  }

  private var steps: [Step] = [Step(text: 0, feed: 0)]
  /// The ranges of `text` that are escaped in the feed.
  private var escaped: [Range<Int>] = []

  /// - Parameter feed: in UTF-8 or another ASCII-compatible encoding.
  /// - Returns: `nil` for what is no well-formed feed, and for one that defines entities.
  package init?(_ feed: Span<UInt8>) {
    text.reserveCapacity(feed.count)
    var reader = FeedReader(feed)
    guard reader.read() else { return nil }
    var copied = 0
    for found in reader.parts {
      copy(feed, copied..<found.range.lowerBound)
      copied = found.range.upperBound
      let start = text.count
      switch found.kind {
      case .html(isEscaped: true):
        decode(feed, found.range)
        parts.append(.html(start..<text.count))
        escaped.append(start..<text.count)
        continue
      case .html(isEscaped: false): parts.append(.html(start..<start + found.range.count))
      case .identifier: identifiers.append(start..<start + found.range.count)
      case .address(let value, let isEscaped):
        let valueStart = start + value.lowerBound - found.range.lowerBound
        parts.append(
          .address(
            tag: start..<start + found.range.count, value: valueStart..<valueStart + value.count,
            isEscaped: isEscaped))
      }
      copy(feed, found.range)
    }
    copy(feed, copied..<feed.count)
  }

  /// Returns an edit of `text` as one of the feed.
  package func edit(_ edit: Edit) -> Edit {
    let range = offset(of: edit.range.lowerBound)..<offset(of: edit.range.upperBound)
    guard escaped.contains(where: { $0.contains(edit.range.lowerBound) }) else {
      return Edit(range: range, replacement: edit.replacement)
    }
    var replacement: [UInt8] = []
    for byte in edit.replacement {
      switch byte {
      case UInt8(ascii: "&"): replacement += "&amp;".utf8
      case UInt8(ascii: "<"): replacement += "&lt;".utf8
      case UInt8(ascii: ">"): replacement += "&gt;".utf8
      default: replacement.append(byte)
      }
    }
    return Edit(range: range, replacement: replacement)
  }

  private func offset(of target: Int) -> Int {
    var (low, high) = (0, steps.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if steps[middle].text <= target { low = middle } else { high = middle }
    }
    return steps[low].feed + target - steps[low].text
  }

  private mutating func copy(_ feed: Span<UInt8>, _ range: Range<Int>) {
    feed.extracting(range).withUnsafeBufferPointer { text.append(contentsOf: $0) }
  }

  /// Appends escaped HTML, its references of XML decoded. Those that stand for no visible character of ASCII stay: they mean the
  /// same in HTML.
  private mutating func decode(_ feed: Span<UInt8>, _ range: Range<Int>) {
    var start = range.lowerBound
    var index = start
    while index < range.upperBound {
      guard feed[index] == UInt8(ascii: "&"),
        let (byte, end) = FeedReader.character(feed, index..<range.upperBound)
      else {
        index += 1
        continue
      }
      copy(feed, start..<index)
      steps.append(Step(text: text.count, feed: index))
      text.append(byte)
      steps.append(Step(text: text.count, feed: end))
      (start, index) = (end, end)
    }
    copy(feed, start..<range.upperBound)
  }
}

/// Finds the parts of a feed, in one look at each byte.
private struct FeedReader {
  struct Found {
    enum Kind {
      /// The address' range in the feed.
      case address(value: Range<Int>, isEscaped: Bool)
      case html(isEscaped: Bool)
      case identifier
    }

    let range: Range<Int>
    let kind: Kind
  }

  private struct Element {
    let name: Range<Int>
    /// The value of `type`.
    var type: Range<Int>?
    var hasChildren = false
    /// The only text with more than white space in it, or CDATA; `nil` where there is none, or several.
    var content: (range: Range<Int>, isCDATA: Bool)?
    var contents = 0
  }

  private let feedCount: Int
  private(set) var parts: [Found] = []
  private var open: [Element] = []
  private var isAtom = false
  private var isOver = false
  private var index = 0
  private let bytes: [UInt8]

  private static let deepest = 256

  init(_ feed: Span<UInt8>) {
    bytes = feed.withUnsafeBufferPointer { Array($0) }
    feedCount = bytes.count
  }

  /// - Returns: false for what is no well-formed feed.
  mutating func read() -> Bool {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
    while index < feedCount {
      let start = index
      while index < feedCount, bytes[index] != UInt8(ascii: "<") { index += 1 }
      guard take(text: start..<index) else { return false }
      guard index < feedCount else { break }
      guard readMarkup() else { return false }
    }
    return isOver
  }

  private mutating func readMarkup() -> Bool {
    if isHere("<!--") { return skip(to: "-->") }
    if isHere("<![CDATA[") {
      guard !open.isEmpty else { return false }
      let start = index + 9
      guard skip(to: "]]>") else { return false }
      add(content: start..<index - 3, isCDATA: true)
      return true
    }
    if isHere("<?") { return skip(to: "?>") }
    if isHere("<!") {
      // A document type with definitions of its own may make anything of a text.
      let start = index
      guard open.isEmpty, skip(to: ">") else { return false }
      return !bytes[start..<index].contains(UInt8(ascii: "["))
    }
    return isHere("</") ? readEndTag() : readStartTag()
  }

  // MARK: Tags

  private mutating func readStartTag() -> Bool {
    let start = index
    index += 1
    guard let name = readName(), !isOver else { return false }
    var element = Element(name: name)
    var href: Range<Int>?
    while true {
      skipSpace()
      guard index < feedCount else { return false }
      let isEmpty = isHere("/>")
      if isEmpty || bytes[index] == UInt8(ascii: ">") {
        index += isEmpty ? 2 : 1
        return begin(element, tag: start..<index, href: href, isEmpty: isEmpty)
      }
      guard let attribute = readName() else { return false }
      skipSpace()
      guard index < feedCount, bytes[index] == UInt8(ascii: "=") else { return false }
      index += 1
      skipSpace()
      guard index < feedCount, [UInt8(ascii: "\""), UInt8(ascii: "'")].contains(bytes[index]) else {
        return false
      }
      let quote = bytes[index]
      let valueStart = index + 1
      index = valueStart
      while index < feedCount, bytes[index] != quote, bytes[index] != UInt8(ascii: "<") { index += 1 }
      guard index < feedCount, bytes[index] == quote else { return false }
      let value = valueStart..<index
      index += 1
      if isName(attribute, "href") { href = value }
      if isName(attribute, "type") { element.type = value }
    }
  }

  private mutating func begin(
    _ element: Element, tag: Range<Int>, href: Range<Int>?, isEmpty: Bool
  ) -> Bool {
    if open.isEmpty {
      let local = localName(element.name)
      guard ["rss", "feed", "RDF"].contains(local), !isEmpty else { return false }
      isAtom = local == "feed"
    } else {
      open[open.count - 1].hasChildren = true
    }
    let local = localName(element.name)
    if let href, local == "link" || local == "a", isWellFormed(href) {
      parts.append(Found(range: tag, kind: .address(value: href, isEscaped: true)))
    }
    guard !isEmpty else { return true }
    open.append(element)
    return open.count <= Self.deepest
  }

  private mutating func readEndTag() -> Bool {
    index += 2
    guard let name = readName() else { return false }
    skipSpace()
    guard index < feedCount, bytes[index] == UInt8(ascii: ">"), let element = open.popLast(),
      bytes[element.name] == bytes[name]
    else { return false }
    index += 1
    end(element)
    isOver = open.isEmpty
    return true
  }

  private mutating func end(_ element: Element) {
    guard !element.hasChildren, let content = element.content else { return }
    switch localName(element.name) {
    case "link" where !isAtom:
      let value = trimmed(content.range)
      guard !bytes[value].contains(where: { $0 <= 0x20 }), content.isCDATA || isWellFormed(value) else {
        return
      }
      parts.append(Found(range: value, kind: .address(value: value, isEscaped: !content.isCDATA)))
    case "guid", "id": parts.append(Found(range: content.range, kind: .identifier))
    case "description" where !isAtom && isName(element.name, "description"), "encoded" where !isAtom,
      "content" where isAtom && isHTML(element), "summary" where isAtom && isHTML(element):
      parts.append(Found(range: content.range, kind: .html(isEscaped: !content.isCDATA)))
    default: break
    }
  }

  private func isHTML(_ element: Element) -> Bool {
    element.type.map { isName($0, "html") || isName($0, "text/html") } ?? false
  }

  // MARK: Text

  private mutating func take(text range: Range<Int>) -> Bool {
    guard bytes[range].contains(where: { $0 > 0x20 }) else { return true }
    guard !open.isEmpty else { return false }
    add(content: range, isCDATA: false)
    return true
  }

  private mutating func add(content range: Range<Int>, isCDATA: Bool) {
    let last = open.count - 1
    open[last].contents += 1
    // Of several pieces nobody can tell where a tag ends.
    open[last].content = open[last].contents == 1 ? (range, isCDATA) : nil
  }

  /// Returns true if each `&` begins a reference of XML.
  private func isWellFormed(_ range: Range<Int>) -> Bool {
    var index = range.lowerBound
    while index < range.upperBound {
      defer { index += 1 }
      guard bytes[index] == UInt8(ascii: "&") else { continue }
      guard let end = bytes[index..<range.upperBound].firstIndex(of: UInt8(ascii: ";")) else { return false }
      let name = bytes[index + 1..<end]
      guard Self.named[Array(name)] != nil || name.first == UInt8(ascii: "#") && name.count > 1 else {
        return false
      }
    }
    return true
  }

  private static let named: [[UInt8]: UInt8] = [
    Array("lt".utf8): UInt8(ascii: "<"), Array("gt".utf8): UInt8(ascii: ">"),
    Array("amp".utf8): UInt8(ascii: "&"), Array("quot".utf8): UInt8(ascii: "\""),
    Array("apos".utf8): UInt8(ascii: "'"),
  ]

  /// The visible character of ASCII that a reference at the start of a range stands for, and the reference's end; `nil` for
  /// others and for text.
  static func character(_ text: Span<UInt8>, _ range: Range<Int>) -> (byte: UInt8, end: Int)? {
    var name: [UInt8] = []
    var index = range.lowerBound + 1
    while index < range.upperBound, text[index] != UInt8(ascii: ";"), name.count < 8 {
      name.append(text[index])
      index += 1
    }
    guard index < range.upperBound, text[index] == UInt8(ascii: ";") else { return nil }
    if let byte = named[name] { return (byte, index + 1) }
    guard name.first == UInt8(ascii: "#") else { return nil }
    let isHexadecimal = name.count > 1 && name[1] == UInt8(ascii: "x")
    let digits = String(decoding: name.dropFirst(isHexadecimal ? 2 : 1), as: UTF8.self)
    guard let number = UInt8(digits, radix: isHexadecimal ? 16 : 10), 0x20..<0x7F ~= number else {
      return nil
    }
    return (number, index + 1)
  }

  private func trimmed(_ range: Range<Int>) -> Range<Int> {
    var (start, end) = (range.lowerBound, range.upperBound)
    while start < end, bytes[start] <= 0x20 { start += 1 }
    while start < end, bytes[end - 1] <= 0x20 { end -= 1 }
    return start..<end
  }

  // MARK: Names

  private mutating func readName() -> Range<Int>? {
    let start = index
    while index < feedCount, Self.isNameByte(bytes[index]) { index += 1 }
    return start < index ? start..<index : nil
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    ASCII.isAlphanumeric(byte) || byte >= 0x80 || "_:-.".utf8.contains(byte)
  }

  private mutating func skipSpace() {
    while index < feedCount, ASCII.isWhitespace(bytes[index]) { index += 1 }
  }

  private func isName(_ range: Range<Int>, _ name: String) -> Bool { bytes[range].elementsEqual(name.utf8) }

  /// The name without the prefix of its namespace.
  private func localName(_ range: Range<Int>) -> String {
    let name = bytes[range]
    let start = name.lastIndex(of: UInt8(ascii: ":")).map { $0 + 1 } ?? name.startIndex
    return String(decoding: name[start...], as: UTF8.self)
  }

  private func isHere(_ text: StaticString) -> Bool {
    text.withUTF8Buffer { text in
      index + text.count <= feedCount && text.indices.allSatisfy { bytes[index + $0] == text[$0] }
    }
  }

  /// Goes on behind the next place of a text.
  /// - Returns: false where there is none.
  private mutating func skip(to text: StaticString) -> Bool {
    while index < feedCount {
      if isHere(text) {
        index += text.utf8CodeUnitCount
        return true
      }
      index += 1
    }
    return false
  }
}
