internal import AutoTagBytes

/// The target of a `rewrite` in its parts, and the changes of `uri` (Caddy's package `rewrite`).
struct CaddyRewrite {
  /// `nil` where the target has none, and the request's stays.
  let path: CaddyText?
  /// The names and values of the target's query; `nil` where it has none, and the request's stays.
  private(set) var query: [Component]?

  struct Component {
    let text: CaddyText
    /// In front of a `=`.
    let isName: Bool
  }

  init(_ target: CaddyText) {
    var path: [CaddyText.Part] = []
    var components: [Component]?
    var pending: [CaddyText.Part] = []
    var isName = true
    var isOver = false
    for part in target.parts where !isOver {
      guard case .literal(let text) = part else {
        if components == nil { path.append(part) } else { pending.append(part) }
        continue
      }
      var literal: [UInt8] = []
      for byte in text {
        if byte == UInt8(ascii: "#") {
          isOver = true
          break
        }
        let endsComponent = components != nil && (byte == UInt8(ascii: "=") || byte == UInt8(ascii: "&"))
        if components == nil, byte == UInt8(ascii: "?") {
          if !literal.isEmpty { path.append(.literal(literal)) }
          literal = []
          components = []
        } else if endsComponent {
          if !literal.isEmpty { pending.append(.literal(literal)) }
          components?.append(Component(text: CaddyText(parts: pending), isName: isName))
          (literal, pending) = ([], [])
          isName = byte == UInt8(ascii: "&")
        } else {
          literal.append(byte)
        }
      }
      if !literal.isEmpty {
        if components == nil { path.append(.literal(literal)) } else { pending.append(.literal(literal)) }
      }
    }
    if !pending.isEmpty { components?.append(Component(text: CaddyText(parts: pending), isName: isName)) }
    self.path = path.isEmpty ? nil : CaddyText(parts: path)
    query = components
  }

  /// Takes the query off a path that a placeholder brought one into; it counts where the target's own is empty.
  mutating func takeQuery(off path: [UInt8]) -> [UInt8] {
    guard let mark = path.firstIndex(of: 0x3F) else { return path }
    if query?.isEmpty == true {
      query = CaddyRewrite(CaddyText(parts: [.literal(Array(path[mark...]))])).query
    }
    return Array(path[..<mark])
  }

  /// A query that is put together from names and values.
  struct QueryText {
    private(set) var bytes: [UInt8] = []

    /// - Returns: `false` where it becomes too long.
    mutating func append(_ text: [UInt8], isName: Bool) -> Bool {
      guard text.count < ExpandedText.longest - bytes.count else { return false }
      if !isName {
        bytes.append(UInt8(ascii: "="))
      } else if !bytes.isEmpty, !text.isEmpty {
        bytes.append(UInt8(ascii: "&"))
      }
      bytes += text
      return true
    }
  }

  /// Returns a path without what it begins with, letter case aside; a character that the prefix writes encoded has to be
  /// encoded in the path.
  static func without(prefix: [UInt8], _ path: [UInt8], _ version: CaddyVersion) -> [UInt8] {
    var pathIndex = 0
    var prefixIndex = 0
    while pathIndex < path.count, prefixIndex < prefix.count {
      var byte = path[pathIndex]
      if byte == UInt8(ascii: "%"), prefix[prefixIndex] != byte, path.count >= pathIndex + 3 {
        guard let decoded = GoURL.unescaped(Array(path[pathIndex..<(pathIndex + 3)]))?.first else {
          return path
        }
        byte = decoded
        pathIndex += 2
      }
      guard ASCII.lowercased(byte) == ASCII.lowercased(prefix[prefixIndex]) else { return path }
      pathIndex += 1
      prefixIndex += 1
    }
    let isWhole = version == .old ? pathIndex >= prefix.count : prefixIndex >= prefix.count
    return isWhole ? Array(path[pathIndex...]) : path
  }

  /// - Returns: `nil` where that makes too long a text.
  static func replacing(
    _ find: [UInt8], by replacement: [UInt8], in text: [UInt8], limit: Int
  ) -> [UInt8]? {
    var result = ExpandedText()
    var rest = text[...]
    var count = 0
    while limit <= 0 || count < limit, let first = find.first {
      guard let start = rest.indices.first(where: { rest[$0] == first && rest[$0...].starts(with: find) })
      else { break }
      result.append(rest[..<start])
      result.append(replacement)
      rest = rest[(start + find.count)...]
      count += 1
    }
    result.append(rest)
    return result.bytes
  }

  /// Returns true if a path as it is encoded is a pattern that has codes of its own: these are compared as they are written,
  /// all else decoded.
  static func matchesEncoded(_ path: [UInt8], _ pattern: [UInt8]) -> Bool {
    let percent = UInt8(ascii: "%")
    var text: [UInt8] = []
    var pathIndex = 0
    var patternIndex = 0
    while pathIndex < path.count, patternIndex < pattern.count {
      var plain: [UInt8] = [path[pathIndex]]
      var code: [UInt8] = []
      if path[pathIndex] == percent, path.count >= pathIndex + 3 {
        code = ASCII.lowercased(Array(path[pathIndex..<(pathIndex + 3)]))
        guard let decoded = GoURL.unescaped(code) else { return false }
        plain = decoded
        pathIndex += 2
      }
      if pattern[patternIndex] == percent, pattern.count >= patternIndex + 3 {
        text += code
        patternIndex += 2
      } else {
        text += plain
      }
      pathIndex += 1
      patternIndex += 1
    }
    // What is left over of the path is compared as nothing.
    return text == pattern
  }
}
