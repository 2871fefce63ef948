internal import AutoTagBytes

/// The records of comma-separated values (RFC 4180), one after the other, of a file of any size: quoted fields may hold
/// delimiters, doubled quotes and line ends. The fields are ranges of a buffer and no texts of their own: a report has
/// millions.
struct RecordScanner {
  struct Field {
    /// The bytes without the quotes around them, and without spaces at the ends.
    var range: Range<Int>
    /// True if quotes are doubled in it.
    var isEscaped = false
  }

  /// The fields of the record, in `buffer`.
  private(set) var fields: [Field] = []
  private(set) var buffer: [UInt8] = []
  /// The line that the record begins on, from 1.
  private(set) var line = 0
  /// The byte of the buffer that the record begins at.
  private(set) var start = 0
  /// The first quote of the record that is not closed, or behind whose end text stands. The record ends with its line then:
  /// the lines below are read, and do not vanish into a cell.
  private(set) var brokenQuote: Int?
  /// True if a quoted field holds a line's end.
  private(set) var isOnSeveralLines = false
  /// True if a field has doubled quotes.
  private(set) var hasEscapes = false

  var delimiter = UInt8(ascii: ",")

  private let source: ByteSource
  private var next = 0
  private var end = 0
  private var nextLine = 1
  private var isAtEnd = false
  private var hasRead = false
  /// The next LF in the buffer, or its end, while lines end with CR before it; `nil` where it is not looked for yet.
  private var lineFeed: Int?

  /// The longest record.
  private static let longest = 1 << 24
  /// The bytes of the buffer at first, and once more is read than these.
  private static let (firstSize, usualSize) = (1 << 16, 1 << 20)

  init(_ source: ByteSource) {
    self.source = source
    buffer = [UInt8](repeating: 0, count: Self.firstSize)
  }

  /// Fills the buffer, for a look at the beginning.
  /// - Returns: the bytes that are there; behind a byte-order mark, if there is one.
  mutating func beginning() throws(SourceFailure) -> Range<Int> {
    while end < Self.firstSize / 2, !isAtEnd { try more() }
    if end >= 3, buffer[0] == 0xEF, buffer[1] == 0xBB, buffer[2] == 0xBF, next == 0 { next = 3 }
    return next..<end
  }

  /// Leaves bytes out, which `beginning` has shown.
  /// - Parameters:
  ///   - count: the bytes from the next one on.
  ///   - lines: the lines that they are.
  mutating func skip(_ count: Int, lines: Int) {
    next = min(next + count, end)
    nextLine += lines
  }

  /// Goes on to the next line, whatever is in it. LF, CRLF and a lone CR end it.
  /// - Returns: the line without its end; `nil` at the end.
  mutating func advanceLine() throws(SourceFailure) -> [UInt8]? {
    while true {
      let lineFeed = lineFeed ?? ByteSearch.first(0x0A, in: buffer.span.extracting(..<end), from: next)
      if lineFeed < end || isAtEnd {
        guard next < end else { return nil }
        line = nextLine
        nextLine += 1
        let lineEnd = ByteSearch.first(0x0D, in: buffer.span.extracting(..<lineFeed), from: next)
        let bytes = Array(buffer[next..<lineEnd])
        let isAlone = lineEnd + 1 < lineFeed
        next = min((isAlone ? lineEnd : lineFeed) + 1, end)
        self.lineFeed = isAlone ? lineFeed : nil
        return bytes
      }
      guard end - next <= Self.longest else { throw .tooLarge(limit: Self.longest) }
      try more()
    }
  }

  /// Goes on to the next record.
  /// - Returns: false at the end.
  mutating func advance() throws(SourceFailure) -> Bool {
    while true {
      // What is longer than any record has a quote that is not closed, or is none.
      let isLong = end - next > Self.longest
      if next < end, let recordEnd = scan(upTo: end, isLast: isAtEnd || isLong) {
        if let quote = brokenQuote, let lineEnd = lineEnd(behind: quote, before: recordEnd) {
          end(at: lineEnd)
        } else if isLong, !isAtEnd, recordEnd == end, buffer[end - 1] != 0x0A {
          throw .tooLarge(limit: Self.longest)
        } else {
          finish(at: recordEnd)
        }
        return true
      }
      guard !isAtEnd else { return false }
      guard !isLong else { throw .tooLarge(limit: Self.longest) }
      try more()
    }
  }

