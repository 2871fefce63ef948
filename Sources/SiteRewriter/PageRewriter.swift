/// Rewrites one page after the other: bytes in, edits out. Each worker has one of its own.
public final class PageRewriter {
  private let rules: PageRules

  public init(rules: PageRules) {
    self.rules = rules
  }

  /// What became of one page.
  public struct Outcome {
    /// The page with its edits, or `nil` when no byte changes.
    public var rewritten: [UInt8]?
    /// The places that changed: ranges of the page as it was, ascending, each with what stands there now.
    public var edits: [Edit] = []
    /// Counts by tracking group name.
    public var links: [String: RunSummary.Links] = [:]
    /// Problems of this page. One with severity `failure` means: left alone.
    public var problems: [Problem] = []
  }

  public struct Edit: Sendable, Equatable {
    public let range: Range<Int>
    public let replacement: [UInt8]

    public init(range: Range<Int>, replacement: [UInt8]) {
      self.range = range
      self.replacement = replacement
    }
  }

  /// - Parameters:
  ///   - page: the file's bytes.
  ///   - file: its path relative to the site's root with `/`, for problems and for relative links.
  public func rewrite(_ page: [UInt8], file: String) -> Outcome {
    Outcome()
  }
}
