/// The rules about what is on a page besides its links.
package enum SurveyRules {
  package static let all: [any PageRule] = [
    AnyTrackTagMissing(), AnyTrackTagNotSeen(), AnyTrackTagInBody(),
    DeadLinkWithHandler(), HandlerLink(), DataAttributeLink(), AreaLink(), FormLink(), FrameLink(), SVGLink(),
    ScriptLink(), CommentLink(), NoscriptLink(),
    StalePrecompressedPage(), OldPrecompressedPage(),
  ]

  /// The rules about a site as a whole.
  package static let site: [AuditRule] =
    [AnyTrackPropertiesDiffer.rule] + RedirectFileRules.all
    + LockFileRules.all
}
