internal import AutoTagRedirects
internal import AutoTagSite
internal import AutoTagTracking
internal import AutoTagWebURL

/// Checks that the click-id token is in the link's subid parameter, once and as it is.
enum SubidChecks {
  static let all = [
    notTagged, encodedToken, misspeltToken, keptSubid, reusedCode, unknownCode, repeatedSubid, otherCaseSubid,
  ]

  /// Links without the click-id token that `rewrite` gives it to. Where a redirect loses the query string, or
  /// has a u1 of its own, that is what is reported.
  private static let notTagged = AuditCheck(
    "not-tagged", "the link is not tagged", .error,
    why: "Without the click id AnyTrack cannot tell which visit a commission came from "
      + "(\(Guidelines.anyTrack): “Can I track conversions without the click_id? No.”).",
    fix: "Run autotag rewrite, or append u1=--CLICK-ID-- to the link's query.", rewriteRepairs: true,
    .page { page in
      // All untagged links of a group say the same, so that the words are not made for each.
      var words: (group: TrackingGroup, message: String, fix: String)?
      return page.links.compactMap { link in
        guard link.isRepaired, !link.dropsQuery, !link.isGivenSubid, let group = link.record.group else {
          return nil
        }
        let range: Range<Int>
        switch link.subid {
        case .absent: range = page.wholeHref(of: link)
        case .empty(let parameter): range = link.own.location(of: parameter.whole)
        default: return nil
        }
        if words?.group != group {
          let parameter = group.writtenToken
          words = (
            group, "the link has no \(parameter)",
            "run autotag rewrite, or add \(parameter) to the link"
          )
        }
        return words.map {
          Violation(range, of: link, $0.message, fix: $0.fix, isRepairedByRewrite: true)
        }
      }
    })

  /// Click-id tokens that are percent-encoded, once or more often.
  private static let encodedToken = AuditCheck(
    "encoded-token", "the click-id token is percent-encoded", .error,
    why:
      "AnyTrack's tag looks for the text --CLICK-ID-- in the link; encoded, nothing replaces it, and Rakuten "
      + "gets the placeholder in place of the click id.",
    fix: "Write --CLICK-ID-- as it is.", rewriteRepairs: true
  ) { link, _ in
    guard case .encodedToken(let parameter) = link.subid, let group = link.record.group else { return nil }
    return Violation(
      link.own.location(of: parameter.whole), of: link,
      "the click-id token in \(group.subid) is percent-encoded, so that nothing replaces it",
      fix: "write \(group.subid)=\(group.token)", isRepairedByRewrite: link.isRepaired)
  }

  /// Values that were meant to be the click-id token; see `NearToken` for what counts.
  private static let misspeltToken = AuditCheck(
    "misspelt-token", "the click-id token is misspelt", .error,
    why:
      "AnyTrack's tag replaces the text --CLICK-ID-- and nothing else; Rakuten gets the misspelt placeholder in "
      + "place of the click id (\(Guidelines.anyTrack): “append the u1: &u1=--CLICK-ID--”).",
    fix: "Write --CLICK-ID--, in capitals, with two hyphens on each side.", rewriteRepairs: true
  ) { link, _ in
    guard case .misspeltToken(let parameter) = link.subid, let value = parameter.value,
      let group = link.record.group
    else { return nil }
    return Violation(
      link.own.location(of: parameter.whole), of: link,
      "\(group.subid) is \(link.own.text(value)), which is nearly the click-id token \(group.token)",
      fix: "write \(group.subid)=\(group.token)", isRepairedByRewrite: link.isRepaired)
  }

  /// Links whose u1 is something else than the click-id token, be it their own or that of the redirect whose
  /// address is to take theirs.
  private static let keptSubid = AuditCheck(
    "kept-subid", "u1 has another value", .error,
    why:
      "u1 carries one value. What stands there takes the place of the click id, without which AnyTrack cannot "
      + "tell which visit a commission came from (\(Guidelines.anyTrack)).",
    fix: "Remove the value, or let autotag rewrite replace it: existing-subid: replace.", rewriteRepairs: true
  ) { link, page in
    guard let group = link.record.group else { return nil }
    guard link.codeNote == nil else { return nil }
    if case .other(let parameter) = link.subid, let value = parameter.value {
      return Violation(
        link.own.location(of: parameter.whole), of: link,
        "\(group.subid) is \(link.own.text(value)) and not the \(group.usesCodes ? "link's code" : "click id")",
        fix: "remove it, or set existing-subid to replace", isRepairedByRewrite: link.isRepaired)
    }
    guard let value = link.redirectsKeptSubid else { return nil }
    return Violation(
      page.wholeHref(of: link), of: link, "\(link.subject) has the \(group.subid) \(value) already",
      fix: "remove it\(link.atRedirect), or set existing-subid to replace")
  }

