/*
 * Text inside XML 1.0.
 *
 * XML 1.0 has no way at all to write most control characters, U+FFFE and U+FFFF
 * (section 2.2, production Char): they are dropped.  Bytes that are no UTF-8 become
 * U+FFFD.
 */
#ifndef PROCTOR_REPORT_XML_TEXT_H
#define PROCTOR_REPORT_XML_TEXT_H

#include "harness/base/buf.h"

/* Appends the text as the content of an element. */
void xml_text(struct buf *into, const char *text);

/*
 * Appends ` name="text"`.  Newlines and tabs are written as references, since
 * a parser turns them into blanks otherwise (section 3.3.3).
 */
void xml_attribute(struct buf *into, const char *name, const char *text);

#endif
