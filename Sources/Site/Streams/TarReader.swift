internal import AutoTagBytes

/// A member of a tar archive.
struct TarMember {
  enum Kind: Equatable {
    case file
    /// A file with holes, of which not all bytes are there.
    case sparse
    /// A part of a file that continues in another archive.
    case part
    /// A second name of a file that came before.
    case hardLink
    case folder
    /// A symbolic link, a device, or something for programs.
    case other
  }

  /// From 1.
  let number: Int
  let kind: Kind
  /// The path as the archive has it.
  let name: [UInt8]
  /// The bytes of the member, without those that fill its last block.
  let size: Int
  /// True if an extension has the size, so that no field of the header has it.
  let hasSizeInExtension: Bool
  let header: TarHeader
  /// The extensions in front of the header, as they are.
  let extensions: [UInt8]
  /// The blocks behind the header that belong to it.
  let map: [UInt8]

  /// The bytes that fill the last block.
  var padding: Int { Self.padding(size) }

  static func padding(_ size: Int) -> Int {
    (TarHeader.blockSize - size % TarHeader.blockSize) % TarHeader.blockSize
  }

  var item: String { "member \(number) of the archive (\(PathText.shown(PathText.of(name))))" }
}

/// Reads a tar archive as GNU tar, bsdtar, Python and Go write it: v7, ustar, GNU and pax.
struct TarReader {
  /// The next thing in the archive.
  enum Next {
    case member(TarMember)
    /// The blocks at the end of the archive; what else comes is none of its members.
    case end([UInt8])
  }

  let input: StreamInput
  private var count = 0
  private var globals = PaxRecords()

  /// The most bytes of extensions in front of a member, 8 MiB.
  private static let mostExtensions = 1 << 23

  init(_ input: StreamInput) { self.input = input }

  /// - Returns: the next member, of which `input` then has the bytes.
  mutating func next() throws(StreamError) -> Next {
    count += 1
    var extensions: [UInt8] = []
    var (own, longName) = (PaxRecords(), [UInt8]?.none)
    while true {
      let offset = input.offset
      let block = try takeBlock()
      if TarHeader.isEmpty(block) {
        let second = try takeBlock()
        return .end(extensions + block + second)
      }
      guard let header = TarHeader(block) else { throw malformed(offset, noHeader(block)) }
      guard let size = header.size else {
        throw malformed(offset, "the size of the header is no number that can be")
      }
      switch header.type {
      case UInt8(ascii: "x"), UInt8(ascii: "X"), UInt8(ascii: "g"), UInt8(ascii: "L"), UInt8(ascii: "K"):
        let whole = size + TarMember.padding(size)
        guard size <= Self.mostExtensions, extensions.count + whole <= Self.mostExtensions else {
          throw malformed(offset, "it has extensions of more than \(Self.mostExtensions) bytes")
        }
        var bytes: [UInt8] = []
        guard try input.take(whole, addingTo: &bytes) else { throw cut }
        extensions += block + bytes
        let text = Array(bytes[..<size])
        if header.type == UInt8(ascii: "L") {
          longName = Array(text.prefix { $0 != 0 })
        } else if header.type != UInt8(ascii: "K") {
          let isGlobal = header.type == UInt8(ascii: "g")
          guard isGlobal ? globals.add(text) : own.add(text) else {
            throw malformed(offset, "the attributes of its pax extension cannot be read")
          }
        }
      default:
        var map: [UInt8] = []
        if header.type == UInt8(ascii: "S"), header.isExtended { map = try takeMap(offset) }
        return .member(try member(header, size, (extensions, map), own, longName, offset))
      }
    }
  }

