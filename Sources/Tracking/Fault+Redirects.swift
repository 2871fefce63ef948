internal import AutoTagBytes

// Faults of redirect files, of the lock file and of a run as a whole.

extension Fault {
  package static func redirectNotFollowed(because reason: String) -> Fault {
    Fault(
      .redirectNotUnderstood,
      "the rule is not followed: \(reason), so that nobody can tell where the links lead that meet it")
  }

  package static func tokenRefused(_ group: TrackingGroup) -> Fault {
    Fault(
      .tokenRefused,
      "the rule stops links to \(group.name) whose query has \(group.token) as it stands, as it does wherever AnyTrack's script "
        + "did not run; with a click id in its place they get there",
      fix: "let the rule pass what has \(group.writtenToken) in its query, as by a condition in front of it")
  }

  /// - Parameter condition: as it is written.
  package static func visitorAssumed(_ group: TrackingGroup, deciding condition: String) -> Fault {
    Fault(
      .visitorAssumed,
      "the way of links to \(group.name) is that of a person's browser, under the site's own scheme, by which “\(condition)” was "
        + "decided; others, such as bots, may be led elsewhere")
  }

  /// - Parameter change: in a clause.
  package static func redirectMended(_ change: String) -> Fault {
    Fault(
      .redirectMended,
      "the rule drops the query, and autotag rewrite changes it so that it hands the query on",
      fix: change)
  }

  package static func redirectNotMended(because reason: String) -> Fault {
    Fault(
      .redirectNotMended,
      "the rule drops the query and stays as it is, so that its links are treated as by redirects: auto: \(reason)"
    )
  }

  package static let redirectFileChanged = Fault(
    .pageChanged, "the redirect file was changed by another program meanwhile", fix: "run again")

  package static func inferredAddress(_ address: String) -> Fault {
    Fault(
      .addressInferred, "the site is taken to be at \(address), as this says",
      fix: "set base-url if it is another")
  }

  /// - Parameter hosts: each with the file that names it.
  package static func ambiguousAddress(_ hosts: [String]) -> Fault {
    Fault(
      .addressInferred,
      "the site's address is not known, and its files name several: \(hosts.joined(separator: ", ")); the redirects are "
        + "followed for each", fix: "set base-url")
  }

  /// A rule for links with a whole address, of which nobody knows whether it is the site's.
  package static func unknownAddress(_ host: String, leadsTo group: TrackingGroup) -> Fault {
    Fault(
      .addressUnknown,
      "the site's address is not known: if \(host) is the site itself, this leads links to it to \(group.name), and they are "
        + "not tagged", fix: "set base-url")
  }

  /// - Parameters:
  ///   - other: the ways of other visitors, in words.
  ///   - canTag: true if the redirect link itself hands the click id on.
  package static func redirectDependsOnVisitor(at location: String, _ other: String, canTag: Bool) -> Fault {
    Fault(
      .redirectDependsOnVisitor, "\(location) does not lead all visitors to one address: \(other)",
      fix: canTag ? "let it lead all to one, or set redirects to tag" : "let it lead all to one")
  }

  package static let linkedServerFile = Fault(
    .redirectsNotRead,
    "a symbolic link is not followed, and the file behind it leads to a tracking group: name that file under "
      + "redirects.sources", severity: .note)

  /// - Parameter links: the link, and how many others there are.
  package static func redirectNotResolved(_ links: String, because reason: String) -> Fault {
    Fault(.redirectNotResolved, "\(links): \(reason)")
  }

  /// - Parameter asked: when the server was asked, as in “more than 90 days ago”.
  package static func staleLockEntry(_ link: String, asked: String) -> Fault {
    Fault(.staleLockEntry, "where \(link) leads was asked \(asked)", fix: "run with --online")
  }

  package static func notInLock(_ link: String) -> Fault {
    Fault(.notInLock, "where \(link) leads is not known", fix: "run with --online")
  }
}

extension Fault {
  package static func fewerLinks(of group: String, now: Int, then: Int) -> Fault {
    Fault(
      .fewerLinks,
      "the last run found \(then) affiliate \(then == 1 ? "link" : "links") of \(group), and this one \(now)",
      fix: "look for pages that are gone, links that were changed and redirects that lead elsewhere")
  }

  /// - Parameter beginsOutside: it begins with the name of the site's own folder, or is an absolute path.
  package static func globMatchesNothing(_ glob: String, beginsOutside: Bool) -> Fault {
    Fault(
      .globMatchesNothing, "the glob '\(glob)' matches no file and no folder of the site",
      fix: beginsOutside
        ? "paths in globs begin at the site's root, so leave out what leads to it" : "correct it or remove it"
    )
  }

  package static func moreLosses(now: Int, then: Int) -> Fault {
    Fault(
      .moreLosses,
      "in the last run \(then == 0 ? "no click id" : then == 1 ? "1 click id" : "\(then) click ids") would be "
        + "lost, and in this one \(now)",
      fix: "mend what is new among the losses")
  }
}
