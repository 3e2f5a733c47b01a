# How well runs answer queries that have been judged, as trec_eval -c counts.
#
# usage: awk -f retrieval_eval.awk [-v each=1] QRELS RUN
#
# QRELS: query, document, grade, with tabs or blanks between; over 0 is relevant. RUN: TREC lines (query
# Q0 document rank score name), best first; a document that comes again counts once.
#
# Over the queries with at least one relevant document, whether or not the run answers them:
#   MAP      mean of the precisions at each relevant document, 0 for those not found
#   nDCG@10  sum of grade / log2(rank + 1) over the first ten, divided by that of the best order of
#            all judged documents (Järvelin, Kekäläinen 2002, with the grades as gains)
#   P@10     relevant ones of the first ten, divided by ten
#   R@100    relevant ones of the first hundred, divided by all relevant ones
# Prints the four means (each=1: also query and figures before, a line a query).

function log2(x) { return log(x) / log(2) }

# The ideal order of a query's grades: how many there are of each, from the greatest down.
function ideal(q,    g, i, at, sum) {
  at = sum = 0
  for (g = top; g > 0; g--)
    for (i = 0; i < graded[q, g] && at < 10; i++)
      sum += g / log2(++at + 1)
  return sum
}

FILENAME == ARGV[1] {
  if ($3 + 0 <= 0)
    next
  if (!($1 in relevant))
    order[++queries] = $1
  relevant[$1]++
  grade[$1, $2] = $3 + 0
  graded[$1, $3 + 0]++
  if ($3 + 0 > top)
    top = $3 + 0
  next
}

($1, $3) in seen { next }

{
  seen[$1, $3] = 1
  rank = ++given[$1]
  g = grade[$1, $3]
  if (g <= 0)
    next
  found[$1]++
  precision[$1] += found[$1] / rank
  if (rank <= 10) {
    gain[$1] += g / log2(rank + 1)
    ten[$1]++
  }
  if (rank <= 100)
    hundred[$1]++
}

END {
  if (!queries) {
    print "retrieval_eval: no relevant documents in " ARGV[1] | "cat >&2"
    exit 2
  }
  for (i = 1; i <= queries; i++) {
    q = order[i]
    ap = precision[q] / relevant[q]
    ndcg = gain[q] / ideal(q)
    p = ten[q] / 10
    r = hundred[q] / relevant[q]
    if (each)
      printf "%s\t%.4f\t%.4f\t%.4f\t%.4f\n", q, ap, ndcg, p, r
    sum_ap += ap; sum_ndcg += ndcg; sum_p += p; sum_r += r
  }
  printf "%.4f\t%.4f\t%.4f\t%.4f\n", sum_ap / queries, sum_ndcg / queries, sum_p / queries,
    sum_r / queries
}