  /// Ends the record with the line that a field begins on, whose quote was closed by that of another record.
  mutating func cut(at field: Field) {
    guard let lineEnd = lineEnd(behind: field.range.lowerBound, before: next) else { return }
    (next, nextLine) = (start, line)
    end(at: lineEnd)
  }

  private mutating func end(at lineEnd: Int) {
    _ = scan(upTo: lineEnd, isLast: true)
    finish(at: lineEnd)
  }

  private mutating func finish(at recordEnd: Int) {
    let lines = ByteSearch.count(of: 0x0A, in: buffer.span, next..<recordEnd).count
    line = nextLine
    start = next
    // A lone CR ends a line too.
    nextLine += lines + (buffer[recordEnd - 1] == 0x0A ? 0 : 1)
    isOnSeveralLines = nextLine > line + 1
    next = recordEnd
  }

  /// The index behind the first line end from a byte on; `nil` where it is the record's own.
  private func lineEnd(behind index: Int, before recordEnd: Int) -> Int? {
    guard let mark = buffer[index..<recordEnd].firstIndex(where: { $0 == 0x0A || $0 == 0x0D }) else {
      return nil
    }
    let isPair = buffer[mark] == 0x0D && mark + 1 < recordEnd && buffer[mark + 1] == 0x0A
    let lineEnd = mark + (isPair ? 2 : 1)
    return lineEnd < recordEnd ? lineEnd : nil
  }

  /// True if the last record was the source's last, and no line's end ends it.
  var hasNoEnd: Bool { isAtEnd && next == end && end > start && ![0x0A, 0x0D].contains(buffer[end - 1]) }

  /// True if the last record ends with a quote, so that its last cell is whole.
  var endsWithQuote: Bool { end > start && buffer[end - 1] == UInt8(ascii: "\"") }

  /// - Returns: the index behind the next record; `nil` where more has to be read first.
  private mutating func scan(upTo end: Int, isLast: Bool) -> Int? {
    // Moved out, so that the buffer can be read meanwhile.
    var found = fields
    var (quote, escapes): (Int?, Bool) = (nil, false)
    fields = []
    found.removeAll(keepingCapacity: true)
    let recordEnd = Self.scan(
      buffer.span, next..<end, isAtEnd: isLast, delimiter, &found, &quote, &escapes)
    (fields, brokenQuote, hasEscapes) = (found, quote, escapes)
    return recordEnd
  }

  /// The place of a byte of the record: its line, and its column in bytes, from 1.
  func position(of index: Int) -> (line: Int, column: Int) {
    let (count, last) = ByteSearch.count(of: 0x0A, in: buffer.span, start..<index)
    return (line + count, index - (last.map { $0 + 1 } ?? start) + 1)
  }

  /// All that is not read yet as one text, for formats that are no records.
  mutating func rest(limit: Int) throws(SourceFailure) -> [UInt8] {
    while !isAtEnd {
      guard end - next <= limit else { throw .tooLarge(limit: limit) }
      try more()
    }
    defer { next = end }
    return Array(buffer[next..<end])
  }

