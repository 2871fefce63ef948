internal import AutoTagBytes
internal import AutoTagWebURL

/// The `destination` of a rule as Vercel compiles it when a site is deployed (`replaceSegments` of
/// @vercel/routing-utils): `:name` becomes `$1`, the number of the group of that name, or `$name`, where a condition
/// finds the value. Scheme and port are no names, and an unnamed group is written `$1` by the author.
struct VercelTarget {
  /// The references by name.
  private var references: [String: [UInt8]] = [:]
  private let isAlwaysCompiled: Bool

  /// - Parameters:
  ///   - groups: the names of the groups of the source in order; an unnamed one is empty.
  ///   - values: the names that conditions give a value to. They go before a group's.
  ///   - isAlwaysCompiled: a destination is read as a template also where there is no name to replace, as in Next.js,
  ///     where an optional parameter that took no part goes.
  init(groups: [String], values: [String], isAlwaysCompiled: Bool = false) {
    self.isAlwaysCompiled = isAlwaysCompiled
    for (index, name) in groups.enumerated() where !name.isEmpty {
      references[name] = Array("$\(index + 1)".utf8)
    }
    for name in values where !name.isEmpty { references[name] = Array("$\(name)".utf8) }
  }

  /// Returns the destination with its names replaced by references.
  func compiled(_ destination: [UInt8]) -> [UInt8] {
    // Without a name nothing is touched.
    guard isAlwaysCompiled || !references.isEmpty && destination.contains(UInt8(ascii: ":")) else {
      return destination
    }
    let hash = destination.firstIndex(of: UInt8(ascii: "#")) ?? destination.count
    let mark = destination[..<hash].firstIndex(of: UInt8(ascii: "?")) ?? hash
    // Node's `url.parse` leaves what is a path and nothing else as it is, and encodes braces in what is more.
    let isPath =
      destination.first == 0x2F && !destination.hasPrefix("///")
      && !destination.contains { $0 == UInt8(ascii: "#") || $0 == UInt8(ascii: "@") || ASCII.isSpace($0) }
    var text = isPath ? named(destination[..<mark]) : address(destination[..<mark])
    // A name may end in `?` as it does in a source, and nothing may follow: a query without parameters goes.
    var parameters = QueryParameters(min(mark + 1, hash)..<hash)
    var separator = UInt8(ascii: "?")
    while let parameter = parameters.next(in: destination.span) {
      text.append(separator)
      text += Self.encoded(Self.decoded(destination[parameter.name])) + [UInt8(ascii: "=")]
      text += Self.encoded(named(Self.decoded(parameter.value.map { destination[$0] } ?? [])[...]))
      separator = UInt8(ascii: "&")
    }
    return text + named(Self.withoutBraces(destination[hash...]))
  }

  /// Returns scheme, host and path with their names replaced.
  private func address(_ text: ArraySlice<UInt8>) -> [UInt8] {
    guard let scheme = ["https://", "http://"].first(where: { text.starts(with: $0.utf8) }) else {
      return named(Self.withoutBraces(text))
    }
    let rest = text.dropFirst(scheme.utf8.count)
    let path = rest.firstIndex(of: UInt8(ascii: "/")) ?? rest.endIndex
    return Array(scheme.utf8) + spelled(rest[..<path])
      + (path == rest.endIndex ? [UInt8(ascii: "/")] : named(Self.withoutBraces(rest[path...])))
  }

  private static func withoutBraces(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var result: [UInt8] = []
    for byte in text {
      if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "}") {
        URLEncoding.appendEncoded(byte, to: &result)
      } else {
        result.append(byte)
      }
    }
    return result[...]
  }

  /// Puts the references in as path-to-regexp does, to which braces and patterns in parentheses mean something; a text
  /// that it refuses is taken as it is spelled.
  private func named(_ text: ArraySlice<UInt8>) -> [UInt8] {
    PathTemplate(Array(text)).filled(references) ?? spelled(text)
  }

  /// Puts the references in, and takes away the modifier of the pattern that the author may have repeated.
  private func spelled(_ text: ArraySlice<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    var rest = text
    while let byte = rest.first {
      rest.removeFirst()
      let name: ArraySlice = byte == UInt8(ascii: ":") ? rest.prefix(while: ASCII.isWordCharacter) : []
      guard !name.isEmpty, let reference = references[Array(name).text] else {
        result.append(byte)
        continue
      }
      result += reference
      rest = rest[name.endIndex...]
      if let next = rest.first, "*+?".utf8.contains(next) { rest.removeFirst() }
    }
    return result
  }

  /// Decodes as `querystring.parse` of Node does.
  private static func decoded(_ text: ArraySlice<UInt8>) -> [UInt8] {
    let text = URLEncoding.decoded(text.map { $0 == UInt8(ascii: "+") ? 0x20 : $0 })
    return Array(text.text.utf8)
  }

  /// Encodes as `querystring.stringify` of Node does; `$` stays, which begins a
  /// reference.
  private static func encoded(_ text: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    for byte in text {
      if ASCII.isAlphanumeric(byte) || "-_.!~*'()$".utf8.contains(byte) {
        result.append(byte)
      } else {
        URLEncoding.appendEncoded(byte, to: &result)
      }
    }
    return result
  }
}
