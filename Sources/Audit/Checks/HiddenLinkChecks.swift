internal import AutoTagRedirects
internal import AutoTagTracking

/// Checks for addresses of a tracking group in what is no standard link, a check for each kind of container.
enum HiddenLinkChecks {
  static let all = [
    onlyInHandler, inHandler, inDataAttribute, inAttribute, inArea, inForm, inFrame, inFrameDocument, inSVG,
    inScript, inStyle,
    inComment, inNoscript, inFeed, inText, withoutScheme, brokenScheme, wrapped, otherHost,
  ]

  /// `<a href="#" onclick="location='https://click.linksynergy.com/…'">`, and `href="javascript:…"`.
  private static let onlyInHandler = check(
    "link-only-in-handler", "a link leads nowhere, and its handler to the network", .error,
    why: "AnyTrack and autotag tag the address of a standard link. Behind href=\"#\" or javascript: a script "
      + "opens the affiliate address, so that no click id is added. (\(Guidelines.anyTrack): links must "
      + "stand in a standard a element and must not be hidden behind JavaScript.)",
    fix: "Write the affiliate address into href and leave opening it to the browser."
  ) { group, container in
    guard case .handler(let attribute, true) = container else { return nil }
    return (
      "the link's own address leads nowhere; \(attribute) opens \(group), without a click id",
      attribute == "href"
        ? "write this address alone into href, without the script around it"
        : "write this address into href and remove it from \(attribute)"
    )
  }

  /// `onclick` and other handlers.
  private static let inHandler = check(
    "link-in-handler", "an affiliate address in an element's handler", .error,
    why: "AnyTrack and autotag tag the address of a standard link. What a handler opens gets no click id. "
      + "(\(Guidelines.anyTrack): links must not be hidden behind JavaScript.)",
    fix: "Make it a standard link: <a href=\"…\">."
  ) { group, container in
    guard case .handler(let attribute, false) = container else { return nil }
    return (
      "\(attribute) leads to \(group), without a click id",
      "put a standard link here whose href is this address"
    )
  }

  /// `data-*` of an element that is not itself a link there.
  private static let inDataAttribute = check(
    "link-in-data-attribute", "an affiliate address in a data attribute", .warning,
    why: "An address in data-* is made a link by a script, if at all. autotag does not edit it, and AnyTrack "
      + "sees it only if the script makes a standard link of it before the click.",
    fix:
      "Make it a standard link: <a href=\"…\">. If a script makes one of it, see that the click id is there."
  ) { group, container in
    guard case .data(let attribute) = container else { return nil }
    return (
      "\(attribute) holds an address of \(group) that is no link until a script makes one",
      "put a standard link here whose href is this address"
    )
  }

  /// `url(…)` of a style.
  private static let inStyle = check(
    "link-in-style", "an affiliate address in a style", .warning,
    why:
      "A browser loads what a style names in url(…) without anybody's clicking. A click link that is loaded so counts as "
      + "a click that nobody made, or not at all, and has no click id. autotag does not edit it.",
    fix: "Load the picture from its own address, and put a standard link around it.", in: .style
  ) { group in
    (
      "a style loads an address of \(group) as a picture, without a click",
      "load the picture from its own address, and make the link a standard one"
    )
  }

  /// Any other attribute: `value` of an option or a button, `content`, `rel` …
  private static let inAttribute = check(
    "link-in-attribute", "an affiliate address in an attribute that is no link", .warning,
    why:
      "An address in value, content, rel or the like is made a link by a script, if at all. autotag does not edit it, "
      + "and AnyTrack sees it only if the script makes a standard link of it before the click. A picture's address is "
      + "loaded without a click, which networks do not allow. Text for people (title, alt) is left out.",
    fix:
      "Make it a standard link: <a href=\"…\">. If a script makes one of it, see that the click id is there."
  ) { group, container in
    guard case .attribute(let attribute) = container else { return nil }
    return (
      "\(attribute) holds an address of \(group), which is no standard link",
      "put a standard link here whose href is this address"
    )
  }

  private static let inArea = check(
    "link-in-area", "an image map's area leads to the network", .error,
    why:
      "AnyTrack tags standard a links only, and autotag leaves everything else as it is: the click gets no "
      + "click id. (\(Guidelines.anyTrack): links must stand in a standard a element.)",
    fix: "Put the picture into a standard link: <a href=\"…\"><img …></a>.", in: .area
  ) { group in
    (
      "this area leads to \(group), without a click id",
      "use a standard link instead of the image map's area"
    )
  }

