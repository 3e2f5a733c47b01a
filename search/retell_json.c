/* search/retell_json.c - the plan of a query as JSON */
#include "base/json.h"
#include "base/utf8.h"
#include "search/retell.h"

/* A long value is cut for the index, perhaps within a character. */
static json_t *term_json(const plx_plan *p, const plx_plan_term *t)
{
    plx_strbuf text = PLX_STRBUF_INIT;
    json_t *o = json_object();
    bool ok;

    plx_utf8_clean(p->pool.s + t->at, t->len, &text);
    ok = o && !text.failed && plx_json_put(o, "term", json_string(text.s)) &&
         plx_json_put_count(o, "articles", t->freq);
    plx_strbuf_release(&text);
    return plx_json_checked(o, ok);
}

static json_t *alternative_json(const plx_plan *p, const plx_alternative *a)
{
    json_t *o = json_object(), *terms = json_array();
    bool ok = o && terms;
    size_t t;

    for (t = a->first; ok && t < a->first + a->count; t++)
        ok = json_array_append_new(terms, term_json(p, &p->term[t])) == 0;
    if (!ok) {
        json_decref(terms);
        return plx_json_checked(o, false);
    }
    ok = plx_json_put(o, "terms", terms);
    if (ok && a->alias)
        ok = plx_json_put(o, "alias", plx_json_str(a->alias->text));
    return plx_json_checked(o, ok);
}

static json_t *alternatives_json(const plx_plan *p, const plx_unit *u)
{
    json_t *list = json_array();
    bool ok = list != NULL;
    size_t a;

    for (a = u->first; ok && a < u->first + u->count; a++)
        ok = json_array_append_new(list, alternative_json(p, &p->alternative[a])) == 0;
    return plx_json_checked(list, ok);
}

static const char *kind_of(const plx_unit *u)
{
    static const char *const units[] = {
        [PLX_UNIT_STANCE] = "field", [PLX_UNIT_DATE] = "field",  [PLX_UNIT_NEAR] = "near",
        [PLX_UNIT_GROUP] = "field",  [PLX_UNIT_AND] = "and",     [PLX_UNIT_OR] = "or",
        [PLX_UNIT_NOT] = "not",      [PLX_UNIT_WORDS] = "words",
    };
    static const char *const words[] = {
        [PLX_NODE_WORD] = "word",
        [PLX_NODE_PHRASE] = "phrase",
        [PLX_NODE_PREFIX] = "prefix",
        [PLX_NODE_FIELD] = "field",
    };

    if (u->kind != PLX_UNIT_TERMS)
        return units[u->kind];
    return u->is_alias                        ? "aliases"
           : u->node->kind == PLX_NODE_ANY_OF ? "word"
           : u->node->kind <= PLX_NODE_FIELD  ? words[u->node->kind]
                                              : "words";
}

static bool put_dates(json_t *o, const plx_unit *u)
{
    char from[PLX_DATE_BYTES], to[PLX_DATE_BYTES];

    plx_retell_days(u, from, to);
    return plx_json_put(o, "from", plx_json_str(*from ? from : NULL)) &&
           plx_json_put(o, "to", plx_json_str(*to ? to : NULL));
}

static json_t *unit_json(const plx_plan *p, const plx_unit *u);

static json_t *children_json(const plx_plan *p, const plx_unit *u)
{
    json_t *list = json_array();
    bool ok = list != NULL;
    size_t i;

    for (i = 0; ok && i < u->children; i++)
        ok = json_array_append_new(list, unit_json(p, u->child[i])) == 0;
    return plx_json_checked(list, ok);
}

/* As deep as the parser lets a query be. */
static json_t *unit_json(const plx_plan *p, const plx_unit *u)
{
    const plx_node *n = u->node;
    json_t *o = json_object();
    bool ok = o && plx_json_put(o, "kind", json_string(kind_of(u)));

    if (ok && n->field)
        ok = plx_json_put(o, "field", plx_json_str(n->field));
    if (ok && n->text)
        ok = plx_json_put(o, "text", plx_json_str(n->text));
    if (ok && u->required)
        ok = plx_json_put(o, "required", json_true());
    if (ok && n->exact)
        ok = plx_json_put(o, "exact", json_true());
    if (ok && n->boost > 0)
        ok = plx_json_put(o, "boost", json_real((double)n->boost));
    if (ok && u->kind == PLX_UNIT_NEAR)
        ok = plx_json_put_count(o, "distance", u->distance);
    if (ok && u->kind == PLX_UNIT_DATE)
        ok = put_dates(o, u);
    if (ok && u->kind == PLX_UNIT_TERMS)
        ok = plx_json_put(o, "alternatives", alternatives_json(p, u));
    if (ok && u->children)
        ok = plx_json_put(o, "children", children_json(p, u));
    return plx_json_checked(o, ok);
}

json_t *plx_retell_json(const plx_plan *p)
{
    return p->root ? unit_json(p, p->root) : json_null();
}
