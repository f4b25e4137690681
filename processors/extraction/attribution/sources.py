"""Finds who says what: source, and the stretch of text that it answers for."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from processors.extraction import lexicon
from processors.extraction.attribution.speakers import Speakers
from processors.extraction.marks import lowers, quantities_of
from processors.extraction.quantities.page import sentences
from processors.extraction.quantities.phrases import Tree, phrase_tree
from processors.extraction.quantities.verbs import conjugate
from processors.extraction.syntax import SUBJECT


@dataclass(slots=True)
class Source:
    """``name`` says what stands in tokens ``start:end``. ``at`` is the cue."""

    name: str
    start: int
    end: int
    at: int


@dataclass(slots=True)
class Denial:
    """``name`` contests what is told; the verb of denial is token ``at``."""

    name: str
    at: int
    sent: Span


@dataclass(slots=True)
class _Cue:
    """A cue at tokens ``start:end`` with its source; ``leads``: what it tells stands behind."""

    start: int
    end: int
    name: str
    leads: bool
    quoting: bool = False
    says: bool = True


class Sources:
    """Reader of one language; see ``attribution.yaml``."""

    def __init__(self, language: str, overlay: str | None = None) -> None:
        data = lexicon.load(language, "attribution", overlay)
        self.language = language
        forms = [(" ".join(f), s) for v in data.get("say_verbs", ()) for f, s in conjugate(v, language)]
        said = [form for form, shapes in forms if shapes & {"fin", "part"}]
        self._finite = frozenset(form for form, shapes in forms if "fin" in shapes and "part" not in shapes)
        self.say: Tree = phrase_tree({"say": [*map(str, data.get("say", ())), *said]})
        self.according: Tree = phrase_tree({"according": list(map(str, data.get("according", ())))})
        handled = [
            " ".join(f) for v in data.get("handle", ()) for f, s in conjugate(v, language) if s & {"fin", "part"}
        ]
        self.handle: Tree = phrase_tree({"handle": handled})
        self.claim: Tree = phrase_tree({"claim": list(map(str, data.get("claim", ())))})
        for key in ("deny", "claim_objects", "split", "not_deny", "handlers", "quoting", "tolls", "takes"):
            setattr(self, key, frozenset(map(str, data.get(key, ()))))
        self._cues = {*self.say, *self.according, *self.handle}
        self._heeded = self._cues | self.deny
        self.idiom = {str(k): frozenset(v) for k, v in data.get("idiom", {}).items()}
        self.speakers = Speakers(data)

    deny: frozenset[str]
    claim_objects: frozenset[str]
    split: frozenset[str]
    not_deny: frozenset[str]
    handlers: frozenset[str]
    quoting: frozenset[str]
    tolls: frozenset[str]
    takes: frozenset[str]

    def read(self, doc: Doc) -> tuple[list[Source], list[Denial]]:
        """All sources and denials of a doc."""
        sources: list[Source] = []
        denials: list[Denial] = []
        heard: list[str] = []
        counted = {t.i for q in quantities_of(doc) if q.kind not in ("troops", "vehicles") for t in q.span}
        words = lowers(doc)
        for start, end in sentences(doc):
            sent = doc[start:end]
            found: list[_Cue] = []
            for i in range(start, end):
                lower = words[i]
                if lower not in self._heeded:
                    continue
                if (
                    lower not in self.according
                    and lower in self.idiom
                    and any(w in self.idiom[lower] for w in words[i + 1 : min(end, i + 2)])
                ):
                    continue  # "put off", "gave way"
                if lower in self.deny:
                    told = self.speakers.subject(doc, sent, i, i + 1, heard, counted)
                    if told is not None and not self._declined(doc, sent, i):
                        denials.append(Denial(told[0], i, sent))
                        heard.append(told[0])
                    continue
                cue = self._cue(doc, sent, i, heard, counted) if lower in self._cues else None
                if cue is not None:
                    if found and found[-1].quoting and cue.start - found[-1].end < 6:
                        cue.name = found[-1].name  # "the agency, quoting the rebels, spoke of 11"
                    found.append(cue)
                    heard.append(cue.name)
            sources.extend(self._scopes(doc, sent, found))
        return sources, denials

    def _cue(self, doc: Doc, sent: Span, i: int, heard: list[str], counted: set[int]) -> _Cue | None:
        lower = doc[i].lower_
        if (
            lower in self.according
            and (end := _phrase(doc, self.according, i, sent.end, self.speakers.days)) is not None
        ):
            name = self.speakers.after(doc, sent, end, heard)
            opens = i == sent.start or doc[i - 1].lower_ in self.split or doc[i - 1].pos_ in ("CCONJ", "SPACE")
            return _Cue(i, end, name, opens, lower in self.quoting) if name is not None else None
        mistaken = doc[i].pos_ == "ADJ" and lower in self._finite  # "la police évoque", taken for an adjective
        verb = mistaken or _is_verb(doc[i])
        if lower in self.say and verb and (end := _phrase(doc, self.say, i, sent.end, self.speakers.days)) is not None:
            if self._takes_lives(doc, i):
                return None
            told = self.speakers.subject(doc, sent, i, end, heard, counted)
            if told is None:
                return None
            behind = next((t for t in doc[end : sent.end] if t.lower_ not in self.speakers.days), None)
            leads = told[1] < i and behind is not None and behind.text not in (".", ",", "\n")
            return _Cue(min(i, told[1]), end, told[0], leads)
        if (
            lower in self.handle
            and verb
            and (end := _phrase(doc, self.handle, i, sent.end, self.speakers.days)) is not None
        ):
            subject = self.speakers.subject(doc, sent, i, end, [], counted)
            if subject is None or doc[i - 1].lower_ in self.speakers.by or not self._handler(doc, subject[1]):
                return None
            return _Cue(subject[1], end, subject[0], True, says=False)
        return None

    def _handler(self, doc: Doc, at: int) -> bool:
        """A hospital, rescuers: who receives the dead and wounded has counted them."""
        return not self.handlers.isdisjoint(lowers(doc)[max(0, at - 3) : at + 3])

    def _takes_lives(self, doc: Doc, i: int) -> bool:
        """ "The war has claimed 50,000 lives" says nothing."""
        return doc[i].lower_ in self.takes and not self.tolls.isdisjoint(lowers(doc)[i + 1 : i + 7])

    def claims(self, doc: Doc) -> list[tuple[Token, int]]:
        """(subject, place) of each claim of responsibility."""
        out = []
        for i, lower in enumerate(lowers(doc)):
            if lower not in self.claim or doc[i].pos_ != "VERB":
                continue
            token = doc[i]
            end = min(token.sent.end, token.i + 8)
            if self.claim_objects.isdisjoint(lowers(doc)[token.i : end]):
                continue
            subject = next((c for c in token.children if c.dep_ in SUBJECT), None)
            if subject is not None:
                out.append((subject, token.i))
        return out

    def _scopes(self, doc: Doc, sent: Span, found: list[_Cue]) -> list[Source]:
        """Cut a sentence with several sources between them; a lone source has all of it, and a list behind a colon."""
        found = [cue for cue in found if cue.says or not _said_with(doc, cue, found)]
        if not found:
            return []
        end = _list_end(doc, sent)
        if len({cue.name for cue in found}) <= 1:
            first = next((k for k in range(found[0].start, sent.start, -1) if doc[k].text == ";"), sent.start)
            return [Source(found[0].name, first, end, found[0].start)]
        out, start = [], sent.start
        for n, cue in enumerate(found):
            stop = end if n == len(found) - 1 else self._border(doc, cue, found[n + 1])
            out.append(Source(cue.name, start, stop, cue.start))
            start = stop
        return out

    def _border(self, doc: Doc, one: _Cue, two: _Cue) -> int:
        """Where what the first source tells ends."""
        between = range(one.end, two.start)
        split = next((k for k in between if doc[k].lower_ in self.split), None)
        if split is not None:
            return split
        if two.leads:
            return max(one.end, two.start - 1)
        if not one.leads:
            return next((k for k in between if doc[k].text in (",", ";") or doc[k].pos_ == "CCONJ"), one.end)
        joints = [k for k in between if doc[k].pos_ == "CCONJ"]
        return joints[-1] if joints else one.end

    def _declined(self, doc: Doc, sent: Span, i: int) -> bool:
        """To reject an offer is no denial."""
        return not self.not_deny.isdisjoint(lowers(doc)[i + 1 : min(sent.end, i + 7)])


def _is_verb(token: Token) -> bool:
    """Taggers take "évoque" for an adjective and "revendique" for a name: a subject, or its place, tells."""
    if token.pos_ in ("VERB", "AUX") or any(c.dep_ in SUBJECT for c in token.children):
        return True
    return token.text.islower() and (token.dep_ == "flat" or (token.pos_ == "ADJ" and token.dep_ == "ROOT"))


def _said_with(doc: Doc, cue: _Cue, found: list[_Cue]) -> bool:
    """Does somebody say so in the same breath ("rescuers pulled out two bodies, he wrote")?"""
    return any(c.says and not any(t.text == ";" for t in doc[cue.end : c.start]) for c in found if c.start >= cue.end)


def _phrase(doc: Doc, tree: Tree, i: int, stop: int, days: frozenset[str]) -> int | None:
    """The end of the longest phrase at ``i``, over adverbs, days and words between commas that stand in it."""
    node, k, found = tree, i, None
    while k < stop and k - i < 8:
        step = node.get(doc[k].lower_)
        if step is not None:
            node, k = step, k + 1
            found = k if "" in node else found
            continue
        if k == i:
            return None
        if (
            doc[k].pos_ == "ADV"
            or doc[k].text in '«"“'
            or doc[k].lower_ in days
            or (k + 1 < stop and doc[k + 1].lower_ in days)
        ):
            k += 1  # "spoke on Monday of", "a fait état lundi de"
        elif doc[k].text == "," and k + 2 < stop and doc[k + 2].text == ",":
            k += 3  # "font, eux, état de"
        else:
            break
    return found


def _list_end(doc: Doc, sent: Span) -> int:
    """Behind a sentence with a colon at the end of its line, the lines of the list that follows."""
    words = lowers(doc)[sent.start : sent.end]
    colon = sent.start + words.index(":") if ":" in words else None
    if colon is None or colon + 1 >= len(doc) or "\n" not in doc[colon].whitespace_ + doc[colon + 1].text:
        return sent.end
    k = sent.end
    while k < len(doc) and "\n\n" not in doc[k].text:
        k += 1
    return k
