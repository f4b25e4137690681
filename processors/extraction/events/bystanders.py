"""People of no party who suffer violence: civilians, by their trade, or nobody, as accounts of a language have it.

Groups: ``civil`` and ``unsaid`` of the language's ``actors.yaml``.
"""

from __future__ import annotations

from processors.extraction.lexicon import every_language
from processors.extraction.marks import ActorMark, EventMark
from processors.extraction.names import actor_words
from processors.extraction.names.actor_words import civil_groups, group_set, unsaid_groups
from processors.extraction.names.folding import slug

_CROWDS = every_language("events_roles", "crowds")


def gathered(recipients: list[ActorMark], events: list[EventMark]) -> list[ActorMark]:
    """A crowd that is attacked is one of protesters only where the article tells of a protest."""
    if any(e.type == "PROTEST" or e.mode == "crowd-control" for e in events):
        return recipients
    return [
        ActorMark(r.span, "group:civilians", "civilians", r.country, "CVL") if r.span.root.lower_ in _CROWDS else r
        for r in recipients
    ]


def plain(recipients: list[ActorMark], *, sea: bool = False) -> list[ActorMark]:
    """Villagers, worshippers, passengers: in accounts of violence they are civilians; at ``sea`` sailors too."""
    out: list[ActorMark] = []
    for mark in recipients:
        if _unsaid(mark):
            continue
        name = mark.name or ""
        kind = name.rsplit(" ", 1)[-1] if name[:1].isupper() else name  # "Shia worshippers"; but "armed residents"
        civil = kind in civil_groups(mark.span.doc.lang_ or "en") and (mark.id or "").startswith("group:")
        civil = civil or (sea and _is_sailor(mark))
        meant = ActorMark(mark.span, "group:civilians", "civilians", mark.country, "CVL") if civil else mark
        trade = kind not in (name, "civilians") and kind in group_set("bystanders")
        if trade and not civil:  # "Italian fishermen": by their trade alone
            meant = ActorMark(mark.span, f"group:{slug(kind)}", kind, mark.country, mark.sector)
        if all(meant.id != other.id or meant.id is None for other in out):
            out.append(meant)
    return out


def _unsaid(mark: ActorMark) -> bool:
    """ "Trois personnes": nobody of whom anything is said, in languages that do not call them civilians."""
    language = mark.span.doc.lang_ or "en"
    role = actor_words.load(language).role(mark.span.root) if unsaid_groups(language) and mark.country is None else None
    return role is not None and role.name in unsaid_groups(language)


def _is_sailor(mark: ActorMark) -> bool:
    """The crew of a ship, told by a noun that may mean a navy's men as well."""
    role = actor_words.load(mark.span.doc.lang_ or "en").role(mark.span.root)
    return role is not None and role.name == "sailors" and not mark.span.root.ent_type_
