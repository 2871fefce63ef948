internal import AutoTagSite

/// Checks of files beside the pages: precompressed siblings, redirect files and the lock file.
enum FileChecks {
  static let all = [
    staleSibling, oldSibling, redirectFileRefused, redirectMalformed, redirectNotUnderstood,
    redirectSuspicious, redirectMended,
    redirectNotMended,
    staleLockEntry,
    notInLock, unreadLinks, globMatchesNothing, addressInferred, addressUnknown, tokenRefused, visitorAssumed,
  ]

  // MARK: Precompressed siblings

  /// A `.gz` sibling that holds something else than the page.
  private static let staleSibling = AuditCheck(
    "stale-precompressed", "a page's .gz sibling holds something else", .error,
    why: "Servers that find page.html.gz send it instead of page.html: visitors get the old links.",
    fix: "Compress the page again after every change, autotag's included; or remove the compressed file. "
      + "autotag rewrite compresses the siblings of the pages that it changes.",
    rewriteRepairs: true,
    .page { page in
      page.siblings.compactMap { sibling in
        let what: String
        switch sibling.state {
        case .differs: what = "\(sibling.name) does not hold this page, and servers send it instead"
        case .unreadable:
          what = "\(sibling.name) is no compressed page that can be read, and servers send it instead"
        case .same, .older, .notOlder: return nil
        }
        return Violation(
          0..<0, what, fix: "compress the page again, or remove \(sibling.name)",
          isRepairedByRewrite: page.isRewritten && sibling.name.hasSuffix(".gz"))
      }
    })

  /// Seconds of difference that mean nothing: tools write page and sibling one after the other, and copy them in any
  /// order.
  private static let tolerance = 2

  /// A `.br` or `.zst` sibling that is older than the page. Its content is not looked at, for want of
  /// decompressors; so this is a warning.
  private static let oldSibling = AuditCheck(
    "old-precompressed", "a page's .br or .zst sibling is older than the page", .warning,
    why:
      "Servers that find page.html.br or page.html.zst send it instead of page.html. One that was made before "
      + "the page was changed last holds old links. Version control does not keep files' times, so that this "
      + "says nothing on a fresh checkout.",
    fix: "Compress the page again after every change, autotag's included; or remove the compressed file.",
    .page { page in
      page.siblings.compactMap { sibling in
        guard case .older(seconds: let seconds) = sibling.state, seconds > tolerance else { return nil }
        return Violation(
          0..<0, "\(sibling.name) was made before the page was changed last, and servers send it instead",
          fix: "compress the page again, or remove \(sibling.name)")
      }
    })

  // MARK: Files that say where links lead

  private static let redirectFileRefused = AuditCheck(
    "redirect-file-refused", "a redirect file that the server refuses", .error,
    why:
      "httpd answers every request for the folder of a .htaccess file, and for all folders in it, with 500 (Internal "
      + "Server Error) as long as one line of the file is not as it wants it. No link of the folder arrives. Of a file in "
      + "JSON, TOML, YAML or XML that is broken anywhere a host takes no rule at all; that is told of as an error where "
      + "the file names a network.",
    fix: "Correct the line as the finding says.", .problems(code: "redirect-file-refused"))

  private static let redirectMalformed = AuditCheck(
    "redirect-rule-malformed", "a redirect file does not follow its format", .warning,
    why:
      "What stands there is passed over, as the server or host does it: a redirect that its author believes in "
      + "may not be there.",
    fix: "Correct the line by the format's documentation.", .problems(code: "redirect-malformed"))

  private static let redirectNotUnderstood = AuditCheck(
    "redirect-rule-not-understood", "a redirect rule that is not understood", .warning,
    why:
      "What the server does with a link that meets this rule cannot be told, so that nobody knows whether the "
      + "click id arrives.",
    fix:
      "Write the rule in a simpler way, or try the link in a browser and mark it with data-tracking-group.",
    .problems(code: "redirect-not-understood"))

  private static let redirectSuspicious = AuditCheck(
    "redirect-rule-suspicious", "a redirect rule that hardly does what its author wants", .warning,
    why: "The rule works, and not as it looks.",
    fix: "Correct the rule as the finding says.", .problems(code: "redirect-suspicious"))

