internal import AutoTagBytes

extension ApacheErrorDocument {
  /// Returns the address for a request, in which expressions may stand.
  /// - Returns: `nil` for an expression that is not understood.
  static func expanded(_ address: [UInt8], _ request: ServerRequest, path: [UInt8]) -> [UInt8]? {
    let variables: [(name: String, value: [UInt8])] = [
      ("%{REQUEST_URI}", path), ("%{QUERY_STRING}", request.query ?? []),
    ]
    var text = address[...]
    var result: [UInt8] = []
    while let byte = text.first {
      if let (name, value) = variables.first(where: { text.starts(with: $0.name.utf8) }) {
        result += value
        text = text.dropFirst(name.utf8.count)
      } else if text.starts(with: "%{".utf8) {
        return nil
      } else {
        result.append(byte)
        text = text.dropFirst()
      }
    }
    return result
  }
}
