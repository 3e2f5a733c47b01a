"""Cut or repeat articles (JSON Lines on standard input) to a number of them.

usage: repeat_articles.py NUMBER <ARTICLES >ARTICLES

A copy has an id and an address of its own, and its sentences in another order; the seed is fixed.
"""
import json
import random
import re
import sys

SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


def copy_of(article, number, draw):
    sentences = SENTENCE_END.split(article.get("text", ""))
    draw.shuffle(sentences)
    made = dict(article, text=" ".join(sentences))
    for field in ("id", "url"):
        if field in made:
            made[field] = "%s-%d" % (made[field], number)
    return made


def main():
    wanted = int(sys.argv[1])
    articles = [line for _, line in zip(range(wanted), sys.stdin)]
    draw = random.Random(1)
    for i in range(wanted):
        line = articles[i % len(articles)]
        if i >= len(articles):
            line = json.dumps(copy_of(json.loads(line), i // len(articles), draw)) + "\n"
        sys.stdout.write(line)


if __name__ == "__main__":
    main()
