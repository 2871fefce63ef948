import ArgumentParser
internal import AutoTagConfiguration
internal import AutoTagConversions
import AutoTagFiles
internal import AutoTagTracking

/// The options that say how sources are read.
struct ConversionReadingOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The currency of amounts whose source does not tell it. (default: conversions.currency of the configuration, else that of the network which a report names, else unknown)",
      valueName: "code"))
  var currency: String?

  // Offsets begin with a minus where it is earlier.
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      The time zone of dates that do not tell theirs: UTC, an offset such as +02:00, or a name such as Europe/Paris. \
      (default: conversions.timezone of the configuration, else UTC)
      """, valueName: "zone"))
  var timezone: String?

  @Option(
    help: ArgumentHelp(
      """
      The order of dates such as 3/4/26: mdy, as Rakuten writes them, dmy or ymd. (default: conversions.date-order of the \
      configuration, else mdy)
      """))
  var dateOrder: DateOrder?

  @Option(
    help: ArgumentHelp(
      "The path of postbacks in access logs. (default: every request whose query has is_event)",
      valueName: "path"))
  var postbackPath: String?

  @Flag(help: "Count a sale that is there as realtime and again as batch under other ids both times.")
  var countTwins = false

  @Option(
    name: [.short, .long],
    help: ArgumentHelp(
      """
      Read the configuration from FILE. (default: $\(ConfigurationSearch.variable), else \(ConfigurationFile.name) in the \
      current folder or above it in the repository)
      """,
      valueName: "file"),
    completion: .file(extensions: ["yml", "yaml"]))
  var config: String?

  enum DateOrder: String, WordChoice {
    case mdy, dmy, ymd
  }

  /// - Parameters:
  ///   - command: the command, for messages.
  ///   - configuration: the configuration that counts; `nil` for none.
  func options(
    for command: any ParsableCommand.Type, _ configuration: ConfigurationFile?
  ) throws -> ConversionOptions {
    var options = ConversionOptions()
    if let conversions = configuration?.conversions {
      options.events = conversions.events
      options.currency = conversions.currency
      options.zone = conversions.zone ?? options.zone
      options.dateOrder = conversions.dateOrder ?? options.dateOrder
    }
    if let currency {
      guard let known = Currency(currency) else {
        throw UsageError(
          command: command,
          message: "--currency must be a code of three letters such as EUR, not “\(currency)”.")
      }
      options.currency = known
    }
    if let timezone {
      guard let zone = ReportTimeZone(timezone) else {
        throw UsageError(
          command: command,
          message:
            "--timezone must be UTC, an offset such as +02:00 or a name that this system knows, such as "
            + "Europe/Paris, not “\(timezone)”.")
      }
      options.zone = zone
    }
    if let order = dateOrder.flatMap({ DateText.Order(rawValue: $0.rawValue) }) { options.dateOrder = order }
    if let postbackPath {
      guard postbackPath.hasPrefix("/"), !postbackPath.contains("?") else {
        throw UsageError(
          command: command,
          message: "--postback-path must begin with / and have no query, not “\(postbackPath)”.")
      }
      options.postbackPath = postbackPath
    }
    options.countsTwins = countTwins
    guard let configuration else { return options }
    options.tokens = configuration.groups.map(\.token)
    // The reports and postbacks are Rakuten's.
    let groups = configuration.groups.filter(\.isRakuten)
    if !groups.isEmpty {
      options.filling = LinkFilling(
        tokens: groups.filter { !$0.usesCodes }.map(\.token), usesCodes: groups.contains(where: \.usesCodes))
    }
    return options
  }

  var search: ConfigurationSearch {
    get throws { try ConfigurationSearch(option: config, environment: Terminal.environment) }
  }
}
