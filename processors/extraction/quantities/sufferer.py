"""Who suffers what a verb frame tells: by what stands next to the verb, by the tree, and by the nearest mention."""

from __future__ import annotations

from processors.extraction.quantities.frames import Trigger
from processors.extraction.quantities.mentions import Mention
from processors.extraction.quantities.nouns import noun_phrase
from processors.extraction.quantities.openers import opening_subject
from processors.extraction.quantities.page import BREAKS, QUOTES, Page
from processors.extraction.quantities.phrases import match_back
from processors.extraction.quantities.subjects import resolve, subject_of
from processors.extraction.quantities.words import Words
from processors.extraction.syntax import OBJECT, PASSIVE_SUBJECT, SUBJECT


def sufferer(page: Page, words: Words, t: Trigger) -> Mention | None:
    """Who suffers: the object of the active, the subject of the passive or of "die"."""
    m = _argument(page, words, t)
    if m is None or not m.definite:
        return m
    before = (page.cover.get(k) for k in range(max(0, m.start - 3), m.start))
    return next((hit for hit in before if hit is not None and hit.inner is m), m)  # "three of the ten injured died"


def _argument(page: Page, words: Words, t: Trigger) -> Mention | None:
    if t.form.frame.take == "object" and not t.passive:
        meant = _pronoun(page, words, t)
        return _antecedent(page, words, meant) if meant >= 0 else _right(page, words, t)
    m = _same_one(page, subject_of(page, words, t))
    if (m is None or m.klass in ("vehicle", "thing", "unit")) and not t.reduced and not t.inverted:
        m = opening_subject(page, words, t.start) or m
    return m if m is not None and _relative_part(page, words, m, t.start) else before_parenthesis(page, words, m)


def _same_one(page: Page, m: Mention | None) -> Mention | None:
    """ "One, a 22-year-old, died": the one, not another."""
    if m is None or m.best != 1 or m.form != "article" or not m.start or page.lower[m.start - 1] != ",":
        return m
    one = page.cover.get(m.start - 2)
    return one if one is not None and one.elliptical and one.best == 1 and one.form == "number" else m


def _relative_part(page: Page, words: Words, m: Mention, at: int) -> bool:
    """ "38 people, of whom six later died": the six."""
    cued = match_back(page.doc, words.trees["including"], m.start)
    if cued is None or page.lower[cued[1] - 1] != "," or "," in page.lower[m.end : at]:
        return False
    return any(w in words.sets["relative"] for w in page.lower[cued[1] : m.start])


def before_parenthesis(page: Page, words: Words, m: Mention | None) -> Mention | None:
    """ "Three people, including a woman and her son, were killed": the three."""
    hops = 0
    while m is not None and hops < 4:
        cued = match_back(page.doc, words.trees["including"], m.start)
        k = (cued[1] if cued is not None else m.start) - 1
        while k >= page.left[m.start] and k not in page.cover:
            if page.doc[k].pos_ in ("VERB", "AUX") and cued is None:
                return m
            k -= 1
        if k < page.left[m.start]:
            return m
        previous = page.cover[k]
        if cued is not None:
            m = previous if match_back(page.doc, words.trees["including"], previous.start) is None else m
            if m is previous:
                return m
            m = previous
        elif page.doc[m.start - 1].pos_ in ("CCONJ",) and (
            part := match_back(page.doc, words.trees["including"], previous.start)
        ):
            if closed_before(page, part[1]):
                return m  # "nine were killed, including two women, and eleven were injured": a new clause
            m = previous
        else:
            return m
        hops += 1
    return m


def closed_before(page: Page, cue: int) -> bool:
    """Has the clause its verb before the cue of a part ("nine were killed, including …")?"""
    for k in range(cue - 1, max(page.left[cue], cue - 24) - 1, -1):
        if page.doc[k].pos_ in ("VERB", "AUX") and k not in page.cover:
            return True
        if k in page.starts:
            behind = page.doc[page.starts[k].end] if page.starts[k].end < cue else None
            return behind is not None and behind.pos_ in ("VERB", "AUX")
    return False


