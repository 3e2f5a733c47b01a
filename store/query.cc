/* store/query.cc - making, checking and describing query trees */
#include "store/internal.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>

#include "store/tree.h"

using namespace plx;

/* ---------------------------------------------------------- constructors */

/* Every constructor ends alike: *out is set last. */
template <typename Fn> static plx_status make(plx_query **out, plx_error *err, Fn &&fn) noexcept
{
    *out = nullptr;
    return guard(err, "query", [&] {
        Node q = fn();
        *out = q.release();
        return PLX_OK;
    });
}

plx_status plx_query_term(const char *term, size_t len, uint32_t wqf, plx_query **out,
                          plx_error *err)
{
    return make(out, err, [&] {
        require_term(term, len);
        auto q = std::make_unique<plx_query>(Kind::term);
        q->text.assign(term, len);
        q->number = std::max(wqf, 1u);
        return q;
    });
}

/* A word, or words of which one may stand at that position. */
static bool has_positions(const plx_query &q)
{
    if (q.kind == Kind::term || q.kind == Kind::prefix)
        return true;
    if (q.kind == Kind::scale)
        return has_positions(*q.children[0]);
    return q.kind == Kind::combine &&
           (q.op == PLX_OP_OR || q.op == PLX_OP_SYNONYM || q.op == PLX_OP_MAX) &&
           std::all_of(q.children.begin(), q.children.end(),
                       [](const Node &child) { return has_positions(*child); });
}

/* Has a wdf, which weighing a synonym group takes. */
static bool has_wdf(const plx_query &q)
{
    if (q.kind == Kind::range || q.kind == Kind::predicate || q.kind == Kind::docids)
        return false;
    return std::all_of(q.children.begin(), q.children.end(),
                       [](const Node &child) { return has_wdf(*child); });
}

static void require_children(plx_query_op op, const std::vector<Node> &children)
{
    if (unsigned(op) > PLX_OP_MAX)
        give_up(PLX_ERR_INVALID, "unknown operator %u", unsigned(op));
    if (children.empty())
        give_up(PLX_ERR_INVALID, "operator without operands");
    for (const Node &child : children) {
        if (!child)
            give_up(PLX_ERR_INVALID, "operand is missing");
        if (is_positional(op) && !has_positions(*child))
            give_up(PLX_ERR_INVALID, "a phrase or NEAR takes words and groups of words only");
        if (op == PLX_OP_SYNONYM && !has_wdf(*child))
            give_up(PLX_ERR_INVALID, "a synonym group takes no value ranges and no predicates");
    }
}

static unsigned depth_over(const std::vector<Node> &children)
{
    unsigned depth = 0;

    for (const Node &child : children)
        depth = std::max(depth, child->depth);
    if (depth >= PLX_QUERY_DEPTH_MAX)
        give_up(PLX_ERR_LIMIT, "query is nested deeper than %d", PLX_QUERY_DEPTH_MAX);
    return depth + 1;
}

/* The children are owned from the first moment: also a fault at the start frees them. */
plx_status plx_query_combine(plx_query_op op, plx_query **children, size_t n, uint32_t window,
                             plx_query **out, plx_error *err)
{
    size_t taken = 0;
    plx_status rc = make(out, err, [&] {
        auto q = std::make_unique<plx_query>(Kind::combine);
        q->children.reserve(n);
        for (; taken < n; taken++)
            q->children.emplace_back(children[taken]);
        q->op = op;
        q->number = uint32_t(std::max(size_t(window), n));
        require_children(op, q->children);
        q->depth = depth_over(q->children);
        return q;
    });

    for (; taken < n; taken++)
        delete children[taken];
    return rc;
}

plx_status plx_query_scale(plx_query *q, double factor, plx_query **out, plx_error *err)
{
    Node child(q);

    return make(out, err, [&] {
        if (!child)
            give_up(PLX_ERR_INVALID, "operand is missing");
        if (!std::isfinite(factor) || factor < 0)
            give_up(PLX_ERR_INVALID, "weight factor %g is not a number from 0", factor);
        auto scaled = std::make_unique<plx_query>(Kind::scale);
        scaled->factor = factor;
        scaled->children.push_back(std::move(child));
        scaled->depth = depth_over(scaled->children);
        return scaled;
    });
}

plx_status plx_query_prefix(const char *prefix, size_t len, uint32_t limit, plx_query **out,
                            plx_error *err)
{
    return make(out, err, [&] {
        require_term(prefix, len);
        if (limit < 1 || limit > 10000)
            give_up(PLX_ERR_LIMIT, "prefix limit %u is not in 1..10000", unsigned(limit));
        auto q = std::make_unique<plx_query>(Kind::prefix);
        q->text.assign(prefix, len);
        q->number = limit;
        return q;
    });
}

