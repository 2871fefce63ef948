/// The order in which a site is walked: a folder's files by name, then its folders by name.
enum TreeOrder {
  /// Returns true if a file comes before another one.
  /// - Parameters: paths relative to the site's root, with `/`.
  static func precedes(_ one: String, _ other: String) -> Bool { precedes(one.utf8[...], other.utf8[...]) }

  static func precedes<Path: BidirectionalCollection>(_ one: Path, _ other: Path) -> Bool
  where Path.Element == UInt8, Path.SubSequence == Path {
    var (one, other) = (one, other)
    while true {
      let (slash, otherSlash) = (one.firstIndex(of: 0x2F), other.firstIndex(of: 0x2F))
      // A file of this folder comes before those of its folders.
      if (slash == nil) != (otherSlash == nil) { return slash == nil }
      guard let slash, let otherSlash else { return one.lexicographicallyPrecedes(other) }
      let (name, otherName) = (one[..<slash], other[..<otherSlash])
      if !name.elementsEqual(otherName) { return name.lexicographicallyPrecedes(otherName) }
      one = one[slash...].dropFirst()
      other = other[otherSlash...].dropFirst()
    }
  }
}
