internal import AutoTagBytes

/// An element name that the HTML standard's tree construction (section 13.2.6) has its own handling for.
package enum ElementName: UInt8, CaseIterable, Sendable {
  /// Any other name.
  case other
  case a, address, annotationXML, applet, area, article, aside, b, base, basefont, bgsound, big, blockquote
  case body, br, button, caption, center, code, col, colgroup, dd, desc, details, dialog, dir, div, dl, dt
  case em, embed, fieldset, figcaption, figure, font, footer, foreignObject, form, frame, frameset
  case h1, h2, h3, h4, h5, h6, head, header, hgroup, hr, html, i, iframe, image, img, input, keygen
  case li, link, listing, main, malignmark, marquee, math, menu, meta, mglyph, mi, mn, mo, ms, mtext, nav
  case nobr, noembed, noframes, noscript, object, ol, optgroup, option, p, param, plaintext, pre
  case rb, rp, rt, rtc, ruby, s, script, search, section, select, small, source, span, strike, strong
  case style, sub, summary, sup, svg, table, tbody, td, template, textarea, tfoot, th, thead, title, tr
  case track, tt, u, ul, `var`, wbr, xmp

  /// The names in lower case, in the order of the cases; `other` has none.
  package static let spellings: [Substring] = """
    a address annotation-xml applet area article aside b base basefont bgsound big blockquote
    body br button caption center code col colgroup dd desc details dialog dir div dl dt
    em embed fieldset figcaption figure font footer foreignobject form frame frameset
    h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe image img input keygen
    li link listing main malignmark marquee math menu meta mglyph mi mn mo ms mtext nav
    nobr noembed noframes noscript object ol optgroup option p param plaintext pre
    rb rp rt rtc ruby s script search section select small source span strike strong
    style sub summary sup svg table tbody td template textarea tfoot th thead title tr
    track tt u ul var wbr xmp
    """.split { $0 == " " || $0 == "\n" }
}

/// A tag's name in lower case as one number, so that names are compared and looked up without their bytes.
package struct TagName: Hashable, Sendable {
  /// The bytes of a name of up to eight, the last one lowest; a hash of a longer name, seeded anew in every process.
  package let key: UInt64
  /// The standard's name; `other` for one that is not in `ElementName`.
  package let name: ElementName

  fileprivate init(key: UInt64, name: ElementName) {
    self.key = key
    self.name = name
  }

  package static func == (left: TagName, right: TagName) -> Bool { left.key == right.key }

  package func hash(into hasher: inout Hasher) { hasher.combine(key) }
}

/// A hash table of the standard's names: to find a name takes one multiplication and, for most names, one comparison.
package struct TagNames: Sendable {
  package static let standard = TagNames()

  private var slots: [TagName]
  private var byName: [TagName]
  private static let bits: UInt64 = 9

  private init() {
    let empty = TagName(key: 0, name: .other)
    slots = Array(repeating: empty, count: 1 << Self.bits)
    byName = [empty]
    for (spelling, name) in zip(ElementName.spellings, ElementName.allCases.dropFirst()) {
      let bytes = Array(spelling.utf8)
      let key = Self.key(of: bytes.indices, in: bytes.span)
      var slot = Self.slot(of: key)
      while slots[slot].key != 0 { slot = (slot + 1) % slots.count }
      slots[slot] = TagName(key: key, name: name)
      byName.append(slots[slot])
    }
  }

  /// Returns the tag name of a standard's name.
  package subscript(name: ElementName) -> TagName { byName[Int(name.rawValue)] }

  /// Returns the name that is written in a range of a page, in any case.
  package func name(of range: Range<Int>, in page: Span<UInt8>) -> TagName {
    let key = Self.key(of: range, in: page)
    var slot = Self.slot(of: key)
    while slots[slot].key != 0 {
      if slots[slot].key == key { return slots[slot] }
      slot = (slot + 1) % slots.count
    }
    return TagName(key: key, name: .other)
  }

  @inline(__always)
  private static func slot(of key: UInt64) -> Int {
    Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> (64 - bits))
  }

  @inline(__always)
  private static func key(of range: Range<Int>, in page: Span<UInt8>) -> UInt64 {
    guard range.count <= 8 else { return longKey(of: range, in: page) }
    // A name starts with a letter and never with NUL, so names of different lengths have different numbers.
    var key: UInt64 = 0
    for index in range { key = key << 8 | UInt64(ASCII.lowercased(page[index])) }
    return key
  }

  /// Returns the hash of a long name. Its highest bit is free: `OpenElements` marks foreign elements with it.
  private static func longKey(of range: Range<Int>, in page: Span<UInt8>) -> UInt64 {
    var hasher = Hasher()
    for index in range { hasher.combine(ASCII.lowercased(page[index])) }
    return UInt64(truncatingIfNeeded: hasher.finalize()) & (1 << 63 - 1)
  }
}
