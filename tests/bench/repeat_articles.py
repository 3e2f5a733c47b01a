"""Cut or repeat articles (JSON Lines on standard input) to a number of them.

usage: repeat_articles.py [--between] NUMBER <ARTICLES >ARTICLES

A copy has an id and an address of its own, and its sentences in another order; the seed is fixed.

--between: sentences change places between articles, so that none resembles another: ten articles
drawn at random lay theirs together, and each takes as many as it had. All are made so, the first ones
too, since mixed articles have more different words each. Words are as frequent as in the articles, but
none is new, as some would be in further news.
"""
import json
import random
import re
import sys

SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
POOL = 10


def copy_of(article, number, sentences):
    made = dict(article, text=" ".join(sentences))
    for field in ("id", "url"):
        if field in made:
            made[field] = "%s-%d" % (made[field], number)
    return made


def shuffled_copies(articles, number, draw):
    """All articles once more, in their order."""
    for line in articles:
        article = json.loads(line)
        sentences = SENTENCE_END.split(article.get("text", ""))
        draw.shuffle(sentences)
        yield copy_of(article, number, sentences)


def mixed_copies(articles, number, draw):
    """All articles once more, in another order."""
    order = draw.sample(range(len(articles)), len(articles))
    for at in range(0, len(order), POOL):
        group = [json.loads(articles[i]) for i in order[at : at + POOL]]
        texts = [SENTENCE_END.split(article.get("text", "")) for article in group]
        pool = [sentence for text in texts for sentence in text]
        draw.shuffle(pool)
        for article, text in zip(group, texts):
            taken, pool = pool[: len(text)], pool[len(text) :]
            yield copy_of(article, number, taken)


def main():
    wanted = int(sys.argv[-1])
    is_mixed = "--between" in sys.argv[1:-1]
    copies = mixed_copies if is_mixed else shuffled_copies
    articles = [line for _, line in zip(range(wanted), sys.stdin)]
    draw = random.Random(1)
    made = number = 0
    if not is_mixed:
        sys.stdout.writelines(articles)
        made = len(articles)
    while articles and made < wanted:
        number += 1
        for copy in copies(articles, number, draw):
            if made == wanted:
                break
            sys.stdout.write(json.dumps(copy) + "\n")
            made += 1


if __name__ == "__main__":
    main()
