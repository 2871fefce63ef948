internal import AutoTagAudit
internal import AutoTagBaseline
internal import AutoTagConfiguration
internal import AutoTagSite
internal import AutoTagTracking
internal import Synchronization

/// Tags, audits and explains affiliate links, always with the same options.
///
/// It is a value and can be used from several tasks at once; each call works by itself. What reads or writes a whole
/// site blocks its thread until it is done and uses threads of its own.
public struct AutoTagger: Sendable {
  /// The settings that all calls go by.
  public let options: Options

  /// A tagger for Rakuten's links, with the defaults of the command `autotag`.
  public init() { options = Options() }

  /// A tagger with options of its own.
  /// - Throws: ``AutoTagError`` with the code ``AutoTagError/Code/options`` for options that cannot be meant, such as a
  ///   base URL that is none.
  public init(_ options: Options) throws(AutoTagError) {
    if let problem = options.problem { throw AutoTagError(.options, problem) }
    self.options = options
  }

  // MARK: One page

  /// Tags the affiliate links of one page.
  ///
  /// A page belongs to no site here: redirects of a site are not looked behind. ``rewriteSite(at:to:)`` does that.
  /// - Parameters:
  ///   - html: the page. Nothing but its links changes.
  ///   - path: the page's path relative to the site's root, for relative links and for messages.
  /// - Throws: ``AutoTagError`` with the code ``AutoTagError/Code/page`` for a page that cannot be read as HTML, such as
  ///   one of more than 2 GiB.
  public func tag(_ html: String, path: String = "index.html") throws(AutoTagError) -> TaggedPage {
    try tag(Array(html.utf8), path: path)
  }

  /// Tags the affiliate links of one page given as bytes, in any encoding that HTML knows.
  /// - Parameters:
  ///   - html: the page. No byte but those of its links changes.
  ///   - path: the page's path relative to the site's root, for relative links and for messages.
  /// - Throws: ``AutoTagError`` with the code ``AutoTagError/Code/page`` for a page that cannot be read as HTML.
  public func tag(_ html: [UInt8], path: String = "index.html") throws(AutoTagError) -> TaggedPage {
    let outcome = PageRewriter(rules: options.tagging).rewrite(html, file: path)
    if let failure = outcome.problems.first(where: { $0.severity == .failure }) {
      throw AutoTagError(.page, failure.message, file: path, line: failure.line, column: failure.column)
    }
    return TaggedPage(html, outcome)
  }

  // MARK: A whole site

  /// Tags the affiliate links of all pages of a site, those behind its redirects too.
  /// - Parameters:
  ///   - site: the site's root folder.
  ///   - destination: the folder that gets the result. ``Destination/nowhere`` writes nothing.
  /// - Returns: the counts, and the problems of single files and links. A file that cannot be read or written does not
  ///   stop the others; ``SiteSummary/failures`` has it.
  /// - Throws: ``AutoTagError`` with the code ``AutoTagError/Code/site`` when the site or the output folder cannot be
  ///   used as asked, or no page is found. Nothing is written then.
  public func rewriteSite(
    at site: String, to destination: Destination
  ) throws(AutoTagError) -> SiteSummary {
    var rewrite = try settings(of: site).rewrite
    switch destination {
    case .folder(let path, let prune): rewrite.destination = .output(path: path, prune: prune)
    case .inPlace: rewrite.destination = .inPlace
    case .nowhere: rewrite.dryRun = true
    }
    do throws(SiteError) {
      return SiteSummary(try SiteRewriter(rewrite).run())
    } catch {
      throw AutoTagError(.site, error.description)
    }
  }

  /// Looks for everything on a site that would lose a commission. Changes nothing.
  /// - Parameter site: the site's root folder, before or after it was rewritten.
  /// - Throws: ``AutoTagError`` with the code ``AutoTagError/Code/site`` when the site cannot be read or has no page, and
  ///   ``AutoTagError/Code/baseline`` when its file of known findings cannot be read.
  public func auditSite(at site: String) throws(AutoTagError) -> AuditSummary {
    let settings = try settings(of: site)
    let audit: AuditOptions
    do throws(BaselineError) {
      audit = try settings.auditOptions(baseline: nil, makesBaseline: false)
    } catch {
      throw AutoTagError(.baseline, error.description)
    }
    let findings = Mutex<[AuditSummary.Finding]>([])
    do throws(SiteError) {
      let result = try SiteAudit(audit).run { page in
        guard !page.findings.isEmpty else { return }
        findings.withLock { $0 += page.findings.map(AuditSummary.Finding.init) }
      }
      return AuditSummary(result.summary, findings: findings.withLock { $0 })
    } catch {
      throw AutoTagError(.site, error.description)
    }
  }

  /// Finds out where a link of a site leads, hop by hop, and what becomes of it. Changes nothing.
  /// - Parameters:
  ///   - link: absolute, or relative to the site's root, such as `/go/shop`.
  ///   - site: the site's root folder, whose redirects are read.
  /// - Throws: ``AutoTagError`` with the code ``AutoTagError/Code/site`` when the site cannot be read.
  public func resolve(_ link: String, at site: String) throws(AutoTagError) -> ResolvedLink {
    let settings = try settings(of: site)
    do throws(SiteError) {
      let resolved = try SiteRewriter.resolve([link], settings.rewrite)
      return ResolvedLink(link, resolved)
    } catch {
      throw AutoTagError(.site, error.description)
    }
  }

  private func settings(of site: String) throws(AutoTagError) -> SiteSettings {
    do throws(ConfigurationError) {
      return try options.settings(site: site)
    } catch {
      throw AutoTagError(error)
    }
  }
}
