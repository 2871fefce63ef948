internal import AutoTagBytes
internal import AutoTagWebURL

/// The parameters of a query as Redirection compares them (`Red_Url_Query` of its models/url/url-query.php, 5.4.2): read
/// by PHP's `parse_str`, their names as they are written.
struct PHPQuery: Sendable {
  /// The relation of a request's parameters to a source's.
  enum Comparison: Sendable {
    /// All of the source's are there, in any order, and perhaps others.
    case contained
    /// The same ones, in any order.
    case equal
    /// The same ones in the same order.
    case equalInOrder
  }

  private let ignoresCase: Bool
  /// The values by name; `a` has none and is not `a=`.
  private var values: [[UInt8]: [UInt8]?] = [:]
  private var names: [[UInt8]] = []

  /// - Parameter ignoresCase: names and values in other letter cases are the same.
  init(_ query: [UInt8], ignoresCase: Bool) {
    self.ignoresCase = ignoresCase
    var listed: [[UInt8]: Int] = [:]
    var parameters = QueryParameters(query.indices)
    while let parameter = parameters.next(in: query.span) {
      var name = Self.withSpaces(query[parameter.name])
      guard !name.isEmpty else { continue }
      // `a[]=1&a[]=2` are the items 0 and 1 of one list.
      if name.hasSuffix("[]") {
        let number = listed[name, default: 0]
        listed[name] = number + 1
        name = name.dropLast() + Array("\(number)]".utf8)
      }
      let value = parameter.value.map { URLEncoding.decoded(Self.withSpaces(query[$0])) }
      set(folded(name), value.map(folded))
    }
  }

  /// Reads a request's query. Redirection decodes the whole address before it reads the parameters, which decodes them
  /// again.
  init(request query: [UInt8], ignoresCase: Bool = false) {
    self.init(URLEncoding.decoded(query), ignoresCase: ignoresCase)
  }

  /// A request's query, read when it is asked for: a thousand rules may ask, and nearly always none does.
  struct Request {
    private let query: [UInt8]
    private var exact: PHPQuery?
    private var folded: PHPQuery?

    init(_ query: [UInt8]?) { self.query = query ?? [] }

    fileprivate mutating func parameters(ignoringCase: Bool) -> PHPQuery {
      if let known = ignoringCase ? folded : exact { return known }
      let read = PHPQuery(request: query, ignoresCase: ignoringCase)
      if ignoringCase { folded = read } else { exact = read }
      return read
    }
  }

  var isEmpty: Bool { names.isEmpty }

  /// Returns true if a rule with these parameters answers the request.
  func matches(_ request: inout Request, _ comparison: Comparison) -> Bool {
    let request = request.parameters(ignoringCase: ignoresCase)
    guard values.allSatisfy({ name, value in request.values[name] == .some(value) }) else { return false }
    switch comparison {
    case .contained: return true
    case .equal: return request.names.count == names.count
    case .equalInOrder: return request.names == names
    }
  }

  /// Returns the parameters whose names the others do not have, encoded by PHP's `urlencode`.
  func encoded(without others: PHPQuery) -> [UInt8] {
    var text: [UInt8] = []
    for name in names where others.values[name] == nil {
      if !text.isEmpty { text.append(UInt8(ascii: "&")) }
      text += Self.written(name)
      if let value = values[name] ?? nil { text += [UInt8(ascii: "=")] + WordPressText.formEncoded(value) }
    }
    return text
  }

  /// Returns a name as it is sent: the items of a list have no numbers.
  private static func written(_ name: [UInt8]) -> [UInt8] {
    guard name.last == UInt8(ascii: "]"), let start = name.lastIndex(of: UInt8(ascii: "[")),
      name[(start + 1)...].dropLast().allSatisfy(ASCII.isDigit)
    else { return WordPressText.formEncoded(name) }
    return WordPressText.formEncoded(Array(name[..<start])) + [UInt8]("[]")
  }

  /// Sets a value. The last of a name counts, in the order of the first ones.
  private mutating func set(_ name: [UInt8], _ value: [UInt8]?) {
    if values.updateValue(value, forKey: name) == nil { names.append(name) }
  }

  private static func withSpaces(_ text: ArraySlice<UInt8>) -> [UInt8] {
    text.map { $0 == UInt8(ascii: "+") ? 0x20 : $0 }
  }

  private func folded(_ text: [UInt8]) -> [UInt8] {
    ignoresCase ? Array(text.text.lowercased().utf8) : text
  }
}
