internal import AutoTagBytes
internal import AutoTagWebURL

/// A server that answers as httpd does with the `.htaccess` files of a site: for each request the rules of
/// mod_rewrite in the deepest folder that has any, then those of mod_alias from the deepest folder up (both are fixup
/// hooks, and mod_rewrite's is the first), and the same again for what mod_rewrite makes of the path.
struct ApacheServer: RedirectServer {
  /// Deepest first.
  let folders: [ApacheFolder]
  private let site: SiteAddress
  private let variables: ApacheVariables

  private let hasSections: Bool
  private let hasErrorDocuments: Bool
  private let hasAccess: Bool

  /// `LimitInternalRecursion`.
  private static let mostInternalRedirects = 10

  init(folders: [ApacheFolder], site: SiteAddress) {
    self.folders = ApacheFolder.inheriting(folders.sorted { $0.prefix.count < $1.prefix.count }).reversed()
    self.site = site
    variables = ApacheVariables(of: folders)
    hasSections = folders.contains { !$0.sections.isEmpty }
    hasAccess = folders.contains { folder in
      ([folder] + folder.sections.map(\.folder)).contains {
        $0.access.hasRequirements || $0.access.hasOrigins
      }
    }
    hasErrorDocuments = folders.contains { folder in
      !folder.errorDocuments.isEmpty || folder.sections.contains { !$0.folder.errorDocuments.isEmpty }
    }
  }

  var pathFilter: RedirectPathFilter {
    var pathFilter = RedirectPathFilter()
    for folder in folders {
      if folder.fallback != nil || folder.mayRedirectErrors { pathFilter.add(folder.prefix) }
      for rule in folder.rewriteRules {
        pathFilter.add(rule.prefix.map { folder.prefix + $0.text } ?? folder.prefix)
      }
      for alias in folder.aliases { pathFilter.add(alias.prefix?.text) }
      for section in folder.sections.map(\.folder) {
        if section.hasRewriting || section.fallback != nil || section.mayRedirectErrors {
          pathFilter.add(folder.prefix)
        }
        for alias in section.aliases { pathFilter.add(alias.prefix?.text ?? folder.prefix) }
      }
    }
    return pathFilter
  }

  var errorPages: [[UInt8]] {
    guard hasErrorDocuments else { return [] }
    let docroot = ApacheDocumentRoot(site: site, files: SiteFiles([]))
    return folders.flatMap { [$0] + $0.sections.map(\.folder) }.flatMap(\.errorDocuments).compactMap {
      document in
      guard case .path(let path) = document.target else { return nil }
      return docroot.relative(Array(path.prefix { $0 != UInt8(ascii: "?") }))
    }
  }

  func answer(
    _ request: ServerRequest, files: SiteFiles, visitor: inout VisitorAnswers
  ) -> ServerAnswer {
    var faults: [RedirectRule] = []
    let answer = answer(request, files: files, visitor: &visitor, &faults)
    switch answer {
    case .redirect, .unknown: break
    case .pass, .serve, .errorPage, .refuse: return answer
    }
    guard
      let fault = faults.first(where: { $0.condition == nil })
        ?? faults.first(where: { $0.applies(&visitor) })
    else { return answer }
    switch answer {
    case .redirect(var redirect):
      redirect.fileFault = fault
      return .redirect(redirect)
    case .unknown(let rule, _): return .refuse(status: 500, rule.refused(by: fault))
    case .pass, .serve, .errorPage, .refuse: return answer
    }
  }

