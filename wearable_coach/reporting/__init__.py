"""Pages for people: the dataset card, and why a dataset was refused."""

from wearable_coach.reporting.card_data import CardData
from wearable_coach.reporting.card_page import render_card
from wearable_coach.reporting.pages import render_gate_page

__all__ = ["CardData", "render_card", "render_gate_page"]
