"""Plots: what plotly.js is told of a figure, as JSON; amounts are written out beside each number.

plotly.js draws with doubles, which hold any amount below 90 trillion yuan to the fen; what is read
on pointing is our own text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import assert_never

from fiscal_rules.model.money import FEN_PER_YUAN, Fen, grouped_yuan
from fiscal_rules.model.text import Lang, Text
from fiscal_rules.output.figures import (
    Bars,
    Curves,
    Figure,
    HeatMap,
    Series,
    Stacking,
    Streams,
    Tone,
    Waterfall,
)

Drawn = str | int | float | bool | None | Sequence["Drawn"] | Mapping[str, "Drawn"]
"""What plotly.js is told; numbers may be doubles here, and nowhere else."""
_COLOURS: Mapping[Tone, str] = {
    Tone.CENTRAL: "#7B3F61",
    Tone.PROVINCE: "#B07AA1",
    Tone.CITY: "#1F5FA8",
    Tone.COUNTY: "#3A9A8C",
    Tone.OTHER: "#8C8C8C",
    Tone.OPEN: "#E07B39",
    Tone.RECEIVED: "#9AA7B5",
    Tone.OFFICIAL: "#1F5FA8",
    Tone.DERIVED: "#6FA8DC",
    Tone.ASSUMED: "#E8BE3C",
    Tone.PLAIN: "#5B7DB1",
}
_SEVERAL = ("#1F5FA8", "#E07B39", "#3A9A8C", "#7B3F61", "#8C8C8C", "#E8BE3C")
"""For series that have no tone of their own."""
_HATCHED = (Tone.OPEN, Tone.ASSUMED)
"""What is open or assumed is seen in print without colours too."""
_LEAST_HEIGHT, _HEIGHT_OF_A_BAR, _HEIGHT_OF_A_NODE = 380, 26, 44
_HIGH = 460
_OTHER_LAYOUT: Mapping[str, Drawn] = {
    "paper_bgcolor": "white",
    "plot_bgcolor": "white",
    "hovermode": "closest",
    "margin": {"l": 60, "r": 30, "t": 20, "b": 50},
    "legend": {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
    "separators": ".,",
}
_GRID: Mapping[str, Drawn] = {
    "gridcolor": "#E3E3E3",
    "zerolinecolor": "#808080",
    "automargin": True,
}
_YUAN = Text("元", "yuan")
_SUM = Text("合计", "total")


def plot(figure: Figure, lang: Lang) -> Mapping[str, Drawn]:
    """Give the ``data`` and ``layout`` of a figure."""
    match figure:
        case Bars():
            return _bars(figure, lang)
        case Curves():
            return _curves(figure, lang)
        case Waterfall():
            return _waterfall(figure, lang)
        case HeatMap():
            return _heat_map(figure, lang)
        case Streams():
            return _streams(figure, lang)
        case _:
            assert_never(figure)


def _bars(figure: Bars, lang: Lang) -> Mapping[str, Drawn]:
    """Lay bars down, so that names of units are read without turning one's head."""
    labels = [_said_in(lang, label) for label in figure.labels]
    data: list[Drawn] = [
        {
            "type": "bar",
            "orientation": "h",
            "name": _said_in(lang, series.name),
            "y": [*labels],
            "x": _numbers(series.amounts),
            "marker": _marker(series, position),
            "hovertext": _said(labels, series, lang),
            "hoverinfo": "text",
        }
        for position, series in enumerate(figure.series)
    ]
    beside = figure.stacking is Stacking.BESIDE
    rows = len(labels) * (len(figure.series) if beside else 1)
    return _figure(
        data,
        height=max(_LEAST_HEIGHT, rows * _HEIGHT_OF_A_BAR + 120),
        barmode="group" if beside else "relative",
        xaxis={**_GRID, "title": {"text": _said_in(lang, _YUAN)}, "tickformat": ",~f"},
        yaxis={"autorange": "reversed", "automargin": True},
    )


def _marker(series: Series, position: int) -> Mapping[str, Drawn]:
    if series.tone is Tone.PLAIN:
        return {"color": _SEVERAL[position % len(_SEVERAL)]}
    hatched: Mapping[str, Drawn] = (
        {"pattern": {"shape": "/", "size": 6, "solidity": 0.25}} if series.tone in _HATCHED else {}
    )
    return {"color": _COLOURS[series.tone], **hatched}


def _curves(figure: Curves, lang: Lang) -> Mapping[str, Drawn]:
    data: list[Drawn] = [
        {
            "type": "scatter",
            "mode": "lines+markers",
            "name": _said_in(lang, series.name),
            "x": _plain(figure.labels),
            "y": _numbers(series.amounts),
            "line": {"color": _COLOURS[series.tone]},
            "hovertext": _said(_plain(figure.labels), series, lang),
            "hoverinfo": "text",
        }
        for series in figure.series
    ]
    return _figure(
        data,
        height=_HIGH,
        xaxis={**_GRID, "type": "category", "title": {"text": _said_in(lang, figure.head.title)}},
        yaxis={**_GRID, "title": {"text": _said_in(lang, _YUAN)}, "tickformat": ",~f"},
    )


