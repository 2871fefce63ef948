internal import AutoTagBytes

// libxml2 is the parser of record, but it reads a real page as HTML 4 (see `TagLexer`). A view is markup on which the lexer
// and libxml2 agree. Each anchor of the page becomes one line, `<a n="17" href="…" rel="…"></a>`, flat and numbered,
// its values decoded by the HTML standard, made valid UTF-8 and escaped again. HTML 4 and HTML 5 read such markup alike.
//
// The report is then compared with the view, element by element and byte by byte. A difference means that
// one of the two readers is wrong about the page: it is left untouched and reported.

/// The anchors of a page in markup that any HTML parser reads the same way, and the comparison with the parser's report.
struct PageView {
  /// An attribute in the view; in the order of the cases in each tag.
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

  /// An `<a>` or `<base>` element in the view, with the byte ranges of its source in the page.
  struct Element {
    let isBase: Bool
    let tag: Range<Int>
    let href: Range<Int>
    let rel: Range<Int>?
    let trackingGroup: Range<Int>?
    /// The range of `PageView.attributes` that is this element's; filled by `append`.
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

  /// The markup for the parser, in UTF-8.
  private(set) var markup: [UInt8] = []
  /// The elements in the order of the markup; an element's index is its attribute `n`.
  private(set) var elements: [Element] = []
  /// The attributes of all elements. A value is the range of `values` that the parser has to report.
  private var attributes: [(name: AttributeName, value: Range<Int>)] = []
  private var values: [UInt8] = []

  mutating func removeAll() {
    markup.removeAll(keepingCapacity: true)
    elements.removeAll(keepingCapacity: true)
    attributes.removeAll(keepingCapacity: true)
    values.removeAll(keepingCapacity: true)
  }

  /// Adds an element of a page to the markup.
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

  /// Returns true if the report has exactly this view's elements, in this order and with exactly these attributes.
  func agrees(with report: borrowing ViewReport) -> Bool {
    guard report.elements.count == elements.count else { return false }
    for index in elements.indices {
      let asked = elements[index]
      let reported = report.elements[index]
      guard ASCII.equals(report.bytes.span, reported.name, asked.name),
        reported.attributes.count == asked.attributes.count
      else { return false }
      for (number, index) in zip(asked.attributes, reported.attributes) {
        let attribute = report.attributes[index]
        guard ASCII.equals(report.bytes.span, attribute.name, attributes[number].name.text),
          ByteSearch.equal(
            report.bytes.span.extracting(attribute.value),
            values.span.extracting(attributes[number].value))
        else { return false }
      }
    }
    return true
  }

  /// Returns the reported value of an element's attribute; `nil` if the element has none of that name.
  /// - Parameter report: one that agrees with this view.
  func value(
    _ name: AttributeName, of element: Int, in report: borrowing ViewReport
  ) -> String? {
    let pairs = zip(elements[element].attributes, report.elements[element].attributes)
    for (number, index) in pairs where attributes[number].name == name {
      return String(decoding: report.bytes[report.attributes[index].value], as: UTF8.self)
    }
    return nil
  }

  // MARK: Spelling

  /// Adds an attribute with the decoded value of a range of the page.
  private mutating func append(_ name: AttributeName, _ raw: Range<Int>, of page: Span<UInt8>) {
    let start = values.count
    CharacterReferences.decode(page.extracting(raw), into: &values)
    if ASCII.holdsNonASCII(values.span.extracting(start..<values.count)) {
      // libxml2 is given valid UTF-8 only: String replaces invalid bytes by U+FFFD.
      let valid = String(decoding: values[start...], as: UTF8.self)
      values.replaceSubrange(start..., with: valid.utf8)
    }
    append(name, start..<values.count)
  }

  /// Adds an attribute with a range of `values`, escaped.
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

  /// Appends a number's decimal digits to `values`.
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
