/// Line and column of places asked for in ascending order.
package struct PlaceInText {
  package private(set) var line = 1
  private var position = 0
  private var lineStart = 0

  package var column: Int { position - lineStart + 1 }

  package init() {}

  package mutating func advance(to target: Int, in page: Span<UInt8>) {
    while position < target {
      let byte = page[position]
      position += 1
      let endsLine =
        byte == 0x0A || (byte == 0x0D && !(position < page.count && page[position] == 0x0A))
      if endsLine {
        line += 1
        lineStart = position
      }
    }
  }
}
