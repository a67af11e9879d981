"""The shape of a pack's files: which keys, which of them needed, text or list or mapping.

Everything is text here; what the texts mean is settled where they become values
(``readers.packs`` and its neighbours). The JSON Schema for editors is written from these models.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from fiscal_rules.model.declared_law import Whole
from fiscal_rules.model.factors import FloorsFrom
from fiscal_rules.model.funding import (
    ADDED_COLUMNS,
    AGREED_COLUMNS,
    OUTSIDE_REASONS,
    UNDETERMINED_DECISIONS,
)
from fiscal_rules.model.rounding import MONEY_UNITS, RoundedEach, RoundingMode
from fiscal_rules.model.rulepack import Comparison
from fiscal_rules.model.vocabulary import Authority, Duty, Finding, Level, Standing


class Shape(BaseModel):
    """A mapping with known keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)


Name = Annotated[str, Field(min_length=1)]
"""A text that must not be empty."""


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


Listed = Annotated[
    list[Name],
    BeforeValidator(_listed),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
]
"""A text, or a list of them."""

Tree = Annotated[Any, WithJsonSchema({"type": "object"})]
"""A mapping whose keys are the author's: read from the tree itself."""

Number = Annotated[Name, WithJsonSchema({"type": ["string", "number"]})]
Cell = Annotated[str, WithJsonSchema({"type": ["string", "number"]})]
Day = Annotated[Name, WithJsonSchema({"type": "string", "format": "date"})]


class TextShape(Shape):
    """One thing said twice."""

    zh: Name
    en: Name


class SpanShape(Shape):
    """A span of days; ``to`` is its last."""

    from_: Day = Field(alias="from")
    to: Day | None = None
    standing: Standing
    source: Name


class DatedShape(Shape):
    """A name, code or class, with the days on which it is valid."""

    is_: Name = Field(alias="is")
    from_: Day | None = Field(default=None, alias="from")
    to: Day | None = None
    standing: Standing | None = None
    source: Name | None = None


class DocumentShape(Shape):
    """The official document."""

    number: Name
    title: TextShape
    published: Day
    source: Name


class GovernmentShape(Shape):
    """A government that may pay."""

    id: Name
    name: TextShape
    funds: Name | None = None
    level: Level | None = None


class ClassShape(Shape):
    """A class of units."""

    id: Name
    name: TextShape


class PopulationShape(Shape):
    """A population, used for double counting only."""

    value: Number
    source: Name


class UnitShape(Shape):
    """A reporting unit."""

    id: Name
    name: TextShape
    level: Level
    classes: list[DatedShape] = Field(min_length=1)
    codes: list[DatedShape] = []
    names: list[DatedShape] = []
    part_of: Name | None = None
    population: PopulationShape | None = None


class MeasureNameShape(Shape):
    """A measure that the pack names beside those known everywhere."""

    id: Name
    name: TextShape


class RecipientShape(Shape):
    """A treasury beside the units that receives money, and the government that holds it."""

    id: Name
    name: TextShape
    holder: Name
    names: list[Name] = []


class DeductionsShape(Shape):
    """Who bears what settlements deduct."""

    payer: Name
    standing: Standing
    source: Name


class ItemShape(Shape):
    """An item of spending."""

    id: Name
    clause: Name
    name: TextShape
    aliases: list[Name] = []
    basis: Name | None = None
    codes: list[DatedShape] = []


class DerivedShape(Shape):
    """An attribute that rules derive."""

    id: Name
    values: list[Name] = Field(min_length=1)
    default: Name


class DefaultShape(Shape):
    """What the pack reads in a blank."""

    attribute: Name
    value: Name
    items: Listed = []
    reason: TextShape


class ReservationShape(Shape):
    """A question that the text leaves open about a class of units."""

    payer: Name
    class_: Name = Field(alias="class")
    parameter: Name
    decision: Name
    finding: Finding


class AboveShape(Shape):
    """A pack that stands above, and what is computed by it where a budget leaves it blank."""

    pack: Name
    unit: Name
    computes: list[Name] = Field(min_length=1)
    items: list[Name] = Field(min_length=1)
    when: Name


