internal import AutoTagTracking
internal import AutoTagYAML

/// Reads the tracking groups of a configuration.
struct GroupReader {
  let file: String

  /// The configured groups and the built-in ones that they do not replace.
  func groups(_ value: YAMLField) throws(ConfigurationError) -> [TrackingGroup] {
    var seen: [Entry] = []
    for field in try value.list(called: "groups", of: "tracking groups") {
      let entry = try entry(field)
      try entry.checkAgainst(seen)
      seen.append(entry)
    }
    var own = seen.map(\.group)
    var builtIn = TrackingGroup.builtIn
    for index in builtIn.indices {
      if let replacement = own.firstIndex(where: { isSameName($0.name, builtIn[index].name) }) {
        builtIn[index] = own.remove(at: replacement)
      } else {
        try checkHosts(of: seen, against: builtIn[index])
      }
    }
    return builtIn + own
  }

  private func checkHosts(of entries: [Entry], against builtIn: TrackingGroup) throws(ConfigurationError) {
    for entry in entries {
      guard let host = entry.hosts.first(where: { builtIn.hosts.contains($0.host) }) else { continue }
      throw host.field.error(
        "the host \(host.host) is the built-in group \(builtIn.name)'s: "
          + "call this group \(builtIn.name) to replace it")
    }
  }

  /// A group with the fields of the file that it comes from.
  private struct Entry {
    let group: TrackingGroup
    let name: YAMLField
    /// Each host as links have it.
    let hosts: [(host: String, field: YAMLField)]

    func checkAgainst(_ others: [Entry]) throws(ConfigurationError) {
      for other in others {
        if isSameName(group.name, other.group.name) {
          throw name.error(
            "a group called “\(other.group.name)” is on line \(other.name.value.position.line) already: "
              + "put their hosts together, or give this one another name")
        }
        for host in hosts {
          guard let twin = other.hosts.first(where: { $0.host == host.host }) else { continue }
          throw host.field.error(
            "the host \(host.host) is the group \(other.group.name)'s already, on line "
              + "\(twin.field.value.position.line): a link belongs to one group")
        }
      }
    }
  }

  /// The value of `subid` with which links get codes.
  private static let code = "code"
  private static let subidMeaning = "the name of a query parameter, or the word code"

  /// The parameter that carries the click id or the link's code.
  private func parameter(
    _ section: YAMLSection, _ subid: YAMLField, groupNamed name: String
  ) throws(ConfigurationError) -> (field: YAMLField, text: String) {
    let text = try subid.text(called: "subid", as: Self.subidMeaning)
    let parameter = section["parameter"]
    guard text == Self.code else {
      if let parameter {
        throw parameter.error(
          "subid names the group's parameter already: “parameter” stands beside “subid: \(Self.code)” alone")
      }
      return (subid, text)
    }
    if let parameter {
      return (parameter, try parameter.text(called: "parameter", as: "the name of a query parameter"))
    }
    guard let builtIn = TrackingGroup.builtIn.first(where: { isSameName($0.name, name) }) else {
      throw subid.error(
        "the group has no parameter for its codes: add it, for example parameter: subid1")
    }
    return (subid, builtIn.subid)
  }

  private func entry(_ field: YAMLField) throws(ConfigurationError) -> Entry {
    let section = try YAMLSection(field.value, .group, file: file)
    func required(_ key: String, _ example: String) throws(ConfigurationError) -> YAMLField {
      guard let value = section[key] else {
        throw field.error("the group has no \(key): add it, for example \(key): \(example)")
      }
      return value
    }
    let name = try required("name", "impact")
    let hosts = try required("hosts", "[\"click.example.com\"]")
    let subid = try required("subid", "u1")
    let token = section["token"]

    let nameText = try name.text(called: "name", as: "a group's name")
    let hostFields = try hosts.list(called: "hosts", of: "host names")
    let (parameter, subidText) = try parameter(section, subid, groupNamed: nameText)
    let usesCodes = try subid.text(called: "subid", as: Self.subidMeaning) == Self.code
    if usesCodes, let token {
      throw token.error(
        "“subid: \(Self.code)” gives each link a code in the place of a click-id token, and both exclude each other: take "
          + "the token out, or with AnyTrack write subid: u1")
    }
    let places = try codePlaces(section, usesCodes: usesCodes)
    let tokenText = try token?.text(called: "token", as: "a click-id token") ?? TrackingGroup.anyTrackToken

    func group(_ hostTexts: [String], _ hostField: YAMLField) throws(ConfigurationError) -> TrackingGroup {
      do throws(TrackingGroupError) {
        return try TrackingGroup(
          name: nameText, hosts: hostTexts, subid: subidText, token: tokenText, usesCodes: usesCodes)
      } catch {
        let faulty =
          switch error.field {
          case .name: name
          case .hosts: hostField
          case .subid: parameter
          case .token: token ?? field
          }
        throw faulty.error(error.description)
      }
    }
    // One group for each host first: that gives each host the form that links have, and a line of its own for errors.
    var normalised: [(host: String, field: YAMLField)] = []
    for hostField in hostFields {
      let text = try hostField.entry(of: "hosts", "host names")
      for host in try group([text], hostField).hosts { normalised.append((host, hostField)) }
    }
    var whole = try group(normalised.map(\.host), hosts)
    whole.codePlaces = places
    return Entry(group: whole, name: name, hosts: normalised)
  }

  /// The places besides a page's own links in which links carry codes.
  private func codePlaces(
    _ section: YAMLSection, usesCodes: Bool
  ) throws(ConfigurationError) -> TrackingGroup.CodePlaces {
    var places = TrackingGroup.CodePlaces()
    for key in ["noscript", "feeds"] {
      guard let value = section[key], !usesCodes else { continue }
      throw value.error(
        "“\(key)” stands beside “subid: \(Self.code)” alone: no script replaces a click-id token there")
    }
    if let value = section["noscript"] { places.noscript = try value.truth(called: "noscript") }
    if let value = section["feeds"] { places.feeds = try value.globs(called: "feeds") }
    return places
  }
}

/// Links name a group in any letter case.
private func isSameName(_ one: String, _ other: String) -> Bool { one.lowercased() == other.lowercased() }
