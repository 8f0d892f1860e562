"""Makes the table of words by their pinyin from the dictionary of the package jieba (``jieba/dict.txt``).

First how often all its words occur; then one line for each spelling without blanks: the spelling, and every word
so spelt with its syllables and how often it occurs in the dictionary's texts.
"""

from __future__ import annotations

import gzip
import re
from collections import defaultdict
from pathlib import Path

import click

from assistant.understanding.pinyin_words import TABLE, entries

WORDS = 60_000
_CHINESE = re.compile(r"[\u4e00-\u9fff]{1,6}")


@click.command(help=__doc__)
@click.argument("dictionary", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def main(dictionary: Path) -> None:
    listed = (line.split() for line in dictionary.read_text(encoding="utf-8").splitlines())
    found = [(int(count), word) for word, count, *_ in listed if _CHINESE.fullmatch(word)]
    table: dict[str, list[str]] = defaultdict(list)
    kept = sorted(found, reverse=True)[:WORDS]
    for count, word in kept:
        for letters, entry in entries(word, count):
            if letters.isascii():
                table[letters].append(entry)
    lines = (f"{spelling}\t{','.join(words)}" for spelling, words in sorted(table.items()))
    with gzip.GzipFile(TABLE, "wb", mtime=0) as file:
        file.write("\n".join([str(sum(count for count, _ in kept)), *lines]).encode())
    click.echo(f"{sum(map(len, table.values()))} words, {TABLE.stat().st_size / 1e6:.2f} MB")
