#include "core/site_test.h"
int main(void) { return 0; }
