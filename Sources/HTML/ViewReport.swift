/// The elements of a page view as the parser of record reports them, in their order and with all their attributes.
/// All ranges of names and values are in `bytes`, which is used again for the next view.
package struct ViewReport {
  /// An attribute: ranges of `bytes`.
  package struct Attribute {
    package var name: Range<Int>
    package var value: Range<Int>

    package init(name: Range<Int>, value: Range<Int>) {
      self.name = name
      self.value = value
    }
  }

  /// An element.
  package struct Element {
    /// A range of `bytes`.
    package var name: Range<Int>
    /// The range of `ViewReport.attributes` that is this element's.
    package var attributes: Range<Int>

    package init(name: Range<Int>, attributes: Range<Int>) {
      self.name = name
      self.attributes = attributes
    }
  }

  package var bytes: [UInt8] = []
  package var attributes: [Attribute] = []
  package var elements: [Element] = []

  package init() {}

  package mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    attributes.removeAll(keepingCapacity: true)
    elements.removeAll(keepingCapacity: true)
  }
}

/// A parser of record: reports the elements and attributes of a page view.
package protocol ViewWalker: AnyObject {
  /// Parses a page view.
  /// - Parameters:
  ///   - view: valid UTF-8 markup, spelled by `PageView`.
  ///   - report: filled with the elements, in their order.
  /// - Returns: `false` if the parser gave up.
  func walk(_ view: [UInt8], into report: inout ViewReport) -> Bool
}
