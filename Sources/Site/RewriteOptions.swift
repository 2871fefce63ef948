package import AutoTagFiles
internal import AutoTagRedirects
internal import AutoTagTracking

/// A site, its destination and its settings.
package struct RewriteOptions: Sendable {
  package enum Destination: Sendable, Equatable {
    /// A complete copy of the site goes to this folder. With `prune`, files there that the site does not
    /// have are removed. With `hardLinks`, files that do not change are the site's own under a second name, where
    /// the file system can do that, and not copies of them.
    case output(path: String, prune: Bool, hardLinks: Bool = false)
    /// Changed pages are replaced in the site itself.
    case inPlace
  }

  /// The site's root folder.
  package var site: String
  /// The destination of the result; `nil` writes nothing (a dry run without a destination).
  package var destination: Destination?
  /// Write nothing, report all the same.
  package var dryRun: Bool
  /// Globs of pages, relative to the root. The default is `RewriteOptions.defaultInclude`.
  package var include: [String]
  /// Globs of files and folders that are never pages; they are still copied to an output folder.
  package var exclude: [String]
  /// A site without a page is right; otherwise it is an error, as a wrong folder is far more likely.
  package var allowsEmpty = false
  /// The only files that are worked on, by their names from the root; `nil` for all. The others are read for redirects.
  package var named: Set<[FileName]>?
  /// Workers; 0 means one for each core this process may use.
  package var jobs: Int
  package var rules: TaggingOptions
  /// The redirects to look for, and the treatment of the links behind them.
  package var redirects: RedirectOptions
  /// The site whose redirects count for the links; `nil` for this one.
  package var redirectSite: RedirectSite?
  /// The text in front of the paths that diffs have: a path with a slash at its end, or empty.
  package var diffPrefix = ""
  /// Files of the tool's own, absolute or relative to the root, that are not part of the site: they are not
  /// copied. The default is `RewriteOptions.defaultOwnFiles`.
  package var ownFiles: [String]

  /// The map of link codes, for groups that use them: absolute, or relative to the root.
  package var codesFile = LinkCodeMap.fileName

  /// The facts about the site, in the place of its redirect files, redirecting pages and the like; `nil` to read those.
  package var facts: FactsFile?
  /// The treatment of redirects with which facts are written, where this run has another one; `nil` for its own.
  private(set) var scannedMode: RedirectMode?
  /// The part of the site that is worked on; `nil` for all of it. A part has facts, unless redirects are off.
  package var shard: SiteShard?

  /// A site that other pages than its own are links of, such as the templates that it is made of.
  package struct RedirectSite: Sendable {
    package let root: String
    package var options: RedirectOptions

    package init(root: String, options: RedirectOptions) { (self.root, self.options) = (root, options) }
  }

  package static let defaultOwnFiles = [
    "autotag.yml", "autotag.lock", "autotag-baseline.json", "autotag-conversions-baseline.json",
    LinkCodeMap.fileName,
  ]
  package static let defaultInclude = ["**/*.html", "**/*.htm", "**/*.xhtml", "**/*.shtml"]

  package init(
    site: String, destination: Destination? = nil, dryRun: Bool = false,
    include: [String] = RewriteOptions.defaultInclude, exclude: [String] = [], jobs: Int = 0,
    rules: TaggingOptions = TaggingOptions(), redirects: RedirectOptions = RedirectOptions(),
    ownFiles: [String] = RewriteOptions.defaultOwnFiles
  ) {
    self.site = site
    self.destination = destination
    self.dryRun = dryRun
    self.include = include
    self.exclude = exclude
    self.jobs = jobs
    self.rules = rules
    self.redirects = redirects
    self.ownFiles = ownFiles
  }

  /// Globs of all files whose links are read: pages, and feeds whose links get codes.
  var readGlobs: [String] { include + rules.groups.filter(\.usesCodes).flatMap(\.codePlaces.feeds) }

  /// The fault in a glob that cannot mean what its author wants, to be put behind “the glob '…' ”; `nil` for none.
  package static func fault(inGlob glob: String) -> String? { PathGlob.fault(in: glob) }

  /// The globs of pages in words: `**/*.html, **/*.htm, without drafts/**`.
  package var pagesText: String {
    include.joined(separator: ", ")
      + (exclude.isEmpty ? "" : ", without \(exclude.joined(separator: ", "))")
  }
}

extension RewriteOptions {
  /// The same, with what the globs of pages mean for a page.
  var withOtherPages: RewriteOptions {
    var options = self
    options.rules.hasOtherPages = include != Self.defaultInclude
    return options
  }

  /// Sets that the token is taken out of links: nothing is put in the stead of a link, and no rule is changed.
  package mutating func untag() {
    rules.task = .untag
    scannedMode = redirects.mode
    if redirects.mode != .off { redirects.mode = .tag }
  }
}
