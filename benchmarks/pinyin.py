"""Makes the table of words by their pinyin from the dictionary of the package jieba (``jieba/dict.txt``).

The corpus' own words are added. The first line says how often all words occur. Then there is a line for each spelling
without blanks: the spelling, and every word so spelt with its syllables and how often it occurs.
"""

from __future__ import annotations

import gzip
import re
from collections import defaultdict
from pathlib import Path

import click

from assistant.config import Settings
from assistant.corpus.store import Corpus
from assistant.understanding.pinyin_words import TABLE, counted, entries
from assistant.understanding.tongues import spoken

WORDS = 60_000
_CHINESE = re.compile(r"[\u4e00-\u9fff]{1,8}")


@click.command(help=__doc__)
@click.argument("dictionary", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def main(dictionary: Path) -> None:
    listed = (line.split() for line in dictionary.read_text(encoding="utf-8").splitlines())
    found = [(int(count), word) for word, count, *_ in listed if _CHINESE.fullmatch(word)]
    table: dict[str, list[str]] = defaultdict(list)
    kept = sorted(found, reverse=True)[:WORDS]
    # The corpus' own words, so that a question need not wait for their readings.
    texts, named = spoken(Corpus.load(Settings().corpus_dir))
    own = {word for word in (*counted(texts)[0], *named) if _CHINESE.fullmatch(word)}
    kept += [(0, word) for word in sorted(own - {word for _, word in kept})]
    for count, word in kept:
        for letters, entry in entries(word, count):
            if letters.isascii():
                table[letters].append(entry)
    lines = (f"{spelling}\t{','.join(words)}" for spelling, words in sorted(table.items()))
    with gzip.GzipFile(TABLE, "wb", mtime=0) as file:
        file.write("\n".join([str(sum(count for count, _ in kept)), *lines]).encode())
    click.echo(f"{sum(map(len, table.values()))} words, {TABLE.stat().st_size / 1e6:.2f} MB")
