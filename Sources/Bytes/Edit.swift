/// A change of a file: a range of its bytes as they were, and what is written there.
package struct Edit: Sendable, Hashable {
  package let range: Range<Int>
  package let replacement: [UInt8]

  package init(range: Range<Int>, replacement: [UInt8]) {
    self.range = range
    self.replacement = replacement
  }
}

/// A file with its edits, piece by piece: nothing is copied to write it.
package enum Splice {
  package enum Piece {
    /// Bytes of the page as it was.
    case page(Range<Int>)
    case replacement([UInt8])

    /// The array that holds the piece's bytes, and their range in it.
    package func source(in page: [UInt8]) -> (bytes: [UInt8], range: Range<Int>) {
      switch self {
      case .page(let range): (page, range)
      case .replacement(let bytes): (bytes, bytes.indices)
      }
    }
  }

  /// The bytes of all pieces.
  package static func count(_ pageSize: Int, _ edits: [Edit]) -> Int {
    edits.reduce(pageSize) { $0 + $1.replacement.count - $1.range.count }
  }

  /// - Parameter edits: ranges of the page, ascending.
  package static func forEachPiece<Failure: Error>(
    _ pageSize: Int, _ edits: [Edit], _ body: (Piece) throws(Failure) -> Void
  ) throws(Failure) {
    var position = 0
    for edit in edits {
      try body(.page(position..<edit.range.lowerBound))
      try body(.replacement(edit.replacement))
      position = edit.range.upperBound
    }
    try body(.page(position..<pageSize))
  }

  package static func joined(_ page: Span<UInt8>, _ edits: [Edit]) -> [UInt8] {
    page.withUnsafeBufferPointer { page in
      var result: [UInt8] = []
      result.reserveCapacity(count(page.count, edits))
      forEachPiece(page.count, edits) { piece in
        switch piece {
        case .page(let range): result.append(contentsOf: page[range])
        case .replacement(let bytes): result.append(contentsOf: bytes)
        }
      }
      return result
    }
  }

  /// Returns true if the page with its edits is the first `count` bytes of `other`.
  package static func isEqual(
    _ page: [UInt8], _ pageSize: Int, _ edits: [Edit], to other: [UInt8], _ count: Int
  ) -> Bool {
    guard self.count(pageSize, edits) == count else { return false }
    var position = 0
    var isEqual = true
    forEachPiece(pageSize, edits) { piece in
      let (bytes, range) = piece.source(in: page)
      isEqual =
        isEqual
        && ByteSearch.equal(
          bytes.span.extracting(range), other.span.extracting(position..<position + range.count))
      position += range.count
    }
    return isEqual
  }
}
