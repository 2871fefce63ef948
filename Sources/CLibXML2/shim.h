// Debian builds libxml2 with ICU, and <libxml/encoding.h> then includes ICU's headers, which clash with
// the ICU inside Foundation when both meet in one debug build. Nothing here converts encodings, so ICU's
// part of the interface is switched off before the parser's headers are read.
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED
#include <libxml/HTMLparser.h>
#include <libxml/parser.h>

// A macro in some versions and a variable in others.
static inline const char *autotag_xml_version(void) { return xmlParserVersion; }
