internal import AutoTagBytes

/// A server that answers requests.
protocol RedirectServer: Sendable {
  /// - Parameter visitor: asked where the answer depends on what the site's files do not tell.
  func answer(_ request: ServerRequest, files: SiteFiles, visitor: inout VisitorAnswers) -> ServerAnswer

  /// The paths that it may answer.
  var pathFilter: RedirectPathFilter { get }

  /// The pages of the site that it shows where nothing is, by their decoded paths.
  var errorPages: [[UInt8]] { get }

  /// Returns the paths that its rules are for by their words, of the rules that are asked for.
  func intents(where isWanted: (RedirectRule) -> Bool) -> [RuleIntent]
}

extension RedirectServer {
  var pathFilter: RedirectPathFilter { .everywhere }

  var errorPages: [[UInt8]] { [] }

  func intents(where isWanted: (RedirectRule) -> Bool) -> [RuleIntent] { [] }
}

/// The answer of a server to a request.
package enum ServerAnswer: Sendable {
  /// No rule answers: the site's file at that path is served.
  case pass
  case redirect(ServerRedirect)
  /// A rule serves what stands at another path of the site, without the browser's knowing.
  case serve(path: [UInt8], RedirectRule)
  /// A rule shows what stands at another path of the site, for an error: the browser is told that there is nothing, and
  /// follows what the page says.
  case errorPage(path: [UInt8], RedirectRule)
  /// A rule refuses the request.
  case refuse(status: Int, RedirectRule)
  /// A rule whose effect is not known, and why.
  case unknown(RedirectRule, String)
}

extension ServerAnswer {
  /// Returns true if a browser cannot tell the answers apart.
  func isSame(as other: ServerAnswer) -> Bool {
    switch (self, other) {
    case (.redirect(let first), .redirect(let second)):
      first.status == second.status && first.location == second.location
        && first.queryUnknown == second.queryUnknown
    case (.refuse(let first, _), .refuse(let second, _)): first == second
    case (.serve(let first, _), .serve(let second, _)), (.errorPage(let first, _), .errorPage(let second, _)):
      first == second
    case (.unknown(_, let first), .unknown(_, let second)): first == second
    case (.pass, .pass): true
    default: false
    }
  }
}

/// A redirect that a server answers with.
package struct ServerRedirect: Sendable {
  package var status: Int
  /// The target as the server writes it, relative or not.
  package var location: [UInt8]

  /// True if browsers follow it ("redirect status", Fetch standard); 200 is a page's that leads on.
  var isFollowed: Bool { [200, 301, 302, 303, 307, 308].contains(status) }

  package var locationText: String { location.text }

  package var rule: RedirectRule
  /// The line for which the server refuses the file of the rule, so that it answers with an error instead, or the rule where
  /// its host skips it; `nil` where it redirects.
  var fileFault: RedirectRule?
  /// True if no more of the target is known than where it begins, with its host: a script or a variable adds the rest.
  var isPartial = false
  /// The reason why it is not known if the request's query arrives; `nil` where `location` shows it.
  package var queryUnknown: String?
  /// The target with as much of the query as the rule hands on, where `queryUnknown` says that it may do so; `nil` where
  /// that is not known either.
  var mostQuery: [UInt8]?
  /// The change of a setting after which the answer has the query, for formats whose files nothing is written into;
  /// `nil` where none is known.
  package var remedy: Remedy?

  /// Returns the same redirect where no more of the target is known than where it begins, with its host.
  /// - Parameter reason: the reason why.
  func partial(because reason: String) -> ServerRedirect {
    var redirect = self
    redirect.isPartial = true
    redirect.rule.unknown = reason
    redirect.queryUnknown = reason
    redirect.mostQuery = location
    return redirect
  }

  /// A change of a rule's settings, and the answer after it.
  package struct Remedy: Sendable {
    /// The change in a clause.
    let words: String
    let location: [UInt8]
  }
}
