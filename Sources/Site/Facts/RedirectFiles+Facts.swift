internal import AutoTagBytes
internal import AutoTagFiles

extension RedirectFiles {
  /// Checks that facts may be of this site, by the redirect files at its root and those that the configuration names in it. A
  /// part of a site may lack them, so that only what is there counts.
  /// - Parameter site: the site's folder, for messages.
  /// - Throws: `SiteError` that names a file which the facts have with other bytes, or do not have.
  func expect(_ facts: FactsFile, of site: String) throws(SiteError) {
    func foreign(_ name: String, _ fault: String) -> SiteError {
      SiteError(
        "\(PathText.shown(ShownPaths(of: site).path(of: name))) \(fault) \(facts.path), which are of another site or older: write "
          + "them anew with autotag scan")
    }
    for file in facts.facts.redirectFiles where isRead(file) {
      guard let bytes = bytes(of: file.name) else { continue }
      if bytes != file.bytes { throw foreign(file.name, "differs from what is in the facts") }
    }
    let known = Set(facts.facts.redirectFiles.map(\.name))
    for name in rootFiles where !known.contains(name) {
      throw foreign(name, "is in the site and not in the facts")
    }
  }

  /// Returns true for a file at the site's root, and for one in the site that the configuration names.
  private func isRead(_ file: SiteFacts.RedirectFile) -> Bool {
    guard !file.name.hasPrefix("/"), !file.name.hasPrefix("../") else { return false }
    return file.order != nil || !file.name.contains("/")
  }
}
