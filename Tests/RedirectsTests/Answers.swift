import AutoTagRedirects
import AutoTagWebURL
import RedirectAgreement
import Testing

extension ServerAnswer {
  /// The answer in one line, for tables: `301 /x`, `301 /x (query unknown)`, `pass`, `serve /x`, `refuse 404`,
  /// `unknown`.
  var summary: String {
    switch self {
    case .pass: "pass"
    case .redirect(let redirect):
      "\(redirect.status) \(redirect.locationText)\(redirect.queryUnknown == nil ? "" : " (query unknown)")"
    case .serve(let path, _): "serve \(String(decoding: path, as: UTF8.self))"
    case .errorPage(let path, _): "error page \(String(decoding: path, as: UTF8.self))"
    case .refuse(let status, _): "refuse \(status)"
    case .unknown: "unknown"
    }
  }
}

/// A rule file, a request and what is answered: to the usual visitor, or, with ` | ` in between, to each kind of them.
struct AnswerCase: Sendable, CustomTestStringConvertible {
  let rules: String
  let request: String
  let answer: String
  var files: [String] = []

  init(_ rules: String, _ request: String, _ answer: String, files: [String] = []) {
    (self.rules, self.request, self.answer, self.files) = (rules, request, answer, files)
  }

  var testDescription: String { "\(request) by \(rules)" }

  func check(_ format: RedirectFormat, prefix: String = "/") throws {
    let source = format.source.read(Array(rules.utf8), named: "rules", prefix: prefix)
    let site = try #require(SiteAddress("https://shop.example/"))
    let map = RedirectMap(sources: [source], site: site, files: SiteFiles(files))
    let url = try #require(WebURL(request, relativeTo: site.root))
    var answers: [String] = []
    for answer in map.serverAnswers(to: ServerRequest(url, site: site)).map(\.summary)
    where !answers.contains(answer) { answers.append(answer) }
    #expect((answer.contains(" | ") ? answers.joined(separator: " | ") : answers.first) == answer)
    try AgreementSite(rules: rules, format, prefix: prefix, empty: files, link: request).expectAgreement()
  }
}