  private static let inForm = check(
    "link-in-form", "a form leads to the network", .error,
    why: "AnyTrack tags standard a links only. A form that is sent with GET also replaces the query of its "
      + "action by its fields, so that the publisher's id is lost (HTML standard, “Mutate action URL”).",
    fix: "Use a standard link that looks like a button.", in: .form
  ) { group in
    ("this form leads to \(group), without a click id", "use a standard link that looks like a button")
  }

  private static let inFrame = check(
    "link-in-frame", "a frame loads an affiliate address", .error,
    why:
      "A frame follows the affiliate link without a click, which networks count as cookie stuffing and end "
      + "partnerships for; and no click id is added.",
    fix: "Remove the frame, and link to the shop with a standard link.", in: .frame
  ) { group in
    (
      "this frame loads an address of \(group) without anybody's click",
      "remove the frame, and use a standard link"
    )
  }

  private static let inFrameDocument = check(
    "link-in-srcdoc", "an affiliate address in a frame's srcdoc", .error,
    why:
      "The document in srcdoc is another one than the page: AnyTrack's tag on the page does not reach its links, and "
      + "autotag leaves them as they are.",
    fix: "Put the link into the page itself.", in: .frameDocument
  ) { group in
    (
      "the frame's document holds an address of \(group), without a click id",
      "put the link into the page itself"
    )
  }

  private static let inSVG = check(
    "link-in-svg", "a link in an SVG picture leads to the network", .error,
    why: "A link in SVG is no standard a element: its address is no text that AnyTrack's tag replaces, and "
      + "autotag leaves it as it is.",
    fix: "Put the picture into a standard link: <a href=\"…\"><svg …></svg></a>.", in: .svgLink
  ) { group in
    (
      "this link of an SVG picture leads to \(group), without a click id",
      "put the picture into a standard link"
    )
  }

  private static let inScript = check(
    "link-in-script", "an affiliate address in a script", .warning,
    why: "What a script does with the address cannot be told from here. autotag does not edit scripts, and a "
      + "link that a script opens gets no click id. Linked data for search engines (ld+json) is left out.",
    fix:
      "Write the link into the page as a standard link, or see that the script makes one before the click.",
    in: .script
  ) { group in
    (
      "a script holds an address of \(group); a link that it opens has no click id",
      "write it into the page as a standard link"
    )
  }

  private static let inComment = check(
    "link-in-comment", "an affiliate address in a comment", .info,
    why: "Nobody can follow a link in a comment. It is left as it is, and untagged should it ever come back.",
    fix: "Remove the comment, or leave it: nothing is lost.", in: .comment
  ) { group in
    ("a comment holds an address of \(group), which nobody can follow", "remove it if it is not needed")
  }

  private static let inNoscript = check(
    "link-in-noscript", "an affiliate address for browsers without JavaScript", .warning,
    why:
      "Without JavaScript nobody replaces the token, so that it would reach the network as it stands: such a "
      + "link cannot be tracked by AnyTrack, and autotag does not tag it.",
    fix: "Leave it untagged and know that its sales have no click id, or remove it.", in: .noscript
  ) { group in
    (
      "this address of \(group) is for browsers without JavaScript, where no click id is filled in",
      "leave it without a token, or remove it"
    )
  }

  private static let inFeed = check(
    "link-in-feed", "an affiliate address in a feed that is no link there", .warning,
    why:
      "In a feed that groups.feeds names, links get codes where readers of feeds look for them: in link, in the HTML of "
      + "description, content:encoded, summary and content. An address elsewhere, or in HTML that is cut off or stands in "
      + "several pieces, is left as it is.",
    fix: "Write it as a link of the entry's HTML, or know that its sales have no code.", in: .feed
  ) { group in
    (
      "this address of \(group) is no link of the feed that autotag edits: it carries no code",
      "write it as a link of the entry's HTML"
    )
  }

  private static let inText = check(
    "link-in-text", "an affiliate address where no link is, on a page that is no HTML", .warning,
    why:
      "The globs of include make a page of the file, and what is a link in Markdown, in a program or in a template's own "
      + "words is none in HTML: nobody tags it. Pages whose names end as HTML's do are left out.",
    fix: "Write a standard link in HTML, or let autotag read the pages that are made of the file.", in: .text
  ) { group in
    (
      "an address of \(group) stands here where no link is: it gets no click id",
      "write a standard link in HTML here, or take the pages that are made of this file"
    )
  }

