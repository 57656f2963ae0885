#include "app/cli_file.h"

#include "import/import.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILE_MOST = 256 << 20 };

static enum err read_bytes(struct ctx *cx, int fd, const char *path, struct str *ret)
{
	struct stat st;
	char *bytes;
	size_t n = 0;

	if (fstat(fd, &st) || !S_ISREG(st.st_mode))
		return cx_fault(cx, ERR_FILE, NULL, M_CLI_NO_FILE, path);
	if (st.st_size > FILE_MOST)
		return cx_fault(cx, ERR_TOO_LARGE, NULL, M_ERR_TOO_LARGE);
	bytes = import_room(cx, (size_t)st.st_size);
	while (n < (size_t)st.st_size) {
		ssize_t got = read(fd, bytes + n, (size_t)st.st_size - n);
		if (got <= 0)
			return cx_fault(cx, ERR_FILE, NULL, M_CLI_NO_FILE, path);
		n += (size_t)got;
	}
	*ret = (struct str){bytes, n};
	return ERR_OK;
}

enum err cli_file_read(struct ctx *cx, const char *path, struct str *ret)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	enum err e;

	if (fd < 0)
		return cx_fault(cx, ERR_FILE, NULL, M_CLI_NO_FILE, path);
	e = read_bytes(cx, fd, path, ret);
	close(fd);
	return e;
}
