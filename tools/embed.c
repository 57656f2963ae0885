/*
 * embed: makes a C table of files, so that style, templates, schema and rules are part of the
 * program. Usage: embed ROOT OUT.c FILE...    Names in the table are relative to ROOT.
 */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static unsigned char *slurp(const char *path, size_t *ret_n)
{
	FILE *f = fopen(path, "rb");
	unsigned char *p;
	long n;

	if (!f || fseek(f, 0, SEEK_END) || (n = ftell(f)) < 0 || fseek(f, 0, SEEK_SET)) {
		perror(path);
		exit(1);
	}
	p = malloc((size_t)n + 1);
	if (!p || fread(p, 1, (size_t)n, f) != (size_t)n) {
		perror(path);
		exit(1);
	}
	fclose(f);
	*ret_n = (size_t)n;
	return p;
}

static void write_bytes(FILE *out, const unsigned char *p, size_t n, int i)
{
	fprintf(out, "static const unsigned char f%d[] = {", i);
	for (size_t k = 0; k < n; k++)
		fprintf(out, "%s%u,", k % 32 ? "" : "\n", p[k]);
	fprintf(out, "0};\n");
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Build systems name files by ways round ("src/app/../../ui/x"): the real one counts. */
static char *real(const char *path)
{
	char *p = realpath(path, NULL);

	if (!p) {
		perror(path);
		exit(1);
	}
	return p;
}

static const char *relative(const char *path, const char *root)
{
	size_t n = strlen(root);

	return strncmp(path, root, n) == 0 && path[n] == '/' ? path + n + 1 : path;
}

int main(int argc, char **argv)
{
	FILE *out;
	char(*digests)[17];
	char *root;
	size_t *sizes;
	int n = argc - 3;

	if (argc < 3 || sodium_init() < 0)
		return 1;
	root = real(argv[1]);
	for (int i = 0; i < n; i++)
		argv[3 + i] = real(argv[3 + i]);
	qsort(argv + 3, (size_t)n, sizeof(*argv), by_name);
	out = fopen(argv[2], "w");
	digests = calloc((size_t)n + 1, sizeof(*digests));
	sizes = calloc((size_t)n + 1, sizeof(*sizes));
	if (!out || !digests || !sizes)
		return 1;
	fprintf(out, "/* made by tools/embed; do not edit */\n#include \"base/embed.h\"\n\n");
	for (int i = 0; i < n; i++) {
		unsigned char hash[32], *p = slurp(argv[3 + i], &sizes[i]);
		crypto_hash_sha256(hash, p, sizes[i]);
		sodium_bin2hex(digests[i], 17, hash, 8);
		write_bytes(out, p, sizes[i], i);
		free(p);
	}
	fprintf(out, "\nconst struct embedded embed_table[] = {\n");
	for (int i = 0; i < n; i++)
		fprintf(out, "\t{\"%s\", {(const char *)f%d, %zu}, \"%s\"},\n",
			relative(argv[3 + i], root), i, sizes[i], digests[i]);
	fprintf(out, "};\nconst size_t embed_count = %d;\n", n);
	free(digests);
	free(sizes);
	return fclose(out) != 0;
}
