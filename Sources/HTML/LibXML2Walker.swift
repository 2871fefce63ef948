internal import CLibXML2

/// libxml2's HTML parser in SAX mode, without a tree. To be used by one thread at a time.
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
    // The callback can reach only `self`, so the caller's buffers are lent to it for the walk.
    swap(&report, &self.report)
    self.report.removeAll()
    let options =
      HTML_PARSE_RECOVER.rawValue | HTML_PARSE_NOERROR.rawValue | HTML_PARSE_NOWARNING.rawValue
      | HTML_PARSE_NONET.rawValue | HTML_PARSE_IGNORE_ENC.rawValue | UInt32(XML_PARSE_HUGE.rawValue)
    // The context frees its own handler at its end, so that one is put back after the walk.
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

  /// Adds a reported element to the report.
  /// - Parameter attributes: names and values in turn, ended by a null pointer; a null value for an attribute without one.
  private func note(
    _ name: UnsafePointer<xmlChar>, _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
  ) {
    // libxml2 adds `html`, `head`, `body` and `p`, which the view does not have.
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

  /// Appends a C string to the report's bytes, and returns its range.
  private func append(_ text: UnsafePointer<xmlChar>) -> Range<Int> {
    let start = report.bytes.count
    report.bytes.append(contentsOf: UnsafeBufferPointer(start: text, count: Int(xmlStrlen(text))))
    return start..<report.bytes.count
  }
}