class PackShape(Shape):
    """pack.yaml."""

    id: Name
    name: TextShape
    document: DocumentShape
    in_force: list[SpanShape] = Field(min_length=1)
    governments: list[GovernmentShape] = Field(min_length=1)
    classes: list[ClassShape] = Field(min_length=1)
    units: list[UnitShape] = Field(min_length=1)
    items: list[ItemShape] = Field(min_length=1)
    derived: list[DerivedShape] = []
    defaults: list[DefaultShape] = []
    reservations: list[ReservationShape] = []
    above: AboveShape | None = None
    measures: list[MeasureNameShape] = []
    recipients: list[RecipientShape] = []
    deductions: DeductionsShape | None = None
    questions: dict[Name, Name] = {}
    rules: list[Name] = Field(min_length=1)


class ClauseShape(Shape):
    """A clause of the document."""

    id: Name
    place: Name
    quote: Name
    segments: list[Annotated[str, Field(pattern="^[0-9a-f]{64}$")]] = Field(min_length=1)
    summary: TextShape
    reason: TextShape | None = None


class ClausesShape(Shape):
    """clauses.yaml."""

    clauses: list[ClauseShape] = Field(min_length=1)


class BaseShape(Shape):
    """A base standard."""

    standard: Name
    count: Name


class BoundShape(Shape):
    """A floor or a cap: a ratio, or yuan per head; exactly one."""

    ratio: Name | None = None
    per_head: Name | None = None


class RestShape(Shape):
    """What the bearer of the rest pays at least."""

    at_least: BoundShape


def _share(value: object) -> object:
    return {"plain": value} if isinstance(value, str) else value


class ShareShape(Shape):
    """A share: a parameter or ``rest``, or a mapping of exactly one way with a floor and a cap."""

    plain: Name | None = None
    ratio: Name | None = None
    per_head: Name | None = None
    rest: RestShape | None = None
    at_least: BoundShape | None = None
    at_most: BoundShape | None = None


_WAYS = {"ratio": {"type": "string"}, "per_head": {"type": "string"}}
_BOUND = {"type": "object", "additionalProperties": False, "properties": _WAYS}
Share = Annotated[
    ShareShape,
    BeforeValidator(_share),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string"},
                {
                    "type": "object",
                    "additionalProperties": False,
                    "properties": {
                        **_WAYS,
                        "rest": {
                            "type": "object",
                            "additionalProperties": False,
                            "properties": {"at_least": _BOUND},
                        },
                        "at_least": _BOUND,
                        "at_most": _BOUND,
                    },
                },
            ]
        }
    ),
]


class RoundingShape(Shape):
    """How parts are rounded, and the clause that orders it."""

    to: Annotated[Name, Field(json_schema_extra={"enum": [*MONEY_UNITS]})]
    decimals: Annotated[Name, WithJsonSchema({"type": ["string", "integer"]})] | None = None
    mode: RoundingMode
    each: RoundedEach = RoundedEach.LINE
    clause: Name


class TrancheShape(Shape):
    """Money up to a standard above the one before it, with shares of its own."""

    standard: Name
    shares: dict[Name, Share]


class MatchingShape(Shape):
    """A matching grant; ``shares`` maps governments to what they pay, one of them to ``rest``."""

    base: BaseShape | None = None
    shares: dict[Name, Share]
    further: list[TrancheShape] = []
    rounding: RoundingShape | None = None


class WorkloadShape(Shape):
    """A grant by work done."""

    payer: Name
    quantity: Name
    unit_standard: Name
    share: Name | None = None
    performance: Name | None = None
    plus: Annotated[Name, Field(json_schema_extra={"enum": ADDED_COLUMNS})] | None = None
    rest: Name
    rounding: RoundingShape | None = None


class OtherwiseShape(Shape):
    """What holds where a pot is not given."""

    matching: MatchingShape


def _plain(value: object) -> object:
    return {"plain": value} if isinstance(value, str) else value


class MeasureShape(Shape):
    """A measure of a pot: its name, or how it counts; ``of`` goes with per_head, bands with banded."""

    plain: Name | None = None
    inverse: Name | None = None
    per_head: Name | None = None
    of: Name | None = None
    banded: Name | None = None
    bands: Name | None = None


def _or_name(**keys: object) -> WithJsonSchema:
    mapping = {"type": "object", "additionalProperties": False, "properties": keys}
    return WithJsonSchema({"anyOf": [{"type": "string"}, mapping]})


