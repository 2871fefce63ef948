internal import AutoTagBytes
internal import CLibXML2

/// An element of an XML document, with its line.
struct XMLElement: Sendable {
  let name: String
  let line: Int
  let attributes: [String: String]
  let children: [XMLElement]
  /// The text of an element that has no others, without white space around it; empty for one that has.
  let content: String

  struct Failure: Error {
    let line: Int
    let message: String
  }

  private static let libraryIsReady: Void = xmlInitParser()

  /// Reads a document's root element by libxml2, which opens no other file and asks no network. A document type is refused,
  /// so that there are no entities but XML's own.
  static func read(_ file: [UInt8]) throws(Failure) -> XMLElement {
    _ = libraryIsReady
    guard !ByteSearch.contains([UInt8]("<!DOCTYPE"), in: file) else {
      throw Failure(line: 1, message: "it has a document type")
    }
    guard let size = CInt(exactly: file.count), let context = xmlNewParserCtxt() else {
      throw Failure(line: 1, message: "it is too large")
    }
    defer { xmlFreeParserCtxt(context) }
    let options =
      XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue
      | XML_PARSE_NOBLANKS.rawValue
    let document = file.withUnsafeBytes {
      xmlCtxtReadMemory(
        context, $0.baseAddress?.assumingMemoryBound(to: CChar.self), size, nil, nil, CInt(options))
    }
    guard let document else {
      let error = context.pointee.lastError
      let message = error.message.map { String(cString: $0) } ?? "it is empty"
      throw Failure(
        line: min(max(Int(error.line), 1), 1 + file.dropLast().count { $0 == 0x0A }),
        message: String(message.prefix { $0 != "\n" }))
    }
    defer { xmlFreeDoc(document) }
    guard document.pointee.intSubset == nil, let root = xmlDocGetRootElement(document) else {
      throw Failure(line: 1, message: "it has a document type, or no element")
    }
    return XMLElement(root)
  }

  /// libxml2 refuses documents that are nested deeper than 256.
  private init(_ node: xmlNodePtr) {
    name = Self.text(node.pointee.name)
    line = max(Int(xmlGetLineNo(node)), 1)
    var attributes: [String: String] = [:]
    var attribute = node.pointee.properties
    while let next = attribute {
      var value = ""
      var part = next.pointee.children
      while let text = part {
        value += Self.text(text.pointee.content)
        part = text.pointee.next
      }
      attributes[Self.text(next.pointee.name)] = value
      attribute = next.pointee.next
    }
    var children: [XMLElement] = []
    var content = ""
    var child = node.pointee.children
    while let next = child {
      switch next.pointee.type {
      case XML_ELEMENT_NODE: children.append(XMLElement(next))
      case XML_TEXT_NODE, XML_CDATA_SECTION_NODE: content += Self.text(next.pointee.content)
      default: break
      }
      child = next.pointee.next
    }
    (self.attributes, self.children) = (attributes, children)
    self.content = children.isEmpty ? ByteText.trimmed(Array(content.utf8)).text : ""
  }

  private static func text(_ text: UnsafePointer<xmlChar>?) -> String {
    text.map { String(cString: $0) } ?? ""
  }

  /// The children of that name.
  func children(_ name: String) -> [XMLElement] { children.filter { $0.name == name } }

  /// The value of an attribute that is true or false; `nil` where it is neither.
  func isTrue(_ name: String) -> Bool? {
    switch attributes[name]?.lowercased() {
    case "true": true
    case "false": false
    default: nil
    }
  }

  /// The element as messages show it.
  var text: String {
    let words = attributes.sorted { $0.key < $1.key }.map { "\($0.key)=\"\($0.value)\"" }
    return "<\(([name] + words).joined(separator: " "))>"
  }
}
