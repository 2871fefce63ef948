internal import AutoTagBytes
package import AutoTagSite
internal import AutoTagText

/// The facts about a part of a site that a report of the whole is made of, beside the part's own pages and counts. A part's
/// report has them, so that `AuditMerge` needs nothing else.
package struct AuditPart: Sendable, Equatable {
  /// The part of the site, and what it went by.
  package struct Head: Sendable, Equatable {
    /// `nil` for the files of a stream.
    package let shard: SiteShard?
    /// The hash of the facts; `nil` where redirects are off.
    package let facts: String?
    /// The globs of pages.
    package let include: [String]

    package init(shard: SiteShard?, facts: String?, include: [String]) {
      (self.shard, self.facts, self.include) = (shard, facts, include)
    }
  }

  /// Files that are no pages and hold addresses of groups, of one ending.
  struct Unread: Sendable, Equatable {
    struct File: Sendable, Equatable {
      let path: String
      /// The file that it was copied from; `nil` where nothing tells.
      let origin: String?
    }

    let ending: String
    let count: Int
    /// The first of them.
    let first: [File]
  }

  /// A finding that the configuration's `audit.ignore` leaves out if it is made.
  struct Ignored: Sendable, Hashable {
    let code: String
    let file: String
  }

  let head: Head
  let sightings: SiteSightings
  let unread: [Unread]
  let ignored: Set<Ignored>
  /// Fingerprints of the baseline that the part found nothing for.
  let unseen: Set<String>
  /// Findings about the site as a whole that are left out in each part alike.
  let ignoredOfSite: Int
  let knownOfSite: [String]
  /// Compressed siblings of pages in a stream, which nobody compared with their pages.
  var siblings = 0

  /// The sentence about such siblings; `nil` for none.
  static func note(onSiblings count: Int) -> String? {
    guard count > 0 else { return nil }
    return
      "\(Count.of(count, "compressed file")) of pages (.gz, .br, .zst): a stream has one file after the other, so that "
      + "none was compared with its page; an audit of the site's folder does that"
  }

  /// The most properties of AnyTrack's tags that a part keeps. The first ones of all parts hold those that the whole tells of.
  static let mostProperties = 64 * SiteSightings.mostToldProperties

  static func unread(_ files: UnreadFiles, _ original: (String) -> String?) -> [Unread] {
    files.kinds.sorted { $0.key < $1.key }.map { ending, kind in
      Unread(
        ending: ending, count: kind.count,
        first: kind.first.map { Unread.File(path: $0, origin: original($0)) })
    }
  }
}

extension AuditOptions {
  /// The part of the site that is audited; `nil` for all of it.
  var part: AuditPart.Head? {
    rewrite.shard.map { AuditPart.Head(shard: $0, facts: rewrite.facts?.hash, include: rewrite.include) }
  }
}
