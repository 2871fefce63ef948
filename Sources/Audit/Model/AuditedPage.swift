internal import AutoTagBytes

/// The links and findings of one page. Pages without links and findings are not reported.
package struct AuditedPage: Sendable, Hashable {
  /// The file's path as `PathText` has it, relative to the site's root with `/`.
  package let path: String

  /// The path for people and programs.
  package let file: String

  /// The page's links, in their order.
  package let links: [AuditedLink]

  /// In the order of the page; those that are ignored or in the baseline are not among them.
  package let findings: [Finding]

  /// - Parameter file: as `PathText` has it.
  package init(file: String, links: [AuditedLink], findings: [Finding]) {
    path = file
    self.file = PathText.shown(file)
    self.links = links
    self.findings = findings
  }
}

/// A link of the inventory: one that a tracking group has to do with.
package struct AuditedLink: Sendable, Hashable {
  /// The kind of a link, by its address.
  package enum Kind: String, Sendable, Hashable, CaseIterable {
    /// `/fs-bin/click?id=…&offerid=…`, and `/fs-bin/stat`.
    case click
    /// `/deeplink?id=…&mid=…&murl=…`.
    case deepLink = "deep-link"
    /// `/link?id=…&offerid=…&type=…`.
    case productLink = "product-link"
    /// A link that redirects lead there.
    case redirect
    /// Any other address of the group, or one that its author marked.
    case other
  }

  /// The prospect that the click id gets to the network.
  package enum State: String, Sendable, Hashable, CaseIterable {
    /// The link has the token, and nothing on the way is known to lose it.
    case trackable
    /// `autotag rewrite` with the same settings makes it trackable.
    case repairable
    /// Somebody has to do something: a finding says what.
    case needsHand = "needs-hand"
  }

  package let line: Int
  package let column: Int

  /// The value of `href`, character references decoded.
  package let href: String

  /// The link's text, its white space collapsed, cut after 100 characters; of a link without text the `alt` of
  /// its image; empty where there is neither.
  package let text: String

  /// The tracking group's name.
  package let group: String
  package let kind: Kind

  /// The parameters of the affiliate address, percent-decoded; `nil` where they are not there.
  package let id: String?
  package let mid: String?
  package let offerid: String?

  /// The address in `murl`, percent-decoded.
  package let destination: String?

  package let state: State

  /// The redirects on the way; `nil` where the link leads to the network by itself.
  package let chain: Chain?

  package init(
    line: Int, column: Int, href: String, text: String, group: String, kind: Kind, id: String?, mid: String?,
    offerid: String?, destination: String?, state: State, chain: Chain?
  ) {
    self.line = line
    self.column = column
    self.href = href
    self.text = text
    self.group = group
    self.kind = kind
    self.id = id
    self.mid = mid
    self.offerid = offerid
    self.destination = destination
    self.state = state
    self.chain = chain
  }

  /// Redirects between a link and its end.
  package struct Chain: Sendable, Hashable {
    package enum Query: String, Sendable, Hashable {
      case forwards, drops, unknown
    }

    package struct Hop: Sendable, Hashable {
      /// The address that is asked for.
      package let from: String
      /// The address in the answer, as it is written.
      package let to: String
      package let status: Int
      /// The file and line of the redirect, as in `.htaccess:9`, or the server that said so.
      let place: MessageText
      package var source: String { place.text }

      /// - Parameter source: with its path as `MessageText` has it.
      package init(from: String, to: String, status: Int, source: String) {
        self.from = from
        self.to = to
        self.status = status
        place = MessageText(source)
      }
    }

    package let hops: [Hop]
    /// The address at its end: the affiliate link.
    package let end: String
    package let query: Query
    /// The index of the hop that decides about the query, and the reason for it; `nil` where all forward it.
    package let decidingHop: Int?
    let words: MessageText?
    package var reason: String? { words?.text }

    /// - Parameter reason: with paths as `MessageText` has them.
    package init(hops: [Hop], end: String, query: Query, decidingHop: Int?, reason: String?) {
      self.hops = hops
      self.end = end
      self.query = query
      self.decidingHop = decidingHop
      words = reason.map { MessageText($0) }
    }
  }
}
