internal import AutoTagRedirects
internal import AutoTagTracking
internal import AutoTagWebURL

/// Asks servers where a site's links lead, and keeps the answers in the lock file.
struct LiveResolution {
  let options: LiveRedirectOptions
  /// The lock file's path, to open it by.
  let lockPath: String
  let groups: [TrackingGroup]
  /// False for a dry run: the lock file is not written.
  let writes: Bool

  /// The state of asking.
  struct Progress: Sendable {
    let finished: Int
    let total: Int
    let host: String
  }

  /// - Throws: `SiteError` where the lock file is not to be understood.
  func readLock() throws(SiteError) -> ResolutionLock {
    do throws(LockError) {
      return try LockFile.read(lockPath) ?? ResolutionLock()
    } catch {
      throw SiteError(error.description)
    }
  }

  /// Asks about links and writes what was found into the lock file.
  /// - Parameters:
  ///   - links: addresses of named hosts.
  ///   - areAll: true if the site has no others.
  /// - Returns: the answers, and what could not be found out.
  func ask(
    _ links: [WebURL], areAll: Bool, progress: (@Sendable (Progress) -> Void)?
  ) throws(SiteError) -> (lock: ResolutionLock, problems: [Problem]) {
    var lock = try readLock()
    var live = LiveOptions(hosts: options.hosts, groups: groups)
    live.allowPrivate = options.allowPrivate
    live.maxAge = options.maxAge
    live.perHost = options.perHost
    live.timeout = options.timeout
    live.userAgent = options.userAgent
    let chains = LiveResolver(live).resolve(links) {
      progress?(Progress(finished: $0.finished, total: $0.total, host: $0.url.hostName))
    }
    lock.update(chains, maxAge: options.maxAge, on: .today)
    if areAll, options.forgetsOthers { lock.keepOnly(links, groups: groups) }
    if writes {
      do throws(LockError) {
        try LockFile.write(lock, to: lockPath)
      } catch {
        throw SiteError(error.description)
      }
    }
    return (lock, failures(chains, lock))
  }

  /// One problem for each thing that went wrong, however many links it is about.
  private func failures(_ chains: [LiveChain], _ lock: ResolutionLock) -> [Problem] {
    var links: [String: [WebURL]] = [:]
    for chain in chains {
      if case .failed(_, let error) = chain.end { links[error.description, default: []].append(chain.start) }
    }
    return links.sorted { $0.key < $1.key }.map { reason, links in
      let known = links.count { lock.entry(for: $0, groups: groups) != nil }
      let others = links.count > 1 ? " and \(links.count - 1) more" : ""
      let before =
        known == 0
        ? "" : known == links.count ? "; the answer from before counts" : "; answers from before count"
      return Problem(
        .redirectNotResolved("\(links.first?.description ?? "")\(others)", because: "\(reason)\(before)"),
        file: options.lockFile)
    }
  }

  /// Returns a problem for each answer that is older than it may be, and for those of a day to come, which would never
  /// grow old.
  func staleEntries(_ lock: ResolutionLock) -> [Problem] {
    let lines = lock.lines
    func problem(_ link: String, _ asked: String) -> Problem {
      Problem(
        .staleLockEntry(link, asked: asked), file: options.lockFile, line: lines[link], column: 1)
    }
    return lock.stale(options.maxAge, on: .today).map { problem($0, "more than \(options.maxAge) ago") }
      + lock.asked(after: .today).map { problem($0, "on a day that is yet to come") }
  }

  /// Links that nobody has asked about.
  func unansweredLinks(_ answers: LiveAnswers) -> [Problem] {
    answers.missing.map { Problem(.notInLock("\($0)"), file: options.lockFile) }
  }
}
