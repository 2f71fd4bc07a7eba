"""The README's walk with a client that openapi-python-client made from openapi.json.

usage: BASE_URL=http://localhost:8000 python walk.py FOLDER    FOLDER is the generated package, named client
"""

import math
import os
import sys
import time
from io import BytesIO
from pathlib import Path

sys.path.insert(0, str(Path(sys.argv[1]).parent))

from client import AuthenticatedClient
from client.api.catalogues import (
    catalog_rows_controller_rows,
    catalogs_controller_catalog,
    catalogs_controller_create,
    votes_controller_vote,
)
from client.api.light_curves import curve_controller_curve, light_curves_controller_analyze
from client.api.models import models_controller_list
from client.api.predictions import predictions_controller_predict, predictions_controller_predict_batch
from client.api.tasks import tasks_controller_task
from client.models import (
    BatchResultDto,
    CandidateDto,
    LightCurveDto,
    NewVoteDto,
    PredictBatchDto,
    PredictionDto,
    ProblemDto,
    TaskDto,
)
from client.types import File

TABLE = (
    b"kepid,kepoi_name,koi_period,koi_duration,koi_depth,koi_prad\n10797460,K00752.01,9.48803557,2.9575,615.8,2.26\n"
)
K00752 = {"id": "K00752.01", "period": 9.488, "duration": 2.9575, "depth": 615.8, "radius": 2.26, "snr": 35.8}


def read(answer, kind):
    """The content of an answer, which has to be of this kind."""
    if not isinstance(answer, kind):
        raise TypeError(f"expected {kind.__name__}, got {answer!r}")
    return answer


def until_ended(client, task_id):
    while True:
        task = read(tasks_controller_task.sync(task_id, client=client), TaskDto)
        if task.status not in ("pending", "processing"):
            return task
        time.sleep(0.1)


def walk(client):
    served = [f"{one.name}@{one.version}" for one in models_controller_list.sync(client=client).models]
    print("models", *served)

    candidate = CandidateDto.from_dict({**K00752, "source": "KEPLER"})
    task = read(predictions_controller_predict.sync(client=client, body=candidate, wait=30, explain=True), TaskDto)
    answer = read(task.result, PredictionDto)
    print("predict", task.status, task.error, answer.id, answer.prediction)

    rows = [candidate, CandidateDto.from_dict({"id": "impossible", "source": "K2", "period": -4})]
    batch = PredictBatchDto(predictions=rows)
    task = read(predictions_controller_predict_batch.sync(client=client, body=batch, wait=30, partial=True), TaskDto)
    print("batch", task.status, len(read(task.result, BatchResultDto).predictions))

    problem = read(predictions_controller_predict.sync(client=client, body=rows[1]), ProblemDto)
    print("refused", problem.status, problem.code, problem.errors[0].field)
    problem = read(tasks_controller_task.sync("p" + "0" * 36, client=client), ProblemDto)
    print("unknown", problem.status, problem.code)

    hours = [index / 2 for index in range(27 * 48)]
    depth = [1e-3 * (abs((hour - 24) - 84 * round((hour - 24) / 84)) < 1.5) for hour in hours]
    curve = LightCurveDto.from_dict(
        {
            "time": [800 + hour / 24 for hour in hours],
            "flux": [1 + 1e-4 * math.sin(index * index) - dip for index, dip in enumerate(depth)],
            "time_system": "BKJD",
            "source": "KEPLER",
            "max_planets": 1,
        }
    )
    accepted = light_curves_controller_analyze.sync(client=client, body=curve)
    task = until_ended(client, accepted.task_id)
    period = task.result.detections[0].period.value
    points = curve_controller_curve.sync(accepted.task_id, client=client)
    print("curve", accepted.task_id, task.status, f"{period:.2f} d", points.rows == len(points.columns.time))

    accepted = catalogs_controller_create.sync(client=client, body=File(BytesIO(TABLE)), name="koi.csv")
    task = until_ended(client, accepted.task_id)
    catalog = catalogs_controller_catalog.sync(accepted.catalog_id, client=client)
    page = catalog_rows_controller_rows.sync(accepted.catalog_id, client=client)
    vote = NewVoteDto.from_dict({"disposition": "PC", "comment": None})
    cast = votes_controller_vote.sync(accepted.catalog_id, page.rows[0].key, client=client, body=vote)
    prediction = page.rows[0].result.prediction
    print("catalogue", accepted.catalog_id, task.status, catalog.state, page.total, prediction, cast.disposition)


if __name__ == "__main__":
    walk(
        AuthenticatedClient(
            base_url=os.environ.get("BASE_URL", "http://localhost:8000"),
            token=os.environ.get("EXOPLANET_API_KEY", "none"),
            raise_on_unexpected_status=True,
            timeout=60,
        )
    )
