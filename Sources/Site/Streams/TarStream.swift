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
        let isEmpty = try reader.takeRest(behind: blocks) { (piece) throws(StreamError) in
          try output.add(piece)
        }
        if !isEmpty { rewriter.note(StreamedSite.somethingBehindEnd) }
        try output.flush()
        return rewriter.finish()
      }
    }
  }

  private mutating func take(_ member: TarMember) throws(StreamError) {
    switch rewriter.site.use(of: member) {
    case .page(let path): try rewrite(member, path)
    case .other(let path):
      var file = rewriter.site.pass(path)
      try pass(member) { file.see($0) }
      rewriter.passed(file)
    case .refused(let problem):
      rewriter.skip(problem)
      try pass(member)
    case .nothing: try pass(member)
    }
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
}
