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
  private(set) var firstWithoutTag: String?
  /// In the order in which they were seen first.
  private(set) var properties: [Property] = []
  private var indices: [String: Int] = [:]
  /// The most properties that are kept: a site that makes one up for each page does not fill the memory.
  private let mostProperties: Int

  /// More properties than a site can mean.
  static let mostToldProperties = 64

  init(mostProperties: Int = mostToldProperties) { self.mostProperties = mostProperties }

  /// Adds a property that was seen.
  mutating func add(_ property: Property) {
    if let known = indices[property.first.property] {
      let first = property.comesBefore(properties[known]) ? property.first : properties[known].first
      properties[known] = Property(first: first, pages: properties[known].pages + property.pages)
    } else if properties.count < mostProperties {
      indices[property.first.property] = properties.count
      properties.append(property)
    }
  }

  /// Adds a page that should have the tag and has not.
  mutating func add(pageWithoutTag file: String) {
    if let first = firstWithoutTag, !TreeOrder.precedes(file, first) { return }
    firstWithoutTag = file
  }
}

extension SiteSightings {
  /// The same, as a run over the whole site has it: its properties in the order of the tree, and no more than are told of.
  var ofWholeSite: SiteSightings {
    var whole = SiteSightings()
    (whole.pagesWithTokens, whole.pagesWithTag) = (pagesWithTokens, pagesWithTag)
    whole.firstWithoutTag = firstWithoutTag
    for property in properties.sorted(by: { $0.comesBefore($1) }) { whole.add(property) }
    return whole
  }
}

extension SiteSightings.Property {
  /// Returns true if the first page is before that of another property, or the tag before its on the same page.
  func comesBefore(_ other: SiteSightings.Property) -> Bool {
    guard first.file == other.first.file else { return TreeOrder.precedes(first.file, other.first.file) }
    return first.range.lowerBound < other.first.range.lowerBound
  }
}
