/// The list of active formatting elements (HTML standard, section 13.2.4.3).
struct FormattingElements {
  /// A formatting element, or a marker.
  struct Entry {
    /// The element's name; `nil` for a marker.
    var tag: TagName?
    /// The element's id in the stack of open elements.
    var id = 0
    /// A hash of the attributes, the same for equal attributes in any order.
    var attributes = 0
  }

  private(set) var entries: [Entry] = []

  mutating func removeAll() { entries.removeAll(keepingCapacity: true) }

  mutating func insertMarker() { entries.append(Entry()) }

  mutating func clearToLastMarker() {
    while let entry = entries.popLast() {
      if entry.tag == nil { return }
    }
  }

  /// Appends an element. If three equal ones are there since the last marker, removes the first ("Noah's Ark clause").
  /// - Returns: the number of entries compared.
  mutating func append(_ entry: Entry) -> Int {
    var alike = 0
    var earliest: Int?
    var index = entries.count
    while index > 0, entries[index - 1].tag != nil {
      index -= 1
      if entries[index].tag == entry.tag, entries[index].attributes == entry.attributes {
        alike += 1
        earliest = index
      }
    }
    let steps = entries.count - index
    if alike >= 3, let earliest { entries.remove(at: earliest) }
    entries.append(entry)
    return steps
  }

  /// Returns the index of the last entry of that name after the last marker.
  func lastIndex(of tag: TagName) -> Int? {
    var index = entries.count
    while index > 0, let other = entries[index - 1].tag {
      index -= 1
      if other == tag { return index }
    }
    return nil
  }

  /// Returns the index of the entry of an element; `nil` for the id 0, which no listed element has.
  func index(ofID id: Int) -> Int? {
    id == 0 ? nil : entries.lastIndex { $0.id == id }
  }

  mutating func remove(at index: Int) { entries.remove(at: index) }

  mutating func insert(_ entry: Entry, at index: Int) { entries.insert(entry, at: index) }

  mutating func setID(_ id: Int, at index: Int) { entries[index].id = id }
}
