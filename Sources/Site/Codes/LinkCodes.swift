package import AutoTagTracking
internal import Synchronization

/// Counts of the codes that a run gave out.
package struct LinkCodeCounts: Sendable, Equatable {
  /// Codes that the map did not have.
  package let new: Int
  /// Codes that went over to a page that was moved.
  package let moved: Int

  package init(new: Int, moved: Int) { (self.new, self.moved) = (new, moved) }

  static func + (one: LinkCodeCounts, other: LinkCodeCounts) -> LinkCodeCounts {
    LinkCodeCounts(new: one.new + other.new, moved: one.moved + other.moved)
  }
}

/// The codes of a site's links: the map's, and those that links without one get. Workers share it.
///
/// A link's code is made from its page and its destination alone, unless the map has another for it. Only who has seen all
/// links knows which page was moved and which codes collide, so a run surveys the links first (`noting`) and gives out
/// codes afterwards (`assigned`).
package final class LinkCodes: Sendable {
  package let map: LinkCodeMap
  let isNoting: Bool
  /// The noted places, with the code that their links carry already where it is one of the map.
  private let noted = Mutex<[LinkPlace: String?]>([:])

  /// - Parameter map: the codes that places have.
  package init(_ map: LinkCodeMap) {
    self.map = map
    isNoting = false
  }

  private init(noting map: LinkCodeMap) {
    self.map = map
    isNoting = true
  }

  /// Returns the same, which notes the places that it is asked about.
  func noting() -> LinkCodes { LinkCodes(noting: map) }

  /// Returns the code of the links from a page to a destination.
  func code(of place: LinkPlace) -> String { map.codes[place] ?? LinkCode.of(place) }

  /// Returns the place that a code was given to; `nil` where the map does not know it.
  func place(of code: String) -> LinkPlace? { map.places[code] }

  /// Notes a place, where this notes any.
  /// - Parameter carried: the value in the subid parameter of a link there.
  func note(_ place: LinkPlace, carried: String?) {
    guard isNoting else { return }
    let known = carried.flatMap { map.places[$0] == nil ? nil : $0 }
    noted.withLock { noted in
      if let old = noted[place], old != nil || known == nil { return }
      noted[place] = .some(known)
    }
  }

  /// The changes of a map by a survey.
  struct Assignment {
    let codes: LinkCodes
    let counts: LinkCodeCounts
  }

  /// Returns the codes for all places that were noted: the map's; for a page that was moved those of the page that is gone;
  /// else codes of their own. The same for any order of the notes.
  /// - Parameter isThere: returns true if the site has a page of that path.
  func assigned(isThere: (String) -> Bool) -> Assignment {
    let places = noted.withLock { $0 }
    var map = map
    let unknown = places.filter { map.codes[$0.key] == nil }
    guard !unknown.isEmpty else {
      return Assignment(codes: LinkCodes(map), counts: LinkCodeCounts(new: 0, moved: 0))
    }
    var moved = 0
    func move(_ code: String, to place: LinkPlace) {
      map.set(code, for: place)
      moved += 1
    }
    let gone = Dictionary(grouping: map.codes.keys, by: \.page).filter { !isThere($0.key) }
    // Links that were tagged where they are took their codes with them.
    for (place, carried) in unknown.sorted(by: { $0.key < $1.key }) {
      guard let carried, let old = map.places[carried], gone[old.page] != nil,
        old.destination == place.destination
      else { continue }
      move(carried, to: place)
    }
    // A new page with the destinations of a page that is gone is that page, where no other may be.
    let knownPages = Set(places.keys.filter { map.codes[$0] != nil }.map(\.page))
    let newPages = Dictionary(grouping: places.keys, by: \.page).filter { !knownPages.contains($0.key) }
    func byDestinations(_ pages: [String: [LinkPlace]]) -> [Set<String>: [String]] {
      Dictionary(grouping: pages.keys) { Set((pages[$0] ?? []).map(\.destination)) }
    }
    let goneByDestinations = byDestinations(gone)
    for (destinations, pages) in byDestinations(newPages) {
      for (old, new) in Self.pairs(goneByDestinations[destinations] ?? [], pages) {
        for destination in destinations {
          guard let code = map.codes[LinkPlace(page: old, destination: destination)] else { continue }
          move(code, to: LinkPlace(page: new, destination: destination))
        }
      }
    }
    var new = 0
    for place in unknown.keys.sorted() where map.codes[place] == nil {
      var attempt = 0
      while map.places[LinkCode.of(place, attempt: attempt)] != nil { attempt += 1 }
      map.set(LinkCode.of(place, attempt: attempt), for: place)
      new += 1
    }
    return Assignment(codes: LinkCodes(map), counts: LinkCodeCounts(new: new, moved: moved))
  }

  /// Returns the pages that are gone with the new ones in their place: the only one of each, or those of one name.
  private static func pairs(_ gone: [String], _ new: [String]) -> [(old: String, new: String)] {
    if gone.count == 1, new.count == 1 { return [(gone[0], new[0])] }
    let oldByName = Dictionary(grouping: gone, by: name)
    return Dictionary(grouping: new, by: name).compactMap { name, pages in
      guard pages.count == 1, let old = oldByName[name], old.count == 1 else { return nil }
      return (old[0], pages[0])
    }
  }

  /// The part of a page's path that stays when its folder is moved: the last name, or that of its folder for an index.
  private static func name(of page: String) -> String {
    let names = page.split(separator: "/")
    let isIndex = names.last.map { $0.hasPrefix("index.") } ?? false
    return names.suffix(isIndex ? 2 : 1).joined(separator: "/")
  }
}
