internal import AutoTagBytes
internal import AutoTagTracking

/// Rewrites the pages of a site in a tar archive, which comes out with the same members, in their order. Of a page that changes
/// the header gets the new size and checksum; every other byte is as it was, also those behind the end of the archive.
package struct TarStream: ~Copyable {
  private let rewriter: StreamRewriter
  private var reader: TarReader
  private let input: StreamInput
  private let output: StreamOutput
  private var page: [UInt8] = []

  /// - Parameter options: with facts, unless redirects are off. Nothing of the site is read.
  package init(
    _ options: RewriteOptions, from input: StreamInput, to output: StreamOutput
  ) throws(SiteError) {
    rewriter = try StreamRewriter(options)
    reader = TarReader(input)
    (self.input, self.output) = (input, output)
    input.beforeReading = { () throws(StreamError) in try output.flush() }
  }

  /// Returns true for bytes with which an archive begins.
  /// - Parameter start: 512 bytes, or all that there are.
  package static func begins(_ start: [UInt8]) -> Bool { TarHeader(start) != nil }

  /// Returns what to do with an archive that is compressed; `nil` for other bytes.
  package static func advice(_ start: [UInt8]) -> String? { TarReader.advice(start) }

  /// Runs to the end of the input.
  package consuming func run() throws(StreamError) -> StreamSummary {
    while true {
      switch try reader.next() {
      case .member(let member): try take(member)
      case .end(let blocks):
        try output.add(blocks)
        try passRest(blocks)
        try output.flush()
        return rewriter.finish()
      }
    }
  }

  private mutating func take(_ member: TarMember) throws(StreamError) {
    let path: StreamedPath
    do throws(StreamedPath.Refusal) {
      path = try StreamedPath(member.name)
    } catch {
      // The root's own folder, say, is no file that could be a page.
      if [.file, .sparse, .part, .hardLink].contains(member.kind), let file = Self.lastName(member.name),
        rewriter.isPage(file)
      {
        leave(Fault.pathRefused(because: error.reason), member)
      }
      return try pass(member)
    }
    guard rewriter.isPage(path) else {
      guard member.kind == .file || member.kind == .sparse else { return try pass(member) }
      var file = rewriter.pass(path)
      try pass(member) { file.see($0) }
      return rewriter.passed(file)
    }
    switch member.kind {
    case .file where member.hasSizeInExtension:
      leave(.memberLeft(because: "its size stands in a pax extension", fix: Self.madeAnew), member)
    case .file where member.size > PageRewriter.largestPage: leave(.pageTooLarge(member.size), member)
    case .file: return try rewrite(member, path)
    case .sparse:
      leave(.memberLeft(because: "it is a sparse file", fix: "make the archive without --sparse"), member)
    case .part: leave(.memberLeft(because: "it is a part of a file", fix: Self.madeAnew), member)
    case .hardLink:
      leave(
        .memberLeft(
          because: "it is a second name of a page that came before, and shares its bytes",
          fix: "make the archive with --hard-dereference"), member)
    case .folder, .other: break
    }
    try pass(member)
  }

  private static let madeAnew = "make the archive anew, with --format=gnu"

  private static func lastName(_ path: [UInt8]) -> StreamedPath? {
    path.split(separator: UInt8(ascii: "/")).last.flatMap { try? StreamedPath($0) }
  }

  private func leave(_ fault: Fault, _ member: TarMember) {
    rewriter.skip(Problem(fault, file: PathText.of(member.name)))
  }

  private mutating func rewrite(_ member: TarMember, _ path: StreamedPath) throws(StreamError) {
    guard try input.take(member.size, into: &page) else { throw reader.cut(member) }
    var padding: [UInt8] = []
    guard try input.take(member.padding, addingTo: &padding) else { throw reader.cut(member) }
    try output.add(member.extensions)
    if let rewritten = rewriter.rewrite(page, path).rewritten(page) {
      try output.add(member.header.with(size: rewritten.count))
      try output.add(rewritten)
      try output.add([UInt8](repeating: 0, count: TarMember.padding(rewritten.count)))
    } else {
      try output.add(member.header.block)
      try output.add(page)
      try output.add(padding)
    }
  }

  /// Lets a member through as it is.
  private func pass(_ member: TarMember, see: (Span<UInt8>) -> Void = { _ in }) throws(StreamError) {
    try output.add(member.extensions + member.header.block + member.map)
    let count = try input.forEachPiece(of: member.size) { (piece) throws(StreamError) in
      see(piece)
      try output.add(piece)
    }
    guard count == member.size else { throw reader.cut(member) }
    let padding = try input.forEachPiece(of: member.padding) { (piece) throws(StreamError) in
      try output.add(piece)
    }
    guard padding == member.padding else { throw reader.cut(member) }
  }

  /// Lets through what stands behind the end of the archive: blocks of NULs, up to the size in which tapes are written.
  private func passRest(_ end: [UInt8]) throws(StreamError) {
    var isEmpty = end.suffix(TarHeader.blockSize).allSatisfy { $0 == 0 }
    let count = try input.forEachPiece(of: .max) { (piece) throws(StreamError) in
      if isEmpty { isEmpty = piece.indices.allSatisfy { piece[$0] == 0 } }
      try output.add(piece)
    }
    if !isEmpty {
      rewriter.note(
        Problem(
          .memberLeft(
            because: "something stands behind the end of the archive", fix: "send one archive after the other"
          ),
          file: "-"))
    } else if count % TarHeader.blockSize != 0 {
      throw .cut(item: "the end of the archive", offset: input.offset, because: "its last block is not whole")
    }
  }
}
