internal import AutoTagBytes
internal import AutoTagWebURL

extension SubidDecision {
  /// Decides about a link of a tracking group.
  ///
  /// A parameter whose name is percent-encoded (`%751=`) counts as the subid parameter, because the network
  /// decodes names. The query is what a browser takes for it: from the first `?` to the first `#`, both also
  /// where a character reference stands for them. Every edit is proved before it is given: the new value
  /// decodes to the old one plus the parameter. Nothing is written into template code; where that leaves open
  /// what is to be written or where, the link is left alone.
  /// - Parameters:
  ///   - raw: the value of `href` as it is written, without its quotes, in an ASCII-compatible encoding.
  ///   - group: the group whose link it is.
  ///   - policy: what to do with another value in the subid parameter.
  ///   - isXHTML: `true` where the page calls itself XHTML; it decides how an ampersand is written where the
  ///     value gives no example or several.
  package static func of(
    _ raw: Span<UInt8>, for group: TrackingGroup, existing policy: ExistingSubidPolicy, isXHTML: Bool
  ) -> SubidDecision {
    let link = LinkText(raw)
    let bytes = link.bytes.span
    if let reason = UneditableReason.written(in: bytes) {
      return SubidDecision(outcome: .skipped(.uneditable(reason)), notes: [])
    }
    let subid = group.subid.utf8Span.span
    var found: [QueryParameter] = []
    var notes: [SubidNote] = []
    var parameters = link.queryParameters
    while let parameter = parameters.next(in: link.plain.span) {
      guard PercentEncoding.reads(bytes, parameter.name, as: subid, ignoringCase: true) else { continue }
      if PercentEncoding.reads(bytes, parameter.name, as: subid) {
        found.append(parameter)
      } else {
        // Each spelling once: a link may have thousands of them.
        let note = SubidNote.otherCase(link.name(of: parameter))
        if !notes.contains(note) { notes.append(note) }
      }
    }
    let outcome: Outcome
    if !link.code.isEmpty, let decided = besideCode(found, in: link, group, policy) {
      outcome = decided
    } else {
      switch found.count {
      case 0: outcome = addition(to: link, raw, group, isXHTML: isXHTML)
      case 1: outcome = completion(of: found[0], in: link, raw, group, policy, &notes)
      default: outcome = .skipped(.repeatedSubid)
      }
    }
    return SubidDecision(outcome: outcome, notes: notes)
  }

  /// The whole parameter, at the end of the query.
  private static func addition(
    to link: LinkText, _ raw: Span<UInt8>, _ group: TrackingGroup, isXHTML: Bool
  ) -> Outcome {
    if let obstacle = link.obstacleToAddition { return .skipped(.templateCode(obstacle)) }
    let end = link.fragment.lowerBound
    func edit(_ spellings: [StaticString], meaning: StaticString) -> Outcome {
      outcome(SubidEdit(link, raw, at: end..<end, spellings: spellings, meaning: meaning, group.parameter))
    }
    guard let query = link.query else { return edit(["?"], meaning: "?") }
    // `…&#63` without its semicolon takes a digit for its own.
    if query.isEmpty { return edit(["", ";"], meaning: "") }
    // `…&amp` without its semicolon takes it now, and a raw `&` may have to become `&amp;`.
    if link.bytes[end - 1] == UInt8(ascii: "&") { return edit(["", ";", "amp;"], meaning: "") }
    // `&lt-x=` would be `<-x=`; in an attribute `&lt=` and `&ltx=` are text.
    return link.writesReferences(orElse: isXHTML)
      ? edit(["&amp;"], meaning: "&") : edit(["&", "&amp;"], meaning: "&")
  }

  /// The token, in the subid parameter that is there.
  private static func completion(
    of parameter: QueryParameter, in link: LinkText, _ raw: Span<UInt8>, _ group: TrackingGroup,
    _ policy: ExistingSubidPolicy, _ notes: inout [SubidNote]
  ) -> Outcome {
    let token = Array(group.token.utf8)
    guard let value = parameter.value else {
      let end = parameter.name.upperBound
      return outcome(SubidEdit(link, raw, at: end..<end, spellings: ["="], meaning: "=", token))
    }
    if !value.isEmpty {
      if link.bytes[value].elementsEqual(token) { return .alreadyTagged }
      if PercentEncoding.reads(link.bytes.span, value, as: token.span) { notes.append(.encodedToken) }
      if policy == .keep { return .kept(link.text(value)) }
    }
    return outcome(SubidEdit(link, raw, at: value, spellings: ["", ";"], token))
  }

  private static func outcome(_ edit: SubidEdit?) -> Outcome {
    edit.map { .edit($0) } ?? .skipped(.ambiguousReference)
  }

  /// Decides about a link whose template code may have to do with the subid parameter; `nil` where it has not.
  private static func besideCode(
    _ found: [QueryParameter], in link: LinkText, _ group: TrackingGroup, _ policy: ExistingSubidPolicy
  ) -> Outcome? {
    let obstacle = Outcome.skipped(.templateCode(link.code.isCut ? .cut : .decides))
    let uncertain = link.code.uncertain
    let starts = link.starts(ofNameBesideCode: Array(group.subid.utf8))
    guard let start = starts.first ?? found.first?.name.lowerBound else { return nil }
    guard starts.count + found.count == 1 else {
      return starts.isEmpty && !found.contains { uncertain.contains($0.name.lowerBound) } ? nil : obstacle
    }
    guard !uncertain.contains(start) else { return obstacle }
    let value = found.first?.value ?? link.value(behindName: start + group.subid.utf8.count)
    if let value, link.says(group.token, in: value) { return .alreadyTagged }
    // The name may be a part of another.
    guard starts.isEmpty else { return obstacle }
    if let value, !value.isEmpty {
      if policy == .keep, !(link.code.isCut && link.hasCode(in: value)) { return nil }
      // Together with what begins or ends a block, more would go than the value.
      if link.hasCodeThatMayBranch(in: value) { return obstacle }
    }
    return link.isQueryUncertain || link.code.isCut ? obstacle : nil
  }
}

extension LinkText {
  /// Returns true if the link's author writes ampersands as character references. Where some are and some are not, an
  /// XHTML page asks for references, and the last one decides elsewhere.
  /// - Parameter isXHTML: the answer for a link without an ampersand.
  fileprivate func writesReferences(orElse isXHTML: Bool) -> Bool {
    let first = ByteSearch.first(UInt8(ascii: "&"), in: plain.span, from: 0)
    guard first < plain.count else { return isXHTML }
    if !hasReferences { return false }
    var last: Bool?
    var isMixed = false
    for index in first..<plain.count where plain[index] == UInt8(ascii: "&") {
      let isReference = !isWrittenAsItIs(index)
      isMixed = isMixed || last.map { $0 != isReference } ?? false
      last = isReference
    }
    return isMixed ? isXHTML || last == true : last == true
  }
}
