/// The reader for any page: it follows the tree construction tag by tag.
struct TreePageReader {
  private var tree = TreeWalk()

  /// Gives the anchors and `<base>` elements of a page to the collector.
  /// - Throws: `PageError.tooTangled`, or what the collector throws.
  mutating func read(
    _ page: Span<UInt8>, where mayMatter: AnchorFilter, into collector: inout LinkCollector
  ) throws(PageError) {
    collector = try withoutActuallyEscaping(mayMatter) { (mayMatter) throws(PageError) in
      var visitor = Visitor(collector: collector, mayMatter: mayMatter)
      try tree.walk(page, &visitor)
      return visitor.collector
    }
  }

  private struct Visitor: TreeVisitor {
    var collector: LinkCollector
    let mayMatter: AnchorFilter

    var wantsComments: Bool { false }

    mutating func element(
      _ tag: borrowing TagToken, _ name: ElementName, isForeign: Bool, in tree: borrowing TreeConstruction,
      of page: Span<UInt8>
    ) throws(PageError) {
      guard !isForeign else { return }
      switch name {
      case .a: try collector.anchor(tag, of: page, where: mayMatter)
      case .base where tree.templateDepth == 0: try collector.base(tag, of: page)
      default: break
      }
    }

    mutating func bodyWasReplaced() throws(PageError) { try collector.dropLinks() }

    func rawText(_ text: Range<Int>, of name: ElementName, in page: Span<UInt8>) {}

    func comment(_ comment: Range<Int>, in page: Span<UInt8>) {}
  }
}
