internal import AutoTagWebURL

/// A page that leads somewhere else at once, by its markup or script.
struct RedirectPage: Sendable {
  /// The target of a statement or of a refresh.
  struct Target: Sendable {
    let text: ScriptText
    /// The reason why it is not known if the query arrives; `nil` where the target shows it.
    var queryUnknown: String?
    let rule: RedirectRule
  }

  /// The page's path.
  let file: String
  /// The value of the page's `<base href>`.
  let baseHref: String?
  let steps: [LocationStep<Target>]

  var rules: [RedirectRule] { steps.flatMap(\.departures).map(\.rule) }

  /// True if it leads requests for other addresses elsewhere.
  var dependsOnRequest: Bool {
    steps.flatMap(\.departures).contains { $0.text.dependsOnRequest }
      || steps.flatMap(\.conditions).contains(where: \.dependsOnRequest)
  }

  /// The addresses with a scheme that it may lead to, those left out that a script puts together.
  var externalTargets: [WebURL] {
    steps.flatMap(\.departures).compactMap { target in
      guard target.text.pieces.count == 1, case .literal(let text) = target.text.pieces[0] else { return nil }
      return WebURL(text)
    }
  }

  /// Returns the answer that a browser takes from the page when it has asked for `url`; `nil` where the page stays.
  func answer(to url: WebURL, _ visitor: inout VisitorAnswers) -> ServerAnswer? {
    var target: Target?
    carryOut(steps, url, &visitor, &target)
    if target?.text.looksAtRequest == true { visitor.noteLookAtQuery() }
    return target.map { answer($0, to: url) }
  }

  /// - Parameter target: the last address that the page was given.
  /// - Returns: what a `return` or a `break` leaves.
  @discardableResult
  private func carryOut(
    _ steps: [LocationStep<Target>], _ url: WebURL, _ visitor: inout VisitorAnswers, _ target: inout Target?
  ) -> LocationScope? {
    for step in steps {
      let exit: LocationScope?
      switch step {
      case .leave(let found):
        target = found
        exit = nil
      case .exit(let scope): exit = scope
      case .scope(.later, let inner):
        if target == nil { carryOut(inner, url, &visitor, &target) }
        exit = nil
      case .scope(let scope, let inner):
        let inside = carryOut(inner, url, &visitor, &target)
        exit = inside == scope ? nil : inside
      case .branch(let condition, let first, let second):
        guard let rule = step.departures.first?.rule ?? rules.first else { continue }
        let holds = condition.holds(at: url, file, usually: Self.isUsual(first, second), rule, &visitor)
        exit = carryOut(holds ? first : second, url, &visitor, &target)
      }
      if let exit { return exit }
    }
    return nil
  }

  /// Returns true if most visitors are taken to go the first of two ways: who is not asked stays, where that is one.
  private static func isUsual(_ first: [LocationStep<Target>], _ second: [LocationStep<Target>]) -> Bool {
    func stays(_ steps: [LocationStep<Target>]) -> Bool { LocationEnd.all(of: steps).contains { !$0.isLeft } }
    return stays(first) || !stays(second)
  }

  private func answer(_ target: Target, to url: WebURL) -> ServerAnswer {
    let isPartial = target.text.isPartial
    if !isPartial, let reason = target.rule.unknown { return .unknown(target.rule, reason) }
    guard var text = isPartial ? target.text.shown(at: url) : target.text.text(at: url) else {
      return .unknown(target.rule, "the site's address decides, which is not known: set base-url")
    }
    if !isPartial, let baseHref, let base = WebURL(baseHref, relativeTo: url),
      let resolved = WebURL(text, relativeTo: base)
    {
      text = resolved.description
    }
    return .redirect(
      ServerRedirect(
        status: 200, location: Array(text.utf8), rule: target.rule, isPartial: isPartial,
        queryUnknown: target.queryUnknown))
  }
}
