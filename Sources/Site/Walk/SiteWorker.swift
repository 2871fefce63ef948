internal import AutoTagFiles
internal import AutoTagTracking
internal import SystemPackage

/// Does the work of a walk over a site. Each thread has one of its own.
protocol SiteWorker<Results>: AnyObject, SendableMetatype {
  associatedtype Results: Sendable

  /// Does what is to be done with a page as long as no redirect leads to a tracking group, if that is certain now.
  /// - Parameter buffer: holds the page.
  func triage(_ page: SitePage, in buffer: PageBuffer) -> PageTriage

  /// Does what is to be done with a page, all redirects known.
  /// - Parameter buffer: holds the page.
  func process(_ page: SitePage, in buffer: PageBuffer)

  /// A page that could not be read.
  func fail(_ file: SiteFile, in folder: SiteFolder, because error: Fault)

  /// Does what is to be done with a file that is no page.
  func process(_ file: SiteFile, in folder: SiteFolder)

  /// Takes the redirect files that are written with changes, before the first file.
  func take(_ mends: SiteMends)

  /// Gives the results of the files since the last call, and starts anew.
  func takeResults() -> Results
}

extension SiteWorker {
  func take(_ mends: SiteMends) {}
}

/// The answer to what redirects may have to do with a page before they are known.
enum PageTriage {
  /// Nothing: the page holds no link of a group, and is done with. Nearly every page is.
  case untouched
  /// The page waits until the redirects are known.
  case deferred
}

/// A page of a site, as a walk hands it to a worker.
struct SitePage: Sendable {
  let name: FileName
  let folder: SiteFolder
  /// The page's siblings that hold the same in compressed form.
  let compressed: [FileName]
  let status: FileSystem.Status

  /// The path relative to the site's root with `/`, as `PathText` has it.
  var file: String { folder.displayPath(name) }

  /// The page's precompressed siblings.
  var siblings: [CompressedSibling] {
    compressed.map { CompressedSibling(name: $0, folder: folder, pageModified: status.modified) }
  }
}

/// A collector of the results of all workers. Called from several threads.
protocol SiteResults<Results>: Sendable {
  associatedtype Results: Sendable

  /// Takes results of files that no redirect has to do with, in any order.
  func add(_ results: Results)

  /// Takes the results of one batch.
  /// - Parameter batch: counts from 0 without a gap.
  func add(_ results: Results, batch: Int)

  func add(_ problem: Problem)

  /// Takes the files that are no pages and hold addresses of groups, once.
  func add(_ unread: UnreadFiles)

  /// Takes the redirect files that are changed, once.
  func add(_ mends: SiteMends)

  /// Takes what became of the links' codes, once.
  func add(_ codes: LinkCodeCounts)

  /// Forgets the pages of which results were given so far: they are taken up again.
  func forgetPages()
}
