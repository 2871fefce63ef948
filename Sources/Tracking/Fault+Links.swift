internal import AutoTagBytes

// Faults of links.

extension Fault {
  package static func addressWithoutScheme(of group: TrackingGroup) -> Fault {
    Fault(
      .addressWithoutScheme,
      "the link names \(group.name)'s host without a scheme, so that a browser looks for a file of that name on this site",
      fix: "write https:// in front of the host")
  }

  package static func addressSchemeBroken(of group: TrackingGroup) -> Fault {
    Fault(
      .addressSchemeBroken,
      "the address of \(group.name) has a scheme too many, or one that is misspelt, so that a browser does not get there",
      fix: "write https:// once")
  }

  package static func addressWrapped(of group: TrackingGroup) -> Fault {
    Fault(
      .addressWrapped,
      "the link leads elsewhere first, with an address of \(group.name) in it that gets no click id",
      fix: "link to the network itself if what is in between is not needed")
  }

  package static func keptSubid(_ group: TrackingGroup, _ value: String) -> Fault {
    Fault(
      .keptSubid, "\(group.subid) is \(value) already and was kept",
      fix: "remove it, or set existing-subid to replace")
  }

  /// - Parameter location: of the redirect, as in `.htaccess:9`.
  package static func redirectsKeptSubid(_ group: TrackingGroup, _ value: String, at location: String)
    -> Fault
  {
    Fault(
      .keptSubid, "the \(group.subid) of the redirect at \(location) is \(value) already and was kept",
      fix: "remove it there, or set existing-subid to replace")
  }

  /// - Parameter name: what the link's `data-tracking-group` says.
  package static func groupContradictsHost(_ group: TrackingGroup, named name: String) -> Fault {
    Fault(
      .groupContradictsHost, "the link leads to \(group.name) and its data-tracking-group says \(name)",
      fix: "correct the attribute or remove it")
  }

  /// - Parameters:
  ///   - name: what the link's `data-tracking-group` says.
  ///   - nearest: the group that it nearly names.
  package static func unknownGroup(named name: String, nearest: String) -> Fault {
    Fault(.unknownGroup, "no tracking group is called \(name)", fix: "did you mean \(nearest)?")
  }

  /// - Parameters:
  ///   - hops: the number of redirects.
  ///   - last: the address of the last one.
  package static func doubleRedirect(to group: TrackingGroup, hops: Int, last: String) -> Fault {
    Fault(
      .doubleRedirect, "\(hops) redirects lead to \(group.name), and AnyTrack follows one",
      fix: "link to \(last)")
  }

  /// - Parameter location: of the redirect, as in `.htaccess:9`.
  package static func redirectHasSubid(_ group: TrackingGroup, at location: String) -> Fault {
    Fault(
      .redirectHasSubid,
      "\(group.name) would get \(group.subid) twice, since the redirect's own address has it",
      fix: "remove it at \(location)")
  }

  /// - Parameter canInline: true if one affiliate link can stand in the link's place.
  package static func redirectQueryUnknown(
    at location: String, because reason: String, canInline: Bool
  ) -> Fault {
    Fault(
      .redirectQueryUnknown, "whether the click id gets through \(location) is not certain: \(reason)",
      joint: ". ", fix: canInline ? "Try it, or set redirects to inline" : "Try it on the published site")
  }

  /// - Parameter address: what the rule answers with no redirect.
  package static func redirectDeadEnd(at location: String, refusing address: String) -> Fault {
    Fault(.redirectDeadEnd, "\(location) refuses \(address)", fix: "correct \(location)")
  }

  /// - Parameter reason: a relative clause.
  package static func redirectDeadEnd(at location: String, _ address: String, because reason: String)
    -> Fault
  {
    Fault(
      .redirectDeadEnd, "\(location) leads to \(address), \(reason)", fix: "correct \(location)")
  }

  /// A link that leads to a tracking group by the rules of a file that the server refuses.
  package static func redirectRefused(at location: String, _ address: String, because reason: String) -> Fault
  {
    Fault(
      .redirectDeadEnd,
      "httpd answers \(address) with 500, since it refuses the whole file for \(location): \(reason)",
      joint: "; ", fix: "correct \(location)", severity: .loss)
  }

  /// A link that would be led to a tracking group by a line that the host skips.
  package static func redirectSkipped(at location: String, _ address: String, because reason: String) -> Fault
  {
    Fault(
      .redirectDeadEnd, "\(address) leads nowhere: \(location) would lead it on, but \(reason)", joint: "; ",
      fix: "correct \(location)", severity: .loss)
  }

  /// A link that a rule is meant for which leads to a tracking group, and never answers it.
  package static func redirectUnanswered(
    at location: String, _ address: String, host: String, because reason: String, fix: String
  ) -> Fault {
    Fault(
      .redirectDeadEnd,
      "\(location) is for \(address) and leads to \(host), but never answers it: \(reason)", joint: "; ",
      fix: fix, severity: .loss)
  }

  /// A rule that leads to a tracking group, and never answers the address that it is written for.
  package static func redirectRuleUnanswered(
    _ address: String, host: String, because reason: String, fix: String
  ) -> Fault {
    Fault(
      .redirectSuspicious,
      "the rule is for \(address) and leads to \(host), but never answers it: \(reason)", joint: "; ",
      fix: fix)
  }

