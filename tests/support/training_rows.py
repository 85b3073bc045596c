"""Short conversations, as lines of a training file."""

import json


def rows(count: int, *, salt: str = "") -> bytes:
    """JSON lines; every third is of two turns."""
    return b"".join(_line(i, salt) for i in range(count))


def _line(i: int, salt: str) -> bytes:
    bpm = 50 + i
    messages = [
        {"role": "system", "content": "당신은 코치입니다."},
        {"role": "user", "content": f"{salt}안정시 심박수 {bpm}bpm이에요. 어때요?"},
        {"role": "assistant", "content": f"## 읽기\n안정시 심박수 {bpm}bpm은 잘 읽었어요."},
    ]
    if i % 3 == 0:
        messages += [
            {"role": "user", "content": "그럼 오늘은 쉴까요?"},
            {"role": "assistant", "content": f"{bpm}bpm이면 걸어도 돼요."},
        ]
    return json.dumps({"messages": messages}, ensure_ascii=False).encode() + b"\n"
