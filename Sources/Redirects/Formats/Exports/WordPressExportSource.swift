internal import AutoTagBytes
internal import AutoTagWebURL

/// WordPress's own export (WXR, wp-admin/includes/export.php) with the posts of plugins whose redirects are posts: Safe
/// Redirect Manager (`redirect_rule`), ThirstyAffiliates (`thirstylink`) and Easy Affiliate Links
/// (`easy_affiliate_link`).
///
/// The export tells where WordPress is; the folder of the links stands in the plugins' settings, which it does not carry:
/// `prefix` names it, and `recommends` is the choice of both plugins.
package struct WordPressExportSource: RedirectSource {
  package init() {}

  package func read(_ file: [UInt8], named name: String, prefix: String) -> LoadedSource {
    let root: XMLElement
    do throws(XMLElement.Failure) {
      root = try XMLElement.read(file)
    } catch {
      var reader = ListReader(.wordPress, file: name, prefix: prefix)
      reader.diagnose(
        .malformed, error.line, "the file is no export of WordPress: \(error.message)")
      return reader.finish([])
    }
    let channels = root.children("channel")
    let home = channels.first?.children("base_blog_url").first.flatMap { WebURL($0.content)?.path } ?? "/"
    let folder = home.hasSuffix("/") ? home : home + "/"
    var site = ListReader(.wordPress, file: name, prefix: folder)
    var links = ListReader(
      .wordPress, file: name, prefix: prefix.allSatisfy { $0 == "/" } ? folder + "recommends/" : prefix)
    var redirects: [ListedRule] = []
    var slugs = SlugRules()
    var hasPlugin = false
    for post in channels.flatMap({ $0.children("item") }).map(Post.init) {
      switch post.type {
      case "redirect_rule":
        if let rule = SafeRedirectManagerSource.rule(post.redirect, &site), post.isPublished {
          redirects.append(rule)
        }
      case "thirstylink": if post.isPublished { ThirstyAffiliatesSource.add(post.link, to: &slugs, &links) }
      case "easy_affiliate_link":
        if post.isPublished {
          EasyAffiliateLinksSource.add(
            post.slug, post["eafl_url"] ?? "", post.line,
            status: post["eafl_redirect_type"].flatMap { Int($0) }.flatMap {
              [301, 302, 307].contains($0) ? $0 : nil
            } ?? 301,
            to: &slugs, &links)
        }
      default: continue
      }
      hasPlugin = true
    }
    if !hasPlugin {
      site.diagnose(
        .notUnderstood, 1,
        "there are no posts of Safe Redirect Manager, ThirstyAffiliates or Easy Affiliate Links in the export: export "
          + "the links in their plugin, or ask the server with --online (Lasso has no export of its own)")
    }
    site.rules += links.rules
    site.diagnostics += links.diagnostics
    return site.finish(
      redirects + slugs.rules, spelling: SlugRules.spelling, guesses: slugs.guesses(links))
  }

  /// A post of the export.
  private struct Post {
    let line: Int
    let type: String
    let slug: String
    let isPublished: Bool
    private let meta: [String: String]

    init(_ item: XMLElement) {
      func text(_ name: String) -> String { item.children(name).first?.content ?? "" }
      line = item.line
      type = text("post_type")
      slug = text("post_name")
      isPublished = text("status") == "publish"
      meta = item.children("postmeta").reduce(into: [:]) { meta, element in
        guard let key = element.children("meta_key").first?.content else { return }
        meta[key] = element.children("meta_value").first?.content
      }
    }

    subscript(key: String) -> String? { meta[key] }

    var redirect: SafeRedirectManagerSource.Redirect {
      .init(
        line: line, from: self["_redirect_rule_from"] ?? "", to: self["_redirect_rule_to"] ?? "",
        status: self["_redirect_rule_status_code"] ?? "",
        isPattern: !["", "0"].contains(self["_redirect_rule_from_regex"] ?? ""), isPublished: isPublished)
    }

    var link: ThirstyAffiliatesSource.Link {
      var link = ThirstyAffiliatesSource.Link(line: line, slug: slug, url: self["_ta_destination_url"] ?? "")
      link.status = self["_ta_redirect_type"]
      link.passesQuery = self["_ta_pass_query_str"] ?? "global"
      link.places =
        meta.first { $0.key.contains("geolocation") && !["", "a:0:{}"].contains($0.value) }?.value ?? ""
      return link
    }
  }
}
