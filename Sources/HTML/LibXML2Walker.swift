internal import CLibXML2

/// The parser of record: walks a page view and says which elements are there with which attributes.
package protocol ViewWalker: AnyObject {
  /// - Parameters:
  ///   - view: clean UTF-8 markup, as `PageView` spells it.
  ///   - report: filled with the elements, in their order.
  /// - Returns: `false` where the parser gave up.
  func walk(_ view: [UInt8], into report: inout ViewReport) -> Bool
}

/// libxml2's HTML parser in SAX mode, without a tree. The only file that touches libxml2; used by one thread
/// at a time.
package final class LibXML2Walker: ViewWalker {
  private let context: htmlParserCtxtPtr?
  private let handler: UnsafeMutablePointer<htmlSAXHandler>
  private var report = ViewReport()

  private static let libraryIsReady: Void = xmlInitParser()

  package init() {
    _ = Self.libraryIsReady
    handler = .allocate(capacity: 1)
    handler.initialize(to: htmlSAXHandler())
    handler.pointee.initialized = 1
    handler.pointee.startElement = { data, name, attributes in
      guard let data, let name else { return }
      Unmanaged<LibXML2Walker>.fromOpaque(data).takeUnretainedValue().note(name, attributes)
    }
    context = htmlNewParserCtxt()
  }

  deinit {
    if let context { htmlFreeParserCtxt(context) }
    handler.deinitialize(count: 1)
    handler.deallocate()
  }

  package func walk(_ view: [UInt8], into report: inout ViewReport) -> Bool {
    guard let context, let size = CInt(exactly: view.count) else { return false }
    // The caller's buffers are filled, and given back.
    swap(&report, &self.report)
    self.report.removeAll()
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
    swap(&report, &self.report)
    return true
  }

  private func note(
    _ name: UnsafePointer<xmlChar>, _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
  ) {
    // libxml2 adds elements around that the view does not spell.
    guard xmlStrEqual(name, "a") != 0 || xmlStrEqual(name, "base") != 0 else { return }
    let name = append(name)
    let first = report.attributes.count
    if var attribute = attributes {
      while let key = attribute[0] {
        let key = append(key)
        let value = attribute[1].map(append) ?? report.bytes.count..<report.bytes.count
        report.attributes.append(ViewReport.Attribute(name: key, value: value))
        attribute += 2
      }
    }
    report.elements.append(
      ViewReport.Element(name: name, attributes: first..<report.attributes.count))
  }

  private func append(_ text: UnsafePointer<xmlChar>) -> Range<Int> {
    let start = report.bytes.count
    report.bytes.append(contentsOf: UnsafeBufferPointer(start: text, count: Int(xmlStrlen(text))))
    return start..<report.bytes.count
  }
}