_TEXT = {"type": "string"}
Measure = Annotated[
    MeasureShape,
    BeforeValidator(_plain),
    _or_name(inverse=_TEXT, per_head=_TEXT, of=_TEXT, banded=_TEXT, bands=_TEXT),
]


class YesNo(StrEnum):
    """An answer."""

    YES = "yes"
    NO = "no"


class TimesShape(Shape):
    """A coefficient of weighted shares: a measure, and whether the whole pot is given all the same."""

    plain: Name | None = None
    measure: Name | None = None
    renormalise: YesNo = YesNo.YES


Times = Annotated[
    TimesShape,
    BeforeValidator(_plain),
    _or_name(measure=_TEXT, renormalise={"enum": ["yes", "no"]}),
]


class PotBoundShape(Shape):
    """The least or most of a unit's grant: a rate of the pot, or of a measure."""

    rate: Name
    of: Name | None = None


class FactorsShape(Shape):
    """A factor grant."""

    payer: Name
    pot: Name
    weights: Name
    measures: list[Measure] = Field(min_length=1)
    rest: Name
    otherwise: OtherwiseShape | None = None
    times: Times | None = None
    at_least: list[PotBoundShape] = []
    at_most: list[PotBoundShape] = []
    floors_from: FloorsFrom | None = None
    rounding: RoundingShape | None = None


class FundShape(Shape):
    """How the local amount is paid: exactly one of these."""

    full: Name | None = None
    matching: MatchingShape | None = None
    workload: WorkloadShape | None = None
    factors: FactorsShape | None = None
    undetermined: (
        Annotated[Name, Field(json_schema_extra={"enum": UNDETERMINED_DECISIONS})] | None
    ) = None
    outside: Annotated[Name, Field(json_schema_extra={"enum": OUTSIDE_REASONS})] | None = None


class AgreedShape(Shape):
    """A subsidy agreed between two governments."""

    payer: Name
    amount: Annotated[Name, Field(json_schema_extra={"enum": AGREED_COLUMNS})]


class ParameterSideShape(Shape):
    """A side of a comparison that is a parameter."""

    parameter: Name


Operand = Annotated[
    Any, WithJsonSchema({"anyOf": [{"type": "string"}, ParameterSideShape.model_json_schema()]})
]


class ThenIfShape(Shape):
    """A comparison made when money is allocated."""

    compare: Operand
    is_: Comparison = Field(alias="is")
    with_: Operand = Field(alias="with")
    oblige: list[Duty] = []
    find: list[Finding] = []


class RuleShape(Shape):
    """A rule."""

    id: Name
    clause: Name
    quote: Name
    when: Tree
    assign: Authority | None = None
    fund: FundShape | None = None
    agreed: AgreedShape | None = None
    above_base: Name | None = None
    derive: dict[Name, Name] = {}
    oblige: list[Duty] = []
    find: list[Finding] = []
    then_if: list[ThenIfShape] = []
    overrides: Listed = []
    in_force: list[SpanShape] = []
    published: Day | None = None
    standing: Standing | None = None


class RulesShape(Shape):
    """A file of rules."""

    rules: list[RuleShape] = Field(min_length=1)


Value = Annotated[
    Any,
    WithJsonSchema(
        {
            "anyOf": [
                {"type": ["string", "number"]},
                {"type": "object", "additionalProperties": {"type": ["string", "number"]}},
            ]
        }
    ),
]


class EntryShape(Shape):
    """A dated value of a parameter."""

    value: Value
    unit: Name | None = None
    per: Name | None = None
    of: Name | None = None
    from_: Day = Field(alias="from")
    to: Day | None = None
    for_: dict[Name, Listed] = Field(default={}, alias="for")
    standing: Standing
    source: Name
    published: Day | None = None


class ParametersShape(Shape):
    """parameters.yaml, and files given with ``--parameters``."""

    parameters: dict[Name, list[EntryShape]]


class ExpectedDutyShape(Shape):
    """A duty that must come out, and the clause that must give it."""

    duty: Duty
    clause: Name | None = None


class ExpectedFindingShape(Shape):
    """A finding that must come out, and the clause that must give it."""

    finding: Finding
    clause: Name | None = None


def _duty(value: object) -> object:
    return {"duty": value} if isinstance(value, str) else value


def _finding(value: object) -> object:
    return {"finding": value} if isinstance(value, str) else value


