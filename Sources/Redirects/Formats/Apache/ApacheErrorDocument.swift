internal import AutoTagBytes

/// An `ErrorDocument` (httpd.apache.org/docs/2.4/mod/core.html#errordocument).
struct ApacheErrorDocument: Sendable {
  enum Target: Sendable {
    /// "the client will be redirected": with 302, whatever the error is.
    case address([UInt8])
    /// A path of the site, which is asked for in the request's place.
    case path([UInt8])
    /// A text, or httpd's own.
    case text
    case unknown(String)
  }

  let error: Int
  let target: Target
  let rule: RedirectRule

  init(_ directive: ApacheDirective, rule: RedirectRule) throws(MalformedRule) {
    let words = directive.words
    guard let error = words.first.flatMap({ Int($0.text) }), (400...599).contains(error), words.count == 2
    else {
      throw MalformedRule(
        "ErrorDocument needs a status and an address, a path or a text in quotes")
    }
    (self.error, self.rule) = (error, rule)
    let text = words[1]
    if text.hasPrefix("/") {
      target = text.contains(UInt8(ascii: "%")) ? .unknown("an expression makes its path") : .path(text)
    } else if AliasRule.isAddress(text) {
      target = .address(text)
    } else {
      target = .text
    }
  }
}
