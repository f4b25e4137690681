"""Who stands before a verb as its subject: next to it, by the tree, or by the nearest mention."""

from __future__ import annotations

from spacy.tokens import Token

from processors.extraction.lexicon import function_words
from processors.extraction.quantities.asides import before_aside, over_age
from processors.extraction.quantities.frames import Trigger
from processors.extraction.quantities.mentions import Mention
from processors.extraction.quantities.nouns import noun_phrase
from processors.extraction.quantities.over import outer, over_oblique, over_phrase
from processors.extraction.quantities.page import BREAKS, CLOSERS, OPENERS, QUOTES, RELATIVES, Page
from processors.extraction.quantities.phrases import match_back
from processors.extraction.quantities.words import Words
from processors.extraction.syntax import PASSIVE_SUBJECT, SUBJECT

_OF_THINGS = RELATIVES - function_words("who")
"""Relative pronouns that tell of the noun right before them, person or thing."""
_PHRASE = ("ADP", "DET", "NOUN", "ADJ", "PROPN")


def _before_helpers(page: Page, words: Words, t: Trigger, left: int) -> int:
    """The last token before the verb of ``t``, its helpers, adverbs and what hedges it."""
    doc, lower, sets = page.doc, page.lower, words.sets
    j = (t.anchor if t.anchor >= 0 else t.start) - 1
    while j >= left and (
        lower[j] in sets["be"]
        or lower[j] in sets["have"]
        or lower[j] in RELATIVES
        or doc[j].text in QUOTES
        or lower[j] in sets["modal"]
        or lower[j] in sets["had_to"]
        or ((lower[j] in sets["before_verb"] or lower[j] == ",") and j not in page.cover)
        or (doc[j].pos_ in ("ADV", "AUX", "PART") and j not in page.cover)
        or (lower[j] in sets["hedges"] and j not in page.cover and (not t.reduced or j - 1 in page.cover))
    ):
        j -= 1
    return j


def subject_of(page: Page, words: Words, t: Trigger) -> Mention | None:  # noqa: PLR0915 - one walk
    """The mention that the verb of ``t`` has as its subject."""
    doc, lower, left = page.doc, page.lower, page.left[t.start]
    sets = words.sets
    if t.inverted:
        return _inverted(page, words, t.inverted, page.right[t.start])
    j = _before_helpers(page, words, t, left)
    if j >= left and lower[j + 1] in _OF_THINGS and doc[j].pos_ == "NOUN" and not words.human(lower[j]):
        return page.cover.get(j)  # "wounded by a shell that fell near the post"
    if not t.reduced and (whole := _behind_asides(page, words, t, j)) is not None:
        return whole
    older = over_age(page, words, j, left)
    if older != j and j not in page.cover and older in page.cover and page.cover[older].best == 1:
        return page.cover[older]
    if older != j and j not in page.cover and older not in page.cover:
        named = noun_phrase(doc, doc[older], words)
        if named is not None and named.form == "name":
            apart = page.cover.get(named.start - 2) if lower[named.start - 1] == "," else None
            one = apart is not None and apart.best == 1 and apart.end == named.start - 1
            return apart if one else named  # "a student, Salma Idris, 21, was shot"
    if j > left and doc[j].text in CLOSERS:  # "12 people – 8 soldiers and 4 civilians – were killed"
        opener = next((k for k in range(j - 1, max(left, j - 24), -1) if doc[k].text in OPENERS), None)
        k = opener - 1 if opener is not None else left
        while k > left and k not in page.cover and doc[k].pos_ in ("ADP", "DET", "PROPN", "NOUN", "ADJ"):
            k -= 1
        if k in page.cover:
            return page.cover[k]
    if j >= left and doc[j].ent_type_ in ("PERSON", "PER") and j not in page.cover:
        who = lower[j + 1 : t.start]
        if who[:1] == [","] and len(who) > 1 and who[1] in RELATIVES:
            return noun_phrase(doc, doc[j], words)  # "George Kamau, who was shot dead"
    if (apposed := _over_apposed(page, words, j, left)) is not None:
        return apposed
    if (aside := _aside(page, words, j, left)) is not None:
        return aside
    verb = _main_verb(page, t)
    himself = next((k for k in range(t.start - 1, max(left, t.start - 4), -1) if lower[k] in sets["reflexive"]), None)
    if himself is not None and verb.dep_ == "conj" and verb.head.i < himself:
        main = _subject(verb.head)  # "stabbed a woman … and was himself shot dead"
        if main is None or main.i > himself:
            return page.cover.get(verb.head.i - 1)
        return resolve(page, words, main)
    if not t.reduced and (own := _by_tree(page, words, t, verb, j)) is not None:
        return own
    if j >= left and j in page.cover and page.cover[j].end == j + 1:
        return over_oblique(page, words, outer(page, words, page.cover[j], t.reduced), left)
    if t.reduced and j >= left and verb.dep_ in ("acl", "acl:relcl", "amod", "conj") and verb.head.i < verb.i:
        hit = page.cover.get(verb.head.i)
        if hit is not None and hit.head == verb.head.i and t.start - verb.head.i < 9:
            return hit
    if t.reduced and (whose := _own_noun(page, words, verb, j)) is not None:
        return noun_phrase(doc, whose, words)  # "deux passants, mais le ministre, blessé au bras, …": not the two
    if t.reduced and words.grammar.has("articles_dropped") and (bare := _headline(page, words, left, j)) is not None:
        return bare
    if t.reduced and j > left and (own := _shared_clause(page, words, j)) is not None:
        return own
    if t.reduced and t.form.frame.take == "object":
        return over_phrase(page, j, left, 5)
    subject = _subject(verb)
    if subject is not None and subject.i >= left and subject.i < t.start:
        if subject.lower_ in RELATIVES:
            found = resolve(page, words, verb.head, t.form.frame.alive) if verb.head.i < verb.i else None
        else:
            found = resolve(page, words, subject, t.form.frame.alive)
        if found is not None:
            return found
        if subject.pos_ == "PRON" and subject.lower_ not in RELATIVES:
            return None
        if subject.i == j and subject.pos_ == "NOUN" and words.klass(subject.lower_) in ("thing", "vehicle"):
            return None  # "a captain said that the base had been lost"
        if subject.i == j and doc[j - 1].pos_ == "DET" and doc[j - 2].pos_ in ("CCONJ", "PUNCT"):
            return None  # "three were killed and the rest fled"
    nxt = t.end
    if t.passive and nxt in page.starts and j < left:
        return page.starts[nxt]  # "Also killed were two …"
    return over_phrase(page, j, left, 24)