  // MARK: Links that do not lead to the network as they are written

  private static let withoutScheme = faulty(
    "link-without-scheme", "an affiliate link without https://", .error, .withoutScheme,
    why:
      "Without a scheme a browser takes the address for the name of a file beside the page: the link leads nowhere "
      + "(URL standard, section 4.4).",
    fix: "Write https:// in front of the host.")

  private static let brokenScheme = faulty(
    "link-scheme-broken", "an affiliate link with two schemes", .error, .brokenScheme,
    why:
      "Of https://https://… a browser takes the second https for the host: the link leads nowhere (URL standard, "
      + "section 4.4).",
    fix: "Write https:// once.")

  private static let wrapped = faulty(
    "link-wrapped", "an affiliate address inside another address", .info, .wrapped,
    why:
      "The link leads elsewhere first, to a host that may count the click for itself. Neither AnyTrack nor autotag puts "
      + "the click id into the address inside, as only that host knows what it does with it.",
    fix: "Link to the network itself, or put a click id of that host's own into the link.")

  /// A check of links that do not lead to the network as they are written.
  private static func faulty(
    _ code: String, _ title: String, _ severity: Severity, _ kind: AddressFault.Kind, why: String, fix: String
  ) -> AuditCheck {
    AuditCheck(
      code, title, severity, why: why, fix: fix,
      .page { page in
        page.survey.hiddenLinks.filter { $0.container == .faulty(kind) }.map { link in
          let fault = AddressFault(kind: kind, group: link.group, range: link.range).fault
          return Violation(link.range, fault.problem, fix: fault.fix)
        }
      })
  }

  /// `linksynergy.walmart.com` and the like.
  private static let otherHost = AuditCheck(
    "other-network-host", "a host that looks like Rakuten's and is not configured", .info,
    why: "Some advertisers have Rakuten Advertising's click links under a host of their own that begins with "
      + "linksynergy, and Rakuten has other hosts under linksynergy.com. Links there are left alone unless the host is "
      + "configured.",
    fix: "If the link takes u1, name the host in the configuration, under groups, beside the group's others.",
    .page { page in
      let known = page.groups.first(where: \.isRakuten)?.hosts.joined(separator: ", ") ?? ""
      return page.survey.otherHosts.map { other in
        Violation(
          other.range, "\(other.host) looks like a host of Rakuten's, and no group has it",
          fix: "if it is one, add it to the hosts of rakuten in autotag.yml: [\(known), \(other.host)]")
      }
    })

  private typealias Container = PageSurvey.HiddenLink.Container

  /// A check of hidden links.
  /// - Parameter words: given the group's name; returns `nil` for a link in another kind of container.
  private static func check(
    _ code: String, _ title: String, _ severity: Severity, why: String, fix: String,
    _ words: @escaping @Sendable (String, Container) -> (message: String, fix: String)?
  ) -> AuditCheck {
    AuditCheck(
      code, title, severity, why: why, fix: fix,
      .page { page in
        let found = page.survey.hiddenLinks.compactMap { link in
          words(link.group.name, link.container).map {
            (link, Violation(link.range, $0.message, fix: $0.fix))
          }
        }
        guard found.contains(where: { $0.0.container == .script }) else { return found.map(\.1) }
        let redirects = redirects(of: page)
        return found.filter { link, _ in
          link.container != .script || !redirects.contains { $0.contains(page.text(link.range)) }
        }.map(\.1)
      })
  }

  /// The statements of a page that lead elsewhere at once, and are understood: links to the page are judged by them.
  private static func redirects(of page: PageUnderAudit) -> [String] {
    RedirectFormat.redirectPage.source.read(page.bytes, named: page.file, prefix: "/").rules
      .filter { $0.unknown == nil }.map(\.text)
  }

  /// A check of hidden links in one kind of container.
  private static func check(
    _ code: String, _ title: String, _ severity: Severity, why: String, fix: String, in container: Container,
    _ words: @escaping @Sendable (String) -> (message: String, fix: String)
  ) -> AuditCheck {
    check(code, title, severity, why: why, fix: fix) { group, found in
      found == container ? words(group) : nil
    }
  }
}
