/*
 * main.c: where it begins. See app/cli.c for commands, app/dispatch.c for what they do.
 */
#include "app/cli.h"
#include "version.h"

int main(int argc, char **argv)
{
	static const struct cli_build build = {GUONG_VERSION, GUONG_COMMIT, GUONG_LICENCE};

	return cli_main(argc, argv, &build);
}
