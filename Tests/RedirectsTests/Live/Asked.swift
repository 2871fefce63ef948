import AutoTagRedirects
import AutoTagWebURL
import Foundation
import TestSupport
import Testing

/// Options with which a test ends soon.
func quickOptions(_ hosts: [String]) throws -> LiveOptions {
  var options = LiveOptions(hosts: try hosts.map { try NamedHost($0) })
  options.timeout = .seconds(2)
  options.idleTimeout = .seconds(1)
  options.pause = .milliseconds(20)
  options.userAgent = "autotag/test"
  return options
}

/// The result for one link, and the requests that were made for it.
struct Asked {
  let chain: LiveChain
  let requests: [OddServer.Request]
  let took: Duration

  /// Resolves a path of a server of its own.
  init(_ path: String, _ change: (inout LiveOptions) -> Void = { _ in }) throws {
    let server = try OddServer()
    var options = try quickOptions([server.name])
    change(&options)
    let url = try server.url(path)
    let start = ContinuousClock.now
    let resolver = LiveResolver(options)
    let chains = resolver.resolve([url])
    took = .now - start
    chain = try #require(chains.first)
    requests = try server.requests
  }

  var methods: [String] { requests.map(\.method) }

  var error: LiveError? {
    if case .failed(_, let error) = chain.end { error } else { nil }
  }
}

let offer = "https://click.linksynergy.com/deeplink?id=A*b/C&mid=1&murl=https%3A%2F%2Fshop.example%2F"

extension OddServer {
  func url(_ path: String) throws -> WebURL {
    try #require(WebURL(root + path)?.requestable)
  }
}
