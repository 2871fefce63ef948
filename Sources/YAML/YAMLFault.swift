/// A fault in a YAML file.
package struct YAMLFault: Error, Equatable {
  /// Line and column, both from 1, the column in characters; `nil` where the whole file is meant.
  package let line: Int?
  package let column: Int?
  /// The fault and its cure.
  package let message: String

  package init(line: Int? = nil, column: Int? = nil, _ message: String) {
    (self.line, self.column, self.message) = (line, column, message)
  }
}