  private mutating func more() throws(SourceFailure) {
    lineFeed = nil
    if next > 0 {
      // What is left moves to the front; it is less than a record.
      buffer.withUnsafeMutableBytes { bytes in
        UnsafeMutableRawBufferPointer(rebasing: bytes[..<(end - next)])
          .copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[next..<end]))
      }
      end -= next
      next = 0
    }
    if end > buffer.count / 2 || hasRead && buffer.count < Self.usualSize {
      buffer.append(contentsOf: repeatElement(0, count: buffer.count))
    }
    let count = try source.read(into: &buffer, from: end)
    end += count
    isAtEnd = count == 0
    hasRead = true
  }

  /// Finds the fields of a record.
  /// - Returns: the index behind the record's line end; `nil` where more has to be read first.
  private static func scan(
    _ bytes: Span<UInt8>, _ range: Range<Int>, isAtEnd: Bool, _ delimiter: UInt8, _ fields: inout [Field],
    _ brokenQuote: inout Int?, _ hasEscapes: inout Bool
  ) -> Int? {
    let end = range.upperBound
    var index = range.lowerBound
    while true {
      var field = Field(range: index..<index)
      let first = index
      if index < end, bytes[unchecked: index] == UInt8(ascii: "\"") {
        index = closingQuote(bytes, index + 1..<end, isAtEnd: isAtEnd, &field.isEscaped)
        if field.isEscaped { hasEscapes = true }
        if index == end {
          guard isAtEnd else { return nil }
          brokenQuote = brokenQuote ?? first
          field.range = first + 1..<end
        } else {
          field.range = first + 1..<index
          index += 1
          let after = index
          while index < end, !isEnd(bytes[unchecked: index], delimiter) { index += 1 }
          if index > after { brokenQuote = brokenQuote ?? first }
        }
      } else {
        while index < end, !isEnd(bytes[unchecked: index], delimiter) { index += 1 }
        field.range = first..<index
      }
      guard index < end || isAtEnd else { return nil }
      field.range = trimmed(bytes, field.range)
      fields.append(field)
      guard index < end else { return end }
      switch bytes[unchecked: index] {
      case delimiter: index += 1
      case 0x0A: return index + 1
      default:
        // CR, alone or before LF.
        guard index + 1 < end || isAtEnd else { return nil }
        return index + 1 < end && bytes[unchecked: index + 1] == 0x0A ? index + 2 : index + 1
      }
    }
  }

  /// Returns the index of the quote that closes a field; the range's end where none is seen.
  private static func closingQuote(
    _ bytes: Span<UInt8>, _ range: Range<Int>, isAtEnd: Bool, _ isEscaped: inout Bool
  ) -> Int {
    let bytes = bytes.extracting(..<range.upperBound)
    var index = range.lowerBound
    while true {
      index = ByteSearch.first(UInt8(ascii: "\""), in: bytes, from: index)
      guard index + 1 < bytes.count else {
        // The last byte that is there may be the first of two quotes.
        return isAtEnd && index < bytes.count ? index : bytes.count
      }
      guard bytes[unchecked: index + 1] == UInt8(ascii: "\"") else { return index }
      isEscaped = true
      index += 2
    }
  }

  @inline(__always)
  private static func isEnd(_ byte: UInt8, _ delimiter: UInt8) -> Bool {
    byte == delimiter || byte == 0x0A || byte == 0x0D
  }

  @inline(__always)
  private static func trimmed(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Range<Int> {
    var (start, end) = (range.lowerBound, range.upperBound)
    while start < end, bytes[unchecked: start] == 0x20 { start += 1 }
    while end > start, bytes[unchecked: end - 1] == 0x20 { end -= 1 }
    return start..<end
  }
}

extension RecordScanner {
  /// The fields without the second of doubled quotes, and the bytes that they are ranges of.
  var unescaped: (bytes: [UInt8], fields: [Field]) {
    var bytes: [UInt8] = []
    let fields = fields.map { field in
      let start = bytes.count
      var isSecond = false
      for byte in buffer[field.range] {
        let isQuote = byte == UInt8(ascii: "\"")
        if !(isQuote && isSecond && field.isEscaped) { bytes.append(byte) }
        isSecond = isQuote && !isSecond
      }
      return Field(range: start..<bytes.count)
    }
    return (bytes, fields)
  }

  /// True if the record is text in UTF-8.
  var isUTF8: Bool {
    !ASCII.holdsNonASCII(buffer.span.extracting(start..<next))
      || String(validating: buffer[start..<next], as: UTF8.self) != nil
  }

  /// The fields of a record in windows-1252 as UTF-8, without the second of doubled quotes.
  var decoded: (bytes: [UInt8], fields: [Field]) {
    let (bytes, fields) = unescaped
    var text: [UInt8] = []
    let decoded = fields.map { field in
      let start = text.count
      Windows1252.append(bytes[field.range], to: &text)
      return Field(range: start..<text.count)
    }
    return (text, decoded)
  }

  /// The fields as texts; bytes that are not UTF-8 become U+FFFD.
  var texts: [String] {
    let (bytes, fields) = unescaped
    return fields.map { String(decoding: bytes[$0.range], as: UTF8.self) }
  }
}
