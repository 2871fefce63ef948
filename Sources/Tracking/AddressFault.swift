internal import AutoTagBytes

/// An address that names a group's host and does not lead there as it is written.
package struct AddressFault: Sendable, Hashable {
  package enum Kind: Sendable, Hashable {
    /// It begins with the host, so that a browser takes it for a file's name.
    case withoutScheme
    /// It has two schemes, or one that is misspelt.
    case brokenScheme
    /// It is another host's, or the site's, and the group's address stands in its path or query.
    case wrapped
  }

  package let kind: Kind
  package let group: TrackingGroup
  /// The bytes to show: the address inside of a wrapped one, else all.
  package let range: Range<Int>

  package init(kind: Kind, group: TrackingGroup, range: Range<Int>) {
    (self.kind, self.group, self.range) = (kind, group, range)
  }

  /// The fault in words.
  package var fault: Fault {
    switch kind {
    case .withoutScheme: .addressWithoutScheme(of: group)
    case .brokenScheme: .addressSchemeBroken(of: group)
    case .wrapped: .addressWrapped(of: group)
    }
  }
}

extension AddressSearch {
  /// Finds out why an address that does not lead to a group names one.
  /// - Parameter address: such as an `href`, its character references decoded, with the white space around it.
  /// - Returns: `nil` where it names none.
  package func fault(of address: Span<UInt8>) -> AddressFault? {
    let stripped = ASCII.strippedRange(address)
    if let group = group(namedFirstIn: address.extracting(stripped)) {
      return AddressFault(kind: .withoutScheme, group: group, range: address.indices)
    }
    // `https:host` and `https:/host` are paths on a page that came by https.
    if let colon = Self.webSchemeEnd(address.extracting(stripped)),
      let group = group(namedFirstIn: address.extracting(stripped.lowerBound + colon..<stripped.upperBound))
    {
      return AddressFault(kind: .brokenScheme, group: group, range: address.indices)
    }
    guard let found = addresses(in: address).first else { return nil }
    let inside = found.range.lowerBound
    let isBroken =
      inside > stripped.lowerBound && Self.isSchemes(address.extracting(stripped.lowerBound..<inside))
    return AddressFault(
      kind: isBroken ? .brokenScheme : .wrapped, group: found.group,
      range: isBroken ? address.indices : found.range)
  }

  /// Returns the number of bytes of `http:` or `https:` in front; `nil` for anything else.
  private static func webSchemeEnd(_ text: Span<UInt8>) -> Int? {
    for scheme in ["https:", "http:"] where text.count >= scheme.utf8.count {
      if zip(0..., scheme.utf8).allSatisfy({ ASCII.lowercased(text[$0]) == $1 }) { return scheme.utf8.count }
    }
    return nil
  }

  private static let longestSchemes = 16

  /// Returns true for text that is made of the characters of `http://` and `https://` alone, and is no path.
  private static func isSchemes(_ text: Span<UInt8>) -> Bool {
    guard text.count <= longestSchemes, text[0] != UInt8(ascii: "/") else { return false }
    return text.indices.allSatisfy { "htps:/".utf8.contains(ASCII.lowercased(text[$0])) }
  }
}
