/// Why a page's links cannot be told for sure. The page is to be left as it is.
package enum PageError: Error, Sendable, Equatable, CustomStringConvertible {
  /// libxml2 does not report the anchors that were given to it.
  case parserDisagrees
  /// The page's elements are nested so deep and wrong that following them takes too long.
  case tooTangled
  /// The page is larger than 2 GiB.
  case tooLarge(bytes: Int)

  package var description: String {
    switch self {
    case .parserDisagrees:
      "libxml2 reads other links on this page than the tag lexer; the page was left as it is. "
        + "Please report it with the page."
    case .tooTangled:
      "the page's elements are mis-nested so deep that its links cannot be told in time; it was left as it is"
    case .tooLarge(let bytes):
      "the page has \(bytes) bytes, more than the 2 GiB that a page may have; it was left as it is"
    }
  }
}
