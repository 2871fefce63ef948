/// The little of a page that matters, spelled so that every HTML parser reads it the same way: flat pairs
/// `<a n="17" href="…"></a>`, values decoded by HTML5's rules and escaped again, in UTF-8.
struct PageView {
  private(set) var markup: [UInt8] = []

  mutating func removeAll() {
    markup.removeAll(keepingCapacity: true)
  }

  mutating func append(element: StaticString, number: Int, attributes: [(name: StaticString, value: [UInt8])])
  {
    append("<")
    append(element)
    append(" n=\"")
    markup.append(contentsOf: String(number).utf8)
    append("\"")
    for attribute in attributes {
      append(" ")
      append(attribute.name)
      append("=\"")
      appendEscaped(attribute.value)
      append("\"")
    }
    append("></")
    append(element)
    append(">\n")
  }

  private mutating func append(_ text: StaticString) {
    text.withUTF8Buffer { markup.append(contentsOf: $0) }
  }

  private mutating func appendEscaped(_ value: [UInt8]) {
    for byte in value {
      switch byte {
      case UInt8(ascii: "&"): append("&amp;")
      case UInt8(ascii: "<"): append("&lt;")
      case UInt8(ascii: ">"): append("&gt;")
      case UInt8(ascii: "\""): append("&quot;")
      case 0x0D: append("&#13;")
      default: markup.append(byte)
      }
    }
  }
}
