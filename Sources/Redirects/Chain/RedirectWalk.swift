internal import AutoTagBytes
internal import AutoTagWebURL

/// The way of one request by a site's rules, hop after hop, with what the servers answered.
struct RedirectWalk {
  struct Step {
    let hop: RedirectHop
    let redirect: ServerRedirect
    let to: WebURL?
  }

  var hops: [Step] = []
  var end: RedirectChain.End
  /// The address that it would come to, were it not for a fault of a file.
  var intended: WebURL?

  /// Returns true if the request of a hop brings the parameter without being made to: then no count tells more.
  private func carriesAlready(_ parameter: String, at index: Int) -> Bool {
    hops[index].hop.from.hasParameter(parameter) && hops[index].to?.hasParameter(parameter) == true
  }

  /// Returns true if the parameter takes a place at the end that a rule keeps for it, and that is empty on the way of a
  /// request without it.
  func fills(_ plain: RedirectWalk, _ parameter: String) -> Bool {
    guard case .external(let url) = end, case .external(let other) = plain.end else { return false }
    let name = String(parameter.prefix { $0 != "=" })
    return url.parameterCount(written: parameter) > other.parameterCount(written: parameter)
      && url.parameterCount(named: name) == other.parameterCount(named: name)
  }

  /// Returns true if a click id went only where all others would have gone that no rule looked at: into queries, which
  /// became no longer than the most that is followed.
  func treatsAlike(_ id: String) -> Bool {
    if case .unknown(_, let reason) = end, RequestWork.isBeyond(reason) { return false }
    return hops.allSatisfy { step in
      guard let to = step.to else { return !step.hop.location.contains(id) }
      return !to.path.contains(id) && to.host?.contains(id.lowercased()) != true
    }
  }

  /// Compares this walk, without the parameter, with the one that carries it, and names the first hop where they part.
  func forwarding(to carried: RedirectWalk, _ parameter: String) -> QueryForwarding {
    for (index, step) in hops.enumerated() {
      func decision(
        _ reason: String, by rule: RedirectRule? = nil, remedy: String? = nil
      ) -> QueryForwarding.Decision {
        QueryForwarding.Decision(rule: rule ?? step.hop.rule, reason: reason, remedy: remedy)
      }
      guard index < carried.hops.count else {
        if case .unknown(let rule, let reason) = carried.end {
          return .unknown(QueryForwarding.Decision(rule: rule, reason: reason))
        }
        return .drops(decision("the rule does not answer a request that has a query string"))
      }
      let other = carried.hops[index]
      if let reason = other.redirect.queryUnknown {
        return isKeptOut(other, of: step, parameter)
          ? .drops(
            decision("\(step.hop.location) has the parameter itself, and the request's gives way to it"))
          : .unknown(decision(reason))
      }
      guard let to = step.to, let otherTo = other.to else { return .forwards }
      guard to.isSameAddress(as: otherTo, without: parameter) else {
        return .drops(
          decision("a request with a query string is led elsewhere, to \(otherTo)", by: other.hop.rule))
      }
      let count = otherTo.parameterCount(written: parameter)
      guard
        count <= max(1, to.parameterCount(written: parameter) + 1)
          || carriesAlready(parameter, at: index)
      else {
        return .drops(decision("the rule hands the query on twice", by: other.hop.rule))
      }
      // What the target has of its own is not what the request brought.
      guard
        otherTo.parameterCount(written: parameter) > to.parameterCount(written: parameter)
          || carriesAlready(parameter, at: index)
      else {
        if otherTo.query != to.query, otherTo.query?.contains(parameter) == true {
          let subject = other.redirect.status == 200 ? "the page" : "the rule"
          return .drops(
            decision(
              "\(subject) leads to \(otherTo), where the query string of the request is part of another parameter",
              by: other.hop.rule))
        }
        return .drops(
          decision(
            other.redirect.status == 200
              ? "the page leads to a fixed address, without the query string it was asked with"
              : "the rule leads to \(other.hop.location), without the query string of the request",
            // That of requests with a query may be another one.
            by: other.hop.rule,
            remedy: index == hops.count - 1 ? remedy(other, to, parameter) : nil))
      }
    }
    if case .unknown(let rule, let reason) = end {
      return .unknown(QueryForwarding.Decision(rule: rule, reason: reason))
    }
    return .forwards
  }

  /// Returns true if a rule of which it is not known if it hands the query on keeps the parameter out in any case.
  private func isKeptOut(_ carried: Step, of plain: Step, _ parameter: String) -> Bool {
    // What it has from the request already, it has in both: then the target without the request's counts.
    let bare = plain.hop.from.hasParameter(parameter) ? carried.to : plain.to
    guard let most = carried.redirect.mostQuery.flatMap({ WebURL($0.text, relativeTo: carried.hop.from) }),
      let to = bare
    else { return false }
    return most.parameterCount(written: parameter) <= to.parameterCount(written: parameter)
  }

  /// Returns the change of a rule's settings with which its answer has the parameter, once; `nil` where none is known.
  /// - Parameter plain: where the rule leads without the parameter.
  private func remedy(_ step: Step, _ plain: WebURL, _ parameter: String) -> String? {
    guard let remedy = step.redirect.remedy,
      let url = WebURL(remedy.location.text, relativeTo: step.hop.from),
      url.origin == plain.origin, url.path == plain.path, url.parameterCount(written: parameter) == 1,
      url.parameterCount(named: String(parameter.prefix { $0 != "=" })) == 1
    else { return nil }
    return remedy.words
  }
}

extension WebURL {
  /// Returns the same address with a parameter.
  func carrying(_ parameter: String) -> WebURL {
    if hasParameter(parameter) { return self }
    guard let query, !query.isEmpty else { return with(query: parameter) }
    return with(query: query.hasSuffix("&") ? query + parameter : "\(query)&\(parameter)")
  }

  /// Returns true if another address is the same but for a parameter that it has besides, also within the value of
  /// another parameter: rules may write the whole query there. An order of parameters makes no other address.
  fileprivate func isSameAddress(as other: WebURL, without parameter: String) -> Bool {
    guard origin == other.origin, port == other.port, path == other.path else { return false }
    let own = query ?? ""
    if other.query == (own.isEmpty ? parameter : "\(own)&\(parameter)") { return true }
    return parameters(without: parameter) == other.parameters(without: parameter)
  }

  private func parameters(without parameter: String) -> [String] {
    var parameters: [String] = []
    // A rule that asks for the parameter by its name writes it without a value where the request has none.
    let name = parameter.prefix { $0 != "=" }
    // Each form of the parameter has its value, and hardly any other part has.
    let value = Array(parameter.utf8.drop { $0 != UInt8(ascii: "=") }.dropFirst())
    for part in (query ?? "").split(separator: "&")
    where part != parameter && part != name && part != name + "=" {
      var text = String(part)
      guard ByteSearch.contains(value, in: Array(part.utf8)) else {
        parameters.append(text)
        continue
      }
      for form in [parameter, parameter.replacing("=", with: "%3D"), parameter.replacing("=", with: "%3d")] {
        for separator in ["?", "%3F", "%3f", "%26", ""] { text = text.replacing(separator + form, with: "") }
      }
      parameters.append(text)
    }
    return parameters.sorted()
  }
}
