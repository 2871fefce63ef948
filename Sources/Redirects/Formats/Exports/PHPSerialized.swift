internal import AutoTagBytes

/// A value that PHP's `serialize` wrote: arrays, texts and numbers, whose lengths are counted in bytes.
enum PHPSerialized {
  case text([UInt8])
  case array([(key: [UInt8], value: PHPSerialized)])
  /// A number, a truth value or nothing.
  case other

  /// The text of an item of an array; `nil` where there is none.
  subscript(_ key: String) -> String? {
    guard case .array(let items) = self, let item = items.last(where: { $0.key.elementsEqual(key.utf8) }),
      case .text(let text) = item.value
    else { return nil }
    return text.text
  }

  var items: [PHPSerialized]? {
    guard case .array(let items) = self else { return nil }
    return items.map(\.value)
  }

  /// - Returns: `nil` for a text that is no such value.
  static func read(_ text: [UInt8]) -> PHPSerialized? {
    var rest = text[...]
    guard let value = value(&rest, depth: 0), rest.isEmpty else { return nil }
    return value
  }

  /// More levels than any setting of a redirect has.
  private static let deepest = 8

  private static func value(_ rest: inout ArraySlice<UInt8>, depth: Int) -> PHPSerialized? {
    guard let kind = rest.popFirst(), depth < deepest else { return nil }
    switch kind {
    case UInt8(ascii: "N"): return take(";", from: &rest) ? .other : nil
    case UInt8(ascii: "i"), UInt8(ascii: "b"), UInt8(ascii: "d"):
      guard take(":", from: &rest), let end = rest.firstIndex(of: UInt8(ascii: ";")) else { return nil }
      rest = rest[(end + 1)...]
      return .other
    case UInt8(ascii: "s"):
      guard let count = count(&rest), take("\"", from: &rest), count <= rest.count else { return nil }
      let text = Array(rest.prefix(count))
      rest = rest.dropFirst(count)
      return take("\"", from: &rest) && take(";", from: &rest) ? .text(text) : nil
    case UInt8(ascii: "a"):
      guard let count = count(&rest), take("{", from: &rest) else { return nil }
      var items: [(key: [UInt8], value: PHPSerialized)] = []
      // Each item takes some bytes, so that the text's end ends a count that is too large.
      for _ in 0..<min(count, rest.count) {
        guard let key = value(&rest, depth: depth + 1), let item = value(&rest, depth: depth + 1) else {
          return nil
        }
        var name: [UInt8] = []
        if case .text(let text) = key { name = text }
        items.append((name, item))
      }
      return take("}", from: &rest) ? .array(items) : nil
    default: return nil
    }
  }

  /// Takes `:N:` off a text's beginning.
  private static func count(_ rest: inout ArraySlice<UInt8>) -> Int? {
    guard take(":", from: &rest) else { return nil }
    let digits = rest.prefix(10).prefix(while: ASCII.isDigit)
    rest = rest[digits.endIndex...]
    return take(":", from: &rest) ? Int(Array(digits).text) : nil
  }

  private static func take(_ text: Unicode.Scalar, from rest: inout ArraySlice<UInt8>) -> Bool {
    guard rest.first == UInt8(ascii: text) else { return false }
    rest.removeFirst()
    return true
  }
}
