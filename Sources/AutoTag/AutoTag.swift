/// The library for site generators written in Swift: everything that the command `autotag` does with pages.
///
/// Tag one page, its bytes in memory. Only the links change; `rewritten` is `nil` when none does:
///
/// ```swift
/// import AutoTag
///
/// let rewriter = PageRewriter(rules: PageRules(baseURL: "https://www.example.com/"))
/// let outcome = rewriter.rewrite(html, file: "posts/index.html")
/// let tagged = outcome.rewritten(html) ?? html
/// ```
///
/// A page rewriter serves one page after the other; give each thread its own. Rewrite a whole site, on all
/// cores:
///
/// ```swift
/// let options = RewriteOptions(site: "public", destination: .output(path: "dist", prune: true))
/// let summary = try SiteRewriter(options).run()
/// for problem in summary.problems { print("\(problem.file): \(problem.message)") }
/// ```
///
/// `PageRules` names the affiliate networks, Rakuten alone unless told otherwise; `TrackingGroup` describes
/// another.
@_exported public import AutoScan
@_exported public import HTMLLinks
@_exported public import LinkAudit
@_exported public import LiveRedirects
@_exported public import SiteRewriter
@_exported public import TrackingLinks
