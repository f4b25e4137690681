"""One place that knows the label schemes of parsers: Universal Dependencies and ClearNLP.

Our own pipelines and the official French ones speak UD (``nsubj:pass``, ``obj``, ``obl:agent``);
official English ones speak ClearNLP (``nsubjpass``, ``dobj``, ``agent``). Components ask for roles.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from processors.extraction.lexicon import function_words

SUBJECT = frozenset({"nsubj", "csubj", "nsubj:caus", "nsubj:outer"})
PASSIVE_SUBJECT = frozenset({"nsubj:pass", "nsubjpass", "csubj:pass", "csubjpass"})
OBJECT = frozenset({"obj", "dobj", "iobj", "dative", "obj:agent", "obj:lvc", "attr", "oprd"})
AGENT = frozenset({"obl:agent", "agent"})
OBLIQUE = frozenset({"obl", "obl:arg", "obl:mod", "obl:npmod", "obl:tmod", "obl:unmarked", "nmod", "prep", "npadvmod"})
MODIFIER = frozenset({"amod", "nmod", "compound", "nmod:poss", "poss", "flat", "appos", "acl", "acl:relcl", "relcl"})
NEGATION_DEPS = frozenset({"neg"})
CLAUSE = frozenset({"ccomp", "xcomp", "advcl", "acl", "acl:relcl", "relcl", "parataxis"})
CONJUNCT = frozenset({"conj"})
_ACCORDING = function_words("according")
_ROLES = {
    dep: role
    for role, deps in (
        ("modifier", MODIFIER), ("oblique", OBLIQUE), ("object", OBJECT), ("agent", AGENT), ("subject", SUBJECT),
        ("passive_subject", PASSIVE_SUBJECT),
    )
    for dep in deps
}  # fmt: skip
"""The last to name a dependency says its role: a nominal modifier in a phrase of its own is an oblique."""


def role(token: Token) -> str | None:
    """Role of a token under its head: subject, passive_subject, object, agent, oblique, modifier or None."""
    return _ROLES.get(token.dep_)


def chain(token: Token) -> list[Token]:
    """The token and what is above it in the tree, nearest first; 40 at most."""
    up = [token]
    while token.head.i != token.i and len(up) < 40:
        token = token.head
        up.append(token)
    return up


def case_of(token: Token) -> str | None:
    """The preposition that marks a nominal, lower case, in either scheme ("by", "of", "contre").

    Before a source it is the whole expression: "d'" of "d'après" alone would say whose.
    """
    for child in token.lefts:
        if child.dep_ in ("case", "mark"):
            whole = child.lower_ + child.nbor().lower_ if child.lower_[-1] in "'’" else ""
            return whole if whole in _ACCORDING else child.lower_
    head = token.head
    if token.dep_ in ("pobj", "pcomp") and head.dep_ in ("prep", "agent"):
        return head.lower_
    return None


def arguments(predicate: Token) -> Iterator[tuple[str, str | None, Token]]:
    """Yield (role, preposition, head token) of each nominal argument of a verb or noun.

    ClearNLP hangs a noun under its preposition; UD the other way round: both come out alike.
    """
    for child in predicate.children:
        if child.dep_ in ("prep", "agent"):
            for grandchild in child.children:
                if grandchild.dep_ in ("pobj", "pcomp"):
                    yield ("agent" if child.dep_ == "agent" else "oblique", child.lower_, grandchild)
            continue
        name = role(child)
        if name is not None:
            yield name, case_of(child), child


def with_conjuncts(token: Token) -> list[Token]:
    """The token and all that is coordinated with it."""
    return [token, *token.conjuncts]
