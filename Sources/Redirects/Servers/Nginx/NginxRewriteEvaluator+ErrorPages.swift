internal import AutoTagBytes

// The answer in the place of an error.

extension NginxRewriteEvaluator {
  /// Returns the content of the page for an error (`ngx_http_send_error_page`).
  mutating func show(_ page: NginxErrorPage) -> Content {
    let target: [UInt8]
    switch expand(page.target) {
    case .unknown(let reason): return .answer(.unknown(page.rule, reason))
    case .known(let expanded): target = expanded
    }
    if let reason = openReason { return .answer(.unknown(page.rule, reason)) }
    switch target.first {
    case UInt8(ascii: "@"): return .named(target.text)
    case UInt8(ascii: "/"):
      goOn(to: target, by: page.rule)
      return .path
    default:
      return .answer(
        redirect(ServerRedirect(status: page.redirectStatus, location: target, rule: page.rule)))
    }
  }
}
