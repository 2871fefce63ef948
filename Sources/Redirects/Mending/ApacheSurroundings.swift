/// The part of a site's other `.htaccess` files that decides what one of them may be given.
struct ApacheSurroundings: Sendable {
  /// True if turning mod_rewrite on in the file changes what rules of other files do: the rules of folders above would
  /// no longer be asked, and those of folders below could wake up.
  let sharesRewriting: Bool

  static let none = ApacheSurroundings(sharesRewriting: false)

  /// - Parameters:
  ///   - folder: the folder whose file it is.
  ///   - others: the folders of the site with such a file, itself too.
  init(of folder: ApacheFolder, among others: [ApacheFolder]) {
    sharesRewriting = others.contains { other in
      guard other.hasRewriting, other.prefix != folder.prefix else { return false }
      return folder.prefix.starts(with: other.prefix)
        || other.prefix.starts(with: folder.prefix) && other.isEngineOn == nil
    }
  }

  private init(sharesRewriting: Bool) { self.sharesRewriting = sharesRewriting }
}
