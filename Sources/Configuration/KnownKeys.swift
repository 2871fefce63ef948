/// A mapping of the configuration, by the keys that it may have.
struct KnownKeys {
  /// The mapping in messages.
  let name: String
  /// The way to it, to be read after “belongs”; `nil` for an entry of a list, whose keys are too general to be told from
  /// others.
  let place: String?
  let keys: [String]

  static let top = KnownKeys(
    name: "the configuration", place: "at the top of the file, in no section",
    keys: [
      "site", "output", "base-url", "include", "exclude", "groups", "existing-subid", "redirects", "audit",
      "conversions",
    ])
  static let audit = KnownKeys(
    name: "audit", place: "under audit", keys: ["rules", "ignore", "fail-on", "baseline"])
  static let ignored = KnownKeys(name: "an entry of ignore", place: nil, keys: ["files", "rules"])
  static let redirects = KnownKeys(
    name: "redirects", place: "under redirects", keys: ["mode", "annotate", "sources", "online"])
  static let redirectFile = KnownKeys(
    name: "a redirect file", place: nil, keys: ["path", "format", "prefix"])
  static let online = KnownKeys(
    name: "online", place: "under redirects.online",
    keys: ["hosts", "allow-private", "max-age", "per-host", "timeout"])
  static let conversions = KnownKeys(
    name: "conversions", place: "under conversions",
    keys: ["currency", "timezone", "date-order", "events", "baseline"])
  static let events = KnownKeys(
    name: "events", place: nil, keys: ["purchase", "lead", "skus", "ignore"])
  static let group = KnownKeys(
    name: "a group", place: "to a group, under groups",
    keys: ["name", "hosts", "subid", "parameter", "token", "noscript", "feeds"])

  static let all = [
    top, audit, ignored, redirects, redirectFile, online, conversions, events, group,
  ]
}