  /// A link that redirects lead to the group only where the parameter is in its query, and that has it not.
  package static func redirectNeedsSubid(_ group: TrackingGroup, at location: String) -> Fault {
    Fault(
      .redirectNeedsSubid,
      "\(location) leads the link to \(group.name) only where its query has \(group.subid), so that it is left as it is",
      fix: "write \(group.writtenToken) into the link, or mark it with data-tracking-group")
  }

  package static func redirectLoop(at location: String, backTo address: String) -> Fault {
    Fault(
      .redirectLoop, "redirects lead in a circle: \(location) leads back to \(address)",
      fix: "correct \(location)")
  }

  package static func redirectTooLong(from location: String, longest: Int) -> Fault {
    Fault(
      .redirectTooLong, "there are more than \(longest) redirects, beginning at \(location)",
      fix: "let \(location) lead to the affiliate link")
  }

  /// - Parameter target: as it is written.
  package static func redirectNotWeb(at location: String, _ target: String) -> Fault {
    Fault(
      .redirectNotWeb, "\(location) leads to \(target), which is no web address", fix: "correct \(location)")
  }

  /// - Parameter fix: what to do besides marking the link; `nil` for a rule that can be written in another way.
  package static func redirectNotUnderstood(
    at location: String, because reason: String, fix: String? = nil
  ) -> Fault {
    Fault(
      .redirectNotUnderstood,
      "where the link leads cannot be told, since \(location) is not understood: \(reason)", joint: ". ",
      fix: "\(fix ?? "Write \(location) without it"), or mark the link with data-tracking-group")
  }

  package static func redirectDropsQuery(at location: String, because reason: String, fix: String) -> Fault {
    Fault(
      .redirectDropsQuery, "the click id would be lost at \(location): \(reason)",
      joint: Problem.joint, fix: fix)
  }

  package static func note(_ note: SubidNote, _ group: TrackingGroup) -> Fault {
    switch note {
    case .otherCase(let name):
      Fault(
        .otherCaseSubid, "\(name) is not \(group.subid), and the network ignores it", fix: "remove it")
    case .encodedToken:
      Fault(
        .encodedToken, "the click-id token is percent-encoded, so that nothing replaces it",
        fix: "write \(group.token)")
    case .codeOfOther(let owner):
      Fault(
        .reusedCode,
        "\(group.subid) holds the code of \(owner), so that the network's report would name that link",
        fix: "let autotag rewrite give the link its own")
    case .unknownCode(let code):
      Fault(
        .unknownCode, "\(group.subid) is \(code), a code that the map of link codes does not know",
        fix: "take the map from version control, or remove the code, and rewrite gives the link its own")
    }
  }
}

extension SubidSkip: CustomStringConvertible {
  package var fault: Fault {
    switch self {
    case .uneditable(let reason): reason.fault
    case .repeatedSubid: .repeatedSubid
    case .ambiguousReference: .ambiguousReference
    case .templateCode(let obstacle): .templateCode(obstacle)
    }
  }

  /// A stable name for scripts, in kebab-case.
  package var code: String { fault.code.rawValue }

  /// The fault and its remedy.
  package var description: String { fault.message }
}

extension UneditableReason: CustomStringConvertible {
  package var fault: Fault {
    switch self {
    case .empty: .emptyLink
    case .fragmentOnly: .fragmentLink
    case .scheme(let scheme): .notAWebLink(scheme)
    case .invalidURL: .invalidURL
    }
  }

  /// A stable name for scripts, in kebab-case.
  package var code: String { fault.code.rawValue }

  /// The fault and its remedy.
  package var description: String { fault.message }
}

extension Fault {
  fileprivate static let repeatedSubid = Fault(
    .repeatedSubid, "the link has the subid parameter more than once", fix: "remove all but one")

  fileprivate static let ambiguousReference = Fault(
    .ambiguousReference,
    "the link ends in an unfinished character reference that would change the parameter's meaning",
    fix: "write its ampersands as &amp;")

  fileprivate static func templateCode(_ obstacle: TemplateObstacle) -> Fault {
    Fault(
      .templateCode, "\(obstacle.problem), so that the click id would be lost", fix: obstacle.fix)
  }

  fileprivate static let emptyLink = Fault(
    .emptyLink, "the link is marked for tracking and is empty",
    fix: "write the affiliate link into it or remove the mark")

  fileprivate static let fragmentLink = Fault(
    .fragmentLink, "the link is marked for tracking and leads to a place on its own page",
    fix: "write the affiliate link into it or remove the mark")

  fileprivate static func notAWebLink(_ scheme: String) -> Fault {
    Fault(
      .notAWebLink,
      "the link is marked for tracking and its scheme is \(scheme), which has no click id",
      fix: scheme == "javascript" ? "write the affiliate link into href" : "remove the mark")
  }

  fileprivate static let invalidURL = Fault(
    .invalidURL, "the link is marked for tracking and a browser finds no URL in it", fix: "correct its host")
}

extension TemplateObstacle: CustomStringConvertible {
  /// The fault and its remedy, in a sentence.
  package var description: String { Fault.templateCode(self).message }

  /// The fault, in a clause.
  package var problem: String {
    switch self {
    case .cut: "template code in the link is cut off by the end of the attribute's value"
    case .decides: "template code in the link decides where its query begins or ends, or what is in it"
    }
  }

  /// The remedy, in a clause.
  package var fix: String {
    switch self {
    case .cut:
      "put the value in quotes that the code does not hold, or write the subid parameter into the link in front "
        + "of the code"
    case .decides: "write the subid parameter into the link where it is in its query whatever the code does"
    }
  }
}
