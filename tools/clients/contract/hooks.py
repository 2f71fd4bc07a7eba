"""What schemathesis cannot take from openapi.json: contents of files, lists of equal length, and short waits."""

import os

import requests
import schemathesis
from hypothesis import strategies as st

TABLE = (
    b"kepid,kepoi_name,koi_period,koi_duration,koi_depth,koi_prad\n10797460,K00752.01,9.48803557,2.9575,615.8,2.26\n"
)
CURVE = b"time,flux\n" + b"".join(b"%.3f,%.6f\n" % (day / 50, 1 - 0.001 * (day % 150 < 5)) for day in range(1500))
LISTS = ("time", "flux", "flux_err", "quality", "centroid_col", "centroid_row")
LONGEST = 1

schemathesis.openapi.media_type("text/csv", st.just(TABLE) | st.binary(max_size=200))
schemathesis.openapi.media_type("application/octet-stream", st.just(TABLE) | st.binary(max_size=200))


KEPT = {"catalog_id": os.environ.get("CONTRACT_CATALOG"), "task_id": os.environ.get("CONTRACT_TASK")}


@schemathesis.hook
def map_path_parameters(context, path_parameters):
    """Half of the requests are about a catalogue and a task that exist. Those that would end them are not."""
    ends = context.operation.method.upper() == "DELETE" and "/votes/" not in context.operation.path
    for name, kept in KEPT.items():
        given = (path_parameters or {}).get(name)
        if kept and isinstance(given, str) and not ends and sum(map(ord, given)) % 2 == 0:
            path_parameters[name] = kept
    return path_parameters


@schemathesis.hook
def map_query(context, query):
    """Nothing is waited for longer than a second."""
    for name in ("wait", "timeout"):
        value = (query or {}).get(name)
        if isinstance(value, (int, float)) and not isinstance(value, bool) and LONGEST < value <= 60:
            query[name] = LONGEST
    return query


@schemathesis.hook
def map_body(context, body):
    """Files have the content of tables and curves; lists of a light curve have the length of the shortest."""
    if not isinstance(body, dict):
        return body
    if context.operation.path == "/light-curves":
        lists = {name: body[name] for name in LISTS if isinstance(body.get(name), list)}
        shortest = min(map(len, lists.values()), default=0)
        body = {**body, **{name: values[:shortest] for name, values in lists.items()}}
        if isinstance(body.get("files"), list) and body["files"]:
            body["files"] = [CURVE]
    elif context.operation.path in ("/catalogs", "/catalogs/detect") and body.get("file"):
        body = {**body, "file": TABLE}
    return body


@schemathesis.hook
def after_call(context, case, response):
    """Workers that were paused would leave every later request waiting."""
    if case.operation.path in ("/workers/pause", "/workers/drain") and response.status_code == 200:
        authorization = response.request.headers["Authorization"]
        url = f"{case.operation.base_url.rstrip('/')}/workers/resume"
        requests.post(url, headers={"Authorization": authorization}, timeout=60)