def _own_noun(page: Page, words: Words, verb: Token, j: int) -> Token | None:
    """The noun for somebody, told without a number, whose phrase ends at ``j`` and whose participle ``verb`` is."""
    noun = verb.head
    while noun.dep_ == "nmod" and not words.human(page.lower[noun.i]) and noun.head.i < noun.i:
        noun = noun.head  # "le chef de la brigade de police tué dans …"
    if verb.dep_ != "acl" or noun.i > j or noun.i in page.cover or not words.human(page.lower[noun.i]):
        return None
    plain = all(t.pos_ in _PHRASE and t.i not in page.cover for t in page.doc[noun.i + 1 : j + 1])
    return noun if plain and "Plur" not in noun.morph.get("Number", []) else None


def _main_verb(page: Page, t: Trigger) -> Token:
    """The verb on which the subject hangs: that of a phrase is not its first word ("n'a pas survécu")."""
    if t.anchor >= 0:
        return page.doc[t.anchor]
    return next((w for w in page.doc[t.start : t.end] if w.pos_ == "VERB"), page.doc[t.start])


def _behind_asides(page: Page, words: Words, t: Trigger, j: int) -> Mention | None:
    """ "Six people, including two children, were wounded": whose verb follows an aside that ends after ``j``."""
    at = t.anchor if t.anchor >= 0 else t.start
    closes = next((k for k in range(at - 1, j, -1) if page.lower[k] == ","), None)
    return before_aside(page, words, closes + 1) if closes is not None else None


def _by_tree(page: Page, words: Words, t: Trigger, verb: Token, j: int) -> Mention | None:
    """The subject that the tree tells, where what stands next is behind a comma, or the verb has none of its own."""
    bare = t.passive and page.lower[t.start - 1] in words.sets["bare_be"]
    if bare and verb.dep_ == "advcl":  # "stabbed three people before being shot dead"
        subject = _subject(verb.head)
        return resolve(page, words, subject) if subject is not None and subject.i < t.start else None
    if "," not in page.lower[j + 1 : t.start] or page.lower[j + 1] in RELATIVES:
        return None
    subject = _subject(verb)
    if subject is None or not page.left[t.start] <= subject.i <= j or subject.lower_ in RELATIVES:
        return None
    if any(w in BREAKS for w in page.lower[subject.i : j]):
        return None
    return resolve(page, words, subject, t.form.frame.alive)