  /// Returns the answer by the rules as their author meant them.
  /// - Parameter faults: gets the lines for which httpd refuses a file on the way, and with it the request.
  private func answer(
    _ request: ServerRequest, files: SiteFiles, visitor: inout VisitorAnswers, _ faults: inout [RedirectRule]
  ) -> ServerAnswer {
    guard case .path(let path) = ApachePath.decoded(request.path) else { return .pass }
    let docroot = ApacheDocumentRoot(site: site, files: files)
    let answer = answer(request, path, request.query, docroot, for: nil, &visitor, &faults)
    guard hasErrorDocuments, let status = errorStatus(of: answer, path, docroot),
      let document = errorDocument(for: status, path, request, docroot, &visitor)
    else { return answer }
    switch document.target {
    case .text: return answer
    case .unknown(let reason): return .unknown(document.rule, reason)
    case .address(let address):
      guard let location = ApacheErrorDocument.expanded(address, request, path: path) else {
        return .unknown(document.rule, "an expression makes its address")
      }
      return Self.answer(ServerRedirect(status: 302, location: location, rule: document.rule))
    case .path(let target):
      let mark = target.firstIndex(of: UInt8(ascii: "?")) ?? target.count
      guard case .path(let other) = ApachePath.decoded(Array(target[..<mark])) else { return answer }
      let query = mark < target.count ? Array(target[(mark + 1)...]) : nil
      switch self.answer(request, other, query, docroot, for: document, &visitor, &faults) {
      case .pass: return .errorPage(path: docroot.relative(other), document.rule)
      case .serve(let path, _): return .errorPage(path: path, document.rule)
      case .redirect(let redirect): return .redirect(redirect)
      case .unknown(let rule, let reason): return .unknown(rule, reason)
      // Of an error of the error's page httpd makes nothing.
      case .refuse, .errorPage: return answer
      }
    }
  }

  /// Returns the status that an `ErrorDocument` may be for; `nil` where something is served or redirected.
  private func errorStatus(of answer: ServerAnswer, _ path: [UInt8], _ docroot: ApacheDocumentRoot) -> Int? {
    switch answer {
    case .pass: docroot.kind(path) == nil ? 404 : nil
    case .serve(let served, _): docroot.kind(ofServed: served) == nil ? 404 : nil
    case .refuse(let status, _): status
    case .redirect, .unknown, .errorPage: nil
    }
  }

  /// Returns what stands for an error nearest to a path.
  private func errorDocument(
    for status: Int, _ path: [UInt8], _ request: ServerRequest, _ docroot: ApacheDocumentRoot,
    _ visitor: inout VisitorAnswers
  ) -> ApacheErrorDocument? {
    let above = folders.filter { path.starts(with: $0.prefix) || path + [0x2F] == $0.prefix }
    var sections: [ApacheFolder] = []
    if hasSections {
      var run = ModRewriteEvaluator(
        request: request, path: path, query: request.query, docroot: docroot, isInternal: false,
        variables: variables, visitor: visitor)
      sections = self.sections(above, path, &run)
      visitor = run.visitor
      visitor.note(run.work)
    }
    for document in (sections.reversed() + above).flatMap({ $0.errorDocuments.reversed() })
    where document.error == status && document.rule.applies(&visitor) {
      return document
    }
    return nil
  }

