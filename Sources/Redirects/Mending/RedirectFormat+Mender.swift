extension RedirectFormat {
  /// True if rules of the format can be mended in their file.
  package var canBeMended: Bool {
    switch self {
    case .htaccess, .nginx, .netlify, .netlifyTOML: true
    default: false
    }
  }

  /// Returns the mender of a file; `nil` for a format without one.
  /// - Parameter surroundings: the other rules of the site that decide what a file may say.
  func mender(of file: [UInt8], prefix: String, _ surroundings: ApacheSurroundings) -> (any RuleMender)? {
    switch self {
    case .htaccess: ApacheMender(file, prefix: prefix, surroundings)
    case .nginx: NginxMender(file)
    case .netlify: NetlifyMender(file)
    case .netlifyTOML: NetlifyTOMLMender(file)
    default: nil
    }
  }
}
