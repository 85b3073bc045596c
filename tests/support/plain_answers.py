"""Asks an exported folder as its card says, in a process that has nothing of the product: `python -I FILE …`."""

import json
import re
import sys
from pathlib import Path


def main(folder: str, asked: str) -> None:
    """Print the answers of the model in a folder to the conversations of a file, as JSON."""
    card = (Path(folder) / "README.md").read_text(encoding="utf-8")
    code = re.search(r"```python\n(.*?)```", card, re.DOTALL)[1]
    opening, _, rest = code.partition("messages = ")
    lines = [line for line in rest.splitlines()[1:] if not line.startswith("print(")]
    told = {"__name__": "card"}
    exec(opening.replace('folder = "."', f"folder = {folder!r}"), told)  # noqa: S102 - what the card says
    answers = []
    for told["messages"] in json.loads(Path(asked).read_text(encoding="utf-8")):
        exec("\n".join(lines), told)  # noqa: S102
        said = told["said"][0, told["asked"]["input_ids"].shape[1] :]
        answers.append(told["tokenizer"].decode(said, skip_special_tokens=True).strip())
    assert not {"backends", "wearable_coach"} & {name.partition(".")[0] for name in sys.modules}
    print(json.dumps({"peft": "peft" in sys.modules, "answers": answers}))  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
