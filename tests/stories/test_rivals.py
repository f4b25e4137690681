"""Rising tolls are no quarrel; figures set against each other are one."""

from __future__ import annotations

from processors.stories.reconcile import reconcile
from processors.stories.rivals import camps_of
from tests.stories.facts import actor
from tests.stories.test_ledger import claim, figure, one
from tocsin.records import Claim

MALI = [
    actor("Malian Armed Forces", "org:fama", country="ML", sector="MIL"),
    actor("Front of the North", "org:front", country="ML", sector="REB"),
]


def told(*claims: Claim) -> tuple[tuple[int | None, int | None, int | None], bool]:
    names = frozenset(who.name or "" for who in MALI)
    known = reconcile(claims, names, "range", camps_of(MALI))["killed"]
    return figure(known), known.contested


def test_officials_without_a_name_bring_a_toll_up_to_date() -> None:
    known = one(
        claim("a1", 6, attributed_to="police officer"),
        claim("a2", 14, attributed_to="hospital official"),
        claim("a3", 17, attributed_to="Provincial Health Office"),
    )
    assert figure(known) == (17, 17, 17)
    assert not known.contested


def test_organs_of_one_state_bring_a_toll_up_to_date() -> None:
    known = one(claim("a1", 3, attributed_to="Kenyan police"), claim("a2", 9, attributed_to="Kenyan Interior Ministry"))
    assert figure(known) == (9, 9, 9)


def test_both_parties_to_a_fight_contradict_each_other_whenever_they_speak() -> None:
    army = claim("a1", 8, side="army", attributed_to="Malian Armed Forces")
    rebels = claim("a2", 60, side="army", attributed_to="Front of the North")
    ministry = claim("a1", 8, side="army", attributed_to="Malian Defence Ministry")
    assert told(army, rebels) == ((8, 60, 60), True)
    assert told(ministry, rebels) == ((8, 60, 60), True)


def test_one_article_that_sets_two_figures_against_each_other_is_contested() -> None:
    both = [claim("a1", 3, attributed_to="Interior Ministry"), claim("a1", 6, attributed_to="National Opposition")]
    assert figure(one(*both)) == (3, 6, 6)
    assert one(*both).contested
    later = claim("a2", 6, attributed_to="National Opposition")
    assert one(claim("a0", 3, attributed_to="Interior Ministry"), both[0], both[1], later).low == 3


def test_a_part_that_another_speaker_tells_is_no_rival_of_the_whole() -> None:
    whole = claim("a1", 19, attributed_to="Civil Defence")
    known = one(whole, claim("a1", 6, attributed_to="City Hospital", part_of=whole.id))
    assert figure(known) == (19, 19, 19)
    assert not known.contested


def test_those_who_died_since_are_a_part_of_the_running_toll() -> None:
    new = [claim("a2", 3, side="civilians"), claim("a2", 17, side="civilians", mode="cumulative")]
    known = one(claim("a1", 14, side="civilians"), *new)
    assert figure(known) == (17, 17, 17)
    assert figure(known.parts["civilians"]) == (17, 17, 17)


def test_a_total_since_january_is_no_toll() -> None:
    known = one(claim("a1", 13), claim("a2", 13), claim("a2", 120, 120, None, mode="cumulative"))
    assert figure(known) == (13, 13, 13)


def test_dead_who_are_all_of_one_side_are_the_dead_of_that_side() -> None:
    whole = claim("a2", 19, side="civilians")
    known = one(claim("a1", 12, 12, None, side="civilians"), whole, claim("a2", 6, side="civilians", part_of=whole.id))
    assert figure(known.parts["civilians"]) == (19, 19, 19)


def test_what_one_side_lost_does_not_hold_what_both_lost() -> None:
    rebels = claim("a1", 60, 60, None, side="army", attributed_to="Front of the North")
    army = [claim("a2", n, side=side, attributed_to="Malian Armed Forces") for side, n in (("army", 8), ("rebels", 40))]
    (low, _, high), contested = told(rebels, *army)
    assert (low, high, contested) == (48, None, True)


def test_each_party_tells_only_what_the_other_lost() -> None:
    """Neither holds the other: at most both together, whoever spoke last; two names of rebels are one side."""
    army = claim("a1", 12, side="rebels", attributed_to="Malian Armed Forces")
    rebels = claim("a2", 9, side="army", attributed_to="Front of the North")
    sides = [actor("rebels", "group:rebels", sector="REB"), actor("army", "force:ML:army", country="ML", sector="MIL")]
    names = frozenset(who.name or "" for who in [*MALI, *sides])
    for told_so in ([army, rebels], [rebels, army]):
        known = reconcile(told_so, names, "range", camps_of([*MALI, *sides]))["killed"]
        assert (figure(known), known.contested) == ((9, 12, 21), True)
        assert {side: part.best for side, part in known.parts.items()} == {"army": 9, "rebels": 12}
    other_name = claim("a2", 14, side="Front of the North", attributed_to="Northern Elders")
    known = reconcile([army, other_name], names, "range", camps_of([*MALI, *sides]))["killed"]
    assert figure(known)[2] == 14


def test_a_sum_of_sides_is_as_uncertain_as_what_a_rival_says_of_one_of_them() -> None:
    army = [claim("a1", n, side=side, attributed_to="Malian Armed Forces") for side, n in (("rebels", 12), ("army", 2))]
    rebels = claim("a2", 20, side="army", attributed_to="Front of the North")
    assert told(*army, rebels) == ((14, 20, 32), True)