  private func member(
    _ header: TarHeader, _ size: Int, _ blocks: (extensions: [UInt8], map: [UInt8]), _ own: PaxRecords,
    _ longName: [UInt8]?, _ offset: Int
  ) throws(StreamError) -> TarMember {
    var attributes = globals
    attributes.add(own)
    let name = attributes.sparseName ?? attributes.path ?? longName ?? header.name
    var kind = Self.kind(header.type, name)
    if kind == .file, attributes.isSparse { kind = .sparse }
    var size = size
    if let text = attributes.size {
      guard let number = Int(text), number >= 0, number <= Int.max - TarHeader.blockSize else {
        throw malformed(offset, "the size in its pax extension is no number that can be")
      }
      size = number
    }
    // Nothing follows the header of a link, a folder or a device, whatever its size.
    if UInt8(ascii: "1")...UInt8(ascii: "6") ~= header.type { size = 0 }
    return TarMember(
      number: count, kind: kind, name: name, size: size, hasSizeInExtension: attributes.size != nil,
      header: header, extensions: blocks.extensions, map: blocks.map)
  }

  private static func kind(_ type: UInt8, _ name: [UInt8]) -> TarMember.Kind {
    switch type {
    // Before ustar a folder was a file with a slash at its end.
    case 0, UInt8(ascii: "0"), UInt8(ascii: "7"): name.last == UInt8(ascii: "/") ? .folder : .file
    case UInt8(ascii: "1"): .hardLink
    case UInt8(ascii: "5"): .folder
    case UInt8(ascii: "S"): .sparse
    case UInt8(ascii: "M"): .part
    default: .other
    }
  }

  private func takeMap(_ offset: Int) throws(StreamError) -> [UInt8] {
    var map: [UInt8] = []
    var isLast = false
    while !isLast {
      guard map.count < Self.mostExtensions else {
        throw malformed(offset, "the map of its holes has no end")
      }
      let block = try takeBlock()
      map += block
      isLast = block[504] == 0
    }
    return map
  }

  private func takeBlock() throws(StreamError) -> [UInt8] {
    var block: [UInt8] = []
    guard try input.take(TarHeader.blockSize, addingTo: &block) else {
      if count == 1, let advice = Self.advice(block) { throw malformed(0, advice) }
      throw cut
    }
    return block
  }

  private func noHeader(_ block: [UInt8]) -> String {
    guard count == 1 else {
      return "the header that should stand there is damaged, as its checksum is wrong: pack the archive anew"
    }
    return Self.advice(block)
      ?? OtherFormat.of(block.span).map { "it is \($0) and no tar archive" } ?? "it is no tar archive"
  }

  /// Returns what to do with an archive that is compressed; `nil` for others.
  static func advice(_ block: [UInt8]) -> String? {
    let programs = [
      "a gzip file": "gzip", "a zstd file": "zstd", "an xz file": "xz", "a bzip2 file": "bzip2",
    ]
    guard let kind = OtherFormat.of(block.span), let program = programs[kind] else { return nil }
    return "it is \(kind), which the shell decompresses: \(program) -dc FILE | autotag … | \(program) > NEW"
  }

  /// Takes what stands behind the end of the archive: blocks of NULs, up to the size in which tapes are written.
  /// - Parameters:
  ///   - end: the blocks at the end.
  ///   - see: given the bytes piece by piece.
  /// - Returns: false where something else stands there.
  func takeRest(
    behind end: [UInt8], see: (Span<UInt8>) throws(StreamError) -> Void
  ) throws(StreamError) -> Bool {
    var isEmpty = end.suffix(TarHeader.blockSize).allSatisfy { $0 == 0 }
    let count = try input.forEachPiece(of: .max) { (piece) throws(StreamError) in
      if isEmpty { isEmpty = piece.indices.allSatisfy { piece[$0] == 0 } }
      try see(piece)
    }
    guard isEmpty else { return false }
    guard count % TarHeader.blockSize == 0 else {
      throw .cut(item: "the end of the archive", offset: input.offset, because: "its last block is not whole")
    }
    return true
  }

  private var item: String { "member \(count) of the archive" }

  private func malformed(_ offset: Int, _ reason: String) -> StreamError {
    .malformed(item: item, offset: offset, because: reason)
  }

  private var cut: StreamError {
    .cut(item: item, offset: input.offset, because: "an archive ends with two blocks of 512 NULs")
  }

  /// The error of a member whose bytes end before they should.
  func cut(_ member: TarMember) -> StreamError {
    .cut(item: member.item, offset: input.offset, because: "its \(member.size) bytes have to come")
  }
}
