/// What becomes of a link so that it carries the click id, and what a person should know about it.
public struct SubidDecision: Sendable, Hashable {
  public enum Outcome: Sendable, Hashable {
    /// The value changes.
    case edit(SubidEdit)
    /// The subid parameter holds the token already.
    case alreadyTagged
    /// The subid parameter holds this other value, and the policy is to keep it.
    case kept(String)
    /// The link is left alone.
    case skipped(SubidSkip)
  }

  public let outcome: Outcome
  public let notes: [SubidNote]
}

/// Why a link of a tracking group is not edited.
public enum SubidSkip: Sendable, Hashable {
  /// The link is of a kind that is never edited.
  case uneditable(UneditableReason)
  /// The subid parameter is there more than once, and the network decides which one it takes.
  case repeatedSubid
  /// However the parameter is written, the value's unfinished character references would swallow a part
  /// of it, or it of them.
  case ambiguousReference
}

/// Something about a link that its author may not have meant.
public enum SubidNote: Sendable, Hashable {
  /// The query has this parameter, which differs from the subid parameter in letter case; the network does
  /// not take it for the same.
  case otherCase(String)
  /// The subid parameter holds the token percent-encoded, where AnyTrack's tag does not find it.
  case encodedToken
}

extension SubidSkip: CustomStringConvertible {
  /// A stable name for scripts, in kebab-case.
  public var code: String {
    switch self {
    case .uneditable(let reason): reason.code
    case .repeatedSubid: "repeated-subid"
    case .ambiguousReference: "ambiguous-reference"
    }
  }

  /// What is wrong and what to do about it.
  public var description: String {
    switch self {
    case .uneditable(let reason): reason.description
    case .repeatedSubid:
      "the link has the subid parameter more than once: remove all but one"
    case .ambiguousReference:
      "the link ends in an unfinished character reference that would change the parameter's meaning: "
        + "write its ampersands as &amp;"
    }
  }
}

extension UneditableReason: CustomStringConvertible {
  /// A stable name for scripts, in kebab-case.
  public var code: String {
    switch self {
    case .empty: "empty-link"
    case .fragmentOnly: "fragment-link"
    case .scheme: "not-a-web-link"
    case .invalidURL: "invalid-url"
    }
  }

  /// What is wrong and what to do about it.
  public var description: String {
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
