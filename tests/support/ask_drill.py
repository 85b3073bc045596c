"""Ask a chat server a number of questions, as an evaluation that may be killed does.

python -m tests.support.ask_drill URL STORE COUNT
"""

import sys
from pathlib import Path

from tests.support.chat_models import asked
from wearable_coach.chat.asking import Ask, AskedAll, ask_all
from wearable_coach.chat.served import Endpoint
from wearable_coach.client.endpoint_model import EndpointModel
from wearable_coach.store import LocalStore


def drill(url: str, folder: Path, count: int) -> AskedAll:
    """Ask them all, eight at once."""
    model = EndpointModel(Endpoint(url=url, at_once=8), environment={})
    questions = [Ask(str(i), asked(f"질문 {i}")) for i in range(count)]
    try:
        return ask_all(LocalStore(folder), model, questions)
    finally:
        model.close()


if __name__ == "__main__":
    drill(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
