/// Reads one format of redirect files: the file's bytes in, its rules out. Nothing here opens a file.
package protocol RedirectSource: Sendable {
  /// Reads a file.
  /// - Parameters:
  ///   - file: its bytes. Whatever they are, the answer is rules and diagnostics, never a crash.
  ///   - name: the file's path as messages show it.
  ///   - prefix: the part of every address in front of the file's rules, such as `/shop/` for an
  ///     `.htaccess` in the folder `shop`; `/` for the site's root.
  func read(_ file: [UInt8], named name: String, prefix: String) -> LoadedSource
}

/// A redirect file that was read.
package struct LoadedSource: Sendable {
  package let format: RedirectFormat

  /// The file's path as messages show it.
  package let file: String

  /// The file's rules, in its order, those that are not understood too.
  package let rules: [RedirectRule]

  package let diagnostics: [RedirectDiagnostic]

  /// What answers requests.
  let program: Program

  enum Program: Sendable {
    /// Answers by itself.
    case server(any RedirectServer)
    /// One of the `.htaccess` files that answer together.
    case folder(ApacheFolder)
    /// A page, by its path.
    case stub(path: String, RedirectPage)
    /// Says nothing.
    case none
  }

  init(
    _ format: RedirectFormat, file: String, rules: [RedirectRule], diagnostics: [RedirectDiagnostic],
    program: Program
  ) {
    self.format = format
    self.file = file
    self.rules = rules
    self.diagnostics = diagnostics
    self.program = program
  }
}

extension RedirectFormat {
  /// The reader of the format.
  package var source: any RedirectSource {
    switch self {
    case .netlify: RedirectsFileSource(dialect: .netlify)
    case .cloudflare: RedirectsFileSource(dialect: .cloudflare)
    case .netlifyTOML: NetlifyTOMLSource()
    case .vercel: VercelSource()
    case .htaccess: ApacheSource()
    case .nginx: NginxSource()
    case .prettyLinks: PrettyLinksSource()
    case .thirstyAffiliates: ThirstyAffiliatesSource()
    case .redirectionCSV: RedirectionCSVSource()
    case .redirectionJSON: RedirectionJSONSource()
    case .csv: TwoColumnSource()
    case .stub: RedirectPageSource()
    }
  }

  /// The format that a file of that name has in a site or beside it; `nil` where the name does not tell.
  ///
  /// `_redirects` is taken for Netlify's: Cloudflare's differs in few rules, and the configuration can name
  /// it.
  package static func of(fileName: String) -> RedirectFormat? {
    switch fileName {
    case "_redirects": .netlify
    case "netlify.toml": .netlifyTOML
    case "vercel.json": .vercel
    case ".htaccess": .htaccess
    case "nginx.conf": .nginx
    default: nil
    }
  }
}
