package import AutoTagWebURL

extension LinkText {
  /// The parameter that a fault of a link's subid is about; `nil` for other faults, and where no one of them is meant.
  package func parameter(of fault: ProblemCode, group: TrackingGroup) -> QueryParameter? {
    switch fault {
    case .keptSubid, .encodedToken, .reusedCode, .unknownCode:
      return parameters(group.subid).first
    case .repeatedSubid:
      let found = parameters(group.subid)
      guard found.count > 1 else { return nil }
      // The one to remove: where the token is there, the other.
      let isToken = found.map { $0.value.map { text($0) == group.token } ?? false }
      return found[isToken.contains(true) ? isToken.firstIndex(of: false) ?? 1 : 1]
    case .otherCaseSubid:
      return parameters.first {
        let name = name(of: $0)
        return name != group.subid && name.lowercased() == group.subid.lowercased()
      }
    default: return nil
    }
  }
}
