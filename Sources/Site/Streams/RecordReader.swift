internal import AutoTagBytes

/// The line in front of a file's bytes in a stream of records.
struct RecordHead {
  /// The file's name as its sender knows it.
  enum Name: Equatable {
    case path(String)
    /// A page's address.
    case url(String)
  }

  /// From 1.
  let number: Int
  /// The byte of the input at which the line begins.
  let offset: Int
  let name: Name
  /// The value that the answer repeats, a text or a number; `nil` for none.
  let id: JSONValue?
  /// The bytes that follow the line.
  let length: Int

  var item: String { "record \(number)" }

  /// The names by which the sender knows the file.
  var names: [(String, JSONValue)] {
    let name: (String, JSONValue) =
      switch self.name {
      case .path(let path): ("path", .string(path))
      case .url(let url): ("url", .string(url))
      }
    return [name] + [id.map { ("id", $0) }].compactMap(\.self)
  }
}

/// Reads a stream of records: a line of JSON, the bytes of a file, and a line end, as `git cat-file --batch` writes them.
struct RecordReader {
  let input: StreamInput
  private var count = 0

  /// The most bytes of a record's line, 1 MiB.
  static let longestLine = 1 << 20

  init(_ input: StreamInput) { self.input = input }

  /// Returns the next record, of which `input` then has the bytes; `nil` at the end of the input.
  mutating func next() throws(StreamError) -> RecordHead? {
    guard try input.hasMore() else { return nil }
    count += 1
    let (offset, item) = (input.offset, "record \(count)")
    let line: [UInt8]
    switch try input.takeLine(limit: Self.longestLine) {
    case .whole(let bytes): line = bytes
    case .cut: throw .cut(item: item, offset: input.offset, because: "its line has no end")
    case .tooLong:
      throw .malformed(
        item: item, offset: offset, because: "a line of more than \(Self.longestLine) bytes is no record's")
    }
    do throws(JSONFields.Failure) {
      return try head(line, offset)
    } catch {
      throw .malformed(item: item, offset: offset, because: error.message)
    }
  }

  private func head(_ line: [UInt8], _ offset: Int) throws(JSONFields.Failure) -> RecordHead {
    let node: JSONNode
    do throws(JSONReader.Failure) {
      node = try JSONReader.read(line, .exact)
    } catch {
      throw JSONFields.Failure(line: 1, message: "its line is not JSON: \(error.message)")
    }
    let fields = try JSONFields(node, "a record", ["path", "url", "id", "length"])
    let name: RecordHead.Name
    switch (node["path"], node["url"]) {
    case (_?, _?): throw fields.failure("url", "a record has a “path” or a “url”, and not both")
    case (nil, _?): name = .url(try fields.string("url"))
    default: name = .path(try fields.string("path"))
    }
    let length = try fields.integer("length")
    guard length >= 0 else { throw fields.failure("length", "“length” must not be negative") }
    let id: JSONValue?
    switch node["id"]?.value {
    case nil, .null: id = nil
    case .string(let text): id = .string(text)
    case .number(let text): id = .number(text)
    default: throw fields.failure("id", "“id” must be a text or a whole number")
    }
    return RecordHead(number: count, offset: offset, name: name, id: id, length: length)
  }

  /// Takes the line end behind a record's bytes.
  func end(_ head: RecordHead) throws(StreamError) {
    let offset = input.offset
    var end: [UInt8] = []
    guard try input.take(1, addingTo: &end) else { throw cut(head) }
    guard end == [0x0A] else {
      throw .malformed(
        item: head.item, offset: offset,
        because: "a line end has to follow its \(head.length) bytes; the length may be wrong")
    }
  }

  func cut(_ head: RecordHead) -> StreamError {
    .cut(
      item: head.item, offset: input.offset, because: "its \(head.length) bytes and a line end have to come")
  }
}
