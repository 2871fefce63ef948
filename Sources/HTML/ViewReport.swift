/// What the parser of record says about a page view: the elements in their order, with all their attributes.
/// One buffer holds all bytes, and is used again for the next view.
package struct ViewReport {
  package struct Attribute {
    package var name: Range<Int>
    package var value: Range<Int>

    package init(name: Range<Int>, value: Range<Int>) {
      self.name = name
      self.value = value
    }
  }

  package struct Element {
    package var name: Range<Int>
    /// Which of all attributes are this element's.
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
