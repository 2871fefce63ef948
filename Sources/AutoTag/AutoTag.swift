@_exported public import HTMLLinks
@_exported public import SiteRewriter
@_exported public import TrackingLinks