def _right(page: Page, words: Words, t: Trigger) -> Mention | None:
    k = t.end
    stop = page.right[t.start]
    if t.form.frame.within:
        for phrase in t.form.frame.within:
            if tuple(page.lower[t.end : t.end + len(phrase)]) == phrase:
                k = t.end + len(phrase)
    doc = page.doc
    while (
        k < stop
        and k not in page.starts
        and (
            doc[k].text in QUOTES
            or doc[k].text in (",", "—", "-")
            or doc[k].pos_ == "ADV"
            or page.lower[k] in words.sets["definite"]
            or page.lower[k] in words.sets["weekdays"]
        )
    ):
        k += 1
    if k + 1 < stop and page.lower[k] in words.sets["reflexive"] and doc[k + 1].pos_ == "CCONJ":
        k += 2  # "killed himself and three guards"
    if k + 3 < stop and _by_what(page, words, k):
        noun = next((t for t in doc[k + 3 : min(stop, k + 6)] if t.pos_ in ("NOUN", "PROPN")), None)
        return resolve(page, words, noun) if noun is not None else None
    if k in page.starts:
        return page.starts[k]
    if k < stop and _is_object(page, words, k) and "ger" in t.form.shapes:
        return _object_before(page, words, t)
    for child in doc[t.start].children:
        if child.dep_ in OBJECT and child.i >= t.end:
            found = resolve(page, words, child, t.form.frame.alive)
            if found is not None:
                return found
            if child.pos_ != "PRON" and words.grammar.has("articles_dropped"):
                return _headline_object(page, words, t, t.end)
    late = words.grammar.has("adverbials_before_object")
    if k < stop and doc[k - 1].text == "," and k not in page.starts:  # "killing, police said, four people"
        closing = next((i for i in range(k, min(stop, k + 9)) if doc[i].text == ","), None)
        if closing is not None and closing + 1 in page.starts:
            return page.starts[closing + 1]
    for i in range(k, min(stop, k + 9)):
        if i in page.starts:
            return page.starts[i]
        pos = doc[i].pos_
        if late and pos == "NOUN" and words.klass(page.lower[i]) == "vehicle":
            break  # "abattu des avions ennemis, cinq selon l'une"
        if (
            late
            and pos == "ADP"
            and page.lower[i] in words.sets["of"]
            and i > k
            and doc[i - 1].pos_ in ("NOUN", "PROPN")
            and page.lower[i - 1] not in words.sets["collectives_of"]
        ):
            break  # "frappé ce bourg de 2 400 habitants"
        if (
            doc[i].text in BREAKS
            or pos in ("AUX", "SCONJ")
            or (pos == "VERB" and not (late and words.grammar.ends(page.lower[i], "gerund")))
            or (pos == "ADP" and not late)
        ):
            break
        if pos in ("NOUN", "PROPN") and not late:
            return resolve(page, words, doc[i]) or _headline_object(page, words, t, k)
    return None


def _by_what(page: Page, words: Words, k: int) -> bool:
    """ "Abattu de trois balles le préfet": by how many of what thing."""
    counted = [t.pos_ for t in page.doc[k + 1 : k + 3]] == ["NUM", "NOUN"] and k + 2 not in page.cover
    return counted and page.lower[k] in words.sets["of"] and words.klass(page.lower[k + 2]) == "thing"


def _headline_object(page: Page, words: Words, t: Trigger, k: int) -> Mention | None:
    """ "Gunmen kill Somali lawmaker in Mogadishu": one person, told without an article by a headline."""
    doc, first = page.doc, page.left[t.start]
    lead = doc[first : t.start]
    if "fin" not in t.form.shapes or not 0 < len(lead) < 7:
        return None
    if any(w.pos_ in ("DET", "PRON", "AUX", "PUNCT") for w in lead):
        return None
    stop, last = min(page.right[t.start], k + 5), k
    while last < stop and doc[last].pos_ in ("ADJ", "NOUN", "PROPN") and not words.human(page.lower[last]):
        last += 1
    while last + 1 < stop and doc[last + 1].pos_ == "NOUN" and words.human(page.lower[last + 1]):
        last += 1
    if last >= stop or any(i in page.cover for i in range(k, last + 1)):
        return None
    lower = page.lower[last]
    if not words.human(lower) or lower.endswith("s") or "Plur" in doc[last].morph.get("Number", []):
        return None
    return Mention(k, last + 1, last, 1, 1, 1, None, "article", words.klass(lower), core=k)


