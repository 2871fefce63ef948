/// The JSON values of a file one by one: those that stand one behind the other, as in JSON lines, and the items of lists at
/// their top, so that a list of a million items is not held whole.
package struct JSONItems {
  private var reader: JSONReader
  /// The number of lists that are open.
  private var depth = 0
  /// True if an item of the innermost list was read last.
  private var isBehindItem = false
  /// True if the last fault was within a list, whose rest is not read.
  package private(set) var isListCut = false

  package init(_ file: [UInt8]) {
    reader = JSONReader(bytes: ByteText.withoutMark(file), strictness: .tolerant)
  }

  /// Returns the next value; `nil` at the end.
  /// - Throws: for what is no JSON. The call after that goes on with the next line that begins a value; within a list
  ///   there is none.
  package mutating func next() throws(JSONReader.Failure) -> JSONNode? {
    do throws(JSONReader.Failure) {
      return try read()
    } catch {
      isListCut = depth > 0
      if depth == 0 { reader.skipToNextValue() } else { reader.skipToEnd() }
      depth = 0
      isBehindItem = false
      throw error
    }
  }

  private mutating func read() throws(JSONReader.Failure) -> JSONNode? {
    let (open, close) = (UInt8(ascii: "["), UInt8(ascii: "]"))
    while true {
      reader.skipSpace()
      if depth == 0, reader.next == nil { return nil }
      if isBehindItem, depth > 0 {
        if reader.take(close) {
          depth -= 1
          continue
        }
        guard reader.take(UInt8(ascii: ",")) else { throw reader.failure(.missingSeparator(end: close)) }
        isBehindItem = false
        reader.skipSpace()
      } else if depth > 0, reader.take(close) {
        // An empty list is an item of the one around it.
        depth -= 1
        isBehindItem = true
        continue
      }
      if reader.take(open) {
        depth += 1
        isBehindItem = false
        guard depth < JSONReader.Strictness.tolerant.deepest else { throw reader.failure(.tooDeep) }
        continue
      }
      let node = try reader.node()
      isBehindItem = true
      return node
    }
  }
}
