/// What can be told about a request before it is made, or why it cannot.
enum CaddyKnown<Value> {
  case known(Value)
  case unknown(String)

  func map<Other>(_ transform: (Value) -> Other) -> CaddyKnown<Other> {
    switch self {
    case .known(let value): .known(transform(value))
    case .unknown(let reason): .unknown(reason)
    }
  }
}