plx_status plx_query_value_range(uint32_t slot, const plx_bytes *low, const plx_bytes *high,
                                 plx_query **out, plx_error *err)
{
    return make(out, err, [&] {
        if (slot == Xapian::BAD_VALUENO)
            give_up(PLX_ERR_INVALID, "value slot %u is reserved", unsigned(slot));
        auto q = std::make_unique<plx_query>(Kind::range);
        q->number = slot;
        q->has_low = low != nullptr;
        q->has_high = high != nullptr;
        if (low)
            q->low = bytes_of(low->p, low->n);
        if (high)
            q->high = bytes_of(high->p, high->n);
        return q;
    });
}

plx_status plx_query_all(plx_query **out, plx_error *err)
{
    return make(out, err, [&] { return std::make_unique<plx_query>(Kind::all); });
}

plx_status plx_query_nothing(plx_query **out, plx_error *err)
{
    return make(out, err, [&] { return std::make_unique<plx_query>(Kind::nothing); });
}

static void require_weight(double weight)
{
    if (!std::isfinite(weight) || weight < 0)
        give_up(PLX_ERR_INVALID, "weight %g is not a number from 0", weight);
}

plx_status plx_query_predicate(bool (*accept)(void *ctx, uint32_t docid), void *ctx,
                               uint32_t estimate, double weight, plx_query **out, plx_error *err)
{
    return make(out, err, [&] {
        require_weight(weight);
        auto q = std::make_unique<plx_query>(Kind::predicate);
        q->accept = accept;
        q->ctx = ctx;
        q->number = estimate;
        q->factor = weight;
        return q;
    });
}

plx_status plx_query_docids(const uint32_t *docids, size_t n, double weight, plx_query **out,
                            plx_error *err)
{
    return make(out, err, [&] {
        require_weight(weight);
        if (n && (docids[0] == 0 ||
                  std::adjacent_find(docids, docids + n, std::greater_equal<>()) != docids + n))
            give_up(PLX_ERR_INVALID, "docids are not rising from 1");
        auto q = std::make_unique<plx_query>(Kind::docids);
        q->ids = docids;
        q->id_count = n;
        q->factor = weight;
        return q;
    });
}

void plx_query_free(plx_query *q)
{
    delete q;
}

/* ----------------------------------------------------------- description */

static void append_escaped(std::string &out, const std::string &bytes)
{
    static const char digits[] = "0123456789abcdef";

    for (char c : bytes) {
        auto u = static_cast<unsigned char>(c);
        if (u >= 0x20 && u != 0x7f && c != '\\') {
            out += c;
            continue;
        }
        out += "\\x";
        out += digits[u >> 4];
        out += digits[u & 15];
    }
}

static std::string number_text(double x)
{
    char text[32];
    snprintf(text, sizeof text, "%g", x);
    return text;
}

static void append_range(std::string &out, const plx_query &q)
{
    out += "value " + std::to_string(q.number) + " [";
    append_escaped(out, q.low);
    out += " .. ";
    append_escaped(out, q.high);
    out += ']';
}

static void append_text(std::string &out, const plx_query &q);

static void append_children(std::string &out, const plx_query &q)
{
    static const char *const names[] = { "AND",    "OR",   "NOT",     "FILTER", "AND_MAYBE",
                                         "PHRASE", "NEAR", "SYNONYM", "MAX" };

    out += '(';
    for (size_t i = 0; i < q.children.size(); i++) {
        if (i) {
            out += ' ';
            out += names[q.op];
            if (is_positional(q.op))
                out += '/' + std::to_string(q.number);
            out += ' ';
        }
        append_text(out, *q.children[i]);
    }
    out += ')';
}

static void append_text(std::string &out, const plx_query &q)
{
    switch (q.kind) {
    case Kind::term:
        append_escaped(out, q.text);
        if (q.number > 1)
            out += '#' + std::to_string(q.number);
        break;
    case Kind::combine:
        append_children(out, q);
        break;
    case Kind::scale:
        out += number_text(q.factor) + " * ";
        append_text(out, *q.children[0]);
        break;
    case Kind::prefix:
        append_escaped(out, q.text);
        out += '*';
        break;
    case Kind::range:
        append_range(out, q);
        break;
    case Kind::all:
        out += "<all>";
        break;
    case Kind::nothing:
        out += "<nothing>";
        break;
    case Kind::predicate:
        out += "<predicate>";
        break;
    case Kind::docids:
        out += "<" + std::to_string(q.id_count) + " docids>";
        break;
    }
}

plx_status plx_query_describe(const plx_query *q, char **out, plx_error *err)
{
    *out = nullptr;
    return guard(err, "query", [&] {
        std::string text;
        append_text(text, *q);
        *out = static_cast<char *>(malloc(text.size() + 1));
        if (!*out)
            throw std::bad_alloc();
        memcpy(*out, text.c_str(), text.size() + 1);
        return PLX_OK;
    });
}
