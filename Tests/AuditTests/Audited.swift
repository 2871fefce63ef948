import AutoTagAudit
import AutoTagBaseline
import AutoTagSite
import Foundation
import Synchronization
import TestSupport

/// A site's audit with all its pages, as a test looks at it.
struct Audited {
  let pages: [AuditedPage]
  let summary: AuditSummary
  let baseline: Baseline

  init(_ options: AuditOptions) throws {
    let pages = Mutex<[AuditedPage]>([])
    let result = try SiteAudit(options).run { page in pages.withLock { $0.append(page) } }
    self.pages = pages.withLock { $0 }
    summary = result.summary
    baseline = result.baseline
  }

  init(_ folder: TemporaryFolder, _ change: (inout AuditOptions) -> Void = { _ in }) throws {
    var options = AuditOptions(rewrite: RewriteOptions(site: folder.url.path))
    change(&options)
    try self.init(options)
  }

  /// A site of one page.
  init(page: Data, _ change: (inout AuditOptions) -> Void = { _ in }) throws {
    let folder = try TemporaryFolder()
    try folder.write(page, to: "index.html")
    try self.init(folder, change)
  }

  init(page: String) throws { try self.init(page: Data(page.utf8)) }

  /// A site of one page, audited on the calling thread alone.
  init(onePage page: String) throws {
    try self.init(page: Data(page.utf8)) { $0.rewrite.jobs = 1 }
  }

  var findings: [Finding] { pages.flatMap(\.findings) + summary.siteFindings }

  func findings(_ code: String) -> [Finding] { findings.filter { $0.code == code } }
}

/// An AnyTrack tag as sites have it.
enum AnyTrackTag {
  static func script(_ property: String = "AbCdEf123456") -> String {
    "<script>!function(e,t,n,s,a){(a=t.createElement(n)).async=!0,"
      + "a.src=\"https://assets.anytrack.io/\(property).js\"}(window,document,\"script\",\"AnyTrack\");</script>"
  }
}
