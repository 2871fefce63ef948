import AutoTagBytes
import AutoTagHTML
import AutoTagSite
import AutoTagTracking

/// `Instructions PART TIMES`: does one part of the work so many times. Run under callgrind with two numbers of times,
/// the difference is what the part takes, whatever starting the program takes.
@main
struct Instructions {
  static func main() {
    let arguments = CommandLine.arguments
    guard arguments.count == 3, let times = Int(arguments[2]), let part = parts[arguments[1]] else {
      print(parts.keys.sorted().joined(separator: "\n"))
      return
    }
    let work = part()
    var sum = 0
    for _ in 0..<times { sum &+= work() }
    print(sum)
  }

  /// Each makes ready, and gives what is to be counted.
  private static let parts: [String: @Sendable () -> () -> Int] = [
    "lexer": {
      // No anchor may matter, so that what is left is to find the tags.
      let page = SamplePage.make(links: 400, affiliateEvery: 10)
      let reader = LinkReader()
      return { links(page, reader) { _, _, _ in false } }
    },
    "character-references": {
      let values = SamplePage.values
      return { values.reduce(0) { $0 &+ CharacterReferences.decode($1.span).bytes.count } }
    },
    "classifier": {
      let page = SamplePage.make(links: 400, affiliateEvery: 10)
      let all = (try? LinkReader().links(of: page.span) { _, _, _ in true })?.links ?? []
      let classifier = LinkClassifier(groups: [.rakuten])
      return { all.count { classifier.classify($0) != .unrelated } }
    },
    "page-view": {
      // Every anchor goes to libxml2; the lexer's part is in it.
      let page = SamplePage.make(links: 400, affiliateEvery: 10)
      let reader = LinkReader()
      return { links(page, reader) { _, _, _ in true } }
    },
    "prefilter": {
      let page = SamplePage.make(links: 400, affiliateEvery: 0)
      let prefilter = PagePrefilter(
        classifier: LinkClassifier(groups: [.rakuten]), relativeLinksMayMatter: false)
      return { prefilter.mayHoldLink(page.span) ? 1 : 0 }
    },
    "whole-page": {
      let page = SamplePage.make(links: 400, affiliateEvery: 10)
      let rewriter = PageRewriter(rules: TaggingOptions())
      return { rewriter.rewrite(page, file: "index.html").edits.count }
    },
  ]

  private static func links(
    _ page: [UInt8], _ reader: LinkReader, where mayMatter: LinkReader.MayMatter
  ) -> Int {
    (try? reader.links(of: page.span, where: mayMatter))?.links.count ?? -1
  }
}
