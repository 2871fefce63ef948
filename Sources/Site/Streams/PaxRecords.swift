internal import AutoTagBytes

/// The attributes in an extension of a tar archive (POSIX pax): lines of a length, a space, `key=value` and a line end.
struct PaxRecords {
  private(set) var values: [String: [UInt8]] = [:]

  init() {}

  /// Adds the attributes of an extension; an empty value takes one away.
  /// - Returns: false for bytes that are no attributes.
  mutating func add(_ bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    // Some writers fill the extension with NULs.
    while let first = rest.first, first != 0 {
      let digits = rest.prefix { $0 != UInt8(ascii: " ") }
      guard digits.allSatisfy(ASCII.isDigit), let length = Int(Array(digits).text), length > digits.count + 1,
        length <= rest.count
      else { return false }
      let line = rest.prefix(length)
      guard line.last == 0x0A, let equals = line.firstIndex(of: UInt8(ascii: "=")) else { return false }
      let key = Array(line[line.index(line.startIndex, offsetBy: digits.count + 1)..<equals]).text
      let value = Array(line[(equals + 1)...].dropLast())
      values[key] = value.isEmpty ? nil : value
      rest = rest.dropFirst(length)
    }
    return true
  }

  mutating func add(_ other: PaxRecords) { values.merge(other.values) { $1 } }

  var path: [UInt8]? { values["path"] }

  /// The text of the size of the member; `nil` where its header has it.
  var size: String? { values["size"]?.text }

  /// True if the member has holes: its bytes are a map and parts of the file. (GNU; star)
  var isSparse: Bool {
    values.keys.contains { $0.hasPrefix("GNU.sparse.") || $0 == "SCHILY.realsize" }
  }

  /// The name of a sparse file, which has another one in its header.
  var sparseName: [UInt8]? { values["GNU.sparse.name"] }
}
