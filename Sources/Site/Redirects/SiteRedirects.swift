internal import AutoTagBytes
internal import AutoTagFiles
internal import AutoTagRedirects
internal import AutoTagTracking
internal import AutoTagWebURL

/// The use of a site's redirects, which decides which of them matter.
package enum RedirectInterest: Sendable {
  /// Those that lead to a tracking group, or may, and those that lead nowhere.
  case tagging
  /// The same, and nothing is written.
  case auditing
  /// All.
  case explaining
}

extension Site {
  /// The site whose redirects count for the links: this one, or the one that the options name.
  func redirectSite() throws(SiteError) -> Site {
    guard let other = options.redirectSite else { return self }
    var options = options
    (options.site, options.redirects, options.redirectSite) = (other.root, other.options, nil)
    (options.destination, options.named) = (nil, nil)
    return try Site(options)
  }

  var address: SiteAddress { options.rules.baseURL.flatMap { SiteAddress($0) } ?? .unknown }

  /// Puts the redirects of a site's files together.
  /// - Parameter found: gets a problem for each rule that is not understood, where the rules matter.
  /// - Returns: `nil` where none can lead to a tracking group and nobody asks for others.
  func scan(_ found: inout FoundRedirects, for interest: RedirectInterest) -> RedirectScan? {
    guard options.redirects.mode != .off else { return nil }
    let asksServers = options.redirects.live != nil
    // Without the host in any file no chain ends there, and the files' rules are nobody's concern.
    let isRelated = interest == .explaining || found.mentionsGroup
    guard isRelated || asksServers else { return nil }
    for source in isRelated ? found.sources : [] {
      // A broken file that names a group is one whose links do not arrive.
      let isLost = source.unread.contains { $0.rule.names(hostOf: options.rules.groups) }
      for diagnostic in source.diagnostics {
        let code: ProblemCode =
          switch diagnostic.kind {
          case .malformed: .redirectMalformed
          case .unreadable: isLost ? .redirectFileRefused : .redirectMalformed
          case .refused: .redirectFileRefused
          case .notUnderstood: .redirectNotUnderstood
          case .suspicious: .redirectSuspicious
          }
        found.problems.append(
          Problem(
            code.severity, file: diagnostic.file, line: diagnostic.line, column: 1, code: code,
            message: diagnostic.message))
      }
    }
    let (address, note) = inferredAddress(found)
    if let note { found.problems.append(note) }
    let scan = makeScan(found, at: address)
    // What its file says about a rule already is not said again.
    let told = Set(found.problems.map { "\($0.file):\($0.line ?? 0)" })
    found.problems += scan.unansweredRules.filter { !told.contains("\($0.file):\($0.line ?? 0)") }
    return scan
  }

  /// Puts together the redirects of a site of which none can lead to a tracking group, for the links that their authors gave
  /// to one all the same.
  /// - Returns: `nil` where redirects are not looked behind, or there are none.
  func redirectsOfMarkedLinks(_ found: FoundRedirects) -> MarkedLinkRedirects? {
    guard options.redirects.mode != .off, !found.sources.isEmpty else { return nil }
    return MarkedLinkRedirects { makeScan(found, at: inferredAddress(found).address) }
  }

  /// Returns the site's address, and what is to be said about it where its files tell it.
  private func inferredAddress(_ found: FoundRedirects) -> (address: SiteAddress, note: Problem?) {
    guard address.root.host == nil else { return (address, nil) }
    let inferred = InferredOrigin(rules: found.sources.flatMap(\.origins), files: originHints)
    guard let first = inferred.hints.first else { return (.unknown, nil) }
    let hosts = inferred.hosts
    let fault: Fault =
      hosts.count == 1
      ? .inferredAddress(first.origin.text + "/")
      : .ambiguousAddress(hosts.map { "\($0.origin.host) (\(MessageText.path($0.file)))" })
    return (SiteAddress(inferred), Problem(fault, file: first.file, line: first.line, column: 1))
  }

