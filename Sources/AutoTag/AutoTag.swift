internal import AutoTagSite
