"""Texts that would do harm if they came into a page as they are, and what a page is made of."""

import re
from html.parser import HTMLParser

HOSTILE = (
    "</style></title></script><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    '" style="background:url(https://evil.example/x)" x="',
    "</svg><iframe srcdoc='<script>alert(1)</script>'></iframe>",
    '<a href="javascript:alert(1)">여기</a>',
    "</mark></details><object data=x></object>",
    "<svg onload=alert(1)><style>@import 'https://evil.example'</style>",
    "{{ 7 * 7 }}{% raw %}<b>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<!-- <base href=//evil.example> -->",
    "**<script>alert(1)</script>**",
)
_ACTIVE = {
    "script", "img", "iframe", "object", "embed", "a", "base", "form", "input", "link", "button",
    "audio", "video", "source", "foreignobject", "use", "image", "animate",
}  # fmt: skip
_URLS = {"href", "src", "srcdoc", "data", "action", "formaction", "xlink:href", "poster"}


_OWN = re.compile(r"#(ground|said)-\d+|report(\.en)?\.html")
"""Where a page of ours leads: within itself, and to the same card in the other language."""


class Page(HTMLParser):
    """A page as a browser takes it apart: its tags with the names of their attributes, its styles."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.skeleton: list[tuple[str, tuple[str, ...]]] = []
        self.active: list[str] = []
        self.styles = ""
        self.text = ""
        self._in_style = False
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.skeleton.append((tag, tuple(name for name, _ in attrs)))
        self._in_style = self._in_style or tag == "style"
        bad = [
            n
            for n, value in attrs
            if n.startswith("on") or (n in _URLS and not _OWN.fullmatch(value or ""))
        ]
        leads_out = tag in _ACTIVE and not (
            tag == "a" and _OWN.fullmatch(dict(attrs).get("href") or "")
        )
        if leads_out or bad:
            self.active.append(f"<{tag} {bad}>")
        self.styles += "".join(value or "" for name, value in attrs if name == "style")

    def handle_endtag(self, tag):
        self.skeleton.append((f"/{tag}", ()))
        self._in_style = self._in_style and tag != "style"

    def handle_data(self, data):
        if self._in_style:
            self.styles += data
        else:
            self.text += data

    def handle_comment(self, data):
        self.active.append(f"comment {data[:40]}")