  /// Links that were copied from another page with its code.
  private static let reusedCode = AuditCheck(
    "reused-code", "u1 has the code of another link", .error,
    why:
      "A code stands for the links from one page to one destination. On another page it makes the network's report name the "
      + "wrong link.",
    fix: "Run autotag rewrite, which gives the link its own.", rewriteRepairs: true
  ) { link, page in
    guard case .codeOfOther = link.codeNote, let group = link.record.group else { return nil }
    return link.violation(ofCode: group, on: page)
  }

  /// Codes that the map does not have.
  private static let unknownCode = AuditCheck(
    "unknown-code", "u1 has a code that the map of link codes does not know", .warning,
    why:
      "The network's report will name this code, and nothing tells which link it stands for. The map is \(LinkCodeMap.fileName) "
      + "beside the configuration; it must be committed with the site.",
    fix: "Take the map from version control, or remove the code and run autotag rewrite."
  ) { link, page in
    guard case .unknownCode = link.codeNote, let group = link.record.group else { return nil }
    return link.violation(ofCode: group, on: page)
  }

  /// Links with more than one u1.
  private static let repeatedSubid = AuditCheck(
    SubidSkip.repeatedSubid.code, "u1 is there twice", .error,
    why:
      "Rakuten's guidelines know one u1 for a link (\(Guidelines.signature)); which of two it takes is not "
      + "documented, so autotag leaves such links alone.",
    fix: "Remove all but one."
  ) { link, page in
    guard link.affiliate != nil,
      link.record.decision == .skipped(.repeatedSubid), let group = link.record.group
    else { return nil }
    guard case .repeated(let parameters) = link.subid else {
      return Violation(
        page.wholeHref(of: link), of: link, "\(link.subject) has \(group.subid) more than once",
        fix: "remove all but one\(link.atRedirect)")
    }
    let isToken = parameters.map { $0.value.map { link.own.text($0) == group.token } ?? false }
    let extra = link.own.parameter(of: .repeatedSubid, group: group) ?? parameters[0]
    return Violation(
      link.own.location(of: extra.whole), of: link,
      "\(group.subid) is there \(parameters.count == 2 ? "twice" : "\(parameters.count) times")",
      fix: isToken.contains(true) ? "keep \(group.subid)=\(group.token) alone" : "remove all but one")
  }

  /// `U1`.
  private static let otherCaseSubid = AuditCheck(
    "other-case-subid", "u1 in other letter case", .warning,
    why: "The parameter is a small u and the digit 1; Rakuten does not track U1 (\(Guidelines.signature)).",
    fix: "Remove it."
  ) { link, page in
    guard let address = link.affiliate, let group = link.record.group else { return nil }
    let isInlined = link.record.decision == .inlined
    // `rewrite` notes it; where it does not, the parameter makes no difference. The address that replaces a link's own
    // has it from its redirect or from the query that was handed on.
    guard isInlined || link.record.notes.contains(where: \.isOtherCase) else { return nil }
    func otherCase(in text: LinkText) -> QueryParameter? { text.parameter(of: .otherCaseSubid, group: group) }
    let text = isInlined ? address : link.own
    guard let found = otherCase(in: text) else { return nil }
    let own = otherCase(in: link.own)
    return Violation(
      own.map { link.own.location(of: $0.whole) } ?? page.wholeHref(of: link), of: link,
      Fault.note(.otherCase(text.name(of: found)), group).problem,
      fix: "remove it\(own == nil ? link.atRedirect : "")")
  }
}

extension WrittenLink {
  /// The note about a code that is not the link's own.
  fileprivate var codeNote: SubidNote? {
    record.notes.first {
      switch $0 {
      case .codeOfOther, .unknownCode: true
      case .otherCase, .encodedToken: false
      }
    }
  }

  fileprivate func violation(ofCode group: TrackingGroup, on page: PageUnderAudit) -> Violation? {
    guard let note = codeNote else { return nil }
    var range = page.wholeHref(of: self)
    if case .other(let parameter) = subid { range = own.location(of: parameter.whole) }
    let fault = Fault.note(note, group)
    return Violation(range, of: self, fault.problem, fix: fault.fix, isRepairedByRewrite: isRepaired)
  }
}

extension SubidNote {
  fileprivate var isOtherCase: Bool {
    if case .otherCase = self { true } else { false }
  }
}
