/// A part of a request as people's browsers send it when a link of a page is clicked.
enum BrowserValue {
  /// The same for all visitors.
  case fixed(String)
  /// One of a few, by the browser.
  case oneOf([String])
  /// Anything; `usually` for most visitors.
  case open(usually: String)

  /// Returns the value of a request header.
  /// - Parameters:
  ///   - name: in lower case, with `-`.
  ///   - origin: the origin that is asked.
  static func header(_ name: String, _ origin: SiteOrigin) -> BrowserValue {
    let isSecure = origin.scheme == "https"
    switch name {
    case "host": return .fixed(origin.hostHeader)
    case "user-agent": return .oneOf(userAgents)
    case "accept": return .oneOf(accepted)
    case "accept-encoding": return .fixed("gzip, deflate, br")
    case "accept-language": return .open(usually: "en-US,en;q=0.9")
    // The page that the link is on is one of the site; some browsers and settings send nothing.
    case "referer":
      // What a rule has of the site's own address cannot be compared where that is not known.
      return SiteOrigin.isStandIn(origin.host)
        ? .open(usually: origin.text + "/") : .oneOf([origin.text + "/", ""])
    // A proxy in front of the server names the scheme that the visitor used; rules that ask for it were written for one.
    case "x-forwarded-proto", "x-forwarded-protocol", "x-forwarded-scheme", "x-url-scheme", "x-scheme",
      "cloudfront-forwarded-proto":
      return .fixed(origin.scheme)
    case "x-forwarded-ssl", "front-end-https", "x-https", "https": return .fixed(isSecure ? "on" : "off")
    case "x-forwarded-port": return .fixed(String(origin.effectivePort))
    case "cf-visitor": return .fixed("{\"scheme\":\"\(origin.scheme)\"}")
    case "x-forwarded-host": return .fixed(origin.hostHeader)
    // No browser sends these for a click on a link.
    case "upgrade", "x-requested-with", "x-wap-profile", "profile", "origin", "range", "x-moz", "purpose",
      "x-purpose", "x-prerender", "x-operamini-phone-ua", "content-type", "content-length", "x-http-method",
      "x-http-method-override":
      return .fixed("")
    default: return .open(usually: "")
    }
  }

  /// Returns true for a header by which a proxy in front of the server names the visitor's scheme.
  /// - Parameter variable: a server's name for it, in lower case.
  static func isOfProxy(_ variable: String) -> Bool {
    [
      "x-forwarded-", "x-scheme", "x-url-scheme", "cloudfront-forwarded-proto", "cf-visitor",
      "front-end-https", "x-https",
    ]
    .contains { variable.replacing("_", with: "-").contains($0) }
  }

  /// The address that a request comes from. The usual one is of a range for documentation (RFC 5737).
  static let remoteAddress = BrowserValue.open(usually: "198.51.100.23")

  /// Browsers on a desktop computer and on phones: rules for mobile visitors tell them apart.
  private static let userAgents = [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 "
      + "Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
      + "Version/17.6 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile "
      + "Safari/537.36",
    "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0",
  ]

  /// `Accept` of Chrome and of Safari, which names no image formats.
  private static let accepted = [
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8",
    "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
  ]
}

extension VisitorAnswers {
  /// Returns the text that the visitor sends, and true where another visitor may send any other.
  /// - Parameters:
  ///   - variable: the server's name for it, in questions.
  ///   - key: the same for all spellings of the name.
  mutating func sent(_ value: BrowserValue, by variable: String, key: String) -> (text: [UInt8], isOpen: Bool)
  {
    switch value {
    case .fixed(let text):
      if BrowserValue.isOfProxy(key) { assumeScheme() }
      return (Array(text.utf8), false)
    case .open(let usually): return (Array(usually.utf8), true)
    case .oneOf(let texts):
      assumeBrowser()
      let index = choose(key, texts.map { "\(variable) is “\($0)”" }, nil)
      return (Array((texts.indices.contains(index) ? texts[index] : "").utf8), false)
    }
  }
}