  /// Returns the answer to a request without a document for errors.
  /// - Parameter document: what is asked for in place of a request that failed; `nil` for the request itself.
  private func answer(
    _ request: ServerRequest, _ path: [UInt8], _ query: [UInt8]?, _ docroot: ApacheDocumentRoot,
    for document: ApacheErrorDocument?, _ visitor: inout VisitorAnswers, _ faults: inout [RedirectRule]
  ) -> ServerAnswer {
    var (path, query) = (path, query)
    var isRewritingOver = false
    var rewrittenBy: RedirectRule?
    var environment = RequestEnvironment()
    // Whom httpd lets in is a question only where a rule answers.
    var asked: [[ApacheFolder]] = []
    func permitted(_ answer: ServerAnswer) -> ServerAnswer {
      guard case .redirect = answer else { return answer }
      for folders in asked {
        if let refusal = ApacheAccess.refusal(folders.map(\.access), &visitor) {
          return .refuse(status: refusal.status, refusal.rule)
        }
      }
      return answer
    }
    for pass in 0...Self.mostInternalRedirects {
      let above = folders.filter { path.starts(with: $0.prefix) || path + [0x2F] == $0.prefix }
      faults += above.reversed().flatMap(\.faults)
      var run = ModRewriteEvaluator(
        request: request, path: path, query: query, docroot: docroot, isInternal: pass > 0 || document != nil,
        variables: variables, environment: environment, visitor: visitor)
      var outcome = ModRewriteEvaluator.Outcome.declined
      let sections = hasSections ? sections(above, path, &run) : []
      if hasAccess { asked.append(above.reversed() + sections) }
      if !isRewritingOver, let folder = rewriting(above, sections, path, &run.visitor) {
        outcome = run.apply(
          folder.rules, index: folder.index, prefix: folder.isSection ? nil : folder.prefix, base: folder.base
        )
      }
      visitor = run.visitor
      visitor.note(run.work)
      switch outcome {
      case .unknown(let rule, let reason): return .unknown(rule, reason)
      case .refused(let status, let rule): return .refuse(status: status, rule)
      case .redirect(let redirect): return permitted(Self.answer(redirect))
      case .declined, .local: break
      }
      let aliases = sections.reversed() + above
      if let answer = alias(aliases, path, run.query, request, &visitor) {
        // A redirect of mod_alias is an error of the document.
        if let document, case .redirect = answer { return .refuse(status: document.error, document.rule) }
        return permitted(answer)
      }
      guard case .local(let next, let rule) = outcome else {
        if document == nil, docroot.kind(path) == .folder,
          let answer = slash(behind: path, run.query, request, above, docroot, &visitor)
        {
          return answer
        }
        return rewrittenBy.map { .serve(path: docroot.relative(path), $0) }
          ?? fallback(aliases, path, docroot, &visitor)
      }
      if next.contains(UInt8(ascii: "?")) || next.contains(UInt8(ascii: "#")) {
        return .unknown(rule, "the path that it makes holds a question mark or a number sign")
      }
      guard case .path(let decoded) = ApachePath.decoded(next) else { return .refuse(status: 400, rule) }
      path = decoded
      query = run.query
      rewrittenBy = rule
      environment = run.environment.renamed
      isRewritingOver = isRewritingOver || run.isOver
    }
    return rewrittenBy.map { .refuse(status: 500, $0) } ?? .pass
  }

  /// Returns the redirect from a folder's name without its slash to the one with it (`DirectorySlash` of mod_dir, which
  /// comes after all rules); `nil` where no rule has to do with the name with the slash either.
  private func slash(
    behind path: [UInt8], _ query: [UInt8]?, _ request: ServerRequest, _ above: [ApacheFolder],
    _ docroot: ApacheDocumentRoot, _ visitor: inout VisitorAnswers
  ) -> ServerAnswer? {
    guard path.last != 0x2F, above.lazy.compactMap(\.addsSlash).first ?? true else { return nil }
    var faults: [RedirectRule] = []
    switch answer(request, path + [0x2F], query, docroot, for: nil, &visitor, &faults) {
    case .pass, .serve, .errorPage: return nil
    case .redirect, .refuse, .unknown: break
    }
    let host = request.hostHeader.map { Array("\(request.scheme)://\($0)".utf8) } ?? []
    let location = host + ApachePath.escaped(path) + [0x2F] + (query.map { [0x3F] + $0 } ?? [])
    return Self.answer(
      ServerRedirect(
        status: 301, location: location,
        rule: RedirectRule(answerOf: "httpd", text: "adds the slash to the name of a folder")))
  }

  /// httpd sends no header with a control character in it, and answers 500 instead.
  private static func answer(_ redirect: ServerRedirect) -> ServerAnswer {
    redirect.location.contains { $0 < 0x20 || $0 == 0x7F }
      ? .refuse(status: 500, redirect.rule) : .redirect(redirect)
  }

  private struct Rewriting {
    let rules: [RewriteRule]
    let index: CandidateIndex
    let prefix: [UInt8]
    let base: [UInt8]?
    let isSection: Bool
  }

