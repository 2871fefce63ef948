/// The facts about a site's pages of which only all of them together make a finding: AnyTrack's tag, and the files that are
/// no pages.
struct SiteSightings: Sendable, Equatable {
  /// A page that loads AnyTrack's tag for a property.
  struct PropertySighting: Sendable, Equatable {
    let property: String
    let file: String
    let range: Range<Int>
    let line: Int
    let column: Int
    let excerpt: Finding.Excerpt
  }

  /// A property of AnyTrack's tags.
  struct Property: Sendable, Equatable {
    /// The first page, in the order of the tree, that loads the tag for it.
    let first: PropertySighting
    var pages: Int
  }

  /// Pages with links to track, and those of them that have AnyTrack's tag or may get it by Google Tag Manager.
  var pagesWithTokens = 0
  var pagesWithTag = 0
  /// The first page that should have the tag and has not.
  var firstWithoutTag: String?
  /// In the order of their first pages.
  private(set) var properties: [Property] = []
  private var indices: [String: Int] = [:]
  /// The most properties that are kept: a site that makes one up for each page does not fill the memory.
  private let mostProperties: Int

  /// More properties than a site can mean.
  static let mostToldProperties = 64

  init(mostProperties: Int = mostToldProperties) { self.mostProperties = mostProperties }

  /// Adds a property that was seen, in the order of the tree.
  mutating func add(_ property: Property) {
    if let known = indices[property.first.property] {
      properties[known].pages += property.pages
    } else if properties.count < mostProperties {
      indices[property.first.property] = properties.count
      properties.append(property)
    }
  }
}
