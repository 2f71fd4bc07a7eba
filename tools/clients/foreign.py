"""The clients of Triton, KServe and Socket.IO against a running server, as their own documentation uses them.

usage: BASE_URL=http://localhost:8000 python foreign.py [triton] [kserve] [socketio]
"""

import asyncio
import json
import math
import os
import sys
import urllib.request

import numpy as np

BASE_URL = os.environ.get("BASE_URL", "http://localhost:8000")
KEY = os.environ.get("EXOPLANET_API_KEY")
HEADERS = {"Authorization": f"Bearer {KEY}"} if KEY else {}
HOST = BASE_URL.split("://")[1]

K00752 = {"source": 0, "period": 9.488, "duration": 2.9575, "depth": 615.8, "radius": 2.26, "snr": 35.8}


def call(path, body=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(BASE_URL + path, data, {"content-type": "application/json", **HEADERS})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)


def rows():
    """Two rows in the order that the model names; a value that is not known is NaN."""
    names = call("/v2/models/tabular")["inputs"][0]["parameters"]["features"]
    row = [K00752.get(name, math.nan) for name in names]
    return np.array([row, row], dtype=np.float32)


def check(name, probability):
    values = np.asarray(probability).ravel()
    if len(values) != 2 or values[0] != values[1] or not 0 < values[0] < 1:
        raise AssertionError(f"{name}: unexpected probabilities {values}")
    print(f"{name}: {values[0]:.4f}")


def triton():
    from tritonclient import http

    client = http.InferenceServerClient(HOST)
    assert client.is_server_ready(headers=HEADERS)
    assert client.is_model_ready("tabular", headers=HEADERS)
    for binary in (True, False):
        # JSON has no NaN, and this client cannot write null: without binary data it sends only rows that are complete.
        data = rows() if binary else np.nan_to_num(rows(), nan=1)
        tensor = http.InferInput("row", data.shape, "FP32")
        tensor.set_data_from_numpy(data, binary_data=binary)
        wanted = [http.InferRequestedOutput("probability", binary_data=binary)]
        for compression in (None, "gzip", "deflate"):
            answer = client.infer(
                "tabular",
                [tensor],
                outputs=wanted,
                headers=dict(HEADERS),
                request_compression_algorithm=compression,
                response_compression_algorithm=compression,
            )
            check(f"tritonclient, binary {binary}, compression {compression}", answer.as_numpy("probability"))
    client.close()


def kserve():
    from kserve import InferenceRESTClient, InferInput, InferRequest, RESTConfig

    async def infer():
        client = InferenceRESTClient(RESTConfig(protocol="v2", timeout=60))
        assert await client.is_server_ready(BASE_URL, headers=HEADERS)
        assert await client.is_model_ready(BASE_URL, "tabular", headers=HEADERS)
        data = rows()
        tensor = InferInput("row", list(data.shape), "FP32")
        tensor.set_data_from_numpy(data, binary_data=True)
        request = InferRequest("tabular", [tensor])
        answer = await client.infer(BASE_URL, request, model_name="tabular", headers=HEADERS)
        check("kserve", next(output for output in answer.outputs if output.name == "probability").as_numpy())
        await client.close()

    asyncio.run(infer())


def socketio():
    import socketio

    with socketio.SimpleClient() as client:
        client.connect(BASE_URL, transports=["websocket"], auth={"token": KEY} if KEY else None, headers=HEADERS)
        task = call("/predict", {"period": 9.488, "radius": 2.26, "source": "KEPLER"})["task_id"]
        client.emit("subscribe_task", {"task_id": task})
        while True:
            event, message = client.receive(timeout=60)
            if event == "task_update" and message["status"] == "completed":
                print(f"python-socketio: {message['result']['probability']:.4f}")
                return


if __name__ == "__main__":
    clients = {"triton": triton, "kserve": kserve, "socketio": socketio}
    for name in sys.argv[1:] or clients:
        clients[name]()
