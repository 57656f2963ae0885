/*
 * main.c: where it begins. See app/cli.c for commands, app/dispatch.c for what they do.
 */
#include "app/cli.h"

int main(int argc, char **argv)
{
	return cli_main(argc, argv);
}
