"""`python -m tests.support.short_of_descriptors PORT`: a server that takes more than it has descriptors for."""

import json
import os
import resource
import subprocess
import sys
import threading
import time

from tests.support.half_open import half_open, look
from wearable_coach.client.connections import Crowd
from wearable_coach.client.listening import listen, run
from wearable_coach.client.log_lines import lines_to_stderr

DESCRIPTORS, CONNECTIONS, SECONDS = 64, 150, 3.0


async def well(scope, _receive, send):
    """Answers that it is well."""
    if scope["type"] == "http":
        headers = [(b"content-length", b"0")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b""})


def _attack(port: int) -> None:
    looks = []
    with half_open(port, CONNECTIONS):
        time.sleep(0.5)
        until = time.monotonic() + SECONDS
        while time.monotonic() < until:
            looks.append(look(port).status)
            time.sleep(0.1)
    sys.stdout.write(json.dumps({"asked": len(looks), "answered": looks.count(200)}))


def _serve(port: int) -> None:
    import logging

    logging.basicConfig(handlers=[lines_to_stderr()])
    resource.setrlimit(resource.RLIMIT_NOFILE, (DESCRIPTORS, DESCRIPTORS))
    crowd = Crowd(10_000)
    run(well, listen("127.0.0.1", port, crowd), crowd, ())


def _main() -> None:
    port = int(sys.argv[1])
    if len(sys.argv) > 2:
        _attack(port)
        return
    attack = [sys.executable, "-m", "tests.support.short_of_descriptors", str(port), "attack"]
    attacker = subprocess.Popen(attack, stdout=subprocess.PIPE, text=True)
    began, cpu = time.monotonic(), time.process_time()

    def end() -> None:
        told, _ = attacker.communicate()
        took = {"cpu_s": time.process_time() - cpu, "took_s": time.monotonic() - began}
        sys.stdout.write(json.dumps(json.loads(told) | took))
        sys.stdout.flush()
        os._exit(0)

    threading.Thread(target=end).start()
    _serve(port)


if __name__ == "__main__":
    _main()