def _or_one_of(key: str, known: Iterable[str]) -> WithJsonSchema:
    """Describe one of some names, or a mapping that says the clause beside it."""
    names = {"enum": [*known]}
    mapping = {
        "type": "object",
        "additionalProperties": False,
        "properties": {key: names, "clause": _TEXT},
        "required": [key],
    }
    return WithJsonSchema({"anyOf": [names, mapping]})


ExpectedDuty = Annotated[ExpectedDutyShape, BeforeValidator(_duty), _or_one_of("duty", Duty)]
ExpectedFinding = Annotated[
    ExpectedFindingShape, BeforeValidator(_finding), _or_one_of("finding", Finding)
]


class ExpectationShape(Shape):
    """What must come out of a line."""

    status: Name | None = None
    authority: Name | None = None
    clauses: list[Name] | None = None
    payers: dict[Name, Number] | None = None
    open: Number | None = None
    standing: Name | None = None
    duties: list[ExpectedDuty] | None = None
    findings: list[ExpectedFinding] | None = None
    needs: list[Name] | None = None


class SmallBudgetShape(Shape):
    """A few lines, with the measures of their units."""

    lines: list[dict[Name, Cell]] = Field(min_length=1)
    measures: list[dict[Name, Cell]] = []


class CaseShape(SmallBudgetShape):
    """A worked case."""

    id: Name
    clauses: list[Name] = Field(min_length=1)
    because: Name
    parameters: dict[Name, list[EntryShape]] = {}
    expect: dict[Name, ExpectationShape]


class CasesShape(Shape):
    """cases.yaml."""

    cases: list[CaseShape] = Field(min_length=1)


class KeptExampleShape(SmallBudgetShape):
    """What once broke a law, and what was wrong; of its files of parameters later ones win."""

    law: Name
    says: Name
    parameters: list[dict[Name, list[EntryShape]]] = []


class KeptExamplesShape(Shape):
    """counterexamples.yaml."""

    counterexamples: list[KeptExampleShape] = Field(min_length=1)


class LawShape(Shape):
    """A law: what a payer pays of some lines is at most, or at least, a share of a whole."""

    id: Name
    says: TextShape
    when: dict[Name, Listed] = {}
    payer: Name
    at_most: Number | None = None
    at_least: Number | None = None
    of: Whole = Whole.LOCAL


class LawsShape(Shape):
    """laws.yaml."""

    laws: list[LawShape] = Field(min_length=1)


class MultiplyShape(Shape):
    """Every value of a parameter times a number."""

    parameter: Name
    by: Number
    from_: Day = Field(alias="from")
    to: Day | None = None


class GrowShape(Shape):
    """A column of lines that grows; without units, items or years it does in all of them."""

    column: Name
    by: Number
    unit: Listed = []
    item: Listed = []
    year: Listed = []


class ChangeClassShape(Shape):
    """A unit in another class."""

    unit: Name
    is_: Name = Field(alias="is")
    from_: Day = Field(alias="from")


class IndexShape(Shape):
    """A parameter that grows by a rate in each year."""

    parameter: Name
    by: Number
    from_: Day = Field(alias="from")
    to: Day


class CarryShape(Shape):
    """The values of one day, carried on."""

    from_: Day = Field(alias="from")
    to: Day


class OverlayShape(Shape):
    """A change: exactly one of these."""

    set: dict[Name, list[EntryShape]] | None = None
    multiply: MultiplyShape | None = None
    grow: GrowShape | None = None
    add: dict[Name, Cell] | None = None
    class_: ChangeClassShape | None = Field(default=None, alias="class")
    index: IndexShape | None = None
    carry: CarryShape | None = None
    rule: RuleShape | None = None
    drop_rule: Name | None = None
    law_of: Day | None = None
    as_of: Day | None = None


class ScenarioShape(Shape):
    """A scenario."""

    name: TextShape
    overlays: list[OverlayShape] = []


FILES: tuple[tuple[str, type[Shape]], ...] = (
    ("pack.yaml", PackShape),
    ("clauses.yaml", ClausesShape),
    ("rules", RulesShape),
    ("parameters.yaml", ParametersShape),
    ("cases.yaml", CasesShape),
    ("laws.yaml", LawsShape),
    ("counterexamples.yaml", KeptExamplesShape),
    ("scenario", ScenarioShape),
)
"""Each kind of file, with its shape."""
