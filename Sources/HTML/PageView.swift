internal import AutoTagBytes

/// The little of a page that matters, spelled so that every HTML parser reads it the same way: flat pairs
/// `<a n="17" href="…"></a>`, values decoded by HTML5's rules and escaped again, in UTF-8. And what the parser
/// has to say about it.
struct PageView {
  /// The attributes that are asked for, in the order in which they are spelled. `n` is the element's number.
  enum AttributeName: UInt8, CaseIterable {
    case number, href, rel, trackingGroup

    var text: StaticString {
      switch self {
      case .number: "n"
      case .href: "href"
      case .rel: "rel"
      case .trackingGroup: "data-tracking-group"
      }
    }

    /// The spelling up to the value.
    fileprivate var opening: StaticString {
      switch self {
      case .number: " n=\""
      case .href: " href=\""
      case .rel: " rel=\""
      case .trackingGroup: " data-tracking-group=\""
      }
    }
  }

  /// An element in the view, and the places in the page that it comes from.
  struct Element {
    let isBase: Bool
    let tag: Range<Int>
    let href: Range<Int>
    let rel: Range<Int>?
    let trackingGroup: Range<Int>?
    /// Which of all attributes are this element's; filled by `append`.
    fileprivate(set) var attributes = 0..<0

    init(
      isBase: Bool, tag: Range<Int>, href: Range<Int>, rel: Range<Int>? = nil,
      trackingGroup: Range<Int>? = nil
    ) {
      self.isBase = isBase
      self.tag = tag
      self.href = href
      self.rel = rel
      self.trackingGroup = trackingGroup
    }

    var name: StaticString { isBase ? "base" : "a" }
  }

  private(set) var markup: [UInt8] = []
  private(set) var elements: [Element] = []
  /// The attributes of all elements, their values in `values` as the parser has to report them.
  private var attributes: [(name: AttributeName, value: Range<Int>)] = []
  private var values: [UInt8] = []

  mutating func removeAll() {
    markup.removeAll(keepingCapacity: true)
    elements.removeAll(keepingCapacity: true)
    attributes.removeAll(keepingCapacity: true)
    values.removeAll(keepingCapacity: true)
  }

  mutating func append(_ element: Element, of page: Span<UInt8>) {
    var element = element
    let first = attributes.count
    append(element.isBase ? "<base" : "<a")
    let start = values.count
    appendDigits(of: elements.count)
    append(.number, start..<values.count)
    append(.href, element.href, of: page)
    if let rel = element.rel { append(.rel, rel, of: page) }
    if let group = element.trackingGroup { append(.trackingGroup, group, of: page) }
    append(element.isBase ? "></base>\n" : "></a>\n")
    element.attributes = first..<attributes.count
    elements.append(element)
  }

  /// Whether the report is of this view and nothing else: the same elements with the same attributes.
  func agrees(with report: borrowing ViewReport) -> Bool {
    guard report.elements.count == elements.count else { return false }
    for index in elements.indices {
      let asked = elements[index]
      let reported = report.elements[index]
      guard ASCII.equals(report.bytes.span, reported.name, asked.name),
        reported.attributes.count == asked.attributes.count
      else { return false }
      for (number, place) in zip(asked.attributes, reported.attributes) {
        let attribute = report.attributes[place]
        guard ASCII.equals(report.bytes.span, attribute.name, attributes[number].name.text),
          ByteSearch.equal(
            report.bytes.span.extracting(attribute.value),
            values.span.extracting(attributes[number].value))
        else { return false }
      }
    }
    return true
  }

  /// The value that the parser reports for an element's attribute; `nil` where it has none of that name.
  func value(
    _ name: AttributeName, of element: Int, in report: borrowing ViewReport
  ) -> String? {
    let places = zip(elements[element].attributes, report.elements[element].attributes)
    for (number, place) in places where attributes[number].name == name {
      return String(decoding: report.bytes[report.attributes[place].value], as: UTF8.self)
    }
    return nil
  }

  // MARK: Spelling

  private mutating func append(_ name: AttributeName, _ raw: Range<Int>, of page: Span<UInt8>) {
    let start = values.count
    CharacterReferences.decode(page.extracting(raw), into: &values)
    if ASCII.holdsNonASCII(values.span.extracting(start..<values.count)) {
      // Hostile bytes never reach C: invalid UTF-8 becomes U+FFFD on the way through String.
      let valid = String(decoding: values[start...], as: UTF8.self)
      values.replaceSubrange(start..., with: valid.utf8)
    }
    append(name, start..<values.count)
  }

  private mutating func append(_ name: AttributeName, _ value: Range<Int>) {
    append(name.opening)
    var start = value.lowerBound
    for index in value {
      guard let reference = Self.reference(for: values[index]) else { continue }
      markup.append(contentsOf: values[start..<index])
      append(reference)
      start = index + 1
    }
    markup.append(contentsOf: values[start..<value.upperBound])
    append("\"")
    attributes.append((name, value))
  }

  /// The character reference for a byte that cannot be spelled as it is.
  @inline(__always)
  private static func reference(for byte: UInt8) -> StaticString? {
    switch byte {
    case UInt8(ascii: "&"): "&amp;"
    case UInt8(ascii: "<"): "&lt;"
    case UInt8(ascii: ">"): "&gt;"
    case UInt8(ascii: "\""): "&quot;"
    case 0x0D: "&#13;"
    default: nil
    }
  }

  private mutating func append(_ text: StaticString) {
    text.withUTF8Buffer { markup.append(contentsOf: $0) }
  }

  private mutating func appendDigits(of number: Int) {
    let start = values.count
    var rest = number
    repeat {
      values.append(UInt8(ascii: "0") + UInt8(rest % 10))
      rest /= 10
    } while rest > 0
    values[start...].reverse()
  }
}
