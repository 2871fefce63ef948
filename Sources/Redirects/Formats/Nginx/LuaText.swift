internal import AutoTagBytes

/// The text of a Lua program, as far as it tells where a redirect may lead.
enum LuaText {
  /// Returns the text of a block and the index behind its closing bracket.
  /// - Parameter start: behind the opening bracket.
  static func block(_ bytes: [UInt8], from start: Int) -> (text: ArraySlice<UInt8>, end: Int, isClosed: Bool)
  {
    var index = start
    var depth = 1
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "}"):
        depth -= 1
        if depth == 0 { return (bytes[start..<index], index + 1, true) }
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        index = endOfString(bytes, index)
        continue
      case UInt8(ascii: "-") where bytes[index...].starts(with: "--".utf8):
        index =
          endOfLongText(bytes, index + 2)
          ?? bytes[index...].firstIndex(of: 0x0A) ?? bytes.count
        continue
      case UInt8(ascii: "["):
        if let end = endOfLongText(bytes, index) {
          index = end
          continue
        }
      default: break
      }
      index += 1
    }
    return (bytes[start...], bytes.count, false)
  }

  private static func endOfString(_ bytes: [UInt8], _ start: Int) -> Int {
    var index = start + 1
    while index < bytes.count, bytes[index] != bytes[start], bytes[index] != 0x0A {
      index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
    }
    return min(index + 1, bytes.count)
  }

  /// `[[ … ]]`, `[==[ … ]==]`
  private static func endOfLongText(_ bytes: [UInt8], _ start: Int) -> Int? {
    guard start < bytes.count, bytes[start] == UInt8(ascii: "[") else { return nil }
    let level = bytes[(start + 1)...].prefix { $0 == UInt8(ascii: "=") }
    guard level.endIndex < bytes.count, bytes[level.endIndex] == UInt8(ascii: "[") else { return nil }
    let closing = Array("]".utf8) + level + Array("]".utf8)
    var index = level.endIndex + 1
    while index + closing.count <= bytes.count {
      if bytes[index...].starts(with: closing) { return index + closing.count }
      index += 1
    }
    return bytes.count
  }

  /// Returns true if a program may send the browser elsewhere.
  static func mayRedirect(_ program: [UInt8]) -> Bool {
    let text = ASCII.lowercased(program)
    return ["redirect", "ngx.exec", "set_uri", "location", "ngx.status"].contains {
      ByteSearch.contains(Array($0.utf8), in: text)
    }
  }

  /// The targets of the redirects of a program: the hosts that it names, and nothing else where each redirect is to a text
  /// that begins with one, or with a path.
  static func reach(of program: [UInt8]) -> RedirectRule.Reach {
    let calls = Array("redirect".utf8)
    var isOpen = ByteSearch.contains(Array("Location".utf8), in: program)
    for index in program.indices where program[index...].starts(with: calls) {
      var rest = program[(index + calls.count)...].drop { ASCII.isSpace($0) || $0 == UInt8(ascii: "(") }
      guard let quote = rest.popFirst(), "\"'[".utf8.contains(quote) else {
        isOpen = true
        continue
      }
      let text = rest.drop { $0 == UInt8(ascii: "[") }
      let isPath = text.first == UInt8(ascii: "/") && text.dropFirst().first != UInt8(ascii: "/")
      isOpen = isOpen || !isPath && NamedHosts.host(beginning: text) == nil
    }
    return RedirectRule.Reach(hosts: NamedHosts.all(in: program), isOpen: isOpen)
  }
}
