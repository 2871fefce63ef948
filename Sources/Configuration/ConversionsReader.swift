internal import AutoTagConversions
internal import AutoTagTracking
internal import AutoTagYAML

/// Reads what a configuration says about conversions.
struct ConversionsReader {
  let file: String

  func conversions(_ value: YAMLField) throws(ConfigurationError) -> ConfigurationFile.Conversions {
    var conversions = ConfigurationFile.Conversions()
    let section = try YAMLSection(value.value, .conversions, file: file)
    if let value = section["currency"] { conversions.currency = try currency(value) }
    if let value = section["timezone"] { conversions.zone = try zone(value) }
    if let value = section["date-order"] { conversions.dateOrder = try dateOrder(value) }
    if let value = section["events"] { conversions.events = try events(value) }
    if let value = section["baseline"] {
      conversions.baseline = try value.text(called: "baseline", as: "a baseline file's path")
    }
    return conversions
  }

  private func currency(_ value: YAMLField) throws(ConfigurationError) -> Currency {
    let text = try value.text(called: "currency", as: "a code of three letters such as EUR")
    guard let currency = Currency(text) else {
      throw value.error("“currency” must be a code of three letters such as EUR, not “\(text)”")
    }
    return currency
  }

  private func zone(_ value: YAMLField) throws(ConfigurationError) -> ReportTimeZone {
    let kinds =
      "UTC, an offset in quotes such as \"+02:00\" or a name that this system knows, such as Europe/Paris"
    let text = try value.text(called: "timezone", as: kinds)
    guard let zone = ReportTimeZone(text) else {
      throw value.error("“timezone” must be \(kinds), not “\(text)”")
    }
    return zone
  }

  private func dateOrder(_ value: YAMLField) throws(ConfigurationError) -> DateText.Order {
    let names = DateText.Order.allCases.map(\.rawValue).joined(separator: ", ")
    let text = try value.text(called: "date-order", as: "one of \(names)")
    guard let order = DateText.Order(rawValue: text) else {
      throw value.error("“date-order” must be one of \(names), not “\(text)”")
    }
    return order
  }

  private func events(_ value: YAMLField) throws(ConfigurationError) -> EventMapping {
    var events = EventMapping()
    let section = try YAMLSection(value.value, .events, file: file)
    if let value = section["purchase"] { events.purchase = try event(value, of: "purchase") }
    if let value = section["lead"] { events.lead = try event(value, of: "lead") }
    if let value = section["skus"] { events.skus = try skus(value) }
    if let value = section["ignore"] {
      for entry in try value.list(called: "ignore", of: "types of lines") {
        guard events.ignoredTypes.insert(try type(entry)).inserted else {
          throw entry.error("the type is there twice")
        }
      }
    }
    return events
  }

  private func event(_ value: YAMLField, of key: String) throws(ConfigurationError) -> String {
    try value.text(called: key, as: "an event's name such as Purchase, or \(EventMapping.ignored)")
  }

  private func skus(_ value: YAMLField) throws(ConfigurationError) -> [String: String] {
    guard case .mapping(let pairs) = value.value.content else {
      throw value.error("“skus” must be a mapping of SKUs to events' names, not \(value.value.kind)")
    }
    var skus: [String: String] = [:]
    for (key, value) in pairs {
      let keyField = YAMLField(value: key, file: file)
      guard case .text(let sku) = key.content, !sku.isEmpty else {
        throw keyField.error("a SKU must be text: write it in quotes")
      }
      skus[sku] = try event(YAMLField(value: value, file: file), of: sku)
    }
    return skus
  }

  private func type(_ value: YAMLField) throws(ConfigurationError) -> EventMapping.LineType {
    let names = EventMapping.LineType.allCases.map(\.rawValue)
    let text = try value.entry(of: "ignore", "types of lines")
    guard let type = EventMapping.LineType(rawValue: text) else {
      let nearest = NearestName.of(text, among: names).map { "did you mean “\($0)”?" }
      throw value.error(
        "unknown type “\(text)”: \(nearest ?? "the types are \(names.joined(separator: ", "))")")
    }
    return type
  }
}
