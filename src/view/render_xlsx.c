#include "view/render.h"
#include "view/render_sheet.h"

enum err render_xlsx(
	const struct speech *sp, const struct doc *d, const char *part, int fd, struct fault *f)
{
	const struct doc_part *p = sheet_part(d, part);
	struct sink *s;

	if (!p)
		return fault(f, ERR_FORMAT, NULL, M_ERR_FORMAT);
	TRY(sink_xlsx(&s, sp, fd, f));
	return sheet_write(s, d, p);
}
