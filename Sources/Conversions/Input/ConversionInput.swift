/// Something to read conversions from.
package struct ConversionInput: Sendable {
  /// A file's path, `-` for standard input; for bytes in memory the name that messages give them.
  package let path: String
  /// The bytes, where they are in memory already.
  package let contents: [UInt8]?

  package init(path: String, contents: [UInt8]? = nil) {
    (self.path, self.contents) = (path, contents)
  }
}
