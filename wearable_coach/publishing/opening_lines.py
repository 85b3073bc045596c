"""How a published model is opened, as its card says it: lines that were run."""

from __future__ import annotations

_ADAPTER = """```python
from peft import AutoPeftModelForCausalLM
from transformers import AutoTokenizer, GenerationConfig

folder = "."  # this folder
model = AutoPeftModelForCausalLM.from_pretrained(folder, dtype="{dtype}").eval()
{answering}
```"""
_MERGED = """```python
from transformers import AutoModelForCausalLM, AutoTokenizer, GenerationConfig

folder = "."  # this folder
model = AutoModelForCausalLM.from_pretrained(folder, dtype="{dtype}").eval()
{answering}
```

```console
vllm serve . --served-model-name coach --chat-template chat_template.jinja
```"""
_ANSWERING = """tokenizer = AutoTokenizer.from_pretrained(folder)
messages = [{"role": "system", "content": "…"}, {"role": "user", "content": "안정시 심박수 62bpm이에요. 어때요?"}]
asked = tokenizer.apply_chat_template(messages, add_generation_prompt=True, return_tensors="pt", return_dict=True)
said = model.generate(**asked, generation_config=GenerationConfig.from_pretrained(folder))
print(tokenizer.decode(said[0, asked["input_ids"].shape[1]:], skip_special_tokens=True).strip())"""
_BESIDE = "Its base lies beside it in `base/`, which `adapter_config.json` names: where that is `base`, open it from within this folder."
_OLLAMA = """```console
ollama create coach -f Modelfile
ollama run coach "안정시 심박수 62bpm이에요. 어때요?"
```"""


def opening_lines(form: str, *, dtype: str, with_base: bool) -> str:
    """Return how a folder is opened.

    Args:
        form: ``adapter``, ``merged`` or ``ollama``.
        dtype: The number format in which the product answers.
        with_base: Whether the base lies in the folder.
    """
    if form == "ollama":
        return _OLLAMA
    lines = (_ADAPTER if form == "adapter" else _MERGED).replace("{answering}", _ANSWERING)
    told = lines.replace("{dtype}", dtype)
    return f"{told}\n\n{_BESIDE}" if form == "adapter" and with_base else told