  private static let redirectMended = AuditCheck(
    "redirect-rule-mended", "a redirect rule that rewrite changes", .info,
    why:
      "The rule drops the query, and with redirects: mend rewrite changes it so that it hands the query on. That was "
      + "tried on a copy of the rules: all links arrive where they do now.",
    fix: "Run autotag rewrite, or change the rule as the finding says.", .problems(code: "redirect-mended"))

  private static let redirectNotMended = AuditCheck(
    "redirect-rule-not-mended", "a redirect rule that rewrite cannot change", .info,
    why:
      "The rule drops the query, and no change of it is shown to help, or its file is not to be written. Its links are "
      + "treated as by redirects: auto.",
    fix: "Change the rule by hand, if its links are to stay redirects.",
    .problems(code: "redirect-not-mended"))

  private static let tokenRefused = AuditCheck(
    "token-refused", "a rule stops links that have the token", .warning,
    why:
      "Rules against attacks refuse a query with -- in it, and AnyTrack's token has that. Where AnyTrack's script puts a click "
      + "id in its place nothing is lost; wherever it does not run, as with a blocker of scripts, the visitor gets an error "
      + "page and not the shop.",
    fix: "Let the rule pass queries that have the token, as by a RewriteCond in front of it.",
    .problems(code: "token-refused"))

  private static let visitorAssumed = AuditCheck(
    "visitor-assumed", "a rule tells visitors apart, and a person's browser is assumed", .info,
    why:
      "What the rule asks for is sent by the visitor or by a proxy in front of the server: the User-Agent, the scheme. Links "
      + "are followed as for a person who clicks them in a common browser, under the site's own scheme.",
    fix: "Nothing, where the rule is for bots or for a proxy; else try the link as such a visitor.",
    .problems(code: "visitor-assumed"))

  private static let addressInferred = AuditCheck(
    "address-inferred", "the site's address is taken from its files", .info,
    why:
      "Rules that ask for the site's name or scheme, and links with its whole address, are followed for the address that a "
      + "rule, a canonical link, sitemap.xml, robots.txt or CNAME names. If the site is published elsewhere, they lead "
      + "elsewhere.",
    fix: "Set base-url, if the address is another one.", .problems(code: "address-inferred"))

  private static let addressUnknown = AuditCheck(
    "address-unknown", "links with a whole address may be the site's own", .warning,
    why:
      "A rule leads such a path to the network, but nothing tells whether the link's host is the site: no base-url, no "
      + "canonical link, sitemap.xml, robots.txt or CNAME. Such links are neither tagged nor counted.",
    fix: "Set base-url.", .problems(code: "address-unknown"))

  private static let staleLockEntry = AuditCheck(
    "stale-lock-entry", "an answer of the lock file is old", .warning,
    why:
      "Where the link leads was asked longer ago than the configuration allows, or on a day that is yet to come. If "
      + "its redirect was changed since, it is tagged by an answer that is no longer true.",
    fix: "Run autotag rewrite with --online and commit the lock file.", .problems(code: "stale-lock-entry"))

  private static let notInLock = AuditCheck(
    "not-in-lock", "the lock file does not know a link", .warning,
    why: "Nobody has asked where the link leads. If it leads to an affiliate network, it is not tagged.",
    fix: "Run autotag rewrite with --online and commit the lock file.", .problems(code: "not-in-lock"))

  // MARK: Files that are no pages

  static let unreadLinks = AuditCheck(
    "unread-links", "a file that is no page holds affiliate addresses", .warning,
    why:
      "Only files that match the globs of pages are read. Links in others, such as .php or files without an ending, "
      + "get no click id, and no count and no other finding tells of them. Pictures, fonts, style sheets and whatever "
      + "else is not text are not looked into.",
    fix:
      "Name the files with --include, or in the configuration's include, if they are HTML; write the links into pages if "
      + "not; exclude files that no visitor sees.",
    .problems(code: "unread-links"))

  private static let globMatchesNothing = AuditCheck(
    "glob-matches-nothing", "a glob of include or exclude matches nothing", .warning,
    why:
      "Whoever wrote it believes that files are read, or left alone, that are not. Paths in globs begin at the site's root.",
    fix: "Correct the glob, or remove it.", .problems(code: "glob-matches-nothing"))
}
