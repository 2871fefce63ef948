/// The configuration that `autotag init` writes.
package enum ConfigurationTemplate {
  package static let text = """
    # Settings of autotag for this site. It stands in the site's root, or is named by --config.
    # Everything here is optional. Options on the command line win.

    # The site's address as visitors see it. Links without a host are read relative to it.
    # base-url: https://www.example.com/

    # The pages: globs, relative to the site's root. These are the default.
    # include:
    #   - "**/*.html"
    #   - "**/*.htm"
    #   - "**/*.xhtml"
    #   - "**/*.shtml"

    # Pages to leave alone: globs of files and folders.
    # exclude:
    #   - "drafts/**"

    # What to do with a link whose subid parameter has another value already:
    # keep leaves and reports it, replace puts the click-id token in its place. The default is keep.
    # existing-subid: keep

    # Affiliate networks. Rakuten is built in, as it stands here; a group called rakuten replaces it,
    # others are added.
    # groups:
    #   - name: rakuten                    # as in data-tracking-group="rakuten"
    #     hosts: [click.linksynergy.com]   # the hosts of the network's click links
    #     subid: u1                        # the query parameter that carries the click id
    #     token: --CLICK-ID--              # the text that is replaced by the click id

    """
}