def _waterfall(figure: Waterfall, lang: Lang) -> Mapping[str, Drawn]:
    labels = [_said_in(lang, label) for label in figure.labels]
    whole = sum(figure.moved)
    said = [f"{label}<br>{grouped_yuan(a)}" for label, a in zip(labels, figure.moved, strict=True)]
    data: list[Drawn] = [
        {
            "type": "waterfall",
            "orientation": "v",
            "measure": [*("relative" for _ in labels), "total"],
            "x": [*labels, _said_in(lang, _SUM)],
            "y": [*_numbers(figure.moved), 0],
            "text": [grouped_yuan(a) for a in (*figure.moved, whole)],
            "textposition": "auto",
            "hovertext": [*said, f"{_said_in(lang, _SUM)}<br>{grouped_yuan(whole)}"],
            "hoverinfo": "text",
            "increasing": {"marker": {"color": _COLOURS[Tone.OPEN]}},
            "decreasing": {"marker": {"color": _COLOURS[Tone.COUNTY]}},
            "totals": {"marker": {"color": _COLOURS[Tone.CITY]}},
        }
    ]
    return _figure(
        data,
        height=_HIGH,
        showlegend=False,
        xaxis={**_GRID, "type": "category"},
        yaxis={**_GRID, "title": {"text": _said_in(lang, _YUAN)}, "tickformat": ",~f"},
    )


def _heat_map(figure: HeatMap, lang: Lang) -> Mapping[str, Drawn]:
    across, down = _said_in(lang, figure.across), _said_in(lang, figure.down.title)
    said: list[Drawn] = [
        [
            f"{across} {column}<br>{down} {row}<br>{grouped_yuan(amount)}"
            for column, amount in zip(_plain(figure.columns), amounts, strict=True)
        ]
        for row, amounts in zip(_plain(figure.rows), figure.amounts, strict=True)
    ]
    data: list[Drawn] = [
        {
            "type": "heatmap",
            "x": _plain(figure.columns),
            "y": _plain(figure.rows),
            "z": [_numbers(amounts) for amounts in figure.amounts],
            "colorscale": "Blues",
            "reversescale": True,
            "hovertext": said,
            "hoverinfo": "text",
            "colorbar": {"title": {"text": _said_in(lang, _YUAN)}, "tickformat": ",~f"},
        }
    ]
    return _figure(
        data,
        height=_HIGH,
        xaxis={"type": "category", "title": {"text": _said_in(lang, figure.across)}, "automargin": True},
        yaxis={"type": "category", "title": {"text": _said_in(lang, figure.down.title)},
               "automargin": True},
    )  # fmt: skip


def _streams(figure: Streams, lang: Lang) -> Mapping[str, Drawn]:
    names = [_said_in(lang, node.name) for node in figure.nodes]
    ranks = max((node.rank for node in figure.nodes), default=0)
    through = _through(figure)
    said = [
        f"{names[one]} → {names[other]}<br>{grouped_yuan(amount)}"
        for one, other, amount in figure.links
    ]
    data: list[Drawn] = [
        {
            "type": "sankey",
            "arrangement": "snap",
            "node": {
                "label": [*names],
                "color": [_COLOURS[node.tone] for node in figure.nodes],
                "customdata": [f"{n}<br>{grouped_yuan(a)}" for n, a in zip(names, through, strict=True)],
                "hovertemplate": "%{customdata}<extra></extra>",
                "pad": 22,
                "thickness": 14,
            },
            "link": {
                "source": [one for one, _, _ in figure.links],
                "target": [other for _, other, _ in figure.links],
                "value": _numbers(amount for _, _, amount in figure.links),
                "color": [_pale(figure.nodes[one].tone) for one, _, _ in figure.links],
                "customdata": [*said],
                "hovertemplate": "%{customdata}<extra></extra>",
            },
        }
    ]  # fmt: skip
    most = max(sum(n.rank == rank for n in figure.nodes) for rank in range(ranks + 1))
    return _figure(
        data,
        height=max(_HIGH, most * _HEIGHT_OF_A_NODE),
        margin={"l": 10, "r": 10, "t": 10, "b": 10},
    )


def _through(figure: Streams) -> list[Fen]:
    """Say how much runs through each node: what comes in, or goes out where nothing comes in."""
    into = [0] * len(figure.nodes)
    out = [0] * len(figure.nodes)
    for one, other, amount in figure.links:
        out[one] += amount
        into[other] += amount
    return [a or b for a, b in zip(into, out, strict=True)]


def _pale(tone: Tone) -> str:
    red, green, blue = (int(_COLOURS[tone][i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.35)"


def _said(labels: Sequence[str], series: Series, lang: Lang) -> list[Drawn]:
    pairs = zip(labels, series.amounts, strict=True)
    name = _said_in(lang, series.name)
    return [f"{label}<br>{name}<br>{'' if a is None else grouped_yuan(a)}" for label, a in pairs]


def _said_in(lang: Lang, text: Text) -> str:
    """Say a text so that it is only text: plotly.js takes tags for tags, links among them."""
    return escape(text.say(lang), quote=False)


def _plain(texts: Iterable[str]) -> list[str]:
    return [escape(text, quote=False) for text in texts]


def _numbers(amounts: Iterable[Fen | None]) -> list[Drawn]:
    return [None if amount is None else amount / FEN_PER_YUAN for amount in amounts]


def _figure(data: list[Drawn], *, height: int, **layout: Drawn) -> Mapping[str, Drawn]:
    return {"data": data, "layout": {**_OTHER_LAYOUT, "height": height, **layout}}
