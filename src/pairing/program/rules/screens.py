"""Screens about one person: takes part, is routed elsewhere, or is not eligible, with the reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from pairing.profiles import Table
from pairing.program.condition_grammar import Condition, condition_in_words
from pairing.program.parameters import IdsColumn
from pairing.program.rules.conditions import NEVER, blanks, both, either, excused, grounds, holds, negated, shortfall

Outcome = Literal["takes part", "routed", "not eligible", "withdrawn"]


@dataclass(frozen=True)
class Status:
    """Whether a person takes part, why not, and the question to ask where a screen could not tell.

    `screen` is the name of the screen (or decision) that decided; empty when the person takes part. `partners`
    are the ids of those the person is matched with already, if that decided; `to` is where the person is routed.
    """

    outcome: Outcome = "takes part"
    reason: str = ""
    screen: str = ""
    question: str = ""
    partners: tuple[str, ...] = ()
    to: str = ""

    @property
    def takes_part(self) -> bool:
        """Whether the person can be matched in this season."""
        return self.outcome == "takes part"


@dataclass(frozen=True)
class Others:
    """The other side as far as it has been screened: the ids and mail addresses of those who take part."""

    label: str
    ids: frozenset[str]
    emails: frozenset[str]


TAKES_PART = Status()


def routed(
    people: Table, others: Others, *, to: str, when: Condition, unless: Condition = NEVER,
    unknown: Literal["takes part", "is routed"] = "takes part",
) -> list[Status]:  # fmt: skip
    """Someone for whom `when` holds and `unless` does not is routed to `to`."""
    answers = [both(a, negated(b)) for a, b in zip(holds(when, people), excused(unless, people), strict=True)]
    sent = Status("routed", f"routed to {to}", to=to)

    def undecided(i: int) -> Status:
        question = f"should this person be routed to {to}? ({blanks(people, i, when, unless)})"
        return Status(question=question) if unknown == "takes part" else replace(sent, question=question)

    return [undecided(i) if answer is None else sent if answer else TAKES_PART for i, answer in enumerate(answers)]


def only(
    people: Table, others: Others, *, when: Condition, unless: Condition = NEVER,
    unknown: Literal["takes part", "is not eligible"] = "is not eligible",
) -> list[Status]:  # fmt: skip
    """Only people for whom `when` or `unless` holds take part."""
    answers = [either(a, b) for a, b in zip(holds(when, people), excused(unless, people), strict=True)]

    def out(i: int) -> Status:
        return Status("not eligible", f"not eligible: {shortfall(people, i, when)}")

    def undecided(i: int) -> Status:
        question = f"does this person qualify ({condition_in_words(when)})? ({blanks(people, i, when, unless)})"
        return (
            Status(question=question)
            if unknown == "takes part"
            else Status("not eligible", out(i).reason, "", question)
        )

    return [undecided(i) if answer is None else TAKES_PART if answer else out(i) for i, answer in enumerate(answers)]


def barred(
    people: Table, others: Others, *, when: Condition, unless: Condition = NEVER,
    unknown: Literal["takes part", "is not eligible"] = "takes part",
) -> list[Status]:  # fmt: skip
    """Someone for whom `when` holds and `unless` does not is not eligible."""
    answers = [both(a, negated(b)) for a, b in zip(holds(when, people), excused(unless, people), strict=True)]

    def out(i: int) -> Status:
        return Status("not eligible", f"not eligible: {grounds(people, i, when)}")

    def undecided(i: int) -> Status:
        question = f"is this person kept out ({condition_in_words(when)})? ({blanks(people, i, when, unless)})"
        if unknown == "takes part":
            return Status(question=question)
        return Status("not eligible", out(i).reason, "", question)

    return [undecided(i) if answer is None else out(i) if answer else TAKES_PART for i, answer in enumerate(answers)]


def already_matched(people: Table, others: Others, *, column: IdsColumn = "current_mentor") -> list[Status]:
    """Someone whose `column` names a partner is not eligible: the pair already exists and uses a seat."""
    return [
        Status("not eligible", f"already matched with {', '.join(partners)}", partners=partners)
        if partners
        else TAKES_PART
        for partners in people.values(column)
    ]


def one_side(people: Table, others: Others) -> list[Status]:
    """Nobody takes part on both sides: whoever takes part on the left is not eligible on the right."""
    out = Status("not eligible", f"not eligible: takes part as {others.label}")
    return [
        out if identifier in others.ids or (email is not None and email in others.emails) else TAKES_PART
        for identifier, email in zip(people.keys("id"), people.keys("email"), strict=True)
    ]


SCREENS: dict[str, Callable[..., list[Status]]] = {
    "routed": routed,
    "only": only,
    "barred": barred,
    "already_matched": already_matched,
    "one_side": one_side,
}
