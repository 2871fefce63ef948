internal import AutoTagBytes

/// The pages of a stream's audit, by their names: where the line of each begins. A page takes its name and 32 bytes.
struct StreamedPages {
  private struct Page {
    /// The bytes of its name.
    let name: Range<Int>
    /// The offset of its line, and −1 where nothing is to be read there.
    let offset: Int
  }

  private var names: [UInt8] = []
  private var pages: [Page] = []

  var count: Int { pages.count }

  /// - Parameter isEmpty: true for a page of which the report has nothing.
  mutating func add(_ name: String, at offset: Int, isEmpty: Bool) {
    let start = names.count
    names += name.utf8
    pages.append(Page(name: start..<names.count, offset: isEmpty ? -1 : offset))
  }

  /// Brings the pages into the order of the tree.
  /// - Returns: a name that is there twice.
  mutating func sort() -> String? {
    let names = names
    pages.sort { TreeOrder.precedes(names[$0.name], names[$1.name]) }
    let twice = zip(pages, pages.dropFirst()).first { names[$0.name] == names[$1.name] }
    return twice.map { Array(names[$0.0.name]).text }
  }

  /// A page's name and the offset of its line; `nil` for one of which the report has nothing.
  subscript(index: Int) -> (name: String, offset: Int?) {
    let page = pages[index]
    return (Array(names[page.name]).text, page.offset < 0 ? nil : page.offset)
  }
}
