extension AuditCheck {
  /// All checks of the audit, sorted by code.
  package static let all: [AuditCheck] =
    (ofLinks + AnyTrackTagChecks.all + HiddenLinkChecks.all + FileChecks.all).sorted { $0.code < $1.code }

  /// The checks of single links.
  package static let ofLinks: [AuditCheck] =
    SubidChecks.all + SubidContentChecks.all + DeepLinkChecks.all + LinkMarkupChecks.all
    + MarkedLinkChecks.all + RedirectChecks.all
}
