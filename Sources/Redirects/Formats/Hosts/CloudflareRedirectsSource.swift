internal import AutoTagBytes
internal import AutoTagWebURL

/// `_redirects` as Cloudflare Pages and Workers read it: developers.cloudflare.com/pages/configuration/redirects, the
/// lines as cloudflare/workers-sdk's packages/workers-shared takes them apart (August 2026).
///
/// The query of a target goes before the request's, which is then dropped (`handleRedirects` of its asset-worker and of
/// pages-shared); no rule can ask for a parameter.
package struct CloudflareRedirectsSource: RedirectSource {
  package init() {}

  private static let mostStatic = 2_000
  private static let mostDynamic = 100
  private static let longestLine = 2_000

  package func read(_ file: [UInt8], named name: String, prefix: String) -> LoadedSource {
    var reader = ListReader(.cloudflare, file: name, prefix: prefix)
    var count = Count()
    var rules: [ListedRule] = []
    /// The reason why nothing more is read.
    var limit: String?
    for (number, bytes) in ByteText.lines(ByteText.withoutMark(file)) {
      let words = bytes.split(whereSeparator: ASCII.isSpace).map { Array($0) }
        .prefix { $0.first != UInt8(ascii: "#") }
      guard !words.isEmpty else { continue }
      if let limit {
        reader.skip(number, words, text: Array(bytes), because: limit, isTold: true)
        continue
      }
      do throws(MalformedRule) {
        if let rule = try rule(Array(words), number, bytes, &count, &reader) {
          rules.append(rule)
        } else if count.dynamic <= Self.mostDynamic {
          reader.skip(
            number, words, text: Array(bytes),
            because: "Cloudflare reads 2,000 rules without * and :name, and skips it",
            isTold: true)
        }
      } catch {
        reader.skip(number, words, text: Array(bytes), because: "Cloudflare skips the line: \(error.message)")
      }
      if count.dynamic > Self.mostDynamic {
        let reason =
          "Cloudflare reads 100 rules with * or :name, those below the first of them counted, and skips the file from "
          + "here on: put the plain rules first, or use Bulk Redirects"
        reader.skip(number, words, text: Array(bytes), because: reason)
        limit = reason
      }
    }
    return reader.finish(rules, spelling: .exact, placeholders: .colonBeginning)
  }

  /// The rules so far, those with a wrong target counted too.
  private struct Count {
    var fixed = 0
    /// Those with `*` or `:name`, and all below the first of them.
    var dynamic = 0
    var sources: Set<[UInt8]> = []
  }

  /// - Returns: `nil` for a rule beyond the most that are read.
  private func rule(
    _ words: [[UInt8]], _ line: Int, _ text: ArraySlice<UInt8>, _ count: inout Count,
    _ reader: inout ListReader
  ) throws(MalformedRule) -> ListedRule? {
    let length = ByteText.trimmed(text).text.utf16.count
    guard length <= Self.longestLine else { throw MalformedRule("it is longer than 2,000 characters") }
    guard words.count == 2 || words.count == 3 else {
      throw MalformedRule(
        "a rule is a path, a target and perhaps a status; parameters and conditions are Netlify's")
    }
    let from = try source(words[0])
    guard let (pattern, names) = PathPattern.placeholders(reader.prefixed(from), starTakesSlash: false) else {
      throw MalformedRule("the source \(words[0].text) cannot be read")
    }
    if names.isEmpty, count.dynamic == 0 {
      count.fixed += 1
      if count.fixed > Self.mostStatic {
        if count.fixed == Self.mostStatic + 1 {
          throw MalformedRule(
            "it is the 2,001st rule without * and :name, and those behind it are skipped too: use Bulk Redirects"
          )
        }
        return nil
      }
    } else {
      count.dynamic += 1
      if count.dynamic > Self.mostDynamic { return nil }
    }
    let target = try target(words[1])
    let isOnSite = target.first == 0x2F
    if isOnSite, from.last == 0x2F || from.hasSuffix("/*"),
      target.hasSuffix("/index") || target.hasSuffix("/index.html")
    {
      throw MalformedRule("Cloudflare leads /index.html back to its folder, which would go round in a circle")
    }
    guard !count.sources.contains(from) else {
      throw MalformedRule("a line above it has the same path")
    }
    for (index, name) in names.enumerated() {
      // Names are replaced by their text, so that `:ab` behind `:a` is `:a` again, and no name may be there twice.
      let isTaken = names[..<index].contains {
        $0 == name || $0 != "splat" && name != "splat" && name.hasPrefix($0)
      }
      guard !isTaken else {
        throw MalformedRule(
          "\(name == "splat" ? "*" : ":\(name)") cannot stand behind what begins with the same name")
      }
    }
    // Last, so that what is advised about it makes the line a good one.
    let status = try status(words.count == 3 ? words[2].text : "302", isOnSite: isOnSite)
    count.sources.insert(from)
    var listed = ListedRule(
      rule: reader.note(line, Array(text).text), pattern: pattern, groups: names,
      action: status == 200 ? .rewrite : .redirect(status: status))
    listed.target = target
    listed.mergesSlashes = !names.isEmpty || count.dynamic > 0
    listed.query = .appendedUnlessOwn
    return listed
  }

  /// Returns the path of a source as Cloudflare compares it: with a slash in front, encoded, without query and fragment.
  private func source(_ word: [UInt8]) throws(MalformedRule) -> [UInt8] {
    guard !word.hasPrefix("https://"), !word.hasPrefix("http://") else {
      throw MalformedRule("the source is a path, without scheme and host")
    }
    guard let url = Self.url(onSite: word) else {
      throw MalformedRule("the source \(word.text) cannot be read")
    }
    return Array(url.path.utf8)
  }

  private func target(_ word: [UInt8]) throws(MalformedRule) -> [UInt8] {
    if word.hasPrefix("https://") {
      // A host with a name to be replaced in it is no address yet.
      guard var url = WebURL(word) else { return word }
      if url.query == "" { url = url.with(query: nil) }
      return Array(url.description.utf8)
    }
    guard word.first == 0x2F else {
      throw MalformedRule("a target is a path that begins with /, or an address that begins with https://")
    }
    guard let url = Self.url(onSite: word) else {
      throw MalformedRule("the target \(word.text) cannot be read")
    }
    let query = url.query.flatMap { $0.isEmpty ? nil : "?" + $0 } ?? ""
    return Array((url.path + query + (url.fragment.map { "#" + $0 } ?? "")).utf8)
  }

  private static func url(onSite path: [UInt8]) -> WebURL? {
    WebURL([UInt8]("https://site.invalid") + (path.first == 0x2F ? path : [0x2F] + path))
  }

  private func status(_ text: String, isOnSite: Bool) throws(MalformedRule) -> Int {
    let number = text.hasSuffix("!") ? Int(text.dropLast()) : Int(text)
    guard let number, [200, 301, 302, 303, 307, 308].contains(number) else {
      throw MalformedRule("\(text) is none of the statuses 200, 301, 302, 303, 307 and 308")
    }
    guard number != 200 || isOnSite else {
      throw MalformedRule("only a path of the site can be served with the status 200")
    }
    guard !text.hasSuffix("!") else {
      throw MalformedRule("the ! behind a status is Netlify's: write \(number)")
    }
    return number
  }
}
