/// The decision about a link so that it carries the click id, and what a person should know about it.
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

  package init(outcome: Outcome, notes: [SubidNote]) { (self.outcome, self.notes) = (outcome, notes) }
}

/// The treatment of a link that already has another value in the subid parameter.
package enum ExistingSubidPolicy: String, Sendable, CaseIterable {
  /// Leave it and report it.
  case keep
  /// Replace it by the click-id token.
  case replace
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

/// Something about a link that its author may not have meant.
package enum SubidNote: Sendable, Hashable {
  /// The query has this parameter, which differs from the subid parameter in letter case; the network does
  /// not take it for the same.
  case otherCase(String)
  /// The subid parameter holds the token percent-encoded, where AnyTrack's tag does not find it.
  case encodedToken
  /// The subid parameter holds the code of another page's or destination's link, which is named.
  case codeOfOther(String)
  /// The subid parameter holds a code that nothing is known of.
  case unknownCode(String)
}
