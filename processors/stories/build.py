"""Articles of one group → the story record: what is known, from how many independent mouths."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache

from processors.recent import Recent
from processors.stories.config import StoryConfig
from processors.stories.happenings import gather
from processors.stories.linkable import Linkable
from processors.stories.mentions import Mention, mentions_of
from processors.stories.merged import happening
from processors.stories.origins import voices
from processors.stories.places import cleared, scene_of
from processors.stories.severity import CERTAINTY, SIGNALS, hurt, severity
from processors.stories.timeline import Teller, timeline
from processors.stories.titles import title_of
from processors.stories.totals import totals
from tocsin.records import Actor, Happening, Story


def happenings_of(originals: Sequence[Linkable], convention: str) -> list[Happening]:
    """The happenings of a story, the main one first."""
    told, denied = mentions_of(originals)
    return list(_recent.get((*told, None, *denied), (convention,), lambda: _found(told, denied, convention)))


_recent: Recent[list[Happening]] = Recent(64)
"""The last step of a story's timeline is the story itself."""


def _found(told: list[Mention], denied: list[Mention], convention: str) -> list[Happening]:
    told = cleared(told)
    scene = scene_of(told)
    found = [happening(gathering, scene, convention) for gathering in gather(told, denied)]
    return sorted(found, key=_importance)


def _importance(one: Happening) -> tuple[float, int, int, str]:
    """The gravest first: by signal and how sure it is, victims, and how many articles tell it."""
    grave = SIGNALS.get(one.signal or "", -1) * CERTAINTY.get(one.realis, 0.0)
    if grave > 0:
        told = min(9.0, 3.0 * math.log2(len(one.articles)))
        grave += told + sum(hurt(kind, one.quantities) for kind in ("killed", "injured", "abducted"))
    return (-grave, -len(one.articles), -len(one.event_ids), one.id)


@cache
def _teller(convention: str) -> Teller:
    """One function per convention, so that the timeline can remember by it."""
    return lambda originals: happenings_of(originals, convention)


def build_story(identity: str, groups: Sequence[Sequence[Linkable]], config: StoryConfig) -> Story:
    """A pure function of the articles; each group is an original followed by its copies."""
    originals = [group[0] for group in groups]
    items = [item for group in groups for item in group]
    found = happenings_of(originals, config.convention)
    quantities = totals(found)
    contested = any(h.contested_by for h in found) or any(q.contested for q in quantities.values())
    origins = len(voices(originals))
    grade, parts = severity(found, quantities, origins, contested)
    changes = timeline(originals, _teller(config.convention), config.timeline) if found else []
    main = found[0] if found else None
    times = sorted(item.at for item in items if item.at is not None)
    changed = [change.at for change in changes if change.at is not None] or times
    return Story(
        id=identity,
        title=title_of(originals, found, quantities),
        signal=main.signal if main else None,
        type=main.type if main else None,
        place=main.place if main else None,
        date=main.date if main else None,
        actors=_actors(found),
        quantities=quantities,
        contested=contested,
        happenings=found,
        articles=[item.id for item in items],
        duplicates=[item.id for group in groups for item in group[1:]],
        sources=sorted({item.source for item in items if item.source}),
        independent_origins=origins,
        languages=sorted({item.language for item in items}),
        relevance=max((item.relevance for item in originals), default=0.0),
        first_seen=times[0] if times else None,
        last_changed=max(changed, default=None),
        severity=grade,
        severity_parts=parts,
        timeline=changes,
        late=any(item.late for item in items),
    )


def _actors(found: Sequence[Happening]) -> list[Actor]:
    actors: dict[str, Actor] = {}
    for one in found:
        for actor in (*one.actors, *one.recipients):
            actors.setdefault(actor.id or actor.name or actor.text, actor)
    return list(actors.values())[:20]
