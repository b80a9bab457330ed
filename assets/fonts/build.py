#!/usr/bin/env python3
"""Makes the three font files of this folder out of the published families.

    npm pack inter-ui lucide-static     # and unpack both
    pip install fonttools brotli
    python3 build.py INTER_UI/package LUCIDE_STATIC/package

Inter: tabular figures become the default ones (the window's text layout cannot switch the OpenType feature
`tnum` on), the seldom used features go, scripts are Latin, Greek and Cyrillic.
Lucide: only the icons named in `src/ui/look/icon.rs`, found there by their code points.
"""
import pathlib
import re
import sys

from fontTools import subset
from fontTools.ttLib import TTFont

HERE = pathlib.Path(__file__).resolve().parent
ICON_TABLE = HERE.parent.parent / "src/ui/look/icon.rs"

SCRIPTS = [
    (0x20, 0x7E), (0xA0, 0x24F), (0x259, 0x259), (0x2B0, 0x36F), (0x370, 0x3FF), (0x400, 0x52F),
    (0x1E00, 0x1EFF), (0x2000, 0x206F), (0x2070, 0x209F), (0x20A0, 0x20C0), (0x2116, 0x2122),
    (0x2190, 0x2199), (0x2212, 0x2215), (0x2248, 0x2248), (0x2260, 0x2265), (0x25CF, 0x25CF), (0xFFFD, 0xFFFD),
]


def swap_in(font, feature, characters):
    """Lets the characters reach the glyphs that `feature` would give them; not more of them, or every space gets wide."""
    lookups = set()
    gsub = font["GSUB"].table
    for entry in gsub.FeatureList.FeatureRecord:
        if entry.FeatureTag == feature:
            lookups.update(entry.Feature.LookupListIndex)
    swaps = {}
    for index in lookups:
        for table in gsub.LookupList.Lookup[index].SubTable:
            swaps.update(getattr(getattr(table, "ExtSubTable", table), "mapping", {}))
    for table in font["cmap"].tables:
        if table.isUnicode():
            for code in map(ord, characters):
                table.cmap[code] = swaps.get(table.cmap[code], table.cmap[code])


def reduce(font, codes, features):
    options = subset.Options(layout_features=features, hinting=True, name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14])
    options.notdef_outline = True
    options.glyph_names = False
    reducer = subset.Subsetter(options)
    reducer.populate(unicodes=codes)
    reducer.subset(font)
    font.flavor = None


def centre(font):
    """Makes side bearings and line height those of the outlines, which stand in the middle of a square; as published
    the bearings are all 0, and rasterisers that follow them push every icon to the left."""
    glyphs, metrics = font["glyf"], font["hmtx"]
    for name in font.getGlyphOrder():
        glyphs[name].recalcBounds(glyphs)
        metrics[name] = (metrics[name][0], getattr(glyphs[name], "xMin", 0))
    font["OS/2"].sTypoLineGap = font["hhea"].lineGap = 0


def inter(source, name):
    font = TTFont(source / "web" / f"{name}.woff2", recalcTimestamp=False)
    swap_in(font, "tnum", "0123456789")
    codes = {code for low, high in SCRIPTS for code in range(low, high + 1)}
    reduce(font, codes, ["kern", "mark", "mkmk", "ccmp", "locl"])
    widths = {font["hmtx"][font.getBestCmap()[ord(figure)]][0] for figure in "0123456789"}
    assert len(widths) == 1, f"{name}: figures are not tabular {widths}"
    font.save(HERE / f"{name}.ttf")


def lucide(source):
    codes = {int(code, 16) for code in re.findall(r"\\u\{([0-9a-f]{4})\}", ICON_TABLE.read_text())}
    font = TTFont(source / "font" / "lucide.ttf", recalcTimestamp=False)
    missing = codes - set(font.getBestCmap())
    assert not missing, f"not in Lucide: {[hex(code) for code in missing]}"
    reduce(font, codes, [])
    centre(font)
    font.save(HERE / "Lucide.ttf")


if __name__ == "__main__":
    inter_folder, lucide_folder = map(pathlib.Path, sys.argv[1:3])
    inter(inter_folder, "Inter-Regular")
    inter(inter_folder, "Inter-SemiBold")
    lucide(lucide_folder)