def _pronoun(page: Page, words: Words, t: Trigger) -> int:
    """Where the pronoun stands that is the object: "shot them dead", "les ont abattus"; -1 if there is none."""
    if t.end < page.right[t.start] and _is_object(page, words, t.end):
        alone = page.doc[t.end].pos_ == "PRON" and "ger" not in t.form.shapes
        return t.end if alone and page.doc[t.end].tag_ != "PRP$" else -1
    k = t.start - 1
    while k > page.left[t.start] and (page.lower[k] in words.sets["have"] or page.doc[k].pos_ == "ADV"):
        k -= 1
    clitic = words.sets["clitics"] and page.lower[k] in words.sets["clitics"] and k not in page.cover
    return k if clitic and k < t.start - 1 else -1


def _is_object(page: Page, words: Words, k: int) -> bool:
    """ "Wounded her"; not "wounded her husband"."""
    return page.lower[k] in words.sets["object_pronouns"] and not page.doc[k].dep_.endswith("poss")


def _antecedent(page: Page, words: Words, at: int) -> Mention | None:
    """The people whom a pronoun means: those counted last before it in the sentence."""
    several = page.lower[at] in words.sets["plural_pronouns"]
    for k in range(at - 1, max(page.left[at], at - 32) - 1, -1):
        hit = page.starts.get(k)
        if (
            hit is None
            or hit.form not in ("number", "article", "vague", "few")
            or not words.human(page.lower[hit.head])
        ):
            continue
        if (hit.best or 2) > 1 if several else hit.best == 1:
            return hit
    return None if several else _object_told(page, words, at) or _told_before(page, words, at)


def _object_told(page: Page, words: Words, at: int) -> Mention | None:
    """ "Dragged out the prefect's bodyguard and executed him": whom the verb that shares the subject tells of.

    Its object, or who stands next before the pronoun ("sont entrés chez le chef du village et l'ont abattu").
    """
    verb = page.doc[at].head
    clitic = verb.i > at
    if verb.dep_ != "conj" or (clitic and page.lower[at] not in words.sets["clitics"]):
        return None
    told = [c for c in verb.head.children if c.dep_ in OBJECT and verb.head.i < c.i < min(verb.i, at)]
    told += reversed([t for t in page.doc[verb.head.i + 1 : at] if words.human(t.lower_)]) if clitic else []
    made = (noun_phrase(page.doc, c, words) for c in told)
    return next((m for m in made if m is not None and m.form in ("definite", "name", "possessive")), None)


def _told_before(page: Page, words: Words, at: int) -> Mention | None:
    """ "The attacker wounded three before police killed him": the subject of the clause before."""
    for k in range(at - 3, page.left[at] - 1, -1):
        if page.doc[k].dep_ in SUBJECT | PASSIVE_SUBJECT and k not in page.cover:
            made = noun_phrase(page.doc, page.doc[k], words)
            if made is not None and made.form in ("definite", "name"):
                return made
    return None


def _object_before(page: Page, words: Words, t: Trigger) -> Mention | None:
    """ "Stabbed a woman, wounding her": the object of the verb that the participle goes with."""
    verb = page.doc[t.start].head
    for child in verb.children:
        if child.dep_ in OBJECT and verb.i < child.i < t.start:
            found = resolve(page, words, child)
            if found is not None and found.klass not in ("thing", "vehicle", "unit"):
                return found if found.best == 1 else None
    return _antecedent(page, words, t.end)  # "attacked the house of a judge, killing him"