  /// Returns the sections that hold for a request, those last that come last: `<Files>` before `<If>`, outer folders
  /// before inner ones.
  private func sections(
    _ above: [ApacheFolder], _ path: [UInt8], _ run: inout ModRewriteEvaluator
  ) -> [ApacheFolder] {
    let all = above.reversed().filter { path.starts(with: $0.prefix) }.flatMap(\.sections)
    var found: [ApacheFolder] = []
    for isExpression in [false, true] {
      for section in all where section.isExpression == isExpression && Self.matters(section.folder, path) {
        if run.holds(section) { found.append(section.folder) }
      }
    }
    return found
  }

  private static func matters(_ section: ApacheFolder, _ path: [UInt8]) -> Bool {
    section.hasRewriting || section.fallback != nil || !section.errorDocuments.isEmpty
      || section.access.hasRequirements || section.access.hasOrigins
      || !section.aliasIndex.candidates(for: path).isEmpty
  }

  /// The rules of the deepest folder that has any directive of mod_rewrite: they replace those of the folders
  /// above. Whether the engine is on is inherited, a RewriteBase is not.
  private func rewriting(
    _ above: [ApacheFolder], _ sections: [ApacheFolder], _ path: [UInt8], _ visitor: inout VisitorAnswers
  ) -> Rewriting? {
    guard let folder = sections.last(where: \.hasRewriting) ?? above.first(where: \.hasRewriting) else {
      return nil
    }
    // The folder itself without its slash is not looked into: mod_dir adds the slash first.
    guard path.starts(with: folder.prefix) else { return nil }
    var isOn = false
    for folder in sections.reversed() + above {
      guard let engine = folder.isEngineOn, folder.engineCondition?.holds(nil, &visitor) ?? true else {
        continue
      }
      isOn = engine
      break
    }
    guard isOn else { return nil }
    let section = sections.last(where: \.hasRewriting)
    let active = section ?? folder
    return Rewriting(
      rules: active.rewriteRules, index: active.rewriteIndex, prefix: active.prefix, base: active.base,
      isSection: section != nil)
  }

  private func alias(
    _ above: [ApacheFolder], _ path: [UInt8], _ query: [UInt8]?, _ request: ServerRequest,
    _ visitor: inout VisitorAnswers
  ) -> ServerAnswer? {
    for folder in above {
      for index in folder.aliasIndex.candidates(for: path) {
        let alias = folder.aliases[index]
        switch alias.target(for: path) {
        case .none: continue
        case .unknown(let reason):
          guard alias.rule.applies(&visitor), alias.rule.takesEffect(&visitor) else { continue }
          return .unknown(alias.rule, reason)
        case .target(var target):
          guard alias.rule.applies(&visitor) else { continue }
          if let reason = alias.rule.unknown { return .unknown(alias.rule, reason) }
          guard (300...399).contains(alias.status) else {
            return .refuse(status: alias.status, alias.rule)
          }
          target = request.absolute(target, &visitor)
          // "append requested query only, if the config didn't supply its own" (mod_alias.c)
          if let query, !target.contains(UInt8(ascii: "?")) { target += [UInt8(ascii: "?")] + query }
          return ApacheServer.answer(
            ServerRedirect(status: alias.status, location: target, rule: alias.rule))
        }
      }
    }
    return nil
  }

  /// `FallbackResource` (mod_dir): for what is no file and no folder.
  private func fallback(
    _ above: [ApacheFolder], _ path: [UInt8], _ docroot: ApacheDocumentRoot,
    _ visitor: inout VisitorAnswers
  ) -> ServerAnswer {
    guard docroot.kind(path) == nil, docroot.kind(ofFile: docroot.translated(path).file) == .some(nil),
      let fallback = above.lazy.compactMap(\.fallback).first,
      fallback.rule.applies(&visitor)
    else { return .pass }
    return .serve(path: docroot.relative(fallback.target), fallback.rule)
  }
}
