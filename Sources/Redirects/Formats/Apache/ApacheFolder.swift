internal import AutoTagBytes

/// The rules of one `.htaccess` file.
struct ApacheFolder: Sendable {
  /// The folder's path in addresses, with a slash at both ends.
  let prefix: [UInt8]
  /// The lines for which httpd refuses the file, with their reasons (`fileFault`): the first of each condition, and the first
  /// of those without one. The rules are then what their author meant.
  private(set) var faults: [RedirectRule] = []
  /// True if the file has any directive of mod_rewrite: it then replaces what the folders above say to it.
  var hasRewriting = false
  /// `RewriteEngine`; `nil` where the file does not say.
  var isEngineOn: Bool?
  /// The condition under which the file says so; `nil` where it always does.
  var engineCondition: RedirectRule.Condition?
  /// The variables of the environment that the file's directives set, in lower case.
  var environment: Set<String> = []
  /// `DirectorySlash`; `nil` where the file does not say.
  var addsSlash: Bool?
  var base: [UInt8]?
  /// The rules of folders above that count here too.
  var inheritance = RewriteInheritance()
  var rewriteRules: [RewriteRule] = []
  var aliases: [AliasRule] = []
  /// The visitors who may ask for what is in the folder.
  var access = ApacheAccess()
  var fallback: (target: [UInt8], rule: RedirectRule)?
  /// `ErrorDocument`, the last of each status last.
  var errorDocuments: [ApacheErrorDocument] = []
  /// Those of the file that are decided for each request, an outer one before those in it.
  var sections: [ApacheSection] = []
  /// True if a document of the file may lead a link elsewhere where nothing is. Of the site's pages only that is asked here
  /// which rules may redirect.
  var mayRedirectErrors: Bool {
    errorDocuments.contains { document in
      guard document.error == 404 else { return false }
      return switch document.target {
      case .address, .unknown: true
      case .path(let path): hasRewriting && !path.hasSuffix(".html")
      case .text: false
      }
    }
  }

  private(set) var rewriteIndex = CandidateIndex([])
  private(set) var aliasIndex = CandidateIndex([])

  init(prefix: String) {
    self.prefix = Array(prefix.utf8)
  }

  mutating func note(fault: RedirectRule) {
    guard !faults.contains(where: { $0.condition == fault.condition }) else { return }
    faults.append(fault)
  }

  mutating func buildIndexes() {
    rewriteIndex = CandidateIndex(rewriteRules.map(\.prefix))
    aliasIndex = CandidateIndex(aliases.map(\.prefix))
    for index in sections.indices { sections[index].folder.buildIndexes() }
  }
}

/// A section of a `.htaccess` file that httpd decides about for each request: `<If>`, `<ElseIf>`, `<Else>`, `<Files>` and
/// `<FilesMatch>`.
///
/// Its directives of mod_rewrite replace those of the folder and of the sections before it; its aliases come first.
struct ApacheSection: Sendable {
  struct Condition: Sendable {
    let test: ApacheSectionTest
    let isNegated: Bool
    /// The section without its negation, as a noun for questions.
    let text: String
  }

  /// The condition of the sections around it that are decided when the server starts; `nil` where it stands in none.
  let outer: RedirectRule.Condition?
  /// All of them must hold.
  let conditions: [Condition]
  /// `<If>` and its kin come after `<Files>`.
  let isExpression: Bool
  /// The line that it begins in.
  let line: Int
  /// Its directives.
  var folder: ApacheFolder
}
