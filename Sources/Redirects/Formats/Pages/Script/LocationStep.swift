/// A step of a page's scripts that has to do with where they lead.
indirect enum LocationStep<Departure> {
  /// The page is left.
  case leave(Departure)
  case branch(ScriptCondition, [LocationStep], [LocationStep])
  /// `return`, `throw`, `break`: what follows is not carried out.
  case exit(from: LocationScope)
  case scope(LocationScope, [LocationStep])

  /// Returns the steps with others in the place of each departure.
  func map<Other>(_ change: (Departure) -> LocationStep<Other>) -> LocationStep<Other> {
    switch self {
    case .leave(let departure): change(departure)
    case .branch(let condition, let first, let second):
      .branch(condition, first.map { $0.map(change) }, second.map { $0.map(change) })
    case .exit(let scope): .exit(from: scope)
    case .scope(let scope, let steps): .scope(scope, steps.map { $0.map(change) })
    }
  }

  /// The departures in it, in their order.
  var departures: [Departure] {
    switch self {
    case .leave(let departure): [departure]
    case .branch(_, let first, let second): (first + second).flatMap(\.departures)
    case .exit: []
    case .scope(_, let steps): steps.flatMap(\.departures)
    }
  }

  /// The conditions in it.
  var conditions: [ScriptCondition] {
    switch self {
    case .leave, .exit: []
    case .branch(let condition, let first, let second): [condition] + (first + second).flatMap(\.conditions)
    case .scope(_, let steps): steps.flatMap(\.conditions)
    }
  }
}

extension LocationStep: Sendable where Departure: Sendable {}

/// A part of a script that statements may leave.
enum LocationScope: Sendable {
  case function, loop
  /// What is carried out when the script was: it leads nowhere where that left the page.
  case later
}

/// A statement that leaves the page.
struct LocationStatement {
  let value: ScriptValue
  let line: Int
  /// As it is written, on one line.
  let text: String
  /// The variables that the target is, with nothing put to them.
  let variables: [String]
  /// The conditions around it, in their own words.
  let conditions: [String]
  /// The reason why nobody can tell where a statement leads that gives no address; `nil` for others.
  var guess: String?

  /// True if a condition asks for the target itself: `if (url) location = url`.
  var isTested: Bool {
    conditions.contains { words in
      let names = words.split { !$0.isLetter && !$0.isNumber && $0 != "_" && $0 != "$" }
      return variables.contains { names.contains($0[...]) }
    }
  }
}

/// One of the ways in which steps may end.
struct LocationEnd: Hashable {
  /// True if the page is left. What follows is carried out all the same, and may lead elsewhere.
  var isLeft: Bool
  /// What a `return` or a `break` leaves; `nil` where the steps behind are carried out.
  var exit: LocationScope?

  /// Returns all of the ways.
  static func all<Departure>(
    of steps: [LocationStep<Departure>], after start: LocationEnd = LocationEnd(isLeft: false)
  ) -> Set<LocationEnd> {
    var ends: Set<LocationEnd> = [start]
    for step in steps {
      ends = ends.reduce(into: []) { all, end in
        if end.exit == nil { all.formUnion(self.all(of: step, after: end)) } else { all.insert(end) }
      }
    }
    return ends
  }

  private static func all<Departure>(of step: LocationStep<Departure>, after end: LocationEnd) -> Set<
    LocationEnd
  > {
    switch step {
    case .leave: return [LocationEnd(isLeft: true)]
    case .exit(let scope): return [LocationEnd(isLeft: end.isLeft, exit: scope)]
    case .branch(_, let first, let second):
      return all(of: first, after: end).union(all(of: second, after: end))
    case .scope(let scope, let inner):
      return Set(
        all(of: inner, after: end).map { inside in
          LocationEnd(
            isLeft: inside.isLeft, exit: inside.exit == scope || scope == .later ? nil : inside.exit)
        })
    }
  }
}

extension LocationStep {
  /// Returns the steps without those that decide nothing, as no step behind them leaves the page.
  static func simplified(_ steps: [LocationStep], isFollowed: Bool = false) -> [LocationStep] {
    var kept: [LocationStep] = []
    var isFollowed = isFollowed
    for step in steps.reversed() {
      let simple: LocationStep?
      switch step {
      case .leave:
        simple = step
        isFollowed = true
      case .exit: simple = isFollowed ? step : nil
      case .scope(let scope, let inner):
        let inner = simplified(inner, isFollowed: isFollowed)
        simple = inner.isEmpty ? nil : .scope(scope, inner)
      case .branch(let condition, let first, let second):
        let (first, second) = (
          simplified(first, isFollowed: isFollowed), simplified(second, isFollowed: isFollowed)
        )
        simple = first.isEmpty && second.isEmpty ? nil : .branch(condition, first, second)
      }
      if let simple {
        isFollowed = isFollowed || !simple.departures.isEmpty
        kept.append(simple)
      }
    }
    return kept.reversed()
  }
}
