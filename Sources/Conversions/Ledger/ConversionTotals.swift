/// The group of lines that a line is counted in: its state, and of those in error whether they are counted.
package enum Tally: Sendable, CaseIterable {
  case ok
  /// Counted, but no click id can be found for them.
  case withoutClickID
  case deduplicated, discarded
  /// Not counted, since they were not understood; their sums are of the amounts that were.
  case unread

  package var isCounted: Bool { self == .ok || self == .withoutClickID }

  /// The state of its lines.
  package var state: LineState {
    switch self {
    case .ok: .ok
    case .withoutClickID, .unread: .error
    case .deduplicated: .deduplicated
    case .discarded: .discarded
    }
  }

  init(_ state: LineState) {
    switch state {
    case .ok: self = .ok
    case .deduplicated: self = .deduplicated
    case .discarded: self = .discarded
    case .error: self = .withoutClickID
    }
  }
}

/// The sums of lines by what became of them.
package struct TallySums: Sendable, Equatable {
  private var sums = [Sums](repeating: Sums(), count: Tally.allCases.count)

  package init() {}

  package subscript(_ tally: Tally) -> Sums {
    get { sums[Self.index(tally)] }
    set { sums[Self.index(tally)] = newValue }
  }

  private static func index(_ tally: Tally) -> Int {
    switch tally {
    case .ok: 0
    case .withoutClickID: 1
    case .deduplicated: 2
    case .discarded: 3
    case .unread: 4
    }
  }

  private func sum(where isIncluded: (Tally) -> Bool) -> Sums {
    // Parts of a sum that fitted fit; of numbers of both signs a part may not, and then shows as what was added so far.
    Tally.allCases.filter(isIncluded).reduce(into: Sums()) { _ = $0.add(self[$1]) }
  }

  package var counted: Sums { sum { $0.isCounted } }
  package var excluded: Sums { sum { !$0.isCounted } }
  package var all: Sums { sum { _ in true } }
}

package struct CurrencyTotals: Sendable {
  package let currency: Currency
  package internal(set) var sums = TallySums()
  /// The counted lines that are only announced: `is_event` is Y and no commissionable line is there.
  package internal(set) var announced = Sums()
  package internal(set) var orders = 0
  package internal(set) var reversedOrders = 0
  /// Orders that were not taken back, by their event.
  package internal(set) var events: [String: Int] = [:]
}

package struct SourceTotals: Sendable {
  /// The index of the source.
  package let source: Int
  package let currency: Currency
  package internal(set) var sums = TallySums()
}

package struct AdvertiserTotals: Sendable {
  /// Rakuten's MID; empty where the source gives none.
  package let id: String
  package let name: String
  package let currency: Currency
  package internal(set) var figures = OrderFigures()
  /// The counted lines without a click id that could be found.
  package internal(set) var withoutClickID = Sums()
}

package struct ActivityTotals: Sendable {
  package let currency: Currency
  package internal(set) var clicks = 0
  package internal(set) var sums = Sums()
  /// The lines of files that are another one again.
  package internal(set) var repeated = Sums()
}
