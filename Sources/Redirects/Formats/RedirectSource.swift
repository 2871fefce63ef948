/// A reader of one format of redirect files: the file's bytes in, its rules out. It opens no file itself.
package protocol RedirectSource: Sendable {
  /// Reads a file.
  /// - Parameters:
  ///   - file: its bytes. Whatever they are, the answer is rules and diagnostics, never a crash.
  ///   - name: the file's path as messages show it.
  ///   - prefix: the part of every address in front of the file's rules, such as `/shop/` for an
  ///     `.htaccess` in the folder `shop`; `/` for the site's root.
  func read(_ file: [UInt8], named name: String, prefix: String) -> LoadedSource

  /// Reads a file whose format lets it include others.
  func read(
    _ file: [UInt8], named name: String, prefix: String, including files: IncludedFiles
  ) -> LoadedSource
}

extension RedirectSource {
  package func read(
    _ file: [UInt8], named name: String, prefix: String, including files: IncludedFiles
  ) -> LoadedSource {
    read(file, named: name, prefix: prefix)
  }
}

/// A redirect file that was read.
package struct LoadedSource: Sendable {
  package let format: RedirectFormat

  /// The file's path as messages show it.
  package let file: String

  /// The file's rules, in its order, those that are not understood too.
  package let rules: [RedirectRule]

  package let diagnostics: [RedirectDiagnostic]

  /// The signs of the site's own address in the rules.
  package let origins: [SiteOriginHint]

  /// The part that answers requests.
  let program: Program

  /// Rules that it has or names besides, and that are not read.
  package let unread: [UnreadRules]

  /// The file itself, where its rules can be mended in it; `nil` for others.
  package var original: Original?

  /// A redirect file as it is, and a way to read it with changes.
  package struct Original: Sendable {
    package let bytes: [UInt8]
    let prefix: String
    let read: @Sendable ([UInt8]) -> LoadedSource

    /// - Parameters:
    ///   - prefix: the path in front of the file's addresses.
    ///   - read: reads other bytes as if they were the file's.
    package init(_ bytes: [UInt8], prefix: String, read: @escaping @Sendable ([UInt8]) -> LoadedSource) {
      (self.bytes, self.prefix, self.read) = (bytes, prefix, read)
    }
  }

  /// The cases' values stand elsewhere: sources are many, most of them pages, and lists of them are sorted.
  indirect enum Program: Sendable {
    /// A server that answers by itself.
    case server(any RedirectServer)
    /// One of the `.htaccess` files that answer together.
    case folder(ApacheFolder)
    case redirectPage(RedirectPage)
    /// No answer.
    case none
  }

  init(
    _ format: RedirectFormat, file: String, rules: [RedirectRule], diagnostics: [RedirectDiagnostic],
    origins: [SiteOriginHint] = [], unread: [UnreadRules] = [], program: Program
  ) {
    self.format = format
    self.file = file
    self.rules = rules
    self.diagnostics = diagnostics
    self.origins = origins
    self.unread = unread
    self.program = program
  }
}
