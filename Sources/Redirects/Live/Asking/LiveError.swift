internal import AutoTagFiles
internal import AutoTagWebURL

/// The reason why a redirect could not be asked for, or why its answer is of no use.
package struct LiveError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kind of failure.
  package enum Kind: String, Sendable, CaseIterable {
    case hostNotNamed = "host-not-named"
    case privateAddress = "private-address"
    case unknownHost = "unknown-host"
    case connectionRefused = "connection-refused"
    case timeout
    case untrustedCertificate = "untrusted-certificate"
    case tls
    case brokenAnswer = "broken-answer"
    case noLocation = "no-location"
    case conflictingLocations = "conflicting-locations"
    case status
    case tooManyRequests = "too-many-requests"
    case hostSilent = "host-silent"
    case noClient = "no-client"
  }

  package let kind: Kind
  /// The fault and what to do about it.
  package let description: String

  init(_ kind: Kind, _ description: String) {
    self.kind = kind
    self.description = description
  }

  /// True if nothing was heard of the server.
  var isSilence: Bool {
    switch kind {
    case .unknownHost, .connectionRefused, .timeout, .hostSilent: true
    default: false
    }
  }

  static func hostNotNamed(_ url: WebURL) -> LiveError {
    let host = url.hostName + (url.port.map { ":\($0)" } ?? "")
    return LiveError(
      .hostNotNamed,
      "\(host) is not among the hosts that may be asked: add it to redirects.online.hosts if it is yours")
  }

  init(_ failure: HTTPFailure, _ url: WebURL, _ options: LiveOptions) {
    let host = url.hostName
    switch failure {
    case .unknownHost:
      self.init(
        .unknownHost, "\(host) has no address: check the link's spelling and this machine's network")
    case .privateAddress(let address):
      self.init(
        .privateAddress,
        "\(host) leads to \(address), which is no address of the public internet, and was not asked: "
          + "if it is meant, name the address itself in redirects.online.hosts")
    case .refused:
      self.init(.connectionRefused, "\(host) does not accept connections: is its web server running?")
    case .timeout:
      self.init(
        .timeout,
        "\(host) did not answer within \(options.timeout.seconds) s: try again later, or raise the timeout")
    case .certificate(let reason):
      self.init(
        .untrustedCertificate,
        "\(host) shows a certificate that is not trusted (\(reason)): renew it, or trust its issuer")
    case .tls(let reason):
      self.init(.tls, "no encrypted connection with \(host) (\(reason)): check the server's TLS settings")
    case .broken(let reason):
      self.init(
        .brokenAnswer, "\(host) gave no valid answer (\(reason)): look into the server's error log")
    case .noClient:
      self.init(
        .noClient,
        CurlLibrary.canBeOpened
          ? "live resolution needs libcurl: install it, on Debian and Ubuntu as libcurl4"
          : "live resolution needs libcurl, which this static program cannot open: install autotag's .deb, "
            + "or build autotag where it runs")
    }
  }

  static func longLocation(_ url: WebURL) -> LiveError {
    LiveError(
      .brokenAnswer,
      "\(url.hostName) leads to an address of more than \(HTTPLimits.longestLocation / 1024) KB: shorten the link"
    )
  }

  static func silent(_ url: WebURL) -> LiveError {
    LiveError(
      .hostSilent,
      "\(url.hostName) left \(HostRateLimiter.silentLimit) addresses in a row unanswered; this one was "
        + "not asked: try again later")
  }

  static func status(_ status: Int, _ url: WebURL) -> LiveError {
    switch status {
    case 429:
      LiveError(
        .tooManyRequests, "\(url.hostName) asks for fewer requests (429): run again later")
    case 401, 403:
      LiveError(
        .status,
        "the server refuses the request (\(status)): let \(url.hostName) answer this machine, "
          + "or name the redirect in redirects.sources")
    case 500...:
      LiveError(.status, "the server fails (\(status)): look into its error log, or try again later")
    default:
      LiveError(
        .status, "the server answers \(status), which leads nowhere: correct the link or the redirect")
    }
  }

  static func pause(_ seconds: Int, _ url: WebURL, _ status: Int) -> LiveError {
    LiveError(
      .tooManyRequests,
      "\(url.hostName) asks for a pause of \(seconds) s (\(status)): run again after it")
  }
}

extension Duration {
  /// The seconds for people: `20`, `0.3`.
  fileprivate var seconds: String {
    let tenths = (milliseconds + 50) / 100
    return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
  }
}
