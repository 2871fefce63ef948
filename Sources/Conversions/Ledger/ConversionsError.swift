/// A fault that ends the reading of all sources.
package struct ConversionsError: Error, CustomStringConvertible {
  package let description: String

  package init(_ description: String) {
    self.description = HiddenTokens.masked(description)
  }

  static func overflow(_ path: String, _ line: Int) -> ConversionsError {
    ConversionsError(
      "\(path):\(line): with this line a sum is larger than can be counted (9.2 · 10¹² main units): look whether its "
        + "columns are in order")
  }
}
