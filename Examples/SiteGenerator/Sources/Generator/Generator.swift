import AutoTag
import Files
import Foundation
import HTML

/// `Generator FOLDER`: makes a small site in FOLDER/build, its pages side by side in a task group, tags each before it is
/// written, then makes FOLDER/public of it, where the links behind redirects are tagged too, and audits that.
@main
struct Generator {
  static let deepLink =
    "https://click.linksynergy.com/deeplink?id=8mTrailhead&mid=37110&murl=https%3A%2F%2Fshop.example%2F"
  static let posts = [
    "laces": "<p>Our <a rel=\"sponsored\" href=\"\(deepLink)\">laces</a>.</p>",
    "boots": "<p>These <a rel=\"sponsored\" href=\"/go/boots\">boots</a>.</p>",
    "about": "<p>Nothing to sell here.</p>",
  ]

  static func main() async throws {
    guard let path = CommandLine.arguments.dropFirst().first else {
      print("usage: Generator FOLDER")
      exit(2)
    }
    let build = URL(filePath: path).appending(path: "build")
    let tagger = AutoTagger()
    try await withThrowingTaskGroup(of: (String, TaggedPage).self) { group in
      for (name, body) in posts {
        group.addTask { (name, try tagger.tag(document(title: name, body), path: "\(name)/index.html")) }
      }
      for try await (name, page) in group {
        for problem in page.problems { print(problem) }
        try write(page.bytes, to: build.appending(path: "\(name)/index.html"))
      }
    }
    // The pattern's % is mod_rewrite's own, so that those of the target are escaped.
    let rule = "RewriteRule ^go/boots$ \(deepLink.replacing("%", with: "\\%")) [R=302,L,QSA,NE]"
    try write(Array("RewriteEngine On\n\(rule)\n".utf8), to: build.appending(path: ".htaccess"))

    let summary = try tagger.rewriteSite(at: build.path, to: .folder("\(path)/public"))
    for problem in summary.problems { print(problem) }
    guard summary.failures.isEmpty else { exit(3) }
    print("\(summary.pagesChanged) of \(summary.pagesRead) pages changed")

    let audit = try tagger.auditSite(at: "\(path)/public")
    print("\(audit.trackableLinks) of \(audit.links) links are trackable")
    for finding in audit.findings where finding.severity == .error {
      print("\(finding.file):\(finding.line): \(finding.message)")
    }
  }
}
