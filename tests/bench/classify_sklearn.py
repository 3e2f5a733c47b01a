"""The same task with scikit-learn, to be measured against: `classify.sh` runs it.

usage: classify_sklearn.py TRAIN.jsonl ARTICLES.jsonl ARTICLES_MAX MIN_DF

Word 1-2-grams in at least MIN_DF articles (1 is its default; fewer features are faster) by
TfidfVectorizer, and LinearSVC, trained on TRAIN (not timed), then applied to ARTICLES as they are
read. Prints CPU seconds (user and system) of reading, transforming and
predicting, and the bytes read. One thread.
"""

import json
import sys
import time

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

BATCH = 500


def words(article):
    return (article.get("title") or "") + "\n" + (article.get("text") or "")


def train(path, min_df):
    with open(path, encoding="utf-8") as lines:
        articles = [json.loads(line) for line in lines]
    articles = [a for a in articles if a["label"] != "offtopic"]
    vectorizer = TfidfVectorizer(ngram_range=(1, 2), min_df=min_df)
    rows = vectorizer.fit_transform(words(a) for a in articles)
    return vectorizer, LinearSVC().fit(rows, [a["label"] for a in articles])


def main():
    vectorizer, model = train(sys.argv[1], int(sys.argv[4]))
    most, done, size, batch = int(sys.argv[3]), 0, 0, []
    before = time.process_time()
    with open(sys.argv[2], "rb") as lines:
        for line in lines:
            if done == most:
                break
            batch.append(words(json.loads(line)))
            size += len(line)
            done += 1
            if len(batch) == BATCH:
                model.predict(vectorizer.transform(batch))
                batch = []
    if batch:
        model.predict(vectorizer.transform(batch))
    print(f"{time.process_time() - before:.3f} {size}")


main()
