internal import CLibXML2

/// The parser of record: walks a page view and says which elements are there with which attributes.
package protocol ViewWalker: AnyObject {
  /// - Parameter view: clean UTF-8 markup, as `PageView` spells it.
  /// - Returns: the elements in their order; `nil` where the parser gave up.
  func elements(of view: [UInt8]) -> [ViewElement]?
}

/// One element as the parser of record reports it.
package struct ViewElement: Equatable {
  package var name: String
  package var attributes: [String: [UInt8]]

  package init(name: String, attributes: [String: [UInt8]]) {
    self.name = name
    self.attributes = attributes
  }
}

/// libxml2's HTML parser in SAX mode, without a tree. The only file that touches libxml2; used by one thread
/// at a time.
package final class LibXML2Walker: ViewWalker {
  private let context: htmlParserCtxtPtr?
  private let handler: UnsafeMutablePointer<htmlSAXHandler>
  private var elements: [ViewElement] = []

  private static let libraryIsReady: Void = xmlInitParser()

  package init() {
    _ = Self.libraryIsReady
    handler = .allocate(capacity: 1)
    handler.initialize(to: htmlSAXHandler())
    handler.pointee.initialized = 1
    handler.pointee.startElement = { data, name, attributes in
      guard let data, let name else { return }
      Unmanaged<LibXML2Walker>.fromOpaque(data).takeUnretainedValue().report(name, attributes)
    }
    context = htmlNewParserCtxt()
  }

  deinit {
    if let context {
      context.pointee.sax = nil
      htmlFreeParserCtxt(context)
    }
    handler.deinitialize(count: 1)
    handler.deallocate()
  }

  package func elements(of view: [UInt8]) -> [ViewElement]? {
    guard let context, let size = CInt(exactly: view.count) else { return nil }
    elements.removeAll(keepingCapacity: true)
    let options =
      HTML_PARSE_RECOVER.rawValue | HTML_PARSE_NOERROR.rawValue | HTML_PARSE_NOWARNING.rawValue
      | HTML_PARSE_NONET.rawValue | HTML_PARSE_IGNORE_ENC.rawValue | UInt32(XML_PARSE_HUGE.rawValue)
    // The context owns a handler of its own; ours stands in for it during the walk only.
    let ownHandler = context.pointee.sax
    let ownData = context.pointee.userData
    context.pointee.sax = handler
    context.pointee.userData = Unmanaged.passUnretained(self).toOpaque()
    view.withUnsafeBytes { view in
      let start = view.baseAddress?.assumingMemoryBound(to: CChar.self)
      if let document = htmlCtxtReadMemory(context, start, size, nil, "UTF-8", CInt(options)) {
        xmlFreeDoc(document)
      }
    }
    context.pointee.sax = ownHandler
    context.pointee.userData = ownData
    return elements
  }

  private func report(
    _ name: UnsafePointer<xmlChar>, _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
  ) {
    let name = String(cString: name)
    guard name == "a" || name == "base" else { return }
    var values: [String: [UInt8]] = [:]
    if var attribute = attributes {
      while let key = attribute[0] {
        values[String(cString: key)] = attribute[1].map { Array(String(cString: $0).utf8) } ?? []
        attribute += 2
      }
    }
    elements.append(ViewElement(name: name, attributes: values))
  }
}
