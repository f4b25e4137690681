"""Articles → groups, one after the other in the order of the stream, with every step undoable."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from processors.stories.config import StoryConfig
from processors.stories.index import Key

Edges = dict[str, float]
Firm = tuple[int, float]
"""How many articles joined a group, and the sum of how near they were (each up to a cap)."""


@dataclass
class _Step:
    """What placing one article did: the group it joined or began, the groups it brought together, and whom it drew."""

    article: str
    group: int
    created: bool
    firm: Firm = (0, 0.0)
    merged: list[tuple[int, list[str], Firm, int, list[str]]] = field(default_factory=list)
    drawn: list[tuple[str, list[str], int, list[str], Firm]] = field(default_factory=list)


class Grouping:
    """Sequential clustering with merging. The decision on an article depends only on earlier articles.

    ``edges(article)`` are its nearnesses to earlier articles. A group's score lies half-way between
    its largest and the mean of its ``nearest`` largest; the best group at or above ``join`` takes the
    article. Then every other group that the article is as near is tried against the one it joined, and
    the two become one when their latest articles are on average at least ``merge`` near: the pass that
    repairs what was begun twice. Last, the articles near it that are now nearer to its group than to their
    own come over: an article that came early chose among what there was.
    """

    LATEST = 8

    def __init__(
        self,
        config: StoryConfig,
        edges: Callable[[str], Edges],
        day: Callable[[str], float | None],
        key: Callable[[str], Key],
    ) -> None:
        self._config = config
        self._edges = edges
        self._day = day
        self._key = key
        self._members: dict[int, list[str]] = {}
        self.group_of: dict[str, int] = {}
        self._firm: dict[int, Firm] = {}
        self._steps: list[_Step] = []
        self._later: dict[str, dict[str, float]] = {}
        self._next = 0

    def members(self, group: int) -> list[str]:
        """Articles of a group, in the order in which they came to it."""
        return self._members[group]

    def place(self, article: str) -> list[str]:
        """Decide on the next article in order; returns it and those that it drew from other groups."""
        edges = self._edges(article)
        scores = self._scores(article, edges)
        best = min(scores, key=lambda group: self._rank(scores, group), default=None)
        if best is None or scores[best] < self._needed(best, self._config.join):
            step = _Step(article, self._next, created=True)
            self._members[self._next] = [article]
            self._firm[self._next] = (0, 0.0)
            self._next += 1
        else:
            step = _Step(article, best, created=False, firm=self._firm[best])
            self._members[best].append(article)
            joins, total = step.firm
            self._firm[best] = (joins + 1, total + min(scores[best], self._config.firm_cap))
        self.group_of[article] = step.group
        self._steps.append(step)
        for other, value in edges.items():
            self._later.setdefault(other, {})[article] = value
        if not step.created:
            self._merge(step, scores)
        self._draw(step, edges)
        return [article, *(other for other, *_ in step.drawn)]

    def undo(self) -> list[str]:
        """Take the last decision back; returns the articles whose group it had changed."""
        step = self._steps.pop()
        changed = [step.article]
        for article, members, home, others, firm in reversed(step.drawn):
            self._members[step.group], self._members[home] = members, others
            self._firm[home] = firm
            self.group_of[article] = home
            changed.append(article)
        for near in self._edges(step.article):
            self._later.get(near, {}).pop(step.article, None)
        for group, before, firm, other, theirs in reversed(step.merged):
            self._members[group] = before
            self._members[other] = theirs
            self._firm[group] = firm
            changed += theirs
            for article in theirs:
                self.group_of[article] = other
        del self.group_of[step.article]
        if step.created:
            del self._members[step.group]
            del self._firm[step.group]
            self._next -= 1
        else:
            self._members[step.group].pop()
            self._firm[step.group] = step.firm
        return changed

    def forget_steps(self, keep: int) -> None:
        """Only the last ``keep`` decisions can be undone from now on."""
        if len(self._steps) > keep:
            del self._steps[: len(self._steps) - keep]

    @property
    def undoable(self) -> int:
        """How many decisions can be taken back."""
        return len(self._steps)

    def drop(self, groups: Collection[int]) -> None:
        """Forget groups whose articles are all too old to matter, and how to undo what they had a part in."""
        gone = {article for group in groups for article in self._members[group]}
        told = (step.article in gone or any(home in groups for *_, home, _, _ in step.drawn) for step in self._steps)
        last = max((number for number, part in enumerate(told) if part), default=-1)
        del self._steps[: last + 1]
        for group in groups:
            del self._members[group], self._firm[group]
        for article in gone:
            del self.group_of[article]
            self._later.pop(article, None)

    def _scores(self, article: str, edges: Edges) -> dict[int, float]:
        near: dict[int, list[float]] = {}
        for other, value in edges.items():
            group = self.group_of.get(other)
            if group is not None:
                near.setdefault(group, []).append(value)
        return {
            group: self._score(values, len(self._members[group]))
            for group, values in near.items()
            if self._open(group, article)
        }

    def _score(self, values: list[float], articles: int) -> float:
        """Half-way between the nearest of so many articles and the mean of the nearest few."""
        values.sort(reverse=True)
        counted = min(self._config.nearest, articles)
        return (values[0] + sum(values[:counted]) / counted) / 2 if values else 0.0

    def _draw(self, step: _Step, edges: Edges) -> None:
        """Articles near the new one come over when they are nearer to its group than to their own."""
        group = step.group
        first, needed = self._first_day(group), self._needed(group, self._config.join)
        for article in sorted(edges, key=lambda other: (-edges[other], self._key(other))):
            home = self.group_of.get(article, group)
            if home == group or not self._within(first, article):
                continue
            members, others = self._members[group], self._members[home]
            theirs = self._score(self._near(article, members), len(members))
            if theirs < needed or theirs <= self._score(self._near(article, others), len(others) - 1):
                continue
            step.drawn.append((article, members, home, others, self._firm[home]))
            self._members[group] = sorted([*members, article], key=self._key)
            first = self._first_day(group)
            self._members[home] = [other for other in others if other != article]
            self.group_of[article] = group
            if not self._members[home]:
                del self._members[home], self._firm[home]

    def _near(self, article: str, members: list[str]) -> list[float]:
        """How near an article is to those of a group that it is near at all, earlier and later ones."""
        earlier, later = self._edges(article), self._later.get(article, {})
        if len(members) < len(earlier) + len(later):
            return [value for one in members if (value := earlier.get(one) or later.get(one))]
        mine = set(members)
        return [value for edges in (earlier, later) for one, value in edges.items() if one in mine]

    def _open(self, group: int, article: str) -> bool:
        return self._within(self._first_day(group), article)

    def _within(self, first: float | None, article: str) -> bool:
        """Whether a story that began that day may take the article."""
        now = self._day(article)
        return first is None or now is None or abs(now - first) <= self._config.span_days

    def _first_day(self, group: int) -> float | None:
        """Day of the first article that has one: what is undated is near to articles of all years."""
        return next((day for a in self._members[group] if (day := self._day(a)) is not None), None)

    def _together(self, group: int, other: int) -> bool:
        """Two groups lie no further apart than one may span: an undated article does not bridge years."""
        one, two = self._first_day(group), self._first_day(other)
        return one is None or two is None or abs(one - two) <= self._config.span_days

    def _merge(self, step: _Step, scores: dict[int, float]) -> None:
        group = step.group
        for other in sorted(scores, key=lambda g: self._rank(scores, g)):
            if other == group or scores[other] < self._config.merge or not self._together(group, other):
                continue
            needed = max(self._needed(group, self._config.merge), self._needed(other, self._config.merge))
            if self._between(group, other) < needed:
                continue
            mine, theirs = self._members[group], self._members[other]
            firm, joined = self._firm[group], self._firm[other]
            step.merged.append((group, mine, firm, other, theirs))
            self._firm[group] = (firm[0] + joined[0], firm[1] + joined[1])
            self._members[group] = sorted(mine + theirs, key=self._key)
            del self._members[other]
            for article in theirs:
                self.group_of[article] = group

    def _needed(self, group: int, least: float) -> float:
        """A story whose articles lie close together asks the same of others."""
        joins, total = self._firm[group]
        return max(least, self._config.firmness * total / joins) if joins else least

    def _rank(self, scores: dict[int, float], group: int) -> tuple[float, Key]:
        """The nearest first; among equals the one that began first."""
        return (-scores[group], self._key(self._members[group][0]))

    def _between(self, one: int, other: int) -> float:
        """Average nearness of the latest articles of two groups; pairs that were never near count 0."""
        mine, theirs = self._members[one][-self.LATEST :], self._members[other][-self.LATEST :]
        total = sum(self._edges(a).get(b) or self._edges(b).get(a) or 0.0 for a in mine for b in theirs)
        return total / (len(mine) * len(theirs))
