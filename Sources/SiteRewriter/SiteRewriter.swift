/// Takes a whole site through the page rewriter: names its pages, runs the workers, writes the result.
public struct SiteRewriter: Sendable {
  public let options: RewriteOptions

  /// - Throws: `SiteError` when the site or the output folder cannot be used as asked.
  public init(_ options: RewriteOptions) throws(SiteError) {
    self.options = options
  }

  /// How far a run is. Called from the workers, at most about ten times a second.
  public struct Progress: Sendable {
    public var pagesRead = 0
    public var linksTagged = 0
    public var bytesRead = 0
  }

  /// Runs to the end; one bad file does not stop the others.
  /// - Parameters:
  ///   - progress: told how far the run is.
  ///   - diff: given the unified diff of each changed page, in the order of the paths.
  public func run(
    progress: (@Sendable (Progress) -> Void)? = nil, diff: (@Sendable ([UInt8]) -> Void)? = nil
  ) throws(SiteError) -> RunSummary {
    RunSummary()
  }
}
