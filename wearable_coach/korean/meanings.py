"""The closed lists: what kinds of words, clauses, roles, polarity, modality, holders and times there are."""

from __future__ import annotations

from enum import StrEnum


class WordKind(StrEnum):
    """What a word is."""

    NOUN = "noun"
    PRONOUN = "pronoun"
    NUMBER = "number"
    UNIT = "unit"
    VERB = "verb"
    ADJECTIVE = "adjective"
    COPULA = "copula"
    ADVERB = "adverb"
    DETERMINER = "determiner"
    INTERJECTION = "interjection"
    FOREIGN = "foreign"
    SYMBOL = "symbol"
    UNKNOWN = "unknown"


class ClauseKind(StrEnum):
    """How a clause stands in its sentence."""

    MAIN = "main"
    CONNECTED = "connected"
    """Ends in a connective ending: -고, -지만, -면, -어서."""
    RELATIVE = "relative"
    """Says something of the noun that follows: 아프지 않은 (날)."""
    QUOTED = "quoted"
    """-다고, -라고, -냐고, -자고, or between quotation marks."""
    NOMINAL = "nominal"
    """-기, -음, -는 것 as part of another."""
    FRAGMENT = "fragment"
    """No predicate: a heading, a label, a noun alone."""


class Link(StrEnum):
    """How a clause goes on to the next."""

    END = "end"
    AND = "and"
    OR = "or"
    BUT = "but"
    BECAUSE = "because"
    IF = "if"
    THOUGH = "though"
    WHILE = "while"
    BACKGROUND = "background"
    PURPOSE = "purpose"
    UNTIL = "until"
    INSTEAD = "instead"
    MODIFIES = "modifies"
    SAID = "said"


class Polarity(StrEnum):
    """Whether what the predicate names is said to be so."""

    AFFIRMED = "affirmed"
    DENIED = "denied"


class Modality(StrEnum):
    """What is done with a statement."""

    ASSERT = "assert"
    ASK = "ask"
    CONDITION = "condition"
    WISH = "wish"
    ADVISE = "advise"
    PERMIT = "permit"
    FORBID = "forbid"
    QUOTE = "quote"
    DEFINE = "define"
    EXAMPLE = "example"
    HYPOTHETICAL = "hypothetical"


class HolderKind(StrEnum):
    """Whom a statement is about."""

    USER = "user"
    OTHER = "other"
    PEOPLE = "people"
    STUDY = "study"


class TimeKind(StrEnum):
    """The time a statement is about."""

    NOW = "now"
    TODAY = "today"
    LAST_NIGHT = "last_night"
    PAST = "past"
    RECURRING = "recurring"
    SINCE = "since"
    FUTURE = "future"
    UNSAID = "unsaid"


class Role(StrEnum):
    """What an argument is to its predicate."""

    TOPIC = "topic"
    SUBJECT = "subject"
    OBJECT = "object"
    PLACE = "place"
    """에, 에서, 에게, 한테: where, to whom."""
    INSTRUMENT = "instrument"
    """로, 으로: by what, as what, which way."""
    REFERENCE = "reference"
    """보다, 에 비해, 대비: with what it is compared."""
    COMPANION = "companion"
    FROM = "from"
    UP_TO = "up_to"
    COMPLEMENT = "complement"
    """What 되다, 아니다 name: 환자가 아니다."""
    BARE = "bare"
    """No particle."""
