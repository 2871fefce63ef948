/// A row of a table about earnings.
package struct EarningsRow: Sendable, Equatable {
  package enum Subject: Hashable, Sendable {
    /// The page's path from where the program was run.
    case page(String)
    case advertiser(id: String)
    /// A page and the address that its links lead to.
    case link(page: String, destination: String)
    /// `2026-10-31`, in UTC.
    case day(String)
    /// Lines that could not be assigned.
    case rest(Rest)
  }

  /// The reason why earnings are in no row of their own.
  package enum Rest: String, Sendable, CaseIterable {
    /// Nothing stands in u1, or nothing that a click has.
    case withoutClickID = "no-click-id"
    /// The u1 names a click and no link: no code of the map is it, and no link has it.
    case noLink = "u1-of-no-link"
    /// The u1 is that of a link to another advertiser.
    case otherAdvertiser = "u1-of-another-advertiser"
    /// Links of several pages, or several links of a page, have the u1, or an order's lines name several.
    case several = "several-links"
    case noAdvertiser = "no-advertiser"
    case noDate = "no-date"

    /// The row's heading in reports for people.
    package var title: String {
      switch self {
      case .withoutClickID: "no click id"
      case .noLink: "a click id that names no link"
      case .otherAdvertiser: "u1 of a link to another advertiser"
      case .several: "u1 of several links"
      case .noAdvertiser: "no advertiser"
      case .noDate: "no date"
      }
    }
  }

  package let subject: Subject
  /// The advertiser's name; empty where it is not known, and elsewhere.
  package let name: String
  /// The site's links that the row is about; `nil` where links make no difference.
  package let links: Int?
  /// File, line and column of the first of them.
  package let place: String?
  package let figures: OrderFigures

  package init(
    _ subject: Subject, name: String = "", links: Int? = nil, place: String? = nil, _ figures: OrderFigures
  ) {
    self.subject = subject
    self.name = name
    self.links = links
    self.place = place
    self.figures = figures
  }

  package var rest: Rest? { if case .rest(let rest) = subject { rest } else { nil } }
}
