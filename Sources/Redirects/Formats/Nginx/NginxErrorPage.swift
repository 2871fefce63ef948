internal import AutoTagBytes

/// An `error_page` (nginx.org/en/docs/http/ngx_http_core_module.html#error_page): the answer instead of an error.
struct NginxErrorPage: Sendable {
  enum Status: Sendable, Equatable {
    /// That of the error.
    case ofError
    /// `=`: that of the answer.
    case ofAnswer
    /// `=301`
    case fixed(Int)
  }

  let errors: [Int]
  let status: Status
  /// An address, a path of the site, or the name of a location with its `@`.
  let target: NginxText
  let rule: RedirectRule

  init(_ directive: NginxDirective, rule: RedirectRule) throws(MalformedRule) {
    var words = Array(directive.arguments)
    guard let target = words.popLast(), !words.isEmpty else {
      throw MalformedRule("error_page needs a status and an address")
    }
    var status = Status.ofError
    if let last = words.last, last.first == UInt8(ascii: "=") {
      words.removeLast()
      let number = last.count > 1 ? Int(Array(last.dropFirst()).text) : 0
      guard let number else { throw MalformedRule("\(last.text) is no status") }
      status = number == 0 ? .ofAnswer : .fixed(number)
    }
    let errors = words.compactMap { Int($0.text) }.filter { (300...599).contains($0) }
    guard errors.count == words.count, !errors.isEmpty else {
      throw MalformedRule("error_page is for statuses from 300 to 599")
    }
    (self.errors, self.status, self.rule) = (errors, status, rule)
    self.target = try NginxText(target)
  }

  /// True if the browser is told that there is something.
  var hidesError: Bool {
    switch status {
    case .ofError: false
    case .ofAnswer: true
    case .fixed(let status): (200..<300).contains(status)
    }
  }

  /// The status of a redirect: "if an error response is redirected", 302 unless it is one of these.
  var redirectStatus: Int {
    if case .fixed(let status) = status, [301, 302, 303, 307, 308].contains(status) { status } else { 302 }
  }
}
