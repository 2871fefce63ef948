internal import AutoTagBytes
internal import AutoTagWebURL

/// Addresses as Go reads and writes them (packages `net/url` and `path`), on which Caddy is built.
enum GoURL {
  /// Resolves dot segments and merges slashes, and keeps a slash at the end (`caddyhttp.CleanPath`).
  static func cleaned(_ path: [UInt8], mergesSlashes: Bool = true) -> [UInt8] {
    let slash = UInt8(ascii: "/")
    var segments: [ArraySlice<UInt8>] = []
    let isRooted = path.first == slash
    let written = path.split(separator: slash, omittingEmptySubsequences: false)
    for (index, segment) in written.enumerated() {
      if segment.elementsEqual("..".utf8) {
        if let last = segments.last, !last.elementsEqual("..".utf8) {
          segments.removeLast()
        } else if !isRooted {
          segments.append(segment)
        }
      } else if segment.isEmpty {
        // Between two slashes.
        if !mergesSlashes, index > 0, index < written.count - 1 { segments.append(segment) }
      } else if !segment.elementsEqual(".".utf8) {
        segments.append(segment)
      }
    }
    let joined = Array(segments.joined(separator: [slash]))
    var cleaned = isRooted ? [slash] + joined : joined.isEmpty ? [UInt8](".") : joined
    if path.last == slash, cleaned != [slash] { cleaned.append(slash) }
    return cleaned
  }

  /// Decodes a path.
  /// - Returns: `nil` where a percent sign begins no code.
  static func unescaped(_ path: [UInt8]) -> [UInt8]? { RequestPath.percentDecoded(path) { _ in } }

  /// Returns a path as it is sent (`URL.EscapedPath`).
  /// - Parameter raw: as it was written, where that is not how Go would write it.
  static func escaped(_ path: [UInt8], raw: [UInt8]?) -> [UInt8] {
    if let raw, raw.allSatisfy({ isPlain($0) || "!'()*[]%".utf8.contains($0) }), unescaped(raw) == path {
      return raw
    }
    return escaped(path)
  }

  static func escaped(_ path: [UInt8]) -> [UInt8] {
    var text: [UInt8] = []
    for byte in path {
      if isPlain(byte) { text.append(byte) } else { URLEncoding.appendEncoded(byte, to: &text) }
    }
    return text
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    ASCII.isAlphanumeric(byte) || "-_.~$&+,/:;=@".utf8.contains(byte)
  }

  static func queryEscaped(_ text: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    for byte in text {
      if byte == 0x20 {
        result.append(UInt8(ascii: "+"))
      } else if ASCII.isAlphanumeric(byte) || "-_.~".utf8.contains(byte) {
        result.append(byte)
      } else {
        URLEncoding.appendEncoded(byte, to: &result)
      }
    }
    return result
  }

  /// The parameters of a query, decoded, in its order; those that are no parameters are left out.
  struct Query {
    private(set) var parameters: [(name: [UInt8], value: [UInt8])] = []
    /// A part of the query is no parameter.
    private(set) var isMalformed = false

    init(_ query: [UInt8]) {
      for part in query.split(separator: UInt8(ascii: "&")) {
        let equals = part.firstIndex(of: UInt8(ascii: "=")) ?? part.endIndex
        guard !part.contains(UInt8(ascii: ";")), let name = Self.decoded(part[..<equals]),
          let value = Self.decoded(part[equals...].dropFirst())
        else {
          isMalformed = true
          continue
        }
        parameters.append((name, value))
      }
    }

    private static func decoded(_ text: ArraySlice<UInt8>) -> [UInt8]? {
      GoURL.unescaped(text.map { $0 == UInt8(ascii: "+") ? 0x20 : $0 })
    }

    func values(of name: [UInt8]) -> [[UInt8]] { parameters.filter { $0.name == name }.map(\.value) }
  }
}
