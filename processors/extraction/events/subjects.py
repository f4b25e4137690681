"""Who does it, where the verb itself does not say: subjects shared with a verb above or owned by the noun above it."""

from __future__ import annotations

from spacy.tokens import Token

from processors.extraction.lexicon import function_words
from processors.extraction.lexicon.grammar import grammar_of
from processors.extraction.syntax import arguments

VERBAL = frozenset({"VERB", "AUX"})
NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})
Argument = tuple[str, str | None, Token]
"""Role, preposition, head."""
NAMED = frozenset({"ORG", "PERSON", "GPE", "LOC", "FAC", "MILUNIT"})
_RELATIVE = frozenset({"acl:relcl", "relcl"})
_PARTICIPLE = frozenset({"acl"})
_PERSON = function_words("who")
_ACCORDING = function_words("according")
_WHO = function_words("relative_any_role")
_SELF = function_words("reflexive")
_AUX = frozenset({"aux", "aux:pass", "auxpass", "aux:tense"})
_UP = frozenset({"conj", "xcomp", "advcl", "parataxis"})
_OWNER = frozenset({"nmod:poss", "poss"})
_MAIN = frozenset({"ROOT", "conj", "ccomp", "parataxis"})
_SUBJECTS = frozenset({"subject", "passive_subject"})
_CONTROLLED = frozenset({"xcomp", "advcl"})
_OF_OBJECT = function_words("object_control")
_CLIMB = 3
_PASSIVE = frozenset({"aux:pass", "auxpass"})


def told_arguments(predicate: Token) -> list[Argument]:
    """Arguments of a verb or noun, with the subject that its clause leaves to another."""
    found = [row for row in _direct(predicate) if row[0] not in _SUBJECTS or row[1] not in _ACCORDING]
    if any(c.lower_ in _SELF and c.i < predicate.i for c in predicate.children):  # "s'est emparée de"
        found = [("subject" if n == "passive_subject" else n, c, t) for n, c, t in found if t.lower_ not in _SELF]
    if predicate.dep_ not in _RELATIVE:  # "X, who has sent ships, threatens": taken for the main clause
        found = [(n, c, _before_who(t) if n in _SUBJECTS and t.lower_ in _PERSON else t) for n, c, t in found]
    names = {name for name, _, _ in found}
    head = predicate.head
    if predicate.pos_ in VERBAL or predicate.tag_.startswith("V"):
        subject = bool(names & {"subject", "passive_subject"})
        if predicate.dep_ in _RELATIVE and head.pos_ in NOMINAL:
            found = [(n, c, head if t.lower_ in _WHO else t) for n, c, t in found]
        elif predicate.dep_ in _PARTICIPLE and (owner := _decides(predicate)) is not None:
            found.append(("subject", None, owner))
        elif predicate.dep_ in _PARTICIPLE and head.pos_ in NOMINAL:
            active = grammar_of(predicate.lang_).ends(predicate.lower_, "gerund") or "object" in names
            found.append(("subject" if active else "passive_subject", None, head))
        elif predicate.dep_ in _UP and not subject and head.i != predicate.i:
            found += _subjects_above(predicate)
    return found


def _decides(verb: Token) -> Token | None:
    """Whose plan it is: of "the council's decision to close the road" the council, whoever speaks of it."""
    if verb.head.pos_ != "NOUN" or "Inf" not in verb.morph.get("VerbForm", []):
        return None
    return next((child for child in verb.head.children if child.dep_ in _OWNER), None)


def _direct(verb: Token) -> list[Argument]:
    """Arguments of a verb, with the subject that the parser hangs on its auxiliary ("L'armée a aussi commencé")."""
    found = list(arguments(verb))
    for aux in verb.children:
        if aux.dep_ in _AUX:
            found += [a for a in arguments(aux) if a[0] in _SUBJECTS]
    if not any(name in _SUBJECTS for name, _, _ in found):
        found = [("subject" if _before(verb, name, case, token) else name, case, token) for name, case, token in found]
    return found


def _before_who(pronoun: Token) -> Token:
    """The noun right before a relative pronoun and its comma."""
    doc, at = pronoun.doc, pronoun.i - 1
    if at > 0 and doc[at].text == ",":
        at -= 1
    return doc[at] if at >= 0 and doc[at].pos_ in ("NOUN", "PROPN") else pronoun


def _before(verb: Token, role: str, case: str | None, token: Token) -> bool:
    """ "Its president, X, threatened": a noun before a main verb without subject, hung on it as something else."""
    if token.i > verb.i or token.pos_ not in ("NOUN", "PROPN") or verb.dep_ not in _MAIN:
        return False
    named = any(t.ent_type_ in NAMED for t in (token, *token.children))
    return role == "object" or (role == "oblique" and case is None and named)


def _subjects_above(verb: Token) -> list[Argument]:
    """The subjects that a verb shares with those it is joined to: "rounded up pupils and marched them off"."""
    passive = any(child.dep_ in _PASSIVE for child in verb.children)
    for _ in range(_CLIMB):
        if verb.dep_ not in _UP or verb.head.i == verb.i:
            break
        below, verb = verb, verb.head
        if verb.pos_ == "NOUN" and verb.head.pos_ in VERBAL and below.dep_ == "conj":
            verb = verb.head  # "called it a provocation and threatened": joined to the object by the parser
        told = _direct(verb)
        if below.dep_ in _CONTROLLED and verb.lemma_.lower() in _OF_OBJECT:  # "accused X of shelling a camp"
            blamed = _blamed(verb, told)
            if blamed:
                return blamed
        found = [a for a in told if a[0] in _SUBJECTS]
        if found:
            return [("passive_subject", c, t) for _, c, t in found] if passive else found
    return []


def _blamed(verb: Token, told: list[Argument]) -> list[Argument]:
    """Who is said to have done it: the object of a verb of accusing, or who is accused ("Y, accused of shelling")."""
    blamed = [t for name, _, t in told if name == "object"] or [t for name, _, t in told if name == "passive_subject"]
    if not blamed and verb.dep_ in _PARTICIPLE and verb.head.pos_ in NOMINAL:
        blamed = [verb.head]
    return [("subject", None, t) for t in blamed]
