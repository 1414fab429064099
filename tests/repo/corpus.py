#!/usr/bin/env python3
"""corpus.py FOLDER: the labelled texts in config/corpus are whole, their labels are known, and no two texts of a file are
alike: texts made from a template teach nothing. Two are alike where their sets of four words in a row, or of four
characters, have a Jaccard index of .4 or more."""
import collections, csv, pathlib, re, sys

KNOWN = {
    "complaint": "0 1", "severity": "0 1 2 3 4", "moment": "pain glory none",
    "aspect": "refund charge price delay cancellation baggage delivery missing condition failure outage access app staff answer"
              " quality cleanliness food noise booking overbooking security contract claim information praise none",
    "sector": "airline bank telecom retail hotel software insurance restaurant other",
    "channel": "tweet review forum survey news chat appstore",
    "tone": "plain angry ironic polite formal joking desperate resigned enthusiastic neutral",
    "kind": "complaint praise thanks question news irony praise_harsh quoted competitor advert smalltalk request feature"
            " comparison resolved negated",
}
ALIKE = 0.4


def label_faults(rows):
    for number, row in enumerate(rows, 2):
        if None in row or None in row.values():
            yield number, "it has more or fewer columns than the header"
            continue
        for column, values in KNOWN.items():
            if row[column] not in values.split():
                yield number, f"{column} is {row[column]!r}"
        if (row["complaint"] == "1") != (row["severity"] != "0"):
            yield number, "complaint and severity contradict each other"


def grams(text, by_words):
    units = re.findall(r"\w+", text.lower()) if by_words else re.sub(r"\s+", " ", text.lower())
    return {tuple(units[i:i + 4]) for i in range(len(units) - 3)}


def twins(rows, by_words):
    sets = [grams(row["text"], by_words) for row in rows]
    holders = collections.defaultdict(list)
    for number, mine in enumerate(sets):
        shared = collections.Counter(other for gram in mine for other in holders[gram])
        for other, count in shared.items():
            if count / (len(mine) + len(sets[other]) - count) >= ALIKE:
                yield number + 2, f"it is like line {other + 2}"
        for gram in mine:
            holders[gram].append(number)


def main(folder):
    wrong = total = 0
    for path in sorted(pathlib.Path(folder).glob("*.tsv")):
        with open(path, encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
        total += len(rows)
        faults = list(label_faults(rows)) or [*twins(rows, True), *twins(rows, False)]
        for number, what in faults[:20]:
            print(f"{path}:{number}: {what}")
        wrong += len(faults)
    print(f"{total} texts, {wrong} faults")
    return 0 if total and not wrong else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
