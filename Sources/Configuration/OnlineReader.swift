internal import AutoTagRedirects
internal import AutoTagYAML

/// Reads what a configuration says about servers that may be asked where links lead.
struct OnlineReader {
  let file: String

  func online(_ value: YAMLField) throws(ConfigurationError) -> ConfigurationFile.Online {
    let section = try YAMLSection(value.value, .online, file: file)
    guard let hosts = section["hosts"] else {
      throw value.error("“online” names no hosts: add them, for example hosts: [www.example.com]")
    }
    var online = ConfigurationFile.Online(hosts: try names(hosts, called: "hosts"))
    guard !online.hosts.isEmpty else {
      throw hosts.error("“hosts” is an empty list: name a host or remove “online”")
    }
    if let value = section["allow-private"] {
      for entry in try value.list(called: "allow-private", of: "hosts") {
        let host = try name(entry, called: "allow-private")
        guard online.hosts.contains(host) else {
          throw entry.error("“\(host)” is not among “hosts”: name it there too")
        }
        online.allowPrivate.insert(host)
      }
    }
    if let value = section["max-age"] {
      let text = try value.text(called: "max-age", as: "a number of days or hours, such as 90d")
      do throws(LiveOptionsError) {
        online.maxAge = try MaxAge(text)
      } catch {
        throw value.error(error.description)
      }
    }
    if let value = section["per-host"] {
      online.perHost = try number(value, called: "per-host", in: 1...32, "requests at the same time")
    }
    if let value = section["timeout"] {
      online.timeout = .seconds(try number(value, called: "timeout", in: 1...600, "seconds"))
    }
    return online
  }

  private func names(_ value: YAMLField, called name: String) throws(ConfigurationError) -> [NamedHost] {
    try value.list(called: name, of: "hosts").map { entry throws(ConfigurationError) in
      try self.name(entry, called: name)
    }
  }

  private func name(_ entry: YAMLField, called name: String) throws(ConfigurationError) -> NamedHost {
    let text = try entry.entry(of: name, "hosts")
    do throws(LiveOptionsError) {
      return try NamedHost(text)
    } catch {
      throw entry.error(error.description)
    }
  }

  private func number(
    _ value: YAMLField, called name: String, in range: ClosedRange<Int>, _ unit: String
  ) throws(ConfigurationError) -> Int {
    guard case .number(let digits) = value.value.content, let number = Int(digits), range.contains(number)
    else {
      throw value.error(
        "“\(name)” must be a whole number of \(unit), from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }
}
