/// What becomes of a link so that it carries the click id, and what a person should know about it.
package struct SubidDecision: Sendable, Hashable {
  package enum Outcome: Sendable, Hashable {
    /// The value changes.
    case edit(SubidEdit)
    /// The subid parameter holds the token already.
    case alreadyTagged
    /// The subid parameter holds this other value, and the policy is to keep it.
    case kept(String)
    /// The link is left alone.
    case skipped(SubidSkip)
  }

  package let outcome: Outcome
  package let notes: [SubidNote]
}

/// Why a link of a tracking group is not edited.
package enum SubidSkip: Sendable, Hashable {
  /// The link is of a kind that is never edited.
  case uneditable(UneditableReason)
  /// The subid parameter is there more than once, and the network decides which one it takes.
  case repeatedSubid
  /// However the parameter is written, the value's unfinished character references would swallow a part
  /// of it, or it of them.
  case ambiguousReference
  /// Template code in the value is in the way.
  case templateCode(TemplateObstacle)
}

/// The way in which template code leaves open where the parameter goes, or whether it is there.
package enum TemplateObstacle: Sendable, Hashable {
  /// The code begins or ends outside of the value.
  case cut
  /// The code may write the `?` or the `#`, or decide whether a part of the link is there.
  case decides
}

/// Something about a link that its author may not have meant.
package enum SubidNote: Sendable, Hashable {
  /// The query has this parameter, which differs from the subid parameter in letter case; the network does
  /// not take it for the same.
  case otherCase(String)
  /// The subid parameter holds the token percent-encoded, where AnyTrack's tag does not find it.
  case encodedToken
}

extension SubidSkip: CustomStringConvertible {
  /// A stable name for scripts, in kebab-case.
  package var code: String {
    switch self {
    case .uneditable(let reason): reason.code
    case .repeatedSubid: "repeated-subid"
    case .ambiguousReference: "ambiguous-reference"
    case .templateCode: "template-code"
    }
  }

  /// What is wrong and what to do about it.
  package var description: String {
    switch self {
    case .uneditable(let reason): reason.description
    case .repeatedSubid:
      "the link has the subid parameter more than once: remove all but one"
    case .ambiguousReference:
      "the link ends in an unfinished character reference that would change the parameter's meaning: "
        + "write its ampersands as &amp;"
    case .templateCode(let obstacle): obstacle.description
    }
  }
}

extension TemplateObstacle: CustomStringConvertible {
  /// The fault and its remedy, in a sentence.
  package var description: String { "\(problem), so that the click id would be lost: \(fix)" }

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

extension UneditableReason: CustomStringConvertible {
  /// A stable name for scripts, in kebab-case.
  package var code: String {
    switch self {
    case .empty: "empty-link"
    case .fragmentOnly: "fragment-link"
    case .scheme: "not-a-web-link"
    case .invalidURL: "invalid-url"
    }
  }

  /// What is wrong and what to do about it.
  package var description: String {
    switch self {
    case .empty:
      "the link is marked for tracking and is empty: write the affiliate link into it or remove the mark"
    case .fragmentOnly:
      "the link is marked for tracking and leads to a place on its own page: remove the mark"
    case .scheme(let scheme):
      "the link is marked for tracking and its scheme is \(scheme), which has no click id: remove the mark"
    case .invalidURL:
      "the link is marked for tracking and a browser finds no URL in it: correct its host"
    }
  }
}
