/// A value that is known before the request is made, or the reason why it is not.
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
