/// The rules about single links.
package enum LinkRules {
  package static let all: [any PageRule] = [
    NotTagged(), EncodedToken(), MisspeltToken(), KeptSubid(), RepeatedSubid(), OtherCaseSubid(),
    PrivateSubid(), LongSubid(), SubidCharacters(),
    DeepLinkIncomplete(), PublisherID(), MurlNotEncoded(), MurlEncodedTwice(), DoubleEscapedAmpersand(),
    HTTPLink(), UnqualifiedLink(),
    GroupContradictsHost(), UnknownGroup(),
    EmptyLink(), FragmentLink(), NotAWebLink(), InvalidURL(), AmbiguousReference(), TemplateCodeInTheWay(),
    RedirectDropsQuery(), RedirectQueryUnknown(), DoubleRedirect(), RedirectHasSubid(), RedirectLoop(),
    RedirectDeadEnd(), RedirectTooLong(), RedirectNotWeb(), RedirectNotUnderstood(),
  ]
}
