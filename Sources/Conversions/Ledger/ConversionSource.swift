/// A file that conversions were read from.
package struct ConversionSource: Sendable {
  package enum Format: String, Sendable, CaseIterable {
    case signatureOrders = "signature-orders"
    case items = "item-report"
    case activity = "sales-and-activity"
    case events = "events"
    case accessLog = "access-log"

    /// The format in reports for people.
    package var title: String {
      switch self {
      case .signatureOrders: "Signature Orders report"
      case .items: "report of items"
      case .activity: "Sales & Activity by u1"
      case .events: "events in JSON"
      case .accessLog: "postbacks in an access log"
      }
    }
  }

  /// The path as it was named, without tokens; `-` for standard input.
  package let path: String
  /// The path as it was named.
  private let name: String
  /// `nil` where it could not be told.
  package var format: Format?
  /// The reason why it was not read, or not to its end; the words behind its name.
  package var problem: String?
  /// The lines that are no lines of orders.
  package var skipped: [Skipped: Int] = [:]
  /// The lines that were not understood.
  package var unread = 0
  /// The column that commissions were taken from.
  package var commissionColumn: String?
  /// Rakuten's number of the network that the report names above its header.
  package var network: Int?
  /// The path of the source that it is again: the content is the same, or, of reports of clicks by u1, all lines are. It
  /// adds nothing then.
  package var original: String?
  package var isRepeated: Bool { original != nil }
  /// The columns that tell its lines apart.
  var shape = ""
  /// That of its bytes; of a source with a problem of those that were read.
  var digest: ContentDigest?

  init(path: String) {
    name = path
    self.path = HiddenTokens.masked(path)
  }

  /// Returns true if it is another source again: all of its bytes are the same, or what is wrong with the same file is.
  func isSame(as other: ConversionSource) -> Bool {
    problem == other.problem && digest == other.digest && (problem == nil || name == other.name)
  }

  /// Makes it a source that adds nothing.
  mutating func repeats(_ other: ConversionSource) {
    (original, problem, skipped, unread) = (other.path, nil, [:], 0)
  }
}
