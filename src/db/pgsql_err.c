#include "db/pgsql_err.h"

#include <string.h>

bool pgsql_is_one_of(const char *state, const char *list)
{
	const char *at = strstr(list, state);

	return at && strlen(state) == 5;
}

/* Memory can be short in many ways; the server's hint names the setting in any language. */
static bool lacks_locks(const PGresult *res)
{
	const char *hint = PQresultErrorField(res, PG_DIAG_MESSAGE_HINT);

	return hint && strstr(hint, "max_pred_locks_per_transaction");
}

enum err pgsql_err_of(const PGresult *res)
{
	const char *state = PQresultErrorField(res, PG_DIAG_SQLSTATE);

	if (pgsql_is_one_of(state, "40001 40P01"))
		return ERR_RETRY;
	if (pgsql_is_one_of(state, "23505"))
		return ERR_CONFLICT;
	if (pgsql_is_one_of(state, "53100 58030"))
		return ERR_IO;
	if (pgsql_is_one_of(state, "55P03 53300"))
		return ERR_BUSY;
	if (pgsql_is_one_of(state, "53200") && lacks_locks(res))
		return ERR_LOCKS;
	return ERR_DB;
}
