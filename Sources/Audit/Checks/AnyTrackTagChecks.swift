/// Checks that pages with links to track load AnyTrack's tag, in the head and all for one property.
enum AnyTrackTagChecks {
  static let all = [missing, nowhere, notSeen, inBody, propertiesDiffer]

  /// Links carry the token, and nothing on the page would replace it.
  static let missing = AuditCheck(
    "anytrack-tag-missing", "the page lacks AnyTrack's tag", .error,
    why:
      "AnyTrack's tag replaces the token --CLICK-ID-- by the click id when the page loads. Without the "
      + "tag on the page the token itself reaches the network, and the sale counts for nobody. ("
      + "\(Guidelines.anyTrack): “the AnyTrack Tracking Tag in the head section of your website or landing pages”.)",
    fix:
      "Put AnyTrack's tag into the head of every page with affiliate links, in the template of the site. If something "
      + "adds it after the build, turn this rule off: until then the page's links count as in need of a hand.",
    .page { page in
      guard page.hasTokens, !page.hasTagOrManager else { return [] }
      return [
        Violation(
          page.survey.head ?? 0..<0,
          "the page has links to track, and AnyTrack's tag is not on it: the token reaches the network as it stands",
          fix: "put AnyTrack's tag into the page's head")
      ]
    })

  /// None of the site's pages with links to track has the tag. `AuditResults` makes the finding.
  static let nowhere = AuditCheck(
    "anytrack-tag-nowhere", "no page of the site has AnyTrack's tag", .error,
    why:
      "AnyTrack's tag replaces the token --CLICK-ID-- by the click id when the page loads. A site without it sends the "
      + "token itself to the network with every click, so that no sale counts (\(Guidelines.anyTrack)).",
    fix:
      "Put AnyTrack's tag into the head of the site's template. If something adds it after the build, turn this rule and "
      + "anytrack-tag-missing off.", .site)

  /// The same on a page that loads Google Tag Manager.
  private static let notSeen = AuditCheck(
    "anytrack-tag-not-seen", "AnyTrack's tag is not in the page, but Google Tag Manager is", .warning,
    why:
      "Google Tag Manager can load AnyTrack's tag, which the page's HTML does not show. If it does not, the "
      + "token reaches the network as it stands, and the sale counts for nobody.",
    fix:
      "See in Google Tag Manager whether the container loads AnyTrack's tag on this page. If so, turn this "
      + "rule off; better still, put the tag into the page's head, where it is there before the first click.",
    .page { page in
      guard page.hasTokens, page.survey.anyTrackTags.isEmpty, let manager = page.survey.tagManager else {
        return []
      }
      return [
        Violation(
          page.survey.head ?? manager,
          "the page has links to track and no AnyTrack tag of its own; whether Google Tag Manager loads it "
            + "cannot be told from here",
          fix: "see whether the container loads AnyTrack's tag, or put the tag into the page's head")
      ]
    })

  /// AnyTrack's tag stands in the body alone.
  private static let inBody = AuditCheck(
    "anytrack-tag-in-body", "AnyTrack's tag is in the body instead of the head", .warning,
    why: "AnyTrack asks for its tag in the head. In the body it is loaded later, and a link that is followed "
      + "before that takes the token along unreplaced. (\(Guidelines.anyTrack): “in the head "
      + "section of your website or landing pages”.)",
    fix: "Move AnyTrack's tag into the head.",
    .page { page in
      let tags = page.survey.anyTrackTags
      guard page.hasTokens, let first = tags.first, !tags.contains(where: \.isInHead) else { return [] }
      return [
        Violation(
          first.range, "AnyTrack's tag stands in the page's body, where it comes late for quick clicks",
          fix: "move AnyTrack's tag into the page's head")
      ]
    })

  /// Pages of one site load AnyTrack's tag with different property ids. `AuditResults` makes the findings: no page
  /// shows it alone.
  static let propertiesDiffer = AuditCheck(
    "anytrack-properties-differ", "pages load AnyTrack's tag with different property ids", .warning,
    why: "Each AnyTrack property counts for itself, so that clicks and sales of one site end up in several "
      + "reports. As a rule one of the ids is left over from a copied template.",
    fix: "Use one property's tag on all pages.", .site)
}