def _over_apposed(page: Page, words: Words, j: int, left: int) -> Mention | None:
    """ "His nephew, Anas, 19, died with him": who stands before a name and an age between commas."""
    if j + 1 >= len(page.lower) or page.lower[j + 1] != ",":
        return None
    k, named = j, False
    while k > left and j - k < 12 and (page.doc[k].pos_ in ("PROPN", "NUM") or page.lower[k] == ","):
        named = named or page.doc[k].pos_ == "PROPN"
        k -= 1
    if not named or k + 1 >= len(page.lower) or page.lower[k + 1] != "," or page.doc[k].pos_ != "NOUN":
        return None
    m = page.cover.get(k) or noun_phrase(page.doc, page.doc[k], words)
    return m if m is not None and m.best == 1 and m.end == k + 1 else None


def _aside(page: Page, words: Words, j: int, left: int) -> Mention | None:
    """ "Five others, one of them a captain, were injured": back over what is told of some between commas, or an age."""
    if j >= left and (aged := page.of_age(j)) is not None and aged.start >= left:
        return outer(page, words, aged)
    if j + 1 >= len(page.lower) or page.lower[j + 1] != ",":
        return None
    opens = next((k for k in range(j, max(left, j - 14), -1) if page.lower[k] == ","), None)
    m = page.starts.get(opens + 1) if opens is not None else None
    if m is None or not m.partitive or page.lower[m.head] not in words.sets["partitive"]:
        return None
    if page.lower[m.head] in words.sets["relative"]:
        return None
    whole = page.cover.get(opens - 1) if opens is not None else None
    return whole if whole is not None and (whole.best or 0) > (m.best or 0) else None


def _headline(page: Page, words: Words, left: int, j: int) -> Mention | None:
    """ "Policeman killed, three hurt", "Russian general killed in Moscow": a noun that opens, without article."""
    doc = page.doc
    first = doc[left : j + 1]
    if (
        not 0 < len(first) < 4
        or j in page.cover
        or not words.human(page.lower[j])
        or words.grammar.ends(page.lower[j], "plural")
    ):
        return None
    if any(t.pos_ not in ("ADJ", "NOUN", "PROPN") for t in first):
        return None
    return Mention(left, j + 1, j, 1, 1, 1, None, "article", words.klass(page.lower[j]), core=left)


def _shared_clause(page: Page, words: Words, j: int) -> Mention | None:
    """ "… was killed and his daughter wounded": a subject of its own before a bare participle."""
    if j in page.cover:
        return None
    made = noun_phrase(page.doc, page.doc[j], words)
    if made is None or made.form != "possessive" or made.start <= page.left[j]:
        return None
    linked = page.lower[made.start - 1] == "," or match_back(page.doc, words.trees["coord"], made.start) is not None
    return made if linked else None


def _inverted(page: Page, words: Words, k: int, stop: int) -> Mention | None:
    """The subject behind the verb: "Killed were the mayor and four councillors"."""
    for i in range(k, min(stop, k + 4)):
        if i in page.starts:
            return page.starts[i]
        if page.doc[i].pos_ in ("NOUN", "PROPN"):
            return resolve(page, words, page.doc[i])
    return None


def _subject(verb: Token) -> Token | None:
    for hop in range(3):
        found = [c for c in verb.children if c.dep_ in PASSIVE_SUBJECT or c.dep_ in SUBJECT]
        if found:
            before = [c for c in found if c.i < verb.i]
            before = [c for c in before if c.lower_ not in RELATIVES] or before if hop else before
            return before[-1] if before else found[0]
        if hop and verb.dep_ not in ("conj", "xcomp", "aux", "aux:pass"):
            return None
        if verb.dep_ not in ("conj", "xcomp") or verb.head.i >= verb.i:
            return None
        verb = verb.head
    return None


def resolve(page: Page, words: Words, token: Token, alive: bool = False) -> Mention | None:
    """The mention of an argument: what covers it, the figure on it, or its noun phrase without a figure."""
    hit = page.cover.get(token.i)
    if hit is not None:
        return hit
    # a number that hangs on its noun from behind, or a head with a figure as its child
    for child in token.children:
        inside = page.cover.get(child.i)
        if inside is not None and child.dep_ in ("nummod", "det") and inside.head == token.i:
            return inside
    return page.of_age(token.i) or noun_phrase(page.doc, token, words, alive)
