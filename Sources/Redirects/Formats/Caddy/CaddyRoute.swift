internal import AutoTagBytes

/// A directive with its conditions, ready to be carried out.
struct CaddyRoute: Sendable {
  var matchers: CaddyMatcherSet?
  var handlers: [CaddyHandler]
  /// Only the first route of a group that matches is carried out.
  var group: Int?
  var rule: RedirectRule
}

/// The work of a directive on a request.
enum CaddyHandler: Sendable {
  case redirect(CaddyRedirect)
  case rewrite(CaddyText, RedirectRule)
  case change(CaddyURIChange, RedirectRule)
  /// `isConditional`: for some requests only.
  case setRoot([UInt8], isConditional: Bool)
  case setVariable(String, CaddyText)
  case map(CaddyMap)
  /// `header Location`, which `respond` may send with a status.
  case setLocation(CaddyText)
  case respond(status: CaddyText, RedirectRule)
  case refuse(status: Int, RedirectRule)
  /// Files are served. `addsSlash`: a folder with an index that is asked for without a slash at its end is redirected to.
  case files(addsSlash: Bool)
  case routes(CaddyProgram)
  /// Another program, or something that is not understood, answers.
  case unknown(RedirectRule, String)
}

struct CaddyRedirect: Sendable {
  let target: CaddyText
  /// 200 for a page that leads on.
  let status: CaddyText
  let rule: RedirectRule
}

/// `uri`.
enum CaddyURIChange: Sendable {
  case stripPrefix(CaddyText)
  case stripSuffix(CaddyText)
  case replace(CaddyText, by: CaddyText, limit: Int)
  case replacePattern(Pattern, by: CaddyText)
}

/// Routes in the order in which they are asked.
struct CaddyRoutes: Sendable {
  let list: [CaddyRoute]
  let index: CandidateIndex

  init(_ list: [CaddyRoute]) {
    self.list = list
    index = CandidateIndex(list.map { $0.matchers?.prefix })
  }
}

/// The routes of a block in the order of each version.
final class CaddyProgram: Sendable {
  private let old: CaddyRoutes
  /// `nil` where it is the same.
  private let new: CaddyRoutes?

  init(old: CaddyRoutes, new: CaddyRoutes?) { (self.old, self.new) = (old, new) }

  func routes(of version: CaddyVersion) -> CaddyRoutes { version == .old ? old : new ?? old }

  var hasTwoOrders: Bool { new != nil }

  /// True if a redirect answers all requests that no other one does.
  var leadsAllAway: Bool {
    old.list.contains { route in
      route.matchers == nil && route.handlers.contains { if case .redirect = $0 { true } else { false } }
    }
  }

  /// True if it may lead out of the site where nothing is, besides to the site's own pages.
  var redirectsErrors: Bool {
    old.list.contains { route in
      route.handlers.contains { handler in
        switch handler {
        case .redirect, .setLocation, .unknown: true
        case .routes(let program): program.redirectsErrors
        case .rewrite, .change, .setRoot, .setVariable, .map, .respond, .refuse, .files: false
        }
      }
    }
  }

  /// The paths of the pages that it shows for an error of a status.
  func pages(for status: Int) -> [[UInt8]] {
    old.list.flatMap(\.handlers).flatMap { handler -> [[UInt8]] in
      switch handler {
      case .rewrite(let text, _): [text.path(forError: status)].compactMap(\.self)
      case .routes(let program): program.pages(for: status)
      default: []
      }
    }
  }

  /// Adds the beginnings of all paths that the routes may redirect.
  func add(to filter: inout RedirectPathFilter) {
    for route in old.list {
      if let prefix = route.matchers?.prefix {
        if route.handlers.contains(where: \.mayRedirect) { filter.add(prefix.text) }
      } else {
        for handler in route.handlers {
          if case .routes(let program) = handler {
            program.add(to: &filter)
          } else if handler.mayRedirect {
            filter.add(nil)
          }
        }
      }
    }
  }
}

extension CaddyHandler {
  /// True if it may redirect, or lead a request to what does.
  fileprivate var mayRedirect: Bool {
    switch self {
    case .redirect, .rewrite, .change, .respond, .routes, .unknown: true
    case .setRoot, .setVariable, .map, .setLocation, .refuse, .files: false
    }
  }
}

extension CaddyText {
  /// Returns the path that the text is for an error; `nil` where it depends on something else.
  fileprivate func path(forError status: Int) -> [UInt8]? {
    var path: [UInt8] = []
    for part in parts {
      switch part {
      case .literal(let text): path += text
      case .placeholder("http.error.status_code", _): path += "\(status)".utf8
      case .placeholder: return nil
      }
    }
    return Array(path.prefix { $0 != UInt8(ascii: "?") })
  }
}
