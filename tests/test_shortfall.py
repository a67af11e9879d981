from __future__ import annotations

from collections.abc import Sequence

from fiscal_rules.analysis.shortfall import Failed, Must, shortfall
from fiscal_rules.model.condition import AllOf, AnyOf, Condition, Is, Not

CITY = Is("affiliation", ("city",))
IN_PLAN = Is("in_health_plan", ("yes",))
PRIVATE = Is("sponsor", ("private",))


def test_nothing_lacks_where_the_condition_holds() -> None:
    assert shortfall(CITY, {"affiliation": "city"}) == ()


def test_a_test_that_fails_says_what_was_found() -> None:
    found = shortfall(CITY, {"affiliation": "county"})
    assert found == (Failed("affiliation", Must.BE, ("city",), "county"),)


def test_a_blank_fails_and_says_so() -> None:
    assert shortfall(CITY, {}) == (Failed("affiliation", Must.BE, ("city",), None),)


def test_all_parts_that_fail_are_listed_once() -> None:
    found = shortfall(AllOf((CITY, IN_PLAN, CITY)), {})
    assert [failed.attribute for failed in found] == ["affiliation", "in_health_plan"]


def test_of_alternatives_the_nearest_is_listed() -> None:
    either = AnyOf((AllOf((CITY, IN_PLAN)), PRIVATE))
    found = shortfall(either, {"affiliation": "county", "sponsor": "government"})
    assert [failed.attribute for failed in found] == ["sponsor"]


def test_a_not_fails_on_what_it_excludes_and_on_a_blank() -> None:
    excluded = Failed("sponsor", Must.NOT_BE, ("private",), "private")
    blank = Failed("sponsor", Must.NOT_BE, ("private",), None)
    assert shortfall(Not(PRIVATE), {"sponsor": "private"}) == (excluded,)
    assert shortfall(Not(PRIVATE), {}) == (blank,)
    assert shortfall(Not(PRIVATE), {"sponsor": "military"}) == ()


def test_not_all_lacks_one_of_them_and_not_any_lacks_each() -> None:
    known = {"affiliation": "city", "in_health_plan": "yes"}
    assert len(shortfall(Not(AllOf((CITY, IN_PLAN))), known)) == 1
    assert len(shortfall(Not(AnyOf((CITY, IN_PLAN))), known)) == 2


def test_a_derived_attribute_is_followed_back_to_what_its_rule_asks() -> None:
    def derivations(attribute: str) -> Sequence[tuple[str, Condition]]:
        return [("public", Is("sponsor", ("government",)))] if attribute == "institution" else []

    found = shortfall(Is("institution", ("public",)), {"sponsor": "private"}, derivations)
    assert found == (Failed("sponsor", Must.BE, ("government",), "private"),)
