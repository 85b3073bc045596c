"""How figures are written for people, the same in every table, picture and reason."""

from __future__ import annotations


def percent(share: float) -> str:
    """Write a share [1] as percent with one decimal: 59.4%."""
    return f"{share * 100:.1f}%"


def goal(share: float) -> str:
    """Write a share [1] that a rule asks for: 100%, 97.5%."""
    return f"{share * 100:.1f}".removesuffix(".0") + "%"


def points(difference: float) -> str:
    """Write a difference of shares [1] in percentage points, with its sign: −23.9%p."""
    return f"{signed(difference)}%p"


def signed(difference: float) -> str:
    """Write a difference of shares [1] times a hundred, with its sign: +5.5, −23.9, 0.0."""
    shown = f"{abs(difference) * 100:.1f}"
    if float(shown) == 0:
        return shown
    return f"{'+' if difference > 0 else '−'}{shown}"


def interval(low: float | None, high: float | None) -> str:
    """Write the interval of a share [1]: 57.0–61.7; nothing where there is none."""
    return "" if low is None or high is None else f"{low * 100:.1f}–{high * 100:.1f}"


def signed_interval(low: float | None, high: float | None) -> str:
    """Write the interval of a difference [1]: −27.7 ~ −19.9; nothing where there is none."""
    return "" if low is None or high is None else f"{signed(low)} ~ {signed(high)}"
