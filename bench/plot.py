#!/usr/bin/env python3
"""Draws what signet_bench --json wrote as an SVG: plot.py RESULTS.json OUT.svg. Bars are ratios to plain libcrypto."""
import json
import math
import sys
from html import escape

WIDTH, LABEL, BAR, GAP = 960, 260, 13, 10
COLOURS = {"signet": "#1f6feb", "libcrypto": "#8b949e", "libjwt": "#d29922", "rhonabwy": "#bc4c00",
           "npm jose": "#8250df"}
TOP = 600  # the largest ratio that a bar can show


def place(ratio):
    """Logarithmic, from a tenth on, so that what is faster than libcrypto shows as well."""
    low, high = math.log(0.1), math.log(TOP)
    return LABEL + (WIDTH - LABEL - 120) * (min(max(math.log(ratio), low), high) - low) / (high - low)


def draw(rows, machine):
    groups = {}
    for row in rows:
        if row["name"] in COLOURS and "min_ratio" in row and not row["group"].startswith("stream"):
            groups.setdefault(row["group"], []).append(row)
    y, parts = 64, []
    for group, members in groups.items():
        parts.append(f'<text x="8" y="{y + BAR}" font-weight="bold">{escape(group)}</text>')
        for row in members:
            end = place(row["min_ratio"])
            parts.append(f'<rect x="{LABEL}" y="{y}" width="{end - LABEL:.1f}" height="{BAR}" '
                         f'fill="{COLOURS[row["name"]]}"/>')
            label = f'{row["min_ratio"]:.2f} · {row["min_ns"] / 1000:.1f} µs'
            parts.append(f'<text x="{end + 4:.1f}" y="{y + BAR - 2}" fill="#57606a">{label}</text>')
            y += BAR + 1
        y += GAP
    one = place(1)
    parts.append(f'<line x1="{one:.1f}" x2="{one:.1f}" y1="56" y2="{y}" stroke="#8b949e" stroke-dasharray="3"/>')
    x = LABEL
    for name, colour in COLOURS.items():
        parts.append(f'<rect x="{x}" y="34" width="11" height="11" fill="{colour}"/>'
                     f'<text x="{x + 15}" y="44">{name}</text>')
        x += 105
    head = (f'<text x="8" y="20" font-size="14" font-weight="bold">Time beside plain libcrypto (logarithmic; shorter '
            f'is faster)</text><text x="8" y="{y + 16}" fill="#57606a">{escape(machine)}</text>')
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{y + 28}" font-family="sans-serif" '
            f'font-size="11"><rect width="100%" height="100%" fill="white"/>{head}{"".join(parts)}</svg>\n')


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        results = json.load(file)
    with open(sys.argv[2], "w", encoding="utf-8") as file:
        file.write(draw(results["rows"], results["machine"]))


if __name__ == "__main__":
    main()
