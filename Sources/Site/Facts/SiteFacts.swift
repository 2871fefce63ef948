internal import AutoTagBytes
internal import AutoTagRedirects
internal import AutoTagTracking

/// The facts about a site that its links depend on beside their page: its redirect files and redirecting pages, the answers of
/// servers, the codes of links and, in a file alone, the names of all files. With them a part of a site comes out as a run over
/// all of it would make it.
///
/// They stand in a file of JSON lines, sorted by kind and name, so that those of several parts are put together by merging
/// lines:
///
///     {"fact":"head","kind":"autotag-facts","version":"0.1.0","settings":"9f3c…","names":true}
///     {"fact":"origin","name":"CNAME","line":1,"url":"https://shop.example/"}
///     {"fact":"redirects","name":".htaccess","format":"htaccess","prefix":"/","order":null,"text":"Redirect /go/a …"}
///     {"fact":"include","name":"site.conf","wanted":"go.map","from":null,"files":[{"name":"go.map","text":"…"}]}
///     {"fact":"page","name":"go/b/index.html","text":"<meta http-equiv=refresh …"}
///     {"fact":"lock","text":"…"}
///     {"fact":"codes","text":"…"}
///     {"fact":"file","name":"posts/a.html"}
///     {"fact":"end","hash":"77ab…","bytes":4711}
///
/// A folder's name ends in `/`. Bytes that are no UTF-8 stand as `latin1` in the place of `text`, a character for each.
struct SiteFacts: Sendable {
  /// A redirect file as it is.
  struct RedirectFile: Sendable {
    /// The path as messages show it.
    let name: String
    let format: RedirectFormat
    let prefix: String
    /// The place among the files that no walk finds; `nil` for those of a folder, which are sorted by name.
    let order: Int?
    let bytes: [UInt8]
    var includes: [Include] = []
  }

  /// The answer to a redirect file that includes others.
  struct Include: Sendable {
    let wanted: String
    let from: String?
    let found: IncludedFiles.Found
  }

  /// A page that redirects, as it is.
  struct Page: Sendable {
    let name: String
    let bytes: [UInt8]
  }

  var origins: [SiteOriginHint] = []
  var redirectFiles: [RedirectFile] = []
  var pages: [Page] = []
  /// The lock file; `nil` where the site asks no servers.
  var lock: [UInt8]?
  /// The map of link codes; `nil` where none are used.
  var codes: [UInt8]?

  mutating func add(_ other: SiteFacts) {
    origins += other.origins
    redirectFiles += other.redirectFiles
    pages += other.pages
    lock = lock ?? other.lock
    codes = codes ?? other.codes
  }
}

/// The first line of facts, which they have in common with the runs that may use them.
package struct FactsHead: Sendable, Hashable {
  package let version: String
  /// The hash of the settings that decide what comes out.
  package let settings: String
  /// The part of the site that they are of; `nil` for the whole.
  var shard: SiteShard?
}