  private func makeScan(_ found: FoundRedirects, at address: SiteAddress) -> RedirectScan {
    let classifier = LinkClassifier(groups: options.rules.groups)
    let asksServers = options.redirects.live != nil
    let isWanted: @Sendable (RedirectChain.End) -> Bool = { end in
      switch end {
      case .external(let url): asksServers || classifier.group(hosting: url.origin) != nil
      case .page: false
      case .unknown, .deadEnd, .loop, .tooLong, .notWeb: true
      }
    }
    let makeMap: @Sendable ([LoadedSource]) -> RedirectMap = {
      [address, files = siteFiles] sources in
      RedirectMap(
        sources: sources, site: address, files: files,
        namesWanted: { $0.names(hostOf: classifier.groups) }, isWanted: isWanted)
    }
    return RedirectScan(
      map: makeMap(found.sources), classifier: classifier, mode: options.redirects.mode,
      annotates: options.redirects.annotates,
      files: found.sources.filter { $0.format != .redirectPage }.map(\.file),
      mends: RuleMends(found.sources, makeMap: makeMap))
  }

  /// The signs of the site's address in files that are no redirect rules.
  private var originHints: [SiteOriginHint] {
    options.facts?.facts.origins ?? SiteOriginFiles(root: root).hints
  }

  /// The files of the site, asked for when a rule wants to know.
  private var siteFiles: SiteFiles {
    if let facts = options.facts { return facts.siteFiles }
    return SiteFiles { [root] path in
      // A decoded path may hold what a file system would take for a way out.
      guard !path.split(separator: "/").contains("..") else { return nil }
      let full = FileName(path.isEmpty ? root : root + "/" + path)
      func kind(followsLinks: Bool) -> FileSystem.Kind? {
        (try? FileSystem.status(of: full, in: FileSystem.currentFolder, followsLinks: followsLinks))?.kind
      }
      // A server finds what a link leads to. For one that leads nowhere httpd answers 403, before its rules count.
      switch kind(followsLinks: true) ?? kind(followsLinks: false) {
      case .file, .link: return .file
      case .folder: return .folder
      default: return nil
      }
    }
  }

  // MARK: Servers

  /// Adds what servers answered, by the lock file or, where they may be asked, anew.
  /// - Parameters:
  ///   - links: the only links to ask about; `nil` for all of the site.
  ///   - look: takes the links to ask about past the redirects that it is given, which note them.
  func withAnswers(
    _ scan: RedirectScan?, asking links: [WebURL]? = nil, _ meter: ProgressMeter,
    look: (RedirectScan) throws(SiteError) -> Void
  ) throws(SiteError) -> (scan: RedirectScan?, problems: [Problem]) {
    guard let scan, let live = liveResolution else { return (scan, []) }
    func answers(_ lock: ResolutionLock) -> LiveAnswers {
      LiveAnswers(lock, hosts: live.options.hosts, classifier: scan.classifier)
    }
    var problems: [Problem] = []
    let lock: ResolutionLock
    if live.options.asks {
      let asking = answers(ResolutionLock())
      try look(scan.with(asking))
      meter.begin(.askingServers)
      let asked = try live.ask(asking.missing, areAll: links == nil) {
        meter.answered($0.finished, of: $0.total)
      }
      (lock, problems) = (asked.lock, asked.problems)
    } else {
      lock = if let facts = options.facts { try facts.lock } else { try live.readLock() }
    }
    return (scan.with(answers(lock)), problems + live.staleEntries(lock))
  }

  /// The links of named hosts that a run with these redirects found no answer for. None where they were asked
  /// about: what failed then is reported already.
  func unansweredLinks(_ scan: RedirectScan?) -> [Problem] {
    guard let answers = scan?.live, let live = liveResolution, !live.options.asks else { return [] }
    return live.unansweredLinks(answers)
  }

  /// The lock file's text, where servers' answers count.
  func lockText() throws(SiteError) -> String? {
    guard let liveResolution else { return nil }
    return try liveResolution.readLock().text
  }

  private var liveResolution: LiveResolution? {
    guard let live = options.redirects.live, !live.hosts.isEmpty else { return nil }
    return LiveResolution(
      options: live, lockPath: live.lockFile.hasPrefix("/") ? live.lockFile : root + "/" + live.lockFile,
      groups: options.rules.groups, writes: !options.dryRun)
  }
}
